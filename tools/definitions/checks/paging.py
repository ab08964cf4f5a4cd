"""The rules that collections read all pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel

from .answers import chooses, data_at
from .finding import ERROR, NOTE, Finding, Findings
from .paths import AbsentError, PathError, describe, item_of, spelled, steps, walk
from .service import COLLECTION, LOAD, Service, Site

_TOKEN = re.compile(r"^(next|page|pagination|continuation)?_?(token|marker)$", re.I)
_NEXT = re.compile(
    r"^(next|page|pagination|continuation).*(token|marker)$|^marker$", re.I
)


_PAGER_KEYS = {
    "input_token": "input",
    "limit_key": "input",
    "output_token": "output",
    "more_results": "output",
    "result_key": "output",
}


def pages_exist(service: Service) -> Findings:
    """Find lists of which only the first page is read, for lack of a paginator.

    Of a collection that is a note; a load would not find what is there.
    """
    for site in service.sites(COLLECTION, LOAD):
        if site.kind == LOAD and not chooses(site):
            continue
        operation = service.operation(site)
        if operation is None or operation.name in service.paginators:
            continue
        if token := page_token(operation):
            yield Finding(
                "pagination",
                site.place,
                f"{site.place} sees the first page only: {operation.name} takes"
                f" {token}, but botocore has no paginator for it.",
                NOTE if site.kind == COLLECTION else ERROR,
            )


def page_token(operation: OperationModel) -> str | None:
    """Return the input by which an operation goes on with a list, if it has any."""
    inputs = operation.input_shape.members if operation.input_shape else {}
    outputs = operation.output_shape.members if operation.output_shape else {}
    token = next((name for name in inputs if _TOKEN.match(name)), None)
    return token if any(_NEXT.match(name) for name in outputs) else None


def paged_lists(service: Service) -> Findings:
    """Note collections over a list that the operation's paginator does not page.

    Such a list may be repeated on, or missing from, the pages behind the first, and
    ``limit()`` does not count its items.
    """
    for site in service.sites(COLLECTION):
        paginator = service.paginators.get(service.operation_name(site) or "")
        if not paginator or service.operation(site) is None:
            continue
        keys = paginator.get("result_key", [])
        keys = [keys] if isinstance(keys, str) else keys
        ways = _list_ways(service, site)
        if not keys or not ways or not ways[0][0].isidentifier():
            continue
        if not any(_starts(ways[0], key) for key in keys):
            yield Finding(
                "pagination",
                site.place,
                f"{site.place} reads {spelled(ways[0])}, but {', '.join(keys)} is what"
                " is paged.",
                NOTE,
            )


def paginations_fit(service: Service, paginations: Mapping[str, Any]) -> Findings:
    """Find paginations with members that the operation does not have.

    Args:
        service: The service.
        paginations: Some of its ``paginators-1``, by operation.
    """
    for name, body in paginations.items():
        site = Site(name, COLLECTION, None, {"request": {"operation": name}})
        operation = service.operation(site)
        if operation is None:
            text = f"{name} is paged, but {service.name} has no such operation."
            yield Finding("operation", name, text, absent=True)
            continue
        for key, side in _PAGER_KEYS.items():
            given = body.get(key, [])
            for path in [given] if isinstance(given, str) else given:
                fault, absent = _pager_fault(operation, side, key, path)
                if fault:
                    text = f"{name} is paged with the {key} {path}, but {fault}."
                    yield Finding("pagination", name, text, absent=absent)


def _pager_fault(
    operation: OperationModel, side: str, key: str, path: str
) -> tuple[str | None, bool]:
    """Return the fault of a paginator, if any, and whether only the models lack it."""
    shape = operation.input_shape if side == "input" else operation.output_shape
    if shape is None:
        return f"{operation.name} has no {side}", True
    try:
        value = walk(path, shape)
    except PathError as error:
        return str(error), isinstance(error, AbsentError)
    if key == "result_key" and item_of(value) is None:
        return f"it is {describe(value)}", False
    return None, False


def _list_ways(service: Service, site: Site) -> list[tuple[str, ...]]:
    paths = [p["path"] for p in site.parts if p.get("source") == "response"]
    if site.answer and data_at(service, site) is not None:
        paths.insert(0, site.answer["path"])
    try:
        return [steps(path) for path in paths]
    except PathError:
        return []


def _starts(way: tuple[str, ...], key: str) -> bool:
    key_steps = steps(key)
    return way[: len(key_steps)] == key_steps
