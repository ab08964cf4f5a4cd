"""The attribute ``arn`` of resources.

The property is added to a resource class while boto3 makes the class, if the type has
an entry in ``arns-1`` (see ``_arns.rules``) and no attribute ``arn`` of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from boto3.exceptions import ResourceLoadException
from botocore.exceptions import NoCredentialsError

from boto3_extensions._arns.account import account_id_of
from boto3_extensions._arns.arn import parse_arn, partition_of
from boto3_extensions._arns.clients import is_of_aws
from boto3_extensions._arns.origin import MADE_FROM, origin_of
from boto3_extensions._arns.rules import (
    ENDPOINT,
    ArnRule,
    ArnTemplate,
    TypeRules,
    rules_of,
)
from boto3_extensions._definitions.classes import BOTO3S, wrap_property
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import (
    ArnAccountError,
    ArnRulesError,
    ArnUnavailableError,
)

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.utils import ServiceContext
    from botocore.client import BaseClient

# What reads identifiers as such.
_READERS = ("boto3.", "boto3_extensions.", "aioboto3.", "aiobotocore.")
_ACCOUNT_ID = re.compile("[0-9]{12}")


def add_arn(
    class_attributes: dict[str, Any],
    service_context: ServiceContext,
    session: boto3.Session,
) -> None:
    """Add the property `arn` to a class being made, unless the type has none.

    Args:
        class_attributes: What boto3 is about to make the class of.
        service_context: boto3's `ServiceContext`.
        session: The `boto3.Session` the class is made for.
    """
    service = service_context.service_name
    resource_type = class_attributes["meta"].resource_model.name
    if "arn" in class_attributes and service not in BOTO3S:
        wrap_property(class_attributes, "arn", _telling_an_arn)
    if "arn" in class_attributes or resource_type == service:
        return
    try:
        rules = rules_of(loader_of(session), service).get(resource_type)
    except ArnRulesError as error:
        # A file of the user's; resources shall work without their ARNs.
        class_attributes["arn"] = property(_raising(str(error)))
        return
    if rules is None:
        return

    def arn(self: ServiceResource) -> str:
        """Return the resource's ARN.

        Returns:
            What the service says it is, where the service does say, which may load the
            resource; else the ARN made of the resource's identifiers, its client's
            region and its owner's account.

        Raises:
            ArnUnavailableError: It cannot be had; the message says why. Where
                credentials would tell the account, it is botocore's
                ``NoCredentialsError``, too.
        """
        return arn_of(self, rules, session)

    class_attributes["arn"] = property(arn)


def _telling_an_arn(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Refuse to tell an identifier for an ARN that is none, but to boto3 itself."""

    @wraps(getter)
    def get_arn(self: ServiceResource) -> Any:
        told = getter(self)
        if isinstance(told, str) and not told.startswith("arn:"):
            # To it, it is what the resource is known by, whatever that is.
            reader = sys._getframe(1).f_globals.get("__name__", "")
            if not reader.startswith(_READERS):
                raise _unavailable(self, f"it was made by {told!r}, which is none")
        return told

    return get_arn


def _raising(message: str) -> Callable[[Any], str]:
    def arn(_: Any) -> str:
        raise ArnRulesError(message)

    return arn


def arn_of(resource: ServiceResource, rules: TypeRules, session: boto3.Session) -> str:
    """Return the ARN of a resource by the rules of its type."""
    made_from: str | None = vars(resource).get(MADE_FROM)
    if made_from is not None and resource.meta.data is None:
        return made_from
    rule = rules.main
    for variant in rules.variants:
        if _holds(resource, variant):
            rule = variant
            break
    if rule.arn:
        told = _read(resource, rule.arn)
        # What is named like an ARN may hold a name or a serial number.
        if isinstance(told, str) and told.startswith("arn:"):
            return told
    return _construct(resource, rule, session)


def _holds(resource: ServiceResource, rule: ArnRule) -> bool:
    for attribute, is_like in rule.when.items():
        if not is_like(str(_read(resource, attribute))):
            return False
    return True


def _construct(resource: ServiceResource, rule: ArnRule, session: boto3.Session) -> str:
    template = _fillable_template(resource, rule)
    told = _parts_of_identifiers(resource, rule) if rule.identifiers else {}
    own = tuple(
        told[name] if name in told else _required(resource, name)
        for name in template.own_fields
    )
    owner = told.get("account")
    if owner is None and template.has_account:
        owner = _owner(resource, rule)
    client = resource.meta.client
    # Of a resource that was made from an ARN, that tells the account.
    known = None if told or MADE_FROM in vars(resource) else rule.filled
    text = None if known is None else known.get(client, owner)
    if text is None:
        text = _fill_partly(resource, template, told, owner, session)
        if known is not None:
            known.keep(client, owner, text)
    if not template.fits("\n".join(own)):
        raise _unavailable(resource, template.fault_of(own))
    return text % own


