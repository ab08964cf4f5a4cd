"""The rules that no name hides another name."""

from __future__ import annotations

from collections.abc import Iterator
from keyword import iskeyword as _is_keyword

from botocore import xform_name

from .finding import ERROR, NOTE, Finding, Findings
from .service import ACTION, BATCH, COLLECTION, REFERENCE, SUBRESOURCE, WAITER, Service

_RESERVED = {"meta", "load", "reload", "get_available_subresources"}
_COLLECTION_METHODS = {"all", "filter", "limit", "page_size", "pages", "iterator"}
# boto3's precedence, from ResourceModel.load_rename_map: a name belongs to the first.
_ORDER = ((ACTION,), (SUBRESOURCE, REFERENCE), (COLLECTION,), (WAITER,))


def _given(service: Service, owner: str | None) -> Iterator[tuple[str, str, str]]:
    """Yield kind, JSON name and Python name of all that a class gets, as boto3 does."""
    for name in service.identifier_names(owner):
        yield "identifier", name, xform_name(name)
    for kinds in _ORDER:
        for site in service.sites(*kinds):
            if site.owner == owner:
                name = site.place.split(".")[-1]
                yield site.kind, name, _python_name(site.kind, name)
    shape = service.shape(owner)
    for name in shape.members if shape is not None else ():
        yield "attribute", name, xform_name(name)


def _python_name(kind: str, name: str) -> str:
    if kind == SUBRESOURCE:
        return name
    return str(xform_name(f"WaitUntil{name}" if kind == WAITER else name))


def nothing_renamed(service: Service) -> Findings:
    """Find names that boto3 silently turns into ``<name>_<kind>``.

    An attribute that is an identifier needs no name of its own.
    """
    for owner in (None, *service.types):
        where = owner or "service"
        taken: dict[str, str] = {}
        for kind, name, python in _given(service, owner):
            other = taken.setdefault(python, f"{kind} {name}")
            if other == f"{kind} {name}":
                continue
            if kind == "attribute" and other.startswith("identifier "):
                continue
            yield Finding(
                "renamed",
                f"{where}.{python}",
                f"{where}: the {kind} {name} becomes {python}_{kind.split()[0]}, for"
                f" {python} is the {other}.",
            )


def nothing_hidden(service: Service) -> Findings:
    """Find attributes that are hidden by an identifier of another member."""
    for owner in service.types:
        shape = service.shape(owner)
        for identifier in service.identifiers(owner):
            name, member = identifier["name"], identifier.get("memberName")
            members = shape.members if shape is not None else {}
            for other in members if member in members else ():
                if xform_name(other) == xform_name(name) and other != member:
                    yield Finding(
                        "hidden",
                        f"{owner}.{xform_name(name)}",
                        f"{owner}: the identifier {name} is {member}, and hides the"
                        f" attribute {other}.",
                    )


def types_have_their_names(service: Service) -> Findings:
    """Find types that a service cannot make by their own name.

    In ``ResourceModel._get_has_definition`` a name that the service gives to a type
    takes the place of the type's own.
    """
    given: dict[str, set[str]] = {}
    for site in service.sites(SUBRESOURCE, REFERENCE):
        if site.owner is None and site.answer:
            name = site.place.split(".")[-1]
            given.setdefault(str(site.answer.get("type")), set()).add(name)
    for kind, names in given.items():
        if kind in service.types and kind not in names:
            text = f"{kind} is called only {' or '.join(sorted(names))} by the service:"
            yield Finding("hidden", f"service.has.{kind}", f"{text} add {kind} to has.")
        for name in sorted(names & set(service.types) - {kind}):
            text = f"service.has.{name} makes a {kind}, though {name} is another type."
            yield Finding("hidden", f"service.has.{name}", text)


def nothing_reserved(service: Service) -> Findings:
    """Find names that mean something else to Python or to every resource."""
    for owner in (None, *service.types):
        where = owner or "service"
        for kind, name, python in _given(service, owner):
            # An attribute is AWS's to name: boto3 makes it meta_attribute, and getattr
            # reads a keyword. One called load would be taken for the method.
            mild = kind == "attribute" and (python == "meta" or _is_keyword(python))
            level = NOTE if mild else ERROR
            if python in _RESERVED:
                why = "every resource has its own"
                yield _reserved(where, kind, name, python, why, level)
            elif _is_keyword(python):
                yield _reserved(where, kind, name, python, "Python's keyword", level)
    for site in service.sites(BATCH):
        name = site.place.split(".")[-1]
        if xform_name(name) in _COLLECTION_METHODS:
            python, own = xform_name(name), "every collection has its own"
            yield _reserved(str(site.owner), site.kind, name, python, own)


def _reserved(
    where: str, kind: str, name: str, python: str, why: str, level: str = ERROR
) -> Finding:
    return Finding(
        "reserved",
        f"{where}.{python}",
        f"{where}: the {kind} {name} would be called {python}, {why}.",
        level,
    )
