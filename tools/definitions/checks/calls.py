"""The rules for data that save calls: joint loads, embedded items and large pages.

Wrong here raises nothing: an item gets another's data, a list is shorter than AWS's, or
a resource still tells what its own action has changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from .finding import Finding, Findings
from .params import land
from .paths import PathError, is_scalar, item_of, walk
from .service import ACTION, COLLECTION, Service, Site

_READS = re.compile(r"(?:Batch)?(?:Get|List|Describe|Head)(?=[A-Z])")
_LISTS = re.compile(r"(?:List|Describe)(?=[A-Z])|GetAccountAuthorizationDetails$")
# How AWS begins to say what an operation does, if that changes anything.
_CHANGES = re.compile(
    r"\W*(?:<[^>]+>\s*)*(?:Generates|Registers|Creates|Updates|Deletes|Starts|Adds"
    r"|Removes|Modifies|Changes|Sets)\b"
)
_WRITING_METHODS = {"DELETE", "PUT", "PATCH"}
_NUMBERS = re.compile(r"\d[\d,]*")


def together_fits(service: Service) -> Findings:
    """Find types with joint loads that operations or identifiers do not allow."""
    for name, body in service.types.items():
        told = body.get("together")
        if told is not None:
            place = f"{name}.together"
            for text in _misfits(service, name, body, told):
                yield Finding("together", place, f"{place}: {text}.", absent=True)


def _misfits(
    service: Service, name: str, body: Mapping[str, Any], told: Mapping[str, Any]
) -> list[str]:
    if told.keys() != {"target", "at", "limit"}:
        return ["it must have target, at and limit, and nothing else"]
    site = next((s for s in service.sites("load") if s.owner == name), None)
    operation = service.operation(site) if site else None
    if site is None or operation is None or operation.input_shape is None:
        return ["there is no load that could be asked for many"]
    target, limit = told["target"], told["limit"]
    sent = [p for p in site.params if p.get("target") == target]
    found = []
    if [p.get("source") for p in sent] != ["identifier"] or "[0]" not in target:
        return [f"the load does not send one identifier at {target}, in a list"]
    ids = target[: target.rindex("[0]")]
    element = target.rpartition(".")[0]
    if not target.endswith("]") and any(
        p is not sent[0] and p.get("target", "").startswith(f"{element}.")
        for p in site.params
    ):
        found.append(f"each element of {ids} has more than an id")
    try:
        most = land(ids, operation.input_shape)
    except PathError as error:
        return [str(error)]
    if not isinstance(most, ListShape):
        return [f"{ids} of {operation.name} is no list"]
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 2:
        found.append(f"{limit!r} is no number of several")
    elif limit > most.metadata.get("max", limit):
        found.append(f"{operation.name} takes {most.metadata['max']} at most")
    return found + _untold(service, name, site, sent[0], told["at"], operation)


def _untold(
    service: Service,
    name: str,
    site: Site,
    sent: Mapping[str, Any],
    at: str,
    operation: Any,
) -> list[str]:
    path = site.body.get("path") or ""
    stem = path.removesuffix("[0]").removesuffix("[]")
    if stem == path or "[" in stem:
        return [f"the load takes {path or 'all'}, which is no item of a plain list"]
    try:
        items = item_of(walk(stem, operation.output_shape))
        value = walk(at, items) if isinstance(items, StructureShape) else None
    except PathError as error:
        return [str(error)]
    if value is None or not is_scalar(item_of(value) or value):
        return [f"{at} is no id of the items in {stem}"]
    if not _means(service, name, sent, at):
        return [f"{at} does not tell {sent.get('name')}"]
    return []


def _means(service: Service, owner: str, sent: Mapping[str, Any], at: str) -> bool:
    """Return whether a member of an item has the name of a sent identifier."""
    said = sent.get("name")
    identifier = next(
        (i for i in service.identifiers(owner) if i["name"] == said), {"name": ""}
    )
    last = sent["target"].removesuffix("[0]").rpartition(".")[2]
    words = {*identifier.values(), f"{owner}{identifier['name']}", last}
    if str(identifier.get("prefix", "")).startswith("arn:"):
        words |= {"Arn", f"{owner}Arn"}
    names = {w.lower().removesuffix("s") for w in words if isinstance(w, str)}
    return at.removesuffix("[]").lower().removesuffix("s") in names


def told_fits(service: Service) -> Findings:
    """Find collections that are read from data with other items."""
    for site in service.sites(COLLECTION):
        told = site.body.get("told")
        if told is None:
            continue
        text = _not_told(service, site, told)
        if text:
            yield Finding("told", site.place, f"{site.place} {text}.", absent=True)


def _not_told(service: Service, site: Site, told: Mapping[str, Any]) -> str | None:
    operation, shape = service.operation(site), service.shape(site.owner)
    if operation is None or shape is None or not told.keys() <= {"member", "within"}:
        return "is told by data that its owner has not"
    member = shape.members.get(str(told.get("member")))
    if member is None:
        return f"is told by {told.get('member')}, which {site.owner} has not"
    path = (site.answer or {}).get("path") or ""
    within = told.get("within")
    load = service.body(site.owner).get("load", {})
    if within is not None:
        kept = load.get("path", "").replace("[0]", "[]")
        if load.get("request") != site.body.get("request") or kept != within:
            return "asks for something else than the load whose data tell it"
        if not re.match(
            rf"{re.escape(within)}\.{told['member']}(?![A-Za-z0-9_])", path
        ):
            return f"takes its items from {path}, which is not {told['member']}"
        return None
    try:
        answered = walk(path, operation.output_shape)
    except PathError as error:
        return f"is told, but {error}"
    items, known = item_of(answered), item_of(member)
    if not isinstance(known, Shape) or not isinstance(items, Shape):
        return f"is told by {told['member']}, which is no list of the same"
    if items.name != known.name:
        return f"lists {items.name}, and {told['member']} has {known.name}"
    # Of other lists, what the owner has may be the first few.
    if "tag" not in items.name.lower():
        return f"lists {items.name}, of which {told['member']} may be a part"
    return None


def page_sizes_fit(service: Service) -> Findings:
    """Find collections that ask for pages of a size that AWS does not allow."""
    for site in service.sites(COLLECTION):
        size = site.body.get("pageSize")
        if size is not None:
            text = _not_allowed(service, site, size)
            if text:
                yield Finding("page", site.place, f"{site.place} {text}.", absent=True)


def _not_allowed(service: Service, site: Site, size: Any) -> str | None:
    operation = service.operation(site)
    if operation is None or operation.input_shape is None:
        return "asks for pages of nothing"
    key = service.paginators.get(operation.name, {}).get("limit_key")
    member = operation.input_shape.members.get(key)
    if member is None or member.type_name not in ("integer", "long", "string"):
        return f"asks for a size, which {operation.name} does not take"
    if not _LISTS.match(operation.name):
        return f"asks for large pages of {operation.name}, which may cost by its size"
    if not isinstance(size, int) or isinstance(size, bool) or size < 2:
        return f"asks for pages of {size!r}"
    known = {int(n.replace(",", "")) for n in _NUMBERS.findall(member.documentation)}
    limits = member.metadata if member.type_name != "string" else {}
    if not limits.get("min", 0) <= size <= limits.get("max", size):
        return f"asks for pages of {size}, which {key} does not allow"
    if size not in known and size != limits.get("max"):
        return f"asks for pages of {size}, a number that AWS does not name"
    return None


def reads_are_true(service: Service) -> Findings:
    """Find actions that are said to change nothing, and may, or the other way round."""
    for site in service.sites(ACTION):
        operation = service.operation(site)
        if operation is None:
            continue
        only_reads = (
            _READS.match(operation.name)
            and operation.http.get("method") not in _WRITING_METHODS
            and not _CHANGES.match(operation.documentation)
        )
        text = ""
        if "reads" in site.body and not (only_reads and site.body["reads"] is True):
            text = f"is said to change nothing, but {operation.name} may"
        # A service has no data that an action could make stale.
        if "reads" not in site.body and site.owner is not None and only_reads:
            text = f"is not said to change nothing, as {operation.name} does"
        if text:
            yield Finding("reads", site.place, f"{site.place} {text}.", absent=True)


def boto3s_ask_as_ever(service: Service, base: Service) -> Findings:
    """Find boto3's own operations that would send other requests than in boto3.

    Args:
        service: The definition, with what boto3 itself has already merged.
        base: boto3's own.
    """
    for name, body in base.types.items():
        if "together" in service.body(name) and "together" not in body:
            yield _changed(f"{name}.together")
    ours = {site.place: site for site in service.sites(ACTION, COLLECTION)}
    for site in base.sites(ACTION, COLLECTION):
        now = ours.get(site.place)
        for key in ("told", "pageSize", "reads"):
            if now is not None and key in now.body:
                yield _changed(f"{site.place} {key}")


def _changed(place: str) -> Finding:
    return Finding("boto3", place, f"{place} is of boto3's, which asks as it does.")
