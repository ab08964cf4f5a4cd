"""Try a sample of small random changes, and print those that no test notices.

Usage, where all that the tests of the package and of the generator need is installed
(`make mutants` installs it):

    python -m tools.mutants --seed 7 --number 30
    python -m tools.mutants --only boto3_extensions/_roles --near --floor 95

Each change is made in a copy of the tree. The tests that most likely notice it run
first, then the whole suite, unless ``--near`` leaves that out.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .sample import PARTS, draw, part_of
from .trial import Outcome, Tree, Trials

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Try a sample out; the exit code is 1 if too few changes were noticed."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(root, Path(folder))
        trials = Trials(tree, tree.run, seconds=options.seconds, whole=not options.near)
        drawn = draw(tree.root, options.seed, options.number, options.only)
        outcomes = list(told(trials.try_out(change) for change in drawn))
    print("\n".join(summary(outcomes)))
    return 0 if percentage(outcomes) >= options.floor else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.mutants",
        description="Try small random changes, and print those that no test notices.",
    )
    parser.add_argument("--seed", type=int, default=0, help="the same draw each time")
    parser.add_argument("--number", type=int, default=20, help="how many changes")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PATH",
        help="change only this file, or what is in this folder; several times",
    )
    parser.add_argument(
        "--near", action="store_true", help="run the nearest tests, not the whole suite"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=1200,
        help="how long the tests of a change may run; one test may take a quarter",
    )
    parser.add_argument(
        "--floor",
        type=float,
        default=0,
        metavar="PERCENT",
        help="fail if fewer of the changes are noticed",
    )
    return parser


def told(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Print each outcome as it comes, a survivor with its difference."""
    for number, outcome in enumerate(outcomes, 1):
        change, killer, is_tried = outcome
        where = f"{change.path}:{change.line}: {change.kind}"
        verdict = "killed" if killer else "SURVIVED" if is_tried else "not tried"
        print(f"{number}. {verdict}  {where}", flush=True)
        if is_tried:
            print(f"   by {killer}" if killer else change.diff(), flush=True)
        yield outcome


def percentage(outcomes: Sequence[Outcome]) -> float:
    """Return the share of the changes tried that were noticed, 100 of none."""
    noticed = [outcome.killer is not None for outcome in outcomes if outcome.is_tried]
    return 100 * sum(noticed) / len(noticed) if noticed else 100.0


def summary(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each part of the tree that was changed, and one for all."""
    of_part = {
        part: [one for one in outcomes if part_of(one.change.path) == part]
        for part in PARTS
    }
    lines = []
    for name, some in [*of_part.items(), ("all", list(outcomes))]:
        if some:
            killed = sum(outcome.killer is not None for outcome in some)
            tried = sum(outcome.is_tried for outcome in some)
            share = percentage(some)
            lines.append(f"{name}: {killed} of {tried} killed, {share:.0f} %")
    return lines


if __name__ == "__main__":
    # Else the tests that run would go on.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    sys.exit(main())
