"""The history of AWS's names: the release that added each, and withdrawn names.

``definitions/history.json`` remembers it, by service; `sync` extends it. What the data
files use of it is beside them, for the package to say why something is not offered.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import botocore

from boto3_extensions._help.signatures import input_of

from . import names
from .own_waiters import PREFIX
from .relations import SERVICE
from .service import Service
from .toml_file import DEFINITIONS

HISTORY = DEFINITIONS / "history.json"
FILE = "offered-1.json"
_PACKAGE = Path(__file__).resolve().parents[2] / "boto3_extensions"
MADE_FROM = _PACKAGE / "data" / "made-from-1.json"

# A thing of a model: its kind, its name, and whose it is for `members` and `inputs`.
Thing = tuple[str, ...]
Since = dict[Thing, str]


def read() -> dict[str, Any]:
    """Return the whole history, by service."""
    return _json(HISTORY) if HISTORY.exists() else {}


def other_release() -> str:
    """Return the instructions for another botocore than that of the data, or ''."""
    made_from = _json(MADE_FROM)["botocore"] if MADE_FROM.exists() else ""
    if made_from in {"", botocore.__version__}:
        return ""
    return (
        f"The data is made from botocore {made_from}, and {botocore.__version__} is "
        f"installed: install botocore=={made_from} boto3=={made_from}, or take another "
        f"one in with `make sync`."
    )


def write(history: Mapping[str, Any]) -> None:
    """Write the whole history, in alphabetical order."""
    kept = {service: entry for service, entry in history.items() if any(entry.values())}
    text = json.dumps(kept, indent=1, sort_keys=True)
    HISTORY.write_text(text + "\n", encoding="utf-8")


def document(
    entry: Mapping[str, Any], service: Service, definition: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return ``offered-1.json`` of a service: the history of what its files use."""
    wanted = set(used(service, definition))
    since = {t: r for t, r in _things(entry.get("since", {})) if t in wanted}
    # Ours stand in for those that an older botocore lacks: nothing is to be told.
    since = {t: r for t, r in since.items() if t[0] != "paginators"}
    withdrawn = entry.get("withdrawn", {})
    if not since and not withdrawn:
        return None
    return {"version": "1.0", "since": _tables(since), "withdrawn": withdrawn}


def used(service: Service, definition: Mapping[str, Any]) -> Iterator[Thing]:
    """Yield everything of a model that a definition relies on.

    Args:
        service: The models.
        definition: ``service`` and ``resources``, of ours or merged over boto3's.
    """
    for operation in sorted(names.used_operations(definition)):
        yield "operations", operation
        if operation in service.paginators:
            yield "paginators", operation
    bodies = [definition.get(SERVICE, {})]
    bodies += definition.get("resources", {}).values()
    for body in bodies:
        for waiter in body.get("waiters", {}).values():
            if not waiter["waiterName"].startswith(PREFIX):
                yield "waiters", str(waiter["waiterName"])
        for request in _requests(body):
            for param in request.get("params", []):
                member = input_of(str(param["target"]))
                yield "inputs", str(request["operation"]), member
    base = service.base.get("resources", {})
    for name in {*definition.get("resources", {}), *base}:
        both = [definition.get("resources", {}).get(name, {}), base.get(name, {})]
        for body in both:
            for shape in [body.get("shape"), *body.get("summaries", [])]:
                if shape:
                    yield "shapes", shape
                for member in names.members(service, shape):
                    yield "members", shape, member


def _requests(body: Any) -> Iterator[dict[str, Any]]:
    if isinstance(body, dict):
        if isinstance(body.get("operation"), str):
            yield body
        for value in body.values():
            yield from _requests(value)


def things_in(botocore: Path, service: str) -> frozenset[Thing]:
    """Return all operations, shapes and members in a botocore's models of a service.

    Args:
        botocore: Its data folder.
        service: Botocore's name of the service.
    """
    versions = sorted((botocore / service).glob("*/service-2.json*"))
    if not versions:
        return frozenset()
    model, folder = _json(versions[-1]), versions[-1].parent
    found: set[Thing] = set()
    shapes = model["shapes"]
    for name, operation in model["operations"].items():
        found.add(("operations", name))
        members = shapes.get(operation.get("input", {}).get("shape"), {})
        found |= {("inputs", name, m) for m in members.get("members", {})}
    for name, shape in shapes.items():
        found.add(("shapes", name))
        found |= {("members", name, m) for m in shape.get("members", {})}
    for path in folder.glob("waiters-2.json*"):
        found |= {("waiters", name) for name in _json(path)["waiters"]}
    for path in folder.glob("paginators-1.json*"):
        found |= {("paginators", name) for name in _json(path)["pagination"]}
    return frozenset(found)


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(content(path)))


def content(path: Path) -> bytes:
    """Return the bytes of a file, decompressed if its name ends in ``.gz``."""
    found = path.read_bytes()
    return gzip.decompress(found) if path.suffix == ".gz" else found


def since(wanted: Iterable[Thing], releases: Iterable[tuple[str, Any]]) -> Since:
    """Return the first release of each member, but of those in all releases.

    Args:
        wanted: The things.
        releases: Each with what it has, the newest first; the oldest has not all.
    """
    left, found = set(wanted), dict[Thing, str]()
    newer = ""
    for release, has in releases:
        for thing in {thing for thing in left if thing not in has}:
            if newer:
                found[thing] = newer
            left.discard(thing)
        newer = release
    return {t: r for t, r in found.items() if not _goes_without_saying(t, r, found)}


def _goes_without_saying(thing: Thing, release: str, found: Since) -> bool:
    """Return whether a member came in the same release as its shape or operation."""
    owners = {"members": "shapes", "inputs": "operations", "paginators": "operations"}
    owner = owners.get(thing[0])
    return owner is not None and found.get((owner, thing[1])) == release


def merged(entry: dict[str, Any], new: Since) -> None:
    """Add new names to a service's history; known names keep their releases."""
    known = dict(_things(entry.get("since", {})))
    entry["since"] = _tables({**new, **known})


def _things(tables: Mapping[str, Any]) -> Iterator[tuple[Thing, str]]:
    for kind, table in tables.items():
        for name, value in table.items():
            if isinstance(value, str):
                yield (kind, name), value
            else:
                yield from (((kind, name, m), r) for m, r in value.items())


def _tables(since: Since) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for thing, release in sorted(since.items()):
        table = made.setdefault(thing[0], {})
        for owner in thing[1:-1]:
            table = table.setdefault(owner, {})
        table[thing[-1]] = release
    return made


def withdrawn_names(
    entry: Mapping[str, Any], vanished: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Sort lines of `names.vanished`: those that AWS has withdrawn, and the others."""
    gone: list[str] = []
    others: list[str] = []
    for line in vanished:
        owner, name = place_of(line)
        known = entry.get("withdrawn", {}).get(owner, {})
        (gone if name in known or "" in known else others).append(line)
    return gone, others


def place_of(line: str) -> tuple[str, str]:
    """Return the owner and the name of a line of `names.vanished`."""
    place, _, kind = line.rpartition(" (")
    if kind == "type)":
        return place, ""
    owner, _, name = place.partition(".")
    return owner, name
