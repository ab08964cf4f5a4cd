"""Service models and definitions in data folders, each parsed once per process.

botocore parses a model again for every session. The files in the data folders of
botocore, boto3 and this package are the same for all sessions, so each is parsed once,
into a `ParsedFile`. A session gets a `Document` of the source: a dict of its own, which
copies the source level by level as it is read. A change of the dict affects that
session alone. Files of other folders, and missing files, are never cached here.

`load_service_model` and `load_data_with_path` wrap the functions of botocore's loader
of the same names. They put a document into the cache of the loader, where botocore's
function finds it. Files are searched in botocore's order, users' folders first; if a
file or one of its extras is a user's, botocore's own code reads all of it.

`add_data`, `load_definitions` and `loader_of` are the access of all other modules to
definitions: the data folder in a loader's search path, a file's content, the loader.
"""

from __future__ import annotations

import contextlib
import copy
import gc
import gzip
import json
import os
import sys
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
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

import boto3.session
from botocore.exceptions import DataNotFoundError
from botocore.loaders import ExtrasProcessor, JSONFileLoader, Loader

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.concurrency import Lock, after_fork
from boto3_extensions.exceptions import DefinitionFileError, MissingDataError

# The size of the JSON to keep although no session uses it any more, in bytes of the
# files; parsed, it takes about three times that. Enough for the models of a dozen
# services, ec2 among them, and a limit for programs that load the models of all.
KEPT_BYTES = 16_000_000

# The paths of a JSON file and of its extras, without their suffixes.
Key = tuple[str, ...]

_ENDINGS: dict[str, Callable[[str, str], Any]] = {".json": open, ".json.gz": gzip.open}

# Held while a copy of a part replaces the source's part in a document. Otherwise two
# threads could get two copies, or the change of another thread could be lost. A single
# lock for all documents, because it is held for a microsecond.
_placing = Lock()


class ParsedFile:
    """The parsed content of a file, shared by all sessions, and results made of it.

    Attributes:
        content: Plain dicts and lists. No caller gets them, and they never change.
        derived: Results made of the content for all sessions, by name; they live as
            long as the source.
    """

    __slots__ = ("__weakref__", "content", "derived")

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.derived: dict[Any, Any] = {}


class Watcher(Protocol):
    """An object that depends on a part of a document."""

    def forget(self) -> None:
        """Drop the results made of that part."""


class ChangeCount:
    """A count of the changes of one part of a document.

    Args:
        source: The source of the document.
        whole: The mark of the whole document; None for the mark of the whole itself.

    Attributes:
        count: The number of changes of the part; of the whole, those of all its parts.
    """

    __slots__ = ("__weakref__", "_watchers", "count", "source", "whole")

    def __init__(self, source: ParsedFile, whole: ChangeCount | None = None) -> None:
        self.source = source
        self.whole = whole
        self.count = 0
        self._watchers: WeakSet[Watcher] | None = None

    def touch(self) -> None:
        """Count a change, and notify the watchers of this part."""
        self.count += 1
        if self.whole is not None:
            self.whole.count += 1
        for watcher in list(self._watchers or ()):
            watcher.forget()

    def watch(self, watcher: Watcher) -> None:
        """Register a watcher, referenced weakly, to notify after each change."""
        if self._watchers is None:
            self._watchers = WeakSet()
        self._watchers.add(watcher)


# The methods of dict itself, which do not copy parts of the source.
_get, _find, _put = dict.__getitem__, dict.get, dict.__setitem__


