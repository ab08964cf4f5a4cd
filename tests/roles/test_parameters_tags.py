"""Session tags: what is refused before STS is asked, and what is sent."""

from __future__ import annotations

from typing import Any

import pytest

from boto3_extensions._roles.parameters import AssumeRoleParameters, api_parameters
from boto3_extensions.exceptions import InvalidRoleParameterError

ROLE = "arn:aws:iam::111111111111:role/reader"


def sent(**parameters: Any) -> dict[str, Any]:
    """Return what AssumeRole would be sent."""
    return api_parameters(ROLE, AssumeRoleParameters(**parameters))


@pytest.mark.parametrize(
    "tags",
    [
        {"Team": "shop", "Cost": ""},
        [{"Key": "Team", "Value": "shop"}, {"Key": "Cost", "Value": ""}],
    ],
)
def test_tags_are_a_dict_or_what_boto3_takes(tags: object) -> None:
    """They are sent in one order, as theirs means nothing."""
    expected = [{"Key": "Cost", "Value": ""}, {"Key": "Team", "Value": "shop"}]
    assert {"Tags": expected} == sent(tags=tags)


@pytest.mark.parametrize(
    "text", ["a b", "caf\u00e9", "\u4e2d\u6587", "\u0664\u0662", "_.:/=+-@", "x" * 128]
)
def test_letters_numbers_and_spaces_of_all_scripts_are_accepted(text: str) -> None:
    """In keys and in values."""
    assert {"Tags": [{"Key": text, "Value": text}]} == sent(tags={text: text})


@pytest.mark.parametrize(
    "key",
    ["", "x" * 129, "a\nb", "a\r\nb", "a\x00", "a\x1b[31m", "a!", "a,b", '"', 7, None],
)
def test_a_key_sts_would_refuse_is_refused(key: object) -> None:
    """Control characters and the like never get into CloudTrail's names."""
    with pytest.raises(InvalidRoleParameterError, match="tags has the key"):
        sent(tags={key: "value"})


@pytest.mark.parametrize("value", ["x" * 257, "s3cret\n", "s3cret!", 7, None, ["x"]])
def test_a_value_sts_would_refuse_is_refused_and_not_shown(value: object) -> None:
    """The message names its key."""
    with pytest.raises(InvalidRoleParameterError, match="value for 'Team'") as raised:
        sent(tags={"Team": value})
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("tags", [{"aws:x": "1"}, {"AWS:x": "1"}, {"x": "Aws:y"}])
def test_the_prefix_of_aws_is_refused(tags: dict[str, str]) -> None:
    """In keys and in values, and in any case."""
    with pytest.raises(InvalidRoleParameterError, match="reserved for AWS"):
        sent(tags=tags)


def test_keys_that_differ_in_case_only_are_refused() -> None:
    """To STS they are one key."""
    with pytest.raises(InvalidRoleParameterError, match="both 'Team' and 'team'"):
        sent(tags={"Team": "a", "team": "b"})


def test_a_list_may_not_have_a_key_twice() -> None:
    """As a dict cannot."""
    tag = {"Key": "Team", "Value": "a"}
    with pytest.raises(InvalidRoleParameterError, match="both 'Team' and 'Team'"):
        sent(tags=[tag, tag])


def test_50_tags_are_accepted_and_51_are_not() -> None:
    """As STS does it."""
    tags = {f"key{number}": "" for number in range(50)}
    assert 50 == len(sent(tags=tags)["Tags"])
    with pytest.raises(InvalidRoleParameterError, match="51 tags"):
        sent(tags={**tags, "one more": ""})


@pytest.mark.parametrize(
    "tags", ["Team=shop", [("Team", "shop")], [{"Key": "Team"}], {"Team"}, 7]
)
def test_tags_of_another_form_are_refused(tags: object) -> None:
    """The message shows both forms."""
    with pytest.raises(InvalidRoleParameterError, match="a dict or a list of"):
        sent(tags=tags)


def test_transitive_keys_are_keys_of_the_tags() -> None:
    """In any case of letters, as STS has it."""
    answer = sent(tags={"Team": "shop"}, transitive_tag_keys=["team"])
    assert ["team"] == answer["TransitiveTagKeys"]


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        (["Cost"], "'Cost', which is not in tags"),
        ("Team", "must be a list of keys"),
        (["a\n"], "has the key"),
        (["aws:x"], "reserved for AWS"),
        (["x"] * 51, "51 keys: STS takes up to 50"),
    ],
)
def test_transitive_keys_sts_would_refuse_are_refused(keys: object, rule: str) -> None:
    """The message tells what is wrong."""
    with pytest.raises(InvalidRoleParameterError, match=rule):
        sent(tags={"Team": "shop"}, transitive_tag_keys=keys)
