"""The attribute ``arn`` of resources.

The property is added to a resource class while boto3 makes the class, if the type has
an entry in ``arns-1`` (see `_arns.rules`) and no attribute ``arn`` of its own.

The service's own ARN wins, if the resource's data have it. Otherwise the ARN is made of
the resource's identifiers, the client's region and the owner's account.
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
from boto3_extensions._arns.clients import is_aws_host
from boto3_extensions._arns.origin import MADE_FROM, origin_of
from boto3_extensions._arns.rules import (
    ENDPOINT,
    ArnRule,
    ArnTemplate,
    TypeRules,
    rules_of,
)
from boto3_extensions._definitions.classes import BOTO3_SERVICES, wrap_property
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

# Packages that read identifiers in order to send them.
_READERS = ("boto3.", "boto3_extensions.", "aioboto3.", "aiobotocore.")
_ACCOUNT_ID = re.compile("[0-9]{12}")


def add_arn(
    class_attributes: dict[str, Any],
    service_context: ServiceContext,
    session: boto3.Session,
) -> None:
    """Add the property `arn` to a class being made, unless the type has none.

    Args:
        class_attributes: The attributes boto3 is about to make the class of.
        service_context: boto3's `ServiceContext`.
        session: The `boto3.Session` the class is made for.
    """
    service = service_context.service_name
    resource_type = class_attributes["meta"].resource_model.name
    if "arn" in class_attributes and service not in BOTO3_SERVICES:
        wrap_property(class_attributes, "arn", _checked_arn)
    if "arn" in class_attributes or resource_type == service:
        return
    try:
        rules = rules_of(loader_of(session), service).get(resource_type)
    except ArnRulesError as error:
        # The file is the user's; resources shall work without their ARNs.
        class_attributes["arn"] = property(_raising(str(error)))
        return
    if rules is None:
        return

    def arn(self: ServiceResource) -> str:
        """Return the resource's ARN.

        Returns:
            The service's own ARN, if the resource's data have one, which may load the
            resource; else the ARN made of the resource's identifiers, its client's
            region and its owner's account.

        Raises:
            ArnUnavailableError: There is no ARN; the message says why. Where the
                account of credentials is needed and there are none, the error is
                botocore's ``NoCredentialsError``, too.
        """
        return arn_of(self, rules, session)

    class_attributes["arn"] = property(arn)


def _checked_arn(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a getter of an identifier ``arn`` that refuses values that are no ARNs.

    boto3 itself may read them: it sends the identifier, be it an ARN or a name.
    """

    @wraps(getter)
    def get_arn(self: ServiceResource) -> Any:
        value = getter(self)
        if isinstance(value, str) and not value.startswith("arn:"):
            reader = sys._getframe(1).f_globals.get("__name__", "")
            if not reader.startswith(_READERS):
                raise _unavailable(self, f"it was made by {value!r}, which is none")
        return value

    return get_arn


def _raising(message: str) -> Callable[[ServiceResource], str]:
    def arn(_: ServiceResource) -> str:
        raise ArnRulesError(message)

    return arn


def arn_of(resource: ServiceResource, rules: TypeRules, session: boto3.Session) -> str:
    """Return the ARN of a resource by the rules of its type.

    Args:
        resource: The resource, which is loaded if its data have to be read.
        rules: The rules of its type.
        session: The session that the resource was made with.

    Raises:
        ArnUnavailableError: There is no ARN; the message says why.
        ArnAccountError: There are no credentials whose account is needed.
    """
    made_from: str | None = vars(resource).get(MADE_FROM)
    if made_from is not None and resource.meta.data is None:
        return made_from
    rule = rules.main
    for variant in rules.variants:
        if _holds(resource, variant):
            rule = variant
            break
    if rule.arn:
        own = _read(resource, rule.arn)
        # An attribute named like an ARN may have a name or a serial number.
        if isinstance(own, str) and own.startswith("arn:"):
            return own
    return _construct(resource, rule, session)


def _holds(resource: ServiceResource, rule: ArnRule) -> bool:
    for attribute, matches in rule.when.items():
        if not matches(str(_read(resource, attribute))):
            return False
    return True


def _construct(resource: ServiceResource, rule: ArnRule, session: boto3.Session) -> str:
    template = _fillable_template(resource, rule)
    parts = _parts_of_identifiers(resource, rule) if rule.identifiers else {}
    own = tuple(
        parts[name] if name in parts else _required(resource, name)
        for name in template.own_fields
    )
    owner = parts.get("account")
    if owner is None and template.has_account:
        owner = _owner(resource, rule)
    client = resource.meta.client
    # The account of a resource that was made from an ARN is the ARN's.
    known = None if parts or MADE_FROM in vars(resource) else rule.filled
    text = None if known is None else known.get(client, owner)
    if text is None:
        text = _fill_partly(resource, template, parts, owner, session)
        if known is not None:
            known.keep(client, owner, text)
    if not template.fits("\n".join(own)):
        raise _unavailable(resource, template.fault_of(own))
    return text % own


def _fill_partly(
    resource: ServiceResource,
    template: ArnTemplate,
    parts: Mapping[str, str],
    owner: object,
    session: boto3.Session,
) -> str:
    """Return an ARN with ``%s`` for each of the template's own fields.

    Args:
        resource: The resource that the ARN is of.
        template: The template of the ARN.
        parts: Parts of the ARN that the resource's identifiers contain.
        owner: The owner's account in the resource's data, or an alias for it.
        session: The `boto3.Session` of the resource.
    """
    client = resource.meta.client.meta
    region = parts.get("region") or _region_in(parts.get(ENDPOINT), session)
    if not template.has_region:
        region = ""
    elif not region:
        region = _region(resource, client)
    # Last, as it may cost a call, which would be in vain if anything else is missing.
    account = _account(resource, owner, session) if template.has_account else ""
    try:
        return template.fill_partly(
            parts.get("partition") or client.partition, region, account
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
    value = _read(resource, rule.arn)
    if value is None:
        return f"the service left out {rule.arn}"
    return f"{rule.arn} is {value!r}, which is none"


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
    """Return the region in the URL of an AWS service, None if there is none.

    A queue's URL decides where requests are sent, whatever the client's region.
    """
    if not endpoint or not is_aws_host(endpoint, session):
        return None
    labels = (urlsplit(endpoint).hostname or "").split(".")
    if labels == ["queue", "amazonaws", "com"]:
        return "us-east-1"
    return next((label for label in labels if partition_of(session, label)), None)


def _owner(resource: ServiceResource, rule: ArnRule) -> Any:
    return _read(resource, rule.account) if rule.account else None


def _account(resource: ServiceResource, owner: object, session: boto3.Session) -> str:
    # An owner may be given by alias, and glacier's `-` means the caller.
    if owner is not None and _ACCOUNT_ID.fullmatch(str(owner)):
        return str(owner)
    made_from: str | None = vars(resource).get(MADE_FROM)
    if made_from is not None:
        return parse_arn(made_from).account_id
    origin = origin_of(resource.meta.client)
    if origin is not None and origin.account_id:
        # Parts of a resource that was made from an ARN are of the same account.
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
    """Return the value at a path, None if there is none or it cannot be loaded.

    Args:
        resource: The resource.
        path: An attribute, followed by keys of nested dicts: ``endpoint.address``.
    """
    name, steps = _steps(path)
    try:
        value = getattr(resource, name)
    # First, as the error of boto3's own types for an absent resource is both.
    except AttributeError as error:
        # An older release of botocore may not know the member.
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
