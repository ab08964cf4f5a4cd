"""Parsed files of botocore's, boto3's and our data folders, each read once a process.

botocore parses every model again for every session. What is in these folders is the
same for all, so it is parsed once, into a ``Source`` that nobody gets to see. A session
gets a ``Document``: a dict of its own, which copies from the source, level by level,
what is looked at. A change of it works for that session, and for no other. Nothing of
any other folder ever gets in here, and never that a file is missing.

Lets botocore's loaders share what is read of files that are the same for all.

They find what botocore's own code would find, in the same order: user's folders first.
Only what comes from botocore's, boto3's and our folder alone is shared; as soon as a
file, or one of its extras, is a user's, all of it is read by botocore's own code.

Each function here wraps one of botocore's, of the same name: it puts what it knows into
the memory that each loader has, and botocore's own function finds it there.
"""

from __future__ import annotations

import copy
import gzip
import json
import os
from collections import OrderedDict
from collections.abc import (
    Callable,
    ItemsView,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    ValuesView,
)
from typing import Any, Protocol, SupportsIndex
from weakref import WeakSet, WeakValueDictionary

import boto3.session
from botocore.exceptions import DataNotFoundError
from botocore.loaders import ExtrasProcessor, JSONFileLoader, Loader

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions.exceptions import DefinitionFileError, MissingDataError

# How much JSON is kept that no session uses any more, in bytes as it is in the files;
# parsed, it takes about three times that. Enough for the models of a dozen services,
# ec2 among them, and a bound for a program that walks through all of them.
KEPT_BYTES = 16_000_000

_ENDINGS: dict[str, Callable[[str, str], Any]] = {".json": open, ".json.gz": gzip.open}

Key = tuple[str, ...]

# Held while a part of a document is put in its place, else two threads would get two
# copies of it, or a change that another thread makes would be lost. One for all
# documents: it is held for a microsecond.
_placing = Lock()


class Source:
    """The content of a file, which no session gets, and what was made of it.

    Attributes:
        content: Plain dicts and lists, never changed.
        derived: By name, what was made of it for all sessions; it lives as long as the
            source.
    """

    __slots__ = ("__weakref__", "content", "derived")

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.derived: dict[Any, Any] = {}


class Watcher(Protocol):
    """An object that depends on a part of a document."""

    def forget(self) -> None:
        """Drop the results made of that part."""


class Mark:
    """A count of the changes of one part of a document.

    Args:
        source: What the document was made of.
        whole: The mark of the whole document; None for the whole itself.

    Attributes:
        count: How often it was changed; for the whole, with all parts.
    """

    __slots__ = ("__weakref__", "_watchers", "count", "source", "whole")

    def __init__(self, source: Source, whole: Mark | None = None) -> None:
        self.source = source
        self.whole = whole
        self.count = 0
        self._watchers: WeakSet[Watcher] | None = None

    def touch(self) -> None:
        """Count a change, and tell those who depend on this part."""
        self.count += 1
        if self.whole is not None:
            self.whole.count += 1
        for watcher in list(self._watchers or ()):
            watcher.forget()

    def watch(self, watcher: Watcher) -> None:
        """Have `watcher.forget()` called after each change; it is kept weakly."""
        if self._watchers is None:
            self._watchers = WeakSet()
        self._watchers.add(watcher)


# dict's own, which look at nothing but what is there.
_get, _find, _put = dict.__getitem__, dict.get, dict.__setitem__


