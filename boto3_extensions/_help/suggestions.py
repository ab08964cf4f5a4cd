"""Finds what a name that a resource does not have may have been meant to be.

Whoever reads ``.status`` or ``.value`` wants to know something: what changes things is
suggested for none but its own misspelt name. A name is looked for as AWS writes it,
then at the end of attributes (``db_instance_status``), and of what reads
(``get_value``), then elsewhere in attributes (``retention_in_days``), then among all
that is like it. What a collection lacks, its items may have.

Tells what a misspelt name may have been meant to be.

CPython suggests names in the tracebacks it prints, but not in ``str(error)``, which is
all that notebooks, test runners and logs show, and it knows nothing of AWS: the names
of members and operations, which boto3 spells otherwise or has as collections.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from boto3.exceptions import ResourceNotExistsError
from boto3.resources import factory
from botocore import xform_name
from botocore.docs.docstring import LazyLoadedDocstring
from botocore.model import NoShapeFoundError

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.lazy import readable
from boto3_extensions._foundation.spelling import (
    IDENTITY_WORDS,
    LIKENESS,
    near_in,
    shortest_ending_in,
    similar,
    singular,
)
from boto3_extensions._help import pages
from boto3_extensions.exceptions import IdentifierCountError, UnknownMemberError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import CollectionManager, ResourceCollection
    from boto3.resources.model import Action, ResourceModel
    from boto3.utils import ServiceContext
    from botocore.model import ServiceModel

# Where boto3 makes the members of a class.
_FACTORY = factory.__file__


def near_member(resource: ServiceResource, name: str) -> str | None:
    """Return the member that a name was meant to be, or advice how to have it."""
    if name == "arn" and not switches.arns_enabled() and pages.has_arn(resource):
        return "Call boto3_extensions.arn_patch_boto3() first."
    return near_in(type(resource), name)


def add_hints(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> None:
    """Let a class being made say more: collections be iterated, texts be read by all.

    Only where boto3's own factory makes its members: ours does it itself, without
    another function for each of hundreds of them.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    for name, member in list(class_attributes.items()):
        class_attributes[name] = member = telling_more(member)
        getter: Any = getattr(member, "fget", None)
        if isinstance(member, property) and _is_boto3s(getter, "get_collection"):
            class_attributes[name] = member.getter(_iterable(getter))
        elif _is_boto3s(member, "create_resource"):
            made = _made_by(class_attributes["meta"].resource_model, name)
            if made is not None:
                class_attributes[name] = _counting(member, made, service_context)


def telling_more(member: Any) -> Any:
    """Return a member whose text is read by all; an action gets its signature, too."""
    function: Any = member.fget if isinstance(member, property) else member
    text = getattr(function, "__doc__", None)
    if not isinstance(text, LazyLoadedDocstring):
        return member
    function.__doc__ = readable(pages.with_page(text))
    # Semi-private, and guarded by test_signatures: what boto3 writes the text of.
    made_of = text._gen_kwargs
    model = made_of.get("action_model") or made_of.get("batch_action_model")
    if made_of.get("action_name") == "filter":
        model = made_of.get("collection_model")
    if model is not None and "service_model" in made_of:
        function.__signature__ = pages.lazy(model, made_of["service_model"])
    # A property took the text when it was made.
    return property(function) if member is not function else member


def _is_boto3s(function: object, made_as: str) -> bool:
    code = getattr(function, "__code__", None)
    return code is not None and (code.co_filename, code.co_name) == (_FACTORY, made_as)


def _made_by(model: ResourceModel, name: str) -> Action | None:
    return next((one for one in model.subresources if one.name == name), None)


def _iterable(
    getter: Callable[[ServiceResource], CollectionManager],
) -> Callable[[ServiceResource], CollectionManager]:
    @functools.wraps(getter)
    def get_iterable(self: ServiceResource) -> CollectionManager:
        return let_iterate(getter(self))

    return get_iterable


def let_iterate(manager: CollectionManager) -> CollectionManager:
    """Let a collection be iterated without `all()`, have `first()`, suggest names."""
    made_for_it = type(manager)
    if not hasattr(made_for_it, "__iter__"):
        # boto3 has made the class for this collection of this session alone.
        made_for_it.__iter__ = _iterate
        listed = getattr(made_for_it, "_collection_cls", None)
        for one in filter(None, (made_for_it, listed)):
            for member in list(vars(one).values()):
                telling_more(member)
            if one.__doc__ is None:
                one.__doc__ = _told_of(manager)
            if not hasattr(one, "first"):
                one.first = _first
            if not hasattr(one, "__getattr__"):
                one.__getattr__ = _suggest_of_items
            # AWS's own wins, if there is a batch action of that name.
            if not hasattr(one, "loaded"):
                one.loaded = _loaded
    return manager


def _told_of(collection: CollectionManager) -> str:
    """Return the documentation of a collection's class."""
    # Semi-private, and guarded by test_help.
    model = collection._model
    batch = "".join(f", {one.name}()" for one in model.batch_actions)
    return (
        f"All {model.resource.type} resources that {model.request.operation} lists.\n\n"
        "Iterate over it, or over what all(), filter(), limit() or page_size() return."
        + (f"\n\nActions of all of them at once: {batch[2:]}." if batch else "")
    )


def _loaded(
    self: CollectionManager | ResourceCollection, **options: Any
) -> Iterator[Any]:
    """Yield all items with their data loaded ahead: `boto3_extensions.loaded`."""
    from boto3_extensions._bulk.each import loaded

    return loaded(self, **options)


def _iterate(self: CollectionManager) -> Iterator[Any]:
    return iter(self.all())


