"""The rule that a type's list, read and create operations are reachable."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.model import OperationModel, StructureShape

from .. import shapes
from ..making import CREATE_VERBS
from ..words import plurals, verb
from .answers import raw_path
from .finding import Finding, Findings
from .service import ACTION, COLLECTION, LOAD, Service

# Ends of names of what tells a state, or a call, and not a thing.
TOKENS = (
    "token", "timestamp", "etag", "ifmatch", "creationtime", "createdat", "revisionid",
)  # fmt: skip

MAKING = {*CREATE_VERBS, "Register", "Start"}


def types_are_listed(service: Service) -> Findings:
    """Find types without a list, though the name of an operation is of listing them."""
    listed = {str((s.answer or {}).get("type")) for s in service.sites(COLLECTION)}
    used = {service.operation_name(site) for site in service.sites(ACTION)}
    for name in service.types:
        if name in listed or not service.identifiers(name):
            continue
        for operation in _lists(service, name):
            if operation in used:
                continue
            yield Finding(
                "listless",
                name,
                f"No collection has {name}, which {operation} lists.",
                absent=True,
            )
            break


def _lists(service: Service, name: str) -> Iterator[str]:
    known = set(service.model.operation_names)
    for before in ("List", "Describe", "Get"):
        for plural in plurals(name)[:-2]:
            operation = before + plural
            if operation not in known:
                continue
            model = service.model.operation_model(operation)
            if model.deprecated or _asks_for_items(model):
                continue
            if [*shapes.lists_in(model.output_shape)]:
                yield operation


def _asks_for_items(model: OperationModel) -> bool:
    """Return whether an operation only describes the items that its request names."""
    given = model.input_shape
    if given is None:
        return False
    return any(given.members[n].type_name == "list" for n in given.required_members)


def loads_unwrap(service: Service) -> Findings:
    """Find loads of a whole response that has a single structure."""
    for site in service.sites(LOAD):
        operation = service.operation(site)
        if operation is None or raw_path(site.body) != "@":
            continue
        sole = _sole(operation)
        if sole is not None:
            yield Finding(
                "load-wraps",
                site.place,
                f"{site.place} brings an answer that has {sole} alone: its path is"
                f" {sole}.",
                absent=True,
            )


def _sole(operation: OperationModel) -> str | None:
    output = operation.output_shape
    members = dict(output.members) if isinstance(output, StructureShape) else {}
    told = {n: s for n, s in members.items() if "location" not in s.serialization}
    if len(told) != 1 or len(told) < len(members):
        return None
    ((name, shape),) = told.items()
    return name if isinstance(shape, StructureShape) and shape.members else None


def identifiers_identify(service: Service) -> Findings:
    """Find identifiers that differ between two calls for the same item."""
    for name in service.types:
        for identifier in service.identifiers(name):
            called = {identifier["name"], identifier.get("memberName", "")}
            if any(one.lower().endswith(TOKENS) for one in called):
                yield Finding(
                    "token-identifier",
                    f"{name}.{identifier['name']}",
                    f"{name} is known by its {identifier['name']}, which tells a state"
                    " of it and not which it is.",
                )


def owners_are_needed(service: Service) -> Findings:
    """Find create actions that only owners have, though no owner is required."""
    on_service = {
        service.operation_name(site)
        for site in service.sites(ACTION)
        if site.owner is None
    }
    places: dict[str, list[str]] = {}
    needed = set()
    for site in service.sites(ACTION):
        operation = service.operation(site)
        if operation is None or site.owner is None or operation.name in on_service:
            continue
        if site.answer is None or operation.input_shape is None:
            continue
        if verb(operation.name) not in MAKING:
            continue
        first = {str(p.get("target")).split(".")[0].split("[")[0] for p in site.params}
        required = set(operation.input_shape.required_members)
        if not first or first & required:
            needed.add(operation.name)
        places.setdefault(operation.name, []).append(site.place)
    for name, where in places.items():
        if name not in needed:
            yield Finding(
                "optional-owner",
                where[0],
                f"{where[0]} fills what {name} does not require, and the service has no"
                " such action.",
            )
