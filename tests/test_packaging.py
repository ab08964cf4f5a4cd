"""What is installed and released, and that the tests look at exactly that."""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
from pathlib import Path

import pytest

import boto3_extensions
import check_package
import verdict

ROOT = Path(__file__).parents[1]
SETUP_PY = (ROOT / "setup.py").read_text("utf-8")
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


def of_this_project(environment: str) -> str:
    """Return the section of an environment in tox.ini."""
    sections = (ROOT / "tox.ini").read_text("utf-8").split("\n[")
    return next(text for text in sections if text.startswith(f"{environment}]"))


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


def test_sdist_lacking_sources_is_told(checkout: Path) -> None:
    """The check of a release names a definition that the sdist lacks."""
    names = {*CHECKOUT_FILES, *check_package.SDIST_FILES} - {"definitions/acm.toml"}

    assert {"definitions/acm.toml"} == check_package.missing_from_sdist(names, checkout)


def test_pre_commit_has_the_ruff_of_tox() -> None:
    """Before a commit and in tox the same ruff looks at the code."""
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    in_tox = re.findall(r"ruff==[\d.]+", of_this_project("testenv:lint"))

    assert set(in_tox) == set(re.findall(r"ruff==[\d.]+", hooks))
    assert 1 == len(in_tox)


def test_missing_interpreter_is_not_called_passed() -> None:
    """The closing words of `make test` tell what was not run from what passed."""
    lines = verdict.summarize(
        {
            "py312": {"result": {"success": True, "skipped": False}},
            "py314": {"result": {"success": True, "skipped": True}},
        }
    )

    assert [
        "passed:  py312",
        "NOT RUN: py314 (no such Python was found here)",
        "make test: all environments passed, 1 could not run here",
    ] == lines


def test_missing_program_is_named_with_its_cure() -> None:
    """The closing words of `make test` tell a newcomer what to install."""
    lines = verdict.summarize(
        {"py312": {"result": {"success": True, "skipped": False}}}, ["fleet"]
    )

    assert "NOT RUN: fleet (redis-server is missing: apt-get install redis" in lines[1]
    assert "make test: all environments passed, 1 could not run here" == lines[-1]


def test_failure_is_the_last_word() -> None:
    """The closing words of `make test` name what failed."""
    lines = verdict.summarize(
        {
            "lint": {"result": {"success": False, "skipped": False}},
            "py312": {"result": {"success": True, "skipped": False}},
        }
    )

    assert ["passed:  py312", "FAILED:  lint", "make test: 1 of 2 failed"] == lines


def test_nothing_run_is_no_success() -> None:
    """The closing words of `make test` do not praise a run without any environment."""
    assert "make test: stopped before anything was done" == verdict.summarize({})[-1]
