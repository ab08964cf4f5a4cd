"""Our collections ask for pages as large as AWS allows, where that is known."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from definitions.page_sizes import largest
from definitions.service import Service
from fake_aws import FakeAws


@pytest.fixture
def services(fake: FakeAws) -> Any:
    """Return the services of a cluster, of which AWS tells 10 a page by default."""
    fake.plant("ecs", "ListServices", {"serviceArns": []})
    return boto3.resource("ecs", **fake.client_arguments("ecs")).Cluster("c").services


def asked(fake: FakeAws) -> list[Any]:
    """Return the sizes that were asked for."""
    return [call.params.get("maxResults") for call in fake.calls]


def test_pages_are_large(services: Any, fake: FakeAws) -> None:
    """However the collection is iterated."""
    list(services.all())
    list(services)
    list(services.pages())

    assert [100, 100, 100] == asked(fake)


def test_what_the_caller_says_wins(services: Any, fake: FakeAws) -> None:
    """A size, a limit, and parameters beside which AWS may allow no size."""
    list(services.page_size(7))
    list(services.filter(maxResults=8))
    list(services.limit(3))
    list(services.filter(launchType="EC2"))

    assert [7, 8, None, None] == asked(fake)


def test_boto3s_own_collections_send_what_they_send(fake: FakeAws) -> None:
    """As in boto3, though IAM would allow a thousand."""
    fake.plant("iam", "ListRoles", {"Roles": []})
    list(boto3.resource("iam", **fake.client_arguments("iam")).roles.all())

    assert [{}] == [call.params for call in fake.calls]


@pytest.mark.parametrize(
    ("service", "operation", "size"),
    [
        ("ecs", "ListServices", 100),
        ("autoscaling", "DescribeAutoScalingGroups", 100),
        ("iam", "GetAccountAuthorizationDetails", 1000),
        ("kms", "ListAliases", 100),
        # More than the default may be asked for, and is not answered.
        ("kinesis", "ListStreams", None),
        # As large by default, or in one page, or nobody says.
        ("rds", "DescribeDBInstances", None),
        ("ec2", "DescribeVolumes", None),
        ("acm", "ListCertificates", None),
        # What is read costs by its size.
        ("logs", "FilterLogEvents", None),
    ],
)
def test_sizes_are_read(service: str, operation: str, size: int | None) -> None:
    """From AWS's words for the default, and from them or the model for the most."""
    assert size == largest(Service(service), operation)
