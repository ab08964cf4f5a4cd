"""A private folder: files that only their owner can read and write, and locks in files.

Files are opened relative to the folder's descriptor and never through symbolic links,
so that no other user can redirect a read or write. Locks are the system's, on open
files: it frees them when their holder dies.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType

from boto3_extensions._stores.protocol import LockTimeout
from boto3_extensions.exceptions import CredentialCacheError

# Windows has neither of the first two flags; there the access control list of the
# user's profile folder protects the files.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_BLOCKING = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_SAFE = _NO_LINK | _NO_BLOCKING | _BINARY
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
# Bytes; an AssumeRole response has about 2 kB.
_LARGEST = 1 << 20


class UnsafeFileError(Exception):
    """A file that other users can read or may have written; the message says why."""


class PrivateFolder:
    """An open folder whose files only the current user can read and write.

    Args:
        path: The folder.
        create: Whether to create the folder, and those above it, with mode 0700 if
            missing.

    Raises:
        FileNotFoundError: If there is no such folder.
        CredentialCacheError: If another user owns the folder or can write to it.
        OSError: Other errors of the system.
    """

    def __init__(self, path: str, create: bool = False) -> None:
        if create:
            _make(path)
        self._path = path
        # The descriptor stays that of the checked folder, even if the path is given to
        # another folder.
        self._descriptor: int | None = _open_checked(path)

    def __enter__(self) -> PrivateFolder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Raises:
            FileNotFoundError: If there is no such file.
            UnsafeFileError: If it is not a regular file that only its owner, the
                current user, can read and write, or is larger than 1 MiB.
        """
        with open(self._open_safely(name, os.O_RDONLY), "rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise UnsafeFileError("is larger than credentials are")
        return content

    def write(self, name: str, content: bytes) -> None:
        """Replace the content of a file; readers find the old or the new content."""
        draft = f".{name}.{secrets.token_hex(8)}.tmp"
        descriptor = self._open(draft, _NEW | _SAFE)
        try:
            with open(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                # Without it a power failure can leave an empty file, with which AWS
                # CLIs have failed (aws/aws-cli#5528).
                os.fsync(descriptor)
            os.replace(
                self._at(draft),
                self._at(name),
                src_dir_fd=self._descriptor,
                dst_dir_fd=self._descriptor,
            )
        except BaseException:
            with suppress(OSError):
                self.remove(draft)
            raise

    def remove(self, name: str) -> None:
        """Remove a file or a link, but never the target of a link."""
        os.unlink(self._at(name), dir_fd=self._descriptor)

    def names(self) -> list[str]:
        """Return the names of all files in the folder."""
        at = self._path if self._descriptor is None else self._descriptor
        return os.listdir(at)

    def changed(self, name: str) -> float:
        """Return the time of a file's last change, in seconds since 1970."""
        return self._stat(name).st_mtime

    def open_lock(self, name: str) -> int:
        """Open a lock file, created if missing, and return its descriptor."""
        return self._open_safely(name, os.O_RDWR | os.O_CREAT)

    def still_names(self, name: str, descriptor: int) -> bool:
        """Return whether a name still belongs to an open file."""
        try:
            return os.path.samestat(self._stat(name), os.fstat(descriptor))
        except FileNotFoundError:
            return False

    def _at(self, name: str) -> str:
        return os.path.join(self._path, name) if self._descriptor is None else name

    def _open(self, name: str, flags: int) -> int:
        descriptor = os.open(self._at(name), flags, 0o600, dir_fd=self._descriptor)
        if flags & os.O_CREAT and sys.platform != "win32":
            # A umask may remove even the owner's rights.
            try:
                if os.fstat(descriptor).st_mode & 0o777 in (0o000, 0o200, 0o400):
                    os.fchmod(descriptor, 0o600)
            except OSError:
                os.close(descriptor)
                raise
        return descriptor

    def _open_safely(self, name: str, flags: int) -> int:
        try:
            descriptor = self._open(name, flags | _SAFE)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise UnsafeFileError(_open_fault(error)) from None
        if reason := _file_fault(os.fstat(descriptor)):
            os.close(descriptor)
            raise UnsafeFileError(reason)
        return descriptor

    def _stat(self, name: str) -> os.stat_result:
        return os.stat(self._at(name), dir_fd=self._descriptor, follow_symlinks=False)


def _make(path: str) -> None:
    """Create a missing folder, and those above it, with mode 0700 for any umask."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(path)
    if above != path:
        _make(above)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        # Another process was faster, or a file has the name: then opening it fails.
        return
    if os.stat(path).st_mode & 0o777 != 0o700:
        os.chmod(path, 0o700)


def _open_checked(path: str) -> int | None:
    """Return the descriptor of a folder that only its owner can write to.

    Returns:
        None on Windows, which opens no folders.
    """
    if sys.platform == "win32":
        os.stat(path)
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _NO_LINK)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EMLINK, errno.ENOTDIR):
            raise
        reason: str | None = "is a link, or no folder"
    else:
        reason = _folder_fault(os.fstat(descriptor))
        if reason is None:
            return descriptor
        os.close(descriptor)
    raise CredentialCacheError(
        f"{path} {reason}: no credentials are kept there. Name a folder that is yours "
        "alone, or one that does not exist yet."
    )


def _folder_fault(status: os.stat_result) -> str | None:
    if sys.platform == "win32":
        return None
    if status.st_uid != os.geteuid():
        return "belongs to another user"
    if status.st_mode & 0o022:
        return "can be written to by other users"
    return None


def _file_fault(status: os.stat_result) -> str | None:
    if not stat.S_ISREG(status.st_mode):
        return "is not a plain file"
    if sys.platform == "win32":
        return None
    if status.st_uid != os.geteuid():
        return "belongs to another user"
    if status.st_mode & 0o077:
        return "can be read or written by other users"
    return None


def _open_fault(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.EMLINK):
        return "is a link"
    return f"cannot be opened ({error.strerror})"


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file, or return False if it is locked."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Unlock an open file that `try_lock` has locked.

        Closing the file is not enough: a process forked meanwhile has it open as well.
        """
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file, or return False if it is locked."""
        # Not `lockf`, whose locks belong to processes and would not stop threads.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Unlock an open file that `try_lock` has locked.

        Closing the file is not enough: a process forked meanwhile has it open as well.
        """
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def file_lock(path: str, key: str, timeout: LockTimeout) -> Iterator[bool]:
    """Hold the lock of a key; the value is False after the timeout.

    Args:
        path: The folder, created if missing.
        key: A checked key.
        timeout: The time to wait for the lock.

    Raises:
        OSError, CredentialCacheError, UnsafeFileError: If the folder cannot have locks.
    """
    name = f".{key}.lock"
    descriptor = _acquire(path, name, timeout)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            _release(path, name, descriptor)


def _acquire(path: str, name: str, timeout: LockTimeout) -> int | None:
    for _ in timeout.attempts():
        descriptor = _try(path, name)
        if descriptor is not None:
            return descriptor
    return None


def _try(path: str, name: str) -> int | None:
    with PrivateFolder(path, create=True) as folder:
        descriptor = folder.open_lock(name)
        try:
            # The holder before may have removed this file, and others lock a new one.
            if try_lock(descriptor) and folder.still_names(name, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
    os.close(descriptor)
    return None


def _release(path: str, name: str, descriptor: int) -> None:
    """Free a lock; errors are ignored, as the credentials are valid anyway."""
    # Removed while still locked. Windows cannot remove an open file, so it stays.
    with suppress(Exception), PrivateFolder(path) as folder:
        folder.remove(name)
    with suppress(OSError):
        unlock(descriptor)
    os.close(descriptor)