def _first(self: CollectionManager | ResourceCollection) -> Any:
    """Return the first item; None if there is none. No further page is asked for."""
    from boto3_extensions._bulk.first import first

    return first(self)


_first.__name__ = _first.__qualname__ = "first"
_first.__module__ = "boto3_extensions"


def _suggest_of_items(self: CollectionManager | ResourceCollection, name: str) -> Any:
    if name.startswith("_") or hasattr(type(self), name):
        return object.__getattribute__(self, name)
    if name.startswith("wait_until_"):
        from boto3_extensions._bulk.waiting import waiting_of

        wait = waiting_of(self, name)
        if wait is not None:
            return wait
    raise UnknownMemberError(name, type(self).__name__, lambda: _near(self, name))


def _near(collection: CollectionManager | ResourceCollection, name: str) -> str | None:
    """Return the member of a collection that a name was meant to be, or its items'."""
    known = [one for one in dir(type(collection)) if not one.startswith("_")]
    # Semi-private, and guarded by test_hints: as `boto3.resources.collection` makes it.
    model = collection._model.resource.model
    services = collection._parent.meta.client.meta.service_model
    data = [*_data_of(model, services)]
    calls = [one.name for one in model.actions]
    pythonic = xform_name(name)
    if pythonic in calls:
        return _of_items(pythonic, is_call=True)
    for one in data:
        if singular(one) == singular(pythonic):
            return _of_items(one, is_call=False)
    if pythonic in IDENTITY_WORDS and len(model.identifiers) == 1:
        return _of_items(model.identifiers[0].name, is_call=False)
    near = similar(name, known, LIKENESS)
    if near is None and (found := shortest_ending_in(pythonic, data)):
        return _of_items(found, is_call=False)
    return near or similar(name, known)


def _data_of(model: ResourceModel, services: ServiceModel) -> Iterator[str]:
    """Yield the names of what the items of a collection tell."""
    shape = None
    with contextlib.suppress(NoShapeFoundError):
        shape = services.shape_for(model.shape) if model.shape else None
    model.load_rename_map(shape)
    for one in (*model.identifiers, *model.references, *model.collections):
        yield one.name
    yield from model.get_attributes(shape) if shape is not None else ()


def _of_items(name: str, is_call: bool) -> str:
    return f"Each of its items has: {name}{'()' if is_call else ''}"


def _counting(
    plain: Callable[..., Any], made: Action, service_context: ServiceContext
) -> Callable[..., Any]:
    @functools.wraps(plain)
    def create_resource(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        try:
            return plain(self, *args, **kwargs)
        except (IndexError, ValueError) as error:
            raise_miscounted(error, made, service_context, args, kwargs)
            raise

    return create_resource


def raise_miscounted(
    error: Exception,
    made: Action,
    service_context: ServiceContext,
    args: Sequence[object],
    kwargs: Mapping[str, object],
) -> None:
    """Raise the error that names identifiers, if they were not all or too many.

    Args:
        error: That of boto3.
        made: boto3's model of the sub-resource.
        service_context: What boto3's factory knows of the service.
        args: What the constructor was called with by position.
        kwargs: What it was called with by name.
    """
    wanted = _wanted(made, service_context)
    given = {*wanted[: len(args)], *kwargs}
    if len(args) + len(kwargs) == len(wanted) and given == {*wanted}:
        return
    raise IdentifierCountError(
        # Without the values: one may be a secret.
        f"{service_context.service_name}.{made.resource.type} takes its"
        f" identifiers in this order: {', '.join(wanted) or 'none'}. Given by position"
        f" were {len(args)}, by name {', '.join(kwargs) or 'none'}."
    ) from error


def _wanted(made: Action, service_context: ServiceContext) -> list[str]:
    """Return the identifiers that the caller of a constructor has to give."""
    inherited = {
        xform_name(one.target)
        for one in made.resource.identifiers
        if one.source != "input"
    }
    definitions = service_context.resource_json_definitions
    definition = definitions.get(made.resource.type) or {}
    names = [xform_name(one["name"]) for one in definition.get("identifiers", ())]
    return [name for name in names if name not in inherited]


def open_service(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do what `boto3.Session.resource` does, with a suggestion if there is no such.

    Args:
        original: The method of boto3.
        args: What it was called with, the session first.
        kwargs: What else it was called with.
    """
    try:
        return original(*args, **kwargs)
    except ResourceNotExistsError as error:
        _teach(error, *args, **kwargs)
        raise


def suggest(
    self: ServiceResource, name: str, withheld: Mapping[str, Any] = MappingProxyType({})
) -> Any:
    """Raise an AttributeError that tells which name may have been meant."""
    # Python comes here for what it has not found. Where a property is what raised the
    # AttributeError, its own message counts, and Python has dropped it.
    if name.startswith("_") or hasattr(type(self), name):
        from boto3_extensions._resources import loads as resources_loads

        return resources_loads.read_again(self, name)
    from boto3_extensions._definitions import history as definitions_history
    from boto3_extensions._definitions.offer import check_member

    found = definitions_history.member_of(self, name)
    if found is not definitions_history.NONE:
        return found
    check_member(self, name, withheld)
    raise UnknownMemberError(name, type(self).__name__, lambda: near_member(self, name))


def _teach(
    error: Exception,
    session: boto3.Session,
    service_name: str,
    *args: object,
    **kwargs: object,
) -> None:
    # A service with clients only is none that was misspelt.
    if service_name in session.get_available_services():
        return
    near = similar(service_name, session.get_available_resources())
    if near is not None:
        first, *lines = str(error).split("\n")
        error.args = ("\n".join([f"{first} Did you mean: {near!r}?", *lines]),)
