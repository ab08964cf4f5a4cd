"""The names that AWS, and boto3 after AWS, give to identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from botocore.model import Shape, StructureShape

from .. import shapes
from ..texts import says_whose
from ..words import ends_of, words

KINDS = ("Identifier", "Id", "Name", "Arn", "ARN", "Url", "SerialNumber", "Key")


_ENDS = (*KINDS, "ID")
_SHORT = {"Identifier": "Id", "ARN": "Arn", "ID": "Id"}


def possible(noun: str) -> list[str]:
    """Return the possible names of a noun's identifier: SecurityGroupId, groupId."""
    found = [stem + kind for stem in ends_of(noun) for kind in KINDS]
    return [n for one in found for n in (one, one[:1].lower() + one[1:])]


def members_named(given: str, noun: str) -> list[str]:
    """Return the possible item members for an input that identifies a resource.

    The input ``analyzerName`` is the ``name`` of an Analyzer, ``identifier`` the ``id``
    of a Flow; an identifier that may be an ARN is the ``arn`` where nothing else is.
    """
    own = short(given, noun)
    told = [] if own == "Arn" else versions(noun)
    kinds = {"Id": ["Id", "Identifier"]}.get(own, [own])
    found = [given, given[:1].upper() + given[1:]]
    found += [noun + own, _lower(noun) + own, *told] if told else []
    found += [spelt for kind in kinds for spelt in (kind, _lower(kind))]
    found += [spelt for kind in kinds for spelt in (noun + kind, _lower(noun) + kind)]
    if given.lower().endswith("identifier"):
        # Not where the id stands beside it, which AWS may take alone.
        found += ["Arn", "arn", noun + "Arn", _lower(noun) + "Arn"]
    return list(dict.fromkeys(found))


def versions(noun: str) -> list[str]:
    """Return the possible names of what tells one version, or revision, from another.

    Beside it, an ``Id`` or a ``Name`` is that of what it is a version of.
    """
    last = words(noun)[-1]
    if last not in {"Version", "Revision"} or last == noun:
        return []
    found = [noun, *(last + kind for kind in ("Id", "Number", "Name", ""))]
    return [n for one in found for n in (one, _lower(one))]


def is_bare(member: str) -> bool:
    """Return whether an input's name is without the noun of its id, name or ARN."""
    return member.lower() in {"id", "identifier", "name", "arn"}


def means(nouns: Iterable[str], own: str, other: str) -> bool:
    """Return whether another input means the same as the input of a type's identifier.

    What GetDomain takes as ``identifier``, GetDataSource takes as
    ``domainIdentifier``: there the bare one is the data source's.
    """
    if own == other:
        return not is_bare(own)
    spelt = {noun.lower() + _kind(own) for noun in nouns}
    alike = {noun.lower() + kind for noun in nouns for kind in _ALIKE[_kind(own)]}
    return (is_bare(own) or own.lower() in spelt) and other.lower() in alike


def _kind(member: str) -> str:
    lower = member.lower()
    return next((kind for kind in _ALIKE if lower.endswith(kind)), "")


# Names of kinds of identifiers that AWS uses for each other, in lower case.
_ALIKE: Mapping[str, tuple[str, ...]] = {
    "identifier": ("identifier", "id"),
    "id": ("id", "identifier"),
    "name": ("name", "identifier"),
    "arn": ("arn", "identifier"),
    "": ("",),
}


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def calls(noun: str, member: str) -> bool:
    """Return whether an input is called after a noun: RoleName, Bucket, jobId."""
    spelt = {n.lower() for n in [*possible(noun), noun]}
    return member.lower() in spelt


def short(member: str, noun: str) -> str:
    """Return an identifier's name in boto3, which is without the noun.

    A StackResource's LogicalResourceId is its LogicalId. The noun is a whole word: no
    Request is in RequesterAccountId. The ComponentArn of a ComponentPolicy stays: it is
    not the policy's.
    """
    member = member[:1].upper() + member[1:]
    if member.lower() == noun.lower():
        return "Name"
    first = words(noun)[0]
    for called in [*ends_of(noun), first]:
        place = member.lower().find(called.lower())
        after = member[place + len(called) :]
        rest = member[:place] + after
        if called == first != noun and rest in {"Arn", "ARN"}:
            return member[: -len(rest)] + "Arn"
        is_cut = place == 0 or called != first or called == noun
        if place >= 0 and is_cut and not after[:1].islower() and rest.endswith(_ENDS):
            return _SHORT.get(rest, rest)
    return _SHORT.get(member, member)


def telling(noun: str, shape: Shape, given: list[str]) -> list[str]:
    """Return the members of an item that identify it.

    An item that has but two is told by both, as a metric by Namespace and MetricName;
    but not by when it was made.
    """
    named = possible(noun)
    if isinstance(shape, StructureShape) and versions(noun):
        # What says that it is the version's, and not that of what it is a version of.
        arns = [n for n in shape.members if n.lower() == "arn"]
        named += [
            n for n in arns if says_whose(str(shape.members[n].documentation), noun)
        ]
        named += versions(noun)
    if noun in shape.name:
        # An AnalyzerSummary's name is the analyzer's.
        named += [spelt for kind in KINDS[:4] for spelt in (kind, _lower(kind))]
    member = shapes.member_of(shape, [*named, *map(_lower, named)])
    if member is None or member in given or not isinstance(shape, StructureShape):
        return []
    if is_bare(member) and member.lower() == "name":
        # A name may be that of several, an ARN is not.
        arns = [noun + "Arn", _lower(noun) + "Arn", "Arn", "arn"]
        member = shapes.member_of(shape, arns) or member
    scalars = [n for n, s in shape.members.items() if s.type_name in shapes.SCALARS]
    if len(scalars) != 2 or member in versions(noun):
        return [member]
    (other,) = {*scalars} - {member}
    return _of_two(scalars, member, other, shape)


def _of_two(
    scalars: list[str], member: str, other: str, shape: StructureShape
) -> list[str]:
    """Return which of an item's only two members tell it, of which one surely does.

    Both do where they are the ids of two things. A status, a number or a second name of
    the same thing tells nothing; and service-quotas knows a service by its code.
    """
    stem = _stem(member)
    if other.lower() == stem + "code":
        return [other]
    told = shape.members[other]
    is_state = told.type_name != "string" or "enum" in told.metadata
    is_state = is_state or other.endswith(("Version", "Description", "Value", "Type"))
    return [member] if is_state or _stem(other) == stem else scalars


def _stem(member: str) -> str:
    ends = sorted((kind.lower() for kind in KINDS), key=len, reverse=True)
    lower = member.lower()
    return next((lower.removesuffix(e) for e in ends if lower.endswith(e)), lower)
