"""A resource knows after an action that only reads what it knew before."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from definitions.reads import only_reads
from fake_aws import FakeAws


def function(fake: FakeAws) -> Any:
    """Return a function of lambda's that was loaded."""
    made = boto3.resource("lambda", **fake.client_arguments("lambda")).Function("web")
    made.load()
    return made


@pytest.mark.parametrize("fast", [True, False])
def test_a_read_forgets_nothing(fake: FakeAws, fast: bool) -> None:
    """The policy is read, and then an attribute without another call."""
    boto3_extensions.patch(speed=fast)
    web = function(fake)
    before = web.meta.data
    answer = web.get_policy()
    _ = web.runtime

    assert "Policy" in answer
    assert before is web.meta.data
    assert ["GetFunctionConfiguration", "GetPolicy"] == [
        call.operation for call in fake.calls
    ]


def test_a_change_forgets(fake: FakeAws) -> None:
    """As in boto3."""
    web = function(fake)
    web.update_configuration(Timeout=9)

    assert web.meta.data is None


def test_boto3s_own_reads_forget(fake: FakeAws) -> None:
    """As in boto3, whose scripts send what they sent."""
    instance = boto3.resource("ec2", **fake.client_arguments("ec2")).Instance("i-1")
    instance.meta.data = {"InstanceId": "i-1"}
    instance.console_output()

    assert instance.meta.data is None


def test_an_action_keeps_its_name_and_its_documentation(fake: FakeAws) -> None:
    """Whoever asks for help gets that of the operation."""
    web = function(fake)

    assert "get_policy" == type(web).get_policy.__name__
    assert "policy" in str(type(web).get_policy.__doc__).lower()


@pytest.mark.parametrize(
    ("operation", "reads"),
    [
        ("GetPolicy", True),
        ("BatchGetPartition", True),
        ("HeadObject", True),
        ("DescribeTags", True),
        ("GetId", False),
        ("GetterThing", False),
        ("RunInstances", False),
    ],
)
def test_the_operation_tells(operation: str, reads: bool) -> None:
    """By AWS's verb; what makes something whatever it is called is no read."""
    assert reads is only_reads(operation)
