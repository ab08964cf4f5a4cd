"""The rule that attributes show members of a response outside of a resource's data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.model import ListShape, MapShape, Shape, StructureShape

from .answers import chooses, found, raw_path
from .finding import Finding, Findings
from .paths import PathError, item_of
from .service import ACTION, LOAD, Service, Site

# How far a list has come, what the caller has sent to be told again, where REST would
# have the thing, and by what AWS knows the request: of no use beside the resource.
_PAGING = re.compile(
    r"(next|pagination|^)(token|marker)$|^next|idmarker$|^maxitems$|truncated$"
    r"|^hasmoreresults$|^numresults$|^total$|^totalnumberof"
    r"|^clienttoken$|^location$|^additionalroutesavailable$|^return$|^maxresults$"
    r"|^requestid$",
    re.IGNORECASE,
)

# What could not be done; who calls is told otherwise.
_FAILURES = re.compile(
    r"^errors?$|errordetails|failures?$|unsuccessful|unprocessed|notfound$|^missing",
    re.IGNORECASE,
)


class Extra(NamedTuple):
    """A member of an output about a resource, outside of the resource's data."""

    site: Site
    kind: str
    member: str
    shape: Shape

    @property
    def place(self) -> str:
        """Return the key of an exception to this finding."""
        return f"{self.site.place} {self.member}"


def extras(service: Service) -> Iterator[Extra]:
    """Yield the members of responses of loads and actions that no data has.

    Not what has the name of something else: the ARN that has the version of a secret
    is the secret's.
    """
    used = _used(service)
    loaded = {site.owner: site for site in service.sites(LOAD)}
    for site in service.sites(LOAD, ACTION):
        kind = site.owner if site.kind == LOAD else (site.answer or {}).get("type")
        if kind is None or kind not in service.types:
            continue
        # What the data has somewhere is there as it is now, and not as it was made.
        known = _inner(service, loaded.get(kind)) if site.kind == ACTION else set()
        taken = _taken(service, kind)
        # The token of an optimistic lock is an attribute already.
        token = service.types[kind].get("lock")
        for member, shape in _beside(service, site, kind, used):
            if shape.name in known:
                continue
            if member != token and xform_name(member) not in taken:
                yield Extra(site, kind, member, shape)


def extras_shown(service: Service) -> Findings:
    """Find members of a response about a resource that no attribute shows."""
    for extra in extras(service):
        if extra.member not in service.types[extra.kind].get("extras", {}):
            yield Finding(
                "extras",
                extra.place,
                f"{extra.site.place} answers with {extra.member}, which no attribute of"
                f" {extra.kind} shows: generate its extras.",
                absent=True,
            )


def extras_true(service: Service) -> Findings:
    """Find extras that no output has, or with the names of other members."""
    answered: dict[tuple[str, str], list[Extra]] = {}
    for extra in extras(service):
        answered.setdefault((extra.kind, extra.member), []).append(extra)
    for kind, body in service.types.items():
        taken = _taken(service, kind)
        for member, told in body.get("extras", {}).items():
            if xform_name(member) in taken:
                text = f"{kind} has another {xform_name(member)} than {member}."
                yield Finding("extras", f"{kind} {member}", text)
            elif (kind, member) not in answered:
                text = f"No answer about {kind} has {member} beside its data."
                yield Finding("extras", f"{kind} {member}", text, absent=True)
            else:
                yield from _told_true(told, answered[kind, member])


def _told_true(told: Mapping[str, Any], answers: list[Extra]) -> Findings:
    """Find an extra with another shape, or that a load is told to have and has not."""
    kind, member, loads = answers[0].kind, answers[0].member, _loads(answers)
    if told.get("shape") not in {answer.shape.name for answer in answers}:
        text = f"{member} of {kind} is no {told.get('shape')}."
        yield Finding("extras", answers[0].place, text, absent=True)
    if told.get("load", False) != bool(loads):
        has = "has" if loads else "has not"
        text = f"The load of {kind} {has} {member}, and its extras tell otherwise."
        yield Finding("extras", (loads or answers)[0].place, text, absent=True)


def _loads(answers: list[Extra]) -> list[Extra]:
    return [answer for answer in answers if answer.site.kind == LOAD]


