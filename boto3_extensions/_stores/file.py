"""The credential cache in files, in the format of the AWS CLI.

The folder is by default the AWS CLI's own, so that both share entries.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from typing import Any

from boto3_extensions._foundation.concurrency import current_process
from boto3_extensions._stores.folder import PrivateFolder, UnsafeFileError, file_lock
from boto3_extensions._stores.protocol import (
    LockTimeout,
    check_key,
    check_namespace,
    expired,
    from_json,
    in_namespace,
    to_json,
    utc_now,
)
from boto3_extensions.exceptions import CredentialCacheError

_logger = logging.getLogger(__name__)

# The folder of the AWS CLI, versions 1 and 2.
_DEFAULT_PATH = "~/.aws/cli/cache"
# Seconds after which a temporary file has no writer any more.
_ABANDONED = 3600


class FileCredentialCache:
    """A credential cache in files, shared with other processes and the AWS CLI.

    Format and default folder are the AWS CLI's. A new folder has mode 0700, each file
    0600. A file is not trusted if it is no regular file, belongs to another user or can
    be read by others: with one warning it counts as missing until it is written anew. A
    folder that belongs to others or that others can write to is an error. On Windows
    the access control lists of the folder protect the files instead.

    Anybody with the user's rights can use all roles in the folder, whichever identity
    assumed them: neither botocore's keys nor the AWS CLI's have the identity. Where
    programs of one user assume roles as several identities, give each a `namespace`.
    Keys are SHA-1 hashes of AssumeRole's parameters, so a reader of the file names can
    try out guesses at an external id. Keep the folder private.

    Args:
        path: The folder; None for the AWS CLI's, `~/.aws/cli/cache`.
        namespace: A name that separates entries of one folder: programs find only those
            of their own namespace. None for entries as the AWS CLI has them.
        lock_timeout: Seconds to wait for another process that is calling STS before
            calling STS as well.
        now: The clock by which `prune` finds expired entries.
        ticks: A monotonic clock in seconds, for the lock timeout.
        pause: Function that sleeps for a number of seconds.

    Attributes:
        path: The folder.

    Raises:
        CredentialCacheError: For a namespace that is no string, or empty.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        namespace: str | None = None,
        lock_timeout: float = 20.0,
        now: Callable[[], datetime] = utc_now,
        ticks: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        chosen = _DEFAULT_PATH if path is None else os.fspath(path)
        self.path = os.path.abspath(os.path.expanduser(chosen))
        self._namespace = check_namespace(namespace)
        self._lock_timeout = LockTimeout(lock_timeout, ticks, pause)
        self._now = now
        self._warned: set[str] = set()
        # Whether the lock is held, by process, thread and key of the holder.
        self._holders: dict[tuple[object, int, str], bool] = {}

    def __repr__(self) -> str:
        namespace = (
            "" if self._namespace is None else f", namespace={self._namespace!r}"
        )
        return f"{type(self).__name__}({self.path!r}{namespace})"

    def __contains__(self, key: object) -> bool:
        """Return whether there is an entry, expired or not."""
        return self._look_up(self._namespaced(key)) is not None

    def __getitem__(self, key: str) -> dict[str, Any]:
        """Return the AssumeRole response stored under a key, expired or not.

        The caller checks the expiry, as it may know the difference to AWS's clock.

        Raises:
            KeyError: If there is no entry, or only a file that is damaged or not
                trusted.
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        response = self._look_up(self._namespaced(key))
        if response is None:
            raise KeyError(key)
        return response

    def __setitem__(self, key: str, response: Mapping[str, Any]) -> None:
        """Store an AssumeRole response; an existing entry is replaced.

        Raises:
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        name, content = _file_name(self._namespaced(key)), to_json(response).encode()
        with self._own_errors(), PrivateFolder(self.path, create=True) as folder:
            folder.write(name, content)

    def __delitem__(self, key: str) -> None:
        """Remove an entry.

        Raises:
            KeyError: If there is no such entry.
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        name = _file_name(self._namespaced(key))
        with self._own_errors():
            try:
                with PrivateFolder(self.path) as folder:
                    folder.remove(name)
            except FileNotFoundError:
                raise KeyError(key) from None

    @contextmanager
    def lock(self, key: str) -> Iterator[bool]:
        """Lock an entry against other processes and threads.

        The lock of a process that dies is free at once. After `lock_timeout` seconds,
        or if the folder cannot be used, the body runs without the lock, with one
        warning. A second lock in the thread that holds the first, as of a signal
        handler, does not wait.

        Returns:
            A context manager; its value is whether the lock is held.
        """
        entry = self._namespaced(key)
        holder = current_process(), threading.get_ident(), entry
        if holder in self._holders:
            yield self._holders[holder]
            return
        self._holders[holder] = False
        try:
            with ExitStack() as stack:
                self._holders[holder] = is_held = self._lock(stack, entry)
                yield is_held
        finally:
            del self._holders[holder]

    def prune(self) -> int:
        """Remove expired entries and the temporary files of interrupted writes.

        Returns:
            The number of files removed. Files of another format are left alone.

        Raises:
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        with self._own_errors():
            try:
                return remove_stale(self.path, self._now(), self._lock_timeout)
            except FileNotFoundError:
                return 0

    def _namespaced(self, key: object) -> str:
        """Return the key of an entry in our namespace."""
        return in_namespace(self._namespace, check_key(key))

    def _look_up(self, key: str) -> dict[str, Any] | None:
        name = _file_name(key)
        with self._own_errors():
            try:
                with PrivateFolder(self.path) as folder:
                    response = from_json(folder.read(name))
            except FileNotFoundError:
                return None
            except UnsafeFileError as error:
                path = os.path.join(self.path, name)
                self._warn_once(f"Credentials not trusted: {path} {error}.")
                return None
        return response

    def _lock(self, stack: ExitStack, key: str) -> bool:
        try:
            lock = file_lock(self.path, key, self._lock_timeout)
            is_held = stack.enter_context(lock)
        except (OSError, UnsafeFileError, CredentialCacheError) as error:
            self._warn_once(f"No locking in {self.path}, going on without: {error}")
            return False
        if not is_held:
            self._warn_once(
                f"A lock in {self.path} has been held by another process for "
                f"{self._lock_timeout.timeout:g} seconds; going on without it."
            )
        return is_held

    @contextmanager
    def _own_errors(self) -> Iterator[None]:
        """Raise `CredentialCacheError` for errors of the system."""
        try:
            yield
        except OSError as error:
            raise CredentialCacheError(
                f"{self.path} cannot be used ({error.strerror}): no credentials are "
                "kept there. Name a folder you can write to."
            ) from error

    def _warn_once(self, message: str) -> None:
        if message not in self._warned:
            self._warned.add(message)
            _logger.warning("%s", message)


