"""Every resource that is made gets exactly the identifiers its type has."""

from __future__ import annotations

from .finding import NOTE, Finding, Findings
from .service import ACTION, COLLECTION, SUBRESOURCE, WAITER, Service, Site


def sources_exist(service: Service) -> Findings:
    """Find parameters and identifiers taken from an identifier the owner lacks."""
    for site in service.sites():
        own = service.identifier_names(site.owner)
        for entry in [*site.params, *site.parts]:
            if site.owner is None or entry.get("source") != "identifier":
                continue
            if entry.get("name", own) not in [own, *own]:
                yield Finding(
                    "identifier",
                    site.place,
                    f"{site.place} fills {entry.get('target')} from the identifier"
                    f" {entry['name']}, but {site.owner} has"
                    f" {', '.join(own) or 'none'}.",
                )


def owner_is_meant(service: Service) -> Findings:
    """Find calls that are not about the object they are made on.

    It is told by all its identifiers, by its ARN alone, or by its data.
    """
    for site in service.sites(ACTION, COLLECTION, WAITER):
        told = {p.get("name") for p in site.params if p.get("source") == "identifier"}
        by_arn = "arn" in site.body or "Arn" in told
        if by_arn or any(param.get("source") == "data" for param in site.params):
            continue
        optional = service.optional_names(site.owner)
        for name in service.identifier_names(site.owner):
            if name not in told and name not in optional:
                text = f"{site.place} does not tell the {name} of its {site.owner}, and"
                yield Finding(
                    "owner", site.place, f"{text} so is about others as well."
                )


def all_set(service: Service) -> Findings:
    """Find yielded resources with missing, unknown, repeated or disordered identifiers.

    Order counts: boto3 hands a sub-resource its parent's identifiers by position.
    """
    for site in service.sites():
        if site.answer is None or site.answer.get("type") not in service.types:
            continue
        kind = site.answer["type"]
        wanted = service.identifier_names(kind)
        given = [str(part.get("target")) for part in site.parts]
        optional = service.optional_names(kind)
        for name in [n for n in wanted if n not in given + optional]:
            yield _finding(site, f"does not set {name} of {kind}")
        wanted = [n for n in wanted if n in given or n not in optional]
        for name in [n for n in given if n not in wanted]:
            yield _finding(site, f"sets {name}, which {kind} does not have")
        if len(set(given)) < len(given):
            yield _finding(site, f"sets an identifier of {kind} twice")
        elif set(given) == set(wanted) and given != wanted:
            order = ", ".join(wanted)
            yield _finding(
                site, f"sets the identifiers of {kind} out of order ({order})"
            )
        elif site.kind == SUBRESOURCE and given == wanted:
            yield from _inputs_last(site, kind)


def inputs_are_sure(service: Service) -> Findings:
    """Note identifiers from an optional input, without which there is no object."""
    for site in service.sites(ACTION, COLLECTION):
        operation = service.operation(site)
        if operation is None or operation.input_shape is None:
            continue
        sure = {str(param.get("target")).split("[")[0] for param in site.params}
        sure.update(operation.input_shape.required_members)
        for part in site.parts:
            name = str(part.get("path")).split("[")[0].split(".")[0]
            if part.get("source") == "requestParameter" and name not in sure:
                yield Finding(
                    "optional",
                    site.place,
                    f"{site.place} takes {part.get('target')} from {name}, which"
                    f" {operation.name} does not require: where the answer tells it,"
                    " read it there.",
                    NOTE,
                )


def _inputs_last(site: Site, kind: str) -> Findings:
    inputs = [part.get("source") == "input" for part in site.parts]
    if inputs != sorted(inputs):
        yield _finding(
            site,
            f"takes an identifier of {kind} from the user before one of its own, which"
            " boto3 passes by position and so exchanges",
        )


def _finding(site: Site, fault: str) -> Finding:
    return Finding("identifiers", site.place, f"{site.place} {fault}.")
