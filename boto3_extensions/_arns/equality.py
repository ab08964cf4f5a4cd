"""The difference of resources with equal identifiers in two regions or accounts.

boto3's equality compares the type and the identifiers. A resource that was made from an
ARN or a link may belong to another account or region than the caller's own resource of
that name. Resources of types that are not boto3's own differ by region and account,
too. Only known facts are compared, without a call: while the account of the credentials
is not known, a resource made from an ARN equals resources whose data have the ARN's
account, and no resource that was made by its name.

Resources of boto3's own types that were made by names are compared as in boto3. Hashes
are boto3's: equal resources have equal hashes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from boto3_extensions._arns.account import known_account_of
from boto3_extensions._arns.origin import (
    NamedOrigin,
    Origin,
    StatedOrigin,
    has_unique_ids,
    origin_of,
)
from boto3_extensions._arns.references import in_data, owner_of
from boto3_extensions._arns.rules import TypeRules, rules_of
from boto3_extensions._definitions.classes import is_boto3_type
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import ArnRulesError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from botocore.client import BaseClient


def are_different(
    one: ServiceResource, other: ServiceResource, session: boto3.Session
) -> bool:
    """Return whether resources with equal identifiers are known to be different.

    Args:
        one: A resource.
        other: Another resource of the same type with the same identifiers.
        session: The session that they were made with.
    """
    clients = one.meta.client, other.meta.client
    if clients[0] is clients[1]:
        return False
    service = one.meta.service_name
    origins = [origin_of(client) for client in clients]
    if not any(origins) and is_boto3_type(service, one.meta.resource_model.name):
        return False
    # The names of buckets are unique in a partition.
    if service == "s3" or any(_is_unique(one, name) for name in _first(one)):
        return False
    return (
        _have_two_regions(*clients)
        or _place_of(origins[0]) != _place_of(origins[1])
        or _have_two_owners(one, other, session)
        or _have_two_arns(one, other, session)
    )


def _place_of(origin: Origin | None) -> Mapping[str, str]:
    """Return the stated parameters without which a name is ambiguous, by input.

    The owner is one of them if it is more than an account, such as a catalog.
    """
    if not isinstance(origin, StatedOrigin):
        return {}
    catalog = origin.owner if origin.owner != origin.account_id else None
    return {**origin.where, **({"owner": catalog} if catalog else {})}


def _first(resource: ServiceResource) -> Sequence[str]:
    # The first identifier of a part is its parent's, which decides where it is.
    identifiers: Sequence[str] = resource.meta.identifiers
    return identifiers[:1]


def _is_unique(resource: ServiceResource, name: str) -> bool:
    """Return whether an identifier is unique across accounts: an ARN, a URL, an id."""
    value = getattr(resource, name)
    if isinstance(value, str) and value.startswith(("arn:", "http:", "https:")):
        return True
    is_id = name == "id" or name.endswith("_id")
    return is_id and has_unique_ids(resource.meta.service_name)


def _have_two_regions(one: BaseClient, other: BaseClient) -> bool:
    """Return whether clients of two resources work in two regions or partitions."""
    where: list[tuple[Any, ...]] = [
        (getattr(c.meta, "partition", None), getattr(c.meta, "region_name", None))
        for c in (one, other)
    ]
    origins = [origin_of(client) for client in (one, other)]
    if any(origin is not None and not origin.parts.region for origin in origins):
        # A global resource can be reached in any region.
        where = [pair[:1] for pair in where]
    if not all(isinstance(text, str) for pair in where for text in pair):
        # An object in the place of a client.
        return False
    return where[0] != where[1]


def _have_two_owners(
    one: ServiceResource, other: ServiceResource, session: boto3.Session
) -> bool:
    """Return whether resources are known to be of two accounts.

    An unknown account differs from the account of an ARN, unless the identifiers
    contain that.
    """
    accounts = [_account_of(x, session) for x in (one, other)]
    if None not in accounts:
        return accounts[0] != accounts[1]
    origins = [origin_of(x.meta.client) for x in (one, other)]
    owners = [origin.account_id for origin in origins if origin is not None]
    texts = [str(getattr(one, name)) for name in one.meta.identifiers]
    if not any(owners) or any(a and a in text for a in owners for text in texts):
        return False
    # The caller's account, as far as it has been stated or found out.
    mine = {origin.own_account_id for origin in origins if origin is not None}
    if _credentials_of(one) is _credentials_of(other):
        accounts = [a or next(iter(mine - {None}), None) for a in accounts]
    return accounts[0] != accounts[1]


def _credentials_of(resource: ServiceResource) -> Any:
    """Return the credentials of a resource's client, to be compared by identity."""
    signer = getattr(resource.meta.client, "_request_signer", None)
    return getattr(signer, "_credentials", signer)


def _account_of(resource: ServiceResource, session: boto3.Session) -> str | None:
    """Return the account of a resource if it is known without a call, else None."""
    client = resource.meta.client
    origin = origin_of(client)
    if origin is not None:
        return origin.account_id or None
    return owner_of(resource, session) or known_account_of(client, session)


def _have_two_arns(
    one: ServiceResource, other: ServiceResource, session: boto3.Session
) -> bool:
    """Return whether resources of a name are known to have different ARNs.

    A resource that was deleted and made again has the name, but another ARN.
    """
    origins = [origin_of(x.meta.client) for x in (one, other)]
    named = [o for o in origins if isinstance(o, NamedOrigin) and o.is_incarnate]
    if not named:
        return False
    if not named[0].is_of(one if named[0] is origins[0] else other):
        return len(named) == 2 and named[0].arn != named[1].arn
    # A resource made by its name is the resource that has the name now.
    arns = {_arn_of(one, session), _arn_of(other, session)} - {None}
    return len(arns) > 1


def _arn_of(resource: ServiceResource, session: boto3.Session) -> Any:
    origin = origin_of(resource.meta.client)
    if isinstance(origin, NamedOrigin):
        # The ARN of a role made from a role session's ARN lacks the path.
        return origin.arn if origin.is_incarnate else None
    rules = _rules_of(resource, session)
    if rules is None or not rules.main.arn:
        return None
    return in_data(resource, rules.main.arn)


def _rules_of(resource: ServiceResource, session: boto3.Session) -> TypeRules | None:
    meta = resource.meta
    try:
        return rules_of(loader_of(session), meta.service_name).get(
            meta.resource_model.name
        )
    except ArnRulesError:
        return None
