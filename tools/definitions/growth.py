"""A report on the additions of a newer botocore to defined services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore import xform_name

from . import build, checks, names, own_waiters
from .checks.service import ACTION, BATCH, COLLECTION, LOAD, WAITER, Site
from .derivation import derive
from .relations import SERVICE
from .service import Service
from .spec import ServiceSpec
from .toml_file import DefinitionError


@dataclass
class Growth:
    """The additions to a service since the data was made."""

    service: str
    operations: dict[str, list[str]] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    attributes: dict[str, list[str]] = field(default_factory=dict)
    deprecated: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    fault: str = ""


def report(specs: list[ServiceSpec], since: Path | None) -> int:
    """Print the additions to each service; the exit code 1 asks a person to act."""
    if since is None:
        raise DefinitionError("say by --since which botocore the data was made from")
    models = models_in(since)
    found = [of(spec, models) for spec in specs]
    lines = [line for one in found for line in _lines(one)]
    print("\n".join(lines or ["AWS has added nothing to these services."]))
    return 1 if any(one.vanished or one.fault for one in found) else 0


def _deprecated(before: Service, now: Service) -> list[str]:
    """Return the operations that were in use before AWS deprecated them."""
    known = set(now.model.operation_names)
    return sorted(set(before.operations) & known - set(now.operations))


def models_in(folder: Path) -> Path:
    """Return the models of the botocore in a folder that pip installed it into."""
    data = folder / "botocore" / "data"
    if not data.is_dir():
        raise DefinitionError(f"there is no botocore in {folder}")
    return data


def of(spec: ServiceSpec, since: Path) -> Growth:
    """Return the additions of the installed botocore to a service since another.

    Args:
        spec: The definitions.
        since: The older one's models, from which the data files were made.
    """
    now = Service(spec.service, kept=spec.deprecated)
    before = Service(spec.service, kept=spec.deprecated, since=since)
    try:
        made = {p.name: d for p, d in build.documents(spec).items()}
    except DefinitionError as error:
        deprecated = _deprecated(before, now)
        return Growth(spec.service, deprecated=deprecated, fault=str(error))
    known = {noun for kind in spec.types.values() for noun in [kind.name, *kind.nouns]}
    known |= set(derive(before, whole=False).types) | set(now.base.get("resources", {}))
    growth = between(
        spec, before, now, made, sorted(set(derive(now, whole=False).types) - known)
    )
    old = names.on_disk(build.DATA, spec.service)
    growth.vanished = names.vanished(
        names.names_of(before, old), names.names_of(now, made)
    )
    return growth


def between(
    spec: ServiceSpec,
    before: Service,
    now: Service,
    made: dict[str, Any],
    types: list[str],
) -> Growth:
    """Return the additions of newer models, but for names that would be withdrawn.

    Args:
        spec: The definitions.
        before: The older models.
        now: The newer models.
        made: The data files that the newer ones give.
        types: What may be new types.
    """
    growth = Growth(spec.service, types=types, deprecated=_deprecated(before, now))
    places = places_of(now, spec, made)
    for operation in sorted(set(now.operations) - set(before.model.operation_names)):
        growth.operations[operation] = places.get(operation, [])
    growth.attributes = _attributes(before, now, names.definition_of(made))
    return growth


def _attributes(
    before: Service, now: Service, definition: dict[str, Any]
) -> dict[str, list[str]]:
    bodies = {**definition.get("resources", {}), **now.base.get("resources", {})}
    found = {}
    for kind, body in sorted(bodies.items()):
        had = names.members(before, body.get("shape"))
        # A type that is new itself has nothing but new attributes.
        new = set(names.members(now, body.get("shape"))) - set(had) if had else set()
        if new:
            found[kind] = sorted(map(xform_name, new))
    return found


def places_of(
    service: Service, spec: ServiceSpec, made: dict[str, Any]
) -> dict[str, list[str]]:
    """Return the place of each operation in Python, such as a method of a type."""
    waiters = {**service.waiters, **own_waiters.made(service, spec)}
    definition = names.definition_of(made)
    seen = checks.Service(service.name, service.model, {}, waiters, definition)
    found: dict[str, list[str]] = {}
    for site in seen.sites(LOAD, ACTION, BATCH, COLLECTION, WAITER):
        operation = seen.operation_name(site)
        if operation:
            found.setdefault(operation, []).append(_python(site))
    return found


def _python(site: Site) -> str:
    owner, name = site.owner or SERVICE, site.place.rpartition(".")[2]
    if site.kind == COLLECTION:
        return f"{owner}.{xform_name(name)}"
    if site.kind == WAITER:
        return f"{owner}.wait_until_{xform_name(name)}()"
    if site.kind == BATCH:
        return f"{xform_name(name)}() of a collection of {owner}"
    returns = (site.answer or {}).get("type")
    return f"{owner}.{xform_name(name)}()" + (f" -> {returns}" if returns else "")


def sections(growth: Growth) -> dict[str, list[str]]:
    """Return the additions as lines by heading."""
    return {
        "new operations": [
            f"{operation}: {', '.join(places) or 'nothing reaches it'}"
            for operation, places in growth.operations.items()
        ],
        "new types, perhaps": growth.types,
        "new attributes": [
            f"{kind}: {', '.join(new)}" for kind, new in growth.attributes.items()
        ],
        "deprecated by now (name them under `deprecated`, to keep them)": (
            growth.deprecated
        ),
        "names that would be gone": growth.vanished,
        "cannot be generated": [growth.fault] if growth.fault else [],
    }


def _lines(growth: Growth) -> Iterator[str]:
    found = sections(growth)
    if any(found.values()):
        yield growth.service
    for title, entries in found.items():
        if entries:
            yield f"  {title}"
            yield from (f"    {entry}" for entry in entries)