class Document(dict[str, Any]):
    """A dict of one session, a copy of a source that is made as its parts are read.

    Until a part is read for the first time, the dict contains the part of the source
    itself, so that code that reads it without calling a method (a comparison, `repr`, a
    library written in C) sees the right content. Every method that returns a part
    replaces it by a copy first.

    Args:
        source: The part of the source that this dict is a copy of.
        mark: The count of changes of this part.
    """

    __slots__ = ("__weakref__", "_is_own", "_source", "mark")

    mark: ChangeCount

    def __init__(self, source: dict[str, Any], mark: ChangeCount) -> None:
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

    # Because of an `__iter__` other than dict's, Python calls our methods to copy the
    # dict, too: in `dict(document)`, in `{**document}`, and for keyword arguments.
    def __iter__(self) -> Iterator[str]:
        return iter(super().keys())

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override, unused-ignore]
        """Return a view of all keys and values, as dict's does."""
        if not self._is_own:
            self._own_all()
        return super().items()

    def values(self) -> ValuesView[Any]:  # type: ignore[override, unused-ignore]
        """Return a view of all values, as dict's does."""
        if not self._is_own:
            self._own_all()
        return super().values()

    def copy(self) -> dict[str, Any]:
        """Return a plain dict with the same values."""
        if not self._is_own:
            self._own_all()
        return dict(super().items())

    def __or__(self, other: Any) -> Any:
        return self.copy() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.copy()

    def __copy__(self) -> dict[str, Any]:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        # The copy is a plain dict. Where nothing was changed, it is made of the source,
        # so that the parts need not be copied into this document first.
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
        """Update the dict from mappings or pairs and from keywords, as dict's does."""
        _placing.run(dict.update, self, *others, **values)
        self.mark.touch()

    def __ior__(self, other: Any) -> Any:
        self.update(other)
        return self

    def is_as_in(self, content: object) -> bool:
        """Return whether this is an unchanged copy of a part of a source.

        Args:
            content: The part of the source.
        """
        return self._source is content and not self.mark.count

    def _own(self, key: str, value: object) -> Any:
        """Return a copy of a part of the source, made at the first call."""
        # Another plain dict or list was put there by a caller, and is returned itself.
        if self._source.get(key) is not value:
            return value
        return _placing.run(self._place, key, value)

    def _place(self, key: str, value: object) -> Any:
        # Another thread may have put a copy or another value there meanwhile.
        current = _find(self, key)
        if current is value:
            mark = self.mark
            part = ChangeCount(mark.source, mark) if mark.whole is None else mark
            current = copy_part(value, part)
            _put(self, key, current)
        return current

    def _own_all(self) -> None:
        # Callers look at `_is_own` first: a call less for each reading of a document.
        for key, value in [*super().items()]:
            kind = type(value)
            if kind is dict or kind is list:
                self._own(key, value)
        self._is_own = True


class DocumentList(list[Any]):
    """A list of one session, a copy of a list in a source."""

    __slots__ = ("mark",)

    mark: ChangeCount

    def __init__(self, source: list[Any], mark: ChangeCount) -> None:
        super().__init__([copy_part(item, mark) for item in source])
        self.mark = mark

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        return list, ([*self],)


def _counting(name: str) -> Callable[..., Any]:
    """Return a method of list that counts a change after each call."""
    method = getattr(list, name)

    def change(self: DocumentList, *args: object, **kwargs: object) -> Any:
        result = method(self, *args, **kwargs)
        self.mark.touch()
        return result

    change.__name__, change.__doc__ = name, method.__doc__
    return change


# All methods of a list that change it.
for _name in (
    *("__setitem__", "__delitem__", "__iadd__", "__imul__", "append", "extend"),
    *("insert", "pop", "remove", "clear", "sort", "reverse"),
):
    setattr(DocumentList, _name, _counting(_name))


def copy_part(value: object, mark: ChangeCount) -> Any:
    """Return a dict or list of a source as a copy for a session, other values as is."""
    if type(value) is dict:
        return Document(value, mark)
    if type(value) is list:
        return DocumentList(value, mark)
    return value


def new_document(source: ParsedFile) -> Document:
    """Return a new document of a source, for one session."""
    return Document(source.content, ChangeCount(source))


def content_of(document: Any) -> Any:
    """Return the content of a document for reading, without a copy for its session.

    Args:
        document: A part of a document, or a value of any other type.

    Returns:
        The part of the source, which must not be changed nor given to callers, if the
        session has changed nothing; else the value itself.
    """
    if type(document) is Document and not document.mark.count:
        return document._source
    return document


def source_of(document: object) -> ParsedFile | None:
    """Return the shared source of a document, or None.

    Args:
        document: A whole document. For a part of a document, and for dicts of other
            origin, the result is None.
    """
    if type(document) is not Document or document.mark.whole is not None:
        return None
    return document.mark.source


_ReadCompiled = Callable[[Key], tuple[dict[str, Any], int] | None]


