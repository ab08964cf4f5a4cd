"""Resources as rows of a table: dicts for pandas, csv and json, and to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, SupportsIndex, overload

from boto3.resources.collection import CollectionManager
from botocore import xform_name

from boto3_extensions._arns._link_paths import value_at
from boto3_extensions._seeing.plain import to_dict
from boto3_extensions.exceptions import LinkError, NotTaggableError

_TAGS = "tags."


class Rows(list[dict[str, Any]]):
    """A list of dicts, one for each resource, that looks like a table.

    A terminal shows it with its columns, a notebook as HTML; to all else, such as
    ``pandas.DataFrame``, ``csv.DictWriter`` and ``json.dumps``, it is a list of dicts.

    Attributes:
        columns: The keys of each, in their order.
    """

    def __init__(
        self, rows: Iterable[dict[str, Any]] = (), columns: Iterable[str] | None = None
    ) -> None:
        super().__init__(rows)
        told = columns if columns is not None else (key for row in self for key in row)
        self.columns = list(dict.fromkeys(told))

    @overload
    def __getitem__(self, at: SupportsIndex) -> dict[str, Any]: ...

    @overload
    def __getitem__(self, at: slice) -> Rows: ...

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        found: Any = super().__getitem__(at)
        # The first few of them are a table, too.
        return Rows(found, self.columns) if isinstance(at, slice) else found

    def __repr__(self) -> str:
        from boto3_extensions._seeing.tables import as_text

        return as_text(self.columns, self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from boto3_extensions._seeing.tables import as_html

        return as_html(self.columns, self)

    def to_csv(self) -> str:
        """Return the rows as CSV (RFC 4180, with line feeds), the columns first."""
        from boto3_extensions._seeing.tables import as_csv

        return as_csv(self.columns, self)

    def to_json(self) -> str:
        """Return the rows as JSON, an array of objects."""
        from boto3_extensions._seeing.tables import as_json

        return as_json(self)


def rows(resources: Iterable[Any], *columns: str) -> Rows:
    """Return one row for each resource, with the columns that are asked for.

    Args:
        resources: Resources of any types, such as a collection.
        columns: Attributes and identifiers by their names, ``arn``; with dots what is
            in dicts, and in each dict of a list: ``endpoint.Address``, where keys are
            written as AWS does or like attributes; ``tags.team`` for the value of a
            tag, ``tags`` for a dict of all. The type's own name may be left out:
            ``status`` of a DBInstance is ``db_instance_status``. All of `to_dict`, if
            none is told.

    Returns:
        A list of dicts whose keys are the columns, with Python's values; what a
        resource has not is None.

    Raises:
        TypeError: `resources` is a single resource or nothing to iterate over.
        LinkError: A resource has no such attribute, or it is a collection.
    """
    if isinstance(resources, str | Mapping) or not isinstance(resources, Iterable):
        kind = type(resources).__name__
        raise TypeError(
            f"rows() takes resources, such as rds.db_instances, not a {kind}; put a "
            "single one into a list"
        )
    if not columns:
        return Rows(to_dict(resource) for resource in resources)
    found = (
        {one: value_of(resource, one) for one in columns} for resource in resources
    )
    return Rows(found, columns)


def value_of(resource: Any, column: str) -> Any:
    """Return the value of a column of a resource, None if it has none.

    Raises:
        LinkError: It has no such attribute, or it is a collection.
    """
    if column.startswith(_TAGS):
        return tags_in(resource).get(column.removeprefix(_TAGS))
    if column == "tags":
        try:
            return dict(tags_in(resource))
        except NotTaggableError:
            # What AWS calls so need not be tags of the thing itself.
            pass
    if column == "arn":
        # Where it is not enabled, the error says how to.
        return resource.arn
    value = value_at(resource, whole_name(type(resource), column))
    if isinstance(value, CollectionManager):
        raise LinkError(f"{column} is a collection: {not_a_column(column)}")
    return value


def whole_name(made: Any, column: str) -> str:
    """Return a column with the name of its type before it, where AWS has it so.

    Args:
        made: The class of the resources.
        column: Such as ``status`` for ``db_instance_status`` of a DBInstance.
    """
    head, dot, rest = column.partition(".")
    name = xform_name(head.removesuffix("[]"))
    whole = f"{xform_name(made.meta.resource_model.name)}_{name}"
    if hasattr(made, name) or not isinstance(getattr(made, whole, None), property):
        return column
    return f"{whole}{dot}{rest}"


def not_a_column(name: str) -> str:
    """Return what to say of a collection that is asked for as a column."""
    return f"list {name} by itself, as its items take calls of their own"


def tags_in(resource: Any) -> Mapping[str, Any]:
    """Return the tags of a resource, values by keys."""
    import boto3_extensions

    of: Any = getattr(boto3_extensions, "tags_of", None)
    if of is not None:
        found: Mapping[str, Any] = of(resource)
        return found
    return _listed(resource)


def _listed(resource: Any) -> Mapping[str, Any]:
    for name in ("tag_list", "tag_set", "tags"):
        if isinstance(getattr(type(resource), name, None), property):
            value = getattr(resource, name)
            if isinstance(value, Mapping):
                return value
            if isinstance(value, Sequence) or value is None:
                return {one["Key"]: one["Value"] for one in value or ()}
            return {one.key: one.value for one in value}
    return {}
