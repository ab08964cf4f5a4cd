"""What each command of the command line finds, as text for people."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from botocore import xform_name

# The lists of a description, and what a line of each has beside the name.
_SECTIONS = {
    "attributes": "{type}",
    "actions": "{operation}{returned}",
    "collections": "{type}  {operation}{batch}",
    "references": "{type}",
    "subresources": "{type}",
    "links": "{type}",
    "waiters": "{operation}",
    "methods": "{summary}",
}


# Before what does not fit beside a name, and before a section's lines.
_FURTHER, _MARGIN = "    ", "  "


def as_json(found: object) -> str:
    """Return what a command found as JSON."""
    return json.dumps(found, indent=2)


def services(found: list[dict[str, Any]]) -> str:
    """Return the table of services."""
    rows = [
        (one["name"], _count(one["types"]), " + ".join(_sources(one))) for one in found
    ]
    return "\n".join(_columns(rows))


def types(found: list[dict[str, Any]]) -> str:
    """Return the table of a service's resource types."""
    rows = [
        (f"{one['type']}({_arguments(one['identifiers'])})", "  ".join(one["arn"]))
        for one in found
    ]
    return "\n".join(_columns(rows))


def show(found: dict[str, Any]) -> str:
    """Return all that a resource type has."""
    return "\n".join([*_head(found), *_sections(found)])


def find(found: list[dict[str, str]]) -> str:
    """Return what was found, and where to get it."""
    rows = [(one["where"], one["kind"], one["what"], one["among"]) for one in found]
    head = ("WHERE", "KIND", "CALLS OR IS", "OF EACH IN")
    return "\n".join(_columns([head, *rows]))


def files(found: list[dict[str, str]]) -> str:
    """Return the list of files."""
    return "\n".join(_columns([(one["source"], one["path"]) for one in found]))


def versions(found: Mapping[str, str]) -> str:
    """Return the releases in use."""
    return ", ".join(f"{name} {version}" for name, version in found.items())


def info(found: dict[str, Any]) -> str:
    """Return the versions in use, and what is patched."""
    rows = [
        *found["versions"].items(),
        ("patched", _yes(found["patched"])),
        ("arns", _yes(found["arns"]) + "; by arn_patch_boto3()"),
        *((f"speed: {one['name']}", _yes(one["on"])) for one in found["speed"]),
        *(("definitions in", path) for path in found["search_path"]),
    ]
    return "\n".join(_columns(rows))


def stubs(found: dict[str, Any]) -> str:
    """Return which packages are where, and how type checkers find them."""
    folder = found["folder"]
    rows = [
        ("mypy", f"mypy_path = {folder}, in its settings"),
        ("pyright", f'"stubPath": "{folder}", unless it is typings'),
    ]
    left_out = [
        f"left out: {service}: {reason}"
        for service, reason in found["left_out"].items()
    ]
    return "\n".join(
        [*found["packages"], "", f"are in {folder}:", *_columns(rows), *left_out]
    )


def arn(found: dict[str, Any]) -> str:
    """Return the parts of an ARN, and the resource it names."""
    names = ("partition", "service", "region", "account_id", "resource")
    rows = [(name, found[name] or "-") for name in names]
    if found["resource_type"]:
        given = ", ".join(f"{n}={v!r}" for n, v in found["identifiers"].items())
        made = f"{found['service_name']}.{found['resource_type']}({given})"
        rows.append(("names", made))
    else:
        rows.append(("names", f"nothing: {found['reason']}"))
    return "\n".join(_columns(rows))


def _sources(service: Mapping[str, Any]) -> list[str]:
    return [service["source"], *service["overlays"]]


def _head(found: dict[str, Any]) -> Iterator[str]:
    made = f'boto3.resource("{found["service"]}")'
    if found["type"]:
        made += f".{found['type']}({_arguments(found['identifiers'])})"
    yield made
    rows = [("load()", found["load"])] if found["load"] else []
    rows += [("ARN", form) for form in found["arn"]]
    yield from (f"  {line}" for line in _columns(rows))


def _sections(found: dict[str, Any]) -> Iterator[str]:
    for name, form in _SECTIONS.items():
        rows = [_member(name, form, one) for one in found[name]]
        if rows:
            yield f"\n{name}"
            yield from (f"  {line}" for line in _columns(rows))


def _member(section: str, form: str, one: dict[str, Any]) -> tuple[str, str]:
    name = one["name"]
    if section == "subresources":
        name += f"({', '.join(one['identifiers'])})"
    returned = f" -> {one['returns']}" if one.get("returns") else ""
    batch = "".join(f" .{action}()" for action in one.get("batch_actions", ()))
    text = form.format(**one, returned=returned, batch=batch)
    if one.get("newer_name"):
        text += f"  (older name of {one['newer_name']})"
    return name, text


def _arguments(identifiers: Iterable[str]) -> str:
    return ", ".join(map(xform_name, identifiers))


def _columns(rows: Sequence[tuple[str, ...]], room: int | None = None) -> Iterator[str]:
    """Yield the lines of a table.

    Args:
        rows: The cells of each row.
        room: How wide a line may be; as wide as the terminal by default, and as wide as
            it takes where that is none, for what reads lines.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = _terminal() if room is None else room
    if room < sum(widths) + 2 * len(widths):
        # A single long name does not push all else aside.
        widths[:1] = [min(width, room // 2) for width in widths[:1]]
    for row in rows:
        yield from _laid_out(row, widths, room)


def _laid_out(row: Sequence[str], widths: Sequence[int], room: int) -> Iterator[str]:
    line = ""
    for cell, width in zip(row, widths, strict=True):
        if line and len(line) + len(cell) > room:
            yield line.rstrip()
            line = _FURTHER
        line += f"{cell.ljust(width)}  "
    if line.strip():
        yield line.rstrip()


def _terminal() -> int:
    """Return the width of the terminal, less a margin; no bound where it is none."""
    if not sys.stdout.isatty():
        return sys.maxsize
    return shutil.get_terminal_size().columns - len(_MARGIN)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _count(types: int) -> str:
    return "1 type" if types == 1 else f"{types} types"
