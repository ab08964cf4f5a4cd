"""All that the pages of one service need to know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from botocore import xform_name
from botocore.model import NoShapeFoundError, OperationNotFoundError

from boto3_extensions._cli._catalog import Catalog
from boto3_extensions._cli._describe import Description, describe

from . import rst

_AWS = "https://docs.aws.amazon.com/goto/WebAPI"


class Service:
    """One service: its descriptions, and what AWS wrote about it."""

    def __init__(self, catalog: Catalog, name: str) -> None:
        self.name = name
        self._catalog = catalog
        self._model = catalog.service_model(name)

    @cached_property
    def itself(self) -> Description:
        """What the service itself has."""
        return describe(self._catalog, self.name)

    @cached_property
    def types(self) -> dict[str, Description]:
        """What each of its resource types has, by name."""
        names = self._catalog.types(self.name)
        return {name: describe(self._catalog, self.name, name) for name in names}

    @property
    def full_name(self) -> str:
        """What AWS calls it."""
        full_name: str = self._model.metadata["serviceFullName"]
        return full_name

    def operation_link(self, operation: str) -> str:
        """Return an operation's name, a link to AWS's page on it."""
        uid = self._model.metadata.get("uid")
        return rst.web_link(operation, f"{_AWS}/{uid}/{operation}" if uid else None)

    def says_of_operation(self, operation: str) -> str:
        """Return what AWS says of an operation, in a sentence."""
        try:
            model = self._model.operation_model(operation)
        except OperationNotFoundError:
            return ""
        return rst.first_sentence(model.documentation)

    def says_of_attributes(self, resource_type: str) -> dict[str, str]:
        """Return what AWS says of each attribute of a type, in a sentence."""
        definition = self._catalog.definition(self.name)["resources"][resource_type]
        said = {
            xform_name(name): (
                "Told beside the data of the resource."
                if "load" in extra
                else "Told by what makes the resource."
            )
            for name, extra in definition.get("extras", {}).items()
        }
        try:
            shape = self._model.shape_for(definition.get("shape", ""))
        except NoShapeFoundError:
            return said
        for name, member in shape.members.items():
            said[xform_name(name)] = rst.first_sentence(member.documentation)
        return said

    def listed_by(self, resource_type: str) -> Iterator[tuple[str, str]]:
        """Yield the owner and the name of each collection of a type's resources."""
        for one in (self.itself, *self.types.values()):
            for collection in one.collections:
                if collection.type == resource_type:
                    yield one.type, collection.name
