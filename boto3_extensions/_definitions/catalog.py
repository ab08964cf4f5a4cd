"""Knows which services and resource types there are, and which files say so.

Reads definitions as a session of boto3's does, the user's own included, and nothing
else: no network, no credentials, no region, no profile.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import boto3
import botocore
import botocore.session
from boto3.resources.factory import ResourceFactory
from boto3.utils import ServiceContext
from botocore.exceptions import DataNotFoundError
from botocore.model import ServiceModel
from botocore.waiter import WaiterModel

from boto3_extensions._definitions.history import is_made_from_this, why, withdrawn
from boto3_extensions._definitions.offer import Offer, narrow_document
from boto3_extensions._foundation import models as foundation_models
from boto3_extensions._foundation import sessions
from boto3_extensions._foundation.concurrency import kept_property
from boto3_extensions._foundation.spelling import similar
from boto3_extensions.exceptions import UnknownNameError

OURS, BOTO3, USERS = "boto3_extensions", "boto3", "yours"

_KINDS = ("resources-1", "arns-1", "links-1", "waiters-2", "paginators-1")

# How like the name of a type one is that is looked for among services.
_LIKE_A_TYPE = 0.8


class Service(NamedTuple):
    """A service that has resources.

    Attributes:
        name: As in ``boto3.resource(name)``.
        source: Who defines it: ``boto3``, ``boto3_extensions`` or ``yours``.
        overlays: Who adds to that.
        types: How many resource types it has, beside the service itself.
    """

    name: str
    source: str
    overlays: list[str]
    types: int


class File(NamedTuple):
    """A file that a service is defined by, and whose it is."""

    path: str
    source: str


class Catalog:
    """All that boto3 can make resources of here."""

    def __init__(self) -> None:
        self.session = sessions.extend(_session_without_settings())
        self.loader = self.session._session.get_component("data_loader")
        self._factory = ResourceFactory(self.session.events)
        self._narrowed: dict[str, tuple[Mapping[str, Any], Offer | None]] = {}

    @kept_property
    def names(self) -> list[str]:
        """The services that have resources, in order of their names."""
        return sorted(self.loader.list_available_services("resources-1"))

    def services(self) -> list[Service]:
        """Return every service, with where it comes from."""
        return [self._service(name) for name in self.names]

    def types(self, service: str) -> list[str]:
        """Return a service's resource types, without that of the service itself.

        Raises:
            UnknownNameError: There is no such service.
        """
        return sorted(self.definition(service)["resources"])

    def files(self, service: str) -> list[File]:
        """Return the files that a service is defined by, in the order they count.

        Raises:
            UnknownNameError: There is no such service.
        """
        self.definition(service)
        return [
            File(path, source_of(path))
            for kind in _KINDS
            for path in self._files(service, kind)
        ]

    def definition(self, service: str) -> Mapping[str, Any]:
        """Return what works of a service's definition, overlays included.

        Raises:
            UnknownNameError: There is no such service.
        """
        return self._offered(service)[0]

    def offers(self, service: str, resource_type: str) -> bool:
        """Tell whether resources of a type can be made of a service."""
        if service not in self.names:
            return False
        body, _ = self._offered(service)
        own = body["service"].get("has", {})
        # What a constructor is called need not be what it makes.
        return resource_type in own or resource_type in body["resources"]

    def _offered(self, service: str) -> tuple[Mapping[str, Any], Offer | None]:
        if service not in self.names:
            raise UnknownNameError(self._no_service(service))
        found = self._narrowed.get(service)
        if found is None:
            found = self._narrowed[service] = self._narrow(service)
        return found

    def _narrow(self, service: str) -> tuple[Mapping[str, Any], Offer | None]:
        document = self.model(service, "resources-1")
        models = self._files(service, "service-2")
        if is_made_from_this(service) and {source_of(path) for path in models} == {
            BOTO3
        }:
            # Nothing can be missing, and the models are large.
            return document, None
        return narrow_document(
            service,
            document,
            self.model(service, "service-2"),
            self.model(service, "waiters-2").get("waiters", {}),
        )

    def _no_service(self, service: str) -> str:
        clients = self.loader.list_available_services("service-2")
        if (known := service.lower()) in clients and known not in self.names:
            return (
                f"{known} has no resources: boto3 has a client for it, "
                f"boto3.client({known!r})"
            )
        if similar(service, self.names) is None:
            # Of whoever has left the service out.
            types = {
                kind: f"{name}.{kind}"
                for name in self.names
                for kind in self.model(name, "resources-1")["resources"]
            }
            if kind := similar(service, types, _LIKE_A_TYPE):
                return f"no service is called {service!r}; {types[kind]} is a type"
        return unknown("service", service, self.names)

    def check_type(self, service: str, resource_type: str) -> None:
        """Make sure that a service has a resource type.

        Raises:
            UnknownNameError: It has not, or there is no such service.
        """
        if resource_type not in (known := self.types(service)):
            _, offer = self._offered(service)
            gone = {} if offer is None else offer.withheld[""]
            if resource_type in gone:
                told = why(service, gone[resource_type])
                raise UnknownNameError(f"{service}.{resource_type}: {told}")
            if told := withdrawn(service, service, resource_type):
                raise UnknownNameError(f"{service}.{resource_type}: {told}")
            kind = f"resource type of {service}"
            raise UnknownNameError(unknown(kind, resource_type, known))

    def find_type(self, name: str) -> tuple[str, str] | None:
        """Return the service and the type that a mere type's name means, if any.

        Raises:
            UnknownNameError: Several services have such a type.
        """
        found = [
            (service, resource_type)
            for service in self.names
            for resource_type in self.model(service, "resources-1")["resources"]
            if resource_type.lower() == name.lower()
        ]
        if len(found) > 1:
            known = ", ".join(".".join(one) for one in found)
            raise UnknownNameError(f"{name} is a type of several services: {known}")
        return found[0] if found else None

    def model(self, service: str, kind: str) -> dict[str, Any]:
        """Return what a kind of file says of a service; nothing if there is none."""
        found: dict[str, Any] = (
            foundation_models.model_of(self.loader, service, kind) or {}
        )
        return found

    def service_model(self, service: str) -> ServiceModel:
        """Return botocore's model of a service."""
        return ServiceModel(self.model(service, "service-2"), service_name=service)

    def make_class(self, service: str, resource_type: str | None) -> Any:
        """Return a class as boto3 makes it; that of the service itself for ``None``.

        Raises:
            UnknownNameError: There is no such service, or no such type of it that the
                installed botocore can do.
        """
        if resource_type:
            self.check_type(service, resource_type)
        document = self.definition(service)
        context = ServiceContext(
            service_name=service,
            service_model=self.service_model(service),
            resource_json_definitions=document["resources"],
            service_waiter_model=WaiterModel(
                {"version": 2, "waiters": {}} | self.model(service, "waiters-2")
            ),
        )
        body = document["resources"][resource_type] if resource_type else None
        return self._factory.load_from_definition(
            resource_type or service, body or document["service"], context
        )

    def _service(self, name: str) -> Service:
        found = [source_of(path) for path in self._files(name, "resources-1")]
        types = len(self.definition(name)["resources"])
        return Service(name, found[0], found[1:], types)

    def _files(self, service: str, kind: str) -> list[str]:
        """Return the file that counts, then those merged over it."""
        try:
            version = self.loader.determine_latest_version(service, kind)
        except DataNotFoundError:
            return []
        extras = [f"{kind}.{extra}-extras" for extra in self.loader.extras_types]
        places = [
            [os.path.join(path, service, version, f"{name}.json") for path in self.path]
            for name in (kind, *extras)
        ]
        found = (next(filter(_exists, place), None) for place in places)
        return [path + _ending(path) for path in found if path is not None]

    @property
    def path(self) -> list[str]:
        """The folders that definitions are looked for in, the first one first."""
        return list(self.loader.search_paths)


