"""The removal of definitions that the installed botocore lacks, for `tools/replay.py`.

Usage: python -m tools.definitions.cut TODAY DEFINITIONS [--services SERVICE ...]
       python -m tools.definitions.cut TODAY DEFINITIONS --places SERVICE ...

Writes into DEFINITIONS what of TODAY the installed botocore can do, and the data of it,
and prints every name that was not there before: what a person had to write. With
`--places` it writes nothing, and prints as JSON where DEFINITIONS put each operation.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import tomlkit

from . import build, growth, history, names
from .service import BOTOCORE, Service
from .toml_file import DefinitionError, find, joined, parts_of, read, spec_of
from .withdrawal import drop_withdrawn


def cut(service: str, today: Path, definitions: Path) -> list[str]:
    """Cut a service down, and return the names that are new to its data."""
    target = definitions / (today / service).name
    single = definitions / f"{service}.toml"
    if not (BOTOCORE / service).is_dir():
        shutil.rmtree(target, ignore_errors=True)
        single.unlink(missing_ok=True)
        shutil.rmtree(build.DATA / service, ignore_errors=True)
        return []
    parts = {
        path: tomlkit.parse(path.read_text(encoding="utf-8"))
        for path in parts_of(service, today)
    }
    _, made = drop_withdrawn(parts)
    spec = spec_of(joined(parts))
    models = Service(service, kept=spec.deprecated)
    had = names.names_of(models, names.on_disk(build.DATA, service))
    now = names.names_of(models, {path.name: d for path, d in made.items()})
    for path, document in parts.items():
        written = definitions / path.relative_to(today)
        written.parent.mkdir(exist_ok=True)
        written.write_text(tomlkit.dumps(document), encoding="utf-8")
    shutil.rmtree(build.DATA / service, ignore_errors=True)
    build.write(build.DATA, made)
    return [f"{service}.{line}" for line in names.vanished(now, had)]


def places(service: str, definitions: Path) -> dict[str, list[str]]:
    """Return the place of each operation in the data of a service, as in `growth`."""
    spec = read(find(service, definitions))
    models = Service(service, kept=spec.deprecated)
    made = names.on_disk(build.DATA, service)
    return growth.places_of(models, spec, made)


def main(argv: Sequence[str]) -> int:
    """Cut all services down, or those named."""
    parser = argparse.ArgumentParser(description="Cut definitions down.")
    parser.add_argument("today", type=Path)
    parser.add_argument("definitions", type=Path)
    parser.add_argument("--services", nargs="*")
    parser.add_argument("--places", nargs="*")
    options = parser.parse_args(argv)
    if options.places:
        told = {name: places(name, options.definitions) for name in options.places}
        print(json.dumps(told))
        return 0
    services = options.services
    if services is None:
        history.HISTORY.unlink(missing_ok=True)
        found = {p.stem if p.is_file() else p.name for p in options.today.iterdir()}
        services = sorted(found - {"history"})
    for service in services:
        try:
            lines = cut(service, options.today, options.definitions)
        except DefinitionError as error:
            lines = [f"{service}: {error}"]
        print("\n".join(lines), end="\n" if lines else "")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
