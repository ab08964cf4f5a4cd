"""The rule that files are of a known kind, in the right folder and loaded by boto3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .finding import Finding, Findings
from .library import EXTRAS, Library, read_json


@dataclass(frozen=True)
class Kind:
    """A kind of file: the loader's name for it and its contents, by the file's name.

    Args:
        loads: The name botocore's loader knows it by.
        parts: The keys it may have.
        merges: It is merged over a file that boto3 or botocore ships.
        optional: Those of its keys that it may lack.
    """

    loads: str
    parts: frozenset[str]
    merges: bool = False
    optional: frozenset[str] = frozenset()

    @property
    def top(self) -> frozenset[str]:
        """Return the keys of the document itself."""
        return frozenset({"version", "merge"}) if self.merges else self.parts


# They belong to definitions of resources, whoever has made those.
_BESIDE = ("arns-1", "ended-1", "links-1", "offered-1", "tags-1", "targets-1")

_DEFINITION = frozenset({"service", "resources"})
_PAGINATION, _WAITERS = frozenset({"pagination"}), frozenset({"waiters"})
KINDS = {
    "resources-1.json": Kind("resources-1", _DEFINITION),
    "resources-1.sdk-extras.json": Kind("resources-1", _DEFINITION, True),
    "paginators-1.json": Kind("paginators-1", _PAGINATION),
    f"paginators-1.{EXTRAS}-extras.json": Kind("paginators-1", _PAGINATION, True),
    "waiters-2.json": Kind("waiters-2", _WAITERS | {"version"}),
    f"waiters-2.{EXTRAS}-extras.json": Kind("waiters-2", _WAITERS, True),
    "arns-1.json": Kind("arns-1", frozenset({"version", "resources"})),
    "ended-1.json": Kind("ended-1", _DEFINITION | {"version"}),
    "links-1.json": Kind(
        "links-1",
        frozenset({"version", "links", "regions"}),
        optional=frozenset({"links", "regions"}),
    ),
    "offered-1.json": Kind("offered-1", frozenset({"version", "since", "withdrawn"})),
    "tags-1.json": Kind(
        "tags-1",
        frozenset({"version", "resources", "refused", "caseless"}),
        optional=frozenset({"caseless"}),
    ),
    "targets-1.json": Kind("targets-1", frozenset({"version", "operations"})),
}


def place_of(library: Library, path: Path) -> str:
    """Return a file's path within the data folder."""
    return path.relative_to(library.data).as_posix()


def content(path: Path) -> dict[str, Any]:
    """Return the contents that boto3 gets from a file; {} if the file is unreadable."""
    document = read_json(path)
    if not isinstance(document, dict):
        return {}
    merged = document.get("merge", {}) if KINDS[path.name].merges else document
    return merged if isinstance(merged, dict) else {}


def names_are_known(library: Library, path: Path) -> Findings:
    """Find files of another name or depth than ``<service>/<version>/<file>``."""
    place = place_of(library, path)
    if place.count("/") != 2 or path.name not in KINDS:
        text = f"{place} is not <service>/<version>/ with one of {', '.join(KINDS)}."
        yield Finding("file", place, text)


def json_is_canonical(library: Library, path: Path) -> Findings:
    """Find files that are not JSON with two spaces and one newline at the end."""
    place, document = place_of(library, path), read_json(path)
    forms = [json.dumps(document, indent=2, ensure_ascii=a) for a in (True, False)]
    if document is None:
        yield Finding("json", place, f"{place} is not JSON.")
    elif path.read_text(encoding="utf-8") not in [f"{form}\n" for form in forms]:
        yield Finding("json", place, f"{place} is not written as the generator does.")


def forms_are_right(library: Library, path: Path) -> Findings:
    """Find documents whose top-level keys do not fit the name of their file."""
    place, kind, document = place_of(library, path), KINDS[path.name], read_json(path)
    if not isinstance(document, dict) or not (
        kind.top - kind.optional <= set(document) <= kind.top
    ):
        text = f"{place} has other keys than {' and '.join(sorted(kind.top))}."
        yield Finding("form", place, text)
    elif not set(content(path)) <= kind.parts:
        text = f"{place} merges more than {' and '.join(sorted(kind.parts))}."
        yield Finding("form", place, text)


