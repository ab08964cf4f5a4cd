"""Owners and places stated in the parameters of a call.

``repository.images.filter(registryId="999999999999")`` lists another account's images.
By their names alone, which ``delete()`` would be called with, they would be the
caller's own. So resources in the response of a call that states an owner, such as an
account, or a place, such as a cluster, get an origin (see `_arns.origin`): their calls
are made with the same parameters, and operations that take no owner are refused. The
same is true of a resource that was loaded with such a parameter.

Some lists contain other accounts' resources beside the caller's own:
``includeLinkedAccounts``. Each of those gets an origin with the owner in its own data,
as if it was made from its ARN.

``targets-1`` has the input members of an operation that state owners and places. Left
out are boto3's own types, parameters that definitions fill in, and buckets, whose names
are unique.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from boto3_extensions._arns.arn import Arn
from boto3_extensions._arns.origin import (
    StatedOrigin,
    guarded_client,
    origin_of,
    targets_of,
    unguarded,
)
from boto3_extensions._definitions.classes import (
    copy_of,
    is_boto3_type,
    replace_load,
    type_definition,
)
from boto3_extensions._foundation.models import content_of
from boto3_extensions._foundation.sessions import SESSION_ATTRIBUTE

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.response import ResourceHandler
    from boto3.utils import ServiceContext
    from botocore.client import BaseClient
    from botocore.model import ServiceModel

# All such input members, of any service. A call without any of them, which is most
# calls, needs no look at `targets-1`. test_stating compares the names with the files.
STATING_MEMBERS = frozenset(
    (
        "AccountId",
        "CallAs",
        "CatalogID",
        "CatalogId",
        "DomainNameId",
        "EventDataStoreOwnerAccountId",
        "IncludePublic",
        "IncludeShared",
        "LogScope",
        "OwnerAccount",
        "ResourceOwner",
        "ResourceOwnerAccountId",
        "ResourceShareType",
        "Shared",
        "SnapshotType",
        "SyncType",
        "VersionId",
        "accountID",
        "accountIdentifiers",
        "cluster",
        "domainNameId",
        "domainOwner",
        "includeLinkedAccounts",
        "meshOwner",
        "ownerAccount",
        "registryId",
        "resourceArn",
        "workflowOwnerId",
    )
)


def may_state_owner(params: object) -> bool:
    """Return whether a call's parameters may state an owner or a place.

    It is called for each page of each collection, and therefore cheap.

    Args:
        params: The parameters, a dict unless an event handler has replaced it.
    """
    return isinstance(params, dict) and not STATING_MEMBERS.isdisjoint(params)


def states_owner(
    handler: ResourceHandler, parent: ServiceResource, params: Mapping[str, Any]
) -> bool:
    """Return whether resources in a call's response get an origin.

    Args:
        handler: boto3's handler of the response.
        parent: The resource whose method has made the call.
        params: The parameters of the call.
    """
    targets = _call_targets(handler, parent, params)
    return bool(targets) and bool(
        _stated_in(targets, parent, params)
        or _are_others(targets.get("others", {}), params)
    )


def parent_for_action(handler: ResourceHandler, parent: ServiceResource) -> Any:
    """Return the parent of resources in the response of an action.

    That is a copy without a guard if the action makes resources in the caller's
    account, else the resource itself.

    Args:
        handler: boto3's handler of the response.
        parent: The resource whose action it is.
    """
    if origin_of(getattr(getattr(parent, "meta", None), "client", None)) is None:
        return parent
    if _operation_targets(parent, handler.operation_name).get("makes") != "own":
        return parent
    return _twin(parent, unguarded(parent.meta.client))


def parent_for_response(
    handler: ResourceHandler, parent: ServiceResource, params: Mapping[str, Any]
) -> Any:
    """Return the parent of resources in a response, guarded if the call has an owner.

    Args:
        handler: boto3's handler of the response.
        parent: The resource whose method has made the call.
        params: The parameters of the call.

    Returns:
        The parent itself, or a copy with a guarded client.
    """
    targets = _call_targets(handler, parent, params)
    client = _client_for(targets, parent, params) if targets else None
    return parent if client is None else _twin(parent, client)


def guard_listed(
    handler: ResourceHandler,
    parent: ServiceResource,
    params: Mapping[str, Any],
    made: object,
) -> Any:
    """Guard each resource of a list with the owner in its data, and return the list.

    Args:
        handler: boto3's handler of the response.
        parent: The resource whose method has made the call.
        params: The parameters of the call.
        made: The value made of the response, of any type; lists count if the call asks
            for other accounts' resources.
    """
    targets = _call_targets(handler, parent, params)
    if isinstance(made, list) and _are_others(targets.get("others", {}), params):
        from boto3_extensions._arns.references import guard_with_own_data

        for resource in made:
            if not isinstance(origin_of(resource.meta.client), StatedOrigin):
                guard_with_own_data(resource, getattr(type(parent), SESSION_ATTRIBUTE))
    return made


def add_guarding_loads(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> None:
    """Wrap a class's ``load`` so that it guards the resource with a stated owner.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: boto3's context of the service.
    """
    load, model = class_attributes.get("load"), class_attributes["meta"].resource_model
    # aioboto3's loads are coroutines.
    if load is None or inspect.iscoroutinefunction(load):
        return
    if is_boto3_type(service_context.service_name, model.name):
        return
    # A load out of the given data has no request, nor has AWS's on an older botocore.
    definition = type_definition(class_attributes, service_context).get("load")
    if definition is None:
        return
    operation = definition["request"]["operation"]
    if takes_owner(service_context.service_model, operation):
        replace_load(class_attributes, _guarding(load))


def takes_owner(service_model: ServiceModel, operation: str) -> bool:
    """Return whether an operation has an input member that may state an owner.

    Args:
        service_model: botocore's model of the service.
        operation: The name of the operation.
    """
    # Semi-private, as in `_speed`: a model of each operation would take the time that
    # the rest of a class takes.
    model = content_of(service_model._service_description)
    shape = model["operations"].get(operation, {}).get("input", {}).get("shape")
    members = model["shapes"].get(shape, {}).get("members", ())
    return not STATING_MEMBERS.isdisjoint(members)


def _guarding(load: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_guard(self: ServiceResource, *args: Any, **kwargs: Any) -> Any:
        loaded = load(self, *args, **kwargs)
        if kwargs and may_state_owner(kwargs):
            operation = self.meta.resource_model.load.request.operation
            client = _client_for(_operation_targets(self, operation), self, kwargs)
            if client is not None:
                self.meta.client = client
        return loaded

    return load_and_guard


def _call_targets(
    handler: ResourceHandler, parent: ServiceResource, params: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the entry in ``targets-1`` of a call's operation, empty if of no use."""
    if not may_state_owner(params):
        return {}
    service = handler.service_context.service_name
    if is_boto3_type(service, handler.resource_model.type):
        return {}
    return _operation_targets(parent, handler.operation_name)


