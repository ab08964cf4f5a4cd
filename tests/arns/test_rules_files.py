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
def athena(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MakeSession:
    """Return what writes an `arns-1.json` beside a user's own resource."""
    models = tmp_path / "models"
    folder = models / "athena" / "2017-05-18"
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


def test_a_resource_of_ones_own_has_an_arn(athena: MakeSession) -> None:
    """There and back, as with ours."""
    session = athena(entries(WorkGroup={"format": FORMAT}))
    made = session.resource("athena").WorkGroup("w")
    assert ARN == made.arn
    assert made.name == resource_from_arn(ARN, session).name


WRONG = [
    ("", "Expecting value: line 1 column 1"),
    (entries(WorkGroup={"format": FORMAT})[:-1], "Expecting ',' delimiter"),
    ("[]", "it has no object 'resources'"),
    ("{}", "it has no object 'resources'"),
    ('{"resources": []}', "it has no object 'resources'"),
    (entries(WorkGroup=FORMAT), "WorkGroup: it is no object"),
    (entries(WorkGroup={}), "WorkGroup: it has neither a 'format' nor an 'arn'"),
    (entries(WorkGroup={"fromat": FORMAT}), "WorkGroup: there is no key 'fromat'"),
    (entries(WorkGroup={"format": 7}), "WorkGroup: its format is no string"),
    (entries(WorkGroup={"format": FORMAT[4:]}), "it has to begin like 'arn:{part"),
    (entries(WorkGroup={"format": FORMAT + "{"}), "has a field that cannot be read"),
    (entries(WorkGroup={"format": FORMAT + "{x}"}), "nothing tells where {x} begins"),
    (
        entries(WorkGroup={"format": FORMAT, "variants": [{"when": {"name": 7}}]}),
        "its when has no glob for name",
    ),
    (
        entries(WorkGroup={"format": FORMAT, "variants": ["x"]}),
        "WorkGroup: it is no object",
    ),
    (
        entries(WorkGroup={"format": FORMAT, "identifiers": {"name": 7}}),
        "arns-1.json: WorkGroup: ",
    ),
]


@pytest.mark.parametrize(("text", "fault"), WRONG)
def test_a_wrong_file_is_named_with_its_fault(
    athena: MakeSession, text: str, fault: str
) -> None:
    """Whoever needs the ARN is told the file, the type and what is wrong."""
    session = athena(text)
    made = session.resource("athena").WorkGroup("w")
    assert "w" == made.name
    for ask in (lambda: made.arn, lambda: resource_from_arn(ARN, session)):
        with pytest.raises(ArnRulesError) as caught:
            ask()
        assert "athena/2017-05-18/arns-1.json: " in str(caught.value)
        assert fault in str(caught.value)
        assert {Boto3ExtensionsError, ValueError} <= set(type(caught.value).__mro__)


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_it_does_not_vanish_in_hasattr(athena: MakeSession, text: str) -> None:
    """A class whose ARNs cannot be read does not look like one that has none."""
    made = athena(text).resource("athena").WorkGroup("w")
    with pytest.raises(ArnRulesError):
        hasattr(made, "arn")


def test_it_breaks_nothing_else(
    athena: MakeSession, caplog: pytest.LogCaptureFixture
) -> None:
    """Other services' ARNs work, those found among all services' included."""
    session = athena("{")
    queue = "arn:aws:sqs:us-east-1:123456789012:q"
    balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/x"
    with caplog.at_level(logging.WARNING, "boto3_extensions"):
        for arn in (queue, balancer):
            assert arn == resource_from_arn(arn, session).arn
    (warning,) = caplog.messages
    assert "athena/2017-05-18/arns-1.json: Expecting" in warning


def test_an_attribute_that_is_not_there_is_named(athena: MakeSession) -> None:
    """A misspelt field is what the ARN lacks; so is a misspelt type."""
    session = athena(entries(WorkGroup={"format": FORMAT.replace("name", "nmae")}))
    with pytest.raises(ArnUnavailableError, match="it has no nmae"):
        _ = session.resource("athena").WorkGroup("w").arn
    with pytest.raises(UnknownArnTypeError, match=r"WorkGroup, but not name"):
        resource_from_arn(ARN, session)


def test_a_type_that_is_not_defined_is_named(athena: MakeSession) -> None:
    """What an entry is of has to be in resources-1."""
    session = athena(entries(WorkGruop={"format": FORMAT}))
    with pytest.raises(UnknownArnTypeError, match=r"WorkGruop, which athena's"):
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
