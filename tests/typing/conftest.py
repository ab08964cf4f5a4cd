"""A project whose code has types by the stubs that one command writes into it."""

from __future__ import annotations

import doctest
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import page_examples

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROJECT = ("passes.py", "faults.py")

SETTINGS = """
[mypy]
strict = True
mypy_path = typings
warn_unused_ignores = True
"""

# As somebody has it who has set nothing, in whose scripts a name may be used again.
# What guides import besides is not installed here.
LENIENT = """
[mypy]
mypy_path = typings
check_untyped_defs = True
allow_redefinition = True
disable_error_code = var-annotated
[mypy-moto.*,redis.*]
ignore_missing_imports = True
"""

# What a guide need not say, and a prompt has.
BEFORE = """# pyright: basic, reportMissingImports=false
from typing import Any
import boto3
import boto3_extensions
_: Any = None
"""


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with code, a mypy.ini and the stubs of all services it uses.

    Beside its own it has the Python of the README and of each page of the
    documentation.
    """
    folder = tmp_path_factory.mktemp("project")
    for name in PROJECT:
        shutil.copy(HERE / name, folder)
    # Beside boto3-stubs they would pass or fail just the same, and take their time.
    is_beside = importlib.util.find_spec("mypy_boto3_ec2") is not None
    for guide in (
        []
        if is_beside
        else [ROOT / "README.rst", *sorted((ROOT / "docs").glob("*.rst"))]
    ):
        if source := "\n".join(_python_of(guide)):
            name = f"guide_{guide.stem.lower()}.py"
            (folder / name).write_text(BEFORE + source, encoding="utf-8")
    (folder / "mypy.ini").write_text(SETTINGS, encoding="utf-8")
    (folder / "guides.ini").write_text(LENIENT, encoding="utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    models = tmp_path_factory.mktemp("models")
    page_examples.write_files("docs/own_definitions.rst", models)
    subprocess.run(
        [sys.executable, "-m", "boto3_extensions", "stubs"],
        cwd=folder,
        check=True,
        timeout=600,
        env={**os.environ, "AWS_DATA_PATH": str(models)},
    )
    return folder


def _python_of(page: Path) -> Iterator[str]:
    """Yield the Python of a page's examples; not where one shows an error."""
    for one in page_examples.examples(str(page.relative_to(ROOT))):
        if one.language == "python":
            yield one.code
        elif one.language == "pycon":
            for example in doctest.DocTestParser().get_examples(one.code):
                if example.exc_msg is None:
                    yield example.source
