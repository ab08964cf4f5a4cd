"""Say in one line each what `make test` ran and what it could not run here.

Usage: python tools/verdict.py RESULT_JSON     (tox's --result-json file)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def summarize(environments: dict[str, Any]) -> list[str]:
    """Sort tox's environments into lines: passed, failed, not run; verdict last.

    Args:
        environments: The `testenvs` of tox's result file, by name.
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
    if failed:
        lines.append(f"FAILED:  {', '.join(failed)}")
    return [*lines, _verdict(passed, skipped, failed)]


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
    print("\n".join(summarize(result.get("testenvs", {}))))


if __name__ == "__main__":
    main(sys.argv[1:])
