"""Errors with suggestions for misspelt members, and interactive help of members.

CPython suggests names in the tracebacks that it prints, but not in ``str(error)``,
which is all that notebooks, test runners and logs show. And it does not know AWS's
names of members and operations, which boto3 spells in another way or has as
collections. The rules of likeness are in ``_foundation.spelling``. For a name that a
collection lacks, the members of its items are suggested as well.

Members get readable docstrings and signatures, and collections can be iterated over and
have ``first()`` and ``loaded()``.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from boto3.exceptions import ResourceNotExistsError
from boto3.resources import factory
from botocore import xform_name
from botocore.docs.docstring import LazyLoadedDocstring
from botocore.exceptions import UnknownServiceError
from botocore.model import NoShapeFoundError

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.lazy import readable_docstring
from boto3_extensions._foundation.models import is_ours
from boto3_extensions._foundation.spelling import (
    IDENTITY_WORDS,
    LIKENESS,
    closest_member,
    closest_name,
    shortest_ending_in,
    singular,
)
from boto3_extensions._help import pages
from boto3_extensions._help.signatures import lazy_signature_of
from boto3_extensions.exceptions import IdentifierCountError, UnknownMemberError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import CollectionManager, ResourceCollection
    from boto3.resources.model import Action, ResourceModel
    from boto3.utils import ServiceContext
    from botocore.model import ServiceModel

# The file of boto3's functions that are the members of resource classes.
_FACTORY = factory.__file__


def suggestion_for(resource: ServiceResource, name: str) -> str | None:
    """Return the member that a misspelt name probably means, or advice about ``arn``.

    Args:
        resource: The resource without the member.
        name: The misspelt name.
    """
    if name == "arn" and not switches.arns_enabled() and pages.has_arn(resource):
        return "Call boto3_extensions.arn_patch_boto3() first."
    return closest_member(type(resource), name)


def complete_members(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> None:
    """Add docstrings, signatures and iterable collections to a class being made.

    This is for members made by boto3's own factory. Ours makes such members directly,
    without a further function around each.

    Args:
        class_attributes: The attributes of the class that boto3 is about to make.
        service_context: boto3's `ServiceContext`.
    """
    for name, member in list(class_attributes.items()):
        class_attributes[name] = member = with_documentation(member)
        getter: Any = getattr(member, "fget", None)
        if isinstance(member, property) and _is_boto3s(getter, "get_collection"):
            class_attributes[name] = member.getter(_iterable(getter))
        elif _is_boto3s(member, "create_resource"):
            made = _made_by(class_attributes["meta"].resource_model, name)
            if made is not None:
                class_attributes[name] = _with_check(member, made, service_context)


def with_documentation(member: Any) -> Any:
    """Return a member with a readable docstring, and with the signature of a method.

    Args:
        member: A function or property of boto3; other objects are returned unchanged.
    """
    function: Any = member.fget if isinstance(member, property) else member
    text = getattr(function, "__doc__", None)
    if not isinstance(text, LazyLoadedDocstring):
        return member
    function.__doc__ = readable_docstring(pages.completed_text(text))
    # Private, and guarded by test_signatures: the arguments of the text's generator.
    signature = lazy_signature_of(text._gen_kwargs)
    if signature is not None:
        function.__signature__ = signature
    # A property copies the docstring of its getter when the property is made.
    return property(function) if member is not function else member


def _is_boto3s(function: object, made_as: str) -> bool:
    """Return whether a function is of boto3's factory, under the name `made_as`."""
    code = getattr(function, "__code__", None)
    return code is not None and (code.co_filename, code.co_name) == (_FACTORY, made_as)


def _made_by(model: ResourceModel, name: str) -> Action | None:
    return next((action for action in model.subresources if action.name == name), None)


def _iterable(
    getter: Callable[[ServiceResource], CollectionManager],
) -> Callable[[ServiceResource], CollectionManager]:
    @functools.wraps(getter)
    def get_iterable(self: ServiceResource) -> CollectionManager:
        return complete_collection(getter(self))

    return get_iterable


