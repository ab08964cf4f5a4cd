"""The resources under test, all of one session that talks to one fake AWS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import botocore.session
import jmespath
from boto3.resources.params import create_request_parameters
from boto3.utils import LazyLoadedWaiterModel, ServiceContext
from botocore import xform_name

import boto3_extensions
from definition_driver.parameters import identifier_value
from definition_driver.subjects import SERVICE, Subject, definitions_of, siblings
from fake_aws import Call, FakeAws


class World:
    """Makes resources of any type and tells what a piece of work has sent."""

    def __init__(self) -> None:
        self._core = botocore.session.Session()
        # With the account, which ARNs are made with: there is no STS to ask for it.
        self._core.set_credentials("AKIAFAKE", "fake", account_id="123456789012")
        self._session = boto3_extensions.extend(
            boto3.Session(botocore_session=self._core)
        )
        self.fake = FakeAws(own_loader())
        self._services: dict[str, Any] = {}

    def service(self, name: str) -> Any:
        """Return the service resource, made once."""
        if name not in self._services:
            arguments = self.fake.client_arguments(name)
            del arguments["aws_access_key_id"], arguments["aws_secret_access_key"]
            self._services[name] = self._session.resource(name, **arguments)
        return self._services[name]

    def client(self, subject: Subject) -> Any:
        return self.service(subject.service).meta.client

    def make(self, subject: Subject) -> Any:
        """Return a resource of the subject's type with identifiers of our own.

        Where AWS can only list, so that `load` has to choose from a list, it is the
        last item of the last page.
        """
        service = self.service(subject.service)
        if subject.type == SERVICE:
            return service
        resource = self._class(subject)(
            *self.identifiers(subject), client=service.meta.client
        )
        if not self.chooses(resource):
            return resource
        self._plant_what_is_chosen_from(subject, resource)
        item = self._last_item(resource)
        return self._class(subject)(
            *[_member(resource, item, i) for i in resource.meta.identifiers],
            client=service.meta.client,
        )

    @staticmethod
    def chooses(resource: Any) -> bool:
        """Tell whether the resource's `load` has to choose its item from a list."""
        load = resource.meta.resource_model.load
        return load is not None and "[]" in (load.path or "")

    def _plant_what_is_chosen_from(self, subject: Subject, resource: Any) -> None:
        """Answer without the member that the items to choose from must not have.

        The fake fills every member, and a path like ``Records[?!Alias][]`` would find
        nothing.
        """
        load = resource.meta.resource_model.load
        unwanted = set(re.findall(r"\[\?!(\w+)\]", load.path))
        asked = subject.service, load.request.operation

        def answer(params: dict[str, Any]) -> dict[str, Any]:
            found: dict[str, Any] = without(
                self.fake.synthesise(*asked, params), unwanted
            )
            return found

        if unwanted:
            self.fake.plant(*asked, answer)

    @staticmethod
    def _last_item(resource: Any) -> dict[str, Any]:
        client, load = resource.meta.client, resource.meta.resource_model.load
        method = xform_name(load.request.operation)
        params = create_request_parameters(resource, load.request)
        if client.can_paginate(method):
            pages = client.get_paginator(method).paginate(**params)
            return [{}, *pages.search(load.path)][-1]
        found = jmespath.search(load.path, getattr(client, method)(**params))
        return [{}, *found][-1]

    def identifiers(self, subject: Subject) -> list[Any]:
        """Return a value for each of the type's identifiers, in their order."""
        client = self.client(subject)
        names = [i["name"] for i in subject.definition.get("identifiers", [])]
        return [identifier_value(client, subject, name) for name in names]

    def _class(self, subject: Subject) -> Any:
        """Return the type's class, which not every service resource can construct."""
        client = self.client(subject)
        version = client.meta.service_model.api_version
        definitions = definitions_of(subject.service)["resources"]
        return self._session.resource_factory.load_from_definition(
            resource_name=subject.type,
            single_resource_json_definition=definitions[subject.type],
            service_context=ServiceContext(
                service_name=subject.service,
                service_model=client.meta.service_model,
                resource_json_definitions=definitions,
                service_waiter_model=LazyLoadedWaiterModel(
                    self._core, subject.service, version
                ),
            ),
        )

    def with_data(self, subject: Subject) -> Any:
        """Return a resource of the type that has data, loaded or out of a list.

        Raises:
            LookupError: if neither a load nor a collection gives data to the type.
        """
        resource = self.make(subject)
        if hasattr(resource, "load"):
            resource.load()
            return resource
        for item in self._listed(subject):
            if item.meta.data is not None:
                return item
        raise LookupError(f"Nothing gives data to a {subject.type}.")

    def _listed(self, subject: Subject) -> Iterator[Any]:
        for parent, collection in self._collections_of(subject):
            yield from getattr(parent, collection.name).limit(1)
        for parent in siblings(subject):
            if "load" not in parent.definition:
                continue
            for name, has in parent.definition.get("has", {}).items():
                to = has["resource"]
                if to["type"] == subject.type and "path" in to:
                    found = getattr(self.with_data(parent), xform_name(name))
                    yield from found if isinstance(found, list) else [found]

    def collection_of(self, subject: Subject) -> tuple[Any, Any]:
        """Return a parent and the model of its collection of the subject's type.

        Raises:
            LookupError: if there is no such collection.
        """
        for found in self._collections_of(subject):
            return found
        raise LookupError(f"No collection is of the type {subject.type}.")

    def _collections_of(self, subject: Subject) -> Iterator[tuple[Any, Any]]:
        for parent in siblings(subject):
            has_many = parent.definition.get("hasMany", {})
            if subject.type in [c["resource"]["type"] for c in has_many.values()]:
                resource = self.make(parent)
                for collection in resource.meta.resource_model.collections:
                    if collection.resource.type == subject.type:
                        yield resource, collection

    def members(self, subject: Subject, shape: str) -> list[str]:
        """Return the names of the members of a shape of the subject's service."""
        model = self.client(subject).meta.service_model
        return list(model.shape_for(shape).members)

    def during(self, work: Callable[[], Any]) -> tuple[Any, list[Call]]:
        """Do `work`; return its result and the calls it made."""
        before = len(self.fake.calls)
        result = work()
        return result, self.fake.calls[before:]


