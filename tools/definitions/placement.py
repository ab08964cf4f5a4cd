"""Where each operation goes: on which type, under which name, returning what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from botocore.model import StructureShape

from . import shapes
from .relations import SERVICE
from .service import Service
from .toml_file import DefinitionError, OperationSpec, ServiceSpec
from .types import ResourceType, match_inputs, params_of
from .words import find_noun, plurals, verb, without_noun

CREATE_VERBS = {
    "Create", "Copy", "Restore", "Request", "Import", "Run", "Purchase", "Allocate",
}  # fmt: skip


@dataclass
class Action:
    """One action: where it goes, its names, what it sends and what it makes."""

    operation: str
    owner: str
    names: list[str]
    params: list[dict[str, str]]
    resource: dict[str, Any] | None = None
    batch: list[dict[str, str]] = field(default_factory=list)

    def as_json(self, *, batch: bool = False) -> dict[str, Any]:
        """Return the action as boto3's resource JSON has it."""
        request: dict[str, Any] = {"operation": self.operation}
        params = self.batch if batch else self.params
        if params:
            request["params"] = params
        made: dict[str, Any] = {"request": request}
        if self.resource and not batch:
            made["resource"] = self.resource
        return made


class Placer:
    """Finds the place of every operation of a service."""

    def __init__(
        self, service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
    ) -> None:
        self.service = service
        self.spec = spec
        self.kinds = kinds

    def place(self, operation: str) -> list[Action]:
        """Return the actions an operation makes, none where the TOML leaves it out."""
        written = self.spec.operations.get(operation, OperationSpec())
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
        if written.params and kind:
            params = params_of(kind, written.params)
        else:
            params = match_inputs(self.service, kind, operation, lists=True) if kind else []
            if params is None:
                raise DefinitionError(
                    f"{operation}: its inputs do not take the identifiers of {on}; "
                    f"write params = {{...}}"
                )
        return self._action(
            operation, on, written, params, self._made(operation, written)
        )

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
        resource = self._resource(operation, made, kind, params) if made else None
        action = Action(operation, owner, names, params, resource)
        if kind is not None:
            action.batch = self._batch(operation, kind)
            if action.batch and not params:
                action.params = [
                    {**p, "target": p["target"].replace("[]", "[0]")} for p in action.batch
                ]
        return action

    def _by_arn(self, operation: str) -> list[Action]:
        """Return one action a type for an operation that takes anything's ARN."""
        inputs = self.service.inputs(operation)
        target = next(
            (a for a in self.spec.arn_inputs if a.removesuffix("[0]") in inputs), None
        )
        if target is None:
            return []
        # TagResource is tag(), but GetResourcePolicy is not get_policy().
        short = operation
        if operation.endswith("Resource"):
            short = without_noun(operation, ["Resource"])
        return [
            Action(operation, kind.name, [short], params_of(kind, {target: "arn"}))
            for kind in self.kinds.values()
            if kind.arn_identifier() or kind.arn_member()
        ]

    def _best_owner(
        self, operation: str, made: ResourceType | None
    ) -> tuple[ResourceType, list[dict[str, str]]] | None:
        required = self.service.required(operation)
        best: tuple[tuple[int, ...], ResourceType, list[dict[str, str]]] | None = None
        for kind in self.kinds.values():
            if not kind.identifiers:
                continue
            params = match_inputs(self.service, kind, operation)
            if params is None and verb(operation) not in {"Describe", "List", "Get"}:
                params = self._batch(operation, kind) and []
            if params is None or params == [] and not self._batch(operation, kind):
                continue
            targets = {p["target"] for p in params}
            source = any(t.startswith("Source") for t in targets)
            if kind is made and not source:
                continue
            noun = max((len(n) for n in kind.nouns if find_noun(n, operation)), default=0)
            named = all(any(find_noun(n, t) for n in kind.nouns) for t in targets)
            needed = targets <= required
            if not (noun or (named and (needed or source))):
                continue
            score = (noun, needed, len(targets), named)
            if best is None or score > best[0]:
                best = (score, kind, params)
        return (best[1], best[2]) if best else None

    def _batch(self, operation: str, kind: ResourceType) -> list[dict[str, str]]:
        """Return the parameters of a batch action, where an input lists the type's ids."""
        if len(kind.identifiers) != 1 or verb(operation) in {"Describe", "List", "Get"}:
            return []
        inputs = self.service.inputs(operation)
        for name in kind.identifiers[0].inputs:
            for plural in plurals(name):
                if plural != name and plural in inputs:
                    if shapes.is_string_list(inputs[plural]):
                        source = {"source": "identifier", "name": kind.identifiers[0].name}
                        return [{"target": f"{plural}[]", **source}]
        return []

    def _made(self, operation: str, written: OperationSpec) -> ResourceType | None:
        """Return the type an operation makes one of, if it does."""
        if written.returns is not None:
            return self.kinds.get(written.returns)
        if verb(operation) not in CREATE_VERBS:
            return None
        named: list[tuple[int, ResourceType]] = []
        for kind in self.kinds.values():
            for noun in kind.nouns:
                place = find_noun(noun, operation)
                if place and place[0] == 1:
                    named.append((len(noun), kind))
        found = [
            kind
            for _, shape in shapes.structures_in(self.service.output(operation))
            for kind in self.kinds.values()
            if kind.shape is not None and shape.name == kind.shape.name
        ]
        if found:
            return found[0]
        best = max(named, key=lambda pair: pair[0], default=None)
        if best and self._identified(operation, best[1], []) is not None:
            return best[1]
        return None

    def _identified(
        self, operation: str, made: ResourceType, given: list[dict[str, str]]
    ) -> list[dict[str, str]] | None:
        """Return where a made resource's identifiers come from: the answer, else the
        request."""
        inputs = self.service.inputs(operation)
        found = []
        for identifier in made.identifiers:
            place = self._in_answer(operation, made, identifier.member, identifier.inputs)
            sent = shapes.member_of(
                self.service.model.operation_model(operation).input_shape, identifier.inputs
            )
            target = {"target": identifier.name}
            if identifier.own and place:
                found.append({**target, "source": "response", "path": place})
            elif sent in inputs:
                found.append({**target, "source": "requestParameter", "path": sent})
            elif place:
                found.append({**target, "source": "response", "path": place})
            else:
                return None
        return found

    def _in_answer(
        self, operation: str, made: ResourceType, member: str | None, names: list[str]
    ) -> str | None:
        names = [n for n in [member, *names] if n and not n.startswith("Source")]
        for path, shape in shapes.structures_in(self.service.output(operation)):
            same = made.shape is not None and shape.name == made.shape.name
            if path == "@" or same:
                name = shapes.member_of(shape, names)
                if name:
                    return name if path == "@" else f"{path}.{name}"
        for path, shape in shapes.structures_in(self.service.output(operation)):
            name = shapes.member_of(shape, names)
            if name:
                return name if path == "@" else f"{path}.{name}"
        return None

    def _resource(
        self,
        operation: str,
        made: ResourceType,
        owner: ResourceType | None,
        params: list[dict[str, str]],
    ) -> dict[str, Any]:
        identifiers = self._identified(operation, made, params)
        if identifiers is None:
            raise DefinitionError(
                f"{operation}: neither its input nor its output has the identifiers "
                f"of {made.name}"
            )
        resource: dict[str, Any] = {"type": made.name, "identifiers": identifiers}
        for path, shape in shapes.structures_in(self.service.output(operation)):
            if isinstance(shape, StructureShape) and made.shape is not None:
                if shape.name == made.shape.name:
                    resource["path"] = path
        return resource
