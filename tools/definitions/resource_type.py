"""The generator's model of a resource type."""

from __future__ import annotations

from dataclasses import dataclass, field

from botocore import xform_name
from botocore.model import Shape, StructureShape

from .shapes import SCALARS, is_string_list
from .spec import ListSpec, TypeSpec


@dataclass
class Identifier:
    """An identifier: its name in boto3, its member in the data, its inputs.

    A prefix is what AWS puts before it in answers, and no more than that. One that is
    ``as_text`` is a number in answers, and a string in all that asks for it. One that
    is ``many`` is a list of strings: a partition of glue's is known by its values.
    """

    name: str
    member: str | None
    inputs: list[str]
    own: bool = True
    prefix: str | None = None
    as_text: bool = False
    many: bool = False

    @property
    def alias(self) -> str | None:
        """Return the other name that its data has it by, as the same kind of value."""
        if self.member is None or self.as_text:
            return None
        return self.member if xform_name(self.name) != xform_name(self.member) else None

    def told_at(self, path: str) -> str:
        """Return the JMESPath expression of a path, as text if inputs take text."""
        return f"{path}.to_string(@)" if self.as_text else path

    def fits(self, shape: Shape) -> bool:
        """Return whether an input or a member of *shape* can be this identifier."""
        if self.many:
            return is_string_list(shape)
        return shape.type_name in SCALARS


@dataclass
class Call:
    """An operation with the inputs that a resource fills, and its output's path."""

    operation: str
    params: list[dict[str, str]]
    path: str | None = None


@dataclass
class Listing(Call):
    """A list operation of a type: the names of the collection it makes, its items."""

    names: list[str] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    item: Shape | None = None
    spec: ListSpec | None = None


@dataclass
class ResourceType:
    """A resource type, from the TOML, boto3's own definition and botocore's model."""

    spec: TypeSpec
    identifiers: list[Identifier]
    shape: StructureShape | None = None
    load: Call | None = None
    base: bool = False

    @property
    def name(self) -> str:
        """Return the type's name."""
        return self.spec.name

    @property
    def nouns(self) -> list[str]:
        """Return the words AWS uses for the type in operation names."""
        return self.spec.nouns

    def numbers(self) -> list[str]:
        """Return the identifiers that its operations take as numbers."""
        members = self.shape.members if self.shape else {}
        types = {xform_name(name): members[name].type_name for name in members}
        return [
            xform_name(i.name)
            for i in self.identifiers
            if types.get(xform_name(i.member or i.name)) in {"integer", "long"}
            and not i.as_text
        ]

    def arn_member(self) -> str | None:
        """Return the path of the type's own ARN in its data, or ``None``."""
        wanted, dot, inner = (self.spec.arn or {}).get("arn", "").partition(".")
        if not wanted:
            return None
        members = self.shape.members if self.shape is not None else {}
        found = next((m for m in members if xform_name(m) == wanted), None)
        return found and found + dot + inner

    def arn_identifier(self) -> Identifier | None:
        """Return the identifier that is the type's own ARN, or ``None``."""
        wanted = (self.spec.arn or {}).get("arn")
        return next((i for i in self.identifiers if xform_name(i.name) == wanted), None)
