"""The things of which an account has one: settings, read and changed as a whole.

No id tells which is meant, so that no input is called after such a thing; that one
operation reads it, asked for nothing, and another changes it, tells that it is there.
"""

from __future__ import annotations

from ..making import CHANGE_VERBS
from ..service import Service
from ..spec import ServiceSpec, TypeSpec
from ..words import after_verb, plurals, singular, verb
from .vocabulary import LISTING, ONE


def add_types(service: Service, spec: ServiceSpec) -> None:
    """Add the types of single things of an account, if no type is called so.

    Settings are called by their plural: what no id tells is no single setting.
    """
    for operation in service.operations:
        noun = after_verb(operation)
        if (
            verb(operation) not in ONE[1:]
            or service.inputs(operation)
            or not _is_changed(service, noun)
            or _are_several(service, noun)
        ):
            continue
        one = spec.types.get(singular(noun))
        if one is not None and one.name != noun and _is_nothing(spec, one):
            del spec.types[one.name]
        called = {n for kind in spec.types.values() for n in kind.nouns}
        if called.isdisjoint({noun, singular(noun)}):
            spec.types[noun] = TypeSpec(noun, [noun], lists=False)


def _is_nothing(spec: ServiceSpec, one: TypeSpec) -> bool:
    """Return whether a type is but a word: neither identified nor an owner."""
    children = [kind for kind in spec.types.values() if kind.parent == one.name]
    return not (one.identifiers or one.parent or children)


def _is_changed(service: Service, noun: str) -> bool:
    return any(before + noun in service.operations for before in CHANGE_VERBS)


def _are_several(service: Service, noun: str) -> bool:
    """Return whether a list, or the inputs of a deletion, tell of several."""
    lists = {before + spelt for before in LISTING for spelt in plurals(singular(noun))}
    reads = {before + noun for before in ONE[1:]}
    told = {one for one in lists - reads if one in service.operations}
    ends = "Delete" + noun
    return bool(told) or (ends in service.operations and bool(service.required(ends)))
