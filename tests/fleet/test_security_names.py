"""What ends up in CloudTrail and in ARNs is what was meant, or is refused unsent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boto3_extensions
from boto3_extensions.exceptions import (
    Boto3ExtensionsError,
    InvalidRoleArnException,
    InvalidSessionNameError,
)
from moto_sts_log import assumed_roles

ROLE = "arn:aws:iam::123456789012:role/worker"
HOSTILE = [
    "",
    "x",
    "x" * 65,
    "admin/../root",
    "name/other",
    "name:other",
    "name other",
    "name\nother",
    "name\n",
    "name\x00",
    "name\x1b[2J",
    "na\u202eme",
    "n\u0430me",
    "na\u200bme",
    "name%2Fother",
    "name&Action=DeleteUser",
    "name<b>",
    'name"',
    "${aws:username}",
    5,
    b"name",
]
# Keys and values that STS refuses (its model) or that would pass for others.
HOSTILE_TAGS: list[Any] = [
    {"": "value"},
    {"aws:PrincipalTag": "value"},
    {"AWS:x": "value"},
    {"key\n": "value"},
    {"key": "value\x00"},
    {"key": "value\n"},
    {"k" * 129: "value"},
    {"key": "v" * 257},
    {"team": "red", "Team": "blue"},
    [{"Key": "team", "Value": "red"}, {"Key": "team", "Value": "blue"}],
    {"key*": "value"},
    {"key": None},
    {f"key{number}": "value" for number in range(51)},
]


def asked_for(**parameters: Any) -> boto3.Session:
    """Ask for a session of the role; nothing is sent unless all is in order."""
    return boto3_extensions.get_role_session(
        ROLE, region_name="us-east-1", **parameters
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_session_names_are_refused(aws: str, name: Any) -> None:
    """Before any call, by a manager as well."""
    with pytest.raises(InvalidSessionNameError):
        asked_for(role_session_name=name, validate=True)
    with pytest.raises(InvalidSessionNameError):
        boto3_extensions.ConnectionManager(region_name="us-east-1").get_session(
            ROLE, name, validate=True
        )
    assert [] == assumed_roles(aws)


# STS takes source identities of up to 256 characters.
@pytest.mark.parametrize(
    "identity", [one for one in HOSTILE if one != "x" * 65] + ["x" * 257]
)
def test_hostile_source_identities_are_refused(aws: str, identity: Any) -> None:
    """They go through a whole chain of roles, and into CloudTrail."""
    with pytest.raises(Boto3ExtensionsError):
        asked_for(source_identity=identity, validate=True)
    assert [] == assumed_roles(aws)


@pytest.mark.parametrize("tags", HOSTILE_TAGS)
def test_hostile_tags_are_refused(aws: str, tags: Any) -> None:
    """Tags decide on permissions: none may pass for another, or for AWS's own."""
    with pytest.raises(Boto3ExtensionsError):
        asked_for(tags=tags, validate=True)
    assert [] == assumed_roles(aws)


@pytest.mark.parametrize(
    "role_arn",
    [
        f"{ROLE}\n",
        f"{ROLE} ",
        "arn:aws:iam::123456789012:role/",
        "arn:aws:iam::123456789012:role/work\u0435r ",
        "arn:aws:iam::123456789012:user/worker",
        "arn:aws:iam::1234567890:role/worker",
        "arn:aws:sts::123456789012:assumed-role/worker/name",
    ],
)
def test_hostile_role_arns_are_refused(aws: str, role_arn: str) -> None:
    """Before any call."""
    with pytest.raises(InvalidRoleArnException):
        boto3_extensions.get_role_session(role_arn, region_name="us-east-1")
    assert [] == assumed_roles(aws)


@settings(deadline=None, max_examples=50)
@given(name=st.text(max_size=70))
def test_a_name_that_is_taken_is_one_part_of_an_arn(name: str) -> None:
    """Whatever the name: it is refused, or it adds exactly itself to an ARN."""
    try:
        asked_for(role_session_name=name)
    except InvalidSessionNameError:
        return
    arn = f"arn:aws:sts::123456789012:assumed-role/worker/{name}"
    assert name == boto3_extensions.parse_arn(arn).resource.split("/")[-1]
    assert name.isascii()
    assert name.isprintable()
    assert not set(name) & set("/:\\ \"'<>&%${}")


def test_a_name_that_is_taken_is_what_aws_sees(
    aws: str, session: Callable[..., boto3.Session]
) -> None:
    """Every character that STS allows arrives as it is."""
    name = "A-z_0.9=+,@b"
    acting = asked_for(base_session=session(), role_session_name=name)

    assert acting.client("sts").get_caller_identity()["Arn"].endswith(f"/{name}")
