"""Say in one line each what `make test` ran and what it could not run here.

Usage: python tools/verdict.py RESULT_JSON [SKIPPED_ENVIRONMENT ...]

RESULT_JSON is tox's --result-json file; the environments named behind it were not even
tried, for want of a program.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# What an environment needs that tox cannot install, and how to get it.
NEEDS = {
    "fleet": "redis-server is missing: apt-get install redis-server, "
    "or brew install redis",
}


def summarize(environments: dict[str, Any], untried: Sequence[str] = ()) -> list[str]:
    """Sort tox's environments into lines: passed, failed, not run; verdict last.

    Args:
        environments: The `testenvs` of tox's result file, by name.
        untried: Names of environments that lack a program of `NEEDS`.
    """
    results = {
        name: environment["result"]
        for name, environment in environments.items()
        if "result" in environment
    }
    skipped = [name for name, result in results.items() if result.get("skipped")]
    failed = [name for name, result in results.items() if not result["success"]]
    passed = [name for name in results if name not in {*skipped, *failed}]
    lines = [f"passed:  {', '.join(passed) or 'none'}"]
    if skipped:
        lines.append(f"NOT RUN: {', '.join(skipped)} (no such Python was found here)")
    lines += [f"NOT RUN: {name} ({NEEDS[name]})" for name in untried]
    if failed:
        lines.append(f"FAILED:  {', '.join(failed)}")
    return [*lines, _verdict(passed, [*skipped, *untried], failed)]


def _verdict(passed: list[str], skipped: list[str], failed: list[str]) -> str:
    if not failed and not passed:
        return "make test: stopped before anything was done"
    if failed:
        return f"make test: {len(failed)} of {len(failed) + len(passed)} failed"
    if skipped:
        return f"make test: all environments passed, {len(skipped)} could not run here"
    return "make test: all environments passed"


def main(argv: list[str]) -> None:
    """Print the summary of the result file named on the command line."""
    path = Path(argv[0])
    # Stopped half-way, tox leaves no file.
    result = json.loads(path.read_text("utf-8")) if path.exists() else {}
    print("\n".join(summarize(result.get("testenvs", {}), argv[1:])))


if __name__ == "__main__":
    main(sys.argv[1:])