def complete_collection(manager: CollectionManager) -> CollectionManager:
    """Add iteration, `first()`, `loaded()` and suggestions to a collection manager.

    Args:
        manager: The manager; boto3 makes its class for this collection and session.

    Returns:
        The same manager.
    """
    manager_class = type(manager)
    if not hasattr(manager_class, "__iter__"):
        manager_class.__iter__ = _iterate
        collection_class = getattr(manager_class, "_collection_cls", None)
        for cls in filter(None, (manager_class, collection_class)):
            for member in list(vars(cls).values()):
                with_documentation(member)
            if cls.__doc__ is None:
                cls.__doc__ = _docstring_of(manager)
            if not hasattr(cls, "first"):
                cls.first = _first
            if not hasattr(cls, "__getattr__"):
                cls.__getattr__ = _suggest_of_items
            # A batch action of that name wins.
            if not hasattr(cls, "loaded"):
                cls.loaded = _loaded
    return manager


def _docstring_of(collection: CollectionManager) -> str:
    """Return the docstring of a collection's class."""
    # Private, and guarded by test_help.
    model = collection._model
    batch = "".join(f", {action.name}()" for action in model.batch_actions)
    told = [
        f"All {model.resource.type} resources that {model.request.operation} lists.",
        "Iterate over it, or over what all(), filter(), limit() or page_size() return.",
    ]
    if needed := _needed(collection):
        given = ", ".join(f"{name}=..." for name in needed)
        told = [
            f"{model.resource.type} resources that {model.request.operation} lists.",
            f"Iterate over what filter({given}) returns: AWS requires "
            f"{' and '.join(needed)}, and refuses all().",
        ]
    if batch:
        told.append(f"Actions of all of them at once: {batch[2:]}.")
    return "\n\n".join(told)


def _needed(collection: CollectionManager) -> list[str]:
    """Return the required inputs of a collection's request that nothing fills."""
    request = collection._model.request
    client = collection._parent.meta.client
    shape = client.meta.service_model.operation_model(request.operation).input_shape
    given = {re.split(r"[.\[]", param.target)[0] for param in request.params}
    required = shape.required_members if shape is not None else ()
    return [name for name in required if name not in given]


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
        from boto3_extensions._bulk.waiting import wait_method_of

        wait = wait_method_of(self, name)
        if wait is not None:
            return wait
    raise UnknownMemberError(name, type(self).__name__, lambda: _near(self, name))


def _near(collection: CollectionManager | ResourceCollection, name: str) -> str | None:
    """Return the member of a collection or its items that a name probably means."""
    known = [member for member in dir(type(collection)) if member[:1] != "_"]
    # Private, and guarded by test_hints: attributes of `boto3.resources.collection`.
    model = collection._model.resource.model
    services = collection._parent.meta.client.meta.service_model
    data = [*_data_names(model, services)]
    actions = [action.name for action in model.actions]
    pythonic = xform_name(name)
    if pythonic in actions:
        return _of_items(pythonic, is_call=True)
    for member in data:
        if singular(member) == singular(pythonic):
            return _of_items(member, is_call=False)
    if pythonic in IDENTITY_WORDS and len(model.identifiers) == 1:
        return _of_items(model.identifiers[0].name, is_call=False)
    near = closest_name(name, known, LIKENESS)
    if near is None and (ending := shortest_ending_in(pythonic, data)):
        return _of_items(ending, is_call=False)
    return near or closest_name(name, known)


def _data_names(model: ResourceModel, services: ServiceModel) -> Iterator[str]:
    """Yield the names of attributes, identifiers, references and collections."""
    shape = None
    with contextlib.suppress(NoShapeFoundError):
        shape = services.shape_for(model.shape) if model.shape else None
    model.load_rename_map(shape)
    for member in (*model.identifiers, *model.references, *model.collections):
        yield member.name
    yield from model.get_attributes(shape) if shape is not None else ()


def _of_items(name: str, is_call: bool) -> str:
    return f"Each of its items has: {name}{'()' if is_call else ''}"


