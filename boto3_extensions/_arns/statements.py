"""Tells whether a call may have said whose, or where, the things are that it is about.

Light, for each page of each collection is asked. ``_arns.stating`` does the rest.

Holds what an answer has to where, and whose, the caller has said that it is.

``repository.images.filter(registryId="999999999999")`` lists another account's images;
by their names alone, which ``delete()`` would be called with, they are the caller's
own. So what is made of an answer to a call in which the caller has said whose things
are meant, by an account, or where they are, by a cluster, calls with the same. An
operation that takes no owner is refused. So is a resource that was loaded with one.

Some lists bring others' things beside the caller's own: ``includeLinkedAccounts``. Each
of these is held to what its own data tell, as if made from its ARN.

``targets-1`` tells which inputs of an operation say so. boto3's own types, what the
definitions themselves fill in, and buckets, of whose names there are no two, stay as
they are.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boto3_extensions._arns.arn import Arn
from boto3_extensions._arns.origin import (
    StatedOrigin,
    guarded,
    origin_of,
    targets_of,
    unguarded,
)
from boto3_extensions._definitions.classes import is_boto3s, replace_load, twin_of
from boto3_extensions._foundation.sessions import SESSION

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.response import ResourceHandler
    from boto3.utils import ServiceContext
    from botocore.client import BaseClient

# All inputs that say so, of any service: whoever uses none of them has nothing to wait
# for. Compared with what `tools/definitions/targets` finds by test_stating.
INPUTS = frozenset(
    (
        "AccountId",
        "CallAs",
        "CatalogID",
        "CatalogId",
        "EventDataStoreOwnerAccountId",
        "IncludePublic",
        "IncludeShared",
        "OwnerAccount",
        "ResourceShareType",
        "Shared",
        "SnapshotType",
        "SyncType",
        "VersionId",
        "accountIdentifiers",
        "cluster",
        "includeLinkedAccounts",
        "registryId",
        "resourceArn",
    )
)


def may_be_stated(params: Any) -> bool:
    """Tell whether parameters have any that could say whose or where things are."""
    return isinstance(params, dict) and not INPUTS.isdisjoint(params)


# Whose types can be loaded with one.
_SERVICES = frozenset(
    ("cloudformation", "cloudtrail", "ecr", "ecs", "glue", "logs", "redshift", "s3")
)


def is_said(handler: ResourceHandler, parent: ServiceResource, params: Any) -> bool:
    """Tell whether items are held to what a call has said, or to what they say.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource that was asked.
        params: What it was asked with.
    """
    facts = _facts(handler, parent, params)
    return bool(facts) and bool(
        _said_in(facts, parent, params) or _are_others(facts.get("others", {}), params)
    )


def maker_of(handler: ResourceHandler, parent: ServiceResource) -> Any:
    """Return a resource with no owner's client where what is made is the caller's own.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource whose action it is; returned itself otherwise.
    """
    if origin_of(getattr(getattr(parent, "meta", None), "client", None)) is None:
        return parent
    if _targets(parent, handler.operation_name).get("makes") != "own":
        return parent
    return _twin(parent, unguarded(parent.meta.client))


def speaker_of(handler: ResourceHandler, parent: ServiceResource, params: Any) -> Any:
    """Return a resource for items to be made of, as their client's calls are to be.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource that was asked.
        params: What it was asked with.

    Returns:
        The parent itself, or one that is the same but for its client.
    """
    facts = _facts(handler, parent, params)
    client = _client_for(facts, parent, params) if facts else None
    return parent if client is None else _twin(parent, client)


def hold_others(
    handler: ResourceHandler,
    parent: ServiceResource,
    params: Any,
    made: object,
) -> Any:
    """Hold each of the resources of a list to the owner that its data tell.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource that was asked.
        params: What it was asked with.
        made: What was made of the answer.
    """
    facts = _facts(handler, parent, params)
    if isinstance(made, list) and _are_others(facts.get("others", {}), params):
        from boto3_extensions._arns.references import hold_to_own_data

        for resource in made:
            if not isinstance(origin_of(resource.meta.client), StatedOrigin):
                hold_to_own_data(resource, getattr(type(parent), SESSION))
    return made


def add_stated_loads(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> None:
    """Let a resource of a class being made be whose the caller loads it as.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    service = service_context.service_name
    load = class_attributes.get("load")
    name = class_attributes["meta"].resource_model.name
    # aioboto3's loads are coroutines.
    if service not in _SERVICES or load is None or inspect.iscoroutinefunction(load):
        return
    if not is_boto3s(service, name):
        replace_load(class_attributes, _holding(load))


def _holding(load: Any) -> Any:
    @functools.wraps(load)
    def load_and_hold(self: ServiceResource, *args: Any, **kwargs: Any) -> Any:
        loaded = load(self, *args, **kwargs)
        if kwargs and may_be_stated(kwargs):
            operation = self.meta.resource_model.load.request.operation
            client = _client_for(_targets(self, operation), self, kwargs)
            if client is not None:
                self.meta.client = client
        return loaded

    return load_and_hold


def _facts(
    handler: ResourceHandler, parent: ServiceResource, params: Any
) -> Mapping[str, Any]:
    if not may_be_stated(params):
        return {}
    service = handler.service_context.service_name
    if is_boto3s(service, handler.resource_model.type):
        return {}
    return _targets(parent, handler.operation_name)


def _targets(resource: ServiceResource, operation: str) -> Mapping[str, Any]:
    session = getattr(type(resource), SESSION, None)
    if session is None:
        return {}
    return targets_of(resource.meta.client, session, operation)


def _said_in(
    facts: Mapping[str, Any], parent: ServiceResource, params: Any
) -> dict[str, str]:
    """Return what the caller has said of whose or where it is, by its inputs."""
    own = [getattr(parent, name) for name in parent.meta.identifiers]
    return {
        name: params[name]
        for name in facts.get("states", ())
        # What the parent's identifier tells is told by its children's, too; and `SELF`
        # is said by who says nothing.
        if isinstance(params.get(name), str) and params[name] not in (*own, "SELF")
    }


def _client_for(facts: Mapping[str, Any], parent: ServiceResource, params: Any) -> Any:
    """Return a client for what a call was said to be for; None if for the usual."""
    stated = _said_in(facts, parent, params)
    if not stated:
        return None
    owner = stated.pop(facts.get("owner", ""), None)
    client, own_account_id = parent.meta.client, None
    before = origin_of(client)
    if before is not None:
        if before.account_id and before.account_id == owner and not stated:
            return None
        client, own_account_id = before.client, before.own_account_id
        if isinstance(before, StatedOrigin):
            owner = owner or before.owner
            stated = {**before.where, **stated}
    meta = client.meta
    arn = Arn(
        meta.partition,
        meta.service_model.service_name,
        meta.region_name,
        (owner or "").partition(":")[0],
        "*",
    )
    session = getattr(type(parent), SESSION)
    origin = StatedOrigin(arn, session, client, owner, stated, own_account_id)
    return guarded(client, origin)


def _are_others(others: Mapping[str, Any], params: Any) -> bool:
    for name, values in others.items():
        given = params.get(name)
        if given in values if values else given:
            return True
    return False


def _twin(resource: ServiceResource, client: BaseClient) -> Any:
    twin = twin_of(resource)
    twin.meta.client = client
    return twin
