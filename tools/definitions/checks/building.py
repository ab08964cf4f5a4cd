"""The rule that boto3 can make the class and an object of every type."""

from __future__ import annotations

from typing import Any

from boto3.resources.factory import ResourceFactory
from boto3.utils import ServiceContext
from botocore.hooks import HierarchicalEmitter

from .finding import Finding, Findings
from .service import Service

# Objects only hand it on.
_NO_CLIENT: Any = object()


def types_build(service: Service) -> Findings:
    """Find types on which boto3's own factory fails; no client, so no network."""
    context = ServiceContext(
        service_name=service.name,
        service_model=service.model,
        service_waiter_model=None,
        resource_json_definitions=dict(service.types),
    )
    factory = ResourceFactory(HierarchicalEmitter())
    for name, body in ((service.name, service.top), *service.types.items()):
        if body.get("shape") and service.shape(name) is None:
            continue  # shapes_exist says so
        try:
            made = factory.load_from_definition(name, body, context)
            made(*["x"] * len(body.get("identifiers", [])), client=_NO_CLIENT)
        except Exception as error:  # whatever it is, the user would meet it
            yield Finding(
                "build",
                name,
                f"{name} cannot be built: {type(error).__name__}: {error}.",
            )
