"""Everything that a definition names exists, in exactly that case."""

from __future__ import annotations

from botocore.model import StructureShape

from .finding import Finding, Findings
from .service import REFERENCE, SUBRESOURCE, WAITER, Service


def operations_exist(service: Service) -> Findings:
    """Find operations that botocore's model does not have."""
    for site in service.sites():
        if site.kind in {SUBRESOURCE, REFERENCE, WAITER}:
            continue
        name = service.operation_name(site)
        if service.operation(site) is None:
            yield Finding(
                "operation",
                site.place,
                f"{site.place} calls {name}, which {service.name} does not have.",
            )


def waiters_exist(service: Service) -> Findings:
    """Find waiters that botocore does not have."""
    for site in service.sites(WAITER):
        name = site.body.get("waiterName")
        if name not in service.waiters:
            yield Finding(
                "waiter",
                site.place,
                f"{site.place} waits for {name}, which is not among the waiters of"
                f" {service.name}.",
            )


def types_exist(service: Service) -> Findings:
    """Find resource types that are yielded but not defined."""
    for site in service.sites():
        if site.answer is not None and site.answer.get("type") not in service.types:
            yield Finding(
                "type",
                site.place,
                f"{site.place} yields {site.answer.get('type')}, which is not a type"
                f" of {service.name}.",
            )


def shapes_exist(service: Service) -> Findings:
    """Find types whose shape is missing or no structure."""
    for name, body in service.types.items():
        shape = body.get("shape")
        if shape is not None and not isinstance(
            service.shape_named(shape), StructureShape
        ):
            yield Finding(
                "shape",
                name,
                f"{name} has the shape {shape}, which is not a structure of"
                f" {service.name}.",
            )


def members_exist(service: Service) -> Findings:
    """Find identifiers whose ``memberName`` the type's shape does not have."""
    for name in service.types:
        shape = service.shape(name)
        if shape is None and service.types[name].get("shape"):
            continue  # shapes_exist says so
        for identifier in service.identifiers(name):
            member = identifier.get("memberName")
            if member and (shape is None or member not in shape.members):
                yield Finding(
                    "member",
                    f"{name}.identifiers.{identifier['name']}",
                    f"{name}: the identifier {identifier['name']} has the memberName"
                    f" {member}, which its shape does not have.",
                )
