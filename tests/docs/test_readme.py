"""Every example of the README runs, in order, on the embedded AWS."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
import page_examples

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.rst").read_text("utf-8")


@pytest.fixture
def orders_account(aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill the embedded AWS with what the README's examples speak of."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client
    client("s3").create_bucket(Bucket="logs")
    client("cloudtrail").create_trail(Name="audit", S3BucketName="logs")
    client("rds").create_db_instance(
        DBInstanceIdentifier="orders", DBInstanceClass="db.t3.micro", Engine="postgres"
    )


def test_examples(orders_account: None) -> None:
    """The examples work in the order a reader meets them, and print what they say."""
    names: dict[str, Any] = {}
    printed = page_examples.run("README.rst", names)
    assert "audit writes to s3.Bucket(name='logs')" == printed[-1]


def test_the_first_example_runs_on_an_empty_account(aws: str) -> None:
    """Who tries it on an account without databases and trails gets no error."""
    first = next(page_examples.examples("README.rst"))
    exec(compile(first.code, "README.rst", "exec"), {})


def test_commands_are_in_the_makefile() -> None:
    """What the README tells a newcomer to make can be made."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make (\w+)", README)) <= targets


def test_every_service_is_in_the_table() -> None:
    """Every service with data is in the line of its area."""
    data = Path(boto3_extensions.__file__).parent / "data"
    table = README.partition("\narea ")[2].partition("\n\n")[0]
    listed = re.findall(r"``([\w-]+)``", table)
    assert sorted(path.name for path in data.iterdir() if path.is_dir()) == sorted(
        listed
    )


def test_derived_services_are_counted() -> None:
    """All of those with data, their types, and those that have actions alone."""
    data = Path(boto3_extensions.__file__).parent / "derived"
    types = [
        len(json.loads(path.read_text("utf-8"))["resources"])
        for path in data.glob("*/*/resources-1.json")
    ]
    told = " ".join(README.split())
    assert f"those of {len(types)} others are derived by rules" in told
    assert f" {len(types)} more services are derived" in told
    assert f"with {sum(types)} types; {types.count(0)} of them have actions" in told


def test_only_kinds_that_are_tested_are_shown() -> None:
    """No example is of a kind that this test would pass over in silence."""
    kinds = {one.language for one in page_examples.examples("README.rst")}
    assert {"python", "pycon", "shell", "text"} == kinds


def test_it_is_read_in_three_minutes() -> None:
    """A thousand words at most."""
    assert len(README.split()) <= 1000


def test_every_file_it_links_is_there() -> None:
    """Pages of the documentation, and pictures."""
    linked = re.findall(r"<([\w./-]+\.rst)>`__|image:: (\S+)", README)
    assert linked
    assert [] == [p for pair in linked for p in pair if p and not (ROOT / p).is_file()]


def test_the_index_gets_no_relative_links() -> None:
    """Where a package is shown there is no file of ours: pictures and links go."""
    names: dict[str, Any] = {"re": re, "ROOT": ROOT}
    # Importing it would need setuptools, and build.
    source = (ROOT / "setup.py").read_text("utf-8")
    (code,) = re.findall(r"^def read_readme.*?(?=\n\n\n)", source, re.DOTALL | re.M)
    exec(
        compile(f"from __future__ import annotations\n{code}", "setup.py", "exec"),
        names,
    )
    told = names["read_readme"]()
    assert "docs/" not in told
    assert "SECURITY.rst" not in told
    assert "image::" not in told
    assert "Coming from 0.23.0 tells" in " ".join(told.split())
    assert "https://" in told


IN_HOME = """
import boto3, boto3_extensions
boto3_extensions.arn_patch_boto3()
keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
session = boto3.Session(region_name="eu-west-1", aws_account_id="1" * 12, **keys)
arn = session.resource("synthetics").Canary("home").arn
print(arn, boto3_extensions.resource_from_arn(arn, session))
"""


def test_the_users_files_are_found_in_the_home_folder(tmp_path: Path) -> None:
    """What works by `AWS_DATA_PATH` works in `~/.aws/models`."""
    page_examples.write_files("docs/own_definitions.rst", tmp_path / ".aws" / "models")
    done = subprocess.run(
        [sys.executable, "-c", IN_HOME],
        env={**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (
        "arn:aws:synthetics:eu-west-1:111111111111:canary:home "
        "synthetics.Canary(name='home')"
    ) == done.stdout.strip()
