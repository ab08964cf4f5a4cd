"""The removal of definitions that use names withdrawn from botocore.

AWS withdraws operations, shapes and waiters. What a TOML says of them goes by the rules
here, and nothing else does: what names a thing that is gone is deleted; what only
refers to it loses the reference; a type that no operation is left for goes as a whole.
The same rules cut today's definitions down to what an older botocore has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from . import build
from .service import Service
from .spec import ListSpec, OperationSpec, ServiceSpec
from .toml_file import DefinitionError, joined, spec_of
from .types import TypeBuilder
from .words import find_noun

# How many faults of one service are mended before it is left to a person.
MOST = 400
# The tables of a type whose keys are operations: `locks` has inputs, too.
_BY_OPERATION = ("limits", "omits", "locks")
# The files of one service, as they are parsed: tomlkit's documents keep comments.
Parts = Mapping[Path, MutableMapping[str, Any]]


def drop_withdrawn(parts: Parts) -> tuple[list[str], build.Documents]:
    """Delete the parts of definitions that the installed botocore has no models for.

    Returns a line for each, and the data files that what is left gives.

    Raises ``DefinitionError`` where the rules do not help: a person has to look.
    """
    service = Service(_spec(parts).service)
    lines = list(_unknown(parts, service))
    for _ in range(MOST):
        lines += _without_footing(parts, service)
        try:
            made = build.without_history(_spec(parts))
        except (DefinitionError, KeyError) as error:
            mended = _mend(parts, str(error))
            if not mended:
                raise
            lines.append(mended)
        else:
            return lines, made
    raise DefinitionError(f"{service.name}: more than {MOST} faults")


def keep_deprecated(parts: Parts, before: Service) -> list[str]:
    """Name the operations that AWS has deprecated since, so that they stay.

    Args:
        parts: The definitions.
        before: The models that the data was made from.
    """
    spec = _spec(parts)
    now = Service(spec.service, kept=spec.deprecated)
    known = set(now.model.operation_names)
    new = sorted(set(before.operations) & known - set(now.operations))
    if new:
        document = next(iter(parts.values()))
        document["deprecated"] = [*spec.deprecated, *new]
        for other in list(parts.values())[1:]:
            other.pop("deprecated", None)
    return [f"deprecated, and kept: {name}" for name in new]


def _spec(parts: Parts) -> ServiceSpec:
    return spec_of(joined(parts))


def _unknown(parts: Parts, service: Service) -> Iterator[str]:
    """Delete the entries of withdrawn operations, shapes and waiters."""
    operations, shapes = set(service.model.operation_names), service.shape_names()
    for document in parts.values():
        for table in ("operations", "lists"):
            yield from _delete(document, table, lambda name, _: name in operations)
        yield from _delete(
            document,
            "waiters",
            lambda name, body: (
                body["operation"] in operations
                if "operation" in body
                else name in service.waiters
            ),
        )
        if "deprecated" in document:
            kept = [name for name in document["deprecated"] if name in operations]
            if kept != list(document["deprecated"]):
                document["deprecated"] = kept
        for name, body in document.get("types", {}).items():
            yield from _unknown_in_type(name, body, operations, shapes)


def _delete(document: MutableMapping[str, Any], table: str, known: Any) -> list[str]:
    """Delete the entries of a table that are not known, and a table without any."""
    entries = document.get(table, {})
    gone = [name for name, body in entries.items() if not known(name, body)]
    for name in gone:
        del entries[name]
    if gone and not entries:
        del document[table]
    return [f"{table}.{name}" for name in gone]


def _unknown_in_type(
    name: str, body: MutableMapping[str, Any], operations: set[str], shapes: set[str]
) -> Iterator[str]:
    where = f"types.{name}"
    for table in _BY_OPERATION:
        for key in [*body.get(table, {})]:
            operation, dot, _ = key.partition(".")
            if operation not in operations and (dot or table != "locks"):
                del body[table][key]
                yield f"{where}.{table}.{key}"
        if table in body and not body[table]:
            del body[table]
    if "shape" in body and body["shape"] not in shapes:
        yield f"{where}.shape = {body['shape']}"
        del body["shape"]
    load = _operation_of(body.get("load", True))
    if load and load not in operations:
        yield f"{where}.load = {load}"
        del body["load"]
    listed = body.get("list", True)
    if not isinstance(listed, bool):
        items = listed if isinstance(listed, list) else [listed]
        kept = [item for item in items if _operation_of(item) in operations]
        if len(kept) < len(items):
            gone = [str(_operation_of(item)) for item in items if item not in kept]
            yield f"{where}.list = {', '.join(gone)}"
            if kept:
                body["list"] = kept
            else:
                del body["list"]


def _operation_of(value: Any) -> str | None:
    if isinstance(value, bool):
        return None
    return str(value if isinstance(value, str) else value["operation"])


def _without_footing(parts: Parts, service: Service) -> list[str]:
    """Delete the types without a remaining operation, and the references to them."""
    base = set(service.base.get("resources", {}))
    lines: list[str] = []
    while True:
        spec = _spec(parts)
        lines += _dangling(parts, {*spec.types, *base, "service", "*"})
        spec = _spec(parts)
        gone = [
            name
            for name, kind in spec.types.items()
            if kind.parent and kind.parent not in {*spec.types, *base}
        ]
        gone = gone or list(_unfounded(service, spec, base))
        if not gone:
            return lines
        lines += [_without_type(parts, name) for name in gone]


def _unfounded(service: Service, spec: ServiceSpec, base: set[str]) -> Iterator[str]:
    """Yield the types that neither an operation nor a shape knows of."""
    service = Service(service.name, kept=spec.deprecated)
    try:
        kinds = TypeBuilder(service, spec).build()
    except (DefinitionError, KeyError):
        return
    entries: list[OperationSpec | ListSpec] = []
    for one in spec.operations.values():
        entries += [one, *one.others]
    for other in spec.types.values():
        entries += other.lists if isinstance(other.lists, list) else []
    owners = {owner for entry in entries for owner in entry.on or []}
    for name in sorted(set(spec.types) - base):
        kind = kinds[name]
        named = any(find_noun(n, o) for n in kind.nouns for o in service.operations)
        if not (kind.load or kind.shape or named or name in owners):
            yield name


def _dangling(parts: Parts, known: set[str]) -> Iterator[str]:
    """Delete the references to types that do not exist."""
    for document in parts.values():
        operations = document.get("operations", {})
        for name, value in list(operations.items()):
            entries = value if isinstance(value, list) else [value]
            for entry in entries:
                if not _keep_known(entry, known, "returns"):
                    del entry["returns"]
                    yield f"operations.{name}.returns"
            kept = [entry for entry in entries if _keep_known(entry, known)]
            if not kept:
                del operations[name]
                yield f"operations.{name}"
            elif len(kept) < len(entries):
                operations[name] = kept if len(kept) > 1 else kept[0]
                yield f"operations.{name}, in one of its places"
        for name, entry in list(document.get("waiters", {}).items()):
            if not _keep_known(entry, known):
                del document["waiters"][name]
                yield f"waiters.{name}"
        for name, body in document.get("types", {}).items():
            yield from _dangling_in_type(name, body, known)


def _dangling_in_type(
    name: str, body: MutableMapping[str, Any], known: set[str]
) -> Iterator[str]:
    listed = body.get("list", True)
    if not isinstance(listed, (bool, str)):
        items = listed if isinstance(listed, list) else [listed]
        kept = [i for i in items if isinstance(i, str) or _keep_known(i, known)]
        if not kept:
            # Whose collections it was is gone; of anybody else's nobody has spoken.
            body["list"] = False
            yield f"types.{name}.list"
        elif len(kept) < len(items):
            body["list"] = kept
            yield f"types.{name}.list, in one of its places"
    for table in ("references", "filters"):
        entries = body.get(table, {})
        for key, value in list(entries.items()):
            to = value["type"] if isinstance(value, Mapping) else key
            if to not in known:
                del entries[key]
                yield f"types.{name}.{table}.{key}"


def _keep_known(
    entry: MutableMapping[str, Any], known: set[str], key: str = "on"
) -> bool:
    """Remove missing types from a key, and return whether any type is left."""
    # What returns "" makes nothing, whatever types there are.
    if not entry.get(key):
        return True
    told = entry[key] if isinstance(entry[key], list) else [entry[key]]
    kept = [kind for kind in told if kind in known]
    if kept and len(kept) < len(told):
        entry[key] = kept
    return bool(kept)


def _without_type(parts: Parts, name: str) -> str:
    for document in parts.values():
        _delete(document, "types", lambda known, _: known != name)
    return f"types.{name}"


def _mend(parts: Parts, error: str) -> str | None:
    """Delete the entry that an error of the generator names, if there is any."""
    links = r"\[types\.(\w+)\] links: (?:no attribute )?([\w.\[\]]+)"
    if found := re.match(links, error):
        return _without_key(parts, found[1], "links", found[2])
    if found := re.match(r"\[waiters\.(\w+)\]", error):
        return _without_entry(parts, "waiters", found[1])
    if found := re.match(r"\[lists\]: no collection of (\w+)", error):
        return _without_entry(parts, "lists", found[1])
    if found := re.match(r"(\w+) refers to (\w+), no type", error):
        return _without_reference(parts, found[1], found[2])
    if found := re.match(r"(\w+): \w+ has no filter by a (\w+)", error):
        return _without_key(parts, found[1], "filters", found[2])
    # A KeyError is no more than the name.
    named = re.match(r"(\w+): ", error) or re.match(r"'(\w+)'$", error)
    if named is None:
        return None
    tables = ("operations", "lists", "types")
    gone = (_without_entry(parts, table, named[1]) for table in tables)
    return next((line for line in gone if line), None)


def _without_entry(parts: Parts, table: str, name: str) -> str | None:
    for document in parts.values():
        gone = _delete(document, table, lambda known, _: known != name)
        if gone:
            return gone[0]
    return None


def _without_key(parts: Parts, name: str, table: str, key: str) -> str | None:
    for document in parts.values():
        entries = document.get("types", {}).get(name, {}).get(table, {})
        if key in entries:
            del entries[key]
            return f"types.{name}.{table}.{key}"
    return None


def _without_reference(parts: Parts, name: str, to: str) -> str | None:
    for document in parts.values():
        entries = document.get("types", {}).get(name, {}).get("references", {})
        for key, value in list(entries.items()):
            if key == to or (not isinstance(value, str) and value.get("type") == to):
                del entries[key]
                return f"types.{name}.references.{key}"
    return None
