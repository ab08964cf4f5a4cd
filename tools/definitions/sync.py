"""The update to a newer botocore: definitions, data, history and a review.

A service is synced as a whole or stays as it was: what cannot be generated, or would
lose a name that AWS still has, is named for a person and touches no other service.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore
import tomlkit

from . import adoption, build, checks, growth, history, names
from .adoption import Draft, candidates
from .relations import SERVICE
from .service import BOTOCORE, Service
from .toml_file import DEFINITIONS, DefinitionError, joined, parts_of, spec_of
from .trials import Trials
from .withdrawal import Parts, drop_withdrawn, keep_deprecated
from .words import find_noun


@dataclass
class Synced:
    """The changes of a service's files, to be written and to be read by a person."""

    service: str
    parts: Parts = field(default_factory=dict)
    documents: dict[Path, dict[str, Any]] = field(default_factory=dict)
    entry: dict[str, Any] = field(default_factory=dict)
    growth: growth.Growth | None = None
    adopted: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    left_toml: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    refused: list[Draft] = field(default_factory=list)
    fault: str = ""


def sync(services: list[str], before: Path) -> list[Synced]:
    """Write the files of the services that AWS has changed, and return the changes.

    Args:
        services: Their names.
        before: The models that the data was made from.
    """
    known = history.read()
    found = []
    for service in services:
        if not changed(service, before):
            continue
        one = synced(service, before, known.get(service, {}))
        found.append(one)
        if not one.fault:
            known[service] = one.entry
            write(one)
    history.write(known)
    write_made_from()
    return found


def write_made_from() -> None:
    """Write the version of the data's botocore into the data."""
    made_from = {"version": "1.0", "botocore": botocore.__version__}
    history.MADE_FROM.write_text(build.as_text(made_from), encoding="utf-8")


def changed(service: str, before: Path) -> bool:
    """Return whether a service's models have changed."""
    return _models(before / service) != _models(BOTOCORE / service)


def _models(folder: Path) -> dict[str, bytes]:
    kinds = ("service-2", "paginators-1", "waiters-2")
    return {
        path.relative_to(folder).as_posix(): history.content(path)
        for path in folder.glob("*/*.json*")
        if path.name.startswith(kinds)
    }


def synced(service: str, before: Path, entry: dict[str, Any]) -> Synced:
    """Return the changes of a service's files, without writing the files."""
    paths = parts_of(service, DEFINITIONS)
    parts = {p: tomlkit.parse(p.read_text(encoding="utf-8")) for p in paths}
    one = Synced(service, parts, entry=copy.deepcopy(entry))
    try:
        _sync(one, before)
    except (DefinitionError, KeyError) as error:
        # A KeyError says of what the generator has not heard, and nothing else.
        one.fault = str(error)
    return one


def _sync(one: Synced, before: Path) -> None:
    was = Service(one.service, since=before)
    deprecated = keep_deprecated(one.parts, was)
    one.left_toml, documents = drop_withdrawn(one.parts)
    old = names.on_disk(build.DATA, one.service)
    tried = Trials(
        Service(one.service, kept=spec_of(joined(one.parts)).deprecated),
        one.parts,
        one.entry,
        documents,
        names.definition_of(old),
        checks.read_allowed(DEFINITIONS),
    )
    tried.keep_places()
    new_types = candidates(tried.spec, before)
    tried.adopt_types(new_types)
    _place(tried, was)
    documents = tried.documents
    one.parts, one.adopted, one.refused = tried.parts, tried.adopted, tried.refused
    spec, service = tried.spec, tried.service
    made = {p.name: d for p, d in documents.items()}
    vanished = names.vanished(names.names_of(was, old), names.names_of(service, made))
    _remember_withdrawn(one, service, old, vanished)
    one.withdrawn, others = history.withdrawn_names(one.entry, vanished)
    if others:
        raise DefinitionError(f"names that AWS still has would go: {', '.join(others)}")
    definition = names.definition_of(made)
    had = history.things_in(before, one.service)
    new = {t for t in history.used(service, definition) if t not in had}
    if had:
        history.merged(
            one.entry,
            history.since(new, [(botocore.__version__, new), ("", had)]),
        )
    one.documents = build.with_history(spec, documents, one.entry)
    left = sorted(set(new_types) - set(one.adopted))
    one.growth = growth.between(spec, was, service, made, left)
    one.growth.deprecated = deprecated
    one.needs = list(_needs(one, service))


