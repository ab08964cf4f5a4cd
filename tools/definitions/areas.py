"""The areas of AWS that the services with resources belong to, and README's table."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from .toml_file import DefinitionError, find, read

# As AWS's console groups services, in the order of README's table. The definition of
# every service says which is its own.
AREAS = (
    "Compute",
    "Storage and databases",
    "Network",
    "Messages and streams",
    "Analytics",
    "Machine learning",
    "Applications",
    "Development",
    "Security and identity",
    "Management",
)
_HEADS = ("area", "services, and how many resource types each has")
_TABLE = re.compile(
    r"^=+  =+\narea .*?\n=+  =+\n.*?\n=+  =+$", re.MULTILINE | re.DOTALL
)
_WIDTH = 66


def table(types: Mapping[str, int]) -> str:
    """Return the table of services as reStructuredText.

    Args:
        types: How many resource types each service has, by its name.

    Raises:
        DefinitionError: The definition of a service says no known area.
    """
    rows = [_HEADS, *_rows(types)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    rule = "  ".join("=" * width for width in widths)
    head, *body = [f"{one.ljust(widths[0])}  {two}" for one, two in rows]
    return "\n".join([rule, head, rule, *body, rule])


def _rows(types: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for area, services in services_by_area(types).items():
        # A number stays in the line of its service.
        counts = ", ".join(f"``{name}``\0{types[name]}" for name in services)
        for number, line in enumerate(textwrap.wrap(counts, _WIDTH)):
            yield ("" if number else area), line.replace("\0", " ")


def services_by_area(names: Iterable[str]) -> dict[str, list[str]]:
    """Return services by the area that the definition of each says.

    Raises:
        DefinitionError: The definition of a service says none, or an unknown area.
    """
    of_area: dict[str, list[str]] = {area: [] for area in AREAS}
    for name in sorted(names):
        area = read(find(name)).area
        if area not in of_area:
            raise DefinitionError(
                f"the definition of {name} has no area of README.rst's table: write "
                f"`area = ...` below its name, one of {', '.join(AREAS)}"
            )
        of_area[area].append(name)
    return {area: services for area, services in of_area.items() if services}


def with_table(readme: str, types: Mapping[str, int], ours: int) -> str:
    """Return README's text with its table, and the count of services, of today.

    Args:
        readme: The text.
        types: How many resource types each service has, by its name.
        ours: How many of them plain boto3 has no resources for.
    """
    readme = re.sub(r"resources for \d+ more", f"resources for {ours} more", readme)
    return _TABLE.sub(lambda _: table(types), readme)
