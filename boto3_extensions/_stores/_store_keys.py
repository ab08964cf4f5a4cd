"""Keys of answers of AssumeRole: the AWS CLI's, unless it was not AWS that answered.

What an emulator, or any other STS than AWS's own, has granted is good for nobody else.
So its endpoint goes into the key; nothing but the same endpoint finds it again.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit

import botocore.session

from boto3_extensions.exceptions import CredentialCacheError

# STS's own names, with FIPS, of a region, of a VPC endpoint: `sts`, `sts.eu-west-1`,
# `sts-fips.us-east-1`, `vpce-0a1b-2c3d.sts.us-east-1.vpce`.
_HOST = re.compile(
    r"(?:vpce-[a-z0-9-]+\.)?sts(?:-fips)?(?:\.[a-z0-9-]+)?(?:\.vpce)?", re.ASCII
)


def key_at(key: str, endpoint_url: str | None) -> str:
    """Return the key of what an endpoint answers.

    Args:
        key: The key as botocore computes it.
        endpoint_url: URL of the STS that is asked; None if unknown.
    """
    if endpoint_url and is_aws(endpoint_url):
        return key
    return hashlib.sha256(f"{key}\n{_normal(endpoint_url)}".encode()).hexdigest()


def in_namespace(namespace: str | None, key: str) -> str:
    """Return the key of an entry in a namespace of a store; None is a plain one's."""
    if namespace is None:
        return key
    return hashlib.sha256(f"namespace\n{key}\n{namespace}".encode()).hexdigest()


def check_namespace(namespace: object) -> str | None:
    """Return a namespace that tells entries apart.

    Raises:
        CredentialCacheError: For anything but None and a string that is not empty.
    """
    if namespace is None or (isinstance(namespace, str) and namespace):
        return namespace
    raise CredentialCacheError(
        "namespace must be a string that is not empty, such as the name of who assumes "
        f"the roles, or None; not {namespace if namespace == '' else type(namespace)!r}"
    )


def is_aws(endpoint_url: str) -> bool:
    """Tell whether a URL is that of AWS's own STS, in any partition."""
    try:
        url = urlsplit(endpoint_url)
        host, port = (url.hostname or "").rstrip("."), url.port
    except ValueError:
        return False
    # Without TLS, who answers could be anybody.
    if url.scheme != "https" or port not in (None, 443) or url.path.strip("/"):
        return False
    return any(
        host.endswith(f".{suffix}") and _HOST.fullmatch(host[: -len(suffix) - 1])
        for suffix in _suffixes()
    )


@lru_cache(maxsize=1)
def _suffixes() -> tuple[str, ...]:
    """Return AWS's domains by partition, as botocore knows them."""
    loader = botocore.session.Session().get_component("data_loader")
    outputs = [one["outputs"] for one in loader.load_data("partitions")["partitions"]]
    found = {one.get(name) for one in outputs for name in ("dnsSuffix", _DUAL)}
    return tuple(sorted(filter(None, found)))


_DUAL = "dualStackDnsSuffix"


def _normal(endpoint_url: str | None) -> str:
    if endpoint_url is None:
        return "unknown"
    try:
        url = urlsplit(endpoint_url)
        port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    except ValueError:
        return endpoint_url
    return f"{url.scheme}://{url.hostname}:{port}{url.path.rstrip('/')}"
