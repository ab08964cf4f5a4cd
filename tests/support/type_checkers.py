"""What a type checker says of the files of a project."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path


def complaints(checker: str, project: Path, *names: str) -> dict[int | str, str]:
    """Return what a checker says of files, by its line; by its text of several."""
    if checker == "mypy":
        command = [sys.executable, "-m", "mypy", "--hide-error-context", *names]
        printed = _run(command, project, allowed=(0, 1))
        # Also what is said of other files, the stubs above all.
        found = re.findall(r"^(.*?):(\d+): error: (.*)$", printed, re.MULTILINE)
        told = [(path, int(line), said) for path, line, said in found]
    else:
        command = [sys.executable, "-m", "pyright", "--outputjson", *names]
        command += ["--pythonpath", sys.executable]
        printed = _run(command, project, allowed=(0, 1))
        told = [
            (one["file"], one["range"]["start"]["line"] + 1, one["message"])
            for one in json.loads(printed)["generalDiagnostics"]
            if one["severity"] == "error"
        ]
    if len(names) == 1:
        return {line: said for _, line, said in told}
    return {f"{path}:{line}": said for path, line, said in told}


def _run(command: list[str], folder: Path, allowed: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
    )
    assert done.returncode in allowed, done.stdout + done.stderr
    return done.stdout
