"""The types with members for tags of which nothing says that AWS has any."""

from __future__ import annotations

import re
from collections.abc import Mapping

from botocore.model import Shape

from .. import names, tags
from ..arn_reference import shared
from ..inputs import input_of
from ..placement import tagged_input
from ..service import Service
from ..shapes import plain_pattern, words_of_arn
from ..texts import plain
from ..words import words
from .sites import Definition, makers

# Of which types alone AWS says that they are tagged.
_VALID = re.compile(r"\b[Vv]alid resources are:? ([^.]+)\.")
# The end of a pattern that lets any more parts through.
_ANY_END = re.compile(r"(\[[^\]]*/[^\]]*\])[*+]\)?\$?$")


def untagged(service: Service, documents: Mapping[str, Definition]) -> set[str]:
    """Return the types with members for tags of which nothing says that AWS has any.

    Whatever has an ARN is tagged by what takes any ARN; but AWS tags a type only if its
    reference names it, if it is created with tags, or if its data tell them; and not if
    the operation's own pattern of ARNs has other types' alone, or where nothing loads
    the ARN of what was made by its id.

    Args:
        service: The service.
        documents: The data files of the draft, by their names.
    """
    document = names.definition_of(documents)
    formats = documents.get("arns-1.json", {}).get("resources", {})
    created = {
        site["resource"]["type"]
        for role, _, site in makers(document)
        if role == "create"
        and any(map(_is_of_tags, service.inputs(site["request"]["operation"])))
    }
    resources = document.get("resources", {})
    told = [
        formats.get(name, {}).get("format") or shared(service, [name]) or ""
        for name in resources
    ]
    others = {word for one in told for word in words_of_arn(one.split(":", 5)[-1])}
    found = set()
    for name, definition in resources.items():
        operations = {
            one["request"]["operation"]
            for one in definition.get("actions", {}).values()
        }
        inputs = {one: tagged_input(service, one) for one in operations}
        if not any(inputs.values()):
            continue
        if "load" not in definition and _reads_data(definition, inputs):
            found.add(name)
            continue
        own = formats.get(name, {}).get("format")
        mine = words_of_arn(own.split(":", 5)[5]) if own else _spelt(name)
        if any(
            _refuses(service.inputs(one)[input_of(target)], mine, others)
            for one, target in inputs.items()
            if target
        ):
            found.add(name)
            continue
        shape = definition.get("shape")
        members = service.structure(shape).members if shape else {}
        template = formats.get(name, {}).get("format")
        if name in created or any(map(_is_of_tags, members)):
            continue
        is_taggable = template and tags.is_taggable(service.model, template)
        left_out = any(_leaves_out(service, one, name) for one in operations)
        if left_out or not is_taggable:
            found.add(name)
    return found


def _leaves_out(service: Service, operation: str, kind: str) -> bool:
    """Return whether AWS says which types an operation tags, without a type.

    A deployment of greengrass has none, and a namesake of greengrassv2 in its place.
    """
    told = _VALID.search(plain(service.operations[operation].documentation))
    if told is None:
        return False
    named = re.split(r",|\band\b|\bor\b", told[1].lower())
    return kind.lower() not in {re.sub(r"\W", "", one) for one in named}


def _spelt(kind: str) -> set[str]:
    """Return the words that AWS may have for a type in ARNs: sync-task, or task."""
    parts = [word.lower() for word in words(kind)]
    return {"-".join(parts[start:]) for start in range(len(parts))}


def _reads_data(definition: Definition, tagging: Mapping[str, str | None]) -> bool:
    """Return whether an operation on tags is sent what only a list has told."""
    return any(
        param["source"] == "data"
        for action in definition.get("actions", {}).values()
        if tagging.get(action["request"]["operation"])
        for param in action["request"].get("params", [])
    )


def _refuses(shape: Shape, mine: set[str], others: set[str]) -> bool:
    """Return whether a pattern of ARNs has those of other types, and not a type's own.

    Args:
        shape: The shape of an input for ARNs.
        mine: The words of the type's ARNs.
        others: The words of all of the service's ARNs.
    """
    if _ANY_END.search(str(shape.metadata.get("pattern", ""))):
        # What is below an instance of supplychain has ARNs that begin as its does.
        return False
    told = words_of_arn(plain_pattern(shape))
    # A virtual-cluster's ARN has the word virtualclusters.
    own = {word.replace("-", "") + end for word in mine for end in ("", "s")}
    return bool(told & others) and not told & {*mine, *own}


def _is_of_tags(name: str) -> bool:
    return "Tags" in name or name.lower().startswith("tag")