def _member(resource: Any, item: dict[str, Any], name: str) -> Any:
    """Return what the item has as an identifier; else the resource's own is asked for.

    Args:
        resource: A resource of the type.
        item: One of the list, or nothing.
        name: The identifier.
    """
    values = {xform_name(member): value for member, value in item.items()}
    model = resource.meta.resource_model
    aliases = {i.name: i.member_name for i in model.identifiers}
    return values.get(aliases[name], values.get(name, getattr(resource, name)))


def own_loader() -> Any:
    """Return a loader that knows the paginators we add, and shares no model.

    A client of S3 rewrites the URIs in the model that its loader keeps.
    """
    core = botocore.session.Session()
    boto3_extensions.extend(boto3.Session(botocore_session=core))
    return core.get_component("data_loader")


def calls_of(calls: list[Call], operation: str) -> list[Call]:
    """Return the calls of `operation`.

    If there are none these are the calls of what came last: S3 has a few operations
    with the same method and URI, which no server can tell apart.
    """
    if not any(call.operation == operation for call in calls):
        operation = calls[-1].operation if calls else operation
    return [call for call in calls if call.operation == operation]


def without(value: Any, names: set[str]) -> Any:
    """Return a nest of dicts and lists less some keys."""
    if isinstance(value, dict):
        return {k: without(v, names) for k, v in value.items() if k not in names}
    if isinstance(value, list):
        return [without(inner, names) for inner in value]
    return value


def leaves(value: Any) -> list[Any]:
    """Return every scalar in a nest of dicts and lists, and lists of them as tuples.

    An identifier that is a list is read as a tuple.
    """
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        found = [leaf for inner in value for leaf in leaves(inner)]
        return [*found, tuple(found)]
    return [value]
