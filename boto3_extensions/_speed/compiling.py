"""The writer of compiled models (`~boto3_extensions._foundation.compiled`).

A file is written under a name of its own and put into its place whole, so that programs
that start meanwhile, and others that compile, find the old file or the new one.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from botocore.loaders import Loader

from boto3_extensions._definitions.catalog import unknown_name_message
from boto3_extensions._foundation import compiled, models
from boto3_extensions._foundation.models import Key
from boto3_extensions.exceptions import CompiledFolderError, UnknownNameError

# The types of files that a client, a resource, a waiter or a paginator reads.
_KINDS = (
    "service-2",
    "endpoint-rule-set-1",
    "paginators-1",
    "waiters-2",
    "resources-1",
    "arns-1",
    "links-1",
    "tags-1",
    "targets-1",
)

# The files that clients of all services read.
_COMMON = ("endpoints", "partitions", "sdk-default-configuration")

# The size of JSON, in bytes, below which a compiled model saves no time worth a file.
_LEAST = 50_000


class CompiledFile(NamedTuple):
    """A compiled model: the name of its file, and the JSON file that it stands for."""

    name: str
    made_of: str


def compile_models(
    loader: Loader, services: Iterable[str], folder: str
) -> list[CompiledFile]:
    """Write the compiled models of services, and of the files that all services read.

    Args:
        loader: A loader with the data folders of boto3 and this package. A file of a
            user's folder, and one with extras from there, is left out.
        services: The services, by boto3's names.
        folder: The path of the folder, made if it is missing.

    Returns:
        The files written.

    Raises:
        CompiledFolderError: The folder cannot be written, or what is in it would be
            ignored.
        UnknownNameError: botocore has no service of such a name, or there are none.
    """
    names = sorted(set(services))
    known = loader.list_available_services("service-2")
    for name in names:
        if name not in known:
            raise UnknownNameError(unknown_name_message("service", name, known))
    if not names:
        raise UnknownNameError("no services to compile: name some, such as ec2")
    keys = [key for name in _COMMON for key in _common_files(loader, name)]
    keys += [key for name in names for key in _files(loader, name)]
    _make_folder(folder)
    written = (_compile(key, folder) for key in keys)
    return [file for file in written if file is not None]


def _compile(key: Key, folder: str) -> CompiledFile | None:
    stamps = compiled.stamps_of(key)
    content, size = models.merged(key)
    if content is None or size < _LEAST:
        return None
    name = compiled.file_name(key)
    try:
        packed = compiled.pack(key, stamps, content, size)
        _replace(os.path.join(folder, name), packed)
    except OSError as error:
        raise _not_written(folder, error) from error
    # Permissions may come from elsewhere, as from an access list of the folder.
    if compiled.read(key, folder) is None:
        raise CompiledFolderError(
            f"{os.path.join(folder, name)} was written, but would be ignored"
        )
    return CompiledFile(name, key[0] + stamps[0].suffix)


def _common_files(loader: Loader, name: str) -> Iterator[Key]:
    path, is_shared = models.find_file(loader, name)
    if path and is_shared:
        yield (path,)


def _files(loader: Loader, service: str) -> Iterator[Key]:
    for kind in _KINDS:
        if service in loader.list_available_services(kind):
            version = loader.determine_latest_version(service, kind)
            key = models.shared_files(loader, os.path.join(service, version, kind))
            if key:
                yield key


def _make_folder(folder: str) -> None:
    """Make a folder that only this user may write into, unless there is one.

    Raises:
        CompiledFolderError: The folder cannot be made, or others may write into it.
    """
    try:
        # Whatever the umask allows, others get no permission to write.
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o755)
        reason = compiled.reason_to_ignore(folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    if reason is not None:
        raise CompiledFolderError(
            f"compiled models in {folder} would be ignored: {reason}"
        )


def _not_written(folder: str, error: OSError) -> CompiledFolderError:
    return CompiledFolderError(
        f"compiled models cannot be written into {folder}: {error.strerror}; name "
        "another folder with --folder"
    )


def _replace(path: str, content: bytes) -> None:
    new = f"{path}.{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(new, flags, 0o644), "wb") as file:
            file.write(content)
        os.replace(new, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise
