"""The waiters of each type, botocore's and this package's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .checks import ends
from .inputs import filled_inputs, input_of, params_of
from .own_waiters import PREFIX
from .resource_type import ResourceType
from .service import Service
from .spec import WaiterSpec
from .texts import plain
from .toml_file import DefinitionError
from .words import after_verb, ends_of, find_noun, without_noun, words

Waits = dict[str, dict[str, Any]]


def waiters(
    service: Service,
    kinds: dict[str, ResourceType],
    written: dict[str, WaiterSpec] | None = None,
    own: Mapping[str, Any] | None = None,
) -> Waits:
    """Return ``waiters`` by type: those named for a type's noun, or written for it.

    Args:
        service: The service's models.
        kinds: Its types.
        written: Those in the TOML by name, our own and such as it places.
        own: ``waiters`` of our ``waiters-2``, copies of botocore's among them.
    """
    found: Waits = {}
    written, own = written or {}, own or {}
    for name, waiter in sorted(service.waiters.items()):
        if name in written and (written[name].on or written[name].names):
            continue
        place = _place(service, kinds, name, waiter["operation"])
        if place:
            _, kind, params = place
            entry = _entry(service, name, params, own)
            found.setdefault(kind.name, {})[_short(kind, name)] = entry
    for name, spec in sorted(written.items()):
        if spec.left_out or (name in service.waiters and not (spec.on or spec.names)):
            # It only says how that of botocore's ends, or that there shall be none.
            continue
        for kind, params in _written_places(service, kinds, spec):
            mine = found.setdefault(kind.name, {})
            for short in spec.names or [_short(kind, name)]:
                if short in mine:
                    other = mine[short]["waiterName"]
                    raise DefinitionError(
                        f"[waiters.{name}]: {kind.name} waits until {short} by {other}"
                    )
                mine[short] = _entry(service, name, params, own)
    return found


def _entry(
    service: Service, name: str, params: list[dict[str, str]], own: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the entry of a waiter, with the list that is empty if nothing is there."""
    is_own = PREFIX + name in own or name not in service.waiters
    full_name = PREFIX + name if is_own else name
    body = own.get(full_name) or service.waiters.get(name)
    absent = None
    if body is not None and body["operation"] in service.operations:
        operation = service.model.operation_model(body["operation"])
        absent = ends.items_of(operation, body["acceptors"])
    return {"waiterName": full_name, "params": params, "absent": absent or ""}


def _short(kind: ResourceType, name: str) -> str:
    nouns = [*kind.nouns, *_tails(kind, name)]
    return without_noun("Until" + name, nouns).removeprefix("Until")


Place = tuple[int, ResourceType, list[dict[str, str]]]


def _place(
    service: Service, kinds: dict[str, ResourceType], name: str, operation: str
) -> Place | None:
    """Return the type with the longest noun in a waiter's name, and its inputs.

    It fills whatever the operation requires: ssm's ``CommandExecuted`` is of a command
    on one instance.
    """
    best: Place | None = None
    for kind in kinds.values():
        params = _params(service, kind, operation) or []
        given = {input_of(p["target"]) for p in params}
        if service.required(operation) - given:
            continue
        noun = _noun(service, kind, name, operation, params)
        if params and noun is not None and (best is None or noun > best[0]):
            best = (noun, kind, params)
    # What tells of all versions of a project, waits for none of them.
    return None if best and _is_of_part(kinds, best[1], name) else best


def _is_of_part(
    kinds: dict[str, ResourceType], kind: ResourceType, waiter: str
) -> bool:
    """Return whether a waiter is named for a part of a type, another type."""
    mine = max(_named(kind, waiter), key=len, default=None)
    return mine is not None and any(
        noun != mine and noun.startswith(mine)
        for other in kinds.values()
        for noun in _named(other, waiter)
    )


def _written_places(
    service: Service, kinds: dict[str, ResourceType], spec: WaiterSpec
) -> list[tuple[ResourceType, list[dict[str, Any]]]]:
    where = f"[waiters.{spec.name}]"
    operation = spec.operation
    if operation is None:
        if spec.name not in service.waiters:
            raise DefinitionError(f"{where}: botocore has none, say its operation")
        operation = str(service.waiters[spec.name]["operation"])
    if spec.on is None:
        place = _place(service, kinds, spec.name, operation)
        if place is None:
            raise DefinitionError(f"{where}: no type is named in it, say on which")
        _, kind, params = place
        return [(kind, params_of(kind, spec.params) if spec.params else params)]
    found = []
    for name in spec.on:
        if name not in kinds:
            raise DefinitionError(f"{where}: no type {name}")
        kind = kinds[name]
        filled = params_of(kind, spec.params) if spec.params else None
        filled = filled or _params(service, kind, operation)
        if not filled and kind.identifiers:
            raise DefinitionError(f"{where}: say which params {name} fills")
        found.append((kind, filled or []))
    return found


def _params(
    service: Service, kind: ResourceType, operation: str
) -> list[dict[str, str]] | None:
    """Return the inputs that identify a resource, and the filters of its load.

    cloudwatch describes composite alarms only to who asks for their type, too.
    """
    params = filled_inputs(service, kind, operation, lists=True)
    load = kind.load
    if load is None or load.operation != operation:
        return params
    if "[]" in (load.path or ""):
        return _filter(service, kind, operation) if params is None else params
    if params is None:
        return load.params
    return params + [p for p in load.params if p["source"] == "string"]


def _filter(
    service: Service, kind: ResourceType, operation: str
) -> list[dict[str, str]] | None:
    """Return the parameters of a list's filter by the identifier of what it lists.

    AWS's text has the filter's name, as dms's ``replication-task-arn``.
    """
    inputs = service.inputs(operation)
    filters = next((name for name in ("Filters", "Filter") if name in inputs), None)
    if filters is None or len(kind.identifiers) != 1:
        return None
    (identifier,) = kind.identifiers
    text = plain(inputs[filters].documentation)
    for noun in kind.nouns:
        name = "-".join([*words(noun), identifier.name]).lower()
        if re.search(rf"(?<![\w-]){name}(?![\w-])", text):
            values = {
                f"{filters}[0].Name": f"'{name}'",
                f"{filters}[0].Values[0]": identifier.name,
            }
            return params_of(kind, values)
    return None


def _named(kind: ResourceType, waiter: str) -> list[str]:
    """Return the nouns of a type that a waiter's name has."""
    return [noun for noun in kind.nouns if find_noun(noun, waiter)]


def _tails(kind: ResourceType, waiter: str) -> list[str]:
    """Return the ends of a type's nouns that a waiter's name begins with.

    None where it has a whole noun: mediaconnect's InputActive is a RouterInput's.
    """
    if _named(kind, waiter):
        return []
    ends = [end for noun in kind.nouns for end in ends_of(noun)]
    return [end for end in ends if words(waiter)[: len(words(end))] == words(end)]


def _noun(
    service: Service,
    kind: ResourceType,
    waiter: str,
    operation: str,
    params: list[dict[str, str]],
) -> int | None:
    """Return the length of a type's noun in a waiter's name, ``None`` without it.

    It is 0 for ``InstanceInService``, which elb asks a LoadBalancerName for.
    """
    mine = [len(n) for n in _named(kind, waiter)]
    if mine:
        return max(mine)
    targets = {p["target"] for p in params}
    if not targets <= service.required(operation):
        return None
    named = all(any(find_noun(n, t) for n in kind.nouns) for t in targets)
    loads = kind.load is not None and kind.load.operation == operation
    loads = loads and after_verb(operation) in kind.nouns
    return 0 if named or (loads and _tails(kind, waiter)) else None
