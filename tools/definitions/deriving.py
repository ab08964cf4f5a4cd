"""The derived data files: definitions of the services that no person has gone through.

They are made of botocore's models by rules alone, of the types that pass the gate, and
are in a folder of their own beside the curated services' files. Which folder has a
service is all that tells the two kinds apart.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from botocore import xform_name

from boto3_extensions import __version__
from boto3_extensions._arns.arn import Arn, parse_arn
from boto3_extensions._arns.rules import ArnTemplate

from . import build, former, gate, names, tag_ways
from .checks import Library
from .gate import Derived
from .inputs import input_of
from .service import Service

FOLDER = build.DATA.parent / "derived"

# Samples of the parts of an ARN; any other field is an identifier of a resource.
_SAMPLE = {"partition": "aws", "region": "us-east-1", "account": "123456789012"}
_FIELD = re.compile(r"\{(\w+)\+?\}")


def derived(services: Iterable[str] = ()) -> dict[str, Derived]:
    """Return the derived definitions of services, by name; of all unread by default.

    An ARN leads to a single type: to a curated one, else to one whose service tells
    such ARNs, and of several to that of the service that the ARN names.
    """
    everything = gate.unread()
    with ProcessPoolExecutor() as pool:
        found = dict(zip(everything, pool.map(gate.derived, everything), strict=True))
    taken = _templates_of(build.DATA)
    # Whose ids the reference's words are has such ARNs, before what skips a part of
    # them: a deployment of greengrassv2. Then who tells an ARN has; the reference alone
    # may be about another's.
    for whole, told, own in itertools.product((True, False), repeat=3):
        for one in found.values():
            _leave_to_others(one, taken, whole=whole, told=told, own=own)
    for one in found.values():
        _renew_tags(one)
    return {name: found[name] for name in services or everything}


def _templates_of(folder: Path) -> dict[str, list[ArnTemplate]]:
    """Return the ARN templates in a folder's data files, by the service of the ARN."""
    found: dict[str, list[ArnTemplate]] = {}
    library = Library(folder)
    for service in {path.relative_to(folder).parts[0] for path in library.files()}:
        document = library.load(service, "arns-1", plain=False) or {}
        for entry in document.get("resources", {}).values():
            for text in _formats(entry):
                template = ArnTemplate(text)
                found.setdefault(template.service, []).append(template)
    return found


def _formats(entry: dict[str, Any]) -> Iterator[str]:
    for one in (entry, *entry.get("variants", ())):
        if "format" in one:
            yield one["format"]


def _leave_to_others(
    found: Derived,
    taken: dict[str, list[ArnTemplate]],
    *,
    whole: bool,
    told: bool,
    own: bool,
) -> None:
    """Take out the ARN formats that read ARNs of other services' types; note the rest.

    What the service itself tells an ARN of keeps that; it is read as the other's.

    Args:
        found: The derived definitions of a service.
        taken: The templates of other services, by the service of the ARN.
        whole: Whether it is about the formats that skip no part of an ARN, or others.
        told: Whether it is about the types whose ARNs the service tells, or others.
        own: Whether it is about the ARNs that name the service, or about all others.
    """
    for path, document in list(found.documents.items()):
        if path.name != "arns-1.json":
            continue
        entries: dict[str, dict[str, Any]] = document["resources"]
        mine = [
            (kind, template)
            for kind, entry in entries.items()
            for template in map(ArnTemplate, _formats(entry))
            if (template.service == found.name) == own
            and ("arn" in entry) == told
            and ("{_" not in template.text) == whole
        ]
        for kind, template in mine:
            if _overlaps(template, taken):
                entry = entries.pop(kind, {})
                if "arn" in entry:
                    entries[kind] = {"arn": entry["arn"]}
        if not entries:
            del found.documents[path]
        for kind, template in mine:
            if "format" in entries.get(kind, {}):
                taken.setdefault(template.service, []).append(template)


def _overlaps(mine: ArnTemplate, taken: dict[str, list[ArnTemplate]]) -> bool:
    return any(
        one.match(_sample(mine)) is not None or mine.match(_sample(one)) is not None
        for one in taken.get(mine.service, ())
    )


def _sample(template: ArnTemplate) -> Arn:
    return parse_arn(_FIELD.sub(lambda m: _SAMPLE.get(m[1], "x"), template.text))


def _renew_tags(found: Derived) -> None:
    """Make ``tags-1`` anew, which is told by the ARNs that there are."""
    service = Service(found.name)
    path = Path(found.name) / service.version / tag_ways.FILE
    formats = found.documents_by_name.get("arns-1.json", {}).get("resources", {})
    _drop_unmade_arns(found.definition, formats)
    found.documents.pop(path, None)
    document = tag_ways.document(service, found.definition, formats)
    for kind, way in document.get("resources", {}).items():
        for part in ("add", "remove"):
            if part in way and not _is_filled(service, way[part]):
                del way[part]
        # What GetResources tells of it would lead to nothing.
        if not _is_read(found.definition["resources"][kind], formats.get(kind, {})):
            way.pop("listed", None)
    if document:
        found.documents[path] = document
        gate.drop_half_ways(found)


