"""The place of each operation: its type, its name and its return type."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from . import shapes
from .inputs import filled_inputs, params_of
from .listing import listings
from .making import made_resource, made_type
from .relations import SERVICE, owners
from .resource_type import ResourceType
from .service import Service
from .spec import OperationSpec, ServiceSpec
from .toml_file import DefinitionError
from .words import find_noun, plurals, verb, without_noun, words

# Words of the operations on tags.
_TAGGING = {"Tag", "Tags", "Untag"}


@dataclass
class Action:
    """An action: its type, its names, its request and its resource."""

    operation: str
    owner: str
    names: list[str]
    params: list[dict[str, str]]
    resource: dict[str, Any] | None = None
    batch: list[dict[str, str]] = field(default_factory=list)
    only_batch: bool = False

    def as_json(self, *, batch: bool = False) -> dict[str, Any]:
        """Return the action as boto3's resource JSON has it."""
        request: dict[str, Any] = {"operation": self.operation}
        params = self.batch if batch else self.params
        told = [p for p in params if p["source"] != "arn"]
        if told:
            request["params"] = told
        made: dict[str, Any] = {"request": request}
        if len(told) < len(params):
            own = next(p for p in params if p["source"] == "arn")
            made["arn"] = own["target"]
            if "after" in own:
                made["arnAfter"] = own["after"]
        if self.resource and not batch:
            made["resource"] = self.resource
        return made


# Lists of ids that do not say of what they are.
_BARE = {"ids", "identifiers", "names", "arns"}


def _is_done_to(kind: ResourceType, operation: str) -> bool:
    """Return whether an operation's name ends in a type's noun, or has none behind."""
    places = [p for n in kind.nouns if (p := find_noun(n, operation)) and p[0] > 0]
    return any(words(operation)[end:][:1] in ([], ["V2"]) for _, end in places)


def _has_arn(kind: ResourceType) -> bool:
    """Return whether an operation that takes any ARN takes the ARN of a type."""
    told = kind.arn_identifier() or kind.arn_member()
    return bool(told) or kind.spec.tag_id is True


# Operations for the tags of whatever has an ARN, by AWS's usual names for them.
ON_ANY_TAGS = re.compile(
    r"(Un)?[Tt]agResources?|(List|Get|Describe|Put|Set)Tags"
    r"|(List|Get|Describe|Add|Create|Put|Set|Update|Remove|Delete)(Resource)?Tags?"
    r"((For|To|From|On|Of)Resources?)?"
)


def tagged_input(service: Service, operation: str) -> str | None:
    """Return the input of an operation on tags that takes the ARN of any resource.

    Its name ends in ``arn``, or AWS's text about it speaks of an ARN, and beside it are
    only tags, their keys and what may be left out. ``[0]`` follows the name of a list.
    None for any other operation.
    """
    if not ON_ANY_TAGS.fullmatch(operation):
        return None
    inputs = service.inputs(operation)
    others = {
        name: inputs[name]
        for name in service.required(operation)
        if "tag" not in name.lower()
    }
    if len(others) != 1:
        return None
    ((name, shape),) = others.items()
    text = f"{shape.documentation} {shape.name}"
    if not name.lower().endswith(("arn", "arns")) and not re.search(
        r"\bARNs?\b|Amazon Resource Name|Arns?\b", text
    ):
        return None
    if shapes.is_string_list(shape):
        return f"{name}[0]"
    return name if shape.type_name == "string" else None


