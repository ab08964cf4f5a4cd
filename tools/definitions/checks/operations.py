"""The rules that operations, waiters, types, shapes and members exist."""

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
            text = f"{site.place} calls {name}, which {service.name} does not have."
            yield Finding("operation", site.place, text, absent=True)


def waiters_exist(service: Service) -> Findings:
    """Find waiters that botocore does not have."""
    for site in service.sites(WAITER):
        name = site.body.get("waiterName")
        if name not in service.waiters:
            text = (
                f"{site.place} waits for {name}, which is no waiter of {service.name}."
            )
            yield Finding("waiter", site.place, text, absent=True)


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
        shape = service.shape_named(body.get("shape"))
        if "shape" in body and not isinstance(shape, StructureShape):
            text = f"{name} has the shape {body['shape']}, which is no structure of"
            text += f" {service.name}."
            yield Finding("shape", name, text, absent=shape is None)


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
                    absent=shape is not None,
                )
