"""Clearing a folder of credentials of what has expired or was left half-written.

Role credentials in the files that the AWS CLI keeps, shared between processes.
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

from boto3_extensions._foundation.concurrency import here
from boto3_extensions._stores.folder import PrivateFolder, UnsafeFileError, held
from boto3_extensions._stores.protocol import (
    Waiting,
    check_key,
    check_namespace,
    expired,
    from_json,
    in_namespace,
    to_json,
    utc_now,
)
from boto3_extensions.exceptions import CredentialCacheError

# Seconds after which nobody is still writing a file.
_ABANDONED = 3600


def remove_stale(path: str, now: datetime, waiting: Waiting) -> int:
    """Remove expired entries and abandoned drafts; return how many.

    Args:
        path: The folder.
        now: The time that decides.
        waiting: How to lock; an entry that is locked is left alone.

    Raises:
        OSError, CredentialCacheError: If the folder cannot be used, or not safely.
    """
    at_once = waiting._replace(timeout=0.0)
    removed = 0
    with PrivateFolder(path) as folder:
        for name in folder.names():
            stem, suffix = os.path.splitext(name)
            # What vanishes meanwhile, or is not ours, is nothing to remove.
            with suppress(FileNotFoundError, UnsafeFileError):
                if suffix == ".tmp":
                    removed += _remove_abandoned(folder, name, now)
                elif suffix == ".json" and _is_over(folder, name, now):
                    with held(path, stem, at_once) as is_held:
                        removed += is_held and _remove_expired(folder, name, now)
    return removed


def _remove_abandoned(folder: PrivateFolder, name: str, now: datetime) -> bool:
    if now.timestamp() - folder.changed(name) <= _ABANDONED:
        return False
    folder.remove(name)
    return True


def _remove_expired(folder: PrivateFolder, name: str, now: datetime) -> bool:
    """Look again, now that nobody replaces it, and remove what is still expired."""
    if not _is_over(folder, name, now):
        return False
    folder.remove(name)
    return True


def _is_over(folder: PrivateFolder, name: str, now: datetime) -> bool:
    response = from_json(folder.read(name))
    return response is not None and expired(response, now)


_logger = logging.getLogger(__name__)

# Where the AWS CLI, versions 1 and 2, has its own.
_DEFAULT_PATH = "~/.aws/cli/cache"


class FileCredentialCache:
    """Keep role credentials in files, shared with other processes and the AWS CLI.

    The format and, by default, the folder are the AWS CLI's. A new folder has mode
    0700, each file 0600. A file that is no plain file, is another user's or can be read
    by others is not trusted: with one warning it counts as missing until it is written
    anew. A folder that belongs to others or that others can write to is an error. On
    Windows the access lists of the folder decide instead.

    Whoever has the user's rights can use all roles in the folder, whichever identity
    assumed them: botocore's keys, as the AWS CLI's, do not tell it. Where programs of
    one user assume roles as several identities, give each a `namespace`. Keys are SHA-1
    sums of what AssumeRole was sent, so whoever sees the file names can try out guesses
    at an external id. Keep the folder to yourself.

    Args:
        path: The folder; None for the AWS CLI's, `~/.aws/cli/cache`.
        namespace: What tells entries of one folder apart: programs find only those of
            their own namespace. None for entries as the AWS CLI has them.
        lock_timeout: Seconds to wait for another process that is asking STS before
            asking STS as well.
        now: The clock by which `prune` decides what has expired.
        ticks: The clock that times the waiting, in seconds.
        pause: What waits, given seconds.

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
        self._waiting = Waiting(lock_timeout, ticks, pause)
        self._now = now
        self._warned: set[str] = set()
        # Whether the lock is held, by process and thread that is at it, and key.
        self._at_it: dict[tuple[object, int, str], bool] = {}

    def __repr__(self) -> str:
        told = "" if self._namespace is None else f", namespace={self._namespace!r}"
        return f"{type(self).__name__}({self.path!r}{told})"

    def __contains__(self, key: object) -> bool:
        """Return whether there is an entry, expired or not."""
        return self._look_up(self._own(key)) is not None

    def __getitem__(self, key: str) -> dict[str, Any]:
        """Return the answer of AssumeRole kept under this key, expired or not.

        The reader decides, as it may know better what time it is at AWS.

        Raises:
            KeyError: If there is none, or only a file that is damaged or not to be
                trusted.
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        response = self._look_up(self._own(key))
        if response is None:
            raise KeyError(key)
        return response

    def __setitem__(self, key: str, response: Mapping[str, Any]) -> None:
        """Keep an answer of AssumeRole, in the place of what is there.

        Raises:
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        name, content = _entry(self._own(key)), to_json(response).encode()
        with self._errors_named(), PrivateFolder(self.path, create=True) as folder:
            folder.write(name, content)

    def __delitem__(self, key: str) -> None:
        """Forget an entry.

        Raises:
            KeyError: If there is none.
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        name = _entry(self._own(key))
        with self._errors_named():
            try:
                with PrivateFolder(self.path) as folder:
                    folder.remove(name)
            except FileNotFoundError:
                raise KeyError(key) from None

    @contextmanager
    def lock(self, key: str) -> Iterator[bool]:
        """Keep other processes and threads from fetching what belongs under this key.

        The lock of a process that dies is free at once. After `lock_timeout` seconds,
        or if the folder cannot be used, the body runs without, with one warning. Who
        takes it in the midst of that, such as a signal handler, does not wait for what
        its own thread goes on with only after it.

        Returns:
            A context manager; its value is whether the lock is held.
        """
        own = self._own(key)
        at_it = here(), threading.get_ident(), own
        if at_it in self._at_it:
            yield self._at_it[at_it]
            return
        self._at_it[at_it] = False
        try:
            with ExitStack() as stack:
                self._at_it[at_it] = is_held = self._lock(stack, own)
                yield is_held
        finally:
            del self._at_it[at_it]

    def prune(self) -> int:
        """Remove expired entries and what interrupted writing left.

        Returns:
            The number of files removed. Files of another format are left alone.

        Raises:
            CredentialCacheError: If the folder cannot be used, or not safely.
        """
        with self._errors_named():
            try:
                return remove_stale(self.path, self._now(), self._waiting)
            except FileNotFoundError:
                return 0

    def _own(self, key: object) -> str:
        """Return the key of an entry in our namespace."""
        return in_namespace(self._namespace, check_key(key))

    def _look_up(self, key: str) -> dict[str, Any] | None:
        name = _entry(key)
        with self._errors_named():
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
            is_held = stack.enter_context(held(self.path, key, self._waiting))
        except (OSError, UnsafeFileError, CredentialCacheError) as error:
            self._warn_once(f"No locking in {self.path}, going on without: {error}")
            return False
        if not is_held:
            self._warn_once(
                f"A lock in {self.path} has been held by another process for "
                f"{self._waiting.timeout:g} seconds; going on without it."
            )
        return is_held

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
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


def _entry(key: str) -> str:
    return f"{key}.json"
