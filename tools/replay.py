"""Live through past releases of botocore: what `make sync` would have done, each time.

Usage, in an environment that has what the generator needs, tomlkit and no botocore:

    python tools/replay.py RELEASES WORK [--every N]

RELEASES is a folder of botocore's releases, each with its boto3 in a folder named by
its number, as `pip install --no-deps --target` makes them. In WORK, which it makes, is
a copy of this checkout, where today's definitions are cut down to what the oldest of
these releases has. Then each release is synced, by the same code as `make sync`.
What the rules cannot do, "a person" does after each step: takes over from today's
definitions what they say of it. In the end every name of today must be there again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("tools", "definitions", "boto3_extensions")


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
    """Copy what the generator needs."""
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, work / name, ignore=ignored)


def steps(releases: Path, every: int) -> list[Path]:
    """Return the folders of every so many of the releases, and of the newest."""
    found = sorted(releases.iterdir(), key=lambda p: [*map(int, p.name.split("."))])
    return [*found[:-1:every], found[-1]]


def row(release: Path, figures: Sequence[dict[str, Any]], kept: list[str]) -> list[str]:
    """Return a row of the table: what a step added, withdrew, and left to a person."""
    needs = [f"{one['service']}: {need}" for one in figures for need in one["needs"]]
    faults = [one["service"] for one in figures if one["fault"]]
    return [
        release.name,
        str(len(figures)),
        str(sum(one["operations"] for one in figures)),
        str(sum(len(one["adopted"]) for one in figures)),
        str(sum(one["attributes"] for one in figures)),
        str(sum(len(one["withdrawn"]) for one in figures)),
        str(len(needs) + len(faults)),
        str(len(kept)),
    ]


def main(argv: Sequence[str]) -> int:
    """Print the table as it comes about; the exit code is 1 if a name is missing."""
    parser = argparse.ArgumentParser(description="Replay releases of botocore.")
    parser.add_argument("releases", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args(argv)
    work = options.work.resolve()
    copied(work)
    first, *later = steps(options.releases.resolve(), options.every)
    today = work / "today"
    shutil.copytree(work / "definitions", today)
    run(work, first, "-m", "tools.definitions.cut", str(today), "definitions")
    print("release services operations types attributes withdrawn person taken-over")
    print(first.name, flush=True)
    before = first
    for release in later:
        figures = work / "figures.json"
        told = run(
            work, release, "-m", "tools.definitions", "sync", "--since", str(before),
            "--figures", str(figures),
        )  # fmt: skip
        (work / f"{release.name}.txt").write_text(told, encoding="utf-8")
        found = json.loads(figures.read_text("utf-8"))
        services = [one["service"] for one in found]
        taken = run(
            work, release, "-m", "tools.definitions.cut", str(today), "definitions",
            "--services", *services,
        ).splitlines()  # fmt: skip
        (work / f"{release.name}.person.txt").write_text("\n".join(taken), "utf-8")
        print(*row(release, found, taken), flush=True)
        before = release
    everything = sorted({path.stem for path in today.iterdir()} - {"history"})
    missing = run(
        work, later[-1], "-m", "tools.definitions.cut", str(today), "definitions",
        "--services", *everything,
    ).splitlines()  # fmt: skip
    print(f"{len(missing)} names of today are missing", *missing, sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
