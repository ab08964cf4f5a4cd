"""Takes a newer botocore in: definitions, data, history, and a review of all of it.

A service is synced as a whole or stays as it was: what cannot be generated, or would
lose a name that AWS still has, is named for a person and touches no other service.
"""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore
import tomlkit

from . import build, checks, growth, history, names
from .adoption import candidates, drafts
from .making import CREATE_VERBS
from .resource_type import ResourceType
from .service import BOTOCORE, Service
from .toml_file import DEFINITIONS, DefinitionError, joined, parts_of, spec_of
from .withdrawal import Parts, drop_withdrawn, keep_deprecated
from .words import verb


@dataclass
class Synced:
    """What became of one service, to be written, and to be read by a person."""

    service: str
    parts: Parts = field(default_factory=dict)
    documents: dict[Path, dict[str, Any]] = field(default_factory=dict)
    entry: dict[str, Any] = field(default_factory=dict)
    growth: growth.Growth | None = None
    adopted: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    left_toml: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    fault: str = ""


def sync(services: list[str], before: Path) -> list[Synced]:
    """Sync the services that AWS has changed, write them, and return what changed.

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
    """Write down of which botocore the data is made."""
    made_from = {"version": "1.0", "botocore": botocore.__version__}
    history.MADE_FROM.write_text(build.as_text(made_from), encoding="utf-8")


def changed(service: str, before: Path) -> bool:
    """Tell whether a service's models are others than they were."""
    return _models(before / service) != _models(BOTOCORE / service)


def _models(folder: Path) -> dict[str, bytes]:
    kinds = ("service-2", "paginators-1", "waiters-2")
    return {
        path.relative_to(folder).as_posix(): history.content(path)
        for path in folder.glob("*/*.json*")
        if path.name.startswith(kinds)
    }


def synced(service: str, before: Path, entry: dict[str, Any]) -> Synced:
    """Return what a service becomes; nothing is written yet."""
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
    new_types = candidates(spec_of(joined(one.parts)), before)
    for name in _adopt(one, new_types):
        one.adopted.append(name)
        del new_types[name]
    spec = spec_of(joined(one.parts))
    if one.adopted:
        documents = build.without_history(spec)
    service = Service(one.service, kept=spec.deprecated)
    old = names.on_disk(build.DATA, one.service)
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
    one.growth = growth.between(spec, was, service, made, sorted(new_types))
    one.growth.deprecated = deprecated
    one.needs = list(_needs(one, service))


def _remember_withdrawn(
    one: Synced, service: Service, old: dict[str, Any], vanished: list[str]
) -> None:
    """Put into the history what has vanished with something that AWS withdrew."""
    definition = names.definition_of(old)
    operations = set(service.model.operation_names)
    for line in vanished:
        owner, name = history.place_of(line)
        kind = line.rpartition(" (")[2].rstrip(")")
        told: dict[str, str] = {"release": botocore.__version__}
        body = definition.get("resources", {}).get(owner, {})
        if owner == names.SERVICE:
            body = definition.get(names.SERVICE, {})
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


def _adopt(one: Synced, new_types: dict[str, ResourceType]) -> list[str]:
    """Add the new types that pass the gate, and return their names."""
    adopted = []
    for name, text in drafts(spec_of(joined(one.parts)), new_types):
        trial = copy.deepcopy(dict(one.parts))
        document = list(trial.values())[-1]
        table = tomlkit.parse(text)["types"][name]
        document.setdefault("types", tomlkit.table(is_super_table=True))[name] = table
        if _passes(one, trial):
            one.parts = trial
            adopted.append(name)
    return adopted


def _passes(one: Synced, trial: Parts) -> bool:
    """Tell whether definitions can be generated, and break no rule."""
    try:
        made = build.documents(spec_of(joined(trial)), one.entry)
    except (DefinitionError, KeyError):
        return False
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        _write(data, made)
        allowed = checks.read_allowed(DEFINITIONS)
        found = checks.check_data(checks.Library(data), allowed)
        return not any(checks.errors(findings) for _, findings in found)


def _needs(one: Synced, service: Service) -> Iterator[str]:
    """Yield a line for each new thing that the rules have no natural place for."""
    assert one.growth is not None
    for name in one.growth.types:
        yield f"a type, perhaps: [types.{name}]; `propose {one.service}` drafts it"
    for operation, places in one.growth.operations.items():
        plain = all(map(_is_plain, places))
        lists = verb(operation) == "List" or operation in service.paginators
        if not places:
            yield f'nothing reaches it: {operation} = {{ on = "service" }}'
        elif plain and lists:
            yield f"lists what has no type: {operation} is {', '.join(places)}"
        elif plain and verb(operation) in CREATE_VERBS:
            yield f'makes what? {operation} = {{ returns = "" }} is {", ".join(places)}'


def _is_plain(place: str) -> bool:
    """Tell of an action that gives back no more than what AWS answers."""
    return place.endswith("()") and not place.endswith(".load()")


def write(one: Synced) -> None:
    """Write the definitions and the data of one service."""
    for path, document in one.parts.items():
        text = tomlkit.dumps(document)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
    for path in (build.DATA / one.service).glob("*/*.json"):
        if path.relative_to(build.DATA) not in one.documents:
            path.unlink()
    _write(build.DATA, one.documents)


def _write(data: Path, documents: dict[Path, dict[str, Any]]) -> None:
    for path, document in documents.items():
        target = data / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(build.as_text(document), encoding="utf-8")


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
                "new": list(one.growth.operations) if one.growth else [],
                "fault": one.fault,
            }
            for one in found
        ]
    )
