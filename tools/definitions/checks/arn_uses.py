"""The rules that every ARN template is used, for ``.arn`` and for the way back."""

from __future__ import annotations

from botocore import xform_name

from .arns import Entry, attribute, entries, fields
from .finding import NOTE, Finding, Findings
from .paths import PathError
from .service import Service


def arn_is_seen(service: Service) -> Findings:
    """Find entries that an attribute ``arn`` of the type itself makes useless."""
    for kind, entry in service.arns.items():
        taken = _own_arn(service, kind)
        if taken is not None and entry.get("arn") != "arn":
            yield Finding(
                "arn-hidden",
                kind,
                f"{kind} has {taken} called arn, which wins over its ARN entry: set"
                ' arn = "arn" if that is its ARN, or else rename it.',
            )


def _own_arn(service: Service, kind: str) -> str | None:
    for site in service.sites():
        if site.owner == kind and xform_name(site.place.split(".")[-1]) == "arn":
            return f"a {site.kind}"
    try:
        value = attribute(service, kind, "arn")
    except PathError:
        return None
    return "an identifier" if value is None else "an attribute"


def arns_lead_back(service: Service) -> Findings:
    """Note types that cannot be made from their ARN, which lacks an identifier."""
    for kind, entry in entries(service):
        names = [xform_name(name) for name in service.identifier_names(kind)]
        lost = [name for name in names if not _tells(entry, name)]
        if lost and entry.get("format"):
            text = f"{kind} cannot be made from its ARN, which lacks {', '.join(lost)}."
            yield Finding("arn-back", kind, text, NOTE)


def _tells(entry: Entry, identifier: str) -> bool:
    told = fields(entry.get("format"))
    if identifier in entry.get("identifiers", {}):
        return {*fields(entry["identifiers"][identifier])} <= {*told, "endpoint"}
    if identifier == entry.get("account"):
        return "account" in told
    return identifier in told or identifier == entry.get("arn")


def arns_are_used(service: Service) -> Findings:
    """Note types whose data holds their own ARN, but which have no entry."""
    for kind in service.types:
        shape = service.shape(kind)
        if kind in service.arns or shape is None:
            continue
        for member in shape.members:
            noun = member.lower().removesuffix("arn")
            if member.lower().endswith("arn") and kind.lower().endswith(noun):
                text = f"{kind} has {member} in its data, but no ARN entry."
                yield Finding("arn-missing", kind, text, NOTE)
