"""Tells how and where a client works, for another client to work the same way.

What a resource leads to is reached as whom, through what and where the resource itself
was: with the same credentials, ``Config``, proxies and certificates. An endpoint that
somebody gave goes along to other services if it may serve all of them, as an emulator
or a proxy does. A host of AWS serves one service.
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

# What a client's Config has that is the service's, or was found out for it alone.
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

# Where botocore's endpoints have no suffix of a partition's.
_HOSTS = ("amazonaws.com", "amazonaws.com.cn", "api.aws", "aws.dev", "amazon.com")


def ways_of(client: BaseClient, session: boto3.Session) -> dict[str, Any]:
    """Return how another client is made that works as this one does elsewhere.

    Args:
        client: A boto3 client.
        session: The ``boto3.Session`` that will make the other.

    Returns:
        Keywords of ``session.client``, without credentials and region.
    """
    ways: dict[str, Any] = {}
    config = _config_of(client)
    if config is not None:
        ways["config"] = config
    verify = _verify_of(client)
    if verify is not None:
        ways["verify"] = verify
    endpoint = endpoint_for_all(client, session)
    if endpoint:
        ways["endpoint_url"] = endpoint
        if endpoint.startswith("http:"):
            ways["use_ssl"] = False
    return ways


def _config_of(client: BaseClient) -> Config | None:
    config = getattr(client.meta, "config", None)
    # What botocore keeps of it for the same use: each option that has a value.
    told: Any = getattr(config, "_user_provided_options", None)
    if not isinstance(told, dict):
        return None
    options = {name: value for name, value in told.items() if name not in _OWN}
    options = {name: value for name, value in options.items() if value is not None}
    if told.get("signature_version") is UNSIGNED:
        options["signature_version"] = UNSIGNED
    return Config(**_known(options)) if options else None


def _known(options: dict[str, Any]) -> dict[str, Any]:
    # `retries` as botocore keeps them: with the number of all attempts.
    known = {n: v for n, v in options.items() if n in Config.OPTION_DEFAULTS}
    retries = known.get("retries")
    if isinstance(retries, dict) and "total_max_attempts" in retries:
        known["retries"] = {k: v for k, v in retries.items() if k != "max_attempts"}
    return known


def _verify_of(client: BaseClient) -> Any:
    # Private, as botocore tells it in no other way; guarded by test_carrying.
    session = getattr(getattr(client, "_endpoint", None), "http_session", None)
    return getattr(session, "_verify", None)


def endpoint_for_all(client: BaseClient, session: boto3.Session) -> str | None:
    """Return a client's endpoint if it serves all of AWS and was given for that."""
    endpoint: str | None = getattr(client.meta, "endpoint_url", None)
    if not endpoint or is_of_aws(endpoint, session):
        return None
    # What the configuration says of each service it says to the other clients itself.
    if endpoint in _configured(session, client.meta.service_model.service_name):
        return None
    return endpoint


def is_of_aws(endpoint: str, session: boto3.Session) -> bool:
    """Tell whether an endpoint is a host of AWS's, which serves but one service."""
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
        # botocore calls it private; without it an endpoint is taken as given.
        return []
    return [found] if found else []
