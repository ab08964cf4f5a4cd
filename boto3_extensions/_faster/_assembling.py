"""Writes the code that puts objects of a class together, as dataclasses have theirs.

Python is quickest at setting attributes whose names stand in the code: this takes half
the time that ``setattr`` does, and there is no call for an object. Nothing of what
AWS or a user says gets into the code but the names of a type's identifiers.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Iterator, Sequence
from textwrap import indent
from typing import Any, NamedTuple

from boto3_extensions import _session

# What a class gets: {values} are variables, one for each identifier. Both functions
# are for a meta that is the class's, whose parts but client and data all share.
_FUNCTIONS = """\
def one(client, common, values):
    {values} = values
    if {any_is_none}:
        return None
    {common}
    data = common.data
{object_of_one}
    return resource


def each(client, common, columns, items):
    {common}
    for data, {values} in zip(items, *columns):
{object_of_each}
        yield resource
"""

_COMMON = (
    "service_name, identifiers, resource_model = "
    "common.service_name, common.identifiers, common.resource_model"
)

# In the order in which boto3 sets them.
_OBJECT = """\
resource = new(cls)
resource.meta = meta = new(meta_class)
meta.service_name = service_name
meta.identifiers = identifiers
meta.client = client
meta.data = data
meta.resource_model = resource_model
"""


class Assembler(NamedTuple):
    """What puts objects of a class together, the values of their identifiers given.

    Attributes:
        one: Takes a client, the meta of the class and the values. Returns an object,
            or None if a value is None.
        each: Takes a client, the meta of the class, the values of each identifier and
            the data of each object. Returns an iterator of the objects.
    """

    one: Callable[[Any, Any, Sequence[Any]], Any]
    each: Callable[[Any, Any, Sequence[Sequence[Any]], Sequence[Any]], Iterator[Any]]


def assembler_of(cls: Any) -> Assembler | None:
    """Return what puts objects of a class together, None for one with odd names.

    Args:
        cls: A resource class, whose meta has a kind and parts that we know.
    """
    names = tuple(f"_{identifier}" for identifier in cls.meta.identifiers)
    # Python takes other letters for the same as some of ASCII.
    if not names or not all(name.isascii() and name.isidentifier() for name in names):
        return None
    meta_class = type(cls.meta)
    made: dict[str, Any] = {
        "new": object.__new__,
        "cls": cls,
        "meta_class": meta_class,
    }
    exec(_code(names, meta_class is _session.ResourceMeta), made)
    return Assembler(made["one"], made["each"])


# The names of identifiers are few: ten types of ec2 in eleven have an `id`.
@functools.lru_cache(maxsize=512)
def _code(names: tuple[str, ...], has_session: bool) -> types.CodeType:
    values = [f"value_{position}" for position in range(len(names))]
    made = _OBJECT
    if has_session:
        made += "meta.session = common.session\n"
    for name, value in zip(names, values, strict=True):
        made += f"resource.{name} = {value}\n"
    source = _FUNCTIONS.format(
        values="".join(f"{value}, " for value in values),
        any_is_none=" or ".join(f"{value} is None" for value in values),
        common=_COMMON,
        object_of_one=indent(made, " " * 4),
        object_of_each=indent(made, " " * 8),
    )
    return compile(source, "<boto3_extensions objects>", "exec")
