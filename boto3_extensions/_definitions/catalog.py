"""The catalog of services and resource types, and of the files that define them.

Definitions are read as a boto3 session reads them, the user's own included. Nothing
else is used: no network, credentials, region or profile.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
import botocore
import botocore.session
from boto3.resources.factory import ResourceFactory
from boto3.utils import ServiceContext
from botocore.exceptions import DataNotFoundError
from botocore.model import ServiceModel
from botocore.waiter import WaiterModel

from boto3_extensions._definitions.history import (
    is_made_from_this,
    missing_reason,
    withdrawn_reason,
)
from boto3_extensions._definitions.offer import (
    Offer,
    narrow_document,
    offered_services,
)
from boto3_extensions._foundation import models as foundation_models
from boto3_extensions._foundation import sessions
from boto3_extensions._foundation.concurrency import fork_safe_property
from boto3_extensions._foundation.spelling import closest_name
from boto3_extensions.exceptions import UnknownNameError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.resources.model import Collection

# The sources of a file: this package, as a person has gone through it, or derived from
# botocore's models by rules alone; boto3 (or botocore); the user.
OURS, DERIVED, BOTO3, USERS = "boto3_extensions", "derived", "boto3", "yours"

# The kinds of files that define a service's resources.
_KINDS = ("resources-1", "arns-1", "links-1", "waiters-2", "paginators-1")

# The least similarity, of 1, of an unknown service's name to that of a type.
_LIKE_A_TYPE = 0.8


class Service(NamedTuple):
    """A service that has resources.

    Attributes:
        name: As in ``boto3.resource(name)``.
        source: The source of its definition: ``boto3``, ``boto3_extensions``,
            ``derived`` or ``yours``.
        overlays: The sources of the files merged over that.
        types: The number of its resource types.
    """

    name: str
    source: str
    overlays: list[str]
    types: int


class File(NamedTuple):
    """A file that defines a part of a service, and its source, such as ``boto3``."""

    path: str
    source: str


class Catalog:
    """The services and resource types that boto3 can make resources of.

    Attributes:
        session: A session of boto3's without the user's settings.
        loader: The session's botocore loader.
    """

    def __init__(self) -> None:
        self.session = sessions.extend(_session_without_settings())
        self.loader = self.session._session.get_component("data_loader")
        self._factory = ResourceFactory(self.session.events)
        self._by_service: dict[str, tuple[Mapping[str, Any], Offer | None]] = {}

    @fork_safe_property
    def names(self) -> list[str]:
        """The services that have resources, in order of their names."""
        return sorted(offered_services(self.loader))

    def services(self) -> list[Service]:
        """Return all services with their sources, in order of their names."""
        return [self._service(name) for name in self.names]

    def types(self, service: str) -> list[str]:
        """Return the names of a service's resource types, in order.

        Raises:
            UnknownNameError: There is no such service.
        """
        return sorted(self.definition(service)["resources"])

    def files(self, service: str) -> list[File]:
        """Return the files that define a service, each before those merged over it.

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
        """Return the supported part of a service's definition, overlays included.

        Raises:
            UnknownNameError: There is no such service.
        """
        return self._offered(service)[0]

    def offers(self, service: str, resource_type: str) -> bool:
        """Return whether a service has a resource type or a constructor of a name."""
        if service not in self.names:
            return False
        body, _ = self._offered(service)
        own = body["service"].get("has", {})
        return resource_type in own or resource_type in body["resources"]

    def _offered(self, service: str) -> tuple[Mapping[str, Any], Offer | None]:
        if service not in self.names:
            raise UnknownNameError(self._no_service(service))
        found = self._by_service.get(service)
        if found is None:
            found = self._by_service[service] = self._narrow(service)
        return found

    def _narrow(self, service: str) -> tuple[Mapping[str, Any], Offer | None]:
        document = self.model(service, "resources-1")
        models = self._files(service, "service-2")
        if is_made_from_this(service) and {source_of(path) for path in models} == {
            BOTO3
        }:
            # Nothing can be missing, and the models are large to parse.
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
        if closest_name(service, self.names) is None:
            # The name may be that of a type, with its service left out: of a curated
            # service's, or else of a derived one's.
            for are_derived in (False, True):
                types = {
                    resource_type: f"{name}.{resource_type}"
                    for name in self.names
                    if self.is_derived(name) is are_derived
                    for resource_type in self.model(name, "resources-1")["resources"]
                }
                if near := closest_name(service, types, _LIKE_A_TYPE):
                    return f"no service is called {service!r}; {types[near]} is a type"
        return unknown_name_message("service", service, self.names)

    def is_derived(self, service: str) -> bool:
        """Return whether a service's definitions were derived by rules alone."""
        files = self._files(service, "resources-1")
        return bool(files) and source_of(files[0]) == DERIVED

    def check_type(self, service: str, resource_type: str) -> None:
        """Raise an error unless a service has a resource type.

        Raises:
            UnknownNameError: The service has no such type, or there is no such service.
        """
        if resource_type not in (known := self.types(service)):
            _, offer = self._offered(service)
            gone = {} if offer is None else offer.withheld[""]
            if resource_type in gone:
                reason = missing_reason(service, gone[resource_type])
                raise UnknownNameError(f"{service}.{resource_type}: {reason}")
            if reason := withdrawn_reason(service, service, resource_type):
                raise UnknownNameError(f"{service}.{resource_type}: {reason}")
            kind = f"resource type of {service}"
            raise UnknownNameError(unknown_name_message(kind, resource_type, known))

    def find_type(self, name: str) -> tuple[str, str] | None:
        """Return the service and the name of a type, given the latter in any case.

        Args:
            name: The name of a type alone, such as ``dbcluster``.

        Returns:
            Both names as boto3 has them; None if there is no such type.

        Raises:
            UnknownNameError: Several services have such a type.
        """
        found = [
            (service, resource_type)
            for service in self.names
            for resource_type in self.model(service, "resources-1")["resources"]
            if resource_type.lower() == name.lower()
        ]
        # A derived type makes no name ambiguous that a curated type has.
        curated = [one for one in found if not self.is_derived(one[0])]
        found = curated or found
        if len(found) > 1:
            # docdb and neptune work at the endpoint of rds, with some of its types.
            hosts = {
                self.service_model(service).endpoint_prefix for service, _ in found
            }
            found = [names for names in found if {names[0]} == hosts] or found
        if len(found) > 1:
            known = ", ".join(".".join(names) for names in found)
            raise UnknownNameError(f"{name} is a type of several services: {known}")
        return found[0] if found else None

    def model(self, service: str, kind: str) -> dict[str, Any]:
        """Return the content of a service's file, empty if there is no such file.

        Args:
            service: boto3's name of the service.
            kind: The kind of the file, such as ``waiters-2``.
        """
        found: dict[str, Any] = (
            foundation_models.load_definitions(self.loader, service, kind) or {}
        )
        return found

    def service_model(self, service: str) -> ServiceModel:
        """Return botocore's model of a service."""
        return ServiceModel(self.model(service, "service-2"), service_name=service)

    def make_class(
        self, service: str, resource_type: str | None
    ) -> type[ServiceResource]:
        """Return the class of a resource type as boto3 makes it.

        Args:
            service: boto3's name of the service.
            resource_type: The name of a type; None for the service itself.

        Raises:
            UnknownNameError: There is no such service, or no such type that the
                installed botocore supports.
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
        cls: type[ServiceResource] = self._factory.load_from_definition(
            resource_type or service, body or document["service"], context
        )
        return cls

    def _service(self, name: str) -> Service:
        found = [source_of(path) for path in self._files(name, "resources-1")]
        types = len(self.definition(name)["resources"])
        return Service(name, found[0], found[1:], types)

    def _files(self, service: str, kind: str) -> list[str]:
        """Return the paths of the file of a kind, and of those merged over it."""
        try:
            version = self.loader.determine_latest_version(service, kind)
        except DataNotFoundError:
            return []
        extras = [f"{kind}.{extra}-extras" for extra in self.loader.extras_types]
        candidates = [
            [os.path.join(path, service, version, f"{name}.json") for path in self.path]
            for name in (kind, *extras)
        ]
        found = (next(filter(_exists, paths), None) for paths in candidates)
        return [path + _ending(path) for path in found if path is not None]

    @property
    def path(self) -> list[str]:
        """The folders that botocore's loader searches, in its order."""
        return list(self.loader.search_paths)


