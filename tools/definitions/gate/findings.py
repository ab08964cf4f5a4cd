"""The faults that the rules of checks find, and which types each is about."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from botocore import xform_name

from .. import build, checks, names, tags
from ..build import Documents
from ..checks import Finding, Library
from ..evidence import Part

# The parts of a type, by the section of a definition that has them.
_PARTS = {"load": "load", "hasMany": "list", "actions": "create"}


def faults_in(name: str, documents: Documents) -> list[Finding]:
    """Return the faults that the rules find in data files."""
    with tempfile.TemporaryDirectory() as folder:
        build.write(Path(folder), documents)
        library = Library(Path(folder))
        found = [
            finding
            for _, several in checks.check_data(library, services={name})
            for finding in several
        ]
        found += tags.findings(library, name)
    return list(dict.fromkeys(checks.errors(found)))


def part_of(document: dict[str, Any], finding: Finding) -> tuple[str, Part] | None:
    """Return the type and the part of it that a finding is about, if it is about one.

    A load, a collection, or an action that makes resources.
    """
    for place in (finding.place, finding.text.split()[0].rstrip(":")):
        for owner, section, name, body in names.sites(document):
            path = owner if section == "load" else f"{owner}.{section}"
            if place != f"{path}.{name}" or section not in _PARTS:
                continue
            operation = body["request"]["operation"]
            made = owner if section == "load" else body.get("resource", {}).get("type")
            if made in document["resources"]:
                return made, Part(_PARTS[section], operation)
    return None


def owners_of(document: dict[str, Any], finding: Finding) -> set[str]:
    """Return the types that a finding is about.

    Its place, or the beginning of its sentence, names a type, a member of the service
    that has resources of a type, or the operation of one.
    """
    resources = document.get("resources", {})
    told = [*finding.place.split(), *finding.text.split()[:1]]
    paths = [one.rstrip(":").split(".") for one in told]
    members = list(names.sites(document))
    for path in paths:
        for owner, section, member, body in members:
            if [owner, section, member] == path[:3]:
                made = body.get("resource", {}).get("type", owner)
                return {made} & {*resources}
    heads = {path[0] for path in paths if path[0] in resources}
    if heads:
        return heads
    named = {part for path in paths for part in path}
    found = set()
    for owner, _, member, body in members:
        operation = body.get("request", {}).get("operation")
        if {member, xform_name(member), operation} & named:
            made = body.get("resource", {}).get("type")
            found |= {made if made in resources else owner} & {*resources}
    return found


def is_of_missing_tags(finding: Finding) -> bool:
    """Return whether a type lacks but its tags: it is right without."""
    return finding.rule == "tags" and "though AWS has tags" in finding.text