def _operation_targets(resource: ServiceResource, operation: str) -> Mapping[str, Any]:
    session = getattr(type(resource), SESSION_ATTRIBUTE, None)
    if session is None:
        return {}
    return targets_of(resource.meta.client, session, operation)


def _stated_in(
    targets: Mapping[str, Any], parent: ServiceResource, params: Mapping[str, Any]
) -> dict[str, str]:
    """Return the owner and place stated in a call's parameters, by input member."""
    own = [getattr(parent, name) for name in parent.meta.identifiers]
    return {
        name: params[name]
        for name in targets.get("states", ())
        # Children have the parent's identifiers, too; and `SELF` is the default.
        if isinstance(params.get(name), str) and params[name] not in (*own, "SELF")
    }


def _client_for(
    targets: Mapping[str, Any], parent: ServiceResource, params: Mapping[str, Any]
) -> Any:
    """Return a client guarded with the stated owner and place; None if none is new."""
    stated = _stated_in(targets, parent, params)
    if not stated:
        return None
    owner = stated.pop(targets.get("owner", ""), None)
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
    session = getattr(type(parent), SESSION_ATTRIBUTE)
    origin = StatedOrigin(arn, session, client, owner, stated, own_account_id)
    return guarded_client(client, origin)


def _are_others(others: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    """Return whether a call asks for other accounts' resources, too.

    Args:
        others: The entry ``others`` in ``targets-1``: for an input member the values
            that ask for them, or no values if any non-empty value does.
        params: The parameters of the call.
    """
    for name, values in others.items():
        given = params.get(name)
        if given in values if values else given:
            return True
    return False


def _twin(resource: ServiceResource, client: BaseClient) -> Any:
    """Return a copy of a resource with another client."""
    twin = copy_of(resource)
    twin.meta.client = client
    return twin
