"""Clearing a folder of credentials of what has expired or was left half-written."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime

from boto3_extensions._stores._credential_cache import expired, from_json
from boto3_extensions._stores._folder_locks import held
from boto3_extensions._stores._private_folder import PrivateFolder, UnsafeFileError
from boto3_extensions._stores._waiting import Waiting

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
