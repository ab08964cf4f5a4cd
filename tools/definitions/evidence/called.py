"""The names of operations and members that are a type's, with a word more or less.

CreateUpdatedImage makes an Image, and what an OtaTask is told by is its ``TaskId``: no
other thing of the service is called so.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ..derivation.vocabulary import LISTING
from ..making import CREATE_VERBS
from ..texts import plain
from ..types import LOAD_VERBS
from ..words import PREPOSITIONS, after_verb, ends_of, plurals, singular, verb, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..resource_type import ResourceType
    from ..service import Service

# AWS's words for an input that takes no id.
_NAME_OR_ARN = re.compile(r"\bname (and|or) (the )?ARN\b", re.IGNORECASE)
# What AWS says of things that belong together, before their plural.
_TOGETHER = "Associated"


def things(service: Service) -> set[str]:
    """Return the nouns of all that a service reads or lists."""
    return {
        singular(after_verb(operation))
        for operation in service.operations
        if verb(operation) in {*LISTING, *LOAD_VERBS}
    }


def tails(service: Service, kind: ResourceType) -> set[str]:
    """Return the ends of a type's nouns that no other thing of a service is called by.

    The tasks of iot-managed-integrations are OtaTasks, and nothing is but a Task. None
    where AWS asks for a name or an ARN alone: the id of a pool would be neither.
    """
    own = {name for one in kind.identifiers if one.own for name in one.inputs}
    if kind.load is not None and any(
        _NAME_OR_ARN.search(plain(shape.documentation))
        for name, shape in service.inputs(kind.load.operation).items()
        if name in own
    ):
        return set()
    called = {after_verb(one) for one in service.operations}
    called |= {singular(noun) for noun in called}
    return {end for noun in kind.nouns for end in ends_of(noun)[1:]} - called


def makes_one(service: Service, kind: ResourceType, site: Mapping[str, Any]) -> bool:
    """Return whether a create is called by a type's noun and a word before it.

    Its answer is the type's own data, or the new id by a name that says so; and nothing
    else is done to what the longer word would be.
    """
    operation = site["request"]["operation"]
    about = after_verb(operation)
    before = [about.removesuffix(n) for n in kind.nouns if about.endswith(n)]
    # What is restored from a snapshot is none.
    longer = any(head and not PREPOSITIONS & {*words(head)} for head in before)
    verbs = {verb(one) for one in service.operations if after_verb(one) == about}
    told = _told_own(kind, site)
    says = "path" in site["resource"] or not any(
        one["path"].lower() in {"id", "identifier", "arn", "name"} for one in told
    )
    return (
        verb(operation) in CREATE_VERBS
        and longer
        and verbs <= CREATE_VERBS
        and all(one["source"] == "response" for one in told)
        and says
        # Of what is only tried, nothing is made.
        and "dryrun" not in {name.lower() for name in service.inputs(operation)}
    )


def makes_several(kind: ResourceType, site: Mapping[str, Any]) -> bool:
    """Return whether a create has a type's plural, and answers with several."""
    about = after_verb(site["request"]["operation"])
    told = _told_own(kind, site)
    return (
        verb(site["request"]["operation"]) in CREATE_VERBS
        and any(about in plurals(noun)[:-2] for noun in kind.nouns)
        and all(one["source"] == "response" and "[]" in one["path"] for one in told)
    )


def _told_own(kind: ResourceType, site: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return where a create has a type's own identifiers from."""
    own = {one.name for one in kind.identifiers if one.own}
    return [one for one in site["resource"]["identifiers"] if one["target"] in own]


def lists_owners(operation: str, several: Collection[str], owner: ResourceType) -> bool:
    """Return whether a list is called after items that are associated with its owner.

    Or after the end of its owner's noun: ListDbInstancesForCluster.

    Args:
        operation: The operation.
        several: The plurals of the items' type.
        owner: The type that has the list.
    """
    named = words(after_verb(operation))
    if named[:1] == [_TOGETHER] and "".join(named[1:]) in several:
        return True
    ends = {words(noun)[-1] for noun in owner.nouns}
    return (
        len(named) > 2
        and named[-1] in ends
        and named[-2] in PREPOSITIONS
        and "".join(named[:-2]) in several
    )
