"""Locks that processes and threads share by way of files in a private folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from boto3_extensions._stores._file_lock import try_lock, unlock
from boto3_extensions._stores._private_folder import PrivateFolder
from boto3_extensions._stores._waiting import Waiting


@contextmanager
def held(path: str, key: str, waiting: Waiting) -> Iterator[bool]:
    """Hold the lock of a key; the value is False where time ran out first.

    Args:
        path: The folder, made if it is not there.
        key: A checked key.
        waiting: How long to wait.

    Raises:
        OSError, CredentialCacheError, UnsafeFileError: If there is no locking there.
    """
    name = f".{key}.lock"
    descriptor = _acquire(path, name, waiting)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            _release(path, name, descriptor)


def _acquire(path: str, name: str, waiting: Waiting) -> int | None:
    for _ in waiting.turns():
        descriptor = _try(path, name)
        if descriptor is not None:
            return descriptor
    return None


def _try(path: str, name: str) -> int | None:
    with PrivateFolder(path, create=True) as folder:
        descriptor = folder.open_lock(name)
        try:
            # Whoever held it before has removed the file: another one counts now.
            if try_lock(descriptor) and folder.still_names(name, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
    os.close(descriptor)
    return None


def _release(path: str, name: str, descriptor: int) -> None:
    """Free a lock; what fails here must not cost what was fetched under it."""
    # Removed first, while it is ours. Windows removes no file that is open: it stays.
    with suppress(Exception), PrivateFolder(path) as folder:
        folder.remove(name)
    with suppress(OSError):
        unlock(descriptor)
    os.close(descriptor)
