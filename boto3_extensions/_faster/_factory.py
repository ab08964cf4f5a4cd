"""The factory of resource classes that sessions get in the place of boto3's.

It is boto3's, but for what it keeps: a class is made once while it would be made the
same again (see ``_class_cache``), and what boto3 does anew for each reference,
sub-resource and page of a collection is done once. Each shortcut stands before the
function that boto3 made, and hands over to it what it does not know.

Whoever wants clients alone gets a factory, too: the modules that make classes are
imported by the functions that make them.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from boto3.resources import factory
from botocore.hooks import EventAliaser, HierarchicalEmitter

from boto3_extensions._faster import _speed

if TYPE_CHECKING:
    from boto3_extensions._faster._class_cache import Slot

# Any, for those who have stubs of boto3, which leave out what is not public.
ResourceFactory: Any = factory.ResourceFactory

# More types than all services have together. Only who makes definitions as the program
# runs gets there; then it starts anew.
_MOST_SLOTS = 4096

# What our factory consists of. Who has put more there may want that to run.
_PARTS = {"_collection_factory", "_emitter", "_hooks", "_slots"}


def use_in(session: Any) -> None:
    """Give a session our factory, if it has boto3's own."""
    plain = getattr(session, "resource_factory", None)
    # Not a subclass: aioboto3's classes are made for coroutines.
    if type(plain) is not ResourceFactory:
        return
    hooks = hooks_of(getattr(plain, "_emitter", None))
    if hooks is not None:
        session.resource_factory = CachingFactory(plain, hooks)


def hooks_of(emitter: Any) -> Any:
    """Return the emitter that keeps the handlers, None if it is not one we know."""
    inner = getattr(emitter, "_emitter", emitter)
    if inner is not emitter and type(emitter) is not EventAliaser:
        return None
    is_known = type(inner) is HierarchicalEmitter and (
        isinstance(getattr(inner, "_lookup_cache", None), dict)
        and hasattr(getattr(inner, "_handlers", None), "prefix_search")
    )
    return inner if is_known else None


class CachingFactory(ResourceFactory):  # type: ignore[misc, unused-ignore]
    """boto3's factory of resource classes, which remembers."""

    def __init__(self, plain: Any, hooks: Any) -> None:
        self.__dict__.update(vars(plain))
        self._hooks = hooks
        self._slots: dict[Any, Slot] = {}

    def load_from_definition(
        self,
        resource_name: str,
        single_resource_json_definition: Any,
        service_context: Any,
    ) -> Any:
        """Return the class of a resource type, as boto3 would make it now."""
        from boto3_extensions._offer import _offer

        if _offer.is_wanted():
            single_resource_json_definition, service_context = _offer.narrow(
                resource_name, single_resource_json_definition, service_context
            )
        slot = self.slot_of(
            resource_name, single_resource_json_definition, service_context
        )
        made = None if slot is None else slot.get()
        if made is None:
            return self._new_class(
                resource_name, single_resource_json_definition, service_context
            )
        return made.cls

    def slot_of(self, name: str, definition: Any, context: Any) -> Slot | None:
        """Return the place for the class of a resource type, None if it has none."""
        if "classes" not in _speed.state.on or vars(self).keys() != _PARTS:
            return None
        from boto3_extensions._faster._class_cache import Slot, event_of
        from boto3_extensions._faster._documents import Document

        definitions, model = context.resource_json_definitions, context.service_model
        # A service model is made for each client, all of one parsed document.
        document: Any = getattr(model, "_service_description", None)
        # Only of documents is it known when they are changed. What has no definition
        # gets another empty dict each time.
        for one in (definition, definitions, document):
            if type(one) is not Document:
                return None
        service = context.service_name
        key = service, name, id(definition), id(definitions), id(document)
        slot = self._slots.get(key)
        if slot is not None:
            return slot
        make = functools.partial(self._new_class, name, definition, context)
        type_name = "ServiceResource" if name == service else name
        event = event_of(self._emitter, f"{service}.{type_name}")
        slot = Slot(self._hooks, event, make, (definition, definitions, document))
        # The operations of a service are none of a class's: two handlers of botocore's
        # own rewrite them as they go.
        for part in (definition, definitions, document.get("shapes"), document):
            if type(part) is Document:
                part.mark.watch(slot)
        if len(self._slots) >= _MOST_SLOTS:
            self._slots.clear()
        return self._slots.setdefault(key, slot)

    def _new_class(self, name: str, definition: Any, context: Any) -> Any:
        if "definitions" in _speed.state.on and vars(self).keys() == _PARTS:
            from boto3_extensions._faster._resource_types import type_of

            found = type_of(name, definition, context)
            if found is not None:
                return found.new_class(self, definition, context)
        return super().load_from_definition(name, definition, context)

    def _create_class_partial(
        self, subresource_model: Any, resource_name: str, service_context: Any
    ) -> Any:
        from boto3_extensions._faster._shortcuts import constructing

        plain = super()._create_class_partial(
            subresource_model, resource_name, service_context
        )
        return constructing(plain, self, subresource_model, service_context)

    def _create_reference(
        self, reference_model: Any, resource_name: str, service_context: Any
    ) -> Any:
        from boto3_extensions._faster._shortcuts import referring

        plain = super()._create_reference(
            reference_model, resource_name, service_context
        )
        return referring(plain, self, reference_model, service_context)

    def _create_collection(
        self, resource_name: str, collection_model: Any, service_context: Any
    ) -> Any:
        from boto3_extensions._faster._items import collecting

        # Whether its classes are made now, or when it is read, is for `_definitions`.
        plain = super()._create_collection(
            resource_name, collection_model, service_context
        )
        return collecting(plain, self, collection_model, service_context)
