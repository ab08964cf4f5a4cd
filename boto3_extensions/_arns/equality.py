"""Tells resources apart that have the same names, and are elsewhere or another's.

boto3 compares the type and the identifiers. What an ARN or a link has led to is not the
caller's own thing of that name, nor the one in another region; of types that are not
boto3's own, two of two regions or accounts are not one thing either. Only what is known
is compared: nobody is asked whose credentials they are. While that is not known, what
was made from an ARN of an account equals what says by its own data to be of that, and
no bare name.

Between two of boto3's own types that were made by names all is as in boto3. Hashes are
boto3's: what is equal has the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from boto3_extensions._arns.account import known_account_of
from boto3_extensions._arns.origin import (
    NamedOrigin,
    StatedOrigin,
    has_unique_ids,
    origin_of,
)
from boto3_extensions._arns.references import in_data, owner_of
from boto3_extensions._arns.rules import TypeRules, rules_of
from boto3_extensions._definitions.classes import is_boto3s
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import ArnRulesError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource


def are_apart(
    one: ServiceResource, other: ServiceResource, session: boto3.Session
) -> bool:
    clients = one.meta.client, other.meta.client
    if clients[0] is clients[1]:
        return False
    service = one.meta.service_name
    origins = [origin_of(client) for client in clients]
    if not any(origins) and is_boto3s(service, one.meta.resource_model.name):
        return False
    if service == "s3" or any(_says_where_it_is(one, name) for name in _first(one)):
        # A bucket's name is nobody else's.
        return False
    return (
        _are_elsewhere(*clients)
        or _place_of(origins[0]) != _place_of(origins[1])
        or _are_anothers(one, other, session)
        or _are_of_two_times(one, other, session)
    )


def _place_of(origin: Any) -> Mapping[str, str]:
    """Return what was said of where a thing is, other than of whose it is."""
    if not isinstance(origin, StatedOrigin):
        return {}
    catalog = origin.owner if origin.owner != origin.account_id else None
    return {**origin.where, **({"owner": catalog} if catalog else {})}


def _first(resource: ServiceResource) -> Sequence[str]:
    # Of a part, it is the whole that is somewhere.
    identifiers: Sequence[str] = resource.meta.identifiers
    return identifiers[:1]


def _says_where_it_is(resource: ServiceResource, name: str) -> bool:
    value = getattr(resource, name)
    if isinstance(value, str) and value.startswith(("arn:", "http:", "https:")):
        return True
    is_id = name == "id" or name.endswith("_id")
    return is_id and has_unique_ids(resource.meta.service_name)


def _are_elsewhere(one: ServiceResource, other: ServiceResource) -> bool:
    where: list[tuple[Any, ...]] = [
        (getattr(c.meta, "partition", None), getattr(c.meta, "region_name", None))
        for c in (one, other)
    ]
    origins = [origin_of(client) for client in (one, other)]
    if any(origin is not None and not origin.parts.region for origin in origins):
        # It is in all of them, and may be asked for in any.
        where = [pair[:1] for pair in where]
    if not all(isinstance(text, str) for pair in where for text in pair):
        # A stand-in for a client.
        return False
    return where[0] != where[1]


def _are_anothers(
    one: ServiceResource, other: ServiceResource, session: boto3.Session
) -> bool:
    accounts = [_account_of(x, session) for x in (one, other)]
    if None not in accounts:
        return accounts[0] != accounts[1]
    origins = [origin_of(x.meta.client) for x in (one, other)]
    told = [origin.account_id for origin in origins if origin is not None]
    texts = [str(getattr(one, name)) for name in one.meta.identifiers]
    if not any(told) or any(a and a in text for a in told for text in texts):
        return False
    # The caller's account, as far as somebody has said it.
    mine = {origin.own_account_id for origin in origins if origin is not None}
    if _works_as(one) is _works_as(other):
        accounts = [a or next(iter(mine - {None}), None) for a in accounts]
    return accounts[0] != accounts[1]


def _works_as(resource: ServiceResource) -> Any:
    signer = getattr(resource.meta.client, "_request_signer", None)
    return getattr(signer, "_credentials", signer)


def _account_of(resource: ServiceResource, session: boto3.Session) -> str | None:
    """Return the account of a resource as far as it is known, None otherwise."""
    client = resource.meta.client
    origin = origin_of(client)
    if origin is not None:
        return origin.account_id or None
    return owner_of(resource, session) or known_account_of(client, session)


def _are_of_two_times(
    one: ServiceResource, other: ServiceResource, session: boto3.Session
) -> bool:
    """Tell whether two are not the same one of those that have had a name."""
    origins = [origin_of(x.meta.client) for x in (one, other)]
    named = [o for o in origins if isinstance(o, NamedOrigin) and o.is_incarnate]
    if not named:
        return False
    if not named[0].is_of(one if named[0] is origins[0] else other):
        return len(named) == 2 and named[0].arn != named[1].arn
    # A bare name is that of whichever has it now.
    arns = {_arn_of(one, session), _arn_of(other, session)} - {None}
    return len(arns) > 1


def _arn_of(resource: ServiceResource, session: boto3.Session) -> Any:
    origin = origin_of(resource.meta.client)
    if isinstance(origin, NamedOrigin):
        # Of an assumed role, the path is not known.
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
