"""Parsed files of botocore's, boto3's and our data folders, each read once a process.

botocore parses every model again for every session. What is in these folders is the
same for all, so it is parsed once, into a ``Source`` that nobody gets to see. A session
gets a ``Document``: a dict of its own, which copies from the source, level by level,
what is looked at. A change of it works for that session, and for no other. Nothing of
any other folder ever gets in here, and never that a file is missing.
"""

from __future__ import annotations

import copy
import gzip
import json
import os
from collections import OrderedDict
from collections.abc import Callable, ItemsView, Iterable, Iterator, ValuesView
from typing import Any
from weakref import WeakSet, WeakValueDictionary

from botocore.loaders import ExtrasProcessor

from boto3_extensions._faster import _speed
from boto3_extensions._forks import Lock

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
        self._watchers: WeakSet[Any] | None = None

    def touch(self) -> None:
        """Count a change, and tell those who depend on this part."""
        self.count += 1
        if self.whole is not None:
            self.whole.count += 1
        for watcher in list(self._watchers or ()):
            watcher.forget()

    def watch(self, watcher: Any) -> None:
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

    def get(self, key: str, default: Any = None) -> Any:
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

    def __reduce_ex__(self, protocol: Any) -> Any:
        return dict, (self.copy(),)

    def __setitem__(self, key: str, value: Any) -> None:
        _placing.run(_put, self, key, value)
        self.mark.touch()

    def __delitem__(self, key: str) -> None:
        _placing.run(dict.__delitem__, self, key)
        self.mark.touch()

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, put there if it is missing, as dict's does."""
        return _placing.run(self._set_default, key, default)

    def _set_default(self, key: str, default: Any) -> Any:
        if key in self:
            return self[key]
        self[key] = default
        return default

    def pop(self, key: str, *default: Any) -> Any:
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

    def is_as_in(self, content: Any) -> bool:
        """Tell whether this is a part of a source, and was never changed.

        Args:
            content: The part of the source.
        """
        return self._source is content and not self.mark.count

    def _own(self, key: str, value: Any) -> Any:
        # Any other plain dict or list was put there by somebody, who wants that one.
        if self._source.get(key) is not value:
            return value
        return _placing.run(self._place, key, value)

    def _place(self, key: str, value: Any) -> Any:
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

    def __reduce_ex__(self, protocol: Any) -> Any:
        return list, ([*self],)


def _counting(name: str) -> Callable[..., Any]:
    method = getattr(list, name)

    def change(self: Listing, *args: Any, **kwargs: Any) -> Any:
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


def copied(value: Any, mark: Mark) -> Any:
    """Return a copy of a part of a source; anything else as it is."""
    if type(value) is dict:
        return Document(value, mark)
    if type(value) is list:
        return Listing(value, mark)
    return value


def document_of(source: Source) -> Document:
    """Return a new document of a source, for one session."""
    return Document(source.content, Mark(source))


def source_of(document: Any) -> Source | None:
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
_speed.also_clear(documents.clear)