def _beside(
    service: Service, site: Site, kind: str, used: set[tuple[str, str]]
) -> Iterator[tuple[str, Shape]]:
    operation = service.operation(site)
    if operation is None or operation.output_shape is None:
        return
    path, own = _path(site), service.shape(kind)
    data = _data(service, site) if site.kind == LOAD else None
    if site.kind == LOAD and (data is None or _is_parents(service, site)):
        return
    read = {word for part in site.parts for word in _words(part.get("path"))}
    read |= _words(path)
    sent = operation.input_shape.members if operation.input_shape else {}
    for member, shape in operation.output_shape.members.items():
        if path == "@" or member in read:
            continue
        if _PAGING.search(member) or _FAILURES.search(member):
            continue
        # quicksight's Status is that of HTTP.
        if shape.serialization.get("location") == "statusCode":
            continue
        if site.kind == ACTION and member in sent:
            continue
        # The item itself, which boto3 has made without its data.
        if not path and own is not None and shape.name == own.name:
            continue
        # Other items than this one, which have a place of their own.
        if (operation.name, member) in used or _has_items(shape, site):
            continue
        yield member, shape
    if data is not None:
        # In the data itself, though not in the shape of the type.
        yield from data.members.items()


def _inner(service: Service, site: Site | None) -> set[str]:
    """Return the names of the structures and enumerations within a load's data."""
    data = _data(service, site) if site is not None else None
    found: set[str] = set()
    left: list[Shape] = list(data.members.values()) if data is not None else []
    while left:
        shape = left.pop()
        if shape.name in found:
            continue
        if isinstance(shape, StructureShape):
            found.add(shape.name)
            left += shape.members.values()
        elif isinstance(shape, ListShape | MapShape):
            left.append(shape.member if isinstance(shape, ListShape) else shape.value)
        elif getattr(shape, "enum", None):
            found.add(shape.name)
    return found


def _path(site: Site) -> str:
    if site.kind == LOAD:
        return raw_path(site.body)
    return str((site.answer or {}).get("path") or "")


def _is_parents(service: Service, site: Site) -> bool:
    """Return whether a load selects a part of another resource's description."""
    operation = service.operation_name(site)
    return "[" in raw_path(site.body) and any(
        service.operation_name(other) == operation and "[" not in raw_path(other.body)
        for other in service.sites(LOAD)
    )


def _data(service: Service, site: Site) -> StructureShape | None:
    """Return the structure that a load returns, if the type has its members."""
    own = service.shape(site.owner)
    if own is None:
        return None
    try:
        data = found(service, site, "response", raw_path(site.body))
    except PathError:
        return None
    item = item_of(data) if data is not None and chooses(site) else data
    # What has none of the type's members is something else.
    if isinstance(item, StructureShape) and not set(own.members).isdisjoint(
        item.members
    ):
        return item
    return None


def _has_items(shape: Shape, site: Site) -> bool:
    """Return whether a load selects from a list, and the member is a list, too."""
    return (
        site.kind == LOAD and "[" in raw_path(site.body) and shape.type_name == "list"
    )


def _words(path: object) -> set[str]:
    return set(re.findall(r"\w+", str(path or "")))


def _used(service: Service) -> set[tuple[str, str]]:
    """Return (operation, member) of all that is made into resources, or a load."""
    made = set()
    for site in service.sites():
        operation = service.operation_name(site)
        path = (site.answer or {}).get("path") or ""
        if site.kind == LOAD:
            path = raw_path(site.body)
        for word in re.findall(r"\w+", str(path))[:1] if operation else []:
            made.add((str(operation), word))
        for part in site.parts:
            if part.get("source") == "response" and "[]" in part.get("path", ""):
                made.add((str(operation), re.findall(r"\w+", part["path"])[0]))
    return made


def _known(service: Service, kind: str) -> Iterator[str]:
    shape = service.shape(kind)
    yield from shape.members if shape is not None else ()
    for identifier in service.identifiers(kind):
        yield identifier["name"]
        yield identifier.get("memberName", identifier["name"])


def _taken(service: Service, kind: str) -> set[str]:
    """Return the Python names that a type has without its extras."""
    body = service.types[kind]
    taken = {"meta", "load", "reload", "arn", "resource", "get_available_subresources"}
    taken |= {xform_name(name) for name in _known(service, kind)}
    for section in ("actions", "hasMany"):
        taken |= {xform_name(name) for name in body.get(section, {})}
    for name in body.get("has", {}):
        taken |= {name, xform_name(name)}
    taken |= {f"wait_until_{xform_name(name)}" for name in body.get("waiters", {})}
    return taken