class Document(dict[str, Any]):
    """A dict of one session, which takes its parts from a source as they are read.

    Until a part is read for the first time, the source's own stands in its place, so
    that whatever reads it without calling a method (a comparison, `repr`, a library
    written in C) finds what it should. Every method that hands out a part puts a copy
    there first.

    Args:
        source: The part of a source that this is a copy of.
        mark: Counts the changes of this part.
    """

    __slots__ = ("__weakref__", "_is_own", "_source", "mark")

    mark: Mark

    def __init__(self, source: dict[str, Any], mark: Mark) -> None:
        super().__init__(source)
        self._source = source
        self._is_own = False
        self.mark = mark

    def __getitem__(self, key: str) -> Any:
        value = _get(self, key)
        kind = type(value)
        if kind is dict or kind is list:
            return self._own(key, value)
        return value

    def get(self, key: str, default: object = None) -> Any:
        """Return the value of a key, as dict's does."""
        value = _find(self, key, default)
        kind = type(value)
        if kind is dict or kind is list:
            return self._own(key, value)
        return value

    # With an `__iter__` other than dict's, Python does not copy behind our back: not in
    # `dict(document)`, nor `{**document}`, nor for keywords.
    def __iter__(self) -> Iterator[str]:
        return iter(super().keys())

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override, unused-ignore]
        """Return a view of all keys and values, as dict's does."""
        self._own_all()
        return super().items()

    def values(self) -> ValuesView[Any]:  # type: ignore[override, unused-ignore]
        """Return a view of all values, as dict's does."""
        self._own_all()
        return super().values()

    def copy(self) -> dict[str, Any]:
        """Return a plain dict with the same values."""
        return dict(self.items())

    def __or__(self, other: Any) -> Any:
        return self.copy() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.copy()

    def __copy__(self) -> dict[str, Any]:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        # A copy is somebody's own, and plain. The source's, where nothing was changed,
        # so that this copies nothing into the document.
        content: Any = self.copy() if self.mark.count else self._source
        copied: dict[str, Any] = copy.deepcopy(content, memo)
        return copied

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return dict, (self.copy(),)

    def __setitem__(self, key: str, value: object) -> None:
        _placing.run(_put, self, key, value)
        self.mark.touch()

    def __delitem__(self, key: str) -> None:
        _placing.run(dict.__delitem__, self, key)
        self.mark.touch()

    def setdefault(self, key: str, default: object = None) -> Any:
        """Return the value of a key, put there if it is missing, as dict's does."""
        return _placing.run(self._set_default, key, default)

    def _set_default(self, key: str, default: object) -> Any:
        if key in self:
            return self[key]
        self[key] = default
        return default

    def pop(self, key: str, *default: object) -> Any:
        """Remove a key and return its value, as dict's does."""
        self.get(key)
        found = super().pop(key, *default)
        self.mark.touch()
        return found

    def popitem(self) -> tuple[str, Any]:
        """Remove the last key and return it and its value, as dict's does."""
        self._own_all()
        found = super().popitem()
        self.mark.touch()
        return found

    def clear(self) -> None:
        """Remove everything."""
        super().clear()
        self.mark.touch()

    def update(self, *others: Any, **values: Any) -> None:
        """Put in what others have, as dict's does."""
        _placing.run(dict.update, self, *others, **values)
        self.mark.touch()

    def __ior__(self, other: Any) -> Any:
        self.update(other)
        return self

    def is_as_in(self, content: object) -> bool:
        """Tell whether this is a part of a source, and was never changed.

        Args:
            content: The part of the source.
        """
        return self._source is content and not self.mark.count

    def _own(self, key: str, value: object) -> Any:
        # Any other plain dict or list was put there by somebody, who wants that one.
        if self._source.get(key) is not value:
            return value
        return _placing.run(self._place, key, value)

    def _place(self, key: str, value: object) -> Any:
        # Another thread may have been here, or have changed it.
        now = _find(self, key)
        if now is value:
            mark = self.mark
            part = Mark(mark.source, mark) if mark.whole is None else mark
            now = copied(value, part)
            _put(self, key, now)
        return now

    def _own_all(self) -> None:
        if self._is_own:
            return
        for key, value in [*super().items()]:
            kind = type(value)
            if kind is dict or kind is list:
                self._own(key, value)
        self._is_own = True


class Listing(list[Any]):
    """A list of one session, as a part of a document."""

    __slots__ = ("mark",)

    mark: Mark

    def __init__(self, source: list[Any], mark: Mark) -> None:
        super().__init__([copied(one, mark) for one in source])
        self.mark = mark

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return list, ([*self],)


def _counting(name: str) -> Callable[..., Any]:
    method = getattr(list, name)

    def change(self: Listing, *args: object, **kwargs: object) -> Any:
        found = method(self, *args, **kwargs)
        self.mark.touch()
        return found

    change.__name__, change.__doc__ = name, method.__doc__
    return change


# All methods of a list that change it.
for _name in (
    *("__setitem__", "__delitem__", "__iadd__", "__imul__", "append", "extend"),
    *("insert", "pop", "remove", "clear", "sort", "reverse"),
):
    setattr(Listing, _name, _counting(_name))


def copied(value: object, mark: Mark) -> Any:
    """Return a copy of a part of a source; anything else as it is."""
    if type(value) is dict:
        return Document(value, mark)
    if type(value) is list:
        return Listing(value, mark)
    return value


def document_of(source: Source) -> Document:
    """Return a new document of a source, for one session."""
    return Document(source.content, Mark(source))


def source_of(document: object) -> Source | None:
    """Return what a document was made of, None if that is not shared.

    Args:
        document: The whole; a part of one has no source of its own.
    """
    if type(document) is not Document or document.mark.whole is not None:
        return None
    return document.mark.source


