"""How AWS CLI's examples are read, and that a wrong definition would be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest

from cli_examples.commands import parameters
from cli_examples.judging import faults, lost
from cli_examples.matching import matched
from cli_examples.reading import Example, Unusable, read
from cli_examples.replay import Replay, play, prepared
from cli_examples.stage import Stage
from cli_examples.uses import Use, uses_of
from definition_driver.world import own_loader
from fake_aws import FakeAws

PAGE = """
**To list them**

The following command lists them. ::

    aws ssm describe-instance-patches \\
        --instance-id "i-1234567890abcdef0" \\
        --filters file://filters.json

Contents of ``filters.json``::

    [{"Key": "State", "Values": ["Installed"]}]

Output::

    {
        "Patches": [
            {"Title": "One", "KBId": "KB1", "State": "Installed"},
            {"Title": "Two", "KBId": "KB2", "State": "Failed"},
            ...
        ],
        "NextToken": "--token string truncated--"
    }

For more information, see the guide.
"""
PATCHES = "ssm.ManagedInstance.hasMany.patches"


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Run a fake AWS."""
    with FakeAws(own_loader()) as fake:
        yield Stage(fake)


@pytest.fixture
def patches() -> Use:
    """Return the collection that the page's operation makes."""
    uses = uses_of("ssm")["DescribeInstancePatches"]
    return next(use for use in uses if PATCHES == str(use))


@pytest.fixture
def replay(stage: Stage) -> Replay:
    """Return the page's example."""
    (example,) = read("ssm", "describe-instance-patches", PAGE)
    operation = stage.fake.operation("ssm", "DescribeInstancePatches")
    pagination = stage.fake.pagination("ssm", "DescribeInstancePatches")
    return prepared(example, operation, pagination)


def test_a_page_has_commands_files_and_answers(replay: Replay) -> None:
    """A list that breaks off is a list, and AWS CLI's tokens are none of AWS."""
    filters = [{"Key": "State", "Values": ["Installed"]}]
    assert {"InstanceId": "i-1234567890abcdef0", "Filters": filters} == replay.given
    assert {"Patches"} == set(replay.answer)
    assert ["KB1", "KB2"] == [patch["KBId"] for patch in replay.answer["Patches"]]


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("--instance-ids i-1 i-2", {"InstanceIds": ["i-1", "i-2"]}),
        ("--no-dry-run --max-items 5", {"DryRun": False}),
        (
            "--filters Name=tag:Name,Values=a,b Name=vpc-id,Values=v",
            {"Filters": [
                {"Name": "tag:Name", "Values": ["a", "b"]},
                {"Name": "vpc-id", "Values": ["v"]},
            ]},
        ),
    ],
)  # fmt: skip
def test_a_command_line_gives_parameters(command: str, given: dict[str, Any]) -> None:
    """By the model, as AWS CLI reads it."""
    whole = f"aws ec2 describe-instances {command}"
    example = Example("ec2", "describe-instances", 1, whole, "")
    model = botocore.session.Session().get_service_model("ec2")
    assert given == parameters(example, model.operation_model("DescribeInstances"))


def test_what_the_cli_alone_understands_is_refused() -> None:
    """With the reason, as it stands in the list."""
    whole = "aws ec2 describe-instances --query Reservations[]"
    example = Example("ec2", "describe-instances", 1, whole, "")
    model = botocore.session.Session().get_service_model("ec2")
    with pytest.raises(Unusable, match="shapes its output by --query"):
        parameters(example, model.operation_model("DescribeInstances"))


def test_a_request_is_found_among_filters() -> None:
    """The owner's filter is the definition's, the others are the user's."""
    params = [
        {"target": "Filters[0].Name", "source": "string", "value": "vpc-id"},
        {"target": "Filters[0].Values[0]", "source": "identifier", "name": "Id"},
    ]
    mine = {"Name": "vpc-id", "Values": ["vpc-1"]}
    other = {"Name": "state", "Values": ["available"]}

    found = matched(params, {"Filters": [other, mine]})

    assert found is not None
    assert ({"Id": "vpc-1"}, {"Filters": [other]}) == (found.identifiers, found.rest)
    assert matched(params, {"Filters": [other]}) is None


def test_a_right_definition_has_no_fault(
    stage: Stage, patches: Use, replay: Replay
) -> None:
    """All patches come out, with all that is said of them."""
    made = play(stage, patches, replay)
    assert made is not None
    assert [] == [
        *faults(stage, patches, replay, made),
        *lost(replay, [(patches, made)]),
    ]


def test_what_is_lost_and_what_is_wrong_are_seen(
    stage: Stage, patches: Use, replay: Replay
) -> None:
    """An item that is missing, and one with another's identifier."""
    made = play(stage, patches, replay)
    assert made is not None
    one, other = made
    values = ["Patches[].KBId", "Patches[].State", "Patches[].Title"]
    assert values == lost(replay, [(patches, [one])])

    one.meta.data, other.meta.data = other.meta.data, one.meta.data

    wrong = "kb_id is 'KB1', its data has 'KB2'"
    assert wrong in list(faults(stage, patches, replay, [one]))
