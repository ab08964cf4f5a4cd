"""botocore's own JSON files, read with moto's model classes.

moto's request parsers, routers and serializers want its own subclasses of botocore's
shapes, but without the changes moto merges into the models for its own needs.
"""

from __future__ import annotations

import functools
import itertools
import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import DataNotFoundError, UnknownServiceError
from botocore.loaders import Loader
from moto.core.model import OperationModel, ServiceModel
from moto.core.routing import ProtocolRouter, get_router_class

from boto3_extensions._foundation.models import DATA_PATH, DERIVED_PATH
from fake_aws.refusal import Refusal


class Service:
    """One AWS service as botocore describes it."""

    def __init__(self, name: str, loader: Loader) -> None:
        self.name = name
        self.model = ServiceModel(loader.load_service_model(name, "service-2"), name)
        # An older botocore can have a pagination of ours for what does not page there.
        self.paginators: Mapping[str, Any] = {
            operation: pagination
            for operation, pagination in _load_pagination(name, loader).items()
            if self._pages(operation, pagination)
        }

    def _pages(self, operation: str, pagination: Mapping[str, Any]) -> bool:
        if operation not in self.model.operation_names:
            return False
        tokens = pagination["input_token"]
        wanted = {tokens} if isinstance(tokens, str) else set(tokens)
        shape = self.model.operation_model(operation).input_shape
        return shape is not None and wanted <= set(shape.members)

    @property
    def protocol(self) -> str:
        return str(self.model.resolved_protocol)

    @property
    def signing_name(self) -> str:
        return str(self.model.signing_name)

    @property
    def target_prefix(self) -> str:
        return str(self.model.metadata.get("targetPrefix", ""))

    @functools.cached_property
    def failures(self) -> Mapping[str, frozenset[str]]:
        """The members that tell of failures, by operation, as our definitions say."""
        found: dict[str, frozenset[str]] = {}
        folders = (Path(folder) / self.name for folder in (DATA_PATH, DERIVED_PATH))
        paths = (folder.glob("*/resources-1*.json") for folder in folders)
        for path in itertools.chain.from_iterable(paths):
            document = json.loads(path.read_text(encoding="utf-8"))
            for operation, paths in _failures(document):
                found[operation] = found.get(operation, frozenset()) | set(paths)
        return found

    @functools.cached_property
    def router(self) -> ProtocolRouter:
        """What finds a REST operation by method and path; costly to build."""
        router_class = get_router_class(self.name, self.protocol)
        return router_class(self.model)

    def operation(self, name: str) -> OperationModel:
        if name not in self.model.operation_names:
            raise Refusal(
                "InvalidAction", f"{self.name} has no operation named {name!r}.", 404
            )
        return self.model.operation_model(name)


class Services:
    """Every service botocore knows, each loaded when first asked for."""

    def __init__(self, loader: Loader | None = None) -> None:
        self._loader = loader or Loader()
        self._loaded: dict[str, Service] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Service:
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = self._load(name)
            return self._loaded[name]

    def _load(self, name: str) -> Service:
        try:
            return Service(name, self._loader)
        except UnknownServiceError:
            raise Refusal(
                "UnknownService",
                f"botocore has no service named {name!r}; give the client "
                "endpoint_url=fake.url_for(<service>).",
            ) from None


def _load_pagination(name: str, loader: Loader) -> Mapping[str, Any]:
    try:
        pagination: Mapping[str, Any] = loader.load_service_model(name, "paginators-1")
    except (DataNotFoundError, UnknownServiceError):
        return {}
    return pagination["pagination"]


def _failures(document: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield (operation, paths) of all that tells of failures in a definition."""
    if isinstance(document, dict):
        if "failures" in document and "request" in document:
            yield document["request"]["operation"], document["failures"]
        for value in document.values():
            yield from _failures(value)
