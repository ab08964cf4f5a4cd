"""The types of a draft that nobody can do anything with.

Nothing lists, loads, makes or changes them, and they have nothing: an account's
settings whose one operation reads several at once.
"""

from __future__ import annotations

from .. import relations
from ..placement import Placer
from ..service import Service
from ..spec import ServiceSpec
from ..toml_file import DefinitionError
from ..types import TypeBuilder


def drop(service: Service, spec: ServiceSpec) -> None:
    """Take types out of a derived definition that have no use and are no parents."""
    kinds = TypeBuilder(service, spec).build()
    used = {kind.spec.parent for kind in kinds.values()}
    used |= {name for name, kind in kinds.items() if kind.load or kind.base}
    reached = {kind.load.operation for kind in kinds.values() if kind.load}
    for owner, collections in relations.collections(service, kinds).items():
        used.add(owner)
        for one in collections.values():
            used.add(one["resource"]["type"])
            reached.add(one["request"]["operation"])
    placer = Placer(service, spec, kinds)
    for operation in service.operations:
        written = spec.operations.get(operation)
        if operation in reached and (written is None or written.on is None):
            continue
        try:
            actions = placer.place(operation)
        except DefinitionError:
            continue
        for action in actions:
            used.add(action.owner)
            used.add((action.resource or {}).get("type"))
    for name in {*spec.types} - used:
        del spec.types[name]