def source_of(path: str) -> str:
    """Return whose file it is: boto3's, ours or the user's."""
    of_boto3 = [path for module in (boto3, botocore) for path in module.__path__]
    folders = {foundation_models.DATA_PATH: OURS} | dict.fromkeys(of_boto3, BOTO3)
    inside = (who for folder, who in folders.items() if path.startswith(folder))
    return next(inside, USERS)


def widest(collection: Any) -> tuple[int, int]:
    """Return by what collections of a type are sorted: that of all of them is first.

    Args:
        collection: boto3's model of it. Those of one kind of them have parameters.
    """
    return len(collection.request.params), len(collection.name)


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    near = similar(name, known)
    hint = f"did you mean {near!r}?" if near else "none has a name like it"
    return f"no {kind} is called {name!r}; {hint}"


def _exists(path: str) -> bool:
    # botocore has its models compressed, too.
    return bool(_ending(path)) or os.path.isfile(path)


def _ending(path: str) -> str:
    return ".gz" if os.path.isfile(f"{path}.gz") else ""


def _session_without_settings() -> boto3.Session:
    # A profile that does not exist, or a broken file of settings, is no reason not to
    # tell what there is. Of the settings only the place of the user's models counts.
    nothing = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    return boto3.Session(botocore_session=botocore.session.Session(nothing))
