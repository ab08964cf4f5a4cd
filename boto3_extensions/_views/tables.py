"""Resources as rows of a table: dicts for pandas, csv and json, and to be looked at.

Writes rows as a table: text within the width of a terminal, HTML, CSV, JSON.

``rich`` draws it where it is installed and there is a terminal (the extra ``table``);
else it is plain text, whose long columns are cut.
"""

from __future__ import annotations

import csv
import html
import io
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex, TextIO, overload

from boto3.resources.collection import CollectionManager
from botocore import xform_name

from boto3_extensions._foundation.paths import value_at
from boto3_extensions._views.data import as_plain, to_dict
from boto3_extensions.exceptions import LinkError, NotTaggableError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from rich.live import Live
    from rich.table import Table

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

        return as_text(self.columns, self)

    __str__ = __repr__

    def _repr_html_(self) -> str:

        return as_html(self.columns, self)

    def to_csv(self) -> str:
        """Return the rows as CSV (RFC 4180, with line feeds), the columns first."""

        return as_csv(self.columns, self)

    def to_json(self) -> str:
        """Return the rows as JSON, an array of objects."""

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


def value_of(resource: ServiceResource, column: str) -> Any:
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


def whole_name(made: type[ServiceResource], column: str) -> str:
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


def tags_in(resource: ServiceResource) -> Mapping[str, Any]:
    """Return the tags of a resource, values by keys."""
    import boto3_extensions

    of: Any = getattr(boto3_extensions, "tags_of", None)
    if of is not None:
        found: Mapping[str, Any] = of(resource)
        return found
    return _listed(resource)


def _listed(resource: ServiceResource) -> Mapping[str, Any]:
    for name in ("tag_list", "tag_set", "tags"):
        if isinstance(getattr(type(resource), name, None), property):
            value = getattr(resource, name)
            if isinstance(value, Mapping):
                return value
            if isinstance(value, Sequence) or value is None:
                return {one["Key"]: one["Value"] for one in value or ()}
            return {one.key: one.value for one in value}
    return {}


# Between columns, and the least that a column is cut to.
_GAP, _LEAST = "  ", 8

_CUT = "…"

# The characters of a cell of HTML that is not broken: most ARNs.
_UNBROKEN = 100

# The columns that `list` puts first.
_PLACES = ("account", "region")

# The lines of a display that are no rows.
_AROUND = 6

_Rows = Iterable[Mapping[str, Any]]


