"""The definition of a service by a person: definitions/<service>.toml."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from .spec import (
    ListSpec,
    LoadSpec,
    OperationSpec,
    ReferenceSpec,
    ServiceSpec,
    TypeSpec,
    WaiterSpec,
    WholeSpec,
)

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"


class DefinitionError(Exception):
    """A TOML file asks for something botocore's model does not have."""


_SERVICE_KEYS = {
    "service", "area", "types", "operations", "waiters", "arn_inputs", "id_inputs",
    "allowed", "deprecated", "lists", "failures",
}  # fmt: skip
_TYPE_KEYS = {
    "noun", "identifiers", "inputs", "parent", "also", "collection", "shape",
    "load", "list", "arn", "equality", "references", "parent_identifiers",
    "prefixes", "tag_id", "filters", "links", "limits", "locks", "optional", "omits",
    "domains", "followed", "reference_data", "own_data",
}  # fmt: skip
_LIST_KEYS = {
    "operation", "as", "on", "params", "identifiers", "path", "data", "own",
}  # fmt: skip
_WAITER_KEYS = {
    "operation", "delay", "attempts", "success", "failure", "retry", "success_error",
    "retry_error", "absent", "on", "as", "params", "left_out",
}  # fmt: skip
_OPERATION_KEYS = {
    "on", "as", "params", "returns", "path", "identifiers", "left_out", "batch",
}  # fmt: skip


