"""A folder only its owner writes to, in which nothing can be led astray by a link.

A lock on an open file, which the system frees when its holder dies.

Locks that processes and threads share by way of files in a private folder.
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

from boto3_extensions._stores.protocol import Waiting
from boto3_extensions.exceptions import CredentialCacheError

# Windows has neither of the first two; there the profile folder's access list protects.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)
_AS_IT_IS = getattr(os, "O_BINARY", 0)
_SAFELY = _NO_LINK | _NO_WAITING | _AS_IT_IS
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
# An answer of AssumeRole has about 2 kB.
_LARGEST = 1 << 20


class UnsafeFileError(Exception):
    """A file that somebody else may have written or can read; the message says why."""


class PrivateFolder:
    """Read and write the files of a folder, which stays open meanwhile.

    Args:
        path: The folder.
        create: Make it, and the folders above it, for the owner alone, if they are not
            there.

    Raises:
        FileNotFoundError: If there is no such folder.
        CredentialCacheError: If somebody else owns the folder or can write to it.
        OSError: As the system reports it.
    """

    def __init__(self, path: str, create: bool = False) -> None:
        if create:
            _make(path)
        self._path = path
        # By its descriptor it stays the folder that was checked, whatever the path
        # comes to mean.
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
        """Return what a file holds.

        Raises:
            FileNotFoundError: If there is none.
            UnsafeFileError: If it is not a plain file that only its owner, us, can
                read or write.
        """
        with open(self._open_safely(name, os.O_RDONLY), "rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise UnsafeFileError("is larger than credentials are")
        return content

    def write(self, name: str, content: bytes) -> None:
        """Give a file a new content; who reads it finds the old one or the new one."""
        draft = f".{name}.{secrets.token_hex(8)}.tmp"
        descriptor = self._open(draft, _NEW | _SAFELY)
        try:
            with open(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                # Else a power failure can leave an empty file, on which AWS CLIs
                # have choked (aws/aws-cli#5528).
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
        """Remove a file, or a link, but never what a link points at."""
        os.unlink(self._at(name), dir_fd=self._descriptor)

    def names(self) -> list[str]:
        """Return the names of all that is in the folder."""
        at = self._path if self._descriptor is None else self._descriptor
        return os.listdir(at)

    def changed(self, name: str) -> float:
        """Return when a file was last written to, in seconds since 1970."""
        return self._stat(name).st_mtime

    def open_lock(self, name: str) -> int:
        """Open a file to lock, made if it is not there; return its descriptor."""
        return self._open_safely(name, os.O_RDWR | os.O_CREAT)

    def still_names(self, name: str, descriptor: int) -> bool:
        """Return whether an open file still goes by this name."""
        try:
            return os.path.samestat(self._stat(name), os.fstat(descriptor))
        except FileNotFoundError:
            return False

    def _at(self, name: str) -> str:
        return os.path.join(self._path, name) if self._descriptor is None else name

    def _open(self, name: str, flags: int) -> int:
        descriptor = os.open(self._at(name), flags, 0o600, dir_fd=self._descriptor)
        if flags & os.O_CREAT and sys.platform != "win32":
            # A umask may take away even what its owner needs.
            try:
                if os.fstat(descriptor).st_mode & 0o777 in (0o000, 0o200, 0o400):
                    os.fchmod(descriptor, 0o600)
            except OSError:
                os.close(descriptor)
                raise
        return descriptor

    def _open_safely(self, name: str, flags: int) -> int:
        try:
            descriptor = self._open(name, flags | _SAFELY)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise UnsafeFileError(_in_words(error)) from None
        if reason := _fault_of_file(os.fstat(descriptor)):
            os.close(descriptor)
            raise UnsafeFileError(reason)
        return descriptor

    def _stat(self, name: str) -> os.stat_result:
        return os.stat(self._at(name), dir_fd=self._descriptor, follow_symlinks=False)


def _make(path: str) -> None:
    """Make a folder that is missing, and those above it, whatever the umask."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(path)
    if above != path:
        _make(above)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        # Another process was faster; or it is no folder, as opening it will tell.
        return
    if os.stat(path).st_mode & 0o777 != 0o700:
        os.chmod(path, 0o700)


def _open_checked(path: str) -> int | None:
    """Open a folder that is ours alone to write to; None on Windows, which cannot."""
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
        reason = _fault_of_folder(os.fstat(descriptor))
        if reason is None:
            return descriptor
        os.close(descriptor)
    raise CredentialCacheError(
        f"{path} {reason}: no credentials are kept there. Name a folder that is yours "
        "alone, or one that does not exist yet."
    )


def _fault_of_folder(found: os.stat_result) -> str | None:
    if sys.platform == "win32":
        return None
    if found.st_uid != os.geteuid():
        return "belongs to another user"
    if found.st_mode & 0o022:
        return "can be written to by other users"
    return None


def _fault_of_file(found: os.stat_result) -> str | None:
    if not stat.S_ISREG(found.st_mode):
        return "is not a plain file"
    if sys.platform == "win32":
        return None
    if found.st_uid != os.geteuid():
        return "belongs to another user"
    if found.st_mode & 0o077:
        return "can be read or written by other users"
    return None


def _in_words(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.EMLINK):
        return "is a link"
    return f"cannot be opened ({error.strerror})"


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file, or return False: somebody else has it locked."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Free an open file that `try_lock` has locked."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file, or return False: somebody else has it locked.

        `flock` and not `lockf`: it keeps the threads of a process apart, too.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Free an open file that `try_lock` has locked.

        Closing it would not do: a process forked meanwhile has it open as well.
        """
        fcntl.flock(descriptor, fcntl.LOCK_UN)


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
