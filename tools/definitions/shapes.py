"""The paths of items and ids in an output, from botocore's shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from botocore.model import ListShape, MapShape, Shape, StructureShape

SCALARS = {"string", "integer", "long", "timestamp", "character"}

# As deep as anybody would look: what is deeper is that of a job's whole program.
MOST_STEPS = 6


@dataclass(frozen=True)
class Items:
    """A list somewhere in an output: its JMESPath and the shape of an item."""

    path: str
    item: Shape


# The items of a list that a condition holds for.
_FILTER = re.compile(r"\[\?[^\[\]]*\]")


def lists_in(shape: Shape | None, prefix: str = "", depth: int = 2) -> Iterator[Items]:
    """Yield the lists of structures or of strings in *shape*, shallow ones first.

    What each item of a list only wraps comes last: ``KeyGroupList.Items[].KeyGroup``.
    """
    if not isinstance(shape, StructureShape):
        return
    for name, member in shape.members.items():
        if isinstance(member, ListShape) and (
            isinstance(member.member, StructureShape)
            or member.member.type_name == "string"
        ):
            yield Items(f"{prefix}{name}[]", member.member)
    if depth > 1:
        for name, member in shape.members.items():
            if isinstance(member, StructureShape):
                yield from lists_in(member, f"{prefix}{name}.", depth - 1)
    for name, member in shape.members.items():
        if isinstance(member, ListShape) and isinstance(member.member, StructureShape):
            for inner, wrapped in member.member.members.items():
                if isinstance(wrapped, StructureShape):
                    yield Items(f"{prefix}{name}[].{inner}", wrapped)
                elif isinstance(wrapped, ListShape) and isinstance(
                    wrapped.member, StructureShape
                ):
                    yield Items(f"{prefix}{name}[].{inner}[]", wrapped.member)


def list_at(output: Shape | None, path: str) -> Items | None:
    """Return the list a path leads to, through other lists if need be (``A[].B[]``).

    Its items may each be within another, or just a member of it (``A[].B``), or be only
    some of them (``A[?!B]``).
    """
    holder = output
    *steps, last = _FILTER.sub("[]", path).split(".")
    for step in steps:
        holder = _step(holder, step)
    found = _step(holder, last.removesuffix("[]"))
    if isinstance(found, ListShape):
        return Items(path, found.member)
    within = found is not None and any("[]" in step for step in (*steps, last))
    return Items(path, found) if within else None


def _step(shape: Shape | None, step: str) -> Shape | None:
    if not isinstance(shape, StructureShape):
        return None
    found = shape.members.get(step.removesuffix("[]"))
    if step.endswith("[]"):
        return found.member if isinstance(found, ListShape) else None
    return found


def structures_in(shape: Shape | None) -> Iterator[tuple[str, StructureShape]]:
    """Yield the structures an output wraps, with their names; then the output."""
    if not isinstance(shape, StructureShape):
        return
    for name, member in shape.members.items():
        if isinstance(member, StructureShape):
            yield name, member
    yield "@", shape


def member_of(shape: Shape, candidates: list[str]) -> str | None:
    """Return the first of *candidates* that is a scalar member of *shape*."""
    members = shape.members if isinstance(shape, StructureShape) else {}
    for name in candidates:
        if name in members and members[name].type_name in SCALARS:
            return name
    return None


def has_scalar(shape: Shape, path: str) -> bool:
    """Return whether a path of members (``Subnet.SubnetId``) leads to a scalar."""
    *steps, last = path.split(".")
    holder: Shape | None = shape
    for step in steps:
        holder = _step(holder, step)
    return holder is not None and member_of(holder, [last]) is not None


def is_string_list(shape: Shape) -> bool:
    """Return whether *shape* is a list of strings."""
    return isinstance(shape, ListShape) and shape.member.type_name == "string"


def shape_at(output: Shape | None, path: str) -> StructureShape | None:
    """Return the structure a simple JMESPath leads to."""
    shape = output
    for part in path.split("."):
        name = part.split("[")[0]
        if name in {"@", "$", ""}:
            continue
        if not isinstance(shape, StructureShape) or name not in shape.members:
            return None
        shape = shape.members[name]
        if "[" in part:
            shape = shape.member
    return shape if isinstance(shape, StructureShape) else None


def plain_pattern(shape: Shape) -> str:
    """Return botocore's pattern of a string without escapes, ``_`` for a class."""
    pattern = re.sub(r"\[[^\]]*\]", "_", str(shape.metadata.get("pattern", "")))
    return pattern.replace("\\", "")


# The word that ids of a kind begin with: ``eng-`` of an engagement.
_START = re.compile(r"(?:^|[|(])\^?([a-z]{2,8}-)(?=[_\[(])")


def starts_of(shape: Shape) -> set[str]:
    """Return the words that botocore's pattern of an id has them begin with."""
    return set(_START.findall(plain_pattern(shape)))


# A word of an ARN that is there in all ARNs of a type.
_LITERAL = re.compile(r"(?:^|(?<=[:/(|]))([a-z][a-z-]{3,})(?=[:/)|])")


def words_of_arn(text: str) -> set[str]:
    """Return the literal words in the pattern of ARNs, or in their last part."""
    return {*_LITERAL.findall(text)}


def strings_in(
    shape: Shape | None,
    way: tuple[str, ...] = (),
    seen: frozenset[str] = frozenset(),
    *,
    enums: bool = True,
) -> Iterator[tuple[str, ...]]:
    """Yield the way to every string, and list of strings, in a structure.

    Lists take no step, and maps ``*``; a structure within itself is not entered. An
    enumeration is AWS's words, and nobody's name: without *enums* they are left out.
    """
    if shape is None or shape.name in seen or len(way) > MOST_STEPS:
        return
    seen = seen | {shape.name}
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            yield from strings_in(member, (*way, name), seen, enums=enums)
    elif isinstance(shape, ListShape):
        yield from strings_in(shape.member, way, seen, enums=enums)
    elif isinstance(shape, MapShape):
        yield from strings_in(shape.value, (*way, "*"), seen, enums=enums)
    elif shape.type_name == "string" and (enums or not shape.metadata.get("enum")):
        yield way
