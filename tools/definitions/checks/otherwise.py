"""The rule for responses with either of several members, of different types."""

from __future__ import annotations

from botocore.model import StructureShape

from .finding import Finding, Findings
from .service import ACTION, Service


def others_told(service: Service) -> Findings:
    """Find actions without a resource for a response with another type's item."""
    types: dict[str, str] = {}
    for name, body in service.types.items():
        types.setdefault(body.get("shape", ""), name)
    for site in service.sites(ACTION):
        operation = service.operation(site)
        if site.answer is None or operation is None or operation.output_shape is None:
            continue
        output = operation.output_shape
        either = {
            name: types[shape.name]
            for name, shape in output.members.items()
            if isinstance(shape, StructureShape)
            and shape.name in types
            and name not in output.required_members
        }
        told = {one["type"] for one in site.answer.get("otherwise", ())}
        # What is made is one of these itself, and its identifiers are in there.
        if either.pop(site.answer.get("path"), None) != site.answer["type"]:
            continue
        for member, other in either.items():
            if other not in {site.answer["type"], *told}:
                yield Finding(
                    "otherwise",
                    f"{site.place} {member}",
                    f"{site.place} may answer with {member}, and then returns no"
                    f" {other}: write it in returns.",
                    absent=True,
                )
