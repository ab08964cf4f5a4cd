"""Tables of resources: rows of dicts, and their text, HTML, CSV and JSON.

Rows are plain dicts for pandas, `csv` and `json`. On a terminal, ``rich`` draws the
table if it is installed (the extra ``table``). Otherwise the table is plain text, in
which long cells are cut to the width of the terminal.
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
from boto3_extensions._views.data import to_dict, to_json_value
from boto3_extensions.exceptions import LinkError, NotTaggableError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from rich.live import Live
    from rich.table import Table

_TAGS = "tags."


class Rows(list[dict[str, Any]]):
    """A list of dicts, a row for each resource, that is displayed as a table.

    Its `repr` is a text table, and notebooks show it as HTML. ``pandas.DataFrame``,
    ``csv.DictWriter`` and ``json.dumps`` take it as a list of dicts.

    Attributes:
        columns: The keys of the rows, in order.
    """

    def __init__(
        self, rows: Iterable[dict[str, Any]] = (), columns: Iterable[str] | None = None
    ) -> None:
        super().__init__(rows)
        keys = columns if columns is not None else (key for row in self for key in row)
        self.columns = list(dict.fromkeys(keys))

    @overload
    def __getitem__(self, at: SupportsIndex) -> dict[str, Any]: ...

    @overload
    def __getitem__(self, at: slice) -> Rows: ...

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        item: Any = super().__getitem__(at)
        # A slice, such as the first few rows, is a table, too.
        return Rows(item, self.columns) if isinstance(at, slice) else item

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
    """Return a table of resources, a row for each resource with the given columns.

    Args:
        resources: Resources of any types, such as a collection.
        columns: Names of attributes and identifiers, or ``arn``. Dots lead into dicts,
            and into each dict of a list: ``endpoint.Address``, with keys in AWS's
            spelling or in snake_case. ``tags.team`` is the value of a tag, ``tags`` a
            dict of all tags. The name of the type may be left out: ``status`` of a
            DBInstance is ``db_instance_status``. Without columns, the rows are those of
            `to_dict`.

    Returns:
        A list of dicts with the columns as keys and Python objects as values; None for
        an attribute without a value.

    Raises:
        TypeError: `resources` is a single resource, or cannot be iterated over.
        LinkError: A resource has no attribute of a column's name, or a collection.
    """
    if isinstance(resources, str | Mapping) or not isinstance(resources, Iterable):
        kind = type(resources).__name__
        raise TypeError(
            f"rows() takes resources, such as rds.db_instances, not a {kind}; put a "
            "single one into a list"
        )
    if not columns:
        return Rows(to_dict(resource) for resource in resources)
    table = (
        {column: column_value(resource, column) for column in columns}
        for resource in resources
    )
    return Rows(table, columns)


def column_value(resource: ServiceResource, column: str) -> Any:
    """Return the value of a column for a resource, or None.

    Args:
        resource: A resource.
        column: The name of the column, as `rows` takes it.

    Raises:
        LinkError: The resource has no attribute of the name, or a collection.
    """
    if column.startswith(_TAGS):
        return tags_in(resource).get(column.removeprefix(_TAGS))
    if column == "tags":
        try:
            return dict(tags_in(resource))
        except NotTaggableError:
            # An attribute called `tags` need not be the tags of the resource itself.
            pass
    if column == "arn":
        # Without `arn_patch_boto3()`, the error suggests to call it.
        return resource.arn
    value = value_at(resource, full_column_name(type(resource), column))
    if isinstance(value, CollectionManager):
        raise LinkError(f"{column} is a collection: {collection_advice(column)}")
    return value


def full_column_name(made: type[ServiceResource], column: str) -> str:
    """Return the full name of a column whose type name may have been left out.

    Args:
        made: The class of the resources.
        column: A column, such as ``status`` for ``db_instance_status`` of a DBInstance.
    """
    head, dot, rest = column.partition(".")
    name = xform_name(head.removesuffix("[]"))
    whole = f"{xform_name(made.meta.resource_model.name)}_{name}"
    if hasattr(made, name) or not isinstance(getattr(made, whole, None), property):
        return column
    return f"{whole}{dot}{rest}"


def collection_advice(name: str) -> str:
    """Return the advice for a collection that was given as a column."""
    return f"list {name} by itself, as its items take calls of their own"


def tags_in(resource: ServiceResource) -> Mapping[str, Any]:
    """Return the tags of a resource, values by keys."""
    import boto3_extensions

    tags_of: Any = getattr(boto3_extensions, "tags_of", None)
    if tags_of is not None:
        tags: Mapping[str, Any] = tags_of(resource)
        return tags
    return _tags_in_attributes(resource)


def _tags_in_attributes(resource: ServiceResource) -> Mapping[str, Any]:
    """Return the tags in the attributes of a resource, without a further call."""
    for name in ("tag_list", "tag_set", "tags"):
        if isinstance(getattr(type(resource), name, None), property):
            value = getattr(resource, name)
            if isinstance(value, Mapping):
                return value
            if isinstance(value, Sequence) or value is None:
                return {tag["Key"]: tag["Value"] for tag in value or ()}
            return {tag.key: tag.value for tag in value}
    return {}


# The text between columns, and the least width that a column is cut to.
_GAP, _LEAST = "  ", 8

_ELLIPSIS = "…"

# The longest text, in characters, of an HTML cell without line breaks: most ARNs.
_UNBROKEN = 100

# The columns that the command `list` puts before those of the resources.
_PLACE_COLUMNS = ("account", "region")

# The lines of a live display around the rows.
_OTHER_LINES = 6

_Rows = Iterable[Mapping[str, Any]]


def as_text(columns: Sequence[str], rows: _Rows, width: int | None = None) -> str:
    """Return a table of plain text that fits the width of a terminal.

    Args:
        columns: The keys to show, in order.
        rows: The rows.
        width: The width of the lines, in characters; None for the width of the
            terminal, or 80 without a terminal.
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
    """Return a `rich.table.Table` of rows; None if rich is not installed."""
    try:
        from rich import table, text
    except ImportError:
        return None
    (head, *lines), widths = _fitted(columns, rows, width)
    # Not cut by rich, which may leave no room at all to the shortest columns.
    drawn = table.Table(box=None, pad_edge=False, padding=(0, len(_GAP), 0, 0))
    for name, size in zip(head, widths, strict=True):
        drawn.add_column(name, width=size, no_wrap=True)
    for line in lines:
        # As `Text`, since brackets in a cell are no markup.
        drawn.add_row(*map(text.Text, line))
    return drawn


