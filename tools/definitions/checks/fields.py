"""The rule that the fields of ARN templates are at the places of AWS's reference."""

from __future__ import annotations

import re

from botocore import xform_name

from ..arn_reference import reference
from .finding import Finding, Findings
from .service import Service

_OURS = re.compile(r"\{(\w+)\+?\}")
_THEIRS = re.compile(r"\$\{(\w+)\}")


def arn_fields_by_name(service: Service) -> Findings:
    """Find identifiers at the place of another field in AWS's reference.

    A placeholder of theirs that is called after one identifier is not another's.
    """
    formats = {
        **reference().get(service.name, {}),
        **reference().get(_prefix(service), {}),
    }
    by_form = {_THEIRS.sub("{}", arn): arn for arn in formats.values()}
    for name, entry in service.arns.items():
        known = by_form.get(_OURS.sub("{}", entry.get("format", "")))
        if known is None:
            continue
        ours = _OURS.findall(entry["format"])
        theirs = [_plain(field) for field in _THEIRS.findall(known)]
        for position, field in enumerate(ours):
            if field == "_":
                continue
            meant = _meant(name, field, theirs)
            if meant is not None and meant != position:
                yield Finding(
                    "arn-by-name",
                    name,
                    f"The ARN of {name} has {field} where AWS has"
                    f" {_THEIRS.findall(known)[position]}, and AWS has it elsewhere.",
                )


def _prefix(service: Service) -> str:
    """Return the prefix of a service's IAM actions, from botocore's model."""
    about = service.model.metadata
    return str(about.get("signingName") or about.get("endpointPrefix"))


def _meant(kind: str, field: str, theirs: list[str]) -> int | None:
    """Return the place of a field in the reference's ARN; None if it is unknown."""
    wanted = {_plain(field), _plain(xform_name(kind) + field)}
    found = [place for place, name in enumerate(theirs) if name in wanted]
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
