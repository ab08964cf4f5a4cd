"""Waiters derived from the enumeration of a type's states.

botocore has waiters for few of the types whose data have a state. AWS names states
alike: a waiter is derived where the words tell of every state whether it passes, is
good, is bad or is a rest that somebody ends, and which of them is waited for. Where the
words of a single state tell nothing, none is derived: a person writes it into the TOML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from botocore.model import Shape, StructureShape

from . import own_waiters, states, waiters
from .checks.conditions import condition
from .checks.paths import PathError
from .resource_type import ResourceType
from .service import Service
from .spec import ServiceSpec, WaiterSpec
from .words import ends_of, words

_NOT_FOUND = re.compile(r"NotFound|DoesNotExist|NotExist|NoSuch", re.IGNORECASE)
_SUFFIX = re.compile(r"(Exception|Fault|Error)+$")
_DELETES = re.compile(
    r"(Delete|Terminate|Deregister|Deprovision|Disassociate|Detach)(\w+)"
)

# Seconds between calls, and calls: half an hour for a thing, two hours for a job.
_THING = (15, 120)
_JOB = (30, 240)


class States(NamedTuple):
    """The states of a type, and the path to its own in the answer of its load."""

    path: str
    values: tuple[str, ...]


def add(
    service: Service, spec: ServiceSpec, kinds: Mapping[str, ResourceType]
) -> ServiceSpec:
    """Return a definition with the waiters of its types' states.

    What botocore, boto3 or the TOML has goes before: no type has two waiters of a name,
    or two for a state.
    """
    own = own_waiters.made(service, spec)
    known = waiters.waiters(service, dict(kinds), spec.waiters, own)
    found = dict(spec.waiters)
    for kind in kinds.values():
        mine = known.get(kind.name, {})
        taken = {*mine, *_waiters_of_boto3(service, kind)}
        bodies = [_body(service, own, entry["waiterName"]) for entry in mine.values()]
        for waiter in derived(service, kind):
            short = waiter.names[0]
            if waiter.name in found or waiter.name in service.waiters:
                continue
            if short in taken or any(_is_alike(waiter, body) for body in bodies):
                continue
            found[waiter.name] = waiter
            taken.add(short)
    return replace(spec, waiters=found)


def derived(service: Service, kind: ResourceType) -> Iterator[WaiterSpec]:
    """Yield the waiters that the states of a type tell."""
    found = states_of(service, kind)
    if found is None or kind.load is None:
        return
    good = states.good(found.values)
    if good is not None:
        is_job = states.is_done(good)
        yield _waiter(kind, found, good, _JOB if is_job else _THING)
        # Of a list, what is at rest may soon be missing.
        if not is_job and "[" not in found.path:
            for rest in states.rests(found.values):
                yield _waiter(kind, found, rest, _THING)
    gone = list(filter(states.is_gone, found.values))
    if any(map(states.is_leaving, found.values)) and _is_deleted(service, kind):
        codes = _not_found(service, kind)
        stuck = [
            state
            for state in filter(states.is_bad, found.values)
            if "DELET" in states.letters(state)
        ]
        success: dict[str, Any] = {found.path: gone} if gone else {}
        items = re.match(r"(\w+)\[\]", found.path)
        if items and not codes:
            success[f"length({items[1]})"] = 0
        if success or codes:
            deleted = not gone or states.letters(gone[0]).startswith("DELETE")
            end = "Deleted" if deleted else _name(gone[0])
            yield WaiterSpec(
                kind.name + end,
                operation=kind.load.operation,
                delay=_THING[0],
                attempts=_THING[1],
                success=success,
                success_error=codes,
                failure={found.path: stuck} if stuck else {},
                on=[kind.name],
                names=[end],
            )


def states_of(service: Service, kind: ResourceType) -> States | None:
    """Return the states of a type, None without a single member that tells them.

    The load has to answer with the resource alone: a list of several has the states of
    others, too.
    """
    load, shape = kind.load, kind.shape
    if load is None or not load.params or not isinstance(shape, StructureShape):
        return None
    path = load.path or "@"
    if "[]" in path or not re.fullmatch(r"@|\w+(\.\w+)*(\[0\])?", path):
        return None
    # The JobStatus of an EventsDetectionJob is its own.
    nouns = {end.lower() for noun in kind.nouns for end in ends_of(noun)}
    wanted = {
        "status",
        "state",
        *(n + end for n in nouns for end in ("status", "state")),
    }
    members = [
        (name, member)
        for name, member in shape.members.items()
        if name.lower() in wanted and _enum(member)
    ]
    if len(members) != 1:
        return None
    ((name, member),) = members
    start = "" if path == "@" else path.replace("[0]", "[]") + "."
    try:
        condition(start + name, service.output(load.operation))
    except PathError:
        # Of the items of a list alone.
        return None
    return States(start + name, tuple(_enum(member)))


def _waiter(
    kind: ResourceType, found: States, good: str, pace: tuple[int, int]
) -> WaiterSpec:
    of_job = states.is_done(good)
    bad = [
        state
        for state in found.values
        if state != good and states.is_other_end(state, of_job=of_job)
    ]
    return WaiterSpec(
        kind.name + _name(good),
        operation=kind.load.operation if kind.load else None,
        delay=pace[0],
        attempts=pace[1],
        success={found.path: good},
        failure={found.path: bad} if bad else {},
        on=[kind.name],
        names=[_name(good)],
    )


def _is_alike(waiter: WaiterSpec, body: Mapping[str, Any]) -> bool:
    """Return whether a waiter's acceptors end well where another does."""
    good = [a for a in body.get("acceptors", ()) if a["state"] == "success"]
    told = {str(acceptor["expected"]) for acceptor in good}
    mine = {
        str(value)
        for values in waiter.success.values()
        for value in (values if isinstance(values, list) else [values])
    }
    if states.is_gone(waiter.names[0]):
        if any(acceptor["matcher"] == "error" for acceptor in good):
            return True
        mine.add("0")
    return bool(told & mine)


