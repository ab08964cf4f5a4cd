"""Names of hosts that begin with an account's id, on loopback.

S3 Control has a host for each account, ``123456789012.s3-control...``, which botocore
puts before any endpoint: AWS's name servers know them all, and so does this.
"""

from __future__ import annotations

import socket
from typing import Any

_LOOPBACK = "127.0.0.1"
_getaddrinfo = socket.getaddrinfo


def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    """Look a host up, as `socket.getaddrinfo`; ``x.127.0.0.1`` is ``127.0.0.1``."""
    if isinstance(host, str) and host.endswith(f".{_LOOPBACK}"):
        host = _LOOPBACK
    return _getaddrinfo(host, *args, **kwargs)


def resolve() -> None:
    """Have this process know such hosts."""
    socket.getaddrinfo = getaddrinfo