class Placer:
    """The search for the place of every operation of a service."""

    def __init__(
        self, service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
    ) -> None:
        self.service = service
        self.spec = spec
        self.kinds = kinds
        self._lists: dict[str, set[str]] = {}

    def place(self, operation: str) -> list[Action]:
        """Return the actions an operation makes, none where the TOML leaves it out."""
        written = self.spec.operations.get(operation, OperationSpec())
        entries = [written, *written.others]
        return [action for one in entries for action in self._place(operation, one)]

    def _place(self, operation: str, written: OperationSpec) -> list[Action]:
        if written.left_out:
            return []
        if written.on is not None:
            return [self._written(operation, written, on) for on in written.on]
        by_arn = self._by_arn(operation)
        if by_arn:
            return by_arn
        made = self._made(operation, written)
        best = self._best_owner(operation, made)
        if best is None:
            return [self._action(operation, SERVICE, written, [], made)]
        kind, params = best
        return [self._action(operation, kind.name, written, params, made)]

    def _written(self, operation: str, written: OperationSpec, on: str) -> Action:
        kind = self.kinds.get(on)
        if kind is None and on != SERVICE:
            raise DefinitionError(f"{operation}: no type {on}")
        if written.batch and kind:
            return self._only_batch(operation, written, kind)
        params = self._filled(operation, kind, written.params)
        return self._action(
            operation, on, written, params, self._made(operation, written)
        )

    def _only_batch(
        self, operation: str, written: OperationSpec, kind: ResourceType
    ) -> Action:
        """Return a batch action whose operation has a counterpart for one resource."""
        params = params_of(kind, written.params) or self._batch(operation, kind)
        if not params:
            raise DefinitionError(
                f"{operation}: no input takes a list of {kind.name}'s identifiers"
            )
        short = without_noun(operation, kind.nouns).removeprefix("Batch")
        names = written.names or [short]
        return Action(operation, kind.name, names, [], batch=params, only_batch=True)

    def _filled(
        self, operation: str, kind: ResourceType | None, written: dict[str, str]
    ) -> list[dict[str, str]]:
        if kind is None:
            # The service knows constants only; the rest is for the types beside it.
            return [p for p in params_of(None, written) if "value" in p]
        if written:
            return params_of(kind, written)
        params = filled_inputs(self.service, kind, operation, lists=True)
        if params is None:
            raise DefinitionError(
                f"{operation}: its inputs do not take the identifiers of {kind.name}; "
                f"write params = {{...}}"
            )
        return params

    def _action(
        self,
        operation: str,
        owner: str,
        written: OperationSpec,
        params: list[dict[str, str]],
        made: ResourceType | None,
    ) -> Action:
        kind = self.kinds.get(owner)
        names = written.names or [
            without_noun(operation, kind.nouns) if kind else operation
        ]
        resource = None
        if made:
            at, told = written.path, written.identifiers
            resource = made_resource(self.service, operation, made, at, told)
            others = [
                made_resource(self.service, operation, self.kinds[name])
                for name in written.otherwise
            ]
            if others:
                resource["otherwise"] = others
        action = Action(operation, owner, names, params, resource)
        if kind is not None and written.batch is not False:
            action.batch = self._batch(operation, kind)
            if action.batch and not params:
                action.params = [
                    {**p, "target": p["target"].replace("[]", "[0]")}
                    for p in action.batch
                ]
        return action

    def _by_arn(self, operation: str) -> list[Action]:
        """Return an action for each type, of an operation with the ARN of any type."""
        inputs = self.service.inputs(operation)
        target = next(
            (a for a in self.spec.arn_inputs if a.removesuffix("[0]") in inputs),
            tagged_input(self.service, operation),
        )
        if target is None:
            return []
        # TagResource is tag(), but GetResourcePolicy is not get_policy().
        short = operation
        if operation.endswith("Resource"):
            short = without_noun(operation, ["Resource"])
        is_tagging = not _TAGGING.isdisjoint(words(operation))
        return [
            Action(operation, kind.name, [short], params_of(kind, {target: "arn"}))
            for kind in self.kinds.values()
            if _has_arn(kind) and not (kind.spec.tag_id is False and is_tagging)
        ]

    def _best_owner(
        self, operation: str, made: ResourceType | None
    ) -> tuple[ResourceType, list[dict[str, str]]] | None:
        """Return the type an operation is about, with the inputs it fills.

        A type whose noun is in the operation's name comes first, the longest noun;
        then one whose identifiers are inputs that AWS requires.
        """
        best: tuple[tuple[int, ...], ResourceType, list[dict[str, str]]] | None = None
        for kind in self.kinds.values():
            params = self._fills(operation, kind)
            if params is None:
                continue
            score = self._score(operation, kind, params, kind is made)
            if score and (best is None or score > best[0]):
                best = (score, kind, params)
        return (best[1], best[2]) if best else None

    def _fills(self, operation: str, kind: ResourceType) -> list[dict[str, str]] | None:
        if not kind.identifiers:
            return None
        params = filled_inputs(self.service, kind, operation)
        alone = len(kind.identifiers) == 1
        if params is None and alone and self._batch(operation, kind):
            return []
        return params

    def _score(
        self,
        operation: str,
        kind: ResourceType,
        params: list[dict[str, str]],
        is_made: bool,
    ) -> tuple[int, ...]:
        """Return the rank of a type for an operation; empty for an unrelated type."""
        batch = [] if params else self._batch(operation, kind)
        targets = {p["target"].removesuffix("[]") for p in params or batch}
        source = any(t.startswith("Source") for t in targets)
        if is_made and not source:
            return ()
        # Not a verb: BatchDeleteReadSet is about no batch.
        noun = max(
            (len(n) for n in kind.nouns if (find_noun(n, operation) or (0, 0))[0]),
            default=0,
        )
        named = all(any(find_noun(n, t) for n in kind.nouns) for t in targets)
        needed = targets <= self.service.required(operation)
        if not (noun or (named and (needed or source or batch))):
            return ()
        return (noun, needed, len(targets), named)

    def takes_several(self, operation: str, kind: ResourceType) -> bool:
        """Return whether an operation takes the ids of several of a type."""
        return bool(self._batch(operation, kind))

    def _batch(self, operation: str, kind: ResourceType) -> list[dict[str, str]]:
        """Return a batch action's parameters, if an input takes a list of the ids.

        A child's other identifiers are those of its parent, which a page of children
        has in common: not so where somebody else lists children of several. Whether
        such an operation is the child's or the parent's, a TOML says.
        """
        own = [i for i in kind.identifiers if i.own]
        if len(own) != 1 or verb(operation) in {"Describe", "List", "Get"}:
            return []
        inputs = self.service.inputs(operation)
        several = [p for n in own[0].inputs for p in plurals(n) if p != n]
        if not _is_done_to(kind, operation):
            # The ids of a scenario's modifications are not the scenario's.
            several = [name for name in several if name.lower() not in _BARE]
        for name in several:
            if name in inputs and shapes.is_string_list(inputs[name]):
                source = {"source": "identifier", "name": own[0].name}
                shared = self._shared(operation, kind)
                return (
                    [*shared, {"target": f"{name}[]", **source}]
                    if shared is not None
                    else []
                )
        return []

    def _shared(
        self, operation: str, kind: ResourceType
    ) -> list[dict[str, str]] | None:
        """Return the parameters that a page of a parent's children has in common."""
        if len(kind.identifiers) == 1:
            return []
        if not self._listed_by_parent(kind):
            return None
        inputs = self.service.inputs(operation)
        found = []
        for identifier in (i for i in kind.identifiers if not i.own):
            target = next((n for n in identifier.inputs if n in inputs), None)
            if target is None or not identifier.fits(inputs[target]):
                return None
            source = {"source": "identifier", "name": identifier.name}
            found.append({"target": target, **source})
        return found

    def _listed_by_parent(self, kind: ResourceType) -> bool:
        """Return whether the parent alone has collections of a type."""
        if kind.name not in self._lists:
            self._lists[kind.name] = {
                owner
                for item in listings(self.service, kind)
                for owner in owners(self.service, self.kinds, kind, item)
            }
        return self._lists[kind.name] == {kind.spec.parent}

    def _made(self, operation: str, written: OperationSpec) -> ResourceType | None:
        if written.returns is not None:
            return self.kinds.get(written.returns)
        return made_type(self.service, self.kinds, operation)
