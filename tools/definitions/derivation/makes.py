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
from ..placement import Action, Placer
from ..relations import SERVICE
from ..resource_type import Identifier, ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..toml_file import DefinitionError
from ..words import PREPOSITIONS, after_verb, find_noun, plurals, verb, words
from . import members

VERBS = {
    *CREATE_VERBS, "Put", "Register", "Associate", "Start", "Enable", "Add", "Publish",
    "Upload", "Submit", "Invite", "Activate", "Generate", "Provision", "Issue",
}  # fmt: skip
# Words behind the noun of what is made that do not make it something else.
_AFTER = {*PREPOSITIONS, "V2", "Batch", "And", "Using", "As"}


def add_makes(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Add the made type and the paths of its identifiers to create operations."""
    for operation in service.operations:
        if operation in spec.operations or verb(operation) not in VERBS:
            continue
        there = _brought_back(service, kinds, operation)
        if there is not None:
            spec.operations[operation] = OperationSpec(on=[there], returns="")
            continue
        made = made_type(service, kinds, operation)
        part = _part(kinds, made, operation)
        if part is not None:
            # CreateAIAgentVersion answers with an AIAgent, and a number beside it.
            told = identified(service, operation, part) is not None
            spec.operations[operation] = OperationSpec(
                returns=part.name if told else ""
            )
            continue
        if made is not None and (
            _is_another(kinds, made, operation)
            or _is_a_part_made(service, made, operation)
        ):
            # CreateRecipeJob makes a Job.
            spec.operations[operation] = OperationSpec(returns="")
            made = None
        if made is None or identified(service, operation, made) is None:
            for kind in _named(kinds, operation):
                written = _makes(service, kind, operation)
                if written is not None:
                    spec.operations[operation] = written
                    break
    _on_the_parent(service, spec, kinds)
    _also_on_the_service(service, spec, kinds)


def _brought_back(
    service: Service, kinds: dict[str, ResourceType], operation: str
) -> str | None:
    """Return the type that is restored by its own identifiers, and not made anew.

    RestorePhoneNumber takes a number out of the deletion queue.
    """
    for kind in kinds.values() if verb(operation) == "Restore" else ():
        if after_verb(operation) not in kind.nouns or not kind.identifiers:
            continue
        params = match_inputs(service, kind, operation) or []
        targets = {p["target"] for p in params}
        copied = any(target.lower().startswith("source") for target in targets)
        if targets and not copied and targets <= service.required(operation):
            return kind.name
    return None


def _part(
    kinds: dict[str, ResourceType], made: ResourceType | None, operation: str
) -> ResourceType | None:
    """Return the child of a made type that an operation is called after, if any is."""
    rest = after_verb(operation)
    return next(
        (
            kind
            for kind in kinds.values()
            if made is not None
            and kind.spec.parent == made.name
            and kind.nouns[0] == rest
            and any(i.own for i in kind.identifiers)
        ),
        None,
    )


def _is_another(
    kinds: dict[str, ResourceType], made: ResourceType, operation: str
) -> bool:
    """Return whether an operation is called after another type than its answer's shape.

    A channel's bans and moderators are told by one shape, that of an identity. What is
    purchased of an offering is told by a shape of its own.
    """
    if made.shape is None or any(noun in made.shape.name for noun in made.nouns):
        return False
    rest = after_verb(operation)
    whole = [kind.name for kind in kinds.values() if kind.nouns[0] == rest]
    return bool(whole) and made.name not in whole


def _is_a_part_made(service: Service, made: ResourceType, operation: str) -> bool:
    """Return whether an operation is named for more than a type, and tells none of it.

    The answer has neither the type's data nor an identifier that the request has not.
    """
    ends = [p[1] for n in made.nouns if (p := find_noun(n, operation)) and p[0] == 1]
    after = words(operation)[max(ends, default=0) :]
    if not ends or not after or {after[0]} & _AFTER:
        return False
    told = identified(service, operation, made) or []
    output = service.output(operation)
    has_data = any(
        made.shape is not None and made.shape.name == structure.name
        for _, structure in shapes.structures_in(output)
    )
    own = {i.name for i in made.identifiers if i.own}
    sent = [t for t in told if t["target"] in own and t["source"] != "response"]
    asked = {i.lower() for i in service.inputs(operation)}
    again = all(
        t["source"] != "response" or t["path"].rpartition(".")[2].lower() in asked
        for t in told
        if t["target"] in own
    )
    return not has_data and (bool(sent) or again)


def _on_the_parent(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Put what makes a child on the parent, if AWS requires all that identifies it.

    A name without a noun is that of what is made, and nobody else fills it.
    """
    for operation, action in _placed_once(service, spec, kinds):
        made = (action.resource or {}).get("type")
        parent = kinds.get(kinds[made].spec.parent or "") if made else None
        owner = kinds.get(action.owner)
        filled = {p["target"] for p in action.params}
        if made and parent and action.owner != parent.name:
            params = match_inputs(service, parent, operation)
            targets = {p["target"] for p in params or []}
            # A version is made of its thing, though it may begin as another version.
            copied = action.owner == made and filled <= service.required(operation)
            more = filled < targets or (action.owner == made and targets < filled)
            if (
                params
                and more
                and targets <= service.required(operation)
                and not copied
            ):
                written = spec.operations.setdefault(
                    operation, OperationSpec(returns=made)
                )
                written.on = [parent.name]
                written.params = {p["target"]: p["name"] for p in params}
                continue
        making = verb(operation) in CREATE_VERBS | {"Register"}
        written = spec.operations.get(operation, OperationSpec(returns=made or ""))
        if owner is None or not making or written.on or (parent and parent is owner):
            continue
        rest = after_verb(operation)
        own = {p for noun in owner.nouns for p in plurals(noun)}
        if rest not in own and "name" in {target.lower() for target in filled}:
            written.on = [SERVICE]
            spec.operations[operation] = written


def _named(kinds: dict[str, ResourceType], operation: str) -> list[ResourceType]:
    """Return the types that an operation may make, the longest noun first."""
    rest = after_verb(operation).lower()
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
    own = verb(operation) in CREATE_VERBS or _registers(service, kind, operation)
    if not own and match_inputs(service, kind, operation):
        # The caller names it: it is an action of the thing itself.
        return None
    told = _answered(service, kind, operation) or _sent(service, kind, operation)
    told = told or _both(service, kind, operation)
    if told is None:
        return None
    written = OperationSpec(returns=kind.name, identifiers=told)
    if identified(service, operation, kind, None, told) is None:
        return None
    return written


def _registers(service: Service, kind: ResourceType, operation: str) -> bool:
    """Return whether AWS answers a registration with what is registered."""
    return verb(operation) == "Register" and any(
        kind.shape is not None and kind.shape.name == structure.name
        for _, structure in shapes.structures_in(service.output(operation))
    )


def _answered(
    service: Service, kind: ResourceType, operation: str
) -> dict[str, str] | None:
    """Return the paths of a new resource's own identifiers in the output."""
    named = {
        path
        for path, _ in _structures(service, operation)
        if any(noun.lower() in path.lower() for noun in kind.nouns)
    }
    for path, shape in _structures(service, operation):
        found = members.own_members(service, kind, shape)
        if path == "@" and kind.spec.parent and found:
            # A session is answered with the id of what it was asked for, and its own.
            asked = {*found.values()} & service.required(operation)
            found = members.own_members(service, kind, shape, asked) or found
        bare = {n.lower() for n in (found or {}).values()} & {"id", "name", "arn"}
        if bare and named and path not in {*named, "@"}:
            # The id of a product's first artifact is not the product's.
            continue
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


def _both(
    service: Service, kind: ResourceType, operation: str
) -> dict[str, str] | None:
    """Return the paths of identifiers of which an output tells but some.

    A flow's execution is started for the alias that the request names.
    """
    given = service.model.operation_model(operation).input_shape
    answered = next(
        (
            {
                name: path if at == "@" else f"{at}.{path}"
                for name, path in found.items()
            }
            for at, shape in _structures(service, operation)
            if (found := members.some_members(service, kind, shape))
        ),
        None,
    )
    if given is None or answered is None:
        return None
    sent = members.some_members(service, kind, given)
    required = {*given.required_members}
    told = {name: path for name, path in sent.items() if path in required} | answered
    own = {i.name for i in kind.identifiers if i.own}
    return _with_parents(service, kind, operation, told) if own == {*told} else None


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


def _placed_once(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> Iterator[tuple[str, Action]]:
    """Yield each operation that is a single action, and where the rules put it."""
    placer = Placer(service, spec, kinds)
    for operation in service.operations:
        try:
            (action,) = placer.place(operation)
        except (DefinitionError, ValueError):
            continue
        yield operation, action


def _also_on_the_service(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Add a create action to the service for a thing that may be without its owner."""
    for operation, action in _placed_once(service, spec, kinds):
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
