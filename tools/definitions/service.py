"""A service in botocore's and boto3's models, read once."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import DataNotFoundError, UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

from .shapes import Items, lists_in


def loader_of(botocore_data: str) -> Loader:
    """Return a loader of one botocore's models and of boto3's resources.

    Only what ships with them: somebody's ~/.aws/models must not change what is
    generated.
    """
    boto3_data = os.path.join(os.path.dirname(boto3.__file__), "data")
    return Loader(
        extra_search_paths=[botocore_data, boto3_data],
        include_default_search_paths=False,
    )


BOTOCORE = Path(Loader.BUILTIN_DATA_PATH)
_loader = loader_of(Loader.BUILTIN_DATA_PATH)


class Service:
    """The models of a service: operations, paginators, waiters, boto3's resources.

    Args:
        name: Its name in botocore.
        kept: Operations to have although AWS has deprecated them.
        since: The data folder of another botocore than the installed one.
    """

    def __init__(
        self, name: str, *, kept: Collection[str] = (), since: Path | None = None
    ) -> None:
        self.name = name
        self._kept = frozenset(kept)
        self._loader = loader_of(str(since)) if since else _loader
        self.version: str = self._loader.determine_latest_version(name, "service-2")
        self.model = ServiceModel(self._load("service-2"), name)
        self._inputs: dict[str, dict[str, Shape]] = {}
        self._items: dict[str, list[Items]] = {}

    def _load(self, kind: str) -> Any:
        try:
            return self._loader.load_service_model(self.name, kind, self.version)
        except (DataNotFoundError, UnknownServiceError):
            return {}

    def ships(self, kind: str) -> bool:
        """Return whether botocore has a file of a kind, be it empty."""
        return bool(self._load(kind))

    @cached_property
    def paginators(self) -> dict[str, Any]:
        """Return ``paginators-1`` by operation."""
        return dict(self._load("paginators-1").get("pagination", {}))

    @cached_property
    def waiters(self) -> dict[str, Any]:
        """Return ``waiters-2`` by waiter."""
        return dict(self._load("waiters-2").get("waiters", {}))

    @cached_property
    def documents(self) -> list[Any]:
        """Return ``service-2`` with AWS's texts, and ``examples-1`` of some calls."""
        return [self._load(kind) for kind in ("service-2", "examples-1")]

    @cached_property
    def base(self) -> dict[str, Any]:
        """Return boto3's own resource definitions, empty where it has none."""
        return dict(self._load("resources-1"))

    @cached_property
    def operations(self) -> dict[str, OperationModel]:
        """Return every operation that AWS has not deprecated, and botocore can call.

        What is sent a stream of events is taken out of clients: see the functions
        ``remove_*`` of ``botocore.handlers``.
        """
        models = {n: self.model.operation_model(n) for n in self.model.operation_names}
        kept = self._kept
        return {
            n: m
            for n, m in models.items()
            if (not m.deprecated or n in kept) and not m.has_event_stream_input
        }

    def inputs(self, operation: str) -> dict[str, Shape]:
        """Return an operation's input members by name: not to be changed."""
        found = self._inputs.get(operation)
        if found is None:
            shape = self.model.operation_model(operation).input_shape
            found = self._inputs[operation] = dict(shape.members) if shape else {}
        return found

    def required(self, operation: str) -> set[str]:
        """Return the names of an operation's required inputs."""
        shape = self.model.operation_model(operation).input_shape
        return set(shape.required_members) if shape else set()

    def output(self, operation: str) -> StructureShape | None:
        """Return an operation's output shape, or ``None``."""
        return self.model.operation_model(operation).output_shape

    def items(self, operation: str) -> list[Items]:
        """Return the lists in an operation's output, the shallow ones first."""
        found = self._items.get(operation)
        if found is None:
            found = self._items[operation] = [*lists_in(self.output(operation))]
        return found

    def structure(self, name: str) -> StructureShape:
        """Return a structure by its name."""
        shape = self.model.shape_for(name)
        assert isinstance(shape, StructureShape), f"{name} is no structure"
        return shape

    def shape_names(self) -> set[str]:
        """Return the names of all shapes."""
        return set(self.model.shape_names)


def all_services() -> list[str]:
    """Return every service botocore knows."""
    return list(_loader.list_available_services("service-2"))


def services_with_resources() -> list[str]:
    """Return the services boto3 itself has resources for."""
    return list(_loader.list_available_services("resources-1"))