def _drop_unmade_arns(definition: dict[str, Any], formats: dict[str, Any]) -> None:
    """Take out the actions that send an ARN which is left to another service.

    What no type has any more is the service's again.
    """
    gone = set()
    for kind, body in definition["resources"].items():
        actions = body.get("actions", {})
        for name in [n for n, one in actions.items() if "arn" in one]:
            if "format" not in formats.get(kind, {}):
                gone.add(actions.pop(name)["request"]["operation"])
        if not body.get("actions", True):
            del body["actions"]
    for operation in gone - names.used_operations(definition):
        mine = definition["service"].setdefault("actions", {})
        mine[operation] = {"request": {"operation": operation}}
        definition["service"]["actions"] = dict(sorted(mine.items()))


def _is_filled(service: Service, call: dict[str, Any]) -> bool:
    """Return whether a call for tags is sent all that its operation requires."""
    operation = service.model.operation_model(call["operation"])
    given = {input_of(one["target"]) for one in call.get("params", ())}
    given |= {input_of(call[key]) for key in ("tags", "keys") if key in call}
    required = set(operation.input_shape.required_members)
    return required <= given | set(operation.idempotent_members)


def _is_read(definition: dict[str, Any], entry: dict[str, Any]) -> bool:
    """Return whether a resource of a type can be made of its ARN."""
    names_ = {xform_name(one["name"]) for one in definition.get("identifiers", ())}
    fields = set(_FIELD.findall(entry.get("format", "")))
    return "format" in entry and (names_ <= fields or names_ == {entry.get("arn")})


def write(found: Iterable[Derived], stale: Iterable[Path]) -> None:
    """Write derived data files, and delete the files that are stale."""
    for path in stale:
        (FOLDER / path).unlink()
    for one in found:
        build.write(FOLDER, one.documents, as_text)


def texts(found: Iterable[Derived]) -> dict[Path, str]:
    """Return the texts of data files, by path below their folder."""
    return {
        path: as_text(document)
        for one in found
        for path, document in one.documents.items()
    }


# Of a file of definitions: ``resources``, a type, and what it has of a kind.
_LINED = 3


def as_text(document: dict[str, Any]) -> str:
    """Return a document's text, with a line for all that a type has of a kind.

    Nobody edits it, and what changes is seen. Indented as the curated files are, the
    package would be a twentieth larger.
    """
    return _lined(document) + "\n"


def _lined(value: Any, depth: int = 0) -> str:
    if depth == _LINED or not (isinstance(value, dict) and value):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    start = "\n" + " " * (depth + 1)
    lines = (f"{json.dumps(k)}:{_lined(v, depth + 1)}" for k, v in value.items())
    return f"{{{start}{f',{start}'.join(lines)}\n{' ' * depth}}}"


def stale(wanted: Iterable[Path]) -> list[Path]:
    """Return the data files that are none of those wanted."""
    present = {path.relative_to(FOLDER) for path in FOLDER.glob("*/*/*.json")}
    return sorted(present - {*wanted})


def past(found: Iterable[Derived]) -> dict[str, dict[str, Any]]:
    """Return the data files that git has, by service, without names whose time is over.

    Services that git has none of are left out.
    """
    committed = {one.name: names.committed(FOLDER, one.name) for one in found}
    return {
        name: former.without_past(documents, __version__)
        for name, documents in committed.items()
        if documents
    }


def keep_former(found: Iterable[Derived], before: Mapping[str, dict[str, Any]]) -> None:
    """Add the names that git has, and that are called otherwise now, to definitions."""
    for one in found:
        if one.name in before and one.definition:
            had = names.definition_of(before[one.name])
            former.keep(Service(one.name), one.definition, had, __version__)


def gone(found: Iterable[Derived], before: Mapping[str, dict[str, Any]]) -> list[str]:
    """Return a line for each name that git has and the derived definitions lack."""
    lines = []
    for one in found:
        if one.name in before:
            service = Service(one.name)
            mine = names.names_of(service, one.documents_by_name)
            had = names.names_of(service, before[one.name])
            definition = names.definition_of(before[one.name])
            for old, new in former.renamed_types(one.definition, definition).items():
                if former.MARK in one.definition["service"].get("has", {}).get(old, {}):
                    had[new] = {**had.get(new, {}), **had.pop(old)}
            lines += [f"{one.name}.{line}" for line in names.vanished(had, mine)]
    return lines
