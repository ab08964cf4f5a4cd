"""Files of definitions that are wrong, or not there: an error names them."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest

import boto3_extensions
from boto3_extensions import resource_from_arn
from boto3_extensions._foundation.models import load_definitions, loader_of
from boto3_extensions.exceptions import ArnRulesError, DefinitionFileError
from own_definitions import ARN, RESOURCES

Write = Callable[..., boto3.Session]


@pytest.fixture
def synthetics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files beside a user's own resource, and open a session that reads them."""
    folder = tmp_path / "synthetics" / "2017-10-11"
    folder.mkdir(parents=True)
    (folder / "resources-1.json").write_text(json.dumps(RESOURCES))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))

    def write(kind: str, text: str) -> boto3.Session:
        (folder / f"{kind}.json").write_text(text)
        return boto3.Session("key", "secret", region_name="us-east-1")

    return write


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "Expecting property name"),
        ("", "Expecting value"),
        ("[]", "it must hold a JSON object, not a list"),
        ("null", "it must hold a JSON object, not null"),
        ('"links"', "it must hold a JSON object, not a str"),
        ("{}", "it has no object 'links', of types"),
        ('{"links": []}', "it has no object 'links', of types"),
        ('{"links": {"Canary": 7}}', "its Canary is no object, of paths"),
        ('{"links": {"Canary": {"name": 7}}}', "its Canary.name is neither"),
        ('{"links": {"Canary": {"name": {"a": 7}}}}', "Canary.name is neither"),
    ],
)
def test_links_that_are_wrong_are_named(
    synthetics: Write, text: str, fault: str
) -> None:
    """By the path of the file and what is wrong, when one is to be followed."""
    canary = synthetics("links-1", text).resource("synthetics").Canary("home")
    with pytest.raises(DefinitionFileError) as raised:
        canary.resource("name")
    assert "synthetics/2017-10-11/links-1.json: " in str(raised.value)
    assert fault in str(raised.value)


def test_arn_rules_that_are_null_are_named(synthetics: Write) -> None:
    """botocore takes such a file for none at all."""
    session = synthetics("arns-1", "null")
    with pytest.raises(ArnRulesError, match=r"arns-1\.json: it must hold.* not null"):
        resource_from_arn(ARN, session)


@pytest.mark.parametrize("kind", ["arns-1", "links-1", "tags-1", "targets-1"])
def test_a_null_in_place_of_ours_is_named(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """botocore takes the file of the next folder, as if there were no user's."""
    folder = tmp_path / "acm" / "2015-12-08"
    folder.mkdir(parents=True)
    (folder / f"{kind}.json").write_text(" null\n")
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    session = boto3.Session("key", "secret", region_name="us-east-1")
    for _ in range(2):
        with pytest.raises(DefinitionFileError, match=rf"{kind}\.json: .* not null"):
            load_definitions(loader_of(session), "acm", kind)


@pytest.mark.parametrize("way", ["zip", "folder"])
def test_a_package_without_its_data_says_so_at_import(tmp_path: Path, way: str) -> None:
    """In a zip, or frozen without it, with how to mend that."""
    home = Path(boto3_extensions.__file__).parent
    files = [path for path in home.rglob("*.py") if "data" not in path.parts[-3:]]
    place = tmp_path / "packed.zip"
    if way == "zip":
        with zipfile.ZipFile(place, "w") as packed:
            for path in files:
                packed.write(path, path.relative_to(home.parent))
    else:
        place = tmp_path / "packed"
        for path in files:
            copied = place / path.relative_to(home.parent)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(path.read_bytes())
    code = f"import sys; sys.path.insert(0, {str(place)!r}); import boto3_extensions"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert 0 != done.returncode
    assert "MissingDataError: the definitions of services are missing" in done.stderr
    assert "--collect-data boto3_extensions" in done.stderr
