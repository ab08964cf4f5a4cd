"""What is installed and released, and that the tests look at exactly that."""

from __future__ import annotations

import configparser
import importlib
import importlib.metadata
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import boto3_extensions
import check_package
import constraints
import verdict
from boto3_extensions._cli import program

ROOT = Path(__file__).parents[1]
SETUP_PY = (ROOT / "setup.py").read_text("utf-8")
CONSTRAINTS = (ROOT / "constraints.txt").read_text("utf-8")
INSTALLED = Path(boto3_extensions.__file__).parent

CHECKOUT_FILES = [
    "boto3_extensions/__init__.py",
    "boto3_extensions/py.typed",
    "boto3_extensions/data/acm/2015-12-08/resources-1.json",
    "tools/definitions/__init__.py",
    "definitions/acm.toml",
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a small checkout of the few files above."""
    for name in CHECKOUT_FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def canonical(requirement: str) -> str:
    """Return the name of the package that a requirement, or constraint, begins with."""
    name = re.match(r"[\w.-]*", requirement)
    return re.sub(r"[-_.]+", "-", name[0] if name else "").lower()


def test_tox_tests_the_installed_package() -> None:
    """Under tox the tested package lies in site-packages, never in the checkout."""
    under_tox = "TOX_ENV_NAME" in os.environ

    assert not under_tox or "site-packages" == INSTALLED.parent.name
    assert not under_tox or str(ROOT) not in sys.path


def test_all_data_is_installed() -> None:
    """The installed package has every file of the checkout's, data and py.typed too."""
    installed = {
        path.relative_to(INSTALLED.parent).as_posix() for path in INSTALLED.rglob("*")
    }

    assert set() == check_package.missing_from_wheel(installed)
    assert "boto3_extensions/py.typed" in installed


def test_version_is_written_once() -> None:
    """The version of the release is the one that the package tells."""
    assert boto3_extensions.__version__ == importlib.metadata.version(
        "boto3_extensions"
    )


def test_oldest_boto3_is_pinned_to_the_floor() -> None:
    """The extra `oldest` pins what the package asks for at least."""
    (floor,) = re.findall(r"^BOTO3_FLOOR = \"(.+)\"$", SETUP_PY, re.MULTILINE)
    requirements = importlib.metadata.requires("boto3_extensions") or []
    asked = {requirement.replace(" ", "") for requirement in requirements}

    assert f"boto3>={floor}" in asked
    assert {f"boto3=={floor}", f"botocore=={floor}"} <= {
        requirement.partition(";")[0]
        for requirement in asked
        if 'extra=="oldest"' in requirement.replace("'", '"')
    }


def test_the_command_is_that_of_the_package() -> None:
    """`boto3-extensions` calls what `python -m boto3_extensions` does."""
    (target,) = re.findall(r'"boto3-extensions = (.+)"', SETUP_PY)
    module, _, name = target.partition(":")

    assert getattr(importlib.import_module(module), name) is program.main


def test_wheel_lacking_data_is_told(checkout: Path) -> None:
    """The check of a release names a JSON file that the wheel lacks."""
    names = {"boto3_extensions/__init__.py", "boto3_extensions/py.typed"}

    assert {
        "boto3_extensions/data/acm/2015-12-08/resources-1.json"
    } == check_package.missing_from_wheel(names, checkout)


def test_stranger_in_the_wheel_is_told() -> None:
    """The check of a release names what a wheel would install beside the package."""
    names = {
        "boto3_extensions/__init__.py",
        "boto3_extensions-1.0.0.dist-info/METADATA",
        "tools/__init__.py",
    }

    assert {"tools/__init__.py"} == check_package.strangers_in_wheel(names)


def test_compiled_models_stay_out_of_the_wheel(checkout: Path) -> None:
    """They are for one machine: the check of a release names them, and misses none."""
    name = "boto3_extensions/compiled/ec2-2016-11-15-service-2.0.cpython-312"
    (checkout / name).parent.mkdir()
    (checkout / name).touch()

    assert {name} == check_package.strangers_in_wheel({name})
    assert name not in check_package.missing_from_wheel(set(), checkout)


def test_sdist_lacking_sources_is_told(checkout: Path) -> None:
    """The check of a release names a definition that the sdist lacks."""
    names = {*CHECKOUT_FILES, *check_package.SDIST_FILES} - {"definitions/acm.toml"}

    assert {"definitions/acm.toml"} == check_package.missing_from_sdist(names, checkout)


def test_pre_commit_has_the_releases_of_tox() -> None:
    """Before a commit and in tox the same releases look at the code."""
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")

    assert hooks == constraints.with_releases_of(CONSTRAINTS, hooks)
    assert {"ruff", "import-linter", "towncrier"} <= set(
        re.findall(r"([\w-]+)==", hooks)
    )


def test_two_commands_run_every_environment() -> None:
    """What `make test` leaves out of tox's environments, `make test-rest` runs."""
    tox = configparser.ConfigParser(interpolation=None)
    tox.read_string((ROOT / "tox.ini").read_text("utf-8"))
    labels = tox["tox"]["labels"].split("\n")
    both = ", ".join(line.partition(" = ")[2] for line in labels if line)

    assert tox["tox"]["env_list"] == both


def test_everything_the_tests_ask_for_is_pinned() -> None:
    """constraints.txt has a release of all that tox and setup.py name, boto3 apart."""
    tox = (ROOT / "tox.ini").read_text("utf-8")
    asked = [*constraints.requirements_of_tox(tox), *constraints.BESIDES]
    asked += constraints.ALONE
    extras = set(constraints.extras_of_setup(SETUP_PY))
    for requirement in importlib.metadata.requires("boto3_extensions") or []:
        if set(re.findall(r"extra == .(\w+)", requirement)) & extras:
            asked.append(requirement)
    names = {canonical(requirement) for requirement in asked}

    assert set() == names - {canonical(line) for line in CONSTRAINTS.splitlines()}
    assert {"moto", "sphinx", "tox", "cfn-lint", "ministack"} <= names


def ran(
    output: str = "", success: bool = True, skipped: bool = False
) -> dict[str, Any]:
    """Return what tox tells of an environment with one command."""
    result = {"success": success, "skipped": skipped, "duration": 71.2}
    return {"result": result, "test": [{"output": output}]}


def test_closing_lines_of_pytest_are_told_and_added_up() -> None:
    """The closing words of `make test` have pytest's own, and the sum of its tests."""
    bare = "3 passed, 1 deselected, 2 warnings in 0.51s\n"
    ruled = f"...\n===== {'7 passed in 61.00s (0:01:01)'} =====\n"

    assert [
        "passed:  py312 (71 s) 7 passed in 61.00s",
        "passed:  lint (71 s)",
        "passed:  fleet (71 s) 3 passed, 1 deselected, 2 warnings in 0.51s",
        "11 passed, 0 failed",
    ] == verdict.summarize({"py312": ran(ruled), "lint": ran(), "fleet": ran(bare)})


def test_share_of_lines_that_tests_reach_is_told() -> None:
    """The closing words of `make test` have the coverage, reached or not."""
    closing = "===== 7 passed in 61.00s ====="
    good = "Required test coverage of 90% reached. Total coverage: 91.25%\n"
    bad = "FAIL Required test coverage of 90% not reached. Total coverage: 89.99%\n"

    assert [
        "passed:  py313 (71 s) 7 passed in 61.00s 91.25% of lines",
        "FAILED:  py314 (71 s) 7 passed in 61.00s 89.99% of lines",
        "14 passed, 1 failed",
    ] == verdict.summarize(
        {"py313": ran(good + closing), "py314": ran(bad + closing, success=False)}
    )


def test_missing_interpreter_is_not_called_passed() -> None:
    """The closing words of `make test` tell what was not run from what passed."""
    lines = verdict.summarize({"py312": ran(), "py314": ran(skipped=True)})

    assert [
        "passed:  py312 (71 s)",
        "NOT RUN: py314 (no such Python was found here)",
        "1 passed, 0 failed",
    ] == lines


def test_missing_program_is_named_with_its_cure() -> None:
    """The closing words of `make test` tell a newcomer what to install."""
    lines = verdict.summarize({"py312": ran()}, ["fleet"])

    assert "NOT RUN: fleet (redis-server is missing: apt-get install redis" in lines[1]
    assert "1 passed, 0 failed" == lines[-1]


def test_news_of_aws_is_told() -> None:
    """What the newest boto3 has for which services; it is no failure."""
    told = "ec2\n  new operations\n    DescribeThings: service.things\nroute53\n  x\n"
    run = {"command": ["python", "-m", "tools.definitions", "growth"], "output": told}
    ran = {"result": {"success": True, "duration": 3}, "test": [run]}

    lines = verdict.summarize({"newest": ran})

    assert "NEWS:    AWS changed ec2, route53: make growth" in lines
    assert "1 passed, 0 failed" == lines[-1]


def test_failure_is_the_last_word() -> None:
    """The closing words of `make test` name what failed, whatever passed after it."""
    closing = "= 2 failed, 5 passed, 1 error in 3.00s ="
    lines = verdict.summarize(
        {"py311": ran(closing, success=False), "lint": ran(success=False), "py": ran()}
    )

    assert [
        "passed:  py (71 s)",
        "FAILED:  py311 (71 s) 2 failed, 5 passed, 1 error in 3.00s",
        "FAILED:  lint (71 s)",
        "6 passed, 4 failed",
    ] == lines


def test_nothing_run_is_no_success() -> None:
    """The closing words of `make test` do not praise a run without any environment."""
    assert "Stopped before anything was done" == verdict.summarize({})[-1]


def test_renewed_releases_are_those_of_the_hooks() -> None:
    """Constraints with newer releases bring them to pre-commit's hooks."""
    hooks = "a: [ruff==0.1.0]\nb: [ruff==0.1.0, linter==1]\nc: [other==1, x-ruff==1]"
    pins = "linter==2 ; python_full_version < '3.11'\nlinter==3\nruff==0.17.6\n"

    assert (
        "a: [ruff==0.17.6]\nb: [ruff==0.17.6, linter==2]\nc: [other==1, x-ruff==1]"
    ) == constraints.with_releases_of(pins, hooks)


def test_requirements_of_tox_are_found_behind_factors() -> None:
    """The constraints cover every requirement of tox.ini, and leave boto3 to it."""
    tox = """
[testenv]
deps =
    {[testenv:main]deps}
    boto3==1.44.5
    tomli; python_version < "3.11"
    beside: boto3-stubs[essential]
"""

    assert ['tomli; python_version < "3.11"', "boto3-stubs[essential]"] == list(
        constraints.requirements_of_tox(tox)
    )
