"""Parsed files of botocore's, boto3's and our own data folders, one of each a process.

botocore parses every model again for every session. What is in these folders is the
same for all, so sessions can share what was parsed of it, as long as nobody changes it.
Nothing of any other folder ever gets in here, and never that a file is missing.
"""

from __future__ import annotations

import gzip
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakValueDictionary

from botocore.loaders import ExtrasProcessor

from boto3_extensions._faster import _speed
from boto3_extensions._forks import Lock

# How much JSON is kept that no session uses any more, in bytes as it is in the files;
# parsed, it takes about three times that. Enough for the models of a dozen services,
# ec2 among them, and a bound for a program that walks through all of them.
KEPT_BYTES = 16_000_000

_ENDINGS: dict[str, Callable[[str, str], Any]] = {".json": open, ".json.gz": gzip.open}

Key = tuple[str, ...]


class Document(dict[str, Any]):
    """What a file holds, and what was made of it for everybody.

    Attributes:
        derived: By name, what is the same for all who use this document; it lives as
            long as the document.
    """

    __slots__ = ("__weakref__", "derived")

    derived: dict[Any, Any]

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.derived = {}

    def __reduce_ex__(self, protocol: Any) -> Any:
        # A copy is somebody's own: a dict like botocore's, without what is shared.
        return dict, (dict(self),)


class Documents:
    """Documents by the files they come from, parsed once, forgotten when unused.

    Args:
        kept_bytes: How much JSON to hold on to without anybody using it.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._used: WeakValueDictionary[Key, Document] = WeakValueDictionary()
        self._by_part: WeakValueDictionary[int, Document] = WeakValueDictionary()
        self._recent: OrderedDict[Key, tuple[Document, int]] = OrderedDict()
        self._lock = Lock()

    def clear(self) -> None:
        """Hold on to nothing; what is in use stays what it is."""
        with self._lock:
            self._recent.clear()
            self._used.clear()
            self._by_part.clear()

    def read(self, path: str, extras: Iterable[str] = ()) -> Document | None:
        """Return what is in a file, with its extras merged over it.

        Args:
            path: The file without its ending, as botocore's loader names it.
            extras: The files whose `merge` goes over it, in that order.

        Returns:
            The document that everybody gets, not to be changed; None for a file that
            is not there or holds no JSON object.
        """
        key = (path, *extras)
        document = self._used.get(key)
        if document is None:
            with self._lock:
                document = self._used.get(key) or self._parse(key)
        return document

    def that_has(self, resources: Any) -> Document | None:
        """Return the document whose part `resources` is that very object, if any is."""
        document = self._by_part.get(id(resources))
        if document is None or document.get("resources") is not resources:
            return None
        return document

    def add_narrowed(self, made_of: Any, service: Any, resources: Any) -> Any:
        """Count definitions that were made of everybody's as everybody's, too.

        Args:
            made_of: The definitions of all types, of which these were made.
            service: The definition of the service itself.
            resources: Those of all types.

        Returns:
            The document they are of, to be kept as long as they are used; None if they
            were made of somebody's own.
        """
        if self.that_has(made_of) is None:
            return None
        document = Document({"service": service, "resources": resources})
        with self._lock:
            return self._by_part.setdefault(id(resources), document)

    def _parse(self, key: Key) -> Document | None:
        # Under the lock, so that threads that start together parse a model once. No
        # code of others runs in here, not even a handler of logging: it might wait for
        # somebody who waits for this lock.
        parsed = [_parsed(path) for path in key]
        contents = [content for content, _ in parsed]
        if not all(isinstance(content, dict) for content in contents):
            return None
        ExtrasProcessor().process(contents[0], contents[1:])
        document = self._used[key] = Document(contents[0])
        if "resources" in document:
            self._by_part[id(document["resources"])] = document
        self._keep(key, document, sum(size for _, size in parsed))
        return document

    def _keep(self, key: Key, document: Document, size: int) -> None:
        self._recent[key] = (document, size)
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