def as_text(columns: Sequence[str], rows: _Rows, width: int | None = None) -> str:
    """Return a table of plain text, whose lines are no longer than a terminal's.

    Args:
        columns: The keys to show, in order.
        rows: What to show.
        width: Of the lines, in characters; None for that of the terminal, 80 where
            there is none.
    """
    width = width or shutil.get_terminal_size((80, 24)).columns
    lines, widths = _fitted(columns, rows, width)
    return "\n".join(
        _GAP.join(
            text + " " * (size - _width(text))
            for text, size in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def as_rich(columns: Sequence[str], rows: _Rows, width: int) -> Table | None:
    """Return a table of rich's; None where rich is not installed."""
    try:
        from rich import table, text
    except ImportError:
        return None
    (head, *lines), widths = _fitted(columns, rows, width)
    # Its own cutting gives the shortest columns no room at all.
    made = table.Table(box=None, pad_edge=False, padding=(0, len(_GAP), 0, 0))
    for name, size in zip(head, widths, strict=True):
        made.add_column(name, width=size, no_wrap=True)
    for line in lines:
        # As text, for what is in brackets is none of rich's markup.
        made.add_row(*map(text.Text, line))
    return made


def as_html(columns: Sequence[str], rows: _Rows) -> str:
    """Return a table of HTML, with everything in it escaped.

    Notebooks have all cells at the right and break names at their hyphens: here only
    numbers are at the right, and a cell is broken if it is long.
    """
    rows = list(rows)
    sides = {one: _side([row.get(one) for row in rows]) for one in columns}
    head = "".join(_html_cell("th", name, sides[name]) for name in columns)
    body = "".join(
        "<tr>"
        + "".join(_html_cell("td", cell(row.get(one)), sides[one]) for one in columns)
        + "</tr>\n"
        for row in rows
    )
    return (
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
    )


def _side(values: Iterable[Any]) -> str:
    told = [one for one in values if one is not None]
    are_numbers = all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in told
    )
    return "right" if told and are_numbers else "left"


def _html_cell(tag: str, text: str, side: str) -> str:
    style = f"text-align: {side}"
    if len(text) <= _UNBROKEN:
        style += "; white-space: nowrap"
    return f'<{tag} style="{style}">{html.escape(text)}</{tag}>'


def as_csv(columns: Sequence[str], rows: _Rows) -> str:
    """Return CSV; what is no text, number or truth value is JSON in its cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(cell(row.get(one)) for one in columns)
    return out.getvalue()


def as_json(rows: _Rows) -> str:
    """Return JSON, an array of objects."""
    return json.dumps([as_plain(dict(row)) for row in rows], indent=2)


def cell(value: object) -> str:
    """Return a value as it stands in a cell: a list of simple ones with commas."""
    plain = as_plain(value)
    if plain is None:
        return ""
    if isinstance(plain, list) and not any(isinstance(p, list | dict) for p in plain):
        return ", ".join(map(cell, plain))
    if isinstance(plain, str | int | float) and not isinstance(plain, bool):
        # No control characters: a name may be anybody's, and a terminal obeys them.
        return "".join(one if one.isprintable() else " " for one in str(plain))
    return json.dumps(plain)


def show(columns: Sequence[str], rows: _Rows, file: TextIO | None = None) -> None:
    """Print a table, as well as the place where it is printed allows.

    Args:
        columns: The keys to show, in order.
        rows: What to show.
        file: Where to; None for standard output.
    """
    out = file or sys.stdout
    rows = list(rows)
    if not out.isatty():
        # Nobody's width counts: nothing is cut for a program.
        print(as_text(columns, rows, 1 << 30), file=out)
        return
    try:
        from rich.console import Console
    except ImportError:
        print(as_text(columns, rows), file=out)
        return
    console = Console(file=out)
    console.print(as_rich(columns, rows, console.width))


def live(file: TextIO) -> Live | None:
    """Return rich's display of what changes; None where rich is not installed.

    Args:
        file: The terminal to show it on, from which it vanishes at the end.
    """
    try:
        from rich.console import Console
        from rich.live import Live
    except ImportError:
        return None
    return Live(console=Console(file=file), transient=True, refresh_per_second=8)


def update(display: Live, columns: Sequence[str], rows: _Rows, told: str) -> None:
    """Show the last rows of a table on a display of `live`, and a line below them."""
    room = max(1, display.console.height - _AROUND)
    drawn: Any = as_rich(columns, list(rows)[-room:], display.console.width)
    drawn.caption, drawn.caption_justify = told, "left"
    display.update(drawn)


def _fitted(
    columns: Sequence[str], rows: _Rows, width: int
) -> tuple[list[list[str]], list[int]]:
    """Return the cells of all lines, the head among them, and widths that fit."""
    lines = [[name.upper() for name in columns]]
    lines += [[cell(row.get(one)) for one in columns] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    # What a thing is known by is cut last, and where it is.
    known = next((n for n, one in enumerate(columns) if one not in _PLACES), 0) + 1
    spare = width - len(_GAP) * (len(widths) - 1)
    for cut in (range(known, len(widths)), range(len(widths))):
        _narrow(widths, list(cut), spare)
    return [
        [
            _cut(text, size, at < known)
            for at, (text, size) in enumerate(zip(line, widths, strict=True))
        ]
        for line in lines
    ], widths


def _narrow(widths: list[int], of: list[int], spare: int) -> None:
    """Make some of the widths less until all fit: none stays wider than a level."""
    others = sum(widths) - sum(widths[one] for one in of)
    low, high = _LEAST, max([_LEAST, *(widths[one] for one in of)])
    while low < high:
        level = (low + high + 1) // 2
        if others + sum(min(widths[one], level) for one in of) <= spare:
            low = level
        else:
            high = level - 1
    for one in of:
        widths[one] = min(widths[one], low)


def _cut(text: str, width: int, is_known: bool) -> str:
    """Return a text that fits, with a mark where it is cut.

    Names that begin alike are told apart by their ends, and so are ARNs.
    """
    if _width(text) <= width:
        return text
    if text.startswith("arn:"):
        return _CUT + _end(text, width - 1)
    if is_known:
        end = _end(text, (width - 1) // 2)
        return _beginning(text, width - 1 - _width(end)) + _CUT + end
    return _beginning(text, width - 1) + _CUT


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _beginning(text: str, width: int) -> str:
    while _width(text) > width:
        text = text[: min(width, len(text) - 1)]
    return text


def _end(text: str, width: int) -> str:
    while _width(text) > width:
        text = text[max(len(text) - width, 1) :]
    return text
