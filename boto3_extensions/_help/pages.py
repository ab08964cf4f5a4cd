"""Documentation of resource classes, and of their sub-resources, loads and waiters.

The page of a class is the first part of ``help()``, and the text of ``?`` in IPython.
It lists the members that the class has at the time of reading; each member has a
docstring of its own. boto3's docstrings of ``load()`` and of waiters leave out keywords
that these methods take, such as ``WaiterConfig``; they are added here.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext
from botocore import xform_name
from botocore.hooks import HierarchicalEmitter
from botocore.loaders import create_loader

from boto3_extensions._foundation import models
from boto3_extensions._foundation.lazy import LazyText
from boto3_extensions._help.signatures import WAITER_CONFIG, called_operation

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Action, ResourceModel, ResponseResource
    from botocore.model import ServiceModel
    from botocore.waiter import SingleWaiterConfig

    from boto3_extensions._arns.rules import TypeRules

# Typed Any, since stubs of boto3 leave out classes that are not public.
ResourceFactory: Any = boto3_factory.ResourceFactory

_WIDTH = 79


def help_page(
    made: type[ServiceResource], context: ServiceContext, session: boto3.Session
) -> str:
    """Return the help page of a resource class.

    Args:
        made: The class of a resource.
        context: boto3's `ServiceContext`.
        session: The `boto3.Session` that the class was made for.
    """
    return "\n".join(_lines(made, context, session))


def completed_text(text: object) -> Any:
    """Return the docstring of a member with the parts that boto3 leaves out.

    That is the help page of a sub-resource for its factory; the inputs of the operation
    for ``load()``; ``WaiterConfig`` for a waiter.

    Args:
        text: A lazy docstring of botocore; any other docstring is returned unchanged.
    """
    made_of = getattr(text, "_gen_kwargs", {})
    service = made_of.get("service_model")
    if service is None:
        return text
    if (subresource := made_of.get("sub_resource_model")) is not None:
        page = subresource.resource
        return LazyText.of(lambda: f"{text}\n\n{_page_of(page, service)}")
    if "load_model" in made_of or "resource_waiter_model" in made_of:
        return LazyText.of(lambda: _with_keywords(str(text), made_of))
    return text


def _with_keywords(text: str, made_of: Mapping[str, Any]) -> str:
    """Return the docstring of ``load()`` or a waiter with all keywords that it takes.

    Args:
        text: boto3's docstring, whose first line describes the method.
        made_of: The arguments of the docstring's generator.
    """
    from boto3.docs.utils import get_resource_ignore_params
    from botocore.docs.bcdoc.restdoc import DocumentStructure
    from botocore.docs.method import document_model_driven_method

    called = called_operation(made_of)
    if called is None:
        return text
    section = DocumentStructure("docstring", target="html")
    document_model_driven_method(
        section,
        method_name=called.method,
        operation_model=called.operation,
        event_emitter=made_of["event_emitter"],
        method_description=text.partition("\n")[0],
        example_prefix=f"{xform_name(made_of['resource_name'])}.{called.method}",
        include_input=[_waiter_config(called.waiter)] if called.waiter else None,
        exclude_input=get_resource_ignore_params(called.params),
        document_output=False,
        include_signature=False,
    )
    return str(section.flush_structure().decode())


def _waiter_config(waiter: SingleWaiterConfig) -> Any:
    """Return the model of ``WaiterConfig``, for botocore's documentation."""
    from botocore.docs.utils import DocumentedShape

    texts = {
        "Delay": f"<p>The seconds between checks. Default: {waiter.delay}</p>",
        "MaxAttempts": f"<p>The most checks. Default: {waiter.max_attempts}</p>",
    }
    members = {
        name: DocumentedShape(name=name, type_name="integer", documentation=text)
        for name, text in texts.items()
    }
    return DocumentedShape(
        name=WAITER_CONFIG,
        type_name="structure",
        documentation="<p>How often to check, and how many times.</p>",
        members=members,
    )


def _page_of(resource: ResponseResource, service_model: ServiceModel) -> str:
    """Return the help page of a resource type, by boto3's model of a reference."""
    # Of a class as boto3 alone makes it: the docstring has no session, nor its event
    # handlers.
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


def _lines(
    made: type[ServiceResource],
    context: ServiceContext,
    session: boto3.Session | None,
) -> Iterator[str]:
    model = made.meta.resource_model
    service = context.service_model.metadata.get(
        "serviceFullName", context.service_name
    )
    is_service = model.name == context.service_name
    identifiers = [identifier.name for identifier in model.identifiers]
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


def _kinds(
    made: type[ServiceResource], model: ResourceModel, context: ServiceContext
) -> dict[str, list[str]]:
    """Return the members of a resource class, listed by kind."""
    members = set(dir(made))
    definitions = context.resource_json_definitions
    identifiers = [identifier.name for identifier in model.identifiers]
    actions = [f"{a.name}()" for a in model.actions if a.name in members]
    waiters = [f"{w.name}()" for w in model.waiters if w.name in members]
    collections = [
        f"{collection.name} -> {collection.resource.type}"
        for collection in model.collections
        if collection.name in members
    ]
    references = [
        f"{reference.name} -> {reference.resource.type}"
        for reference in model.references
        if reference.name in members
    ]
    subresources = [
        f"{subresource.name}({', '.join(_arguments(subresource, definitions))})"
        for subresource in model.subresources
        if subresource.name in members
    ]
    listed = {
        part.partition("(")[0].partition(" ->")[0]
        for kind in (actions, waiters, collections, references, subresources)
        for part in kind
    }
    others = sorted(members - listed - {*identifiers, "meta"})
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


def _arguments(subresource: Action, definitions: Mapping[str, Any]) -> list[str]:
    """Return the identifiers that a sub-resource factory takes, in order."""
    inherited = {
        xform_name(identifier.target)
        for identifier in subresource.resource.identifiers
        if identifier.source != "input"
    }
    definition = definitions.get(subresource.resource.type) or {}
    identifiers = definition.get("identifiers", ())
    names = (xform_name(identifier["name"]) for identifier in identifiers)
    return [name for name in names if name not in inherited]


def has_arn(resource: ServiceResource) -> bool:
    """Return whether the type of a resource has an ARN at AWS."""
    kind = resource.meta.resource_model.name
    return _rules(resource.meta.service_name, kind, None) is not None


def _forms(service: str, kind: str, session: boto3.Session | None) -> list[str]:
    """Return the ARN templates of a resource type, as texts."""
    rules = _rules(service, kind, session)
    if rules is None:
        return []
    templates = [rule.template for rule in (rules.main, *rules.variants)]
    return list(dict.fromkeys(template.text for template in templates if template))


def _rules(service: str, kind: str, session: boto3.Session | None) -> TypeRules | None:
    from boto3_extensions._arns.rules import rules_of
    from boto3_extensions._foundation.models import loader_of
    from boto3_extensions.exceptions import ArnRulesError

    loader = create_loader() if session is None else loader_of(session)
    models.add_data(loader)
    try:
        return rules_of(loader, service).get(kind)
    except ArnRulesError:
        # Reading `arn` raises the error about the user's file.
        return None


def _wrapped(title: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"{title:<7}{text}"
        title = ""


def _section(title: str, names: list[str]) -> Iterator[str]:
    yield title
    # Lines are not broken at the blanks inside a name.
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
