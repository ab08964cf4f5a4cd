"""CodeDeploy as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:codedeploy:us-east-1:123456789012"
ROLE = "arn:aws:iam::123456789012:role/deploy"
REVISION = {
    "revisionType": "S3",
    "s3Location": {"bucket": "b", "key": "orders.zip", "bundleType": "zip"},
}


@pytest.fixture
def codedeploy(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("codedeploy")


@pytest.fixture
def application(codedeploy: Any) -> Any:
    """Make an application."""
    return codedeploy.create_application(
        applicationName="orders",
        computePlatform="Server",
        tags=[{"Key": "team", "Value": "sales"}],
    )


@pytest.fixture
def group(application: Any) -> Any:
    """Make a deployment group."""
    return application.create_deployment_group(
        deploymentGroupName="web", serviceRoleArn=ROLE
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("codedeploy", **fake.client_arguments("codedeploy"))


def test_an_application_has_groups(
    codedeploy: Any, application: Any, group: Any
) -> None:
    """A deployment group is of its application."""
    assert [application] == list(codedeploy.applications.all())
    assert [group] == list(application.deployment_groups.all())
    assert application == group.Application()
    assert ROLE == group.service_role_arn


def test_a_group_is_deployed_to(codedeploy: Any, group: Any) -> None:
    """A deployment is made of a group, which has it."""
    deployment = group.create_deployment(revision=REVISION)
    assert "web" == deployment.deployment_group_name
    assert [deployment] == list(group.deployments.all())


def test_an_application_is_tagged_by_the_arn_that_aws_does_not_tell(
    arns: None, application: Any, group: Any
) -> None:
    """The ARNs of applications and groups are made of their names."""
    assert f"{START}:application:orders" == application.arn
    assert f"{START}:deploymentgroup:orders/web" == group.arn
    application.tag(Tags=[{"Key": "stage", "Value": "test"}])
    application.untag(TagKeys=["team"])
    assert [{"Key": "stage", "Value": "test"}] == application.list_tags()["Tags"]


def test_a_group_is_found_by_its_arn(session: MakeSession) -> None:
    """The ARN of a group has the name of its application."""
    arn = f"{START}:deploymentgroup:orders/web"
    group: Any = boto3_extensions.resource_from_arn(arn, session())
    assert ("orders", "web") == (group.application_name, group.name)


def test_deployments_are_told_of_together(fake: FakeAws, faked: Any) -> None:
    """AWS lists ids, and tells of 25 deployments in one answer, in any order."""
    ids = [f"d-{number}" for number in range(30)]
    fake.plant("codedeploy", "ListDeployments", {"deployments": ids})
    fake.plant(
        "codedeploy",
        "BatchGetDeployments",
        lambda params: {
            "deploymentsInfo": [
                {"deploymentId": one, "status": "Failed" if one == "d-7" else "Ready"}
                for one in reversed(params["deploymentIds"])
            ]
        },
    )
    failed = [one.id for one in faked.deployments.all() if one.status == "Failed"]
    assert ["d-7"] == failed
    calls = fake.calls_to("codedeploy", "BatchGetDeployments")
    assert [25, 5] == [len(call.params["deploymentIds"]) for call in calls]


def test_instances_are_tagged_together(fake: FakeAws, faked: Any) -> None:
    """Of a collection, a hundred instances are tagged by one call."""
    names = {"instanceNames": ["a", "b"]}
    fake.plant("codedeploy", "ListOnPremisesInstances", names)
    tags = [{"Key": "team", "Value": "sales"}]
    faked.on_premises_instances.all().add_tags(tags=tags)
    (call,) = fake.calls_to("codedeploy", "AddTagsToOnPremisesInstances")
    assert {**names, "tags": tags} == call.params
