"""The build of a service's data files: the JSON documents of one service."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from botocore import xform_name

from . import (
    at_hand,
    beside,
    ended,
    enumerated,
    extras,
    failures,
    history,
    limits,
    links,
    locks,
    names,
    older,
    own_waiters,
    page_sizes,
    paginators,
    reads,
    references,
    relations,
    shapes,
    summaries,
    tag_ways,
    tagging,
    targets,
    telling,
    together,
    waiters,
    whole_lists,
)
from .placement import Action, Placer
from .resource_type import ResourceType
from .service import Service
from .spec import LoadSpec, ServiceSpec
from .toml_file import DefinitionError
from .types import TypeBuilder

DATA = Path(__file__).resolve().parents[2] / "boto3_extensions" / "data"
SERVICE = relations.SERVICE

# The data files of a service, by path below the data folder.
Documents = dict[Path, dict[str, Any]]

# Our own kind of extras file. botocore's loader takes just one file of a name, and
# paginators-1.sdk-extras.json is a name botocore uses itself.
EXTRAS = "boto3-extensions"


def documents(spec: ServiceSpec, known: Mapping[str, Any] | None = None) -> Documents:
    """Return the data files of one service, by path below the data folder.

    Args:
        spec: The definitions.
        known: The service's history; that in the file by default.
    """
    entry = history.read().get(spec.service, {}) if known is None else known
    return with_history(spec, without_history(spec), entry)


def with_history(
    spec: ServiceSpec, made: Documents, entry: Mapping[str, Any]
) -> Documents:
    """Return the data files of a service, with its history of names."""
    service = Service(spec.service, kept=spec.deprecated)
    definition = names.definition_of({path.name: d for path, d in made.items()})
    folder = Path(spec.service) / service.version
    told = history.document(entry, service, definition)
    late = entry.get("since", {}).get("paginators", {})
    made = _with_pages(folder, made, paginators.late(service, late))
    return made if told is None else {**made, folder / history.FILE: told}


def _with_pages(folder: Path, made: Documents, pages: dict[str, Any]) -> Documents:
    """Add paginations to the data files of a service that botocore has some for."""
    if not pages:
        return made
    path = folder / f"paginators-1.{EXTRAS}-extras.json"
    own = made.get(path, {}).get("merge", {}).get("pagination", {})
    both = dict(sorted({**pages, **own}.items()))
    return {**made, path: {"version": 1.0, "merge": {"pagination": both}}}


def without_history(spec: ServiceSpec) -> Documents:
    """Return the data files of a service, without its history of names."""
    service = Service(spec.service, kept=spec.deprecated)
    folder = Path(spec.service) / service.version
    kinds = TypeBuilder(service, spec).build()
    made = {folder / "arns-1.json": arns(spec, kinds)}
    if made[folder / "arns-1.json"] == {"version": "1.0", "resources": {}}:
        made = {}
    if linked := links.document(spec.service, spec.types, kinds):
        made[folder / "links-1.json"] = linked
    if only_arns(service, spec):
        add_targets(made, folder, service, {})
        add_tags(made, folder, service, {})
        return made
    ours, gone, waits = offered_and_ended(service, spec, kinds)
    if gone:
        made[folder / ended.FILE] = gone
    add_targets(made, folder, service, ours)
    add_tags(made, folder, service, ours)
    if service.base:
        overlay = {"version": 1.0, "merge": ours}
        made[folder / "resources-1.sdk-extras.json"] = overlay
    else:
        made[folder / "resources-1.json"] = ours
    loads = [kind.load for kind in kinds.values()]
    pages = paginators.missing(service, relations.collections(service, kinds), loads)
    if pages and service.ships("paginators-1"):
        extras = {"version": 1.0, "merge": {"pagination": pages}}
        made[folder / f"paginators-1.{EXTRAS}-extras.json"] = extras
    elif pages:
        made[folder / "paginators-1.json"] = {"pagination": pages}
    if waits:
        extras = {"version": 1.0, "merge": {"waiters": waits}}
        made[folder / f"waiters-2.{EXTRAS}-extras.json"] = extras
    if waits and not service.ships("waiters-2"):
        # Only there to be merged over. What a newer botocore brings takes its place.
        made[folder / "waiters-2.json"] = {"version": 2, "waiters": {}}
    return made


def add_targets(
    made: dict[Path, dict[str, Any]],
    folder: Path,
    service: Service,
    ours: dict[str, Any],
) -> None:
    """Add ``targets-1`` to the files of a service, if it has any."""
    if found := targets.document(service, ours):
        made[folder / "targets-1.json"] = found


def add_tags(
    made: dict[Path, dict[str, Any]],
    folder: Path,
    service: Service,
    ours: dict[str, Any],
) -> None:
    """Add ``tags-1`` to the files of a service, if any of its types has tags."""
    definition = extras.merged(service.base, ours)
    formats = made.get(folder / "arns-1.json", {}).get("resources", {})
    if found := tag_ways.document(service, definition, formats):
        made[folder / tag_ways.FILE] = found


def check_inputs(spec: ServiceSpec) -> None:
    """Refuse names in ``arn_inputs`` and ``id_inputs`` that place no operation.

    Raises:
        DefinitionError: No operation has such an input, or it takes no list of ids.
    """
    service = Service(spec.service, kept=spec.deprecated)
    shapes_by_name: dict[str, list[Any]] = {}
    for operation in service.operations:
        for name, shape in service.inputs(operation).items():
            shapes_by_name.setdefault(name, []).append(shape)
    for name in spec.arn_inputs:
        if name.removesuffix("[0]") not in shapes_by_name:
            raise DefinitionError(f"arn_inputs: no operation has an input {name}")
    for name in spec.id_inputs:
        if not any(map(shapes.is_string_list, shapes_by_name.get(name, ()))):
            raise DefinitionError(
                f"id_inputs: no operation takes a list of ids as {name}; an input that "
                "takes a single id goes into arn_inputs if it takes ARNs, too, or by "
                "params into [operations]"
            )


def only_arns(service: Service, spec: ServiceSpec) -> bool:
    """Return whether a TOML adds nothing but ARNs to boto3's own types.

    A service that boto3 has no resources for has its operations, with types or without.
    """
    return (
        bool(service.base)
        and not (spec.operations or spec.id_inputs or spec.waiters)
        and all(
            not t.identifiers
            and not t.parent
            and t.shape is None
            and isinstance(t.lists, bool)
            and not (t.omits or t.reference_data)
            for t in spec.types.values()
        )
    )


def arns(spec: ServiceSpec, kinds: dict[str, ResourceType]) -> dict[str, Any]:
    """Return ``arns-1``: as the TOML has it, with numbers."""
    entries: dict[str, dict[str, Any]] = {}
    for kind in spec.types.values():
        if kind.arn:
            numbers = kinds[kind.name].numbers() if kind.name in kinds else []
            entries[kind.name] = kind.arn | ({"numbers": numbers} if numbers else {})
    return {"version": "1.0", "resources": entries}


def definitions(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> dict[str, Any]:
    """Return ``service`` and ``resources`` of a service, without boto3's members."""
    return offered_and_ended(service, spec, kinds)[0]