class ParsedFileCache:
    """A cache of sources by their files, each parsed once for as long as it is used.

    Args:
        kept_bytes: The size of the JSON to keep without a session that uses it, in
            bytes.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._used: WeakValueDictionary[Key, ParsedFile] = WeakValueDictionary()
        self._recent: OrderedDict[Key, tuple[ParsedFile, int]] = OrderedDict()
        self._lock = Lock()

    def clear(self) -> None:
        """Forget all sources; documents in use keep theirs."""
        with self._lock:
            self._recent.clear()
            self._used.clear()

    def read(self, path: str, extras: Iterable[str] = ()) -> ParsedFile | None:
        """Return the source of a file, with its extras merged over the content.

        Args:
            path: The path of the file without its suffix, as botocore's loader has it.
            extras: The paths of botocore's extras files, whose `merge` is merged over
                the content in this order.

        Returns:
            The source; None for a missing file, and for JSON other than an object.
        """
        key = (path, *extras)
        source = self._used.get(key)
        if source is None:
            # Here, to keep the import of the package fast; not under the lock, where no
            # code of other packages may run, such as an import hook.
            from boto3_extensions._foundation import compiled

            with self._lock:
                source = self._used.get(key) or self._parse(key, compiled.read)
        return source

    def _parse(self, key: Key, read_compiled: _ReadCompiled) -> ParsedFile | None:
        # Under the lock, so that threads that start together parse a model once. No
        # code of other packages runs in here, not even a logging handler: it could
        # wait for a thread that waits for this lock.
        with _collecting_later() as age_all_objects:
            found = read_compiled(key) if switches.is_on("compiled") else None
            content, size = found or merged(key)
            if size >= _LARGE:
                age_all_objects()
        if content is None:
            return None
        source = self._used[key] = ParsedFile(content)
        self._keep(key, source, size)
        return source

    def _keep(self, key: Key, source: ParsedFile, size: int) -> None:
        self._recent[key] = (source, size)
        total = sum(size for _, size in self._recent.values())
        while total > self._kept_bytes and len(self._recent) > 1:
            _, (_, dropped) = self._recent.popitem(last=False)
            total -= dropped


# The size of JSON, in bytes, whose objects are worth sparing the garbage collector.
_LARGE = 50_000

# Whether the garbage collector is off until a file is parsed.
_is_paused = False


@contextlib.contextmanager
def _collecting_later() -> Iterator[Callable[[], None]]:
    """Keep the garbage collector off, if it was on, and yield `_age_all_objects`.

    Used under a lock. Another thread that forks meanwhile has it on in the child.
    """
    global _is_paused
    if not gc.isenabled():
        yield _leave_all_objects
        return
    try:
        _is_paused = True
        gc.disable()
        yield _age_all_objects
    finally:
        gc.enable()
        _is_paused = False


def _collect_in_child() -> None:
    global _is_paused
    if _is_paused:
        gc.enable()
        _is_paused = False


after_fork(_collect_in_child)

# Without the global interpreter lock, the garbage collector has no generations.
_has_generations: Callable[[], bool] = getattr(sys, "_is_gil_enabled", lambda: True)


# More objects than Python itself freezes at its start: 3.12 does so with 400. When a
# program freezes its objects, they are thousands.
_FROZEN_AT_START = 2_000
_freezes = False


def _age_all_objects() -> None:
    """Put all objects into the oldest generation of the garbage collector.

    Else the collector would go through the parsed content, which lives long, several
    times within the next milliseconds. Where objects are frozen, as by a server before
    it forks, nothing is done, as these would be thawed. A program that was seen to
    freeze its objects is not looked at again: Python counts them one by one.
    """
    global _freezes
    if _freezes or not _has_generations():
        return
    _freezes = gc.get_freeze_count() >= _FROZEN_AT_START
    if not _freezes:
        gc.freeze()
        gc.unfreeze()


def _leave_all_objects() -> None:
    """Do nothing: a program that has the garbage collector off may have its reasons."""


def merged(key: Key) -> tuple[dict[str, Any] | None, int]:
    """Return the content of a JSON file, with its extras merged over it, and its size.

    Args:
        key: The path of the file and those of the extras, without their suffixes.

    Returns:
        The content, None if a file is missing or is no JSON object; the size of the
        JSON in bytes.
    """
    parsed = [_parsed(path) for path in key]
    contents = [content for content, _ in parsed]
    size = sum(size for _, size in parsed)
    if not all(isinstance(content, dict) for content in contents):
        return None, size
    ExtrasProcessor().process(contents[0], contents[1:])
    return contents[0], size


def _parsed(path: str) -> tuple[Any, int]:
    for ending, opened in _ENDINGS.items():
        if os.path.isfile(path + ending):
            with opened(path + ending, "rb") as file:
                payload = file.read()
            # Into plain dicts, which take half the time and memory of the OrderedDicts
            # of botocore's loader.
            return json.loads(payload), len(payload)
    return None, 0


parsed_files = ParsedFileCache()
switches.also_clear(parsed_files.clear)

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The definitions of the services that a person has gone through.
DATA_PATH = os.path.join(_PACKAGE, "data")
# Those of the others, derived from the models of botocore by rules alone. Which of the
# two folders has a service is all that tells the kinds apart.
DERIVED_PATH = os.path.join(_PACKAGE, "derived")

# The data folders of botocore, boto3 and this package, the same for all sessions.
_SHARED_FOLDERS = frozenset(
    {
        Loader.BUILTIN_DATA_PATH,
        os.path.join(os.path.dirname(boto3.session.__file__), "data"),
        DATA_PATH,
        DERIVED_PATH,
    }
)

# The attributes of a plain loader. A loader with others was extended.
_LOADER_ATTRIBUTES = {
    "_cache",
    "_extras_processor",
    "_extras_types",
    "_search_paths",
    "file_loader",
}


def load_service_model(
    original: Callable[..., Any], loader: Loader, *args: str, **kwargs: str
) -> Any:
    """Load a service model; wraps botocore's `Loader.load_service_model`.

    Args:
        original: The method of botocore.
        loader: The loader.
        args: The name of the service, the type of the model and the API version, as the
            method takes them.
        kwargs: The same by name.
    """
    # The key has the form of botocore's `instance_cache`.
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
    """Load a file and return its path, too; wraps `Loader.load_data_with_path`."""
    key = ("load_data_with_path", *args)
    # Names without a folder are those of endpoints, partitions and the like. Names with
    # a folder are those of models, into which botocore's code merges extras.
    if (
        not kwargs
        and len(args) == 1
        and _is_plain(loader)
        and key not in loader._cache
        and _is_plain_name(args[0])
    ):
        path, is_shared = find_file(loader, args[0])
        source = parsed_files.read(path) if path and is_shared else None
        if source is not None:
            loader._cache.setdefault(key, (new_document(source), path))
    return original(loader, *args, **kwargs)


def _is_plain(loader: Loader) -> bool:
    """Return whether a loader is botocore's own, without changes or additions."""
    return (
        type(loader) is Loader
        and vars(loader).keys() == _LOADER_ATTRIBUTES
        and type(loader.file_loader) is JSONFileLoader
        and not vars(loader.file_loader)
    )


