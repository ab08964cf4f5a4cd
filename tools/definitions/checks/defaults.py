"""The rules for lists that leave out items by default, by AWS's documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from botocore.model import StructureShape

from ..texts import default_of, plain
from .finding import Finding, Findings
from .service import COLLECTION, Service, Site

# "Default: PRIVATE" does not say of what.
_FEW_WORDS = 5
_END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")

# "By default, ...", "The default status filter is RUNNING", "If you omit ...".
_BY_DEFAULT = re.compile(
    r"by default|default filter|default (\w+ )?filter|the default is to list"
    r"|if (you )?(do not|don't|omit)|if (this|the) \w+ is omitted|if not specified"
    r"|unless you",
    re.IGNORECASE,
)
_LEAVES_OUT = re.compile(
    r"\bonly\b|default (\w+ )?filter is|(does not|doesn't|aren't|are not|not) "
    r"(be )?(return|includ|list)",
    re.IGNORECASE,
)

# An input that asks for more: its name says so, whatever its text does.
_MORE = re.compile(r"[Ii]nclude(?=[A-Z])|[Aa]ll(?=[A-Z])|[Rr]ecursive$|[Ss]hared$")
_IS_DEFAULT = re.compile(
    r"\(default\)|default(?: value)? is true|by default, [\w ]+ (?:are|is) included",
    re.IGNORECASE,
)

# How much a page has, and how often one may ask.
_OF_PAGES = re.compile(
    r"specify up to \d|defaults to \d|per page|names?\.$"
    # ram's words of MaxResults.
    r"|defaults to a value (that is specific|appropriate) to the operation",
    re.IGNORECASE,
)
# "If you do not include Status, all jobs are returned."
_OF_ALL = re.compile(
    r"exact match|(do not|don't) (include|specify) \w+ ?, all\b", re.IGNORECASE
)
# An enumeration by which items are sorted, and words of it that leave nothing out.
_OF_ORDER = re.compile(r"sort|order", re.IGNORECASE)
_EVERY = re.compile(r"all(_\w+)?|any|both", re.IGNORECASE)
# A flag that is set unless somebody takes it away.
_ONLY = re.compile(r"only|latest", re.IGNORECASE)
_IS_SET = re.compile(r"\bdefaults?(?: value)?(?: is|:)?(?: to)? true\b", re.IGNORECASE)
# What more is told of each item, and how far another filter reaches.
_OF_ITEMS = re.compile(
    r"include (a |the )?(event )?(descriptions?|payloads?|details|information)\b"
    r"|configuration in the response|\buse the specified\b",
    re.IGNORECASE,
)


def defaults_told(service: Service) -> Findings:
    """Find lists that leave out items, without parameters or a note about it."""
    for site in service.sites(COLLECTION):
        if "leavesOut" in site.body:
            continue
        asked = set(site.body.get("defaults", {}))
        asked |= {
            re.split(r"[.\[]", str(param.get("target")))[0]
            for param in site.params
            if param.get("source") != "identifier"
        }
        operation = service.operation_name(site)
        for member, sentence in _told(service, site):
            of_all = bool(asked) if not member else member.split(".")[0] in asked
            if not of_all:
                yield Finding(
                    "default",
                    f"{operation} {member}".strip(),
                    f'{operation} is not of all: "{sentence}" Say in [lists] with which'
                    " input it is, or what it leaves out.",
                    absent=True,
                )


def defaults_true(service: Service) -> Findings:
    """Find defaults that the list has no input for."""
    for site in service.sites(COLLECTION):
        operation = service.operation(site)
        shape = operation.input_shape if operation else None
        for name in site.body.get("defaults", {}):
            if shape is None or name not in shape.members:
                text = f"{site.place} asks with {name}, which its list does not take."
                yield Finding("default", site.place, text, absent=True)


def _told(service: Service, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the inputs of a list that limit the items, and the sentences about it."""
    operation = service.operation(site)
    if operation is None:
        return
    texts = {"": operation.documentation}
    shape = operation.input_shape
    for name, member in (shape.members if shape else {}).items():
        texts[name] = member.documentation
        if isinstance(member, StructureShape):
            for inner, one in member.members.items():
                texts[f"{name}.{inner}"] = one.documentation
    for member, text in texts.items():
        told = plain(text)
        is_flag = member and shape is not None and _is_flag(shape, member)
        if is_flag and _MORE.match(member) and not _IS_DEFAULT.search(told):
            if _OF_ITEMS.search(told):
                continue
            yield member, _END_OF_SENTENCE.split(told)[0]
            continue
        sentences = _END_OF_SENTENCE.split(told)
        if shape is not None and _leaves_out(shape, member):
            yield member, _of_default(sentences)
            continue
        for sentence in sentences:
            if (
                _BY_DEFAULT.search(sentence)
                and _LEAVES_OUT.search(sentence)
                and not _OF_PAGES.search(sentence)
                and not _OF_ALL.search(sentence)
            ):
                yield member, sentence
                break


def _of_default(sentences: Sequence[str]) -> str:
    """Return the sentence on a default; with that before it if it has no more."""
    place = next(n for n, one in enumerate(sentences) if "default" in one.lower())
    begin = place - 1 if len(sentences[place].split()) < _FEW_WORDS else place
    return " ".join(sentences[max(begin, 0) : place + 1])


def _leaves_out(shape: StructureShape, member: str) -> bool:
    """Return whether an input that is not sent lets some items through, and no more.

    An enumeration does whose default is one of its words, if none of them is for all;
    a flag does that is set by default: LatestOnly.
    """
    one = shape.members.get(member)
    if one is None:
        return False
    if one.type_name == "boolean":
        is_set = _IS_SET.search(plain(one.documentation))
        return bool(_ONLY.search(member) and is_set)
    default = default_of(one)
    return (
        default is not None
        and len(one.metadata["enum"]) > 1
        and not _OF_ORDER.search(member)
        and not _EVERY.fullmatch(default)
    )


def _is_flag(shape: StructureShape, member: str) -> bool:
    return member in shape.members and shape.members[member].type_name == "boolean"
