"""Two different items never have the same identifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .finding import Finding, Findings
from .service import COLLECTION, Service, Site

# Members that AWS makes unique in an account by themselves.
_UNIQUE = re.compile(r"(^|[a-z0-9])(Id|ID|Arn|ARN|Url|URL)s?$|^(id|arn|url)s?$")


def children_carry_parents(service: Service) -> Findings:
    """Find types that are unique only within a parent that their identifiers lack.

    A type that the service lists as a whole, or with an identifier that is an id or
    an ARN, needs no parent.
    """
    listings = service.sites(COLLECTION)
    whole = {_kind(site) for site in listings if site.owner is None}
    faults: dict[str, list[str]] = {}
    for site in listings:
        kind = _kind(site)
        if site.owner is None or kind in whole or kind not in service.types:
            continue
        own = service.identifier_names(site.owner)
        lost = [name for name in own if not _carries(site, name)]
        if lost and not _unique(site):
            faults.setdefault(kind, []).append(f"{' and '.join(lost)} of {site.owner}")
    for kind, lost in faults.items():
        others = f" (nor of {len(lost) - 1} others)" if len(lost) > 1 else ""
        yield Finding(
            "identity",
            kind,
            f"{kind} does not carry the {lost[0]}{others}, to which it belongs: two of"
            " them could be equal.",
        )


def _kind(site: Site) -> str:
    return str((site.answer or {}).get("type"))


def _unique(site: Site) -> bool:
    """Return whether AWS's name of some identifier is of an id, an ARN or a URL."""
    parents = {f"{site.owner}{key}" for key in ("Id", "ID", "Arn", "ARN", "Url", "URL")}
    names = [_last(p) for p in site.parts if p.get("source") == "response"]
    return any(_UNIQUE.search(name) and name not in parents for name in names)


def _last(part: Mapping[str, Any]) -> str:
    return str(part.get("path", "")).split(".")[-1].split("[")[0]


def _carries(site: Site, name: str) -> bool:
    """Return whether some part is the parent's identifier, in input or output."""
    sent = {
        param.get("target")
        for param in site.params
        if param.get("source") == "identifier" and param.get("name") == name
    }
    # What an owner's data tell of it, such as its ARN, tells it as well.
    sent |= {p.get("target") for p in site.params if p.get("source") == "data"}
    return any(
        (part.get("source") == "identifier" and part.get("name") == name)
        or (part.get("source") == "requestParameter" and part.get("path") in sent)
        or (part.get("source") == "response" and _last(part) == f"{site.owner}{name}")
        for part in site.parts
    )
