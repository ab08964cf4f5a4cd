"""What a resource is, and what an ARN names."""

from __future__ import annotations

import re
from typing import Any

from boto3_extensions import parse_arn, resource_type_of
from boto3_extensions.exceptions import Boto3ExtensionsError


def identity(resource: Any) -> tuple[Any, ...]:
    """Return a resource's type and identifiers."""
    values = (getattr(resource, name) for name in resource.meta.identifiers)
    return resource.meta.resource_model.name, *values


def named_by(arn: str) -> tuple[str, str] | None:
    """Return the service and type of what an ARN names, if we know it."""
    try:
        named = resource_type_of(arn)
    except Boto3ExtensionsError:
        return None
    return named.service_name, named.resource_type


def is_arn(text: str) -> bool:
    """Tell whether a text is an ARN of a possible account."""
    account = account_of(text)
    return account == "" or re.fullmatch(r"\d{12}", account or "") is not None


def account_of(text: str) -> str | None:
    """Return the account of an ARN, ``None`` if it is none."""
    try:
        return parse_arn(text).account_id or ""
    except Boto3ExtensionsError:
        return None


def arns_in(text: str) -> set[str]:
    """Return what in a text looks like an ARN."""
    return set(re.findall(r"arn:aws[\w-]*:[^\s\"',\\)}<>]+", text))