def _body(service: Service, own: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = own.get(name) or service.waiters.get(name) or {}
    return found


def _waiters_of_boto3(service: Service, kind: ResourceType) -> set[str]:
    body = service.base.get("resources", {}).get(kind.name) or {}
    return set(body.get("waiters", {}))


def _is_deleted(service: Service, kind: ResourceType) -> bool:
    """Return whether an operation deletes a type's resources, by its name."""
    deleted = {m[2] for m in map(_DELETES.fullmatch, service.operations) if m}
    return any(noun in deleted or noun + "V2" in deleted for noun in kind.nouns)


def _not_found(service: Service, kind: ResourceType) -> list[str]:
    """Return the error codes of a load that mean: there is no such resource.

    Not those of something else that a request names: a key, an owner.
    """
    operation = kind.load.operation if kind.load else ""
    shapes = service.model.operation_model(operation).error_shapes
    nouns = {"", "resource", "entity", *(noun.lower() for noun in kind.nouns)}
    return sorted(
        code
        for code in {str(shape.error_code) for shape in shapes}
        if _NOT_FOUND.search(code)
        and _NOT_FOUND.sub("", _SUFFIX.sub("", code)).lower() in nouns
    )


def _enum(shape: Shape) -> list[str]:
    return list(getattr(shape, "enum", None) or [])


def _name(state: str) -> str:
    return "".join(word.capitalize() for word in _spoken(state))


def _spoken(state: str) -> list[str]:
    """Return the words of a state: ``IN_SERVICE`` and ``InService`` have two."""
    parts = [part for part in re.split("[^A-Za-z]+", state) if part]
    if len(parts) == 1 and not parts[0].isupper():
        return list(words(parts[0][0].upper() + parts[0][1:]))
    return parts
