"""The output of the commands as text for people.

Each function has the name of its command and formats the data that the function of the
same name in `commands` returns.
"""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from botocore import xform_name

# The lists of a description, and the format of a line after the member's name.
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

# The indentation of a continued line, and of a section's lines.
_CONTINUED, _MARGIN = "    ", "  "


def as_json(found: object) -> str:
    """Return the data of a command as JSON."""
    return json.dumps(found, indent=2)


def services(found: list[dict[str, Any]]) -> str:
    """Return the table of services."""
    rows = [
        (service["name"], _count(service["types"]), " + ".join(_sources(service)))
        for service in found
    ]
    return "\n".join(_columns(rows))


def types(found: list[dict[str, Any]]) -> str:
    """Return the table of a service's resource types."""
    rows = [
        (
            f"{type_['type']}({_arguments(type_['identifiers'])})",
            "  ".join(type_["arn"]),
        )
        for type_ in found
    ]
    return "\n".join(_columns(rows))


def show(found: dict[str, Any]) -> str:
    """Return the page of a service or a resource type: its members in sections."""
    return "\n".join([*_head(found), *_sections(found)])


def find(found: list[dict[str, str]]) -> str:
    """Return the table of the members that match."""
    rows = [(hit["where"], hit["kind"], hit["what"], hit["among"]) for hit in found]
    head = ("WHERE", "KIND", "CALLS OR IS", "OF EACH IN")
    return "\n".join(_columns([head, *rows]))


def files(found: list[dict[str, str]]) -> str:
    """Return the list of files."""
    return "\n".join(_columns([(file["source"], file["path"]) for file in found]))


def versions(found: Mapping[str, str]) -> str:
    """Return the versions in use, on a line."""
    return ", ".join(f"{name} {version}" for name, version in found.items())


def info(found: dict[str, Any]) -> str:
    """Return the table of the versions in use and the state of the patches."""
    rows = [
        *found["versions"].items(),
        ("patched", _yes(found["patched"])),
        ("arns", _yes(found["arns"]) + "; by arn_patch_boto3()"),
        *((f"speed: {patch['name']}", _yes(patch["on"])) for patch in found["speed"]),
        *_compiled(found["compiled"]),
        *(("definitions in", path) for path in found["search_path"]),
    ]
    return "\n".join(_columns(rows))


def compile(found: dict[str, Any]) -> str:
    """Return the written files, and how programs find them."""
    files = _columns([(file["name"], file["made_of"]) for file in found["files"]])
    lines = [*files, "", f"are in {found['folder']}"]
    if found["found_by"]:
        lines.append(f"programs find them by {found['found_by']}={found['folder']}")
    return "\n".join(lines)


def stubs(found: dict[str, Any]) -> str:
    """Return the written packages, and the settings of type checkers for them."""
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
    """Return the table of an ARN's parts and its resource."""
    names = ("partition", "service", "region", "account_id", "resource")
    rows = [(name, found[name] or "-") for name in names]
    if found["resource_type"]:
        arguments = ", ".join(f"{n}={v!r}" for n, v in found["identifiers"].items())
        resource = f"{found['service_name']}.{found['resource_type']}({arguments})"
        rows.append(("names", resource))
    else:
        rows.append(("names", f"nothing: {found['reason']}"))
    return "\n".join(_columns(rows))


def _compiled(found: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Yield the row of a folder of compiled models; no row without a folder."""
    if found:
        ignored = f"; ignored: {found['ignored']}" if found["ignored"] else ""
        yield "compiled models in", found["folder"] + ignored


def _sources(service: Mapping[str, Any]) -> list[str]:
    return [service["source"], *service["overlays"]]


def _head(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines above the sections: the expression, the load and the ARNs."""
    expression = f'boto3.resource("{found["service"]}")'
    if found["type"]:
        expression += f".{found['type']}({_arguments(found['identifiers'])})"
    yield expression
    rows = [("load()", found["load"])] if found["load"] else []
    rows += [("ARN", template) for template in found["arn"]]
    yield from (f"  {line}" for line in _columns(rows))


def _sections(found: dict[str, Any]) -> Iterator[str]:
    for name, line_format in _SECTIONS.items():
        rows = [_member(name, line_format, member) for member in found[name]]
        if rows:
            yield f"\n{name}"
            yield from (f"  {line}" for line in _columns(rows))


def _member(section: str, line_format: str, member: dict[str, Any]) -> tuple[str, str]:
    """Return the cells of a member of a resource type: its name and the rest."""
    name = member["name"]
    if section == "subresources":
        name += f"({', '.join(member['identifiers'])})"
    returned = f" -> {member['returns']}" if member.get("returns") else ""
    batch = "".join(f" .{action}()" for action in member.get("batch_actions", ()))
    text = line_format.format(**member, returned=returned, batch=batch)
    if member.get("newer_name"):
        text += f"  (older name of {member['newer_name']})"
    return name, text


def _arguments(identifiers: Iterable[str]) -> str:
    return ", ".join(map(xform_name, identifiers))


def _columns(rows: Sequence[tuple[str, ...]], room: int | None = None) -> Iterator[str]:
    """Yield the lines of a table.

    Args:
        rows: The cells of each row.
        room: The width of a line in characters; None for that of the terminal,
            and without a limit if stdout is not a terminal, for programs that read
            lines.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = _terminal_width() if room is None else room
    if room < sum(widths) + 2 * len(widths):
        # A single long name does not take the width of the other columns.
        widths[:1] = [min(width, room // 2) for width in widths[:1]]
    for row in rows:
        yield from _wrapped(row, widths, room)


def _wrapped(row: Sequence[str], widths: Sequence[int], room: int) -> Iterator[str]:
    """Yield the lines of a row; cells that do not fit go to a continued line."""
    line = ""
    for cell, width in zip(row, widths, strict=True):
        for part in _broken(cell, room):
            if line.strip() and len(line) + len(part) > room:
                yield line.rstrip()
                line = _CONTINUED
            line += f"{part.ljust(width)}  "
    if line.strip():
        yield line.rstrip()


def _broken(cell: str, room: int) -> list[str]:
    """Return a cell in parts, if it is longer than a line: a call, or several ARNs.

    An ARN stays whole, as it is copied.
    """
    head, bracket, arguments = cell.partition("(")
    if len(cell) <= room:
        return [cell]
    if not bracket:
        return cell.split("  ")
    lines = textwrap.wrap(arguments, room - len(_CONTINUED), break_on_hyphens=False)
    return [f"{head}(", *lines]


def _terminal_width() -> int:
    """Return the terminal's width less a margin; `sys.maxsize` without a terminal."""
    if not sys.stdout.isatty():
        return sys.maxsize
    return shutil.get_terminal_size().columns - len(_MARGIN)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _count(types: int) -> str:
    return "1 type" if types == 1 else f"{types} types"
