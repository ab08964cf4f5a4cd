"""An ARN tells boto3's service, resource type and identifiers, without a session."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error
from hypothesis import given, settings
from hypothesis import strategies as st

from boto3_extensions import resource_from_arn, resource_type_of
from boto3_extensions._arns import lookup
from boto3_extensions.exceptions import (
    ArnError,
    ArnPartitionError,
    MalformedArnError,
    UnknownArnTypeError,
)

MINE = "123456789012"
HERE = f"us-east-1:{MINE}"
NAMED = {
    "arn:aws:s3:::b": ("s3", "Bucket", {"name": "b"}),
    "arn:aws:s3:::b/k": ("s3", "Object", {"bucket_name": "b", "key": "k"}),
    f"arn:aws:rds:{HERE}:db:orders": ("rds", "DBInstance", {"id": "orders"}),
    f"arn:aws:iam::{MINE}:role/a/r": ("iam", "Role", {"name": "r"}),
    f"arn:aws:sns:{HERE}:t": ("sns", "Topic", {"arn": f"arn:aws:sns:{HERE}:t"}),
    f"arn:aws:elasticloadbalancing:{HERE}:loadbalancer/x": (
        "elb",
        "LoadBalancer",
        {"name": "x"},
    ),
    f"arn:aws-cn:sqs:cn-north-1:{MINE}:q": (
        "sqs",
        "Queue",
        {"url": f"https://sqs.cn-north-1.amazonaws.com.cn/{MINE}/q"},
    ),
    f"arn:aws:lambda:{HERE}:layer:l:3": (
        "lambda",
        "LayerVersion",
        {"layer_name": "l", "version": 3},
    ),
    f"arn:aws:lambda:{HERE}:function:f:live": (
        "lambda",
        "Alias",
        {"function_name": "f", "alias_name": "live"},
    ),
    f"arn:aws:lambda:{HERE}:function:f:$LATEST": (
        "lambda",
        "Version",
        {"function_name": "f", "version": "$LATEST"},
    ),
}


@pytest.fixture(autouse=True)
def data_anew() -> Iterator[None]:
    """Forget after a test what data its environment had."""
    yield
    lookup.default_index.cache_clear()


@pytest.fixture
def offline() -> boto3.Session:
    """Return a session with credentials that need not be right."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


@pytest.mark.parametrize("arn", NAMED)
def test_service_type_and_identifiers_are_told(arn: str) -> None:
    """They have names, and come in the order in which boto3 takes them."""
    service_name, resource_type, identifiers = NAMED[arn]
    named = resource_type_of(arn)
    assert service_name == named.service_name
    assert resource_type == named.resource_type
    assert list(identifiers.items()) == list(named.identifiers.items())


@pytest.mark.parametrize("arn", [a for a in NAMED if "aws-cn" not in a])
def test_they_are_those_of_the_resource(arn: str, offline: boto3.Session) -> None:
    """`resource_from_arn` makes a resource of this type with these identifiers."""
    resource = resource_from_arn(arn, offline)
    told = {name: getattr(resource, name) for name in resource.meta.identifiers}
    model = resource.meta.resource_model
    assert (resource.meta.service_name, model.name, told) == resource_type_of(arn)


def test_nothing_of_the_users_is_needed(tmp_path: Path) -> None:
    """Neither region, credentials, a profile that exists, nor a connection."""
    code = (
        "import sys\n"
        "def refuse(event, args):\n"
        "    assert not event.startswith('socket.'), event\n"
        "sys.addaudithook(refuse)\n"
        "import boto3_extensions\n"
        f"print(boto3_extensions.resource_type_of('arn:aws:sqs:{HERE}:q').identifiers)"
    )
    environment = {"HOME": str(tmp_path), "AWS_PROFILE": "missing"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env=environment,
    )
    expected = f"{{'url': 'https://sqs.us-east-1.amazonaws.com/{MINE}/q'}}"
    assert expected == done.stdout.strip()


def test_definitions_of_ones_own_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies where `AWS_DATA_PATH` points is found, and wins."""
    folder = tmp_path / "iam" / "2010-05-08"
    folder.mkdir(parents=True)
    resources = {"User": {"format": "arn:{partition}:iam::{account}:role/{name}"}}
    (folder / "arns-1.json").write_text(json.dumps({"resources": resources}))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    lookup.default_index.cache_clear()
    named = resource_type_of(f"arn:aws:iam::{MINE}:role/r")
    assert ("iam", "User", {"name": "r"}) == named


@pytest.mark.parametrize(
    ("arn", "error", "reason"),
    [
        (None, MalformedArnError, "not NoneType"),
        ("", MalformedArnError, "does not begin"),
        ("arn:aws:s3", MalformedArnError, "ends before its region"),
        ("arn:aws:s3:::b\n", MalformedArnError, "its resource cannot be"),
        ("arn:aws:s3:::b ", MalformedArnError, "white space"),
        ("arn:aws:s3:::" + "b" * 2048, MalformedArnError, "2061 characters"),
        ("arn:aws:ec2:us-east-1:1:vpc/v", MalformedArnError, "account cannot be '1'"),
        (f"arn:aws:sqs:nowhere:{MINE}:q", MalformedArnError, "nowhere is no region"),
        ("arn:azure:s3:::b", ArnPartitionError, "no partition azure"),
        (f"arn:aws:sqs:cn-north-1:{MINE}:q", ArnPartitionError, "cn-north-1 is of aws"),
        (f"arn:aws:nosuch:{HERE}:x", UnknownArnTypeError, "names no resource type"),
        (f"arn:aws:iam::{MINE}:rôle/r", UnknownArnTypeError, "names no resource type"),
        (f"arn:aws:iam::{MINE}:role%2Fr", UnknownArnTypeError, "names no resource"),
        (f"arn:aws:sqs:{HERE}:q:extra", UnknownArnTypeError, "names no resource type"),
        (f"arn:aws:lambda:{HERE}:layer:l:x", UnknownArnTypeError, "would be a number"),
    ],
)
def test_errors_name_what_is_wrong(arn: Any, error: Any, reason: str) -> None:
    """Each kind of bad input has its error, a ValueError and one of boto3's."""
    with pytest.raises(error, match=reason) as caught:
        resource_type_of(arn)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, Boto3Error)


WORDS = st.text("abz09-/:%. \n\u2028é\ud800", max_size=9)
ALMOST = st.builds(
    "arn:{}:{}:{}:{}:{}{}".format,
    st.sampled_from(["aws", "aws-cn", "x"]) | WORDS,
    st.sampled_from(["s3", "iam", "sqs", "lambda", "kafka", "nosuch"]) | WORDS,
    st.sampled_from(["", "us-east-1", "cn-north-1"]) | WORDS,
    st.sampled_from(["", MINE, "aws"]) | WORDS,
    st.sampled_from(["", "role/", "function:f", "layer:l:", "topic/c/u/"]),
    WORDS,
)


@settings(max_examples=300, deadline=None)
@given(st.text() | ALMOST | st.none() | st.integers() | st.binary())
def test_nothing_else_is_ever_raised(arn: Any) -> None:
    """Anything gives an answer or an ArnError."""
    try:
        named = resource_type_of(arn)
    except ArnError:
        return
    assert named.service_name
    assert all(named.identifiers.values())
