"""The rules for types with partial data from summaries, and a load to complete it."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.model import StructureShape

from boto3_extensions._resources.completion import poorer_members

from .answers import data_at
from .finding import NOTE, Finding, Findings
from .paths import item_of
from .service import Service, Site


def fillings(service: Service) -> Iterator[tuple[Site, str, StructureShape]]:
    """Yield each site that fills a type's data, with the type and the shape it uses."""
    for site in service.sites():
        if site.answer is None or site.answer.get("type") not in service.types:
            continue
        data = data_at(service, site)
        item = item_of(data) or data if data is not None else None
        if isinstance(item, StructureShape):
            yield site, site.answer["type"], item


def lacking(service: Service, kind: str, shape: StructureShape) -> list[str]:
    """Return the attributes of a type that data of *shape* does not have as a whole."""
    own = service.shape(kind)
    identifiers = {
        name
        for identifier in service.identifiers(kind)
        for name in (identifier["name"], identifier.get("memberName"))
    }
    if own is None:
        return []
    # Without a load, what a list has is all there is.
    poorer = poorer_members(shape, own) if "load" in service.types[kind] else set()
    return [
        name
        for name in own.members
        if name not in identifiers and (name not in shape.members or name in poorer)
    ]


def summaries_complete(service: Service) -> Findings:
    """Find types with partial data that their definition does not mention."""
    for site, kind, shape in fillings(service):
        body = service.types[kind]
        gaps = lacking(service, kind, shape)
        if not gaps or shape.name in body.get("summaries", []):
            continue
        omitted = body.get("omits", {}).get(str(service.operation_name(site)), [])
        if "load" in body and set(gaps) <= set(omitted):
            continue
        some = ", ".join(gaps[:3]) + (" ..." if len(gaps) > 3 else "")
        cure = (
            f"list {shape.name} in its summaries"
            if "load" in body
            else "it has no load to complete it"
        )
        yield Finding(
            "summaries",
            site.place,
            f"{site.place} fills {kind} from {shape.name}, which lacks {some}: {cure}.",
        )


def summaries_true(service: Service) -> Findings:
    """Find summaries that do not exist, are complete, or fill no resource."""
    used: dict[str, set[str]] = {}
    for _, kind, shape in fillings(service):
        used.setdefault(kind, set()).add(shape.name)
    for kind, body in service.types.items():
        for name in body.get("summaries", []):
            fault = _fault(service, kind, name, used.get(kind, set()))
            if fault:
                text = f"{kind} lists {name}, {fault}."
                shape = service.shape_named(name)
                # What a summary lacks may be what AWS has added to the whole.
                absent = shape is None or (
                    isinstance(shape, StructureShape)
                    and not lacking(service, kind, shape)
                )
                yield Finding("summaries", kind, text, absent=absent)
        if body.get("summaries") and "load" not in body:
            yield Finding(
                "summaries", kind, f"{kind} has summaries but no load to complete them."
            )


def _fault(service: Service, kind: str, name: str, used: set[str]) -> str | None:
    shape = service.shape_named(name)
    if not isinstance(shape, StructureShape):
        return f"which is no structure of {service.name}"
    if not lacking(service, kind, shape):
        return "which lacks none of its attributes and so is no summary"
    return None if name in used else "which nothing fills it from"


def summaries_shown(service: Service) -> Findings:
    """Note members of a summary that no attribute of the type shows."""
    seen = set()
    for _, kind, shape in fillings(service):
        own = service.shape(kind)
        if own is None or (kind, shape.name) in seen:
            continue
        seen.add((kind, shape.name))
        extra = [m for m in shape.members if m not in own.members]
        if extra:
            yield Finding(
                "hidden-data",
                kind,
                f"{kind} is filled from {shape.name}, whose {', '.join(extra)} no"
                " attribute shows.",
                NOTE,
            )
