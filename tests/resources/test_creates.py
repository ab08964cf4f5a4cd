"""What a create answers with is the data of what it returns, where it is all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from fake_aws import FakeAws


@pytest.mark.parametrize(
    ("service", "make", "attribute"),
    [
        (
            "lambda",
            lambda s: s.Layer("tools").publish_version(Content={"ZipFile": b"z"}),
            "description",
        ),
        (
            "ec2",
            lambda s: s.import_snapshot(Description="d"),
            "snapshot_task_detail",
        ),
        (
            "redshift",
            lambda s: s.create_authentication_profile(
                AuthenticationProfileName="p", AuthenticationProfileContent="{}"
            ),
            "authentication_profile_content",
        ),
        (
            "route53",
            lambda s: s.create_cidr_collection(Name="n", CallerReference="c"),
            "arn",
        ),
        (
            "glue",
            lambda s: s.create_integration(
                IntegrationName="i", SourceArn="arn:a", TargetArn="arn:b"
            ),
            "status",
        ),
    ],
)
def test_what_was_made_is_not_asked_for(
    fake: FakeAws, service: str, make: Callable[[Any], Any], attribute: str
) -> None:
    """One call makes it and tells all that a load would."""
    made = make(boto3.resource(service, **fake.client_arguments(service)))
    assert getattr(made, attribute) is not None
    assert 1 == len(fake.calls)


def test_what_lacks_a_part_is_loaded(fake: FakeAws) -> None:
    """CreateConfiguration answers with the ARN and not with the description."""
    kafka = boto3.resource("kafka", **fake.client_arguments("kafka"))
    made = kafka.create_configuration(Name="c", ServerProperties=b"p")
    assert made.description is not None
    asked = ["CreateConfiguration", "DescribeConfiguration"]
    assert asked == [call.operation for call in fake.calls]
