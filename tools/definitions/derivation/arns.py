"""The ARNs of derived types: their path in the data, or their format."""

from __future__ import annotations

import re

from botocore import xform_name

from ..arn_reference import format_of
from ..resource_type import ResourceType
from ..service import Service
from ..spec import OperationSpec, ServiceSpec
from ..words import without_noun

_OF_ANY = re.compile(r"^(Tag|Untag|ListTagsFor|ListTags|AddTags|RemoveTags)")


def add_arns(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Add to types their ARN templates, and the inputs that take any type's ARN."""
    for name, kind in kinds.items():
        if name not in spec.types:
            continue
        told = told_in(kind)
        known = format_of(service, kind) if kind.identifiers else None
        if known or told:
            spec.types[name].arn = {
                **({"format": known} if known else {}),
                **({"arn": xform_name(told)} if told else {}),
            }
    for operation, target in _inputs(service).items():
        # Of boto3's own types a draft says nothing, and so not where their ARNs are.
        tagged = [
            name
            for name, kind in kinds.items()
            if name in spec.types and told_in(kind) and not kind.base
        ]
        if tagged and operation not in spec.operations:
            short = without_noun(operation, ["Resource"])
            spec.operations[operation] = OperationSpec(
                on=tagged, names=[short], params={target: "arn"}
            )


def told_in(kind: ResourceType) -> str | None:
    """Return the identifier, or the member of a type's data, that is its own ARN."""
    names = ["arn", *[noun.lower() + "arn" for noun in kind.nouns]]
    members = kind.shape.members if kind.shape is not None else {}
    told = [i.name for i in kind.identifiers if i.own and i.name == "Arn"]
    told += [m for n in names for m in members if m.lower() == n]
    return told[0] if told else None


def _inputs(service: Service) -> dict[str, str]:
    """Return the input by which each operation on tags takes any thing's ARN."""
    found = {}
    for operation in service.operations:
        if not _OF_ANY.match(operation):
            continue
        required = service.required(operation)
        for name, shape in service.inputs(operation).items():
            bare = name.lower() in {"resourcearn", "arn", "resource", "resourceid"}
            arn = name.lower().endswith("arn") or "Amazon Resource Name" in str(
                shape.documentation
            )
            if name in required and bare and arn and shape.type_name == "string":
                found[operation] = name
    return found
