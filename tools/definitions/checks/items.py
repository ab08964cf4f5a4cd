"""The rule that the values of a response are all lists, or from a single item."""

from __future__ import annotations

import jmespath
from boto3.resources.response import build_empty_response
from botocore.model import StructureShape

from .answers import data_at, part_at
from .finding import ERROR, NOTE, Finding, Findings
from .paths import describe, is_scalar, item_of, spelled, steps
from .service import ACTION, COLLECTION, REFERENCE, SUBRESOURCE, Service, Site


def one_or_many(service: Service) -> Findings:
    """Find responses with a list of data and a single identifier, or the reverse."""
    for site in service.sites(ACTION, COLLECTION, SUBRESOURCE, REFERENCE):
        lists = [
            part["target"]
            for part in site.parts
            if (value := part_at(service, site, part)) is not None
            and item_of(value) is not None
        ]
        known = all(
            "path" not in part or part_at(service, site, part) for part in site.parts
        )
        data = data_at(service, site)
        text = None
        if site.kind == COLLECTION and not lists and known:
            text = "is a collection, but no identifier comes from a list"
        elif data is not None and known and (item_of(data) is not None) != bool(lists):
            text = (
                f"reads {describe(data)} as data, but"
                f" {'several' if lists else 'only one'} of its identifiers"
            )
        if text:
            yield Finding("one-or-many", site.place, f"{site.place} {text}.")


def same_item(service: Service) -> Findings:
    """Find identifiers that come from another item than the data or each other."""
    for site in service.sites(ACTION, COLLECTION, REFERENCE):
        stem = _stem(service, site)
        for part in site.parts if stem else []:
            value = part_at(service, site, part)
            if part["source"] not in {"response", "data"} or value is None:
                continue
            if not is_scalar(item_of(value) or value):
                continue  # paths_resolve says so
            way = steps(part["path"])
            several = item_of(value) is not None
            within = way[: len(stem)] == stem and "[]" not in way[len(stem) :]
            if not within and (several or _indexed(way) or _indexed(stem)):
                yield Finding(
                    "same-item",
                    site.place,
                    f"{site.place} reads {part['target']} from {part['path']}, which is"
                    f" not within {spelled(stem)}.",
                )


def _stem(service: Service, site: Site) -> tuple[str, ...]:
    """Return the steps to the items: of the data, or of the first list."""
    data = data_at(service, site)
    if data is not None and site.answer:
        structure = isinstance(item_of(data) or data, StructureShape)
        return _to_items(steps(site.answer["path"])) if structure else ()
    for part in site.parts:
        value = part_at(service, site, part)
        if value is not None and part["source"] == "response" and item_of(value):
            way = steps(part["path"])
            if "[]" in way:
                return way[: len(way) - way[::-1].index("[]")]
    return ()


def _to_items(way: tuple[str, ...]) -> tuple[str, ...]:
    """Return the steps to the items that a path makes its data of, if it makes any."""
    *before, last = way or ("",)
    return tuple(before) if last.startswith("{") and "[]" in before else way


def _indexed(way: tuple[str, ...]) -> bool:
    return any(step.startswith("[") and step != "[]" for step in way)


def empty_answers(service: Service) -> Findings:
    """Find paths on which boto3 itself fails for an empty output.

    ``build_empty_response`` in boto3/resources/response.py reads the path by string
    operations and understands less than JMESPath.
    """
    for site in service.sites(ACTION, COLLECTION):
        if data_at(service, site) is None or not _may_be_none(site):
            continue
        path = site.answer["path"] if site.answer else ""
        try:
            empty = build_empty_response(
                path, str(service.operation_name(site)), service.model
            )
            fails = site.kind == COLLECTION and empty is None
        except (KeyError, AttributeError, NotImplementedError):
            fails = True
        if fails:
            text = f"{site.place} reads {path}, on which boto3 fails if the answer is"
            # One that was made is there: boto3's own definitions rely on it, too.
            level = NOTE if site.kind == ACTION and path == "@" else ERROR
            text += " empty: choose a plainer path."
            yield Finding("empty-answer", site.place, text, level)


def _may_be_none(site: Site) -> bool:
    """Return whether an empty output gives no identifier, not even an empty list."""
    paths = [part["path"] for part in site.parts if part.get("source") == "response"]
    return bool(paths) and not any(
        isinstance(jmespath.search(path, {}), list) for path in paths
    )
