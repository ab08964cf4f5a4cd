"""The rules' view of a service: botocore's models and a merged definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import (
    NoShapeFoundError,
    OperationModel,
    OperationNotFoundError,
    ServiceModel,
    Shape,
    StructureShape,
)

LOAD = "load"
ACTION = "action"
BATCH = "batch action"
COLLECTION = "collection"
SUBRESOURCE = "subresource"
REFERENCE = "reference"
WAITER = "waiter"

_KIND_OF_KEY = {
    "actions": ACTION,
    "batchActions": BATCH,
    "hasMany": COLLECTION,
    "waiters": WAITER,
}


@dataclass(frozen=True)
class Site:
    """An entry of a definition that calls an operation or makes resources.

    Args:
        place: Its dotted path, ``Stack.hasMany.Events``.
        kind: One of the constants of this module.
        owner: The type it belongs to; ``None`` for the service itself.
        body: The JSON.
    """

    place: str
    kind: str
    owner: str | None
    body: Mapping[str, Any] = field(hash=False)

    @property
    def params(self) -> list[dict[str, Any]]:
        """Return the request parameters of the site's operation."""
        holder = self.body if self.kind == WAITER else self.body.get("request", {})
        return list(holder.get("params", []))

    @property
    def answer(self) -> Mapping[str, Any] | None:
        """Return the ``resource`` of the site's response, if there is any."""
        return self.body.get("resource")

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Return the sources of the identifiers of the yielded resource."""
        return list((self.answer or {}).get("identifiers", []))


def _has_kind(body: Mapping[str, Any]) -> str:
    parts = body.get("resource", {}).get("identifiers", [])
    return REFERENCE if any(p.get("source") == "data" for p in parts) else SUBRESOURCE


def _sites_of(owner: str | None, definition: Mapping[str, Any]) -> Iterator[Site]:
    prefix = owner or "service"
    if "load" in definition:
        yield Site(f"{prefix}.load", LOAD, owner, definition["load"])
    for key, kind in _KIND_OF_KEY.items():
        for name, body in definition.get(key, {}).items():
            yield Site(f"{prefix}.{key}.{name}", kind, owner, body)
    for name, body in definition.get("has", {}).items():
        yield Site(f"{prefix}.has.{name}", _has_kind(body), owner, body)


class Service:
    """A definition with the models that the rules compare with it.

    Args:
        name: The service's name in botocore.
        model: Its ``service-2``.
        paginators: ``paginators-1``, by operation.
        waiters: ``waiters-2``, by waiter.
        definition: ``resources-1`` as boto3 would load it.
        arns: ``arns-1``, by type.
    """

    def __init__(
        self,
        name: str,
        model: ServiceModel,
        paginators: Mapping[str, Any],
        waiters: Mapping[str, Any],
        definition: Mapping[str, Any],
        arns: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.model = model
        self.paginators = paginators
        self.waiters = waiters
        self.top: Mapping[str, Any] = definition.get("service", {})
        self.types: Mapping[str, Any] = definition.get("resources", {})
        self.arns = arns or {}
        self._sites = [*_sites_of(None, self.top)]
        for type_name, body in self.types.items():
            self._sites += _sites_of(type_name, body)

    def sites(self, *kinds: str) -> list[Site]:
        """Return all entries of some kinds (of all, if none is named), in order."""
        return [site for site in self._sites if not kinds or site.kind in kinds]

    def operation_name(self, site: Site) -> str | None:
        """Return the operation that a site calls, whether or not it exists."""
        if site.kind == WAITER:
            holder = self.waiters.get(str(site.body.get("waiterName")), {})
        else:
            holder = site.body.get("request", {})
        name: str | None = holder.get("operation")
        return name

    def operation(self, site: Site) -> OperationModel | None:
        """Return the operation that a site calls; ``None`` if there is none."""
        name = self.operation_name(site)
        try:
            return self.model.operation_model(name) if name else None
        except OperationNotFoundError:
            return None

    def body(self, type_name: str | None) -> Mapping[str, Any]:
        """Return the JSON of a type; nothing for the service and for unknown types."""
        found: Mapping[str, Any] = self.types.get(str(type_name), {})
        return found

    def shape_named(self, name: str | None) -> Shape | None:
        """Return a shape of the service, or ``None``."""
        try:
            return self.model.shape_for(name) if name else None
        except NoShapeFoundError:
            return None

    def shape(self, type_name: str | None) -> StructureShape | None:
        """Return the structure that a type's attributes are read from, if any."""
        found = self.shape_named(self.body(type_name).get("shape"))
        return found if isinstance(found, StructureShape) else None

    def identifiers(self, type_name: str | None) -> list[dict[str, str]]:
        """Return the identifiers of a type, in order."""
        return list(self.body(type_name).get("identifiers", []))

    def identifier_names(self, type_name: str | None) -> list[str]:
        """Return the names of a type's identifiers, in order."""
        return [identifier["name"] for identifier in self.identifiers(type_name)]

    def optional_names(self, type_name: str | None) -> list[str]:
        """Return the names of the identifiers that a type may be without."""
        return [i["name"] for i in self.identifiers(type_name) if "optional" in i]

    def is_list(self, type_name: str | None, name: str | None) -> bool:
        """Return whether an identifier is a list: a partition of glue has values."""
        found = [i for i in self.identifiers(type_name) if i["name"] == name]
        return any("list" in i for i in found)
