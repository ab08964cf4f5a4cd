"""The operations on things of several kinds, which AWS calls by one word.

A location of datasync is one of S3, of NFS or of another kind: each is described by an
operation of its own, and DeleteLocation is for all.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..making import CREATE_VERBS
from ..resource_type import ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..types import LOAD_VERBS
from ..words import after_verb, verb, without_noun, words
from .identifiers import calls, is_bare
from .vocabulary import LISTING


def add_actions(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Put what is done to things of any kind on the types of all of them."""
    for operation, names in of_all(service, kinds).items():
        noun = after_verb(operation)
        also = [noun] if noun in spec.types else []
        told = spec.operations.get(operation, OperationSpec())
        if told.on is None or {*told.on} <= {*names, *also}:
            spec.operations[operation] = OperationSpec(
                on=[*also, *names], names=[without_noun(operation, [noun])]
            )


def of_all(service: Service, kinds: Mapping[str, ResourceType]) -> dict[str, list[str]]:
    """Return the types of all kinds of a thing by each operation on any of them.

    They are loaded by the same inputs, by operations of their own, and the word for all
    begins or ends the name of each. Nothing makes or describes one of no kind: a
    repository is another thing than its policy.
    """
    whole = {
        after_verb(operation)
        for operation in service.operations
        if verb(operation) in {*CREATE_VERBS, *LOAD_VERBS}
    }
    found = {}
    for asked, names in _asked(kinds).items():
        for operation in service.operations:
            noun = after_verb(operation)
            parts = words(noun)
            if (
                len(names) > 1
                and asked <= service.inputs(operation).keys()
                and verb(operation) not in {*LISTING, *CREATE_VERBS}
                and noun not in whole
                and any(calls(noun, name) for name in asked)
                and all(_is_one(words(name), parts) for name in names)
            ):
                found[operation] = names
    return found


def _asked(kinds: Mapping[str, ResourceType]) -> dict[frozenset[str], list[str]]:
    """Return types by the inputs that describe one; less those that tell no noun."""
    found: dict[frozenset[str], list[str]] = {}
    for name, kind in kinds.items():
        told = kind.load.params if kind.load and "[" not in str(kind.load.path) else []
        asked = frozenset(p["target"] for p in told if p["source"] == "identifier")
        if asked and not any(map(is_bare, asked)):
            found.setdefault(asked, []).append(name)
    return found


def _is_one(name: list[str], noun: list[str]) -> bool:
    """Return whether the words of a type's name begin or end with those of a noun."""
    return noun in (name[: len(noun)], name[-len(noun) :])
