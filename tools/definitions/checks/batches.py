"""The rules that a batch action acts on every item of a page."""

from __future__ import annotations

from collections.abc import Iterator

from .. import limits
from .finding import Finding, Findings
from .service import BATCH, Service, Site


def batches_list_their_items(service: Service) -> Findings:
    """Find batch actions that would act on the last item only, or repeat a constant."""
    for site in service.sites(BATCH):
        for fault in _faults(site, service.identifier_names(site.owner)):
            yield Finding("batch", site.place, f"{site.place} {fault}.")


def batches_keep_limits(service: Service) -> Findings:
    """Find batch actions that could send more in a call than AWS says it takes."""
    for site in service.sites(BATCH):
        operation = service.operation(site)
        listed = [str(p["target"]) for p in site.params if _in_list(str(p["target"]))]
        if operation is None or not listed:
            continue
        limit = limits.documented(operation, listed[0], str(site.owner))
        sent = site.body.get("limit")
        if limit is not None and (sent is None or sent > limit):
            yield Finding(
                "limit",
                site.place,
                f"{site.place} may send {sent or 'any number'} in a call;"
                f" {operation.name} takes {limit}.",
                # An older one took fewer, by its text.
                absent=sent is not None,
            )


def _faults(site: Site, own: list[str]) -> Iterator[str]:
    listed = [p for p in site.params if _in_list(str(p.get("target")))]
    names = [p.get("name") for p in listed if p.get("source") == "identifier"]
    if not names:
        yield (
            "puts no identifier into a list, and so acts on the last item only: give"
            " the target [] or [*]"
        )
    elif own and own[-1] not in names:
        yield f"does not list {own[-1]}, which tells its items apart"
    for param in listed:
        constant = param.get("source") in {"string", "integer", "boolean"}
        if constant and str(param["target"]).endswith("[]"):
            yield (
                f"repeats the constant {param.get('value')!r} in {param['target']} for"
                " every item: use [0]"
            )


def _in_list(target: str) -> bool:
    return "[]" in target or "[*]" in target