def as_html(columns: Sequence[str], rows: _Rows) -> str:
    """Return an HTML table of rows, with all texts escaped.

    The styles override those of notebooks, which align all cells to the right and break
    names at hyphens: only numbers are aligned to the right, and only long cells break.
    """
    rows = list(rows)
    sides = {name: _alignment([row.get(name) for row in rows]) for name in columns}
    head = "".join(_html_cell("th", name, sides[name]) for name in columns)
    body = "".join(
        "<tr>"
        + "".join(
            _html_cell("td", cell_text(row.get(name)), sides[name]) for name in columns
        )
        + "</tr>\n"
        for row in rows
    )
    return (
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
    )


def _alignment(values: Iterable[object]) -> str:
    """Return the alignment of a column: right if all its values are numbers."""
    given = [value for value in values if value is not None]
    are_numbers = all(
        isinstance(value, int | float) and not isinstance(value, bool)
        for value in given
    )
    return "right" if given and are_numbers else "left"


def _html_cell(tag: str, text: str, side: str) -> str:
    style = f"text-align: {side}"
    if len(text) <= _UNBROKEN:
        style += "; white-space: nowrap"
    return f'<{tag} style="{style}">{html.escape(text)}</{tag}>'


def as_csv(columns: Sequence[str], rows: _Rows) -> str:
    """Return rows as CSV, with dicts, nested lists and booleans as JSON in cells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(cell_text(row.get(column)) for column in columns)
    return out.getvalue()


def as_json(rows: _Rows) -> str:
    """Return rows as JSON, an array of objects."""
    return json.dumps([to_json_value(dict(row)) for row in rows], indent=2)


def cell_text(value: object) -> str:
    """Return the text of a value in a cell; the items of a flat list have commas."""
    plain = to_json_value(value)
    if plain is None:
        return ""
    if isinstance(plain, list) and not any(isinstance(p, list | dict) for p in plain):
        return ", ".join(map(cell_text, plain))
    if isinstance(plain, str | int | float) and not isinstance(plain, bool):
        # Without control characters, which a terminal obeys: a name may come from
        # anybody.
        return "".join(char if char.isprintable() else " " for char in str(plain))
    return json.dumps(plain)


def print_table(
    columns: Sequence[str], rows: _Rows, file: TextIO | None = None
) -> None:
    """Print a table: by rich on a terminal, else as plain text.

    Args:
        columns: The keys to show, in order.
        rows: The rows.
        file: The file to print to; None for standard output.
    """
    out = file or sys.stdout
    rows = list(rows)
    if not out.isatty():
        # Without cuts: the output of a pipe or file has no width.
        print(as_text(columns, rows, 1 << 30), file=out)
        return
    try:
        from rich.console import Console
    except ImportError:
        print(as_text(columns, rows), file=out)
        return
    console = Console(file=out)
    console.print(as_rich(columns, rows, console.width))


def live_display(file: TextIO) -> Live | None:
    """Return a `rich.live.Live` display; None if rich is not installed.

    Args:
        file: The terminal of the display, which disappears at its end.
    """
    try:
        from rich.console import Console
        from rich.live import Live
    except ImportError:
        return None
    return Live(console=Console(file=file), transient=True, refresh_per_second=8)


def update_display(
    display: Live, columns: Sequence[str], rows: _Rows, caption: str
) -> None:
    """Show the last rows of a table on a live display, with a caption below them.

    Args:
        display: A display of `live_display`.
        columns: The keys to show, in order.
        rows: The rows; as many of the last are shown as the terminal has lines.
        caption: The text of the line below the rows.
    """
    room = max(1, display.console.height - _OTHER_LINES)
    drawn: Any = as_rich(columns, list(rows)[-room:], display.console.width)
    drawn.caption, drawn.caption_justify = caption, "left"
    display.update(drawn)


def _fitted(
    columns: Sequence[str], rows: _Rows, width: int
) -> tuple[list[list[str]], list[int]]:
    """Return the cells of all lines, head included, and the widths of the columns."""
    lines = [[name.upper() for name in columns]]
    lines += [[cell_text(row.get(name)) for name in columns] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    # The name of a resource is cut last, with the account and region before that name.
    count = len(columns)
    firsts = next((n for n in range(count) if columns[n] not in _PLACE_COLUMNS), 0) + 1
    spare = width - len(_GAP) * (len(widths) - 1)
    for cut in (range(firsts, len(widths)), range(len(widths))):
        _narrow(widths, list(cut), spare)
    return [
        [
            _cut(text, size, at < firsts)
            for at, (text, size) in enumerate(zip(line, widths, strict=True))
        ]
        for line in lines
    ], widths


def _narrow(widths: list[int], cut: list[int], spare: int) -> None:
    """Limit the widths of some columns, in place, so that all columns fit.

    Args:
        widths: The widths of all columns.
        cut: The indexes of the columns that may be cut, all to the same limit.
        spare: The sum of widths to reach, if the least width allows.
    """
    others = sum(widths) - sum(widths[column] for column in cut)
    low, high = _LEAST, max([_LEAST, *(widths[column] for column in cut)])
    while low < high:
        level = (low + high + 1) // 2
        if others + sum(min(widths[column], level) for column in cut) <= spare:
            low = level
        else:
            high = level - 1
    for column in cut:
        widths[column] = min(widths[column], low)


def _cut(text: str, width: int, is_name: bool) -> str:
    """Return a text cut to a width, with an ellipsis in the place of the cut.

    Names are cut in the middle and ARNs at the beginning, since similar names and ARNs
    differ at their ends.

    Args:
        text: The text of a cell.
        width: The width in columns of a terminal.
        is_name: Whether the text is a name.
    """
    if _width(text) <= width:
        return text
    if text.startswith("arn:"):
        return _ELLIPSIS + _end(text, width - 1)
    if is_name:
        end = _end(text, (width - 1) // 2)
        return _beginning(text, width - 1 - _width(end)) + _ELLIPSIS + end
    return _beginning(text, width - 1) + _ELLIPSIS


def _width(text: str) -> int:
    """Return the width of a text, in columns of a terminal."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    """Return the width of a character: 0 if combining, 2 if East Asian wide."""
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