def _many(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _only(table: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise DefinitionError(
            f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}"
        )


def _list_spec(value: str | dict[str, Any], where: str) -> ListSpec:
    table: dict[str, Any] = {"operation": value} if isinstance(value, str) else value
    _only(table, _LIST_KEYS, where)
    return ListSpec(
        operation=table["operation"],
        names=_many(table.get("as")),
        on=_many(table["on"]) if "on" in table else None,
        params=table.get("params", {}),
        identifiers=table.get("identifiers", {}),
        path=table.get("path"),
        own=table.get("own", {}),
        data=table.get("data", True),
    )


def _reference_spec(table: dict[str, Any], where: str) -> ReferenceSpec:
    _only(table, {"type", "path"}, where)
    return ReferenceSpec(table["type"], table["path"])


def _type_spec(name: str, table: dict[str, Any]) -> TypeSpec:
    where = f"[types.{name}]"
    _only(table, _TYPE_KEYS, where)
    references = table.get("references", {})
    lists = table.get("list", True)
    load = table.get("load", True)
    if not isinstance(lists, bool):
        items = lists if isinstance(lists, list) else [lists]
        lists = [_list_spec(item, where) for item in items]
    if not isinstance(load, bool):
        load = LoadSpec(**({"operation": load} if isinstance(load, str) else load))
    return TypeSpec(
        name=name,
        nouns=_many(table.get("noun", name)),
        identifiers=table.get("identifiers", {}),
        inputs={k: _many(v) for k, v in table.get("inputs", {}).items()},
        parent=table.get("parent"),
        also=_many(table.get("also")),
        collection=_many(table.get("collection")),
        shape=table.get("shape"),
        load=load,
        lists=lists,
        arn=table.get("arn"),
        equality=table.get("equality"),
        prefixes=table.get("prefixes", {}),
        references={n: r for n, r in references.items() if isinstance(r, str)},
        named_references={
            n: _reference_spec(r, where)
            for n, r in references.items()
            if isinstance(r, dict)
        },
        parent_identifiers=_many(table.get("parent_identifiers")),
        tag_id=table.get("tag_id"),
        filters=table.get("filters", {}),
        links=table.get("links", {}),
        limits=table.get("limits", {}),
        locks=table.get("locks", {}),
        optional=table.get("optional", {}),
        omits=table.get("omits", {}),
        domains=_many(table.get("domains")),
        followed=_many(table.get("followed")),
        own_data=_many(table.get("own_data")),
        reference_data=table.get("reference_data", {}),
    )


def _operation_spec(
    name: str, value: dict[str, Any] | list[dict[str, Any]]
) -> OperationSpec:
    if isinstance(value, list):
        first, *others = (_operation_spec(name, table) for table in value)
        first.others = others
        return first
    table: dict[str, Any] = value
    _only(table, _OPERATION_KEYS, f"[operations] {name}")
    returns = _many(table.get("returns"))
    return OperationSpec(
        on=_many(table["on"]) if "on" in table else None,
        names=_many(table.get("as")),
        params=table.get("params", {}),
        returns=returns[0] if returns else None,
        otherwise=returns[1:],
        path=table.get("path"),
        left_out=table.get("left_out"),
        batch=table.get("batch"),
        identifiers=table.get("identifiers", {}),
    )


def _waiter_spec(name: str, table: dict[str, Any]) -> WaiterSpec:
    _only(table, _WAITER_KEYS, f"[waiters.{name}]")
    own = {"operation", "delay", "attempts"}
    for key in sorted(own - set(table)):
        if own & set(table):
            raise DefinitionError(f"[waiters.{name}]: {key} is missing")
    if table.get("absent", "waits") not in {"waits", "fails", "succeeds"}:
        raise DefinitionError(f"[waiters.{name}]: absent waits, fails or succeeds")
    return WaiterSpec(
        name=name,
        operation=table.get("operation"),
        delay=table.get("delay", 0),
        attempts=table.get("attempts", 0),
        success=table.get("success", {}),
        failure=table.get("failure", {}),
        retry=table.get("retry", {}),
        absent=table.get("absent", ""),
        success_error=_many(table.get("success_error")),
        retry_error=_many(table.get("retry_error")),
        on=_many(table["on"]) if "on" in table else None,
        names=_many(table.get("as")),
        params=table.get("params", {}),
        left_out=table.get("left_out", ""),
    )


def _whole_spec(name: str, table: dict[str, Any]) -> WholeSpec:
    _only(table, {"all", "leaves_out"}, f"[lists] {name}")
    return WholeSpec(**table)


def content_of(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file."""
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


def _document(path: Path) -> dict[str, Any]:
    """Return the document of a definitions file."""
    document = content_of(path)
    _only(document, _SERVICE_KEYS, path.name)
    return document


def _joined(folder: Path) -> dict[str, Any]:
    return joined({path: _document(path) for path in sorted(folder.glob("*.toml"))})


def joined(parts: Mapping[Path, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the document that is the union of a service's definitions files."""
    whole: dict[str, Any] = {}
    for path, document in parts.items():
        # Plain values: tomlkit's are many times slower to look into.
        unwrap = getattr(document, "unwrap", None)
        part: Mapping[str, Any] = unwrap() if unwrap else document
        service = part.get("service", path.parent.name)
        if whole.setdefault("service", service) != service:
            raise DefinitionError(f"{path.name} is in the folder of {whole['service']}")
        if "area" in part:
            whole["area"] = part["area"]
        for inputs in ("arn_inputs", "id_inputs", "deprecated"):
            whole.setdefault(inputs, []).extend(part.get(inputs, []))
        for table in ("types", "operations", "waiters", "allowed", "lists", "failures"):
            mine = whole.setdefault(table, {})
            twice = sorted(set(mine) & set(part.get(table, {})))
            if twice:
                raise DefinitionError(
                    f"{path.name}: {twice[0]} is in another part, too"
                )
            mine.update(part.get(table, {}))
    return whole


def parts_of(service: str, directory: Path) -> list[Path]:
    """Return the files that define a service."""
    path = find(service, directory)
    return sorted(path.glob("*.toml")) if path.is_dir() else [path]


def read(path: Path) -> ServiceSpec:
    """Read a definitions file, or the folder of a service's files.

    An unknown key, or a name that two files define, raises ``DefinitionError``.
    """
    return spec_of(_joined(path) if path.is_dir() else _document(path))


def spec_of(document: Mapping[str, Any]) -> ServiceSpec:
    """Return the definition of a service from a parsed document."""
    return ServiceSpec(
        service=document["service"],
        types={n: _type_spec(n, t) for n, t in document.get("types", {}).items()},
        operations={
            n: _operation_spec(n, t) for n, t in document.get("operations", {}).items()
        },
        arn_inputs=document.get("arn_inputs", []),
        area=document.get("area", ""),
        allowed=document.get("allowed", {}),
        id_inputs=document.get("id_inputs", []),
        deprecated=document.get("deprecated", []),
        lists={n: _whole_spec(n, t) for n, t in document.get("lists", {}).items()},
        failures={n: _many(p) for n, p in document.get("failures", {}).items()},
        waiters={n: _waiter_spec(n, t) for n, t in document.get("waiters", {}).items()},
    )


def find(service: str, directory: Path = DEFINITIONS) -> Path:
    """Return the path of a definition: ``<service>/`` or ``<service>.toml``."""
    folder = directory / service
    return folder if folder.is_dir() else directory / f"{service}.toml"


def written(directory: Path = DEFINITIONS) -> list[str]:
    """Return the services that have definitions, by name."""
    names = {p.stem for p in directory.glob("*.toml")}
    return sorted(names | {p.parent.name for p in directory.glob("*/*.toml")})


def read_all(directory: Path = DEFINITIONS) -> list[ServiceSpec]:
    """Read every service's definitions, by name."""
    return [read(find(name, directory)) for name in written(directory)]
