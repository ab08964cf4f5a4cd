"""A report of the test environments that `make test` ran and could not run.

Usage: python tools/verdict.py RESULT_JSON [SKIPPED_ENVIRONMENT ...]

RESULT_JSON is tox's --result-json file; the environments named behind it were not even
tried, for want of a program.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# What an environment needs that tox cannot install, and how to get it.
NEEDS = {
    "fleet": "redis-server is missing: apt-get install redis-server, "
    "or brew install redis",
}
# pytest's last line, with or without the rule that it is written into.
CLOSING = re.compile(r"^(?:=+ )?((?:\d+ \w+,? ?)+in [\d.]+s)\b", re.MULTILINE)

# pytest-cov's, where the lines that the tests reach are measured.
COVERED = re.compile(
    r"^(?:FAIL )?Required test coverage of .*: ([\d.]+%)", re.MULTILINE
)


def summarize(environments: dict[str, Any], untried: Sequence[str] = ()) -> list[str]:
    """Return a line for each of tox's environments, and the verdict as the last.

    Args:
        environments: The `testenvs` of tox's result file, by name.
        untried: Names of environments that lack a program of `NEEDS`.
    """
    ran = {n: e for n, e in environments.items() if "result" in e}
    passed = failed = 0
    lines = []
    for name, environment in ran.items():
        result = environment["result"]
        if result.get("skipped"):
            lines.append(f"NOT RUN: {name} (no such Python was found here)")
            continue
        closing = closings(environment)
        word = "passed: " if result["success"] else "FAILED: "
        took = f"({result.get('duration', 0):.0f} s)"
        reached = [f"{percent} of lines" for percent in coverage(environment)]
        lines.append(" ".join([word, name, took, *closing, *reached]))
        counts = [counted(line) for line in closing]
        passed += sum(good for good, _ in counts)
        bad = sum(bad for _, bad in counts)
        # What fails without a test of its own, as ruff, counts as one.
        failed += bad if result["success"] else max(bad, 1)
        passed += 1 if result["success"] and not counts else 0
        lines += news(environment)
    lines += [f"NOT RUN: {name} ({NEEDS[name]})" for name in untried]
    lines.sort(key=lambda line: line.startswith("FAILED"))
    if not passed and not failed:
        return [*lines, "Stopped before anything was done"]
    return [*lines, f"{passed} passed, {failed} failed"]


def news(environment: dict[str, Any]) -> list[str]:
    """Return a line of the services that a newer botocore has something new for.

    The command `growth` prints a service's name, and what is new below it.
    """
    told = [
        run.get("output", "")
        for run in environment["test"]
        if "growth" in run.get("command", ())
    ]
    names = re.findall(r"^([a-z][\w-]*)$", "\n".join(told), re.MULTILINE)
    return [f"NEWS:    AWS changed {', '.join(names)}: make growth"] if names else []


def closings(environment: dict[str, Any]) -> list[str]:
    """Return the last line of each pytest that an environment ran."""
    found = [CLOSING.findall(run.get("output", "")) for run in environment["test"]]
    return [lines[-1] for lines in found if lines]


def coverage(environment: dict[str, Any]) -> list[str]:
    """Return the share of lines that each pytest of an environment reached."""
    found = [COVERED.findall(run.get("output", "")) for run in environment["test"]]
    return [shares[-1] for shares in found if shares]


def counted(closing: str) -> tuple[int, int]:
    """Return the numbers of passed and failed tests in pytest's last line."""
    numbers = {word: int(n) for n, word in re.findall(r"(\d+) (\w+)", closing)}
    errors = numbers.get("errors", numbers.get("error", 0))
    return numbers.get("passed", 0), numbers.get("failed", 0) + errors


def main(argv: list[str]) -> None:
    """Print the summary of the result file named on the command line."""
    path = Path(argv[0])
    # Stopped half-way, tox leaves no file.
    result = json.loads(path.read_text("utf-8")) if path.exists() else {}
    print("\n".join(summarize(result.get("testenvs", {}), argv[1:])))


if __name__ == "__main__":
    main(sys.argv[1:])