def _model(
    loader: Loader,
    service_name: str,
    type_name: str,
    api_version: str | None = None,
) -> Document | None:
    """Return the document of a model; None if botocore's own code has to load it."""
    if not (_is_plain_name(service_name) and _is_plain_name(type_name)):
        return None
    if api_version is None:
        # This does not list the folders of all services first, as botocore does to
        # check that the service exists.
        try:
            api_version = loader.determine_latest_version(service_name, type_name)
        except DataNotFoundError:
            return None
    name = os.path.join(service_name, str(api_version), type_name)
    # Cached by its file, so that a model is a single object of its loader, with and
    # without the API version among the arguments.
    key = ("load_data_with_path", name)
    if key not in loader._cache:
        files = shared_files(loader, name)
        source = parsed_files.read(files[0], files[1:]) if files else None
        if source is None:
            return None
        loader._cache.setdefault(key, (new_document(source), files[0]))
    document = loader._cache[key][0]
    # A document without a source was read by botocore, which will merge extras into it.
    return document if source_of(document) is not None else None


def shared_files(loader: Loader, name: str) -> Key:
    """Return the paths of a model's file and extras, if all are in shared folders.

    Args:
        loader: The loader.
        name: The name of the model, such as ``ec2/2016-11-15/service-2``.

    Returns:
        The paths without their suffixes; none if there is no such model, or botocore's
        own code has to load it.
    """
    extras = [f"{name}.{kind}-extras" for kind in loader.extras_types]
    files = [find_file(loader, file) for file in (name, *extras)]
    if files[0][0] is None or not all(is_shared for _, is_shared in files):
        return ()
    return tuple(path for path, _ in files if path)


def find_file(loader: Loader, name: str) -> tuple[str | None, bool]:
    """Return the path of a file that a loader finds, and whether the file is shared.

    A missing file counts as shared, with None for its path.
    """
    for path in loader._potential_locations(name):
        if loader.file_loader.exists(path):
            return path, path[: -len(name) - 1] in _SHARED_FOLDERS
    return None, True


def _is_plain_name(name: object) -> bool:
    """Return whether a name is a file name without folders."""
    return isinstance(name, str) and (
        os.path.basename(name) == name not in ("", os.curdir, os.pardir)
    )