def remove_stale(path: str, now: datetime, lock_timeout: LockTimeout) -> int:
    """Remove expired entries and abandoned temporary files; return their number.

    Args:
        path: The folder.
        now: The time that entries are compared with.
        lock_timeout: The clock and pause of locks; locked entries are left alone at
            once.

    Raises:
        OSError, CredentialCacheError: If the folder cannot be used, or not safely.
    """
    at_once = lock_timeout._replace(timeout=0.0)
    removed = 0
    with PrivateFolder(path) as folder:
        for name in folder.names():
            stem, suffix = os.path.splitext(name)
            # Files that vanish meanwhile or are not ours are left out.
            with suppress(FileNotFoundError, UnsafeFileError):
                if suffix == ".tmp":
                    removed += _remove_abandoned(folder, name, now)
                elif suffix == ".json" and _is_expired(folder, name, now):
                    with file_lock(path, stem, at_once) as is_held:
                        removed += is_held and _remove_expired(folder, name, now)
    return removed


def _remove_abandoned(folder: PrivateFolder, name: str, now: datetime) -> bool:
    if now.timestamp() - folder.changed(name) <= _ABANDONED:
        return False
    folder.remove(name)
    return True


def _remove_expired(folder: PrivateFolder, name: str, now: datetime) -> bool:
    """Remove an entry if it is still expired, now that nobody else writes it."""
    if not _is_expired(folder, name, now):
        return False
    folder.remove(name)
    return True


def _is_expired(folder: PrivateFolder, name: str, now: datetime) -> bool:
    response = from_json(folder.read(name))
    return response is not None and expired(response, now)


def _file_name(key: str) -> str:
    return f"{key}.json"
