"""The rule that waiters end where there is nothing left to wait for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from botocore.model import ListShape, OperationModel, StructureShape

from .. import states
from .conditions import condition
from .finding import Finding, Findings
from .paths import PathError, item_of
from .service import WAITER, Service

Acceptors = Sequence[Mapping[str, Any]]

# How AWS's services name a state that is left without anybody's doing.
_PASSING = re.compile(
    r"ing([_-]|$)|^waiting|pending|in[-_]?progress|queued|scheduled|submitted|requested"
    r"|approved|initial$|^initiat|rollingback|preinservice|lifecycleaction|delayed"
    r"|unknown|insufficient[-_]data|not[-_](ready|started)|^created?$",
    re.IGNORECASE,
)
_GONE = re.compile(r"delete|disassociated|terminated|deregistered", re.IGNORECASE)
_LENGTH = re.compile(r"length\((\w+)")


class Absence(NamedTuple):
    """The meaning of an output without the resource that is waited for.

    Attributes:
        items: The member of the answer that lists it.
        state: ``success`` for who waits until it is gone, ``failure`` for others.
    """

    items: str
    state: str


def absence(
    operation: OperationModel, name: str, acceptors: Acceptors
) -> Absence | None:
    """Return the meaning of an empty list for a waiter without a rule about it.

    None where the answer has no list of what is waited for, where an acceptor counts
    it, and where it may be missing on its way: who waits for what exists, or knows that
    AWS may refuse as if there were none yet.

    Args:
        operation: What the waiter asks.
        name: The waiter's own name.
        acceptors: Its acceptors.
    """
    items = items_of(operation, acceptors)
    if items is None or any(_counts(acceptor, items) for acceptor in acceptors):
        return None
    if is_gone(name, acceptors):
        return Absence(items, "success")
    on_its_way = any(
        a["matcher"] == "error" and a["state"] == "retry" for a in acceptors
    )
    return None if on_its_way or name.endswith("Exists") else Absence(items, "failure")


def waiters_end(service: Service) -> Findings:
    """Find waiters that poll on after a missing resource or a final state."""
    for site in service.sites(WAITER):
        full_name = str(site.body.get("waiterName"))
        name = full_name.removeprefix("Ext")
        operation, body = service.operation(site), service.waiters.get(full_name)
        if operation is None or body is None:
            continue
        acceptors = body.get("acceptors", ())
        missing = absence(operation, name, acceptors)
        if missing is not None:
            yield Finding(
                "ends",
                f"{name} absent",
                f"{site.place} waits on where {missing.items} is empty: generate its"
                " acceptors, or say with absent what that means.",
                absent=True,
            )
        # Whoever waits until it is gone has no other end.
        if not is_gone(name, acceptors):
            for path, state in unknown(operation, acceptors):
                yield Finding(
                    "ends",
                    f"{name} {state}",
                    f"{site.place} waits on where {path} is {state}: say in [waiters]"
                    " that this is a failure, or with retry that it passes.",
                    absent=True,
                )


def items_of(operation: OperationModel, acceptors: Acceptors) -> str | None:
    """Return the output member with the list of the resources waited for."""
    output = operation.output_shape
    members = output.members if isinstance(output, StructureShape) else {}
    lists: list[str] = [
        name
        for name, shape in members.items()
        if isinstance(shape, ListShape)
        and isinstance(shape.member, StructureShape)
        and not re.search("fail|error", name, re.IGNORECASE)
    ]
    read = [
        name
        for name in lists
        for acceptor in acceptors
        if re.match(rf"(length\()?{name}(\[|\)|$)", str(acceptor.get("argument", "")))
    ]
    if read:
        return read[0]
    asks = any(a["matcher"].startswith("path") for a in acceptors)
    return lists[0] if len(lists) == 1 and len(members) < 4 and not asks else None


def _counts(acceptor: Mapping[str, Any], items: str) -> bool:
    found = _LENGTH.match(str(acceptor.get("argument", "")))
    return found is not None and found[1] == items


def is_gone(name: str, acceptors: Acceptors) -> bool:
    """Return whether who waits by a waiter waits until something is no more."""
    good = [a for a in acceptors if a["state"] == "success"]
    return bool(_GONE.search(name)) or any(
        (a["matcher"] == "error" and isinstance(a["expected"], str))
        or _GONE.search(str(a["expected"]))
        for a in good
    )


def unknown(
    operation: OperationModel, acceptors: Acceptors
) -> Iterator[tuple[str, str]]:
    """Yield the states that an acceptor's path may find and that none knows."""
    paths: dict[str, set[Any]] = {}
    good: dict[str, set[Any]] = {}
    for acceptor in acceptors:
        if acceptor["matcher"].startswith("path"):
            paths.setdefault(acceptor["argument"], set()).add(acceptor["expected"])
            if acceptor["state"] == "success":
                good.setdefault(acceptor["argument"], set()).add(acceptor["expected"])
    for path, known in paths.items():
        if any(argument.startswith(f"{path} != ") for argument in paths):
            # Of all but one state it is said what they are.
            continue
        # Who waits until a thing is there may have it started, or stopped, meanwhile.
        is_thing = path in good and all(
            states.is_there_or_at_rest(str(state)) for state in good[path]
        )
        try:
            value = condition(path, operation.output_shape)
        except PathError:
            continue
        for state in getattr(item_of(value) or value, "enum", None) or ():
            passes = _PASSING.search(state) or (
                is_thing and states.is_there_or_at_rest(state)
            )
            if state not in known and not passes:
                yield path, state
