"""The ARNs of derived types: their path in the data, or their format."""

from __future__ import annotations

import re

from botocore import xform_name
from botocore.model import ListShape, StructureShape

from .. import tags
from ..arn_reference import account_of, format_of, has_long_ids, lengths
from ..inputs import input_of
from ..resource_type import Identifier, ResourceType
from ..service import Service
from ..shapes import plain_pattern
from ..spec import OperationSpec, ServiceSpec, TypeSpec
from ..texts import first_sentence, plain, says_whose
from ..words import after_verb, verb, without_noun, words
from . import twins
from .identifiers import calls, is_bare

# A field of a format that an ARN would be filled into.
_ARN_FIELD = re.compile(r"\{(\w*arn)\}")
# A further part at the end of a pattern, which may be left out.
_OPTIONAL_END = re.compile(r"\(/\w+/.*\)\?\$?$")
# What AWS says of an identifier that is an ARN, or is one for some things.
_IS_ARN = re.compile(r"The Amazon Resource Name \(ARN\) of (the|a|an) \w+\.?$")
_AT_TIMES = re.compile(r"\bFor [^,.]+, this is the (\w+ )?ARN\b")
# Whose something is: then its ARN may have another account than the caller's.
_OWNER = re.compile(r"owner$|owner(Account)?Id$|ownerAccount$", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(is|are) (associated|attached) (with|to)\b")
_NO_REGION = re.compile(r"^(arn:[^:]+:[^:]+:):")
_UNIQUE = re.compile(r"\bunique (in|within) (the|a|your) ([A-Z]\w+ )*region\b", re.I)
_OF_ANY = re.compile(r"^(Tag|Untag|ListTagsFor|ListTags|AddTags|RemoveTags)")


def add_arns(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Add to types their ARN templates, and the inputs that take any type's ARN."""
    alike = {name for _, found in twins.asked_alike(kinds) for name in found.values()}
    for name, kind in kinds.items():
        if name not in spec.types:
            continue
        told = told_in(kind)
        known = format_of(service, kind) if kind.identifiers else None
        if name in alike and [i.name for i in kind.identifiers] == ["Arn"]:
            # The ARN of a custom routing accelerator looks like any accelerator's.
            known = None
        if known and not (
            _fits(service, known)
            and _has_word(kind, told, known)
            and _is_whole(service, kind, known)
            and (told or not _owners(kind))
        ):
            known = None
        if known and _is_of_region(service, kind):
            known = _NO_REGION.sub(r"\1{region}:", known)
        for field in _as_arns(service, kind) if known else ():
            told = told or field
            known = re.sub(rf"\{{{xform_name(field)}\}}", "{_}", str(known))
        if known and _is_at_times_its_arn(service, kind):
            known = None
        if known and (itself := _ARN_FIELD.search(known)):
            # What is known by its ARN has no other id to be put into it.
            told = told or itself[1]
            known = _ARN_FIELD.sub("{_}", known)
        if known and ("}{" in known or known.split(":")[4] == "aws"):
            # Nothing tells where the second begins, or which are AWS's own.
            known = None
        if known and not told and "{_}" in known:
            # It could neither be filled nor say whose it is.
            known = None
        if known or told:
            whose = account_of(kind) if known and "{account}" in known else None
            spec.types[name].arn = {
                **({"format": known} if known else {}),
                **({"arn": xform_name(told)} if told else {}),
                **({"account": xform_name(whose.name)} if whose else {}),
            }
        if known and not told and not _may_be_told(kind):
            # It is tagged by the ARN that is made of what it is known by.
            spec.types[name].tag_id = tags.has_tags(service.model, known) or None
    _lengthen(service, spec, kinds)
    for operation, target in _inputs(service).items():
        # Of boto3's own types a draft says nothing, and so not where their ARNs are.
        tagged = [
            name
            for name, kind in kinds.items()
            if name in spec.types
            and not (kind.base or _has_own(service, operation, kind))
            and _is_tagged(spec.types[name])
        ]
        if tagged and operation not in spec.operations:
            short = without_noun(operation, ["Resource"])
            spec.operations[operation] = OperationSpec(
                on=tagged, names=[short], params={target: "arn"}
            )


def _lengthen(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> None:
    """Have the formats end in any text whose ids have slashes, by AWS's examples.

    Where several types of a service do that are known by their ARNs, all such do.
    """
    ends = {
        name: told.arn["format"]
        for name, told in spec.types.items()
        if told.arn and told.arn.get("format", "").endswith("{_}")
    }
    long = {name for name, one in ends.items() if has_long_ids(service, one)}
    by_arn = {n for n in ends if [i.name for i in kinds[n].identifiers] == ["Arn"]}
    if len(long & by_arn) > 1:
        long |= by_arn
    long |= {n for n, one in ends.items() if _may_go_on(service, kinds[n], one)}
    for name in long:
        arn = spec.types[name].arn or {}
        spec.types[name].arn = {**arn, "format": ends[name][:-1] + "+}"}


def _may_go_on(service: Service, kind: ResourceType, format_: str) -> bool:
    """Return whether botocore's pattern of what loads a type lets an ARN go on.

    A document classifier of comprehend is one, or a version of it: ``(/version/v)?``.
    """
    word = format_.split(":", 5)[5].removesuffix("{_}")
    inputs = service.inputs(kind.load.operation) if kind.load is not None else {}
    patterns = [
        str(inputs[p["target"]].metadata.get("pattern", ""))
        for p in (kind.load.params if kind.load is not None else ())
        if p["target"] in inputs
    ]
    return any(f":{word}" in one and _OPTIONAL_END.search(one) for one in patterns)


def _has_own(service: Service, operation: str, kind: ResourceType) -> bool:
    """Return whether an operation on tags has a like for a type: TagContact."""
    done = verb(operation) if verb(operation) in {"Tag", "Untag"} else "Tag"
    return any(done + noun in service.operations for noun in kind.nouns)


def _is_tagged(told: TypeSpec) -> bool:
    """Return whether an operation on tags takes the ARN of a type."""
    return "arn" in (told.arn or {}) or told.tag_id is True


def told_in(kind: ResourceType) -> str | None:
    """Return the identifier, or the member of a type's data, that is its own ARN."""
    names = ["arn", *[noun.lower() + "arn" for noun in kind.nouns]]
    members = kind.shape.members if kind.shape is not None else {}
    told = [i.name for i in kind.identifiers if i.own and _is_own_arn(kind, i)]
    told += [m for n in names for m in members if m.lower() == n]
    told += [m for m in members if _is_called_shortly(kind, m)]
    told += [
        f"{member}.{inner}"
        for member, shape in members.items()
        if member.lower() == "metadata" and isinstance(shape, StructureShape)
        for inner in shape.members
        if inner.lower() == "arn"
    ]
    return told[0] if told else None


def _is_called_shortly(kind: ResourceType, member: str) -> bool:
    """Return whether a member is a type's ARN, by the end of its noun: EventArn.

    Or it is a ResourceArn that AWS says to be "of the dataset", and nothing more: one
    that is "of the resource affected by the event" is another's.
    """
    stem = member[: -len("arn")]
    if kind.shape is None or not stem or not member.lower().endswith("arn"):
        return False
    told = first_sentence(kind.shape.members[member].documentation)
    if _OF_OTHERS.search(told):
        # The role of an AssociatedRole is a role.
        return False
    if stem.lower() == "resource":
        # Beside what the resource is, it is what an operation was done to.
        others = {name.lower() for name in kind.shape.members}
        of_another = bool(others & {"resourceid", "resourcetype"})
        return not of_another and any(_is_of(told, noun) for noun in kind.nouns)
    # "The geofence collection resource" is the geofence collection.
    texts = (told, re.sub(r"(?<=\w) resource\b", "", told))
    return any(
        noun.lower().endswith(stem.lower())
        and any(
            says_whose(text, called)
            for text in texts
            for called in (noun, stem[:1].upper() + stem[1:])
        )
        for noun in kind.nouns
    )


def _is_of(text: str, noun: str) -> bool:
    """Return whether a text ends in whose an ARN is: a noun's."""
    spoken = " ".join(words(noun))
    return bool(
        re.search(rf"\b(of|for) (the|an?|your) (specified )?{spoken}\W*$", text, re.I)
    )


def _may_be_told(kind: ResourceType) -> bool:
    """Return whether a type's data may have its ARN, in words that leave a doubt."""
    members = kind.shape.members if kind.shape is not None else {}
    stems = [m[: -len("arn")].lower() for m in members if m.lower().endswith("arn")]
    return any(
        stem and (stem == "resource" or noun.lower().endswith(stem))
        for stem in stems
        for noun in kind.nouns
    )


def _is_own_arn(kind: ResourceType, identifier: Identifier) -> bool:
    """Return whether an identifier is a type's own ARN: a policy has its owner's."""
    return identifier.name == "Arn" and any(
        is_bare(name) or calls(noun, name)
        for name in identifier.inputs
        for noun in kind.nouns
    )


def _fits(service: Service, format_: str) -> bool:
    """Return whether a format has as many parts as botocore's pattern of such ARNs.

    A pattern may be of another resource: connect's all begin with their instance.
    """
    resource = format_.split(":", 5)[5]
    literal, _, tail = resource.partition("{")
    prefix = f":{format_.split(':')[2]}:"
    counts = set()
    for name in service.model.shape_names if literal else ():
        shape = service.model.shape_for(name)
        told = plain_pattern(shape)
        _, found, rest = told.partition(f":{literal}")
        if shape.type_name != "string" or prefix not in told or not found:
            continue
        if not re.search(r"[.|*?]", rest):
            counts.add(rest.count("/"))
    others = lengths(service, literal)
    return counts <= others or tail.count("/") in counts


def _has_word(kind: ResourceType, told: str | None, format_: str) -> bool:
    """Return whether botocore's pattern of a type's own ARN has a format's first word.

    The reference's checks of trustedadvisor are other ones.
    """
    shape = kind.shape.members.get(told or "") if kind.shape is not None else None
    pattern = plain_pattern(shape) if shape is not None else ""
    service, word = format_.split(":")[2], format_.split(":", 5)[5].partition("{")[0]
    first = re.search(rf":{service}:[^/]*:([a-z][a-z-]*)[/:]", pattern)
    return first is None or "|" in pattern or word[:-1] == first[1]


def _asked(service: Service, kind: ResourceType) -> dict[str, str]:
    """Return AWS's texts about what a type is loaded by, by its identifiers."""
    if kind.load is None:
        return {}
    inputs = service.inputs(kind.load.operation)
    return {
        p["name"]: plain(inputs[input_of(p["target"])].documentation)
        for p in kind.load.params
        if p["source"] == "identifier"
    }


def _as_arns(service: Service, kind: ResourceType) -> list[str]:
    """Return the own identifiers that AWS says are ARNs, whatever they are called.

    The ApplicationId of serverlessrepo is "the Amazon Resource Name (ARN) of the
    application".
    """
    asked = _asked(service, kind)
    own = [i.name for i in kind.identifiers if i.own and i.name != "Arn"]
    return [name for name in own if name in asked and _IS_ARN.match(asked[name])]


def _is_at_times_its_arn(service: Service, kind: ResourceType) -> bool:
    """Return whether AWS says of an identifier that it is an ARN for some things.

    "For custom lenses, this is the lens ARN": a format would put it into itself.
    """
    return any(map(_AT_TIMES.search, _asked(service, kind).values())) or any(
        i.own and i.name in {"Uri", "Url"} for i in kind.identifiers
    )


def _is_of_region(service: Service, kind: ResourceType) -> bool:
    """Return whether AWS says that a type's names are unique in a Region.

    Its ARNs have one then, whatever the reference says: swf's domains have.
    """
    texts = (
        plain(shape.documentation)
        for operation in service.operations
        if after_verb(operation) in kind.nouns
        for shape in service.inputs(operation).values()
    )
    return any(_UNIQUE.search(text) for text in texts)


def _is_whole(service: Service, kind: ResourceType, format_: str) -> bool:
    """Return whether an id has nothing of what a format has before it: ``alias/``."""
    if kind.load is None:
        return True
    inputs = service.inputs(kind.load.operation)
    for param in kind.load.params:
        if param["source"] != "identifier":
            continue
        shape = inputs[param["target"].removesuffix("[0]")]
        shape = shape.member if isinstance(shape, ListShape) else shape
        pattern = str(shape.metadata.get("pattern", ""))
        before, _, after = format_.partition("{" + xform_name(param["name"]))
        word = re.search(r"(\w+[/:])$", before)
        if after and word and re.match(rf"\^?\(?{re.escape(word[1])}", pattern):
            return False
    return True


def _owners(kind: ResourceType) -> list[str]:
    """Return the members of a type's data that tell whose it is."""
    members = kind.shape.members if kind.shape is not None else {}
    return [name for name in members if _OWNER.search(name)]


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
