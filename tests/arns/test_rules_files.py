"""What a user's own `arns-1.json` says, adds, and does not break when it is wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from boto3_extensions.exceptions import (
    ArnRulesError,
    ArnUnavailableError,
    Boto3ExtensionsError,
    UnknownArnTypeError,
)
from own_definitions import ARN, FORMAT, RESOURCES

pytestmark = pytest.mark.usefixtures("arns", "isolated_environment")

MakeSession = Callable[[str], boto3.Session]


def plain() -> boto3.Session:
    """Return a session that knows its account."""
    return boto3.Session(
        "x", "x", region_name="us-east-1", aws_account_id="123456789012"
    )


@pytest.fixture(params=["~/.aws/models", "AWS_DATA_PATH"])
def synthetics(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MakeSession:
    """Return what writes an `arns-1.json` beside a user's own resource."""
    models = tmp_path / "models"
    folder = models / "synthetics" / "2017-10-11"
    folder.mkdir(parents=True)
    (folder / "resources-1.json").write_text(json.dumps(RESOURCES))
    if request.param == "AWS_DATA_PATH":
        monkeypatch.setenv("AWS_DATA_PATH", str(models))

    def write(text: str) -> boto3.Session:
        (folder / "arns-1.json").write_text(text)
        session = plain()
        if request.param != "AWS_DATA_PATH":
            # botocore looked for the home folder when it was imported.
            paths = session._session.get_component("data_loader").search_paths
            paths.insert(0, str(models))
        return session

    return write


def entries(**resources: Any) -> str:
    """Return the text of such a file."""
    return json.dumps({"version": "1.0", "resources": resources})


def test_a_resource_of_ones_own_has_an_arn(synthetics: MakeSession) -> None:
    """There and back, as with ours."""
    session = synthetics(entries(Canary={"format": FORMAT}))
    made = session.resource("synthetics").Canary("w")
    assert ARN == made.arn
    assert made.name == resource_from_arn(ARN, session).name


WRONG = [
    ("", "Expecting value: line 1 column 1"),
    (entries(Canary={"format": FORMAT})[:-1], "Expecting ',' delimiter"),
    ("[]", "it has no object 'resources'"),
    ("{}", "it has no object 'resources'"),
    ('{"resources": []}', "it has no object 'resources'"),
    (entries(Canary=FORMAT), "Canary: it is no object"),
    (entries(Canary={}), "Canary: it has neither a 'format' nor an 'arn'"),
    (entries(Canary={"fromat": FORMAT}), "Canary: there is no key 'fromat'"),
    (entries(Canary={"format": 7}), "Canary: its format is no string"),
    (entries(Canary={"format": FORMAT[4:]}), "it has to begin like 'arn:{part"),
    (entries(Canary={"format": FORMAT + "{"}), "has a field that cannot be read"),
    (entries(Canary={"format": FORMAT + "{x}"}), "nothing tells where {x} begins"),
    (
        entries(Canary={"format": FORMAT, "variants": [{"when": {"name": 7}}]}),
        "its when has no glob for name",
    ),
    (
        entries(Canary={"format": FORMAT, "variants": ["x"]}),
        "Canary: it is no object",
    ),
    (
        entries(Canary={"format": FORMAT, "identifiers": {"name": 7}}),
        "arns-1.json: Canary: ",
    ),
]


@pytest.mark.parametrize(("text", "fault"), WRONG)
def test_a_wrong_file_is_named_with_its_fault(
    synthetics: MakeSession, text: str, fault: str
) -> None:
    """Whoever needs the ARN is told the file, the type and what is wrong."""
    session = synthetics(text)
    made = session.resource("synthetics").Canary("w")
    assert "w" == made.name
    for ask in (lambda: made.arn, lambda: resource_from_arn(ARN, session)):
        with pytest.raises(ArnRulesError) as caught:
            ask()
        assert "synthetics/2017-10-11/arns-1.json: " in str(caught.value)
        assert fault in str(caught.value)
        assert {Boto3ExtensionsError, ValueError} <= set(type(caught.value).__mro__)


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_it_does_not_vanish_in_hasattr(synthetics: MakeSession, text: str) -> None:
    """A class whose ARNs cannot be read does not look like one that has none."""
    made = synthetics(text).resource("synthetics").Canary("w")
    with pytest.raises(ArnRulesError):
        hasattr(made, "arn")


def test_it_breaks_nothing_else(
    synthetics: MakeSession, caplog: pytest.LogCaptureFixture
) -> None:
    """Other services' ARNs work, those found among all services' included."""
    session = synthetics("{")
    queue = "arn:aws:sqs:us-east-1:123456789012:q"
    balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/x"
    with caplog.at_level(logging.WARNING, "boto3_extensions"):
        for arn in (queue, balancer):
            assert arn == resource_from_arn(arn, session).arn
    (warning,) = caplog.messages
    assert "synthetics/2017-10-11/arns-1.json: Expecting" in warning


def test_an_attribute_that_is_not_there_is_named(synthetics: MakeSession) -> None:
    """A misspelt field is what the ARN lacks; so is a misspelt type."""
    session = synthetics(entries(Canary={"format": FORMAT.replace("name", "nmae")}))
    with pytest.raises(ArnUnavailableError, match="it has no nmae"):
        _ = session.resource("synthetics").Canary("w").arn
    with pytest.raises(UnknownArnTypeError, match=r"Canary, but not name"):
        resource_from_arn(ARN, session)


def test_a_type_that_is_not_defined_is_named(synthetics: MakeSession) -> None:
    """What an entry is of has to be in resources-1."""
    session = synthetics(entries(Canray={"format": FORMAT}))
    with pytest.raises(UnknownArnTypeError, match=r"Canray, which synthetics's"):
        resource_from_arn(ARN, session)


def test_some_may_be_added_to_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of botocore's name for extras is merged with what we ship."""
    folder = tmp_path / "s3" / "2006-03-01"
    folder.mkdir(parents=True)
    acl = {"BucketAcl": {"format": "arn:{partition}:x:::{bucket_name}"}}
    (folder / "arns-1.sdk-extras.json").write_text(
        json.dumps({"version": 1.0, "merge": {"resources": acl}})
    )
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    s3 = plain().resource("s3")
    assert "arn:aws:x:::b" == s3.BucketAcl("b").arn
    assert "arn:aws:s3:::b" == s3.Bucket("b").arn


def test_what_is_no_arn_is_shown() -> None:
    """An identifier that ought to be an ARN is not said to be left out."""
    with pytest.raises(ArnUnavailableError, match="certificate_arn is 'c', which is"):
        _ = plain().resource("acm").Certificate("c").arn
