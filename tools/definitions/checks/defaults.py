"""The rules for lists that leave out items by default, by AWS's documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from botocore.model import StructureShape

from ..texts import plain
from .finding import Finding, Findings
from .service import COLLECTION, Service, Site

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
# What more is told of each item.
_OF_ITEMS = re.compile(
    r"include (a |the )?(event )?(descriptions?|payloads?|details|information)\b",
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
        for sentence in _END_OF_SENTENCE.split(told):
            if (
                _BY_DEFAULT.search(sentence)
                and _LEAVES_OUT.search(sentence)
                and not _OF_PAGES.search(sentence)
                and not _OF_ALL.search(sentence)
            ):
                yield member, sentence
                break


def _is_flag(shape: StructureShape, member: str) -> bool:
    return member in shape.members and shape.members[member].type_name == "boolean"
