"""What is refused before STS is asked, and that STS's own model says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from boto3.exceptions import Boto3Error

from boto3_extensions._roles.parameters import (
    check_external_id,
    check_role_arn,
    check_session_name,
)
from boto3_extensions.exceptions import (
    InvalidExternalIdError,
    InvalidRoleArnException,
    InvalidRoleParameterError,
    InvalidSessionNameError,
)

ACCOUNT = "arn:aws:iam::123456789012:"


def accepted(check: Callable[[Any], None], value: object) -> bool:
    """Tell whether a check lets a value pass."""
    try:
        check(value)
    except ValueError:
        return False
    return True


def rule_of(service: str, shape: str) -> dict[str, Any]:
    """Return min, max and pattern of a shape in botocore's model of a service."""
    model = botocore.session.get_session().get_service_model(service)
    metadata: dict[str, Any] = model.shape_for(shape).metadata
    return metadata


def allowed_by(rule: dict[str, Any], value: str) -> bool:
    """Apply a model's rule; AWS documents its \\w as ASCII."""
    if not rule["min"] <= len(value) <= rule["max"]:
        return False
    return re.fullmatch(rule["pattern"], value, re.ASCII) is not None


@pytest.mark.parametrize(
    "role_arn",
    [
        "arn:aws:iam::123456789012:role/test-role",
        "arn:aws:iam::012345678912:role/test_role",
        "arn:aws-cn:iam::123456789012:role/r",
        "arn:aws-us-gov:iam::123456789012:role/r",
        "arn:aws-iso-b:iam::123456789012:role/r",
        "arn:aws-eusc:iam::123456789012:role/r",
        "arn:aws:iam::123456789012:role/service-role/a:b/!~/name",
        "arn:aws:iam::123456789012:role/a+b=c,d.e@f-g_H",
        f"arn:aws:iam::123456789012:role/{'r' * 64}",
        f"arn:aws:iam::123456789012:role/{'p' * 510}/{'r' * 64}",
    ],
)
def test_role_arns_of_every_partition_and_path_are_accepted(role_arn: str) -> None:
    """An ARN that IAM could have given to a role passes."""
    assert accepted(check_role_arn, role_arn)


@pytest.mark.parametrize(
    ("role_arn", "rule"),
    [
        (None, "must be a string"),
        (b"arn:aws:iam::123456789012:role/r", "must be a string"),
        ("", "empty"),
        ("test-role", "begins with 'arn:'"),
        ("arn:aws:iam", "too few parts"),
        ("arn:amazon:iam::123456789012:role/r", "partition"),
        ("arn:aws:sts::123456789012:assumed-role/r/s", "belongs to 'iam'"),
        ("arn:aws:iam:us-east-1:123456789012:role/r", "no region"),
        ("arn:aws:iam::1234567890:role/r", "12 digits"),
        ("arn:aws:iam::12345678901\u0661:role/r", "12 digits"),
        ("arn:aws:iam:::role/r", "12 digits"),
        (ACCOUNT + "user/bob", "'role/name'"),
        (ACCOUNT + "role/", "'role/name'"),
        (ACCOUNT + "role//r", "'role/name'"),
        (ACCOUNT + "role/r\n", "'role/name'"),
        (ACCOUNT + "role/r r", "'role/name'"),
        (ACCOUNT + "role/r\u00e9", "'role/name'"),
        (ACCOUNT + "role/" + "r" * 65, "'role/name'"),
        (ACCOUNT + "role/" + "p" * 511 + "/r", "'role/name'"),
        (ACCOUNT + "role/" + "p" * 2048 + "/r", "longer than 2048"),
        (" arn:aws:iam::123456789012:role/r", "begins with 'arn:'"),
    ],
)
def test_a_refused_role_arn_is_told_its_rule(role_arn: object, rule: str) -> None:
    """The message names the first rule that is broken."""
    with pytest.raises(InvalidRoleArnException, match=re.escape(rule)):
        check_role_arn(role_arn)


def test_a_refused_role_arn_is_shown() -> None:
    """The message names the value, and in it the part that is wrong."""
    with pytest.raises(InvalidRoleArnException) as raised:
        check_role_arn("arn:aws:iam::1234567890:role/r")
    assert (
        "'arn:aws:iam::1234567890:role/r' is not a role's ARN: its account is "
        "'1234567890', but an account id has 12 digits"
    ) == str(raised.value)


def test_an_absurdly_long_value_is_cut_in_the_message() -> None:
    """A megabyte given by mistake does not fill the log."""
    with pytest.raises(InvalidRoleArnException) as raised:
        check_role_arn("x" * 1_000_000)
    assert len(str(raised.value)) < 300


def test_the_role_part_of_an_arn_obeys_iams_model() -> None:
    """Role name and path are what botocore's model of IAM says they are."""
    assert {"min": 1, "max": 64, "pattern": r"[\w+=,.@-]+"} == rule_of(
        "iam", "roleNameType"
    )
    path = rule_of("iam", "pathType")
    assert 512 == path["max"]
    for code in range(0x300):
        expected = re.fullmatch(path["pattern"], f"/a{chr(code)}/") is not None
        arn = f"{ACCOUNT}role/a{chr(code)}/r"
        assert expected == accepted(check_role_arn, arn), arn


@pytest.mark.parametrize(
    ("check", "shape"),
    [
        (check_session_name, "roleSessionNameType"),
        (check_external_id, "externalIdType"),
    ],
)
def test_our_rule_is_the_one_in_stss_model(
    check: Callable[[Any], None], shape: str
) -> None:
    """Every character and every length is judged as botocore's model of STS does."""
    rule = rule_of("sts", shape)
    lengths = {0, 1, rule["min"], rule["max"], rule["max"] + 1}
    values = ["a" * length for length in lengths]
    values += [f"a{chr(code)}" for code in range(0x300)]
    values += ["ab\n", "a b", "\u0661\u0662"]
    for value in values:
        assert allowed_by(rule, value) == accepted(check, value), value


@pytest.mark.parametrize("name", ["", "x", "two words", "n" * 65, "ok\n", 7, b"ab"])
def test_a_session_name_sts_would_refuse_is_refused(name: object) -> None:
    """Too short, too long, a forbidden character, not a string: none is sent."""
    with pytest.raises(InvalidSessionNameError, match="2 to 64"):
        check_session_name(name)


def test_a_refused_session_name_is_shown() -> None:
    """The message names the value."""
    with pytest.raises(InvalidSessionNameError, match=re.escape("'two words'")):
        check_session_name("two words")


@pytest.mark.parametrize("external_id", ["", "s", "open sesame", 1234567, "sesame\n"])
def test_a_refused_external_id_is_not_shown(external_id: object) -> None:
    """The message has the rule, and never the value, which may be a secret."""
    with pytest.raises(InvalidExternalIdError, match="2 to 1224") as raised:
        check_external_id(external_id)
    assert "sesame" not in str(raised.value)
    assert "1234567" not in str(raised.value)


def test_none_means_no_session_name_and_no_external_id() -> None:
    """Both may be left out."""
    assert accepted(check_session_name, None)
    assert accepted(check_external_id, None)


@pytest.mark.parametrize(
    "error",
    [
        InvalidRoleArnException,
        InvalidSessionNameError,
        InvalidExternalIdError,
        InvalidRoleParameterError,
    ],
)
def test_errors_are_caught_as_value_errors_and_as_boto3s(
    error: type[Exception],
) -> None:
    """Both `except ValueError`, as in 0.23.0, and `except Boto3Error` work."""
    assert issubclass(error, ValueError)
    assert issubclass(error, Boto3Error)