def versions_are_newest(library: Library, path: Path) -> Findings:
    """Find files in folders that boto3 does not search."""
    service, version = path.parts[-3:-1]
    place, kind = place_of(library, path), KINDS[path.name]
    shipped = library.newest(service, kind.loads)
    # Below waiters of ours there may be an empty file of ours.
    base = kind.loads == "waiters-2"
    merged = library.newest(service, kind.loads, plain=not base)
    if library.newest(service, "service-2") is None:
        text = f"{place} is in the folder of a service that botocore does not have."
    elif kind.merges and merged is None:
        text = f"{place} is never read, for there is nothing to merge it with."
    elif shipped is not None and not kind.merges and not base:
        text = f"{place} is never read, for boto3 has its own: make it an overlay."
    elif version != (newest := _folder(library, service, kind)):
        text = f"{place} should be in the folder {newest}, where boto3 looks."
    else:
        return
    # An older botocore may have nothing yet that ours are merged over.
    absent = kind.merges and merged is None
    yield Finding("version", place, text, absent=absent)


def _folder(library: Library, service: str, kind: Kind) -> str | None:
    if kind.merges and kind.loads != "waiters-2":
        return library.newest(service, kind.loads)
    resources = library.newest(service, "resources-1", plain=False)
    return resources if kind.loads in _BESIDE else library.newest(service, "service-2")


def is_loaded(library: Library, path: Path) -> Findings:
    """Find files that another of the same name comes before."""
    place = place_of(library, path)
    loaded = library.load(path.parts[-3], KINDS[path.name].loads, plain=False)
    if not _within(content(path), loaded):
        text = f"{place} is not what boto3 loads: something else comes before it."
        yield Finding("loaded", place, text)


def bases_are_empty(library: Library, path: Path) -> Findings:
    """Find waiters that are gone as soon as botocore has some of that service."""
    kind = KINDS[path.name]
    if kind.loads == "waiters-2" and not kind.merges and content(path)["waiters"]:
        place = place_of(library, path)
        text = f"{place} is hidden by a newer botocore's: move the waiters to extras."
        yield Finding("base", place, text)


def _within(part: Any, whole: Any) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(k in whole and _within(v, whole[k]) for k, v in part.items())
    return bool(part == whole)


def overlays_add_only(library: Library, path: Path) -> Findings:
    """Find changes and additions of an overlay within entries of boto3 or botocore."""
    kind = KINDS[path.name]
    if kind.merges:
        base = library.load(path.parts[-3], kind.loads) or {}
        yield from _changes(base, content(path), ())


def _changes(
    base: Mapping[str, Any], merge: Mapping[str, Any], way: tuple[str, ...]
) -> Findings:
    for key, value in merge.items():
        here = (*way, key)
        place = ".".join(here).removeprefix("resources.")
        if key not in base:
            # What only documentation says, and data that a reference had none of.
            harmless = key == "leavesOut" or (way[2:3], key) == (("has",), "path")
            if _is_inside_entry(way) and not harmless:
                text = f"{place} is added to an entry of boto3's, and so changes it."
                yield Finding("overlay", place, text)
        elif way == ("pagination",) and value == base[key]:
            # An older botocore lacks it: `paginators.late` brings it along.
            continue
        elif isinstance(value, Mapping) and isinstance(base[key], Mapping):
            yield from _changes(base[key], value, here)
        else:
            does = "repeats" if value == base[key] else "replaces"
            text = f"{place} {does} what boto3 has: an overlay only adds."
            yield Finding("overlay", place, text)


def _is_inside_entry(way: tuple[str, ...]) -> bool:
    """Return whether a path is within an entry: ``resources.Stack.actions.Delete``."""
    depth = {"pagination": 1, "waiters": 1, "service": 2, "resources": 3}.get(
        way[0] if way else "", 9
    )
    return len(way) > depth or way[2:] == ("load",)


# In this order: the later ones make sense only of what the first ones pass.
FILE_RULES = (names_are_known, json_is_canonical, forms_are_right, versions_are_newest)
PLACED_FILE_RULES = (is_loaded, overlays_add_only, bases_are_empty)