class Documents:
    """Sources by the files they come from, parsed once, forgotten when unused.

    Args:
        kept_bytes: How much JSON to hold on to without anybody using it.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._used: WeakValueDictionary[Key, Source] = WeakValueDictionary()
        self._recent: OrderedDict[Key, tuple[Source, int]] = OrderedDict()
        self._lock = Lock()

    def clear(self) -> None:
        """Hold on to nothing; what is in use stays what it is."""
        with self._lock:
            self._recent.clear()
            self._used.clear()

    def read(self, path: str, extras: Iterable[str] = ()) -> Source | None:
        """Return what is in a file, with its extras merged over it.

        Args:
            path: The file without its ending, as botocore's loader names it.
            extras: The files whose `merge` goes over it, in that order.

        Returns:
            None for a file that is not there or holds no JSON object.
        """
        key = (path, *extras)
        source = self._used.get(key)
        if source is None:
            with self._lock:
                source = self._used.get(key) or self._parse(key)
        return source

    def _parse(self, key: Key) -> Source | None:
        # Under the lock, so that threads that start together parse a model once. No
        # code of others runs in here, not even a handler of logging: it might wait for
        # somebody who waits for this lock.
        parsed = [_parsed(path) for path in key]
        contents = [content for content, _ in parsed]
        if not all(isinstance(content, dict) for content in contents):
            return None
        ExtrasProcessor().process(contents[0], contents[1:])
        source = self._used[key] = Source(contents[0])
        self._keep(key, source, sum(size for _, size in parsed))
        return source

    def _keep(self, key: Key, source: Source, size: int) -> None:
        self._recent[key] = (source, size)
        total = sum(size for _, size in self._recent.values())
        while total > self._kept_bytes and len(self._recent) > 1:
            _, (_, dropped) = self._recent.popitem(last=False)
            total -= dropped


def _parsed(path: str) -> tuple[Any, int]:
    for ending, opened in _ENDINGS.items():
        if os.path.isfile(path + ending):
            with opened(path + ending, "rb") as file:
                payload = file.read()
            # Into dicts: they keep their order, too, in half the time and memory of
            # botocore's OrderedDicts.
            return json.loads(payload), len(payload)
    return None, 0


documents = Documents()
switches.also_clear(documents.clear)

_SHARED_FOLDERS = frozenset(
    {
        Loader.BUILTIN_DATA_PATH,
        os.path.join(os.path.dirname(boto3.session.__file__), "data"),
        os.path.join(
            os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data"
        ),
    }
)

# What a loader of botocore's has. Who has put more into one may want that to run.
_PARTS = {
    "_cache",
    "_extras_processor",
    "_extras_types",
    "_search_paths",
    "file_loader",
}


def load_service_model(
    original: Callable[..., Any], loader: Loader, *args: str, **kwargs: str
) -> Any:
    """Load a model; a wrap of `Loader.load_service_model`."""
    # As botocore writes its keys.
    key = ("load_service_model", *args)
    for name, value in sorted(kwargs.items()):
        key += (name, value)
    if _is_plain(loader) and key not in loader._cache:
        document = _model(loader, *args, **kwargs)
        if document is not None:
            loader._cache.setdefault(key, document)
    return original(loader, *args, **kwargs)


def load_data_with_path(
    original: Callable[..., Any], loader: Loader, *args: str, **kwargs: str
) -> Any:
    """Load data and tell where it was; a wrap of `Loader.load_data_with_path`."""
    key = ("load_data_with_path", *args)
    # A name without a folder is that of endpoints, partitions and the like. The others
    # are parts of models, into which botocore's code merges extras.
    if (
        not kwargs
        and len(args) == 1
        and _is_plain(loader)
        and key not in loader._cache
        and _is_plain_name(args[0])
    ):
        path, is_shared = _find_file(loader, args[0])
        source = documents.read(path) if path and is_shared else None
        if source is not None:
            loader._cache.setdefault(key, (document_of(source), path))
    return original(loader, *args, **kwargs)


def _is_plain(loader: Loader) -> bool:
    return (
        type(loader) is Loader
        and vars(loader).keys() == _PARTS
        and type(loader.file_loader) is JSONFileLoader
        and not vars(loader.file_loader)
    )


def _model(
    loader: Loader,
    service_name: str,
    type_name: str,
    api_version: str | None = None,
) -> Document | None:
    # None: botocore's code shall do it, and complain if there is no such model.
    if not (_is_plain_name(service_name) and _is_plain_name(type_name)):
        return None
    if api_version is None:
        # botocore looks through the folders of all services before, to see that there
        # is this one.
        try:
            api_version = loader.determine_latest_version(service_name, type_name)
        except DataNotFoundError:
            return None
    name = os.path.join(service_name, str(api_version), type_name)
    # However it is asked for, a model is one object of its loader, kept by its file.
    key = ("load_data_with_path", name)
    if key not in loader._cache:
        extras = [f"{name}.{kind}-extras" for kind in loader.extras_types]
        found = [_find_file(loader, one) for one in (name, *extras)]
        if found[0][0] is None or not all(is_shared for _, is_shared in found):
            return None
        path, *others = (path for path, _ in found if path)
        source = documents.read(path, others)
        if source is None:
            return None
        loader._cache.setdefault(key, (document_of(source), path))
    document = loader._cache[key][0]
    # Else botocore has read it before, and will merge the extras into that.
    return document if source_of(document) is not None else None


def _find_file(loader: Loader, name: str) -> tuple[str | None, bool]:
    # Where botocore's loader would find a file, and whether all would find it there.
    for path in loader._potential_locations(name):
        if loader.file_loader.exists(path):
            return path, path[: -len(name) - 1] in _SHARED_FOLDERS
    return None, True


def _is_plain_name(name: object) -> bool:
    return isinstance(name, str) and (
        os.path.basename(name) == name not in ("", os.curdir, os.pardir)
    )


DATA_PATH = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data"
)

if not os.path.isdir(DATA_PATH):
    # Without a word, services would be missing, and nobody would know why.
    raise MissingDataError(
        f"the definitions of services are missing: there is no folder {DATA_PATH}. "
        "boto3, too, reads such files from folders only: install boto3_extensions "
        "unpacked, not in a zip, and have what freezes a program take its data along, "
        "as by PyInstaller's --collect-data boto3_extensions"
    )

# The kinds of file DATA_PATH holds, as botocore's loader names them.
_OUR_KINDS = (
    "resources-1",
    "arns-1",
    "links-1",
    "tags-1",
    "targets-1",
    "paginators-1",
    "waiters-2",
)

# Files named <kind>.boto3-extensions-extras.json are merged over botocore's <kind>.
EXTRAS_TYPE = "boto3-extensions"


def add_data(loader: Loader) -> None:
    """Let a loader find our definitions after all others."""
    # A stand-in for a session, as in the tests of boto3 and of its users, may have
    # anything for a loader; boto3 appends to that unseen.
    if not isinstance(loader.search_paths, list):
        return
    if DATA_PATH not in loader.search_paths:
        # Last, so that the user's and boto3's own files win over ours.
        loader.search_paths.append(DATA_PATH)
        # A loader of somebody's own need not know of extras.
        if hasattr(loader, "extras_types"):
            loader.extras_types.append(EXTRAS_TYPE)
        _forget_stale_results(loader)


def model_of(loader: Loader, service: str, kind: str) -> Any:
    """Return what a kind of file says of a service, None if there is no such file.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service; it need not exist.
        kind: Such as ``resources-1``.

    Raises:
        DefinitionFileError: There is a file, which may be the user's, but it cannot be
            read or holds no object.
    """
    paths = getattr(loader, "search_paths", ())
    try:
        found = loader.load_service_model(service, kind)
    except DataNotFoundError:
        # botocore takes a file that holds null for none at all.
        where = file_in(paths, service, kind)
        if not os.path.isabs(where):
            return None
        raise DefinitionFileError(f"{where}: {_NO_OBJECT} null") from None
    except (OSError, ValueError) as error:
        where = file_in(paths, service, kind)
        raise DefinitionFileError(f"{where}: {error}") from error
    if not isinstance(found, Mapping):
        where = file_in(paths, service, kind)
        kind_found = type(found).__name__
        raise DefinitionFileError(f"{where}: {_NO_OBJECT} a {kind_found}")
    return found


_NO_OBJECT = "it must hold a JSON object, not"


def file_in(search_paths: Sequence[str], service: str, kind: str) -> str:
    """Return the path of the file that a loader reads, or words for it if it is gone.

    Args:
        search_paths: Those of the loader, in their order.
        service: boto3's name of the service.
        kind: Such as ``arns-1``.
    """
    for folder in search_paths:
        of_service = os.path.abspath(os.path.join(folder, service))
        if os.path.isdir(of_service):
            for version in sorted(os.listdir(of_service), reverse=True):
                for suffix in (".json", ".json.gz"):
                    file = os.path.join(of_service, version, f"{kind}{suffix}")
                    if os.path.isfile(file):
                        return file
    return f"{kind} of {service}"


def _forget_stale_results(loader: Loader) -> None:
    # A loader remembers what it found, in a private dict keyed by method name and
    # arguments (guarded by test_seams). Only what our folder can change is dropped: the
    # models of clients are large. A loader without the dict has nothing to forget.
    remembered = getattr(loader, "_cache", None)
    if isinstance(remembered, dict):
        for key in list(remembered):
            if any(kind in str(key) for kind in _OUR_KINDS):
                remembered.pop(key, None)


def loader_of(session: boto3.Session) -> Loader:
    """Return botocore's loader, the one that a boto3 session finds its data by."""
    # The same semi-private way as in `_session`; guarded by test_seams.
    return session._session.get_component("data_loader")