def _with_check(
    plain: Callable[..., Any], made: Action, service_context: ServiceContext
) -> Callable[..., Any]:
    @functools.wraps(plain)
    def create_resource(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        try:
            return plain(self, *args, **kwargs)
        except (IndexError, ValueError) as error:
            raise_identifier_count_error(error, made, service_context, args, kwargs)
            raise

    return create_resource


def raise_identifier_count_error(
    error: Exception,
    made: Action,
    service_context: ServiceContext,
    args: Sequence[object],
    kwargs: Mapping[str, object],
) -> None:
    """Raise an error that lists the identifiers, unless all of them were given.

    Args:
        error: The error of boto3's constructor.
        made: boto3's model of the sub-resource.
        service_context: boto3's `ServiceContext`.
        args: The positional arguments of the constructor.
        kwargs: The keyword arguments of the constructor.

    Raises:
        IdentifierCountError: Identifiers were missing, unknown, or too many.
    """
    wanted = _wanted(made, service_context)
    given = {*wanted[: len(args)], *kwargs}
    if len(args) + len(kwargs) == len(wanted) and given == {*wanted}:
        return
    raise IdentifierCountError(
        # Without the values, which may be secret.
        f"{service_context.service_name}.{made.resource.type} takes its"
        f" identifiers in this order: {', '.join(wanted) or 'none'}. Given by position"
        f" were {len(args)}, by name {', '.join(kwargs) or 'none'}."
    ) from error


def _wanted(made: Action, service_context: ServiceContext) -> list[str]:
    """Return the identifiers that a constructor of a sub-resource takes, in order."""
    inherited = {
        xform_name(identifier.target)
        for identifier in made.resource.identifiers
        if identifier.source != "input"
    }
    definitions = service_context.resource_json_definitions
    definition = definitions.get(made.resource.type) or {}
    names = [xform_name(i["name"]) for i in definition.get("identifiers", ())]
    return [name for name in names if name not in inherited]


def resource_with_suggestion(
    original: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """Call `boto3.Session.resource`, and suggest a name for an unknown service.

    Args:
        original: The method of boto3.
        args: The positional arguments, the session first.
        kwargs: The keyword arguments.

    Raises:
        ResourceNotExistsError: There is no such resource, or the installed botocore has
            no client of a service that this package has definitions of.
    """
    try:
        return original(*args, **kwargs)
    except ResourceNotExistsError as error:
        _add_suggestion(error, *args, **kwargs)
        raise
    except UnknownServiceError as error:
        if (lacking := _without_client(*args, **kwargs)) is None:
            raise
        raise lacking from error


def raise_unknown_member(
    self: ServiceResource, name: str, withheld: Mapping[str, Any] = MappingProxyType({})
) -> Any:
    """Raise an AttributeError with a suggestion; the ``__getattr__`` of resources.

    Args:
        self: The resource.
        name: The name of a member that the resource lacks.
        withheld: By name, the reasons why the installed botocore lacks members.

    Returns:
        The member, where AWS has ended a member that programs may still use.
    """
    # Python calls `__getattr__` also when a property has raised an AttributeError. The
    # property is read again then, to raise its own error, which Python has dropped.
    if name.startswith("_") or hasattr(type(self), name):
        from boto3_extensions._resources import loads

        return loads.reread_attribute(self, name)
    from boto3_extensions._definitions import history
    from boto3_extensions._definitions.offer import raise_if_unsupported

    found = history.ended_member(self, name)
    if found is not history.NO_MEMBER:
        return found
    raise_if_unsupported(self, name, withheld)
    raise UnknownMemberError(
        name, type(self).__name__, lambda: suggestion_for(self, name)
    )


def _without_client(
    session: boto3.Session, service_name: str, *args: object, **kwargs: object
) -> ResourceNotExistsError | None:
    """Return the error about a service of ours that botocore has no client of."""
    if service_name in session.get_available_services() or not is_ours(service_name):
        return None
    from boto3_extensions._definitions.history import missing_service_reason

    error = ResourceNotExistsError(
        service_name, session.get_available_resources(), False
    )
    _add_to_first_line(error, missing_service_reason(service_name))
    return error


def _add_suggestion(
    error: Exception,
    session: boto3.Session,
    service_name: str,
    *args: object,
    **kwargs: object,
) -> None:
    # A service with clients but without resources was not misspelt.
    if service_name in session.get_available_services():
        return
    near = closest_name(service_name, session.get_available_resources())
    if near is not None:
        _add_to_first_line(error, f"Did you mean: {near!r}?")


def _add_to_first_line(error: Exception, sentence: str) -> None:
    # The other lines of boto3's message are all services.
    first, *lines = str(error).split("\n")
    error.args = ("\n".join([f"{first} {sentence}", *lines]),)
