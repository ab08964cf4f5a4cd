"""What mypy and pyright make of the stubs that one command writes into a project.

Run by tox's environments `stubs`, with and without boto3-stubs beside them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from type_checkers import complaints


def test_the_services_that_the_project_uses_are_found(project: Path) -> None:
    """Without names, the command writes stubs of what the code makes, and no more."""
    found = {path.name for path in (project / "typings").iterdir()}
    # Beside what is made: of what an ARN names, and what a link leads to.
    some = ("cloudformation", "cloudfront", "iam", "sts", "s3", "kms", "ec2", "rds")
    assert {"boto3", "boto3_extensions", *(f"mypy_boto3_{n}" for n in some)} <= found
    assert not {"mypy_boto3_support", "mypy_boto3_datapipeline"} & found


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_right_code_passes(project: Path, checker: str) -> None:
    """Resources, attributes, actions, collections, waiters and `.arn` have types."""
    assert {} == complaints(checker, project, "passes.py")


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_code_is_reported(project: Path, checker: str) -> None:
    """Each misspelling is found, and what is right beside it is left alone."""
    lines = (project / "faults.py").read_text(encoding="utf-8").splitlines()
    wrong = {n for n, line in enumerate(lines, 1) if line.endswith("# fault")}
    assert wrong == set(complaints(checker, project, "faults.py"))
