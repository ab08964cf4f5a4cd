"""The operations that require all of what reads a thing, and are that thing's.

StartDeployment of appconfig asks for an application and for its environment: it is the
environment's, though neither is in its name.
"""

from __future__ import annotations

from collections.abc import Collection

from ..placement import Action, Placer
from ..relations import SERVICE
from ..resource_type import ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..toml_file import DefinitionError
from ..words import after_verb, find_noun, words
from .identifiers import calls
from .vocabulary import LISTING


def add_actions(
    service: Service,
    spec: ServiceSpec,
    kinds: dict[str, ResourceType],
    only: Collection[str] | None = None,
) -> None:
    """Put operations from a thing's ancestors, or from the service, on the thing.

    Args:
        service: The service.
        spec: Its definitions, which are told where the operations are.
        kinds: The generator's types of them.
        only: The operations; all by default.
    """
    placer = Placer(service, spec, kinds)
    asked = {name: _asked(kind) for name, kind in kinds.items()}
    loads = {kind.load.operation for kind in kinds.values() if kind.load}
    loads |= {
        one.operation
        for kind in spec.types.values()
        if isinstance(kind.lists, list)
        for one in kind.lists
    }
    for operation in service.operations:
        if operation in spec.operations or operation in loads:
            continue
        if only is not None and operation not in only:
            continue
        try:
            placed = placer.place(operation)
        except DefinitionError:
            continue
        # What makes a thing may ask for others that it refers to: a user's profile.
        if len(placed) != 1 or placed[0].resource is not None:
            continue
        owner = _owner(service, kinds, asked, placed[0])
        if owner is not None:
            spec.operations[operation] = OperationSpec(
                on=[owner], params=asked[owner], returns=""
            )


def _asked(kind: ResourceType) -> dict[str, str]:
    """Return the identifier of each input of what reads a thing, all of them, or none.

    Its own are called after it: an ``id`` may be anything's.
    """
    # Flags ask for more of the same thing.
    params = kind.load.params if kind.load else []
    params = [p for p in params if p["source"] != "boolean"]
    asked = {
        p["target"]: p["name"]
        for p in params
        if p["source"] == "identifier" and p["target"].isalnum()
    }
    own = {i.name for i in kind.identifiers if i.own}
    named = {
        name
        for target, name in asked.items()
        if any(calls(noun, target) for noun in kind.nouns) and len(target) > len("name")
    }
    names = {i.name for i in kind.identifiers}
    whole = {*asked.values()} == names and own and own <= named
    return asked if whole and len(asked) == len(params) else {}


def _owner(
    service: Service,
    kinds: dict[str, ResourceType],
    asked: dict[str, dict[str, str]],
    action: Action,
) -> str | None:
    """Return the type below an action's owner that its operation is about, if any."""
    required = service.required(action.operation)
    below = [
        name
        for name, inputs in asked.items()
        if inputs
        and name != action.owner
        and {*inputs} <= required
        and not _is_namesake(kinds[name], action.operation)
        and (
            _is_below(kinds, name, action.owner) or _is_said_first(kinds, name, action)
        )
    ]
    depth = max((len(asked[name]) for name in below), default=0)
    deepest = [name for name in below if len(asked[name]) == depth]
    if len(deepest) > 1:
        # AssociateLink of networkmanager asks for a device, too.
        deepest = [n for n in deepest if _is_said(kinds[n], action.operation)]
    if len(deepest) != 1:
        return None
    (found,) = deepest
    said = _is_said(kinds[found], action.operation)
    if (
        action.owner == SERVICE
        and not said
        and action.operation.startswith((*LISTING, "BatchGet"))
    ):
        return None
    return found


def _is_namesake(kind: ResourceType, operation: str) -> bool:
    """Return whether an operation is called after another thing of a type's last word.

    A DomainObjectType is no ProfileObjectType, though both have an ObjectTypeName.
    """
    about = after_verb(operation)
    lasts = {words(noun)[-1] for noun in kind.nouns}
    return about not in kind.nouns and not lasts.isdisjoint(words(about)[-1:])


def _is_below(kinds: dict[str, ResourceType], name: str, owner: str) -> bool:
    if owner == SERVICE:
        return True
    parent = kinds[name].spec.parent
    while parent:
        if parent == owner:
            return True
        parent = kinds[parent].spec.parent
    return False


def _is_said_first(kinds: dict[str, ResourceType], name: str, action: Action) -> bool:
    """Return whether an operation names a type right behind its verb, its owner later.

    UpdateUserRoutingProfile changes a user, and takes the profile.
    """
    owner = kinds[action.owner]
    return _is_said(kinds[name], action.operation) and not _is_said(
        owner, action.operation
    )


def _is_said(kind: ResourceType, operation: str) -> bool:
    """Return whether a type's noun stands right behind an operation's verb."""
    return any((find_noun(n, operation) or (0, 0))[0] == 1 for n in kind.nouns)
