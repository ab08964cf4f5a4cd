"""Session policies: what is refused before STS is asked, and what is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boto3_extensions._roles.parameters import AssumeRoleParameters, api_parameters
from boto3_extensions.exceptions import InvalidRoleParameterError

ROLE = "arn:aws:iam::111111111111:role/reader"
POLICY = {"Version": "2012-10-17", "Statement": []}
MANAGED = "arn:aws:iam::aws:policy/ReadOnlyAccess"
OWN = "arn:aws:iam::111111111111:policy/team/own"


def sent(**parameters: Any) -> dict[str, Any]:
    """Return what AssumeRole would be sent."""
    return api_parameters(ROLE, AssumeRoleParameters(**parameters))


def test_a_policy_may_be_a_dict() -> None:
    """It is sent as JSON, compact, as its size counts."""
    assert {"Policy": '{"Statement":[],"Version":"2012-10-17"}'} == sent(policy=POLICY)


def test_a_policy_may_be_json_text() -> None:
    """It is sent as it is."""
    text = json.dumps(POLICY, indent=2)
    assert {"Policy": text} == sent(policy=text)


def test_a_dict_with_other_letters_is_escaped() -> None:
    """Only U+0020 to U+00FF may be sent; JSON has an escape for the rest."""
    policy = {"Version": "2012-10-17", "Id": "\u4e2d"}
    assert "\\u4e2d" in sent(policy=policy)["Policy"]


@pytest.mark.parametrize(
    ("policy", "rule"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"Id": "\u4e2d"}', "U\\+0020 to U\\+00FF"),
        ({"Id": {1, 2}}, "not JSON: .*set"),
        ({"Id": float("nan")}, "not JSON"),
        (b"{}", "it must be a dict or JSON text"),
        ({"Id": "x" * 2048}, "2057 characters together: STS takes up to 2048"),
    ],
)
def test_a_policy_sts_would_refuse_is_refused(policy: object, rule: str) -> None:
    """The message tells what is wrong."""
    with pytest.raises(InvalidRoleParameterError, match=rf"policy .*{rule}"):
        sent(policy=policy)


def test_a_refused_policy_is_not_shown() -> None:
    """A policy may name what is nobody's business."""
    with pytest.raises(InvalidRoleParameterError) as raised:
        sent(policy='{"Resource": "s3cret"')
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("given", [[MANAGED, OWN], ({"arn": MANAGED}, {"arn": OWN})])
def test_policy_arns_are_strings_or_what_boto3_takes(given: object) -> None:
    """Either way AssumeRole is sent descriptors."""
    expected = [{"arn": MANAGED}, {"arn": OWN}]
    assert {"PolicyArns": expected} == sent(policy_arns=given)


@pytest.mark.parametrize(
    ("policy_arns", "rule"),
    [
        (MANAGED, "must be a list of ARNs"),
        ({MANAGED}, "must be a list of ARNs"),
        ([MANAGED] * 11, "has 11 ARNs: STS takes up to 10"),
        (["ReadOnlyAccess"], "'ReadOnlyAccess', which is not the ARN of a managed"),
        ([ROLE], "not the ARN of a managed policy"),
        ([None], "not the ARN of a managed policy"),
        ([{"Arn": MANAGED}], "not the ARN of a managed policy"),
        ([OWN.replace("1" * 12, "2" * 12)], "of the role's own account"),
        ([MANAGED.replace("aws:iam", "aws-cn:iam")], "111111111111, in aws"),
        ([OWN + "x" * 210] * 9, "characters together: STS takes up to 2048"),
    ],
)
def test_policy_arns_sts_would_refuse_are_refused(
    policy_arns: object, rule: str
) -> None:
    """The message tells what is wrong."""
    with pytest.raises(InvalidRoleParameterError, match=rule):
        sent(policy_arns=policy_arns)


def test_policy_and_arns_share_one_limit() -> None:
    """Each fits, both do not."""
    policy = {"Id": "x" * 2000}
    assert ["Policy"] == list(sent(policy=policy))
    with pytest.raises(InvalidRoleParameterError, match="2051 characters together"):
        sent(policy=policy, policy_arns=[OWN.ljust(42, "x")])
