"""The rule that ``targets-1`` names inputs and types that there are.

By it the package decides whose the resource of a call is, and sends an ARN in the place
of a name. Where an entry is wrong, or missing, a call is refused, or is sent by a name
that may be another account's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name
from botocore.model import ListShape, MapShape, Shape, StructureShape

from boto3_extensions._arns.origin import has_unique_ids

from .finding import Finding, Findings
from .service import ACTION, BATCH, COLLECTION, LOAD, Service

_RULE = "targeted"


def targets_fit(service: Service, operations: Mapping[str, Any]) -> Findings:
    """Find entries of operations that are wrong, and identifiers without an entry.

    Args:
        service: The service.
        operations: The ``operations`` of its ``targets-1``.
    """
    for name, entry in operations.items():
        if name not in service.model.operation_names:
            text = f"{name} is no operation of {service.name}."
            yield Finding(_RULE, name, text, absent=True)
            continue
        shape = service.model.operation_model(name).input_shape
        told = [
            *entry.get("states", ()),
            *entry.get("where", ()),
            *entry.get("others", ()),
        ]
        told += [entry["owner"]] if "owner" in entry else []
        for path, named in entry.get("names", {}).items():
            told += [path, *(named[key] for key in ("arn", "id") if key in named)]
            for text in _faults(service, path, named):
                yield Finding(_RULE, f"{name}.{path}", text)
        for path in sorted(set(told)):
            if _at(shape, path) is None:
                text = f"{name} has no input {path}."
                yield Finding(_RULE, f"{name}.{path}", text, absent=True)
    if not has_unique_ids(service.name):
        yield from _arns_are_known(service, operations)


def _faults(service: Service, path: str, named: Mapping[str, Any]) -> Iterator[str]:
    if not named["of"]:
        yield f"{path} names nothing."
    for kind in named["of"]:
        if kind not in service.types:
            yield f"{path} names {kind}, which is no type."
    if "." not in path and _is_arn(path) and named.get("arn") != path:
        yield f"{path} takes an ARN itself, and not {named.get('arn')} for it."


def _arns_are_known(service: Service, operations: Mapping[str, Any]) -> Findings:
    """Find ARNs that operations are sent, and have no entry for."""
    for site in service.sites(ACTION, BATCH, COLLECTION, LOAD):
        name = service.operation_name(site)
        names = operations.get(name or "", {}).get("names", {})
        for param in site.params:
            path = str(param["target"]).replace("[0]", "[]")
            if param["source"] != "identifier" or site.owner not in service.types:
                continue
            if "." not in path and _is_arn(path) and path not in names:
                text = f"{name} takes the ARN of a {site.owner} as {path}, untold."
                yield Finding(_RULE, f"{name}.{path}", text)


def _is_arn(path: str) -> bool:
    name = str(xform_name(path.rpartition(".")[2].removesuffix("[]")))
    return name.endswith(("_arn", "_arns"))


def _at(shape: Shape | None, path: str) -> Shape | None:
    """Return the shape of an input at a path like ``Ids[]`` or ``SchemaId.Name``."""
    for step in path.split("."):
        name = step.rstrip("[]{}")
        if not isinstance(shape, StructureShape) or name not in shape.members:
            return None
        shape = shape.members[name]
        if step.endswith("[]"):
            shape = shape.member if isinstance(shape, ListShape) else None
        elif step.endswith("{}"):
            shape = shape.value if isinstance(shape, MapShape) else None
    return shape