def offered_and_ended(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> tuple[dict[str, Any], dict[str, Any] | None, dict[str, Any]]:
    """Return the definitions of a service, and the waiters of ours that they name.

    Between the two stand the definitions that AWS has ended, or None.
    """
    spec = enumerated.add(service, spec, kinds)
    many = relations.collections(service, kinds)
    has = references.has(kinds)
    copies = own_waiters.made(service, spec)
    waits = waiters.waiters(service, kinds, spec.waiters, copies)
    actions = place_all(service, spec, kinds, many)
    made: dict[str, Any] = {"service": {}, "resources": {}}
    for owner in [SERVICE, *kinds]:
        kind = kinds.get(owner)
        base = service.base.get("resources", {}).get(owner) or {}
        if owner == SERVICE:
            base = service.base.get(SERVICE, {})
        definition = {}
        if kind is not None:
            definition = _given_load(kind, base) if kind.base else _head(kind)
        ours = {
            "actions": {
                n: a.as_json()
                for a in actions.get(owner, [])
                if not a.only_batch
                for n in a.names
            },
            "batchActions": {
                n: _batch(service, a, kind)
                for a in actions.get(owner, [])
                if a.batch
                for n in a.names
            },
            "has": has.get(owner, {}),
            "hasMany": many.get(owner, {}),
            "waiters": waits.get(owner, {}),
        }
        definition.update(_new(ours, base, kind, owner))
        if definition or owner == SERVICE:
            _put(made, owner, definition)
    filled = summaries.fills(made)
    for name, kind in kinds.items():
        found = summaries.of(service, filled, kind)
        if found:
            made["resources"].setdefault(name, {})["summaries"] = found
        if kind.spec.omits:
            made["resources"].setdefault(name, {})["omits"] = kind.spec.omits
        base = service.base.get("resources", {}).get(name) or {}
        refers = {**base.get("has", {}), **has.get(name, {})}
        if placed := beside.references(service.name, kind, refers):
            made["resources"].setdefault(name, {})["beside"] = placed
        for reference, path in kind.spec.reference_data.items():
            mine = made["resources"].setdefault(name, {}).setdefault("has", {})
            mine.setdefault(reference, {}).setdefault("resource", {})["path"] = path
    locks.add(service, kinds, made)
    telling.add(kinds, made)
    gone = ended.taken_out(service, made)
    together.put_in(service, kinds, made)
    reads.put_in(made)
    at_hand.put_in(service, kinds, made)
    page_sizes.put_in(service, made)
    extras.put_in(service, made, spec.allowed)
    failures.put_in(service, made, spec.failures, spec.allowed)
    older.put_in(service, made)
    whole_lists.put_in(service, made, spec.lists)
    used = names.waiter_names(made)
    return made, gone, {name: body for name, body in copies.items() if name in used}


def _batch(
    service: Service, action: Action, kind: ResourceType | None
) -> dict[str, Any]:
    """Return a batch action, with the limit of items in a request."""
    made = action.as_json(batch=True)
    limit = kind.spec.limits.get(action.operation) if kind else None
    target = next(p["target"] for p in action.batch if "[" in p["target"])
    operation = service.model.operation_model(action.operation)
    limit = limit or limits.documented(operation, target, action.owner)
    return {**made, "limit": limit} if limit else made


def _put(made: dict[str, Any], owner: str, definition: dict[str, Any]) -> None:
    if owner == SERVICE:
        made[SERVICE] = definition
    else:
        made["resources"][owner] = definition


def place_all(
    service: Service,
    spec: ServiceSpec,
    kinds: dict[str, ResourceType],
    many: dict[str, dict[str, Any]],
) -> dict[str, list[Action]]:
    """Return the actions of all operations that nothing else calls, by owner."""
    reached = names.used_operations(many) | names.used_operations(service.base)
    reached |= {k.load.operation for k in kinds.values() if k.load}
    unknown = set(spec.operations) - set(service.operations)
    if unknown:
        raise DefinitionError(f"{spec.service}: no operation {min(unknown)}")
    placer = Placer(service, spec, kinds)
    found: dict[str, list[Action]] = {}
    for operation in sorted(service.operations):
        written = spec.operations.get(operation)
        if operation in reached and (written is None or written.on is None):
            continue
        for action in placer.place(operation):
            found.setdefault(action.owner, []).append(action)
    for owner, actions in tagging.actions(service, spec, kinds, many).items():
        found.setdefault(owner, []).extend(actions)
    return _told_apart(found)


def _told_apart(found: dict[str, list[Action]]) -> dict[str, list[Action]]:
    """Name actions after their operations where another one of the owner is called so.

    An application's CreateSnapshot is one, and CreateApplicationSnapshot is another.
    What stands elsewhere, too, as a general operation on tags, gives way.
    """
    owners = Counter(one.operation for actions in found.values() for one in actions)
    for actions in found.values():
        single = [one for one in actions if not one.only_batch]
        last = {name: one.operation for one in single for name in one.names}
        for number, one in enumerate(actions):
            if one.only_batch or owners[one.operation] > 1:
                continue
            if any(last[name] != one.operation for name in one.names):
                actions[number] = replace(one, names=[one.operation])
    return found


def _head(kind: ResourceType) -> dict[str, Any]:
    head: dict[str, Any] = {
        "identifiers": [
            {
                "name": i.name,
                **({"memberName": i.alias} if i.alias else {}),
                **({"prefix": i.prefix} if i.prefix else {}),
                **({"list": True} if i.many else {}),
            }
            for i in kind.identifiers
        ]
    }
    if kind.shape is not None:
        head["shape"] = kind.shape.name
    if kind.load:
        request = {"operation": kind.load.operation, "params": kind.load.params}
        head["load"] = {"request": request, "path": kind.load.path}
        if _may_be_empty(kind.load.path):
            head["mustExist"] = True
    return head


def _given_load(kind: ResourceType, base: dict[str, Any]) -> dict[str, Any]:
    """Return the load of a type of boto3's that has none.

    boto3's own actions forget the data of whatever has a load; of this type they did
    not.
    """
    if kind.load is None or not isinstance(kind.spec.load, LoadSpec):
        return {}
    request = {"operation": kind.load.operation, "params": kind.load.params}
    given: dict[str, Any] = {"keeps": sorted(base.get("actions", {}))}
    if kind.spec.load.known:
        given["knows"] = kind.spec.load.known
    load = {"request": request, "path": kind.load.path}
    return {"load": load, "givenLoad": given}


def _may_be_empty(path: str | None) -> bool:
    """Return whether the path of a load may be absent from a successful response.

    The answer as a whole is always there; a list to choose from has its own error.
    """
    return path not in {None, "@"} and "[]" not in str(path)


def _new(
    ours: dict[str, Any], base: dict[str, Any], kind: ResourceType | None, owner: str
) -> dict[str, Any]:
    """Return the members that boto3 lacks, in a fixed order; none hides a name."""
    taken = {"meta", "load", "reload", "get_available_subresources"}
    kept: dict[str, dict[str, Any]] = {}
    if kind is not None:
        taken |= {xform_name(i.name) for i in kind.identifiers}
    attributes = set()
    if kind is not None and kind.shape is not None:
        attributes = {xform_name(m) for m in kind.shape.members}
    for section in ("actions", "batchActions", "has", "hasMany", "waiters"):
        for name, value in sorted(ours[section].items()):
            if name in base.get(section, {}):
                continue
            python = name if _is_made(section, value) else xform_name(name)
            if section in {"has", "hasMany"} and python in attributes:
                continue
            if section == "actions" and xform_name(name) in taken | attributes:
                name = value["request"]["operation"]
            kept.setdefault(section, {})[name] = value
    return kept


def _is_made(section: str, value: dict[str, Any]) -> bool:
    """Return whether a member is a sub-resource, whose name boto3 leaves unchanged."""
    sources = [i["source"] for i in value.get("resource", {}).get("identifiers", [])]
    return section == "has" and "data" not in sources


def as_text(document: dict[str, Any]) -> str:
    """Return a document's text: indented by two spaces, with a newline at the end."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write(
    folder: Path,
    documents: Documents,
    text: Callable[[dict[str, Any]], str] = as_text,
) -> None:
    """Write data files into a folder, each document as the text that is made of it."""
    for path, document in documents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text(document), encoding="utf-8")
