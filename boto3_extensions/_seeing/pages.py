"""The page that ``help()`` begins with for a resource type, and ``?`` of IPython shows.

It is written when it is read, of what the class has by then, and tells what there is;
what each member does is told by the member.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext
from botocore import xform_name
from botocore.hooks import HierarchicalEmitter
from botocore.loaders import create_loader

from boto3_extensions import _session
from boto3_extensions._texts import LazyText

# Any, for those who have stubs of boto3, which leave out what is not public.
ResourceFactory: Any = boto3_factory.ResourceFactory

_WIDTH = 79


class Page:
    """The documentation of a class being made, a descriptor in its ``__doc__``.

    Args:
        service_context: What boto3's factory knows of the service.
        session: The `boto3.Session` that the class is made for.
    """

    __slots__ = ("_context", "_session")

    def __init__(self, service_context: Any, session: Any) -> None:
        self._context = service_context
        self._session = session

    def __get__(self, resource: Any, made: Any = None) -> str:
        return "\n".join(_lines(made, self._context, self._session))


def add_page(
    class_attributes: dict[str, Any], service_context: Any, session: Any
) -> None:
    """Give a class being made its documentation, unless it has some.

    Args:
        class_attributes: What boto3 is about to make the class of.
        service_context: What boto3's factory knows of the service.
        session: The `boto3.Session` that the class is made for.
    """
    class_attributes.setdefault("__doc__", Page(service_context, session))


def with_page(text: Any) -> Any:
    """Return the text of what makes a sub-resource, with the page of that below it.

    Args:
        text: One that botocore writes when it is read; what is of something else is
            returned as it is.
    """
    made_of = getattr(text, "_gen_kwargs", {})
    model, service = made_of.get("sub_resource_model"), made_of.get("service_model")
    if model is None or service is None:
        return text
    return LazyText.of(lambda: f"{text}\n\n{_page_of(model.resource, service)}")


def _page_of(resource: Any, service_model: Any) -> str:
    # As boto3 makes it: no session is known where the text is, nor its handlers.
    definitions = resource._resource_defs
    context = ServiceContext(
        service_name=service_model.service_name,
        service_model=service_model,
        resource_json_definitions=definitions,
        service_waiter_model=None,
    )
    factory = ResourceFactory(HierarchicalEmitter())
    name = resource.type
    made = factory.load_from_definition(name, definitions.get(name, {}), context)
    return "\n".join(_lines(made, context, None))


def _lines(made: Any, context: Any, session: Any) -> Iterator[str]:
    model = made.meta.resource_model
    service = context.service_model.metadata.get(
        "serviceFullName", context.service_name
    )
    is_service = model.name == context.service_name
    identifiers = [one.name for one in model.identifiers]
    if is_service:
        yield f"{service}, as boto3.resource({context.service_name!r}) returns it."
    else:
        yield f"{made.__name__}({', '.join(identifiers)}), of {service}."
    yield ""
    if forms := _forms(context.service_name, "" if is_service else model.name, session):
        yield from _wrapped("ARN", forms)
    if model.load is not None:
        yield from _wrapped("Loaded", [f"by {model.load.request.operation}"])
    kinds = _kinds(made, model, context)
    for title, names in kinds.items():
        if names:
            yield ""
            yield from _section(title, names)
    yield ""
    yield "help() of a member tells what it does."


def _kinds(made: Any, model: Any, context: Any) -> dict[str, list[str]]:
    """Return the members that the class has, by kind."""
    has = set(dir(made))
    definitions = context.resource_json_definitions
    identifiers = [one.name for one in model.identifiers]
    actions = [f"{one.name}()" for one in model.actions if one.name in has]
    waiters = [f"{one.name}()" for one in model.waiters if one.name in has]
    collections = [
        f"{one.name} -> {one.resource.type}"
        for one in model.collections
        if one.name in has
    ]
    references = [
        f"{one.name} -> {one.resource.type}"
        for one in model.references
        if one.name in has
    ]
    subresources = [
        f"{one.name}({', '.join(_arguments(one, definitions))})"
        for one in model.subresources
        if one.name in has
    ]
    told = {
        part.partition("(")[0].partition(" ->")[0]
        for kind in (actions, waiters, collections, references, subresources)
        for part in kind
    }
    others = sorted(has - told - {*identifiers, "meta"})
    values = [(n, getattr(made, n, None)) for n in others if not n.startswith("_")]
    attributes = [name for name, value in values if isinstance(value, property)]
    methods = [f"{name}()" for name, value in values if callable(value)]
    return {
        "Identifiers": identifiers,
        "Attributes": attributes,
        "Actions": sorted(actions),
        "Collections": sorted(collections),
        "References": sorted(references),
        "Sub-resources": sorted(subresources),
        "Waiters": sorted(waiters),
        "Of boto3 and boto3_extensions": methods,
    }


def _arguments(subresource: Any, definitions: Any) -> list[str]:
    """Return the identifiers that the caller of a sub-resource gives, in order."""
    inherited = {
        xform_name(one.target)
        for one in subresource.resource.identifiers
        if one.source != "input"
    }
    definition = definitions.get(subresource.resource.type) or {}
    names = (xform_name(one["name"]) for one in definition.get("identifiers", ()))
    return [name for name in names if name not in inherited]


def has_arn(resource: Any) -> bool:
    """Tell whether a resource is of a type that AWS gives an ARN."""
    kind = resource.meta.resource_model.name
    return _rules(resource.meta.service_name, kind, None) is not None


def _forms(service: str, kind: str, session: Any) -> list[str]:
    rules = _rules(service, kind, session)
    if rules is None:
        return []
    templates = [rule.template for rule in (rules.main, *rules.variants)]
    return list(dict.fromkeys(each.text for each in templates if each))


def _rules(service: str, kind: str, session: Any) -> Any:
    from boto3_extensions._arns._arn_rules import loader_of, rules_of
    from boto3_extensions.exceptions import ArnRulesError

    loader = create_loader() if session is None else loader_of(session)
    _session.add_data(loader)
    try:
        return rules_of(loader, service).get(kind)
    except ArnRulesError:
        # Who asks for an ARN is told what is wrong in the user's file.
        return None


def _wrapped(title: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"{title:<7}{text}"
        title = ""


def _section(title: str, names: list[str]) -> Iterator[str]:
    yield title
    # A name stays in one piece: the blanks in it are none to break a line at.
    text = ", ".join(name.replace(" ", "\0") for name in names)
    for line in textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="    ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield line.replace("\0", " ")
