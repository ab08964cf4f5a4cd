"""Says which part of an ARN is to blame if it names nothing that boto3 knows."""

from __future__ import annotations

from collections.abc import Sequence

from boto3_extensions._arns._arn import Arn, first_segment
from boto3_extensions._arns._arn_candidates import Candidate
from boto3_extensions._arns._arn_templates import after_service

# What regions and accounts are like, for ARNs that lack one or have one too many.
_LIKE = {"region": ("", "us-east-1"), "account_id": ("", "123456789012", "aws")}
_CALLED = {"account_id": "account"}


def why_unknown(arn: Arn, candidates: Sequence[Candidate] | None) -> str:
    """Tell which part of an ARN is to blame that nothing known has such an ARN.

    Args:
        arn: An ARN that no template fits.
        candidates: Those of its service that may begin like it; None if it is no
            service with resources.
    """
    if candidates is None:
        return f"there are no resources of a service {arn.service!r}"
    segment = first_segment(arn.resource)
    named = [c for c in candidates if c.template.segment == segment]
    if not named:
        return f"nothing of {arn.service} is like {after_service(arn)!r}"
    for names in [["region"], ["account_id"], ["region", "account_id"]]:
        if any(c.match(after_service(a)) for a in _others(arn, names) for c in named):
            return " and ".join(
                f"its {_CALLED.get(name, name)} cannot be {getattr(arn, name)!r}"
                for name in names
            )
    return f"its resource cannot be {arn.resource!r}"


def _others(arn: Arn, names: Sequence[str]) -> list[Arn]:
    """Return ARNs that differ in these parts."""
    others = [arn]
    for name in names:
        others = [a._replace(**{name: like}) for a in others for like in _LIKE[name]]
    return others