def source_of(path: str) -> str:
    """Return the source of a file, such as ``boto3_extensions`` (`Service.source`)."""
    of_boto3 = [path for module in (boto3, botocore) for path in module.__path__]
    folders = {
        foundation_models.DATA_PATH: OURS,
        foundation_models.DERIVED_PATH: DERIVED,
        **dict.fromkeys(of_boto3, BOTO3),
    }
    sources = (source for folder, source in folders.items() if path.startswith(folder))
    return next(sources, USERS)


def collection_sort_key(collection: Collection) -> tuple[int, int]:
    """Return a sort key by which the collection of all resources of a type is first.

    Args:
        collection: boto3's model of a collection. A collection of some resources has
            request parameters that filter them, or a longer name.
    """
    return len(collection.request.params), len(collection.name)


def unknown_name_message(kind: str, name: str, known: Iterable[str]) -> str:
    """Return the message of an error about an unknown name, with a similar one.

    Args:
        kind: The kind of thing that was named, such as ``service``.
        name: The unknown name.
        known: The names that there are.
    """
    near = closest_name(name, known)
    hint = f"did you mean {near!r}?" if near else "none has a name like it"
    return f"no {kind} is called {name!r}; {hint}"


def _exists(path: str) -> bool:
    # Newer releases of botocore have compressed models.
    return bool(_ending(path)) or os.path.isfile(path)


def _ending(path: str) -> str:
    return ".gz" if os.path.isfile(f"{path}.gz") else ""


def _session_without_settings() -> boto3.Session:
    # The catalog has to work with a profile that does not exist and with a broken file
    # of settings. Only the folder of the user's models is left of the settings.
    no_settings = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    return boto3.Session(botocore_session=botocore.session.Session(no_settings))
