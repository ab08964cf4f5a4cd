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
_HEADS = ("area", "types", "services")
_TABLE = re.compile(
    r"^=+  =+(?:  =+)?\narea .*?\n=[= ]+\n.*?\n=+  =+(?:  =+)?$",
    re.MULTILINE | re.DOTALL,
)
_WIDTH = 60
# The paragraph below README's table.
_OF_DERIVED = re.compile(r"^A person has gone through .*?(?=\n\n)", re.M | re.DOTALL)
_LINE = 92


def table(types: Mapping[str, int]) -> str:
    """Return the table of services as reStructuredText.

    Args:
        types: How many resource types each service has, by its name.

    Raises:
        DefinitionError: The definition of a service says no known area.
    """
    rows = [_HEADS, *_rows(types)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = "  ".join("=" * width for width in widths)
    lines = (zip(row, widths, strict=True) for row in rows)
    head, *body = ["  ".join(s.ljust(w) for s, w in one).rstrip() for one in lines]
    return "\n".join([rule, head, rule, *body, rule])


def _of_derived(types: Mapping[str, int]) -> str:
    """Return README's paragraph on services that no person has gone through."""
    alone = sum(not count for count in types.values())
    text = (
        f"A person has gone through all of these. {len(types)} more services are "
        f"derived from AWS's models by rules alone, with {sum(types.values())} types; "
        f"{alone} of them have actions alone. Their names may change in a minor "
        "release: `Derived services <docs/resources.rst>`__."
    )
    return textwrap.fill(text, _LINE, break_on_hyphens=False, break_long_words=False)


def _rows(types: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    for area, services in services_by_area(types).items():
        text = ", ".join(f"``{name}``" for name in services)
        first, *others = textwrap.wrap(text, _WIDTH, break_on_hyphens=False)
        yield area, str(sum(types[name] for name in services)), first
        # In a simple table, a line without its first column continues the line above.
        yield from (("", "", line) for line in others)


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


def with_table(
    readme: str, types: Mapping[str, int], ours: int, derived: Mapping[str, int]
) -> str:
    """Return README's text with its table, and the counts of services, of today.

    Args:
        readme: The text.
        types: How many resource types each curated service has, by its name.
        ours: How many of them plain boto3 has no resources for.
        derived: How many resource types each derived service has, by its name.
    """
    readme = re.sub(r"resources for \d+ more", f"resources for {ours} more", readme)
    others = f"those of {len(derived)} others"
    readme = re.sub(r"those of \d+ others", others, readme)
    readme = _OF_DERIVED.sub(_of_derived(derived), readme)
    return _TABLE.sub(lambda _: table(types), readme)