for _folder in (DATA_PATH, DERIVED_PATH):
    if not os.path.isdir(_folder):
        # Without this error, services would be missing without any explanation.
        raise MissingDataError(
            f"the definitions of services are missing: there is no folder {_folder}. "
            "boto3, too, reads such files from folders only: install boto3_extensions "
            "unpacked, not in a zip, and have what freezes a program take its data "
            "along, as by PyInstaller's --collect-data boto3_extensions"
        )


def is_ours(service: str) -> bool:
    """Return whether this package defines a service, be it curated or derived."""
    folders = (DATA_PATH, DERIVED_PATH)
    return any(os.path.isdir(os.path.join(folder, service)) for folder in folders)


# The types of files in both folders, as botocore's loader names them.
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
    """Append our data folders to the search path of a loader."""
    # Mock sessions, as in tests of boto3 and of its users, may have any object for a
    # loader; boto3 appends to its search path unseen.
    if not isinstance(loader.search_paths, list):
        return
    if DATA_PATH not in loader.search_paths:
        # Last, so that the files of users and of boto3 win over ours.
        loader.search_paths.extend([DATA_PATH, DERIVED_PATH])
        # A loader of another class need not support extras.
        if hasattr(loader, "extras_types"):
            loader.extras_types.append(EXTRAS_TYPE)
        _forget_stale_results(loader)


def load_definitions(loader: Loader, service: str, kind: str) -> Any:
    """Return the content of a service's definition file, or None for a missing file.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service, which need not exist.
        kind: The type of the file, such as ``resources-1``.

    Returns:
        The JSON object of the latest version.

    Raises:
        DefinitionFileError: The file, which may be a user's, cannot be read or contains
            no JSON object.
    """
    paths = getattr(loader, "search_paths", ())
    try:
        found = loader.load_service_model(service, kind)
    except DataNotFoundError:
        # botocore treats a file that contains null as missing.
        where = definition_path(paths, service, kind)
        if not os.path.isabs(where):
            return None
        raise DefinitionFileError(f"{where}: {_NO_OBJECT} null") from None
    except (OSError, ValueError) as error:
        where = definition_path(paths, service, kind)
        raise DefinitionFileError(f"{where}: {error}") from error
    if not isinstance(found, Mapping):
        where = definition_path(paths, service, kind)
        kind_found = type(found).__name__
        raise DefinitionFileError(f"{where}: {_NO_OBJECT} a {kind_found}")
    _check_for_null(loader, service, kind)
    return found


_NO_OBJECT = "it must hold a JSON object, not"

# The services and kinds whose files were looked at, by loader.
_looked_at: WeakKeyDictionary[Loader, set[tuple[str, str]]] = WeakKeyDictionary()


def _check_for_null(loader: Loader, service: str, kind: str) -> None:
    """Raise an error for a file of null, in whose place botocore takes the next one.

    Raises:
        DefinitionFileError: A user's file contains null, and ours has been loaded.
    """
    if not isinstance(loader, Loader):
        return
    looked_at = _looked_at.setdefault(loader, set())
    if (service, kind) in looked_at:
        return
    version = loader.determine_latest_version(service, kind)
    for folder in loader.search_paths:
        path = os.path.join(folder, service, version, f"{kind}.json")
        if os.path.isfile(path):
            # Files are large; this is a word and what is around it.
            if os.path.getsize(path) < _SIZE_OF_NULL and _is_null(path):
                raise DefinitionFileError(f"{path}: {_NO_OBJECT} null")
            break
    looked_at.add((service, kind))


_SIZE_OF_NULL = 64


def _is_null(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read().strip() == b"null"


def definition_path(search_paths: Sequence[str], service: str, kind: str) -> str:
    """Return the path of a service's definition file; a description if it is missing.

    Args:
        search_paths: The search path of the loader.
        service: boto3's name of the service.
        kind: The type of the file, such as ``arns-1``.
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
    """Drop the results that a loader has cached without our data folder."""
    # The cache is a private dict keyed by method name and arguments (guarded by
    # test_seams). Service models stay in it: they are large, and not in our folder. A
    # loader without the dict has nothing to drop.
    cached = getattr(loader, "_cache", None)
    if isinstance(cached, dict):
        for key in list(cached):
            if any(kind in str(key) for kind in _OUR_KINDS):
                cached.pop(key, None)


def loader_of(session: boto3.Session) -> Loader:
    """Return the botocore loader of a boto3 session."""
    # By a private attribute, as in `sessions.is_session`; guarded by test_seams.
    return session._session.get_component("data_loader")
