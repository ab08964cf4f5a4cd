"""Makes references lead to where the data say that the other resource is.

A definition says what stands beside an id: ``"beside": {"source_image":
"source_image_region"}``. That is a Region, or the ARN of what is referred to; the
resource is of that Region then, as who, and how, the one that refers to it works. An
ARN of another owner than the referring resource's own is also held to that owner.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from boto3_extensions._arns._arn import Arn, parse_arn
from boto3_extensions._arns._arn_index import find
from boto3_extensions._arns._arn_rules import loader_of, rules_of
from boto3_extensions._arns._link_paths import value_at
from boto3_extensions._arns._origin import NamedOrigin, guard, origin_of
from boto3_extensions._arns._partitions import partition_of
from boto3_extensions._arns._reaching import opener_of
from boto3_extensions._resources._classes import definition_of, wrap_property
from boto3_extensions.exceptions import ArnError, ArnRulesError, LinkError


def add_placed_references(
    class_attributes: dict[str, Any], service_context: Any, session: Any
) -> None:
    """Let references of a class being made lead to where the data say.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
        session: The `boto3.Session` the class is made for.
    """
    definition = definition_of(class_attributes, service_context)
    for reference, path in definition.get("beside", {}).items():
        placing = functools.partial(_placing, path=path, session=session)
        wrap_property(class_attributes, reference, placing)


def _placing(
    getter: Callable[[Any], Any], path: str, session: Any
) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_placed(self: Any) -> Any:
        made = getter(self)
        return made if made is None else _placed(made, self, path, session)

    return get_placed


def _placed(made: Any, resource: Any, path: str, session: Any) -> Any:
    try:
        told = value_at(resource, path)
    except LinkError:
        # Of a botocore that is older than the data.
        return made
    arn = _arn(told)
    region = arn.region if arn else told
    if isinstance(region, str) and partition_of(session, region):
        made = _moved(made, resource, region, session)
    if arn and arn.account_id != owner_of(resource, session):
        _hold(made, arn, session)
    return made


def _moved(made: Any, resource: Any, region: str, session: Any) -> Any:
    client = resource.meta.client
    here = client.meta.region_name
    if region == here or not partition_of(session, here):
        return made
    service = opener_of(client, session)(made.meta.service_name, region_name=region)
    identifiers = [getattr(made, name) for name in made.meta.identifiers]
    moved = type(made)(*identifiers, client=service.meta.client)
    moved.meta.data = made.meta.data
    return moved


def _hold(made: Any, arn: Arn, session: Any) -> None:
    try:
        named = find(str(arn), loader_of(session))
    except ArnError:
        return
    model = made.meta.resource_model
    if (named.service, named.resource_type) != (made.meta.service_name, model.name):
        return
    origin = NamedOrigin(arn, session, made, named.rule)
    if origin.is_needed:
        guard(made, origin)


def owner_of(resource: Any, session: Any) -> str | None:
    """Return the account of a resource as far as that is told without a call."""
    origin = origin_of(resource.meta.client)
    if origin is not None:
        return origin.account_id
    meta = resource.meta
    try:
        rules = rules_of(loader_of(session), meta.service_name)
    except ArnRulesError:
        return None
    rule = rules.get(meta.resource_model.name)
    if rule is None or not rule.main.arn or not isinstance(meta.data, dict):
        return None
    try:
        own = _arn(value_at(resource, rule.main.arn))
    except LinkError:
        return None
    return own.account_id if own else None


def _arn(value: object) -> Arn | None:
    if not isinstance(value, str) or not value.startswith("arn:"):
        return None
    try:
        return parse_arn(value)
    except ArnError:
        return None
