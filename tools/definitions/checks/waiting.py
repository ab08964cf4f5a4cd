"""The rule that this package's own waiters read existing members, and end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from botocore.model import OperationModel

from .conditions import condition, never_is
from .finding import Finding, Findings
from .paths import AbsentError, PathError, item_of
from .service import Service

# Nobody polls AWS faster, or waits for longer, without knowing about it.
_DELAYS, _LONGEST = range(1, 301), 24 * 3600


def waiters_fit(service: Service, waiters: Mapping[str, Any]) -> Findings:
    """Find waiters that would fail at once, or poll until the attempts end.

    Args:
        service: The service.
        waiters: Some of its ``waiters-2``, by name.
    """
    for name, body in waiters.items():
        if body["operation"] not in service.model.operation_names:
            text = f"{name} asks {body['operation']}, which {service.name} lacks."
            yield Finding("operation", name, text, absent=True)
            continue
        operation = service.model.operation_model(body["operation"])
        # Of a copy, what is botocore's own is not ours to answer for.
        copied = service.waiters.get(name.removeprefix("Ext"), {})
        theirs = copied.get("acceptors", ()) if copied is not body else ()
        for text, absent in _faults(operation, body, theirs):
            yield Finding("waiter", name, f"{name} {text}.", absent=absent)


def _faults(
    operation: OperationModel, body: Mapping[str, Any], theirs: Sequence[Any]
) -> Iterator[tuple[str, bool]]:
    acceptors = body["acceptors"]
    if all(acceptor["state"] != "success" for acceptor in acceptors):
        yield "never succeeds", False
    delay, attempts = body["delay"], body["maxAttempts"]
    if delay not in _DELAYS:
        yield f"asks every {delay} s: that should be between 1 and 300", False
    if attempts < 2 or delay * attempts > _LONGEST:
        yield f"asks {attempts} times: it waits not at all, or for days", False
    for acceptor in acceptors:
        if acceptor in theirs:
            continue
        if acceptor["matcher"].startswith("path"):
            yield from _fault(operation, acceptor)
        # ec2's models tell the errors of no operation at all.
        elif operation.service_model.error_shapes and (
            acceptor["expected"] not in _codes(operation)
        ):
            code = acceptor["expected"]
            yield f"knows {code}, which {operation.name} does not refuse with", True


def _codes(operation: OperationModel) -> set[str]:
    return {shape.error_code for shape in operation.error_shapes}


def _fault(
    operation: OperationModel, acceptor: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    path, expected = acceptor["argument"], acceptor["expected"]
    if operation.output_shape is None:
        yield f"reads {path}, but {operation.name} answers nothing", True
        return
    try:
        value = condition(path, operation.output_shape)
    except PathError as error:
        yield f"reads {path}, but {error}", isinstance(error, AbsentError)
        return
    item = item_of(value)
    if (acceptor["matcher"] == "path") != (item is None):
        yield f"reads {path} by {acceptor['matcher']}, which never matches", False
    elif why := never_is(value if item is None else item, expected):
        yield f"reads {path}, but {why}", True
