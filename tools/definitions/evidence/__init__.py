"""The doubts about a draft's types: parts that a rule has read out of other words.

A draft is sure of a type where AWS's own names say all of it: the operation that loads
one is ``Get`` or ``Describe`` with the type's noun and asks for its identifiers and
nothing else, the lists are its plural, and the answers call the identifiers as the
inputs do. Whatever is not so may be right all the same; nobody has read it.

``loads`` doubts how a type is identified and loaded, ``giving`` its lists and creates,
``actions`` what else is done to it, and ``tagging`` its tags. ``proofs`` have no doubt
left, ``spelling`` knows what is called after a type, and ``sites`` what is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..build import SERVICE
from ..resource_type import ResourceType
from ..service import Service
from . import changed
from .actions import doubt_bare_inputs, doubt_roles, doubt_twins, of_another
from .called import things
from .doubt import Doubt, Part
from .giving import (
    asks_too_little,
    doubt_making,
    hangs_on_another,
    is_of_its_owner,
    lists_another,
    loses,
    untold,
)
from .loads import doubt_identity, doubt_load, looks_elsewhere
from .proofs import (
    asking,
    is_asked_for,
    is_only,
    is_parent,
    is_read,
    needs_all,
    tells_itself,
)
from .sites import Definition, makers
from .tagging import untagged

__all__ = [
    "Doubt",
    "Part",
    "doubts",
    "makers",
    "needs_all",
    "of_another",
    "things",
    "untagged",
    "untold",
]

_NOTHING: Definition = {"request": {"operation": ""}}


def doubts(
    service: Service, kinds: Mapping[str, ResourceType], document: Definition
) -> dict[str, list[Doubt]]:
    """Return what AWS's names leave open about each type of a draft.

    Args:
        service: The service.
        kinds: The generator's types of the draft.
        document: The draft in boto3's form.
    """
    resources = document.get("resources", {})
    found: dict[str, list[Doubt]] = {}
    for name, definition in resources.items():
        kind = kinds[name]
        about_load = doubt_load(service, kind, kinds, definition)
        found[name] = [
            *map(Doubt, doubt_identity(service, kind, definition)),
            *_of_part("load", definition.get("load"), about_load),
        ]
        loads = "load" in definition or is_parent(kind, kinds)
        if not (loads or is_asked_for(service, kind) or tells_itself(kind, kinds)):
            found[name].append(Doubt("no load"))
    for name, told in (
        *doubt_twins(service, kinds, resources),
        *doubt_bare_inputs(service, kinds, resources),
        *doubt_roles(service, kinds, resources),
    ):
        found[name].append(told)
    reached, listed = set(), set()
    whole = {
        site["resource"]["type"]
        for role, owner, site in makers(document)
        if role == "list" and owner == SERVICE
    }
    for role, owner, site in makers(document):
        name = site["resource"]["type"]
        if name not in resources:
            continue
        reached.add(name)
        if role == "list":
            listed.add(name)
        about_making = doubt_making(service, kinds, role, owner, site)
        found[name] += _of_part(role, site, about_making)
        about_owner = (
            asks_too_little(service, site),
            hangs_on_another(kinds.get(owner), site),
        )
        for text in filter(None, about_owner if role == "list" else ()):
            its = Part("list", site["request"]["operation"], owner)
            found[name].append(Doubt(text, its))
        if role == "list" and owner in kinds:
            other = lists_another(service, kinds[owner], site)
            found[name] += [Doubt(f"a part of another, {other}")] if other else []
            load = resources[name].get("load", _NOTHING)
            elsewhere = looks_elsewhere(service, load, site)
            found[name] += _of_part("load", load, elsewhere)
            left = loses(service, kinds, kinds[name], owner, site, resources[name])
            # What the service lists, too, needs no owner to be told by.
            part = Part("list", site["request"]["operation"]) if name in whole else None
            text = f"an item that loses its owner, {left}"
            found[name] += [Doubt(text, part)] if left else []
            if part and is_of_its_owner(service, kinds[name], site, resources[name]):
                text = "a list of what is another thing by its owner"
                its = Part("list", site["request"]["operation"], owner)
                found[name].append(Doubt(text, its))
    for name, definition in resources.items():
        if not (
            "load" in definition
            or name in listed
            or is_parent(kinds[name], kinds)
            or name not in reached
        ):
            # What AWS tells no more of may be a part of something else.
            text = "a create of what is neither loaded nor listed"
            found[name].append(Doubt(text))
        if not (
            name in reached
            or is_parent(kinds[name], kinds)
            or is_only(kinds[name], definition)
            or is_read(service, kinds[name], definition)
            or changed.as_read(service, kinds[name], definition)
            or len(asking(service, kinds[name])) > 1
        ):
            found[name].append(Doubt("neither a list nor a create"))
    return {name: list(dict.fromkeys(told)) for name, told in found.items()}


def _of_part(role: str, site: Definition | None, told: Iterable[str]) -> list[Doubt]:
    """Return doubts about a part of a type."""
    operation = site["request"]["operation"] if site else ""
    return [Doubt(text, Part(role, operation)) for text in told]
