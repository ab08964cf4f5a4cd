"""The options of a client that clients of other services should share.

A resource that another leads to is reached with the same ``Config``, proxies and
certificates. An endpoint URL that the caller gave is shared if it may serve all
services, as an emulator or a proxy does. A host of AWS serves one service.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from boto3_extensions._foundation.models import loader_of

if TYPE_CHECKING:
    import boto3
    from botocore.client import BaseClient

# Options of a client's Config that are for its service alone.
_OWN = {
    "region_name",
    "signature_version",
    "s3",
    "user_agent",
    "client_context_params",
    "sigv4a_signing_region_set",
    "auth_scheme_preference",
    "s3_disable_express_session_auth",
}

# Domains of AWS that botocore's ``endpoints`` file does not have for every partition.
_HOSTS = ("amazonaws.com", "amazonaws.com.cn", "api.aws", "aws.dev", "amazon.com")


def client_options_of(client: BaseClient, session: boto3.Session) -> dict[str, Any]:
    """Return a client's options for making clients of other services.

    Args:
        client: A boto3 client.
        session: The ``boto3.Session`` that will make the other clients.

    Returns:
        Keywords of ``session.client``, without credentials and region.
    """
    options: dict[str, Any] = {}
    config = _config_of(client)
    if config is not None:
        options["config"] = config
    verify = _verify_of(client)
    if verify is not None:
        options["verify"] = verify
    endpoint = endpoint_for_all(client, session)
    if endpoint:
        options["endpoint_url"] = endpoint
        if endpoint.startswith("http:"):
            options["use_ssl"] = False
    return options


def _config_of(client: BaseClient) -> Config | None:
    config = getattr(client.meta, "config", None)
    # Kept by botocore for merging: each option that has a value.
    given: Any = getattr(config, "_user_provided_options", None)
    if not isinstance(given, dict):
        return None
    options = {name: value for name, value in given.items() if name not in _OWN}
    options = {name: value for name, value in options.items() if value is not None}
    if given.get("signature_version") is UNSIGNED:
        options["signature_version"] = UNSIGNED
    return Config(**_known(options)) if options else None


def _known(options: dict[str, Any]) -> dict[str, Any]:
    # botocore adds `total_max_attempts`, which takes precedence over `max_attempts`.
    known = {n: v for n, v in options.items() if n in Config.OPTION_DEFAULTS}
    retries = known.get("retries")
    if isinstance(retries, dict) and "total_max_attempts" in retries:
        known["retries"] = {k: v for k, v in retries.items() if k != "max_attempts"}
    return known


def _verify_of(client: BaseClient) -> Any:
    # Private, as botocore has no other access to it; guarded by test_carrying.
    session = getattr(getattr(client, "_endpoint", None), "http_session", None)
    return getattr(session, "_verify", None)


def endpoint_for_all(client: BaseClient, session: boto3.Session) -> str | None:
    """Return the endpoint URL that the caller gave for all services, if any.

    Args:
        client: A boto3 client.
        session: The ``boto3.Session`` with the configuration.
    """
    endpoint: str | None = getattr(client.meta, "endpoint_url", None)
    if not endpoint or is_aws_host(endpoint, session):
        return None
    # An endpoint from the configuration reaches the other clients by itself.
    if endpoint in _configured(session, client.meta.service_model.service_name):
        return None
    return endpoint


def is_aws_host(endpoint: str, session: boto3.Session) -> bool:
    """Return whether an endpoint URL is a host of AWS, which serves one service."""
    host = (urlsplit(endpoint).hostname or "").rstrip(".").lower()
    return any(
        host == suffix or host.endswith(f".{suffix}") for suffix in _suffixes(session)
    )


def _suffixes(session: boto3.Session) -> Iterator[str]:
    yield from _HOSTS
    try:
        partitions = loader_of(session).load_data("endpoints")["partitions"]
    except (AttributeError, BotoCoreError, KeyError, TypeError):
        return
    for partition in partitions:
        yield partition["dnsSuffix"]
        for variant in partition.get("defaults", {}).get("variants", ()):
            if "dnsSuffix" in variant:
                yield variant["dnsSuffix"]


def _configured(session: boto3.Session, service: str) -> list[str]:
    try:
        from botocore.configprovider import ConfiguredEndpointProvider

        inner = session._session
        found = ConfiguredEndpointProvider(
            full_config=inner.full_config,
            scoped_config=inner.get_scoped_config(),
            client_name=service,
        ).provide()
    except Exception:
        # Private to botocore; without it, an endpoint counts as given by the caller.
        return []
    return [found] if found else []
