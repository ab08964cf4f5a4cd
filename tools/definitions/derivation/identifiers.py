"""What AWS calls the identifiers of a thing, and boto3 after it."""

from __future__ import annotations

from botocore.model import Shape, StructureShape

from .. import shapes
from ..words import words

KINDS = ("Identifier", "Id", "Name", "Arn", "ARN", "Url", "SerialNumber", "Key")


def possible(noun: str) -> list[str]:
    """Return what a noun's identifier may be called: SecurityGroupId, GroupId."""
    parts = words(noun)
    tails = ["".join(parts[i:]) for i in range(len(parts))]
    return [stem + kind for stem in tails for kind in KINDS]


def calls(noun: str, member: str) -> bool:
    """Tell whether an input is called after a noun: RoleName, Bucket, jobId."""
    spelt = {n.lower() for n in [*possible(noun), noun]}
    return member.lower() in spelt


def short(member: str, noun: str) -> str:
    """Return an identifier's name in boto3: what is left without the noun.

    A StackResource's LogicalResourceId is its LogicalId.
    """
    member = member[:1].upper() + member[1:]
    if member.lower() == noun.lower():
        return "Name"
    parts = words(noun)
    tails = ["".join(parts[i:]) for i in range(len(parts))]
    for called in [*tails, parts[0]]:
        place = member.lower().find(called.lower())
        rest = member[:place] + member[place + len(called) :]
        if place >= 0 and rest.endswith(KINDS):
            return {"Identifier": "Id", "ARN": "Arn"}.get(rest, rest)
    return {"Identifier": "Id", "ARN": "Arn"}.get(member, member)


def telling(noun: str, shape: Shape, given: list[str]) -> list[str]:
    """Return the members of an item that identify it.

    An item that has but two is told by both, as a metric by Namespace and MetricName.
    """
    member = shapes.member_of(shape, possible(noun))
    if member is None or member in given or not isinstance(shape, StructureShape):
        return []
    scalars = [n for n, s in shape.members.items() if s.type_name in shapes.SCALARS]
    return scalars if len(scalars) == 2 else [member]
