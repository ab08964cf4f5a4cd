"""Values for identifiers and for the parameters that a user has to give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.model import Shape

from definition_driver.subjects import Subject
from fake_aws import complete
from fake_aws.inputs import value_of

_INDEX = re.compile(r"\[[^\]]*\]$")
# The paths in a JMESPath: one, or those that not_null() chooses from.
_PATHS = re.compile(r"[\w.\[\]]+(?![\w.\[\](])")


def identifier_value(client: Any, subject: Subject, name: str) -> Any:
    """Return a value that fits every request in which the identifier is sent."""
    shapes = list(_shapes_of_identifier(client, subject, name))
    if any(shape.type_name != "string" for shape in shapes):
        odd = next(shape for shape in shapes if shape.type_name != "string")
        return value_of(odd, name)
    after = next(_ends_of_arns(subject), None)
    if after is not None and name == "Arn":
        account = f"arn:aws:{subject.service}:us-east-1:123456789012"
        return f"{account}:{after}/the-{name}-of-{subject.type}"
    longest = max((int(s.metadata.get("min", 0)) for s in shapes), default=0)
    return f"the-{name}-of-{subject.type}".ljust(longest, "x")


def _ends_of_arns(subject: Subject) -> Iterator[str]:
    """Yield the parts of a type's ARN behind which is the id that its tags take."""
    for action in subject.definition.get("actions", {}).values():
        if "arnAfter" in action:
            yield action["arnAfter"]


def _shapes_of_identifier(client: Any, subject: Subject, name: str) -> Iterator[Shape]:
    for operation, params in _requests(client, subject):
        shape = client.meta.service_model.operation_model(operation).input_shape
        for param in params:
            if param["source"] == "identifier" and param.get("name") == name:
                found = shape_at(shape, param["target"])
                if found is not None:
                    yield found


def _requests(
    client: Any, subject: Subject
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    definition = subject.definition
    users = [definition["load"]] if "load" in definition else []
    for section in ("actions", "batchActions", "hasMany"):
        users += definition.get(section, {}).values()
    for user in users:
        request = user.get("request", {})
        if request.get("operation") in client.meta.service_model.operation_names:
            yield request["operation"], request.get("params", [])
    for waiter in definition.get("waiters", {}).values():
        if has_waiter(client, waiter["waiterName"]):
            operation = waiter_operation(client, waiter["waiterName"])
            yield operation, waiter.get("params", [])


def waiter_operation(client: Any, waiter_name: str) -> str:
    """Return the operation that botocore's waiter of this name calls."""
    return str(client.get_waiter(xform_name(waiter_name)).config.operation)


def has_waiter(client: Any, waiter_name: str) -> bool:
    """Tell whether there is a waiter, and the operation that it calls."""
    name = xform_name(waiter_name)
    try:
        return name in client.waiter_names and client.get_waiter(name) is not None
    except AttributeError:
        # A waiter of ours that calls what an older botocore does not know.
        return False


def shape_at(shape: Shape | None, target: str) -> Shape | None:
    """Return the shape at a target such as `Filters[0].Values[0]`, if there is one."""
    for part in target.split("."):
        name = _INDEX.sub("", part)
        shape = getattr(shape, "members", {}).get(name)
        if shape is not None and name != part:
            shape = getattr(shape, "member", None)
    return shape


def user_parameters(resource: Any, action: Any, operation: Any) -> dict[str, Any]:
    """Return the keyword arguments that a call of `action` needs from its user.

    These are the required members that the definition does not fill, those it declares
    as `input`, and those that the returned resource's identifiers are taken from.
    """
    filled = create_request_parameters(resource, action.request)
    return missing_parameters(filled, action, operation.input_shape)


def missing_parameters(
    filled: dict[str, Any], action: Any, shape: Shape | None
) -> dict[str, Any]:
    """Return what `filled` lacks, as whole top-level parameters."""
    wanted = complete(filled, shape)
    for path in _paths_from_user(action):
        _ensure(wanted, shape, path)
    return {name: v for name, v in wanted.items() if filled.get(name) != v}


def _paths_from_user(action: Any) -> list[str]:
    paths = [p.target for p in action.request.params if p.source == "input"]
    if action.resource is not None:
        paths += [
            path
            for identifier in action.resource.identifiers
            if identifier.source == "requestParameter"
            for path in _PATHS.findall(identifier.path)
        ]
    return paths


def _ensure(params: dict[str, Any], shape: Shape | None, path: str) -> None:
    """Fill the member at `path` if it is missing."""
    head, _, rest = path.partition(".")
    name = _INDEX.sub("", head)
    member = getattr(shape, "members", {}).get(name)
    if member is None:
        return
    if name not in params:
        params[name] = value_of(member, name)
    if rest:
        inner = params[name] if isinstance(params[name], list) else [params[name]]
        for item in inner:
            if isinstance(item, dict):
                _ensure(item, getattr(member, "member", member), rest)
