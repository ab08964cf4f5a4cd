""" """

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from botocore import xform_name

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import ResourceModel

_READS = re.compile(
    r"(BatchGet|Describe|Download|Filter|Get|Head|List|Lookup|Query|Scan|Search|Select)"
    r"(?![a-z])"
)

# A verb with one of these is none that somebody wants to call, unless it is called so.
_INFLECTED = re.compile(r"(ed|ing|ion|ment|able|ible|ive|or|er|s)$")

# Of a word for several of a thing: "policies", "records", not "status" or "access".
_PLURAL = re.compile(r"(?<=..)(ies|(?<![suia])s)$")

# AWS has both words for it.
_SAME = {"state": "status", "status": "state"}

# What a thing is asked for that is known by another word.
_IDENTITY = {"id", "name", "identifier"}

# How like its own name a misspelt verb is: "rebot" is, "status" is no "start".
_LIKE_A_VERB = 0.85

# How like its own name anything else is: "permissions" are no "sessions".
_LIKE = 0.7

# The least letters that a name may be cut to: "env" of "environment".
_LEAST_LETTERS = 3


def near_in(made: type[ServiceResource], name: str) -> str | None:
    """Return the member of a class of resources that a name was meant to be."""
    model = made.meta.resource_model
    known = [one for one in dir(made) if not one.startswith("_")]
    pythonic: str = xform_name(name)
    if pythonic in known:
        return pythonic
    for operation, member in _operations(model):
        if xform_name(operation) == pythonic:
            return member
    changing = {
        action.name
        for action in model.actions
        if not _READS.match(action.request.operation)
    }
    telling = [one for one in known if one not in changing]
    actions = {action.name for action in model.actions}
    data = [one for one in telling if one not in actions and not one.startswith("wait")]
    whole = f"{xform_name(model.name)}_{pythonic}"
    if whole in data:
        return whole
    identifiers: list[str] = [one.name for one in model.identifiers]
    if pythonic in _IDENTITY and len(identifiers) == 1:
        # No "kms_key_id" for the id of a secret, nor its "key_name" for an instance's.
        return identifiers[0]
    return (
        _ending_in(pythonic, data)
        or _ending_in(pythonic, telling)
        or _ending_in(_SAME.get(pythonic, pythonic), data)
        or _verb(name, changing)
        or similar(name, telling, _LIKE_A_VERB)
        or _holding(pythonic, data)
        or similar(name, telling, _LIKE)
    )


def similar(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """Return the known name that is most like another one, if any is like it."""
    # Only now, since few programs misspell anything.
    import difflib

    by_lower = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name.lower(), by_lower, 1, least)
    return by_lower[found[0]] if found else None


def _ending_in(name: str, known: Iterable[str]) -> str | None:
    """Return the shortest name whose last words are the ones that are looked for."""
    found = [one for one in known if f"_{one}".endswith(f"_{name}")]
    return min(found, key=len) if found else None


def _holding(name: str, known: Iterable[str]) -> str | None:
    """Return the shortest name with the words that are looked for in it, or begun."""
    words = f"_{_of_one(name)}_"
    plain = {one: f"_{_of_one(xform_name(one))}_" for one in known}
    found = [one for one, text in plain.items() if words in text]
    if not found and len(name) >= _LEAST_LETTERS:
        found = [one for one in plain if one.startswith(name)]
    # Written so, if possible: for "ip" no "elastic_ips", but "public_ip_address".
    return min(
        found, key=lambda one: (f"_{name}_" not in f"_{one}_", len(one)), default=None
    )


def _of_one(name: str) -> str:
    """Return a name with each of its words in the singular."""
    return "_".join(_PLURAL.sub(_singular, word) for word in name.split("_"))


def _singular(ending: re.Match[str]) -> str:
    return "y" if ending[0] == "ies" else ""


def _verb(name: str, known: Iterable[str]) -> str | None:
    found = similar(name, known, _LIKE_A_VERB)
    if found is None:
        return None
    first, meant = name.split("_")[0], found.split("_")[0]
    # "enabled" is no "enable", whatever that ends in itself.
    inflected = (ending := _INFLECTED.search(first)) and not meant.endswith(ending[0])
    alike = first == meant or similar(first, [meant], _LIKE_A_VERB)
    return found if alike and not inflected else None


def _operations(model: ResourceModel) -> Iterator[tuple[str, str]]:
    for member in (*model.collections, *model.actions):
        yield member.request.operation, member.name
    if model.load is not None:
        yield model.load.request.operation, "load"