def _remember_withdrawn(
    one: Synced, service: Service, old: dict[str, Any], vanished: list[str]
) -> None:
    """Add the names that vanished with withdrawn members of AWS to the history."""
    definition = names.definition_of(old)
    operations = set(service.model.operation_names)
    for line in vanished:
        owner, name = history.place_of(line)
        kind = line.rpartition(" (")[2].rstrip(")")
        told: dict[str, str] = {"release": botocore.__version__}
        body = definition.get("resources", {}).get(owner, {})
        if owner == SERVICE:
            body = definition.get(SERVICE, {})
        operation = names.operation_of(body, name, kind)
        if kind == "type":
            gone = not names.used_operations(body) & operations
        elif operation:
            gone = operation not in operations
            told["operation"] = operation
        else:
            # An attribute's member is gone; so is the type, or the data, that a
            # reference leads by.
            gone = kind in {"attribute", "reference", "sub-resource", "waiter"}
        if gone:
            table = one.entry.setdefault("withdrawn", {}).setdefault(owner, {})
            table[name] = told


def _place(tried: Trials, was: Service) -> None:
    """Add the new operations at their places."""
    if set(tried.service.operations) - set(was.operations):
        # What a list tells of may be what an operation makes.
        for adopt in (tried.adopt_lists, tried.adopt_operations):
            made = {p.name: d for p, d in tried.documents.items()}
            new = growth.between(tried.spec, was, tried.service, made, [])
            adopt(new.operations)


def _needs(one: Synced, service: Service) -> Iterator[str]:
    """Yield a line for each addition that the rules have no place for."""
    assert one.growth is not None
    plain = [*adoption.placed(one.growth.operations)]
    for draft in one.refused:
        # What has all its operations on its owner is no type.
        if any(find_noun(draft.name, operation) for operation in plain):
            toml = "; ".join(line for line in draft.toml.splitlines() if line[0] != "#")
            yield f"a type, perhaps: {toml} ({draft.doubt})"
    for operation, places in one.growth.operations.items():
        at = ", ".join(places)
        if not places:
            yield f'nothing reaches it: {operation} = {{ on = "service" }}'
        elif adoption.makes_unknown(operation, places):
            yield f'makes what? {operation} = {{ returns = "" }}, now {at}'
        elif all(map(adoption.is_plain, places)) and adoption.lists(
            service, operation, told=operation not in plain
        ):
            members = adoption.items_members(service, operation)
            yield (
                f"lists what has no type: {operation}, now {at}: [types.X]; "
                f'identifiers = {{ Id = "..." }}; list = "{operation}" ({members})'
            )


def write(one: Synced) -> None:
    """Write the definitions and the data of one service."""
    for path, document in one.parts.items():
        text = tomlkit.dumps(document)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
    for path in (build.DATA / one.service).glob("*/*.json"):
        if path.relative_to(build.DATA) not in one.documents:
            path.unlink()
    build.write(build.DATA, one.documents)


def review(found: list[Synced]) -> list[str]:
    """Return the lines for a person to read: by service, what needs a hand last."""
    lines = []
    for one in found:
        sections = dict(growth.sections(one.growth)) if one.growth else {}
        sections |= {
            "types taken in, by the rules": one.adopted,
            "withdrawn by AWS": one.withdrawn,
            "left the TOML": one.left_toml,
        }
        told = {title: entries for title, entries in sections.items() if entries}
        if told:
            lines.append(one.service)
        for title, entries in told.items():
            lines += [f"  {title}", *(f"    {entry}" for entry in entries)]
    needs = [f"  {one.service}: {need}" for one in found for need in one.needs]
    needs += [
        f"  {one.service}: kept as it was: {one.fault}" for one in found if one.fault
    ]
    if needs:
        return [
            *lines,
            "For a person to decide, in definitions/<service>.toml:",
            *needs,
        ]
    return [*lines, "Nothing is left for a person to decide."]


def as_json(found: list[Synced]) -> str:
    """Return the figures of a sync, for the script that replays many."""
    return json.dumps(
        [
            {
                "service": one.service,
                "operations": len(one.growth.operations) if one.growth else 0,
                "attributes": sum(map(len, one.growth.attributes.values()))
                if one.growth
                else 0,
                "adopted": one.adopted,
                "withdrawn": one.withdrawn,
                "needs": one.needs,
                "left": one.left_toml,
                "places": one.growth.operations if one.growth else {},
                "fault": one.fault,
            }
            for one in found
        ]
    )
