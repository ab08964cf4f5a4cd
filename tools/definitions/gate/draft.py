"""The draft of a service, less the types and the parts that are given up."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from .. import names
from ..build import SERVICE
from ..derivation import derive
from ..drafting import place_all
from ..listing import listings
from ..placement import tagged_input
from ..resource_type import ResourceType
from ..service import Service
from ..spec import ListSpec, OperationSpec, ServiceSpec
from ..types import TypeBuilder
from .homeless import ancestors, put_deepest
from .known import Known


class Draft:
    """A draft from which types are taken.

    An operation of a type that is gone is one of its parents', or the service's, or
    stays with those that it was with as well: no other type gets it, for what AWS's
    names say it is about is the type that is gone.

    Attributes:
        service: The service.
        whole: The draft with all types.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.whole = derive(service)
        self._kinds = TypeBuilder(service, self.whole).build()
        self._owners: dict[str, set[str]] = {}
        self._made: dict[str, str] = {}

    def remember(self, document: dict[str, Any]) -> None:
        """Remember which types the operations of the whole draft are with."""
        if self._owners:
            return
        for owner, section, _, body in names.sites(document):
            operation = body.get("request", {}).get("operation")
            if operation is not None:
                self._owners.setdefault(operation, set()).add(owner)
                made = body.get("resource", {}).get("type")
                if made is not None and section == "actions":
                    self._made[operation] = made

    def without(
        self, refused: set[str], known: Known
    ) -> tuple[ServiceSpec, dict[str, ResourceType]]:
        """Return the draft without some types and their children.

        Args:
            refused: The types.
            known: What is otherwise than in the draft.
        """
        spec = deepcopy(self.whole)
        gone = {n for n in spec.types if refused & {n, *ancestors(self._kinds, n)}}
        for name in gone:
            del spec.types[name]
        for kind in known.untagged & {*spec.types}:
            spec.types[kind].tag_id = False
        for kind in known.unloaded & {*spec.types}:
            spec.types[kind].load = False
        for one in spec.types.values():
            if isinstance(one.lists, list):
                left = (_without_owners(listed, gone) for listed in one.lists)
                one.lists = [kept for kept in left if kept]
        for operation, told in list(spec.operations.items()):
            out = gone
            if tagged_input(self.service, operation):
                out = gone | known.untagged
            on = told.on and [one for one in told.on if one not in out]
            if told.returns in gone or (told.on and not on):
                del spec.operations[operation]
            else:
                told.on = on
                told.others = []
        for operation, kind in self._made.items():
            if kind in gone:
                # Without the agent's version, CreateAgentVersion makes no agent.
                spec.operations[operation] = OperationSpec(returns="")
            elif operation not in spec.operations:
                spec.operations[operation] = OperationSpec(returns=kind)
        self._unlist(spec, known)
        for kind in known.told & {*spec.types}:
            spec.types[kind].arn = {**(spec.types[kind].arn or {}), "arn": "arn"}
        for (kind, operation), members in known.omitted.items():
            if kind in spec.types:
                spec.types[kind].omits[operation] = sorted(members)
        for operation in known.moved:
            kind = self._made.get(operation, "")
            made = kind if kind in spec.types else ""
            spec.operations[operation] = OperationSpec(on=[SERVICE], returns=made)
        for operation in known.untold:
            told = spec.operations.get(operation, OperationSpec())
            spec.operations[operation] = replace(told, returns="")
        for operation in known.named:
            told = spec.operations.get(operation, OperationSpec())
            spec.operations[operation] = replace(told, names=[operation])
        return spec, self._placed(spec, gone)

    def _unlist(self, spec: ServiceSpec, known: Known) -> None:
        """Make collections that are in doubt actions of their owners."""
        if not known.unlisted:
            return
        kinds = TypeBuilder(self.service, spec).build()
        for (name, operation), owners in known.unlisted.items():
            if name not in spec.types:
                continue
            told = spec.types[name].lists
            if not isinstance(told, list):
                made = listings(self.service, kinds[name])
                told = [ListSpec(one.operation) for one in made]
            stay = sorted(known.relisted[name, operation] & {SERVICE, *spec.types})
            left = [one for one in told if one.operation != operation]
            left += [
                replace(one, on=stay)
                for one in told
                if one.operation == operation and stay
            ]
            spec.types[name].lists = left or False
            if stay:
                continue
            on = sorted(owners & {SERVICE, *spec.types})
            spec.operations[operation] = OperationSpec(on=on or [SERVICE], returns="")

    def _placed(self, spec: ServiceSpec, gone: set[str]) -> dict[str, ResourceType]:
        """Place all operations; return the types."""
        kinds = TypeBuilder(self.service, spec).build()
        without = {one: on & gone for one, on in self._owners.items() if on & gone}
        housed = put_deepest(self.service, spec, kinds, self._kinds, without)
        for operation, now in place_all(self.service, spec, kinds).items():
            before = self._owners.get(operation, set())
            allowed = {one for name in before for one in ancestors(self._kinds, name)}
            if operation in housed:
                continue
            if before & gone and now - allowed - before - {SERVICE}:
                # What is made without its owner is made all the same.
                told = spec.operations.get(operation, OperationSpec(returns=""))
                spec.operations[operation] = replace(told, on=[SERVICE], others=[])
        return kinds


def _without_owners(one: ListSpec, gone: set[str]) -> ListSpec | None:
    """Return a list less the owners that are gone; None if none is left."""
    on = one.on and [owner for owner in one.on if owner not in gone]
    return replace(one, on=on) if on or not one.on else None
