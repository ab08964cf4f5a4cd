"""References to resources in the region and the account that data have beside an id.

A definition names the attributes beside a reference: ``"beside": {"source_image":
"source_image_region"}``, or a list of them. Such an attribute has a region, the account
of an owner, or an ARN of the resource referred to or of a copy of that. The first
attribute with a region decides the region of the resource, which has the credentials
and options of the referring resource's client. With an account, or an ARN of another
account than the referring resource's, the resource is guarded by an origin, too (see
`_arns.origin`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from botocore import xform_name

from boto3_extensions._arns.arn import Arn, parse_arn, partition_of
from boto3_extensions._arns.lookup import find
from boto3_extensions._arns.origin import NamedOrigin, StatedOrigin, guard, origin_of
from boto3_extensions._arns.resource import service_opener
from boto3_extensions._arns.rules import ArnRule, rules_of
from boto3_extensions._definitions.classes import type_definition, wrap_property
from boto3_extensions._foundation.models import loader_of
from boto3_extensions._foundation.paths import value_at
from boto3_extensions.exceptions import ArnError, ArnRulesError, LinkError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.utils import ServiceContext

_ACCOUNT_ID = re.compile("[0-9]{12}")


def add_placed_references(
    class_attributes: dict[str, Any],
    service_context: ServiceContext,
    session: boto3.Session,
) -> None:
    """Wrap references of a class so that their data decide region and owner.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: boto3's context of the service.
        session: The `boto3.Session` the class is made for.
    """
    definition = type_definition(class_attributes, service_context)
    for reference, beside in definition.get("beside", {}).items():
        paths = [beside] if isinstance(beside, str) else beside
        placing = functools.partial(_placing, paths=paths, session=session)
        wrap_property(class_attributes, reference, placing)


def _placing(
    getter: Callable[[Any], Any], paths: list[str], session: boto3.Session
) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_placed(self: ServiceResource) -> Any:
        made = getter(self)
        return made if made is None else _placed(made, self, paths, session)

    return get_placed


def _placed(
    made: ServiceResource,
    resource: ServiceResource,
    paths: list[str],
    session: boto3.Session,
) -> Any:
    regions: list[str] = []
    owners: list[tuple[str, Arn | None]] = []
    for path, text in _texts_at(resource, paths):
        arn = _arn(text)
        region = arn.region if arn else text
        if partition_of(session, region):
            regions.append(region)
        if arn is None:
            owners += [(text, None)] if _ACCOUNT_ID.fullmatch(text) else []
        elif path in resource.meta.identifiers or arn.account_id != owner_of(
            resource, session
        ):
            # An ARN as an identifier: the resource is shared by the ARN's account.
            owners.append((arn.account_id, arn))
    if regions:
        made = _in_region(made, resource, regions[0], session)
    if owners:
        _guard_with(made, *owners[0], session)
    return made


def _texts_at(resource: ServiceResource, paths: list[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        try:
            value = value_at(resource, path)
        except LinkError:
            # An older release of botocore lacks the member.
            continue
        if isinstance(value, str):
            yield path, value


def _in_region(
    made: ServiceResource,
    resource: ServiceResource,
    region: str,
    session: boto3.Session,
) -> Any:
    client = resource.meta.client
    here = client.meta.region_name
    if region == here or not partition_of(session, here):
        return made
    service = service_opener(client, session)(
        made.meta.service_name, region_name=region
    )
    identifiers = [getattr(made, name) for name in made.meta.identifiers]
    moved = type(made)(*identifiers, client=service.meta.client)
    moved.meta.data = made.meta.data
    return moved


def _guard_with(
    made: ServiceResource, account_id: str, arn: Arn | None, session: boto3.Session
) -> None:
    meta = made.meta
    try:
        rules = rules_of(loader_of(session), meta.service_name)
    except ArnRulesError:
        return
    rule = rules.get(meta.resource_model.name)
    if rule is None:
        return
    named = arn and _named_by(arn, made, session)
    if named is None:
        named = _arn_made_of(made, rule.main, account_id)
    if named is None:
        return
    origin = NamedOrigin(named, session, made, rule.main)
    if origin.is_needed:
        guard(made, origin)


def guard_with_own_data(resource: ServiceResource, session: boto3.Session) -> None:
    """Guard a resource with the owner in its own data, if they have any."""
    owner = owner_in_data(resource, session)
    before = origin_of(resource.meta.client)
    if owner is None or (before is not None and before.account_id == owner):
        return
    rule = rules_of(loader_of(session), resource.meta.service_name)[
        resource.meta.resource_model.name
    ]
    arn = _arn(in_data(resource, rule.main.arn)) if rule.main.arn else None
    _guard_with(resource, owner, arn, session)


def _named_by(arn: Arn, made: ServiceResource, session: boto3.Session) -> Arn | None:
    """Return an ARN if it is of a resource's type, else None.

    The ARN may be of a copy of the resource, which has another type.
    """
    try:
        named = find(str(arn), loader_of(session))
    except ArnError:
        return None
    meta = made.meta
    own = (meta.service_name, meta.resource_model.name)
    return arn if (named.service, named.resource_type) == own else None


def _arn_made_of(made: ServiceResource, rule: ArnRule, account_id: str) -> Arn | None:
    """Return the ARN that a resource of an account has, None if it cannot be made."""
    template = rule.template
    if template is None or not template.pattern.can_be_filled:
        return None
    meta = made.meta
    if not (template.has_account and set(template.own_fields) <= set(meta.identifiers)):
        return None
    client = meta.client.meta
    values = {name: getattr(made, name) for name in template.own_fields}
    values |= {"partition": client.partition, "account": account_id}
    values["region"] = client.region_name if template.has_region else ""
    try:
        return parse_arn(template.fill(values))
    except ValueError:
        return None


def owner_of(resource: ServiceResource, session: boto3.Session) -> str | None:
    """Return the account of a resource if it is known without a call, else None.

    "" for a resource that was made from an ARN without an account.
    """
    origin = origin_of(resource.meta.client)
    if origin is not None and (
        origin.account_id or not isinstance(origin, StatedOrigin)
    ):
        return origin.account_id
    return owner_in_data(resource, session)


def owner_in_data(resource: ServiceResource, session: boto3.Session) -> str | None:
    """Return the account in a resource's own data, None if they have none."""
    meta = resource.meta
    try:
        rules = rules_of(loader_of(session), meta.service_name)
    except ArnRulesError:
        return None
    rule = rules.get(meta.resource_model.name)
    if rule is None:
        return None
    arn = _arn(in_data(resource, rule.main.arn)) if rule.main.arn else None
    if arn is not None:
        return arn.account_id
    owner = in_data(resource, rule.main.account) if rule.main.account else None
    is_account = isinstance(owner, str) and _ACCOUNT_ID.fullmatch(owner)
    return owner if is_account else None


def in_data(resource: ServiceResource, path: str) -> Any:
    """Return the value at a path in a resource's data, None if there is none.

    The resource is never loaded.

    Args:
        resource: The resource.
        path: Names of members as attributes, separated by dots.
    """
    value = resource.meta.data
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = next((value[key] for key in value if xform_name(key) == step), None)
    return value


def _arn(value: object) -> Arn | None:
    if not isinstance(value, str) or not value.startswith("arn:"):
        return None
    try:
        return parse_arn(value)
    except ArnError:
        return None
