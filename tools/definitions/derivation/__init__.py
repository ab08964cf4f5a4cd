"""The derivation of a service's resource types from botocore's model alone."""

from __future__ import annotations

from collections.abc import Iterable

from ..service import Service
from ..spec import ListSpec, ServiceSpec
from ..types import TypeBuilder
from ..words import after_verb
from . import (
    arns,
    batches,
    choosing,
    deepest,
    flags,
    further,
    general,
    makes,
    settings,
    shells,
    singles,
    twins,
    waits,
    wrapped,
)
from .lists import list_operations
from .things import contained, things, type_spec
from .vocabulary import Vocabulary


def derive(
    service: Service, names: Iterable[str] = (), *, whole: bool = True
) -> ServiceSpec:
    """Return the definition of a service that is derived from names alone.

    Args:
        service: The service.
        names: Types that a person told; then no more is looked for than is theirs.
        whole: Whether to have a draft that stands by itself: with containers, other
            spellings and verbs, and ARNs. A part is for who has definitions already.
    """
    vocabulary = Vocabulary(service)
    named = list(names)
    whole = whole and not named
    found = things(vocabulary, named)
    if whole:
        found = contained(vocabulary, found)
    types = {n: type_spec(vocabulary, n, thing) for n, thing in found.items()}
    spec = ServiceSpec(service.name, types, {}, [])
    if whole:
        singles.add_types(service, spec)
    kinds = TypeBuilder(service, spec).build()
    if whole:
        wrapped.unwrap(service, spec, kinds)
        twins.place_children(service, spec, TypeBuilder(service, spec).build())
        kinds = TypeBuilder(service, spec).build()
    for name, operations in list_operations(service, kinds).items():
        if operations and name in types:
            types[name].lists = [ListSpec(operation) for operation in operations]
    if whole:
        further.add_lists(vocabulary, spec)
        further.add_others(vocabulary, spec)
        choosing.add_loads(service, spec, TypeBuilder(service, spec).build())
        flags.add_flags(service, spec, TypeBuilder(service, spec).build())
        arns.add_arns(service, spec, TypeBuilder(service, spec).build())
        makes.add_makes(service, spec, TypeBuilder(service, spec).build())
        batches.add_actions(service, spec, TypeBuilder(service, spec).build())
        deepest.add_actions(service, spec, TypeBuilder(service, spec).build())
        settings.add_changes(service, spec, TypeBuilder(service, spec).build())
        general.add_actions(service, spec, TypeBuilder(service, spec).build())
        twins.tell_apart(service, spec, TypeBuilder(service, spec).build())
        waits.add_ends(service, spec)
        _tell_apart(spec)
        if shells.drop(service, spec):
            # What was to be made by an operation may have been no thing.
            makes.add_makes(service, spec, TypeBuilder(service, spec).build())
            # And what was done to it is done to what it is of.
            deepest.add_actions(service, spec, TypeBuilder(service, spec).build())
    return spec


def _tell_apart(spec: ServiceSpec) -> None:
    """Name further lists of a type after their operations, without name clashes."""
    for kind in spec.types.values():
        if isinstance(kind.lists, list):
            for one in kind.lists[1:]:
                one.names = one.names or [after_verb(one.operation)]
