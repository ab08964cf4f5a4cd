"""What is in the files of certificates that connections depend on, by their stamps.

Who trusts another file under the same name must not get connections to those who were
trusted before.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from botocore import httpsession


def stamps_of(settings: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return something that is another after any of the files was replaced.

    Args:
        settings: What botocore makes an `URLLib3Session` of.
    """
    # Semi-private: the bundle that True stands for, which certifi or botocore brings.
    bundle_of = getattr(httpsession, "get_cert_path", None)
    verify = settings.get("verify", True)
    files = [bundle_of(verify) if bundle_of else verify, settings.get("client_cert")]
    files += (settings.get("proxies_config") or {}).values()
    return tuple(_stamp(path) for path in _flat(files) if isinstance(path, str))


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value if isinstance(value, (list, tuple)) else (value,)


def _stamp(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        # Not there, or no file: what that means is for botocore to say.
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
