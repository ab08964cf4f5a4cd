"""Every example of the README runs, in order, on the embedded AWS."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest

import boto3_extensions

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.rst").read_text("utf-8")
BLOCK = re.compile(r"^\.\. code-block:: (\w+)\n\n((?:   .*\n|\n)+)", re.MULTILINE)
TRUST = '{"Version": "2012-10-17", "Statement": []}'


class Example(NamedTuple):
    """One code block of the README."""

    language: str
    text: str


EXAMPLES = [
    Example(language, re.sub(r"^   ", "", text, flags=re.MULTILINE))
    for language, text in BLOCK.findall(README)
]


def write_files(folder: Path) -> None:
    """Write the files that the README shows, by the path named before each."""
    shown = [e.text for e in EXAMPLES if e.language == "json"]
    named = re.findall(r"``([\w/.-]+\.json)``:\n\n\.\. code-block:: json", README)
    for path, text in zip(named, shown, strict=True):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


@pytest.fixture
def orders_account(aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill the embedded AWS with what the README's examples speak of."""
    write_files(tmp_path)
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client
    client("s3").create_bucket(Bucket="logs")
    client("cloudtrail").create_trail(Name="audit", S3BucketName="logs")
    client("rds").create_db_instance(
        DBInstanceIdentifier="orders", DBInstanceClass="db.t3.micro", Engine="postgres"
    )
    client("acm").request_certificate(DomainName="example.com")
    client("dynamodb").create_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client("iam").create_role(RoleName="test-role", AssumeRolePolicyDocument=TRUST)
    monkeypatch.setattr(boto3_extensions, "Cache", boto3_extensions.Cache)


def run(example: Example, names: dict[str, Any]) -> None:
    """Run one example; one with prompts must print what it says."""
    if example.language == "python":
        exec(compile(example.text, "README.rst", "exec"), names)
        return
    parsed = doctest.DocTestParser().get_doctest(
        example.text, names, "README.rst", "README.rst", 0
    )
    runner = doctest.DebugRunner()
    runner.run(parsed, clear_globs=False)
    names.update(parsed.globs)


def test_examples(orders_account: None, capsys: pytest.CaptureFixture[str]) -> None:
    """The examples work in the order a reader meets them, and print what they say."""
    names: dict[str, Any] = {}
    runnable = [e for e in EXAMPLES if e.language in {"python", "pycon"}]
    assert len(runnable) >= 6
    for example in runnable:
        run(example, names)
    printed = capsys.readouterr().out.splitlines()
    assert {
        "audit logs",
        "orders postgres available",
        "team shop",
        "arn:aws:iam::123456789012:role/test-role",
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
        "210987654321",
    } <= set(printed)


def test_the_certificate_of_the_readme_is_complete(
    orders_account: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A serial number is not in acm's summary, and is printed all the same."""
    example = next(e for e in EXAMPLES if "certificate.serial" in e.text)
    run(example, {"boto3": boto3})
    domain, serial = capsys.readouterr().out.split()
    assert "example.com" == domain
    assert "None" != serial


def test_commands_are_in_the_makefile() -> None:
    """What the README tells a newcomer to make can be made."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make (\w+)", README)) <= targets


def test_every_service_is_in_the_table() -> None:
    """A service with data has a line in the table of services."""
    data = Path(boto3_extensions.__file__).parent / "data"
    listed = set(re.findall(r"^``([\w-]+)``  ", README, re.MULTILINE))
    assert {path.name for path in data.iterdir() if path.is_dir()} == listed


def test_only_kinds_that_are_tested_are_shown() -> None:
    """No example is of a kind that this test would pass over in silence."""
    assert {"python", "pycon", "shell", "json"} == {e.language for e in EXAMPLES}


IN_HOME = """
import boto3, boto3_extensions
boto3_extensions.arn_patch_boto3()
keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
session = boto3.Session(region_name="eu-west-1", aws_account_id="1" * 12, **keys)
arn = session.resource("athena").WorkGroup("primary").arn
print(arn, boto3_extensions.resource_from_arn(arn, session))
"""


def test_the_users_files_are_found_in_the_home_folder(tmp_path: Path) -> None:
    """What works by `AWS_DATA_PATH` works in `~/.aws/models`."""
    write_files(tmp_path / ".aws" / "models")
    done = subprocess.run(
        [sys.executable, "-c", IN_HOME],
        env={**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (
        "arn:aws:athena:eu-west-1:111111111111:workgroup/primary "
        "athena.WorkGroup(name='primary')"
    ) == done.stdout.strip()
