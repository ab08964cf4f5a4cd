"""Live through past releases of botocore: what `make sync` would have done, each time.

Usage, in an environment that has what the generator needs, tomlkit and no botocore:

    python tools/replay.py RELEASES WORK [--every N] [--kept FOLDER]

RELEASES is a folder of botocore's releases, each with its boto3 in a folder named by
its number, as `pip install --no-deps --target` makes them. In WORK, which it makes, is
a copy of this checkout, where today's definitions are cut down to what the oldest of
these releases has. Then each release is synced, by the same code as `make sync`.
After each step "a person" takes over what today's definitions say of it, kept in
FOLDER for another run. In the end every name of today must be there again.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("tools", "definitions", "boto3_extensions")
NAMES = "tests/support/names-0.23.0.json"
CUT = ("-m", "tools.definitions.cut")
HEADS = (
    "release", "services", "operations", "as-today", "types", "attributes",
    "withdrawn", "told", "needed", "plain", "silent", "otherwise", "seconds",
)  # fmt: skip
# The places of an operation, as `growth` tells them, by service and operation.
Places = Mapping[str, Mapping[str, Sequence[str]]]


def run(work: Path, release: Path, *command: str) -> str:
    """Run a command of Python in the copy, with a release as the installed botocore."""
    path = os.pathsep.join([str(release), str(work)])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{release.name}: {' '.join(command)}\n{done.stderr}")
    return done.stdout


def copied(work: Path) -> None:
    """Copy the inputs of the generator."""
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, work / name, ignore=ignored)
    # What the generator reads of the tests: the names of an older version.
    (work / NAMES).parent.mkdir(parents=True)
    shutil.copy(ROOT / NAMES, work / NAMES)


def steps(releases: Path, every: int) -> list[Path]:
    """Return the folders of every so many of the releases, and of the newest."""
    found = sorted(releases.iterdir(), key=lambda p: [*map(int, p.name.split("."))])
    return [*found[:-1:every], found[-1]]


def take_over(
    work: Path, release: Path, kept: Path | None, services: Sequence[str] | None
) -> list[str]:
    """Write today's definitions as far as a release has them; return the new names.

    Args:
        work: The copy.
        release: The folder of the release.
        kept: Where the definitions of each release are kept; nowhere by default.
        services: Those to look at; all by default.
    """
    history = work / "definitions" / "history.json"
    saved = kept / release.name if kept else None
    if saved and saved.is_dir():
        told = history.read_bytes() if history.exists() else None
        for name, target in (("definitions", "definitions"), ("data", DATA)):
            shutil.rmtree(work / target)
            shutil.copytree(saved / name, work / target)
        if told is not None:
            history.write_bytes(told)
        return []
    chosen = [] if services is None else ["--services", *services]
    lines = run(work, release, *CUT, "today", "definitions", *chosen).splitlines()
    if saved:
        shutil.copytree(work / "definitions", saved / "definitions")
        shutil.copytree(work / DATA, saved / "data")
    return lines


DATA = "boto3_extensions/data"


def compared(ours: Places, today: Places, told: str) -> dict[str, list[str]]:
    """Return the new operations by agreement of their places with today's definitions.

    ``same`` are in these very places. Of the others, a person was told of the ``told``;
    ``silent`` are plain actions of the service, are none today, and nobody was told;
    the rest are ``otherwise``. Told or not, those are ``plain``, too, that are plain
    actions of the service and are none today.
    """
    kinds = ("same", "told", "silent", "otherwise", "plain")
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    for service, operations in ours.items():
        for operation, places in operations.items():
            now = today.get(service, {}).get(operation, [])
            if sorted(set(places)) == sorted(set(now)):
                kind = "same"
            elif re.search(rf"\b{operation}\b", told):
                kind = "told"
            elif _is_misplaced(places, now):
                kind = "silent"
            else:
                kind = "otherwise"
            line = f"{service}.{operation}: {places}, today {now}"
            found[kind].append(line)
            if kind != "same" and _is_misplaced(places, now):
                found["plain"].append(line)
    return found


def _is_misplaced(places: Sequence[str], today: Sequence[str]) -> bool:
    """Return whether all that an operation is is what today it is not: the service's.

    What has a further place today is not where it should not be.
    """
    return (
        all(map(_is_plain, places))
        and not all(map(_is_plain, today))
        and not (places and set(places) <= set(today))
    )


def _is_plain(place: str) -> bool:
    return place.startswith("service.") and place.endswith("()")


def row(
    release: str,
    figures: Sequence[dict[str, Any]],
    places: Mapping[str, Sequence[str]],
    seconds: float,
) -> list[str]:
    """Return a row of the table: what a step added, withdrew, and left to a person."""
    needs = [need for one in figures for need in one["needs"]]
    faults = [one["service"] for one in figures if one["fault"]]
    return [
        release,
        str(len(figures)),
        str(sum(one["operations"] for one in figures)),
        str(len(places["same"])),
        str(sum(len(one["adopted"]) for one in figures)),
        str(sum(one["attributes"] for one in figures)),
        str(sum(len(one["withdrawn"]) for one in figures)),
        str(len(needs) + len(faults)),
        # Of what was told, this was worth the telling.
        str(len(places["told"]) + len(places["silent"]) + len(faults)),
        str(len(places["plain"]) + len(faults)),
        str(len(places["silent"])),
        str(len(places["otherwise"])),
        str(round(seconds)),
    ]


def step(work: Path, before: Path, release: Path, kept: Path | None) -> list[str]:
    """Sync one release, have a person take over, and return the row of the table."""
    figures, began = work / "figures.json", time.monotonic()
    told = run(
        work, release, "-m", "tools.definitions", "sync", "--since", str(before),
        "--figures", str(figures),
    )  # fmt: skip
    seconds = time.monotonic() - began
    found = json.loads(figures.read_text("utf-8"))
    # Where nothing is new to be placed, there is nothing to take over.
    services = [
        one["service"]
        for one in found
        if one["places"] or one["withdrawn"] or one["fault"] or one["left"]
    ]
    taken = take_over(work, release, kept, services) if services else []
    today = json.loads(
        run(work, release, *CUT, "today", "definitions", "--places", *services)
        if services
        else "{}"
    )
    needs = "\n".join(need for one in found for need in one["needs"])
    places = compared({o["service"]: o["places"] for o in found}, today, needs)
    text = [told, *taken, *(f"{k}: {line}" for k in places for line in places[k])]
    (work / f"{release.name}.txt").write_text("\n".join(text), encoding="utf-8")
    return row(release.name, found, places, seconds)


def main(argv: Sequence[str]) -> int:
    """Print the table as it comes about; the exit code is 1 if a name is missing."""
    parser = argparse.ArgumentParser(description="Replay releases of botocore.")
    parser.add_argument("releases", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--kept", type=Path)
    options = parser.parse_args(argv)
    work = options.work.resolve()
    kept = options.kept.resolve() if options.kept else None
    copied(work)
    first, *later = steps(options.releases.resolve(), options.every)
    today = work / "today"
    shutil.copytree(work / "definitions", today)
    take_over(work, first, kept, None)
    print(*HEADS)
    print(first.name, flush=True)
    before = first
    for release in later:
        print(*step(work, before, release, kept), flush=True)
        before = release
    everything = sorted({path.stem for path in today.iterdir()} - {"history"})
    missing = take_over(work, later[-1], None, everything)
    print(f"{len(missing)} names of today are missing", *missing, sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
