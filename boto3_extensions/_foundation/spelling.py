"""Suggestions for misspelt names of members, from boto3's and AWS's spelling.

A name is compared with the member names in this order: as AWS writes the name or the
operation, then as the last words of an attribute (``db_instance_status``) or of a
reading action (``get_value``), then as words within an attribute
(``retention_in_days``), and last by likeness (`difflib`). Actions that change things
are suggested only for their own misspelt names: ``.status`` asks for data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from botocore import xform_name

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import ResourceModel

# The first words of operations that only read.
READ_OPERATION = re.compile(
    r"(BatchGet|Describe|Download|Filter|Get|Head|List|Lookup|Query|Scan|Search|Select)"
    r"(?![a-z])"
)

# Endings of inflected words: ``stopped`` asks for a state and is no misspelt ``stop``.
_INFLECTED = re.compile(r"(ed|ing|ion|ment|able|ible|ive|or|er|s)$")

# The ending of a plural: "policies", "records", but not "status" or "access".
_PLURAL = re.compile(r"(?<=..)(ies|(?<![suia])s)$")

# Words that AWS uses for the same thing.
_SYNONYMS = {"state": "status", "status": "state"}

# Generic words for the identifier of a resource, whatever AWS calls the identifier.
IDENTITY_WORDS = {"id", "name", "identifier"}

# The least likeness of a misspelt verb: "rebot" is like "reboot", "status" not "start".
_VERB_LIKENESS = 0.85

# The least likeness of other names: "permissions" is not like "sessions".
LIKENESS = 0.7

# The least number of letters of an abbreviation: "env" of "environment".
_ABBREVIATION = 3


def closest_member(made: type[ServiceResource], name: str) -> str | None:
    """Return the member of a resource class that a misspelt name probably means.

    Args:
        made: The class of a resource.
        name: The misspelt name.
    """
    model = made.meta.resource_model
    known = [member for member in dir(made) if not member.startswith("_")]
    pythonic: str = xform_name(name)
    if pythonic in known:
        return pythonic
    for operation, member in _operations(model):
        if xform_name(operation) == pythonic:
            return member
    changing = {
        action.name
        for action in model.actions
        if not READ_OPERATION.match(action.request.operation)
    }
    reading = [member for member in known if member not in changing]
    not_data = {action.name for action in model.actions}
    data = [
        member
        for member in reading
        if member not in not_data and not member.startswith("wait")
    ]
    whole = f"{xform_name(model.name)}_{pythonic}"
    if whole in data:
        return whole
    identifiers: list[str] = [identifier.name for identifier in model.identifiers]
    if pythonic in IDENTITY_WORDS and len(identifiers) == 1:
        # Not by the last word: the "id" of a secret would be its "kms_key_id", the
        # "name" of an instance its "key_name".
        return identifiers[0]
    return (
        shortest_ending_in(pythonic, data)
        or shortest_ending_in(pythonic, reading)
        or shortest_ending_in(_SYNONYMS.get(pythonic, pythonic), data)
        or _misspelt_verb(name, changing)
        or closest_name(name, reading, _VERB_LIKENESS)
        or _shortest_containing(pythonic, data)
        or closest_name(name, reading, LIKENESS)
    )


def closest_name(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """Return the known name that is most like a misspelt name, or None.

    Args:
        name: The misspelt name.
        known: The names to compare it with; upper and lower case count as equal.
        least: The least likeness, from 0 to 1 (`difflib.get_close_matches`).
    """
    # Imported here, since few programs misspell anything.
    import difflib

    by_lower = {candidate.lower(): candidate for candidate in known}
    matches = difflib.get_close_matches(name.lower(), by_lower, 1, least)
    return by_lower[matches[0]] if matches else None


def shortest_ending_in(name: str, known: Iterable[str]) -> str | None:
    """Return the shortest known name that ends in the words of a name, or None."""
    matches = [candidate for candidate in known if f"_{candidate}".endswith(f"_{name}")]
    return min(matches, key=len) if matches else None


def _shortest_containing(name: str, known: Iterable[str]) -> str | None:
    """Return the shortest known name that contains the words of a name, or None."""
    words = f"_{singular(name)}_"
    singulars = {
        candidate: f"_{singular(xform_name(candidate))}_" for candidate in known
    }
    matches = [candidate for candidate, text in singulars.items() if words in text]
    if not matches and len(name) >= _ABBREVIATION:
        matches = [candidate for candidate in singulars if candidate.startswith(name)]
    # The exact words come first: "ip" means "public_ip_address", not "elastic_ips".
    return min(
        matches,
        key=lambda match: (f"_{name}_" not in f"_{match}_", len(match)),
        default=None,
    )


def singular(name: str) -> str:
    """Return a name with each of its words in the singular."""
    return "_".join(_PLURAL.sub(_singular_ending, word) for word in name.split("_"))


def _singular_ending(ending: re.Match[str]) -> str:
    return "y" if ending[0] == "ies" else ""


def _misspelt_verb(name: str, known: Iterable[str]) -> str | None:
    """Return the action that a name is a misspelling of, verb included, or None."""
    action = closest_name(name, known, _VERB_LIKENESS)
    if action is None:
        return None
    written, verb = name.split("_")[0], action.split("_")[0]
    # "enabled" asks for a state. A verb may have such an ending itself: "transfer".
    inflected = (ending := _INFLECTED.search(written)) and not verb.endswith(ending[0])
    alike = written == verb or closest_name(written, [verb], _VERB_LIKENESS)
    return action if alike and not inflected else None


def _operations(model: ResourceModel) -> Iterator[tuple[str, str]]:
    """Yield the operations of a resource model, each with the member that calls it."""
    for member in (*model.collections, *model.actions):
        yield member.request.operation, member.name
    if model.load is not None:
        yield model.load.request.operation, "load"
