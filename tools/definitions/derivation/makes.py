"""The operations that make resources, beyond those named Create with usual outputs.

Their verbs are others than Create; their answers spell the identifiers as no input
does; or a thing that may have an owner is made without one, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from botocore.model import StructureShape

from .. import shapes
from ..inputs import filled_inputs, match_inputs
from ..making import CREATE_VERBS, identified, made_type, was_not_made
from ..placement import Placer
from ..relations import SERVICE
from ..resource_type import Identifier, ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..toml_file import DefinitionError
from ..words import plurals, verb, words
from . import members

VERBS = {
    *CREATE_VERBS, "Put", "Register", "Associate", "Start", "Enable", "Add", "Publish",
    "Upload", "Submit", "Invite", "Activate", "Generate", "Provision", "Issue",
}  # fmt: skip


def add_makes(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Add the made type and the paths of its identifiers to create operations."""
    for operation in service.operations:
        if operation in spec.operations or verb(operation) not in VERBS:
            continue
        if made_type(service, kinds, operation) is None:
            for kind in _named(kinds, operation):
                written = _makes(service, kind, operation)
                if written is not None:
                    spec.operations[operation] = written
                    break
    _also_on_the_service(service, spec, kinds)


def _named(kinds: dict[str, ResourceType], operation: str) -> list[ResourceType]:
    """Return the types that an operation may make, the longest noun first."""
    rest = "".join(words(operation)[1:]).lower()
    found: list[tuple[tuple[bool, int], ResourceType]] = []
    for kind in kinds.values():
        spelt = {n.lower() for n in kind.nouns}
        spelt |= {p.lower() for n in kind.nouns for p in plurals(n)[:1]}
        whole = bool(spelt & _made_of(operation, rest))
        ends = [n for n in spelt if rest.endswith(n)]
        # A ProfileJob is a Job, though nobody tells of ProfileJobs.
        if whole or (ends and verb(operation) in CREATE_VERBS):
            found.append(((whole, max(map(len, ends or spelt))), kind))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [kind for _, kind in found]


def _made_of(operation: str, rest: str) -> set[str]:
    """Return the possible nouns of a made resource, such as a profile association's."""
    become = {
        "Associate": rest + "association",
        "Enable": "enabled" + rest,
        "Register": "registered" + rest,
    }
    return {rest, become.get(verb(operation), rest)}


def _makes(
    service: Service, kind: ResourceType, operation: str
) -> OperationSpec | None:
    if not kind.identifiers:
        return None
    if verb(operation) not in CREATE_VERBS and match_inputs(service, kind, operation):
        # The caller names it: it is an action of the thing itself.
        return None
    told = _answered(service, kind, operation) or _sent(service, kind, operation)
    if told is None:
        return None
    written = OperationSpec(returns=kind.name, identifiers=told)
    if identified(service, operation, kind, None, told) is None:
        return None
    return written


def _answered(
    service: Service, kind: ResourceType, operation: str
) -> dict[str, str] | None:
    """Return the paths of a new resource's own identifiers in the output."""
    for path, shape in _structures(service, operation):
        found = members.own_members(service, kind, shape)
        if found is not None:
            at = "" if path == "@" else f"{path}."
            told = {name: f"{at}{member}" for name, member in found.items()}
            return _with_parents(service, kind, operation, told)
    return None


def _structures(
    service: Service, operation: str
) -> Iterator[tuple[str, StructureShape]]:
    output = service.output(operation)
    yield from shapes.structures_in(output)
    for path, shape in shapes.structures_in(output):
        for name, inner in shapes.structures_in(shape):
            if path != "@" and name.lower().endswith(("summary", "metadata")):
                yield f"{path}.{name}", inner
    for items in shapes.lists_in(output):
        if was_not_made(service, operation, items.path):
            continue
        if items.path.count("[]") == 1 and isinstance(items.item, StructureShape):
            yield items.path.replace("[]", "[0]"), items.item


def _sent(
    service: Service, kind: ResourceType, operation: str
) -> dict[str, str] | None:
    """Return the paths of a new resource's identifiers in the input.

    An input of the request's own does so without a word.
    """
    given = service.model.operation_model(operation).input_shape
    if given is None:
        return None
    for path, shape in shapes.structures_in(given):
        found = members.own_members(service, kind, shape)
        required = {*shape.required_members}
        if found is None or not {*found.values()} <= required:
            continue
        at = "" if path == "@" else f"{path}."
        told = {name: f"{at}{member}" for name, member in found.items()}
        return _with_parents(service, kind, operation, told)
    return None


def _with_parents(
    service: Service, kind: ResourceType, operation: str, told: dict[str, str]
) -> dict[str, str]:
    """Return the paths of identifiers with those of parents, in any spelling."""
    inputs = service.inputs(operation)
    for identifier in kind.identifiers:
        if identifier.own or {identifier.name, *identifier.inputs} & {*inputs}:
            continue
        member = next((n for n in inputs if _same(n, identifier)), None)
        if member is not None:
            told[identifier.name] = member
    return told


def _same(name: str, identifier: Identifier) -> bool:
    return name.lower() in {n.lower() for n in [identifier.name, *identifier.inputs]}


def _also_on_the_service(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Add a create action to the service for a thing that may be without its owner."""
    placer = Placer(service, spec, kinds)
    for operation in service.operations:
        try:
            (action,) = placer.place(operation)
        except (DefinitionError, ValueError):
            continue
        made = (action.resource or {}).get("type")
        if made is None or action.owner == SERVICE:
            continue
        targets = {p["target"] for p in action.params}
        if targets <= service.required(operation):
            continue
        owner = kinds[action.owner]
        if filled_inputs(service, owner, operation, lists=True) is None:
            continue
        if kinds[made].spec.parent == action.owner:
            continue
        written = spec.operations.setdefault(operation, OperationSpec(returns=made))
        written.on = [SERVICE, action.owner]
