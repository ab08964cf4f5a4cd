"""Additions to the resource classes that boto3 makes, and their order.

boto3 emits ``creating-resource-class`` before it makes a class, and `complete_class`
changes the attributes of the class then. An addition for a keyword of definitions, such
as ``"lock"``, is in the package for its subject, and is imported and called for types
whose definition has the keyword. Additions to all classes are in this module: the
methods ``resource``, ``to_dict`` and ``exists``, help and suggestions, equality, and
the refusal to pickle. The modules behind these methods are imported when a method is
called.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from boto3.resources.base import ServiceResource

from boto3_extensions._definitions.classes import type_or_service_definition
from boto3_extensions._foundation import switches
from boto3_extensions._foundation.models import content_of
from boto3_extensions._foundation.sessions import SESSION_ATTRIBUTE, set_session
from boto3_extensions.exceptions import NotPicklableError

if TYPE_CHECKING:
    import boto3
    from boto3.utils import ServiceContext

# The sections of a definition: mappings or lists of entries with keywords of their own.
_SECTIONS = ("identifiers", "actions", "has", "hasMany", "waiters")

_PICKLE_METHODS = ("__reduce__", "__reduce_ex__", "__getstate__")


def complete_class(
    class_attributes: dict[str, Any],
    service_context: ServiceContext,
    base_classes: Sequence[type],
    session: boto3.Session,
) -> None:
    """Add all members of this package to a resource class that boto3 is making.

    Args:
        class_attributes: The attributes of the class, changed in place.
        service_context: boto3's `ServiceContext`.
        base_classes: The base classes of the class.
        session: The `boto3.Session` that the class is made for.
    """
    attributes, context = class_attributes, service_context
    attributes.setdefault(SESSION_ATTRIBUTE, session)
    # First, so that nothing is added for members that the installed botocore lacks.
    from boto3_extensions._definitions import offer

    withheld = offer.remove_unsupported(attributes, context)
    keywords = keywords_of(content_of(type_or_service_definition(attributes, context)))
    _add_to_identifiers(attributes, context, keywords)
    _add_to_methods(attributes, context, session, keywords)
    _add_to_collections(attributes, context, keywords)
    _add_to_data(attributes, context, keywords)
    _add_to_references(attributes, context, session, keywords)
    _add_following(attributes, base_classes, context, session)
    _add_views(attributes, base_classes, context)
    _add_help(attributes, base_classes, context, session, withheld)
    _add_refusal_to_pickle(attributes, base_classes)
    _add_equality(attributes, base_classes, session)
    if switches.arns_enabled():
        set_session(attributes, session)
        if "identifiers" in keywords:
            from boto3_extensions._arns import attribute

            attribute.add_arn(attributes, context, session)


def keywords_of(definition: Mapping[str, Any]) -> set[str]:
    """Return the keywords of a definition that select the additions to a class.

    Args:
        definition: The definition of a resource type, or of a service itself.

    Returns:
        The keys of the definition, of its ``load``, and of each entry of a section.
        Three keywords stand for values: ``"load[]"`` for a load whose path has a
        list, ``"ids[0]"`` for a load that sends an identifier in a list, ``"data"`` for
        a reference whose identifiers are read from data.
    """
    keywords = {*definition, *(definition.get("load") or ())}
    if "[]" in ((definition.get("load") or {}).get("path") or ""):
        keywords.add("load[]")
    request = (definition.get("load") or {}).get("request") or {}
    if any(param["target"].endswith("[0]") for param in request.get("params", ())):
        keywords.add("ids[0]")
    for name in _SECTIONS:
        section = definition.get(name) or ()
        entries = section.values() if isinstance(section, Mapping) else section
        for entry in entries:
            keywords.update(entry)
    for entry in (definition.get("has") or {}).values():
        for identifier in entry["resource"].get("identifiers", ()):
            if identifier["source"] == "data":
                keywords.add("data")
    return keywords


def _add_to_identifiers(
    attributes: dict[str, Any], context: ServiceContext, keywords: set[str]
) -> None:
    if keywords & {"optional", "prefix", "list", "domain"}:
        from boto3_extensions._resources import identifiers

        identifiers.add_optional_identifiers(attributes, context)
        identifiers.add_canonical_identifiers(attributes, context)


def _add_to_methods(
    attributes: dict[str, Any],
    context: ServiceContext,
    session: boto3.Session,
    keywords: set[str],
) -> None:
    if keywords & {"reads", "arn"}:
        from boto3_extensions._resources import actions

        actions.add_reading_actions(attributes, context)
        actions.add_own_arns(attributes, context, session)
    if "lock" in keywords:
        from boto3_extensions._resources import locks

        locks.add_locks(attributes, context)
    if keywords & {"load[]", "mustExist", "givenLoad"}:
        from boto3_extensions._resources import loads

        loads.add_choosing_load(attributes, context)
        loads.add_missing_error(attributes, context)
        loads.add_given_load(attributes, context)
    if "load" in keywords:
        from boto3_extensions._arns import statements

        statements.add_guarding_loads(attributes, context)


def _add_to_collections(
    attributes: dict[str, Any], context: ServiceContext, keywords: set[str]
) -> None:
    if keywords & {"own", "defaults", "leavesOut", "pageSize", "told"}:
        from boto3_extensions._resources import collections

        collections.add_own_collections(attributes, context)
        collections.add_collection_defaults(attributes, context)
        collections.add_page_sizes(attributes, context)
        collections.add_collections_from_data(attributes, context)
    if "hasMany" in keywords and _leads_to("together", "hasMany", attributes, context):
        from boto3_extensions._resources import completion

        completion.add_pages(attributes, context)


def _add_to_data(
    attributes: dict[str, Any], context: ServiceContext, keywords: set[str]
) -> None:
    if keywords & {"extras", "failures"} or (
        "actions" in keywords and _leads_to("extras", "actions", attributes, context)
    ):
        from boto3_extensions._resources import calls

        calls.add_extras(attributes, context)
        calls.add_failures(attributes, context)
    if "absent" in keywords:
        # Around the waits that drop a lock's token.
        from boto3_extensions._resources import actions

        actions.add_named_waits(attributes, context)
    if keywords & {"summaries", "omits", "together", "ids[0]"}:
        from boto3_extensions._resources import completion

        completion.add_completing_attributes(attributes, context)
        completion.add_load_together(attributes, context)


def _add_to_references(
    attributes: dict[str, Any],
    context: ServiceContext,
    session: boto3.Session,
    keywords: set[str],
) -> None:
    if "data" in keywords:
        from boto3_extensions._links.references import add_empty_references

        add_empty_references(attributes, context)
    # Factories of sub-resources are the members with names in CamelCase.
    if any(name[:1].isupper() for name in attributes):
        from boto3_extensions._arns.constructors import add_checked_constructors

        add_checked_constructors(attributes, context, session)
    if "beside" in keywords:
        from boto3_extensions._arns.references import add_placed_references

        add_placed_references(attributes, context, session)
    if "follow" in keywords:
        # Last, around the other references: an ARN determines owner and region better.
        from boto3_extensions._links.references import add_followed_references

        add_followed_references(attributes, context, session)


def _leads_to(
    keyword: str, section: str, attributes: dict[str, Any], context: ServiceContext
) -> bool:
    """Return whether a section makes resources of a type with a keyword.

    Args:
        keyword: The keyword, in the definition of the type that is made.
        section: The section of the definition: ``actions`` or ``hasMany``.
        attributes: The attributes of the class.
        context: boto3's `ServiceContext`.
    """
    definition = content_of(type_or_service_definition(attributes, context))
    types = content_of(context.resource_json_definitions)
    return any(
        keyword in (types.get(entry["resource"]["type"]) or ())
        for entry in definition[section].values()
        if "resource" in entry
    )


def _add_following(
    attributes: dict[str, Any],
    base_classes: Iterable[type],
    context: ServiceContext,
    session: boto3.Session,
) -> None:
    """Add the method `resource` to a class, unless the class has such a member."""
    model = attributes["meta"].resource_model
    is_service = model.name == context.service_name
    if is_service or "resource" in attributes:
        return
    if any(hasattr(base, "resource") for base in base_classes):
        return

    def resource(self: ServiceResource, attribute: str) -> Any:
        """Return the resource that an attribute refers to, of any service.

        Args:
            attribute: An attribute whose value is an ARN, an id or name of another
                resource according to the definitions, or a list of these. Dots lead
                into dicts, and into each dict of a list: ``vpc_config.subnet_ids``,
                with keys in AWS's spelling or in snake_case; ``*`` is every key of a
                map. `boto3_extensions.links_of` lists the known attributes.

        Returns:
            The resource, not loaded, with the credentials of this resource, in the
            region of the ARN or else of this resource; a list of resources for a list;
            None if the attribute has no value.

        Raises:
            LinkError: There is no such attribute, or its value refers to no resource.
            ArnError: The value is an ARN of no known resource type.
            PartialLinkError: Some items of a list refer to no resource. This
                `LinkError` has the resources of the other items as `found`.
        """
        from boto3_extensions._links.method import follow

        return follow(self, attribute, session)

    # Shown by `help()` and `repr`, in the place of the function that it is made in.
    resource.__qualname__, resource.__module__ = "resource", "boto3_extensions"
    attributes["resource"] = resource


def _add_views(
    attributes: dict[str, Any], base_classes: Iterable[type], context: ServiceContext
) -> None:
    """Add `to_dict` and `exists` to a class, unless it has members of these names."""
    model = attributes["meta"].resource_model
    if model.name == context.service_name:
        return
    # aioboto3's loads, and with them its attributes, are coroutines.
    if inspect.iscoroutinefunction(attributes.get("load")):
        return
    for name, method in _VIEWS.items():
        if not any(hasattr(base, name) for base in base_classes):
            attributes.setdefault(name, method)


def _to_dict(self: ServiceResource) -> dict[str, Any]:
    """Return the identifiers and attributes of this resource, ready for JSON.

    The resource is loaded if it is not loaded yet, as by reading its attributes.
    Streaming bodies are left out. See `boto3_extensions.to_dict` for the values.

    Raises:
        ResourceNotFoundError: The resource does not exist.
    """
    from boto3_extensions._views.data import to_dict

    return to_dict(self)


def _exists(self: ServiceResource) -> bool:
    """Return whether this resource exists, by a call to AWS.

    Raises:
        ClientError: The service refused the call for another reason, such as a denial.
        NotLoadableError: AWS has no operation that describes a single resource of this
            type.
    """
    from boto3_extensions._views.data import exists

    return exists(self)


_VIEWS = {"to_dict": _to_dict, "exists": _exists}
for _name, _method in _VIEWS.items():
    _method.__name__ = _method.__qualname__ = _name
    _method.__module__ = "boto3_extensions"


class _Page:
    """The help page of a resource class, as a descriptor in its ``__doc__``.

    Args:
        context: boto3's `ServiceContext`.
        session: The `boto3.Session` that the class is made for.
    """

    __slots__ = ("_context", "_session")

    def __init__(self, context: ServiceContext, session: boto3.Session) -> None:
        self._context = context
        self._session = session

    def __get__(self, resource: object, made: Any = None) -> str:
        from boto3_extensions._help.pages import help_page

        return help_page(made, self._context, self._session)


def _add_help(
    attributes: dict[str, Any],
    base_classes: Iterable[type],
    context: ServiceContext,
    session: boto3.Session,
    withheld: Mapping[str, Any],
) -> None:
    """Add the help page of a class, and suggestions for misspelt members.

    Args:
        attributes: The attributes of the class, changed in place.
        base_classes: The base classes of the class.
        context: boto3's `ServiceContext`.
        session: The `boto3.Session` that the class is made for.
        withheld: By name, the reasons why the installed botocore lacks members.
    """
    from boto3_extensions._help import suggestions

    attributes.setdefault("__doc__", _Page(context, session))
    suggestions.complete_members(attributes, context)
    if "__getattr__" in attributes or any(
        hasattr(b, "__getattr__") for b in base_classes
    ):
        return

    def suggest_or_explain(self: ServiceResource, name: str) -> Any:
        return suggestions.raise_unknown_member(self, name, withheld)

    attributes["__getattr__"] = (
        suggest_or_explain if withheld else suggestions.raise_unknown_member
    )


def _add_refusal_to_pickle(
    attributes: dict[str, Any], base_classes: Iterable[type]
) -> None:
    """Add the refusal to pickle to a class, unless the class can be pickled."""
    if any(name in attributes for name in _PICKLE_METHODS):
        return
    for base in base_classes:
        for name in _PICKLE_METHODS:
            if getattr(base, name, None) is not getattr(object, name, None):
                return
    attributes["__reduce_ex__"] = _refuse_to_pickle
    # `copy` would call `__reduce_ex__`; copies in this process work as in boto3.
    attributes.setdefault("__copy__", _copy)
    attributes.setdefault("__deepcopy__", _deepcopy)


def _refuse_to_pickle(self: ServiceResource, protocol: object) -> NoReturn:
    """Raise NotPicklableError; the ``__reduce_ex__`` of resources.

    pickle cannot find the class, which boto3 makes anew in each session, and the client
    with its credentials could not be pickled either.
    """
    kind = type(self).__name__
    if hasattr(getattr(self, "meta", None), "identifiers") and self.meta.identifiers:
        mend = (
            "send its ARN (.arn, after boto3_extensions.arn_patch_boto3()) and have "
            "boto3_extensions.resource_from_arn(arn, session) make it there, or send "
            f"its {', '.join(self.meta.identifiers)}"
        )
    else:
        mend = "make it there, by boto3.resource; of single resources send the ARN"
    raise NotPicklableError(
        f"a {kind} cannot be pickled, as its client and credentials would be: {mend}"
    )


def _copy(self: ServiceResource) -> Any:
    kind: Any = type(self)
    made = kind.__new__(kind)
    made.__dict__.update(self.__dict__)
    return made


def _deepcopy(self: ServiceResource, memo: dict[int, Any]) -> Any:
    kind: Any = type(self)
    made = kind.__new__(kind)
    memo[id(self)] = made
    made.__dict__.update(copy.deepcopy(self.__dict__, memo))
    return made


def _add_equality(
    attributes: dict[str, Any], base_classes: Iterable[type], session: boto3.Session
) -> None:
    """Add equality by region and account to a class, unless it defines its own."""
    if "__eq__" in attributes or "__hash__" in attributes:
        return
    plain = ServiceResource.__eq__
    if any(base.__eq__ not in (plain, object.__eq__) for base in base_classes):
        return

    def __eq__(self: ServiceResource, other: object) -> bool:
        if not ServiceResource.__eq__(self, other):
            return False
        from boto3_extensions._arns.equality import are_different

        return not are_different(self, other, session)

    def __hash__(self: ServiceResource) -> int:
        found: int = hash_of(self)
        return found

    hash_of = ServiceResource.__hash__
    attributes["__eq__"] = __eq__
    attributes["__hash__"] = __hash__
