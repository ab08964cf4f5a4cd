"""What AWS has ended is in no list, and works for whoever calls it."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._discovery.description import describe
from fake_aws import FakeAws

# One of each kind: of a service, of a type, a collection.
ENDED = [
    ("cloudfront", "", "create_streaming_distribution"),
    ("ec2", "", "elastic_gpus"),
    ("ec2", "Vpc", "describe_classic_link"),
    ("redshift", "Cluster", "modify_aqua_configuration"),
]


def resource(fake: FakeAws, service: str, kind: str = "") -> Any:
    """Return a service of the fake AWS, or a resource of it."""
    found = boto3.resource(service, **fake.client_arguments(service))
    return getattr(found, kind)("x") if kind else found


@pytest.mark.parametrize(("service", "kind", "name"), ENDED)
def test_what_has_ended_is_in_no_list(
    fake: FakeAws, service: str, kind: str, name: str
) -> None:
    """Neither in completion nor in what `show` and the documentation are made of."""
    found = resource(fake, service, kind)
    assert name not in dir(found)
    told = describe(Catalog(), service, kind or None)
    members = [one.name for one in (*told.actions, *told.collections)]
    assert members
    assert name not in members


def test_an_action_that_has_ended_can_be_called(fake: FakeAws) -> None:
    """It sends what it sent."""
    vpc = resource(fake, "ec2", "Vpc")
    vpc.describe_classic_link()
    vpc.describe_classic_link(DryRun=True)
    assert [
        {"VpcIds": ["x"]},
        {"VpcIds": ["x"], "DryRun": True},
    ] == [call.params for call in fake.calls]


def test_what_an_ended_action_makes_is_a_resource(fake: FakeAws) -> None:
    """With all that its type has."""
    fake.plant(
        "cloudfront",
        "CreateStreamingDistribution",
        {"StreamingDistribution": {"Id": "E1", "ARN": "arn", "Status": "s"}},
    )
    cloudfront = resource(fake, "cloudfront")
    origin = {"DomainName": "d", "OriginAccessIdentity": ""}
    config = {
        "CallerReference": "c",
        "S3Origin": origin,
        "Comment": "",
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "Enabled": False,
    }
    made = cloudfront.create_streaming_distribution(StreamingDistributionConfig=config)
    assert cloudfront.StreamingDistribution("E1") == made
    assert "s" == made.status


def test_a_collection_that_has_ended_can_be_read(fake: FakeAws) -> None:
    """Its items are those of the type."""
    gpus = {"ElasticGpuSet": [{"ElasticGpuId": "egpu-1"}]}
    fake.plant("ec2", "DescribeElasticGpus", gpus)
    (found,) = resource(fake, "ec2").elastic_gpus.all()
    assert "egpu-1" == found.id


def test_a_name_that_never_was_is_still_told(fake: FakeAws) -> None:
    """With a suggestion, as ever."""
    with pytest.raises(AttributeError, match="describe_classic_links_of_it"):
        _ = resource(fake, "ec2", "Vpc").describe_classic_links_of_it


@pytest.mark.parametrize("kind", ["BundleTask", "ElasticIp", "Instance", "Vpc"])
def test_ended_members_work_with_a_client_that_the_class_was_not_made_with(
    fake: FakeAws, kind: str
) -> None:
    """Nothing that its class once found out about its own client's model is needed."""
    of_one_session = resource(fake, "ec2", kind)
    its_own = of_one_session.meta.client.meta.service_model
    another = boto3.Session("a", "b").client("ec2", **fake.client_arguments("ec2"))
    found = type(of_one_session)("x", client=another)
    assert another.meta.service_model is not its_own
    with pytest.raises(AttributeError, match="never_was"):
        _ = found.never_was
