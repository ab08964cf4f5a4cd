"""What mypy and pyright make of the stubs that one command writes into a project.

Run by tox's environments `stubs`, with and without boto3-stubs beside them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = ("passes.py", "faults.py")
SETTINGS = """
[mypy]
strict = True
mypy_path = typings
warn_unused_ignores = True
"""


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with code, a mypy.ini and the stubs of all services it uses."""
    folder = tmp_path_factory.mktemp("project")
    for name in PROJECT:
        shutil.copy(HERE / name, folder)
    (folder / "mypy.ini").write_text(SETTINGS, encoding="utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    _run([sys.executable, "-m", "boto3_extensions", "stubs"], folder)
    return folder


def test_the_services_that_the_project_uses_are_found(project: Path) -> None:
    """Without names, the command writes stubs of what the code makes, and no more."""
    found = {path.name for path in (project / "typings").iterdir()}
    services = ("cloudformation", "ec2", "iam", "lambda", "logs", "rds", "sts")
    assert {"boto3", *(f"mypy_boto3_{name}" for name in services)} == found


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_right_code_passes(project: Path, checker: str) -> None:
    """Resources, attributes, actions, collections, waiters and `.arn` have types."""
    assert {} == _complaints(checker, project, "passes.py")


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_code_is_reported(project: Path, checker: str) -> None:
    """Each misspelling is found, and what is right beside it is left alone."""
    lines = (project / "faults.py").read_text(encoding="utf-8").splitlines()
    wrong = {n for n, line in enumerate(lines, 1) if line.endswith("# fault")}
    assert wrong == set(_complaints(checker, project, "faults.py"))


def _complaints(checker: str, project: Path, name: str) -> dict[int, str]:
    """Return the lines a checker reports in a file, with what it says."""
    if checker == "mypy":
        command = [sys.executable, "-m", "mypy", "--hide-error-context", name]
        printed = _run(command, project, allowed=(0, 1))
        # Also what is said of other files, the stubs above all.
        found = re.findall(r"^.*?:(\d+): error: (.*)$", printed, re.MULTILINE)
        return {int(line): said for line, said in found}
    command = [sys.executable, "-m", "pyright", "--outputjson", name]
    command += ["--pythonpath", sys.executable]
    told = json.loads(_run(command, project, allowed=(0, 1)))
    return {
        one["range"]["start"]["line"] + 1: one["message"]
        for one in told["generalDiagnostics"]
        if one["severity"] == "error"
    }


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
