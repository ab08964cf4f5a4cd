"""The rules that definitions have only keys and sources that boto3 reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .finding import Finding, Findings
from .service import (
    ACTION,
    BATCH,
    COLLECTION,
    LOAD,
    REFERENCE,
    SUBRESOURCE,
    WAITER,
    Service,
    Site,
)

_KEYS = {
    # boto3_extensions/_discovery/description.py reads the older names.
    "service": {"actions", "has", "hasMany", "older"},
    "type": {
        "identifiers", "shape", "load", "actions", "batchActions", "has", "hasMany",
        "waiters", "summaries", "omits", "extras", "mustExist", "lock", "together",
        "beside", "givenLoad", "older",
    },
    # Prefix, list and domain are ours: boto3_extensions/_resources/identifiers.py
    # reads them; _optional.py reads optional.
    "identifier": {"name", "memberName", "prefix", "list", "domain", "optional"},
    # boto3_extensions/_resources/calls.py reads the failures of all four.
    LOAD: {"request", "path", "failures"},
    # boto3_extensions/_resources/locks.py reads the locks, _own_arn.py the ARN.
    # _reading.py which only read.
    ACTION: {
        "request", "resource", "path", "lock", "arn", "arnAfter", "failures", "reads",
        "former",
    },
    # boto3_extensions/_resources/calls.py reads the limit.
    BATCH: {"request", "path", "limit", "failures"},
    # outer_path has more to say about a path here.
    # boto3_extensions/_resources/collections.py reads what is own.
    # boto3_extensions/_resources/collections.py reads defaults and leavesOut.
    # boto3_extensions/_resources/collections.py reads what the owner's data have told.
    # boto3_extensions/_resources/collections.py reads how large pages may be.
    COLLECTION: {
        "request", "resource", "path", "own", "defaults", "leavesOut", "failures",
        "told", "pageSize", "former",
    },
    # tools/definitions/former.py has what marks the former names of derived members.
    SUBRESOURCE: {"resource", "path", "former"},
    # boto3_extensions/_links/references.py reads what to follow.
    REFERENCE: {"resource", "path", "follow", "former"},
    # boto3_extensions/_resources/actions.py reads what is absent.
    WAITER: {"waiterName", "params", "absent"},
    "request": {"operation", "params"},
    # boto3_extensions/_resources/answers.py reads otherwise.
    "resource": {"type", "identifiers", "path", "otherwise"},
}  # fmt: skip

# The key that each source reads its value from.
_SOURCE_KEY = {
    "identifier": "name",
    "data": "path",
    "response": "path",
    "requestParameter": "path",
    "string": "value",
    "integer": "value",
    "boolean": "value",
    "input": None,
}
_CONSTANTS = {"string", "integer", "boolean"}
_PARAM_SOURCES = _CONSTANTS | {"identifier", "data", "input"}
_HAS_SOURCES = {"identifier", "data", "input"}
_ANSWER_SOURCES = {"identifier", "data", "response", "requestParameter"}


def known_keys(service: Service) -> Findings:
    """Find keys that boto3 would ignore without a word."""
    yield from _unknown("service", service.top, _KEYS["service"])
    for name, body in service.types.items():
        yield from _unknown(name, body, _KEYS["type"])
        for identifier in body.get("identifiers", []):
            yield from _unknown(f"{name}.identifiers", identifier, _KEYS["identifier"])
    for site in service.sites():
        yield from _unknown(site.place, site.body, _KEYS[site.kind])
        yield from _unknown(site.place, site.body.get("request", {}), _KEYS["request"])
        yield from _unknown(site.place, site.answer or {}, _KEYS["resource"])


def _unknown(place: str, body: Mapping[str, Any], known: Iterable[str]) -> Findings:
    for key in sorted(set(body) - set(known)):
        yield Finding(
            "key", place, f"{place} has the key {key}, which boto3 does not read there."
        )


def known_sources(service: Service) -> Findings:
    """Find sources that boto3 cannot use at their place."""
    for site in service.sites():
        for param in site.params:
            yield from _source(site, param, _PARAM_SOURCES)
        allowed = (
            _HAS_SOURCES if site.kind in {SUBRESOURCE, REFERENCE} else _ANSWER_SOURCES
        )
        for part in site.parts:
            yield from _source(site, part, allowed)


def _source(site: Site, entry: Mapping[str, Any], allowed: set[str]) -> Findings:
    source, target = entry.get("source"), entry.get("target")
    what = f"{site.place} fills {target} from {source}"
    if source not in allowed:
        yield Finding("source", site.place, f"{what}, which boto3 cannot do there.")
        return
    if site.owner is None and source in {"identifier", "data"}:
        yield Finding("source", site.place, f"{what}, but a service has none.")
    if site.kind == REFERENCE and source == "input":
        yield Finding(
            "source", site.place, f"{what}, but a reference is read, never called."
        )
    key = _SOURCE_KEY[str(source)]
    if key is not None and key not in entry:
        yield Finding("source", site.place, f"{what} without saying its {key}.")
    for extra in sorted(set(entry) - {"target", "source", key}):
        yield Finding("key", site.place, f"{what} with a {extra}, which is not read.")


def outer_path(service: Service) -> Findings:
    """Find a ``path`` next to ``resource``: boto3 reads only the path inside."""
    for site in service.sites(ACTION, COLLECTION, SUBRESOURCE, REFERENCE):
        if site.answer is not None and "path" in site.body:
            yield Finding(
                "outer-path",
                site.place,
                f"{site.place} has its path beside resource, where boto3 does not"
                " read it: move it inside.",
            )
