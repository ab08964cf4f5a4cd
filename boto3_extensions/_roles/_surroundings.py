"""What tells, without asking anybody, whether two sessions have the same credentials.

A session made of keywords finds its credentials in the environment and in files. Two
that were made alike are the same somebody only as long as those are the same, and only
if the keys they have found, once they have looked, are.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.credentials import Credentials

_SALT = os.urandom(16)
# Settings of botocore that name a file of configuration.
_FILES = ("config_file", "credentials_file")


def sealed(value: Any) -> Any:
    """Return what strings can be compared by without being kept in clear."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    if not isinstance(value, bytes):
        return value
    return hashlib.blake2b(value, key=_SALT, digest_size=16).hexdigest()


def sealed_items(items: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return what mappings can be compared by without being kept in clear."""
    return [(name, sealed(items[name])) for name in sorted(items)]


def surroundings(session: Any) -> object:
    """Return what is equal only while a session would find the same credentials.

    Args:
        session: A `boto3.Session`; of one that does not tell its files only the
            environment counts.
    """
    environment = {
        name: value for name, value in os.environ.items() if name.startswith("AWS_")
    }
    # boto3 has no public way to the session under its own.
    core = getattr(session, "_session", None)
    return sealed_items(environment), [_digest(core, name) for name in _FILES]


def same_keys(one: Any, other: Any) -> bool:
    """Tell whether two sessions have the same keys, as far as they have looked.

    Keys that are renewed are others in each session, and tell nothing. Nobody is asked
    who has not been asked before.
    """
    found = [_found(one), _found(other)]
    if not any(type(credentials) is Credentials for credentials in found):
        return True
    # One has found plain keys, where looking takes no call; so will the other.
    keys = [
        credentials or session.get_credentials()
        for credentials, session in zip(found, (one, other), strict=True)
    ]
    return len({getattr(each, "access_key", None) for each in keys}) == 1


def _found(session: Any) -> Any:
    """Return the credentials that a session has looked up before; None for none."""
    return getattr(getattr(session, "_session", None), "_credentials", None)


def _digest(core: Any, setting: str) -> Any:
    try:
        path = Path(core.get_config_variable(setting)).expanduser()
        # In one call, so that an exception between two lines leaves no file open.
        return sealed(path.read_bytes())
    except (AttributeError, OSError, RuntimeError, TypeError, ValueError):
        return None
