"""The data of a service's pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from boto3.resources.model import ResourceModel
from botocore import xform_name
from botocore.model import (
    ListShape,
    MapShape,
    NoShapeFoundError,
    OperationModel,
    OperationNotFoundError,
    Shape,
    StructureShape,
)

from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._discovery.description import Description, describe, python_type

from .html import first_sentence

_BOTO3 = "https://docs.aws.amazon.com/boto3/latest/reference/services"
_DEFINITIONS = Path(__file__).parents[2] / "definitions"
_TYPE = re.compile(r"^\[types\.(\w+)\]", re.MULTILINE)
# What the files of a service that has several are about, in the order of its page.
GROUPS = {
    "own": "Instances, images, volumes and networks: boto3's own",
    "compute": "Compute: templates, spot, fleets, hosts, reservations, images",
    "vpc": "VPC: endpoints, gateways, addresses, flow logs",
    "network": "Network: route servers, mirrors, analyses, Outposts",
    "connect": "VPN, transit gateways, Verified Access",
    "ipam": "IPAM",
    "catalog": "Catalog: databases, tables, partitions",
    "etl": "Jobs, crawlers, triggers, workflows, sessions",
    "governance": "Schemas, data quality, integrations, connections",
}


class Parameter(NamedTuple):
    """A keyword argument of an action."""

    name: str
    type: str
    required: bool
    says: str


class Call(NamedTuple):
    """The parameters and the return type of an action or a collection."""

    parameters: list[Parameter]
    returns: str


class Service:
    """One service: its descriptions, and what AWS wrote about it."""

    def __init__(self, catalog: Catalog, name: str) -> None:
        self.name = name
        self._catalog = catalog
        self._model = catalog.service_model(name)

    @cached_property
    def is_derived(self) -> bool:
        """Whether rules alone made the service's definitions."""
        return self._catalog.is_derived(self.name)

    @cached_property
    def itself(self) -> Description:
        """The description of the service itself."""
        return describe(self._catalog, self.name)

    @property
    def names(self) -> list[str]:
        """The names of the service's types."""
        return self._catalog.types(self.name)

    @cached_property
    def types(self) -> dict[str, Description]:
        """The descriptions of the service's resource types, by name."""
        return {name: describe(self._catalog, self.name, name) for name in self.names}

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The names of the service's types by subject; one unnamed group for most."""
        written = sorted((_DEFINITIONS / self.name).glob("*.toml"))
        of_type: dict[str, str] = {}
        for path in written:
            about = "own" if path.stem == "own" else path.stem
            for kind in _TYPE.findall(path.read_text("utf-8")):
                of_type.setdefault(kind, about)
        found: dict[str, list[str]] = {}
        for kind in self.names:
            about = of_type.get(kind, "own") if written else ""
            found.setdefault(about, []).append(kind)
        order = ["", *GROUPS, *sorted(set(found) - set(GROUPS))]
        return {
            GROUPS.get(about, about.capitalize()): found[about]
            for about in sorted(found, key=order.index)
        }

    @property
    def addresses(self) -> dict[str, str]:
        """The address of each type, from the page that lists all services.

        A type of a curated service has a page, one of a derived service a place on its
        service's.
        """
        if self.is_derived:
            page = f"{self.name}/index.html"
            return {kind: f"{page}#{self.name}.{kind}" for kind in self.names}
        return {kind: f"{self.name}/{kind}.html" for kind in self.names}

    @property
    def full_name(self) -> str:
        """The full name of the service in AWS's model."""
        full_name: str = self._model.metadata["serviceFullName"]
        return full_name

    @property
    def uid(self) -> str:
        """The service's name and version in the addresses of AWS's pages."""
        uid: str = self._model.metadata["uid"]
        return uid

    @property
    def boto3_page(self) -> str:
        """The address of boto3's page on the client."""
        return f"{_BOTO3}/{self.name}.html"

    def says_of_operation(self, operation: str) -> str:
        """Return AWS's documentation of an operation, in a sentence."""
        model = self._operation(operation)
        return first_sentence(model.documentation) if model else ""

    def says_of_type(self, resource_type: str) -> str:
        """Return AWS's documentation of a type's shape, in a sentence."""
        shape = self._shape(self._definition(resource_type).get("shape", ""))
        return first_sentence(shape.documentation) if shape else ""

    def says_of_attributes(self, resource_type: str) -> dict[str, tuple[str, str]]:
        """Return AWS's documentation of each attribute, with the keys of its dicts."""
        definition = self._definition(resource_type)
        said = {
            xform_name(name): (
                "Told beside the data of the resource."
                if "load" in extra
                else "Told by what makes the resource.",
                keys_of(self._shape(extra.get("shape", ""))),
            )
            for name, extra in definition.get("extras", {}).items()
        }
        shape = self._shape(definition.get("shape", ""))
        for name, member in getattr(shape, "members", {}).items():
            said[xform_name(name)] = (
                first_sentence(member.documentation),
                keys_of(member),
            )
        return said

    def calls(self, resource_type: str) -> dict[str, Call]:
        """Return the parameters and return types of the actions of a type."""
        # The model that boto3 makes a class of, without the class.
        document = self._catalog.definition(self.name)
        own = document["resources"][resource_type] if resource_type else None
        model = ResourceModel(
            resource_type or self.name,
            own or document["service"],
            document["resources"],
        )
        model.load_rename_map(self._shape(model.shape) if model.shape else None)
        return {
            one.name: self._call(
                one.request.operation,
                {param.target.partition("[")[0] for param in one.request.params},
                one.path or "",
            )
            for one in model.actions
        }

    def listed_by(self, resource_type: str) -> Iterator[tuple[str, str]]:
        """Yield the owner and the name of each collection of a type's resources."""
        for one in (self.itself, *self.types.values()):
            for collection in one.collections:
                if collection.type == resource_type:
                    yield one.type, collection.name

    def _call(self, operation: str, filled: set[str], path: str) -> Call:
        model = self._operation(operation)
        if model is None:
            return Call([], "")
        takes = model.input_shape
        required = set(takes.required_members) if takes else set()
        found = [
            Parameter(
                name,
                python_type(shape),
                name in required,
                first_sentence(shape.documentation),
            )
            for name, shape in (takes.members.items() if takes else ())
            if name not in filled
        ]
        found.sort(key=lambda one: not one.required)
        answer: Shape | None = model.output_shape
        if path and path != "@":
            answer = getattr(answer, "members", {}).get(path)
            return Call(found, python_type(answer) if answer else "dict")
        keys = ", ".join(getattr(answer, "members", {}))
        return Call(found, f"dict: {keys}" if keys else "dict")

    def _operation(self, name: str) -> OperationModel | None:
        try:
            return self._model.operation_model(name)
        except OperationNotFoundError:
            return None

    def _shape(self, name: str) -> Shape | None:
        try:
            return self._model.shape_for(name)
        except NoShapeFoundError:
            return None

    def _definition(self, resource_type: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._catalog.definition(self.name)["resources"]
        own: Mapping[str, Any] = found[resource_type]
        return own


def keys_of(shape: Shape | None) -> str:
    """Return the keys of the dicts in a shape, as AWS writes them."""
    while isinstance(shape, ListShape | MapShape):
        shape = shape.member if isinstance(shape, ListShape) else shape.value
    return ", ".join(shape.members) if isinstance(shape, StructureShape) else ""
