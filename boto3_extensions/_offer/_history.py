"""Tells when AWS brought what a botocore lacks, or took it away.

From ``offered-1.json`` beside a service's definitions, and the release of botocore that
all of them were made of, in ``made-from-1.json``. Read when something is missing, by
nobody else.
"""

from __future__ import annotations

import functools
import glob
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

import botocore
from botocore import xform_name

from boto3_extensions._offer._needs import Missing
from boto3_extensions._session import DATA_PATH

_SERVICE = "service"


def why(service: str, missing: Missing) -> str:
    """Return a clause that tells what is missing, and the mend if there is one.

    Args:
        service: boto3's name of it.
        missing: What the installed botocore lacks.
    """
    return (
        f"botocore {botocore.__version__} {_lack(missing)}; {_mend(service, missing)}"
    )


def withdrawn(service: str, resource_type: str, name: str) -> str:
    """Return a sentence about a name that AWS has withdrawn, "" if it has not.

    Args:
        service: boto3's name of it.
        resource_type: The name of a type; that of the service for itself.
        name: A member of it, in Python.
    """
    gone = _history(service).get("withdrawn", {})
    owner = _SERVICE if resource_type == service else resource_type
    entry = gone.get(owner, {}).get(name)
    if entry is None and owner == _SERVICE:
        entry = gone.get(name, {}).get("")
    if entry is None:
        return ""
    operation = entry.get("operation")
    of = f" the operation {operation}" if operation else " it"
    return f"AWS has withdrawn{of}: botocore {entry['release']} no longer has it"


@functools.cache
def ended(service: str) -> Mapping[str, Any]:
    """Return the members that AWS has ended, like ``resources-1``, empty if none."""
    found: dict[str, Any] = {}
    for path in _paths(service, "ended-1.json"):
        found |= _read(path)
    return found


def newer_attribute(service: str, shape: str | None, name: str) -> Missing | None:
    """Return which member of a shape an attribute would be, None if none is known."""
    members = _history(service).get("since", {}).get("members", {}).get(shape, {})
    for member in members:
        if xform_name(member) == name:
            return Missing("member", member, shape or "")
    return None


def _lack(missing: Missing) -> str:
    kind, name, owner, operation = missing
    if kind == "input":
        return f"knows no parameter {name} of the operation {owner}"
    if kind == "member":
        of = f", which {operation} answers with or takes" if operation else ""
        return f"knows no member {name} of {owner}{of}"
    return f"knows no {kind} {name}"


def _mend(service: str, missing: Missing) -> str:
    made_from = pinned()
    release = _since(service, missing)
    needed = release or made_from
    if needed and numbers(botocore.__version__) < numbers(needed):
        at_least = f"botocore {release} or newer" if release else "a newer botocore"
        known = "" if release else f" (the definitions were made with {made_from})"
        return f"this takes {at_least}{known}: pip install --upgrade boto3"
    if made_from:
        return f"AWS has withdrawn it since botocore {made_from}"
    return "the definitions were made with another release of botocore"


def _since(service: str, missing: Missing) -> str | None:
    since = _history(service).get("since", {})
    kind, name, owner, _ = missing
    if kind == "member":
        found = since.get("members", {}).get(owner, {}).get(name)
        found = found or since.get("shapes", {}).get(owner)
    elif kind == "input":
        found = since.get("inputs", {}).get(owner, {}).get(name)
        found = found or since.get("operations", {}).get(owner)
    else:
        found = since.get(f"{kind}s", {}).get(name)
    return str(found) if found else None


def pinned() -> str:
    """Return the botocore that the definitions were made of, "" if nobody says."""
    return str(_read(os.path.join(DATA_PATH, "made-from-1.json")).get("botocore", ""))


@functools.cache
def is_made_from_this(service: str) -> bool:
    """Tell whether a service's definitions are made of the installed botocore.

    Those that could not be, and stayed as they were, are `kept` in the file.
    """
    kept = _read(os.path.join(DATA_PATH, "made-from-1.json")).get("kept", ())
    return pinned() == str(botocore.__version__) and service not in kept


def numbers(version: str) -> tuple[int, ...]:
    """Return a version of botocore's as numbers, to compare."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def our_definitions(service: str) -> Mapping[str, Any]:
    """Return what this package defines of a service, without what boto3 does."""
    found: dict[str, Any] = {"service": {}, "resources": {}}
    for path in _paths(service, "resources-1*.json"):
        document = _read(path)
        found |= document.get("merge", document)
    return {"service": {}, "resources": {}} | found


@functools.cache
def _history(service: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for path in _paths(service, "offered-1.json"):
        found |= _read(path)
    return found


def _paths(service: str, name: str) -> Iterator[str]:
    place = os.path.join(glob.escape(DATA_PATH), glob.escape(service), "*", name)
    return iter(sorted(glob.glob(place)))


@functools.lru_cache(maxsize=64)
def _read(path: str) -> Mapping[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            found: Mapping[str, Any] = json.load(file)
    except FileNotFoundError:
        return {}
    return found
