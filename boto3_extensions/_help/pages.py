"""The page that ``help()`` begins with for a resource type, and ``?`` of IPython shows.

It is written when it is read, of what the class has by then, and tells what there is;
what each member does is told by the member.

Signatures of actions, made of the operations' models when they are asked for.

``inspect``, IPython and Jupyter complete and check keywords by them. boto3 takes no
arguments by position, and fills in what the resource knows.
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

# Any, for those who have stubs of boto3, which leave out what is not public.
ResourceFactory: Any = boto3_factory.ResourceFactory

_WIDTH = 79


def page_of(
    made: type[ServiceResource], context: ServiceContext, session: boto3.Session
) -> str:
    """Return the documentation of a class of resources.

    Args:
        made: The class.
        context: boto3's `ServiceContext`.
        session: The `boto3.Session` that the class was made for.
    """
    return "\n".join(_lines(made, context, session))


def with_page(text: object) -> Any:
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


def _page_of(resource: ResponseResource, service_model: ServiceModel) -> str:
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


def _kinds(
    made: type[ServiceResource], model: ResourceModel, context: ServiceContext
) -> dict[str, list[str]]:
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


def _arguments(subresource: Action, definitions: Mapping[str, Any]) -> list[str]:
    """Return the identifiers that the caller of a sub-resource gives, in order."""
    inherited = {
        xform_name(one.target)
        for one in subresource.resource.identifiers
        if one.source != "input"
    }
    definition = definitions.get(subresource.resource.type) or {}
    names = (xform_name(one["name"]) for one in definition.get("identifiers", ()))
    return [name for name in names if name not in inherited]


def has_arn(resource: ServiceResource) -> bool:
    """Tell whether a resource is of a type that AWS gives an ARN."""
    kind = resource.meta.resource_model.name
    return _rules(resource.meta.service_name, kind, None) is not None


def _forms(service: str, kind: str, session: boto3.Session | None) -> list[str]:
    rules = _rules(service, kind, session)
    if rules is None:
        return []
    templates = [rule.template for rule in (rules.main, *rules.variants)]
    return list(dict.fromkeys(each.text for each in templates if each))


def _rules(service: str, kind: str, session: boto3.Session | None) -> TypeRules | None:
    from boto3_extensions._arns.rules import rules_of
    from boto3_extensions._foundation.models import loader_of
    from boto3_extensions.exceptions import ArnRulesError

    loader = create_loader() if session is None else loader_of(session)
    models.add_data(loader)
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
    """The default of what AWS takes but does not need; it is not sent then."""

    def __repr__(self) -> str:
        return "..."


LEFT_OUT = _LeftOut()


class LazySignature(inspect.Signature):
    """A signature that is made when somebody looks into it.

    Args:
        make: Returns the signature.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], inspect.Signature]) -> None:
        # Not the constructor of what it stands for, which would need parameters.
        self._make = make
        self._made: inspect.Signature | None = None

    def _now(self) -> Any:
        if self._made is None:
            self._made = self._make()
        return self._made

    # Two slots of the class above, which all its methods read.
    @property
    def _parameters(self) -> Any:
        return self._now()._parameters

    @property
    def _return_annotation(self) -> Any:
        return self._now()._return_annotation

    def replace(self, **changes: Any) -> Any:
        """Return a signature that is made already, with other parts."""
        return self._now().replace(**changes)

    __replace__ = replace

    def __reduce__(self) -> Any:
        return self._now().__reduce__()


def lazy(action_model: Action, service_model: ServiceModel) -> LazySignature:
    """Return the signature of an action, made when somebody looks into it."""
    return LazySignature(functools.partial(signature_of, action_model, service_model))


def signature_of(
    action_model: Action, service_model: ServiceModel
) -> inspect.Signature:
    """Return the signature of an action, its resource as `self` included.

    Args:
        action_model: boto3's model of it.
        service_model: botocore's model of the service.

    Returns:
        Keywords alone: those of the operation that the resource does not fill in, the
        required ones first, in AWS's order. Any, where the operation is not known.
    """
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    request = action_model.request
    try:
        shape = service_model.operation_model(request.operation).input_shape
    except Exception:
        # What a botocore lacks has no inputs that could be told.
        rest = inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)
        return inspect.Signature([own, rest])
    if shape is None:
        return inspect.Signature([own])
    # Semi-private, and guarded by test_signatures: what else we say of an action.
    ours = getattr(action_model, "_definition", {})
    filled = {root_of(one.target) for one in request.params} | {
        root_of(ours.get("arn", ""))
    }
    left = {name: one for name, one in shape.members.items() if name not in filled}
    tokens = ours.get("lock", {})
    required = [n for n in left if n in shape.required_members and n not in tokens]
    order = dict.fromkeys([*required, *left])
    return inspect.Signature(
        [own, *_parameters(order, left, set(required))],
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
        # What Python has no name for, as `from`, is given by `**{"from": ...}`.
        yield inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)


def _is_writable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def root_of(target: str) -> str:
    """Return the input that a target such as ``Filters[0].Values[0]`` is in."""
    return target.partition(".")[0].partition("[")[0]


def _annotation(shape: Shape) -> Any:
    if shape.type_name == "list" and shape.member.type_name in _SCALARS:
        # Any of them is a class by itself.
        member: Any = _TYPES[shape.member.type_name]
        return list[member]
    return _TYPES.get(shape.type_name, Any)
