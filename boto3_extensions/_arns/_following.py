"""Follows what one resource tells of another: ``function.resource("role")``.

Where AWS tells an ARN, that is all it takes. Where it tells a name or an id, ``links``
in ``arns-1`` says of what, by type and attribute::

    "links": {
      "Trail": {"s3_bucket_name": "s3.Bucket"},
      "AutoScalingGroup": {"instances.instance_id": {"i-*": "ec2.Instance"}}
    }

Dots step into dicts, and into every dict of a list, whose keys are written like
attributes. Globs tell ids from whatever else may stand in their place. What is named
is a sub-resource of the service with one identifier, as in ``ec2.KeyPair(name)``;
``ec2.Subnet[]`` is one for each name in a text with commas.
"""

from __future__ import annotations

import difflib
import fnmatch
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from boto3.resources.base import ServiceResource
from botocore import xform_name

from boto3_extensions._arns._account import credentials_of
from boto3_extensions._arns._arn import parse_arn
from boto3_extensions._arns._arn_rules import links_of, loader_of
from boto3_extensions._arns._from_arn import resource_from, usual_region
from boto3_extensions.exceptions import ArnError, LinkError, PartialLinkError

# After a type: the attribute is a text of several names, separated by commas.
SEVERAL = "[]"


def follow(resource: Any, attribute: str, session: Any) -> Any:
    """Return the resource, or list of resources, that an attribute names."""
    value = _value(resource, attribute)
    link = _link(resource, attribute, session)
    if isinstance(link, str) and link.endswith(SEVERAL):
        link = link.removesuffix(SEVERAL)
        value = _split(value)
    open_service = _opener(resource, session)

    def target(name: Any) -> Any:
        if name is None or name == "" or isinstance(name, ServiceResource):
            return name or None
        if isinstance(name, str) and name.startswith("arn:"):
            region = resource.meta.client.meta.region_name
            return resource_from(parse_arn(name), session, region, open_service)
        service, _, constructor = _type_of(name, link).partition(".")
        if not constructor:
            raise LinkError(
                f"{attribute} of this {type(resource).__name__} holds {name!r}, "
                "which is no ARN, nor known to name a resource"
            )
        region = usual_region(resource.meta.client, session)
        return getattr(open_service(service, region_name=region), constructor)(name)

    if not isinstance(value, list):
        return target(value)
    found, errors = _targets(value, target)
    if errors:
        raise _partly(f"{attribute} of this {type(resource).__name__}", found, errors)
    return found


def _partly(what: str, found: list[Any], errors: list[Any]) -> PartialLinkError:
    reasons = "; ".join(str(error) for error in errors[:3])
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    error = PartialLinkError(
        f"{len(errors)} of what {what} names cannot be followed, the others are in "
        f"`found` of this error: {reasons}{more}",
        found,
        errors,
    )
    error.__cause__ = errors[0]
    return error


def _targets(names: list[Any], target: Callable[[Any], Any]) -> tuple[list[Any], ...]:
    """Return what names lead to, and the errors of those that lead nowhere."""
    found: list[Any] = []
    errors: list[Any] = []
    for name in names:
        if isinstance(name, list):
            inner, more = _targets(name, target)
            found.append(inner)
            errors += more
            continue
        try:
            found.append(target(name))
        except (ArnError, LinkError) as error:
            errors.append(error)
    return found, errors


def _split(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [name.strip() for name in value.split(",") if name.strip()]


def _value(resource: Any, attribute: str) -> Any:
    first, *steps = attribute.split(".")
    # Asked of the class, as asking the resource would load it.
    if not isinstance(getattr(type(resource), first, None), property):
        known = [n for n, v in vars(type(resource)).items() if isinstance(v, property)]
        similar = difflib.get_close_matches(first, known, 1)
        hint = f"; is it {similar[0]}?" if similar else ""
        raise LinkError(f"{type(resource).__name__} has no attribute {first}{hint}")
    value = getattr(resource, first)
    for step in steps:
        value = _step(value, step)
    return value


def _step(value: Any, step: str) -> Any:
    if isinstance(value, list):
        found = [_step(item, step) for item in value]
        return [item for item in found if item is not None]
    # sqs has its redrive policy as text.
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not isinstance(value, Mapping):
        return None
    if step in value:
        return value[step]
    wanted = xform_name(step)
    return next((value[key] for key in value if xform_name(key) == wanted), None)


def _link(resource: Any, attribute: str, session: Any) -> str | Mapping[str, str]:
    links = links_of(loader_of(session), resource.meta.service_name)
    path = ".".join(xform_name(step) for step in attribute.split("."))
    of_type = links.get(resource.meta.resource_model.name, {})
    link: str | Mapping[str, str] = of_type.get(path, "")
    return link


def _type_of(name: object, link: str | Mapping[str, str]) -> str:
    if not isinstance(name, str):
        return ""
    by_glob = {"*": link} if isinstance(link, str) else link
    fitting = (t for glob, t in by_glob.items() if fnmatch.fnmatchcase(name, glob))
    return next(fitting, "")


def _opener(resource: Any, session: Any) -> Callable[..., Any]:
    """Return what makes a service resource that works as who this resource does.

    It makes each but once: a list of ARNs may be long.
    """
    credentials = credentials_of(resource.meta.client, session)
    keys: dict[str, str] = {}
    if credentials is not None and credentials is not session.get_credentials():
        frozen = credentials.get_frozen_credentials()
        keys = {
            "aws_access_key_id": frozen.access_key,
            "aws_secret_access_key": frozen.secret_key,
            "aws_session_token": frozen.token,
        }

    @cache
    def open_service(name: str, region_name: str | None) -> Any:
        return session.resource(name, region_name=region_name, **keys)

    return open_service
