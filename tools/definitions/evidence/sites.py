"""The places of a definition that send a request, and what each is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .. import names
from ..inputs import input_of
from ..resource_type import ResourceType
from ..service import Service
from ..texts import plain, wants_arn

Definition = Mapping[str, Any]
# The sections of a definition whose members give resources.
_ROLES = {"hasMany": "list", "actions": "create"}
# AWS's words for an input that its model lets lack, and that is required.
_REQUIRED = re.compile(
    r"\b(is|are) required for requests that do not|, which is required\b", re.IGNORECASE
)


def makers(document: Definition) -> Iterator[tuple[str, str, Definition]]:
    """Yield the role, the owner and the body of all that gives resources."""
    for owner, section, _, body in names.sites(document):
        if section in _ROLES and "resource" in body:
            yield _ROLES[section], owner, body


def given_inputs(site: Definition) -> set[str]:
    """Return the inputs that a request is given."""
    params = site["request"].get("params", [])
    return {input_of(p["target"]) for p in params}


def filled_inputs(site: Definition) -> dict[str, str]:
    """Return the inputs of a request that identifiers fill, and which fills each."""
    return {
        input_of(param["target"]): str(param["name"])
        for param in site["request"].get("params", [])
        if param["source"] == "identifier"
    }


def lacks_required(service: Service, site: Definition) -> bool:
    """Return whether AWS's text requires an input that its model lets lack."""
    operation = site["request"]["operation"]
    return any(
        name not in given_inputs(site) and _REQUIRED.search(plain(shape.documentation))
        for name, shape in service.inputs(operation).items()
    )


def sends_no_arn(
    service: Service, site: Definition, owner: ResourceType | None
) -> bool:
    """Return whether an id that is no ARN is sent where AWS's text wants an ARN.

    Args:
        service: The service.
        site: What sends it.
        owner: The type that has the id; None for the service.
    """
    inputs = service.inputs(site["request"]["operation"])
    members = owner.shape.members if owner and owner.shape else {}
    # An ApplicationId may be an ARN, as AWS says of the data's.
    arns = {
        one.name
        for one in (owner.identifiers if owner else ())
        if one.member in members and wants_arn(members[one.member])
    }
    return any(
        not (identifier.lower().endswith("arn") or identifier in arns)
        and wants_arn(inputs[target])
        for target, identifier in filled_inputs(site).items()
    )