def _fill_partly(
    resource: ServiceResource,
    template: ArnTemplate,
    told: Mapping[str, str],
    owner: Any,
    session: boto3.Session,
) -> str:
    """Return an ARN with ``%s`` for each of the template's own fields.

    Args:
        resource: The resource that the ARN is of.
        template: The template of the ARN.
        told: Parts of the ARN that the resource's identifiers have.
        owner: The account that the resource's data tells, or an alias for it.
        session: The `boto3.Session` of the resource.
    """
    client = resource.meta.client.meta
    region = told.get("region") or _region_in(told.get(ENDPOINT), session)
    if not template.has_region:
        region = ""
    elif not region:
        region = _region(resource, client)
    # Last, as it may cost a call that would be in vain.
    account = _account(resource, owner, session) if template.has_account else ""
    try:
        return template.fill_partly(
            told.get("partition") or client.partition, region, account
        )
    except ValueError as error:
        raise _unavailable(resource, str(error)) from error


def _fillable_template(resource: ServiceResource, rule: ArnRule) -> ArnTemplate:
    if rule.template is None:
        reason = _no_arn_in(resource, rule) if rule.arn else "AWS gives it none"
        raise _unavailable(resource, reason)
    if not rule.template.pattern.can_be_filled:
        raise _unavailable(resource, _no_arn_in(resource, rule))
    return rule.template


def _no_arn_in(resource: ServiceResource, rule: ArnRule) -> str:
    told = _read(resource, rule.arn)
    if told is None:
        return f"the service left out {rule.arn}"
    return f"{rule.arn} is {told!r}, which is none"


def _parts_of_identifiers(resource: ServiceResource, rule: ArnRule) -> dict[str, str]:
    parts: dict[str, str] = {}
    for identifier, pattern in rule.identifiers.items():
        value = getattr(resource, identifier)
        found = pattern.match(value)
        if found is None:
            raise _unavailable(
                resource, f"it cannot be told from {identifier} {value!r}"
            )
        parts.update(found)
    return parts


def _region(resource: ServiceResource, client: BaseClient) -> str:
    region: str = client.region_name
    if region.endswith("-global"):
        raise _unavailable(resource, f"its client has no region, only {region}")
    return region


def _region_in(endpoint: str | None, session: boto3.Session) -> str | None:
    """Return the region that is in a URL, None if there is none or it is the client's.

    A queue's URL is sent to where it says, whatever the client's region.
    """
    if not endpoint or not is_of_aws(endpoint, session):
        return None
    labels = (urlsplit(endpoint).hostname or "").split(".")
    if labels == ["queue", "amazonaws", "com"]:
        return "us-east-1"
    return next((label for label in labels if partition_of(session, label)), None)


def _owner(resource: ServiceResource, rule: ArnRule) -> Any:
    return _read(resource, rule.account) if rule.account else None


def _account(resource: ServiceResource, owner: Any, session: boto3.Session) -> str:
    # An owner may be given by alias, and glacier's `-` is whoever calls.
    if owner is not None and _ACCOUNT_ID.fullmatch(str(owner)):
        return str(owner)
    made_from: str | None = vars(resource).get(MADE_FROM)
    if made_from is not None:
        return parse_arn(made_from).account_id
    origin = origin_of(resource.meta.client)
    if origin is not None and origin.account_id:
        # What was made from an ARN has no other's things.
        return origin.account_id
    try:
        return account_id_of(resource.meta.client, session)
    except NoCredentialsError as error:
        reason = "its client has no credentials, which would tell the account"
        raise ArnAccountError(_why(resource, reason)) from error


def _required(resource: ServiceResource, field: str) -> str:
    value = _read(resource, field)
    if value is None or value == "":
        raise _unavailable(resource, f"it has no {field}")
    return str(value)


def _read(resource: ServiceResource, path: str) -> Any:
    """Return an attribute's value, None if there is none or it cannot be loaded."""
    name, steps = _steps(path)
    try:
        value = getattr(resource, name)
    # First, as of boto3's own types what is not there is both.
    except AttributeError as error:
        # An older botocore may not know the member.
        if not hasattr(type(resource), name):
            return None
        # boto3 reads the attribute from None if the service answers with nothing.
        reason = f"{name} cannot be read; does it exist?"
        raise _unavailable(resource, reason) from error
    except ResourceLoadException:
        return None
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


@cache
def _steps(path: str) -> tuple[str, tuple[str, ...]]:
    name, *steps = path.split(".")
    return name, tuple(steps)


def _unavailable(resource: ServiceResource, reason: str) -> ArnUnavailableError:
    return ArnUnavailableError(_why(resource, reason))


def _why(resource: ServiceResource, reason: str) -> str:
    # Not the repr: it shows all identifiers.
    return f"No ARN for this {type(resource).__name__}: {reason}."
