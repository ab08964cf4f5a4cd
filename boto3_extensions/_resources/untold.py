"""Returns whatever an action's answer has where it is not what the action makes.

AssociateVpcCidrBlock answers with an association of IPv4 addresses or of IPv6 ones,
as it was asked for either. boto3 looks for the one that the definition names, and
returns ``{}`` where it is not there, though something was made. An action of this
package may name what else it makes, ``"otherwise": [{"type": …}]``; where the answer
has none of them, it is the answer that is returned, unless it is empty. boto3's own
actions, and those of a user's definitions, return what they return.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from boto3.resources import response as boto3_response
from boto3.resources.model import ResponseResource

from boto3_extensions._offer import _history


def answer_of(handler: Any, parent: Any, params: Any, response: Any, made: Any) -> Any:
    """Return what an answer tells, if it is not what an action was to make of it.

    Args:
        handler: boto3's handler of the answer.
        parent: The resource whose action it is.
        params: What was asked with.
        response: The answer.
        made: What boto3 made of it.
    """
    if handler.operation_name is None or not (made is None or made == {}):
        return made
    model, context = handler.resource_model, handler.service_context
    definition = model._definition
    if not _is_our_action(context.service_name, handler.operation_name, definition):
        return made
    for other in definition.get("otherwise", ()):
        # An older botocore may have no such type.
        if other["type"] not in context.resource_json_definitions:
            continue
        told = ResponseResource(other, context.resource_json_definitions)
        found = boto3_response.ResourceHandler(
            search_path=told.path,
            factory=handler.factory,
            resource_model=told,
            service_context=context,
            operation_name=handler.operation_name,
        )(parent, params, response)
        if hasattr(found, "meta"):
            return found
    # An answer with nothing in it tells that nothing was made.
    return response if {*response} - {"ResponseMetadata"} else made


def _is_our_action(service: str, operation: str, resource: Any) -> bool:
    return any(one == resource for one in _made_by(service).get(operation, ()))


@functools.cache
def _made_by(service: str) -> dict[str, list[Any]]:
    """Return what each operation makes as this package defines it."""
    ours = _history.our_definitions(service)
    found: dict[str, list[Any]] = {}
    for operation, resource in _actions([ours["service"], *ours["resources"].values()]):
        found.setdefault(operation, []).append(resource)
    return found


def _actions(bodies: list[Any]) -> Iterator[tuple[str, Any]]:
    for body in bodies:
        for action in body.get("actions", {}).values():
            if "resource" in action:
                yield action["request"]["operation"], action["resource"]
