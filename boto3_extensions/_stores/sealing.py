"""Encrypting what is kept where others may look, and the names it is kept under."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from boto3_extensions.exceptions import InvalidEncryptionKeyError, MissingExtraError


class Sealer:
    """Encrypt entries with one key, so that each can be read under its name only.

    Args:
        key: A Fernet key: 32 random bytes in URL-safe base64.

    Raises:
        InvalidEncryptionKeyError: For anything else.
        MissingExtraError: If `cryptography` is not installed.
    """

    def __init__(self, key: str | bytes) -> None:
        self._fernet = _fernet_of(key)
        # One key for two purposes would be one too few.
        secret = base64.urlsafe_b64decode(key)
        self._naming = hmac.digest(secret, b"names of entries", hashlib.sha256)

    def name_of(self, key: str) -> str:
        """Return a name that tells nothing about the key of an entry.

        A plain hash of it would tell who can guess an external id whether it is right.
        """
        return hmac.digest(self._naming, key.encode(), hashlib.sha256).hex()

    def seal(self, key: str, text: str) -> bytes:
        """Return a text encrypted, bound to the key of its entry."""
        sealed: bytes = self._fernet.encrypt(f"{key}\n{text}".encode())
        return sealed

    def unseal(self, key: str, sealed: bytes | str) -> str | None:
        """Return the text, or None if it was not sealed with our key for this entry.

        Whoever may write to the store could put one role's credentials in the place of
        another's.
        """
        from cryptography.fernet import InvalidToken

        try:
            opened: bytes = self._fernet.decrypt(sealed)
        except (InvalidToken, TypeError, ValueError):
            return None
        owner, _, text = opened.decode().partition("\n")
        return text if owner == key else None


def sealers_of(key: str | bytes | Sequence[str | bytes]) -> list[Sealer]:
    """Return a sealer for each key; the first is the one to seal with.

    Raises:
        InvalidEncryptionKeyError: For a key that is none, or no key at all.
        MissingExtraError: If `cryptography` is not installed.
    """
    keys = [key] if isinstance(key, str | bytes) else list(key)
    if not keys:
        raise InvalidEncryptionKeyError(f"no key was given; {_MEND}")
    return [Sealer(each) for each in keys]


_MEND = "make one with cryptography.fernet.Fernet.generate_key() and keep it secret"


def _fernet_of(key: Any) -> Any:
    try:
        from cryptography.fernet import Fernet
    except ImportError as error:
        raise MissingExtraError(
            "RedisCredentialCache encrypts with the package cryptography, which is not "
            "installed: pip install 'boto3_extensions[redis]'"
        ) from error
    try:
        return Fernet(key)
    except (TypeError, ValueError):
        kind = type(key).__name__
    raise InvalidEncryptionKeyError(
        f"an encryption key is 32 bytes in URL-safe base64, which this {kind} is not; "
        f"{_MEND}"
    )
