"""Documentation of resource classes, and signatures of their actions.

The page of a class is the first part of ``help()``, and the text of ``?`` in IPython.
It lists the members that the class has at the time of reading; each member has a
docstring of its own.

`inspect`, IPython and Jupyter complete and check keyword arguments by signatures. A
signature is made of botocore's operation model when it is first read. Actions of boto3
take no positional arguments, and add the identifiers of the resource themselves.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import keyword
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from boto3.resources import factory as boto3_factory
from boto3.utils import ServiceContext
from botocore import xform_name
from botocore.hooks import HierarchicalEmitter
from botocore.loaders import create_loader

from boto3_extensions._foundation import models
from boto3_extensions._foundation.lazy import LazyText

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Action, ResourceModel, ResponseResource
    from botocore.model import ServiceModel, Shape

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


def with_subresource_page(text: object) -> Any:
    """Return the docstring of a sub-resource factory with the sub-resource's help page.

    Args:
        text: A lazy docstring of botocore, or any other docstring, which is returned
            unchanged.
    """
    made_of = getattr(text, "_gen_kwargs", {})
    model, service = made_of.get("sub_resource_model"), made_of.get("service_model")
    if model is None or service is None:
        return text
    return LazyText.of(lambda: f"{text}\n\n{_page_of(model.resource, service)}")


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


_TYPES: dict[str, Any] = {
    "string": str,
    "character": str,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": bool,
    "timestamp": datetime.datetime,
    "blob": bytes,
    "structure": dict[str, Any],
    "list": list[Any],
    "map": dict[str, Any],
}

_SCALARS = {"string", "integer", "long", "float", "double", "boolean"}


class _LeftOut:
    """The default of an optional parameter, which is then not sent."""

    def __repr__(self) -> str:
        return "..."


LEFT_OUT = _LeftOut()


class LazySignature(inspect.Signature):
    """A signature that is made at the first access to its parts.

    Args:
        make: Returns the signature.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], inspect.Signature]) -> None:
        # Without the constructor of the base class, which would need the parameters.
        self._make = make
        self._made: inspect.Signature | None = None

    def _signature(self) -> Any:
        """Return the signature, made at the first call."""
        if self._made is None:
            self._made = self._make()
        return self._made

    # These are slots of the base class, which all its methods read.
    @property
    def _parameters(self) -> Any:
        return self._signature()._parameters

    @property
    def _return_annotation(self) -> Any:
        return self._signature()._return_annotation

    def replace(self, **changes: Any) -> Any:
        """Return a plain signature with some parts replaced, as `inspect` does."""
        return self._signature().replace(**changes)

    __replace__ = replace

    def __reduce__(self) -> Any:
        return self._signature().__reduce__()


def lazy_signature(action_model: Action, service_model: ServiceModel) -> LazySignature:
    """Return the signature of an action, made at the first access to its parts.

    The arguments are those of `signature_of`.
    """
    return LazySignature(functools.partial(signature_of, action_model, service_model))


def signature_of(
    action_model: Action, service_model: ServiceModel
) -> inspect.Signature:
    """Return the signature of an action, its resource as `self` included.

    Args:
        action_model: boto3's model of the action.
        service_model: botocore's model of the service.

    Returns:
        A signature with a keyword for each input of the operation that the resource
        does not fill in itself, required inputs first, in AWS's order. If the installed
        botocore lacks the operation, any keywords.
    """
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    request = action_model.request
    try:
        shape = service_model.operation_model(request.operation).input_shape
    except Exception:
        # The inputs of an operation that the installed botocore lacks are unknown.
        rest = inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)
        return inspect.Signature([own, rest])
    if shape is None:
        return inspect.Signature([own])
    # Private, and guarded by test_signatures: the definition with the keys of ours.
    definition = getattr(action_model, "_definition", {})
    filled = {input_of(parameter.target) for parameter in request.params} | {
        input_of(definition.get("arn", ""))
    }
    inputs = {name: s for name, s in shape.members.items() if name not in filled}
    tokens = definition.get("lock", {})
    required = [n for n in inputs if n in shape.required_members and n not in tokens]
    order = dict.fromkeys([*required, *inputs])
    return inspect.Signature(
        [own, *_parameters(order, inputs, set(required))],
    )


def _parameters(
    order: Iterable[str], shapes: Mapping[str, Shape], required: set[str]
) -> Iterable[inspect.Parameter]:
    writable = [name for name in order if _is_writable(name)]
    for name in writable:
        yield inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if name in required else LEFT_OUT,
            annotation=_annotation(shapes[name]),
        )
    if writable != [*order]:
        # A name that is a keyword of Python is given by `**{"from": ...}`.
        yield inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)


def _is_writable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def input_of(target: str) -> str:
    """Return the input that a target such as ``Filters[0].Values[0]`` is part of."""
    return target.partition(".")[0].partition("[")[0]


def _annotation(shape: Shape) -> Any:
    if shape.type_name == "list" and shape.member.type_name in _SCALARS:
        # All types of `_SCALARS` are classes.
        member: Any = _TYPES[shape.member.type_name]
        return list[member]
    return _TYPES.get(shape.type_name, Any)
