"""Compiled models: the content of JSON files in a form that Python reads faster.

``python -m boto3_extensions compile`` writes them (`_speed.compiling`), and nothing
else does. A compiled model is used in the place of its JSON file and the extras merged
into it while these have the size and the time of change that they had, for the same
Python and botocore. In all other cases, and after any error, the JSON is read.

The content is written by `marshal`, which is not safe against data made on purpose. So
a compiled model counts only where nobody but this user and root may write:

- its folder and its file must belong to one of the two, be writable by no others, and
  be no symbolic links;
- of a folder that the environment variable names, this is true of all folders above it,
  too, save that a folder with the sticky bit, such as ``/tmp``, may be writable by all.
  The folder beside the package needs no such check: who may replace that may replace
  the package.

Windows tells neither owner nor mode this way. There only the folder beside the package
counts.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import stat
import sys
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import botocore

if TYPE_CHECKING:
    from boto3_extensions._foundation.models import Key

# The name of the environment variable with a folder of compiled models.
VARIABLE = "BOTO3_EXTENSIONS_COMPILED"

# The folder beside the package's modules, which `compile` makes.
BESIDE = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "compiled"
)

# The suffixes of JSON files, in the order in which botocore's loader looks for them.
_SUFFIXES = (".json", ".json.gz")

# Changes with the form of the files.
_FORM = 1

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH

# Windows has none of these.
_effective_user = getattr(os, "geteuid", None)
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
for _name in ("O_NOFOLLOW", "O_NONBLOCK"):
    _FLAGS |= getattr(os, _name, 0)

_SECOND = 10**9


class Stamp(NamedTuple):
    """The state of a JSON file: its suffix, size in bytes and time of change in ns."""

    suffix: str
    size: int
    changed: int

    def is_of(self, now: Stamp) -> bool:
        """Return whether a file is still as it was when it was compiled.

        Args:
            now: The present state of the file. A time of whole seconds counts as the
                same with any fraction: layers of container images have no fractions.
        """
        changed = self.changed
        if not now.changed % _SECOND:
            changed -= changed % _SECOND
        return self._replace(changed=changed) == now


def stamps_of(key: Key) -> list[Stamp]:
    """Return the states of the files of a key.

    Raises:
        FileNotFoundError: There is no such file.
    """
    return [_stamp(path) for path in key]


def _stamp(path: str) -> Stamp:
    for suffix in _SUFFIXES:
        try:
            status = os.stat(path + suffix)
        except FileNotFoundError:
            continue
        if stat.S_ISREG(status.st_mode):
            return Stamp(suffix, status.st_size, status.st_mtime_ns)
    raise FileNotFoundError(path)


def folder() -> str:
    """Return the path of the folder of compiled models, which need not exist."""
    return os.environ.get(VARIABLE) or BESIDE


def file_name(key: Key) -> str:
    """Return the name of the compiled model of a key, without the folder."""
    # The digest tells apart files of one name, as those of two installed botocores.
    digest = hashlib.sha256("\0".join(key).encode("utf-8", "surrogateescape"))
    name = "-".join(key[0].split(os.sep)[-3:])
    return f"{name}.{digest.hexdigest()[:16]}.{sys.implementation.cache_tag}"


def read(key: Key, where: str = "") -> tuple[dict[str, Any], int] | None:
    """Return the content of a compiled model, and the size of its JSON in bytes.

    Args:
        key: The paths of a JSON file and of its extras, without their suffixes.
        where: The path of a folder; `folder()` if there is none.

    Returns:
        None if there is no compiled model, or it may not be used.
    """
    where = where or folder()
    try:
        if reason_to_ignore(where) is not None:
            return None
        written = _read_file(os.path.join(where, file_name(key)))
        return None if written is None else _unpacked(written, key)
    except (OSError, EOFError, LookupError, TypeError, ValueError):
        return None


def reason_to_ignore(where: str) -> str | None:
    """Return the reason why compiled models in a folder are ignored, None for none.

    Args:
        where: The path of the folder.

    Raises:
        OSError: There is no such folder, or it cannot be looked at.
    """
    if where != BESIDE and _effective_user is None:
        return "on Windows only the folder beside the package counts"
    if not os.path.isabs(where):
        return f"{where} is not an absolute path"
    where = os.path.normpath(where)
    reason = _reason(where, os.lstat(where))
    above = os.path.dirname(where)
    while reason is None and where not in (BESIDE, above):
        where, above = above, os.path.dirname(above)
        reason = _reason(where, os.lstat(where), stat.S_ISVTX)
    return reason


def _reason(path: str, status: os.stat_result, excuse: int = 0) -> str | None:
    if not stat.S_ISDIR(status.st_mode):
        return f"{path} is not a folder"
    if _effective_user is None:
        return None
    if status.st_uid not in (0, _effective_user()):
        return f"{path} belongs to another user"
    if status.st_mode & _OTHERS_MAY_WRITE and not status.st_mode & excuse:
        return f"others may write into {path}"
    return None


def _read_file(path: str) -> bytes | None:
    """Return the bytes of a file, None if others than this user and root may write."""
    descriptor = os.open(path, _FLAGS)
    try:
        # Of the file that is open: a name may be another file's by now.
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        if _effective_user is not None and (
            status.st_uid not in (0, _effective_user())
            or status.st_mode & _OTHERS_MAY_WRITE
        ):
            return None
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def pack(
    key: Key, stamps: list[Stamp], content: dict[str, Any], json_size: int
) -> bytes:
    """Return the bytes of a compiled model.

    Args:
        key: The paths of the JSON file and of its extras, without their suffixes.
        stamps: The states of these files, found before they were read.
        content: Their content.
        json_size: The size of their JSON in bytes.
    """
    packed = marshal.dumps(_with_shared_texts(content, {}))
    head = {
        "made": _made(key),
        "stamps": stamps,
        "size": json_size,
        "sum": zlib.crc32(packed),
    }
    return json.dumps(head).encode() + b"\n" + packed


def _unpacked(written: bytes, key: Key) -> tuple[dict[str, Any], int] | None:
    end = written.index(b"\n")
    head = json.loads(written[:end])
    packed = memoryview(written)[end + 1 :]
    stamps = [Stamp(*stamp) for stamp in head["stamps"]]
    if head["made"] != _made(key) or not all(map(Stamp.is_of, stamps, stamps_of(key))):
        return None
    # Python checks nothing of the kind in its own compiled files. A model with a wrong
    # letter, however, would be believed.
    if head["sum"] != zlib.crc32(packed):
        return None
    return marshal.loads(packed), head["size"]


def _made(key: Key) -> list[Any]:
    """Return the parts of a header that say for which files and programs it is."""
    return [_FORM, sys.version, marshal.version, botocore.__version__, *key]


def _with_shared_texts(value: Any, texts: dict[str, str]) -> Any:
    """Return a copy of a content in which equal strings are one object.

    `marshal` writes, and makes, one object once. Dicts and lists stay apart.
    """
    if type(value) is str:
        return texts.setdefault(value, value)
    if type(value) is dict:
        return {
            texts.setdefault(name, name): _with_shared_texts(part, texts)
            for name, part in value.items()
        }
    if type(value) is list:
        return [_with_shared_texts(part, texts) for part in value]
    return value
