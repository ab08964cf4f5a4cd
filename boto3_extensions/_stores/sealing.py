"""The encryption of entries, and of their names, in a store that others can read."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

from boto3_extensions.exceptions import InvalidEncryptionKeyError, MissingExtraError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class EntryCipher:
    """A cipher for entries of a store that binds each entry to its key.

    Args:
        key: A Fernet key: 32 random bytes in URL-safe base64.

    Raises:
        InvalidEncryptionKeyError: For anything else.
        MissingExtraError: If `cryptography` is not installed.
    """

    def __init__(self, key: str | bytes) -> None:
        self._fernet = _fernet_of(key)
        # A derived key, as Fernet's own should serve for nothing else.
        secret = base64.urlsafe_b64decode(key)
        self._naming = hmac.digest(secret, b"names of entries", hashlib.sha256)

    def name_of(self, key: str) -> str:
        """Return the name of an entry in the store: a keyed hash of its key.

        With a plain hash, readers of the store could check guesses at an external id.
        """
        return hmac.digest(self._naming, key.encode(), hashlib.sha256).hex()

    def encrypt(self, key: str, text: str) -> bytes:
        """Return a text encrypted together with the key of its entry."""
        encrypted: bytes = self._fernet.encrypt(f"{key}\n{text}".encode())
        return encrypted

    def decrypt(self, key: str, encrypted: bytes | str) -> str | None:
        """Return the text of an entry; None for entries of other keys.

        That is another encryption key or another key of an entry: writers to the store
        could otherwise put one role's credentials in the place of another's.
        """
        from cryptography.fernet import InvalidToken

        try:
            decrypted: bytes = self._fernet.decrypt(encrypted)
        except (InvalidToken, TypeError, ValueError):
            return None
        owner, _, text = decrypted.decode().partition("\n")
        return text if owner == key else None


def ciphers_of(key: str | bytes | Sequence[str | bytes]) -> list[EntryCipher]:
    """Return the ciphers for one or several encryption keys, in their order.

    Raises:
        InvalidEncryptionKeyError: For a key that is no Fernet key, or no key at all.
        MissingExtraError: If `cryptography` is not installed.
    """
    keys = [key] if isinstance(key, str | bytes) else list(key)
    if not keys:
        raise InvalidEncryptionKeyError(f"no key was given; {_KEY_HINT}")
    return [EntryCipher(item) for item in keys]


_KEY_HINT = "make one with cryptography.fernet.Fernet.generate_key() and keep it secret"


def _fernet_of(key: str | bytes) -> Fernet:
    """Return the Fernet of an encryption key."""
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
        f"{_KEY_HINT}"
    )
