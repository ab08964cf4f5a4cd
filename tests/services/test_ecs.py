"""ECS as its users work with it, against moto and the fake AWS."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from boto3.exceptions import ResourceLoadException

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:ecs:us-east-1:123456789012"
CONTAINER = {"name": "web", "image": "nginx", "memory": 64}


@pytest.fixture
def ecs(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ecs")


@pytest.fixture
def cluster(ecs: Any) -> Any:
    """Make a cluster."""
    return ecs.create_cluster(
        clusterName="shop",
        tags=[{"key": "team", "value": "sales"}],
        settings=[{"name": "containerInsights", "value": "enabled"}],
    )


@pytest.fixture
def definition(ecs: Any) -> Any:
    """Make the first revision of a task definition."""
    return ecs.register_task_definition(family="web", containerDefinitions=[CONTAINER])


@pytest.fixture
def service(cluster: Any, definition: Any) -> Any:
    """Make a service."""
    return cluster.create_service(
        serviceName="front", taskDefinition=definition.id, desiredCount=2
    )


def test_a_listed_cluster_is_known_by_its_name(ecs: Any, cluster: Any) -> None:
    """AWS lists ARNs; the rest, which it only tells if asked, is loaded."""
    (listed,) = ecs.clusters.all()
    assert ("shop", cluster) == (listed.name, listed)
    assert [{"key": "team", "value": "sales"}] == listed.tags
    assert "enabled" == listed.settings[0]["value"]


def test_a_service_is_scaled(cluster: Any, service: Any) -> None:
    """A service is found in its cluster, changed and deleted."""
    assert [service] == list(cluster.services.all())
    service.update(desiredCount=3)
    assert 3 == cluster.Service("front").desired_count
    service.delete(force=True)
    assert "INACTIVE" == cluster.Service("front").status


def test_tasks_are_run_and_stopped(cluster: Any, definition: Any) -> None:
    """One call runs several tasks, each with its data."""
    tasks = cluster.run_task(
        taskDefinition=definition.id, count=2, launchType="FARGATE"
    )
    assert 2 == len(tasks)
    assert {definition} == {task.task_definition for task in tasks}
    assert set(tasks) == set(cluster.tasks.all())
    tasks[0].stop(reason="enough")
    tasks[0].wait_until_stopped()
    tasks[0].reload()
    assert "STOPPED" == tasks[0].last_status


def test_a_task_that_is_not_there_is_told(cluster: Any) -> None:
    """AWS answers with a list of none, which is no task."""
    with pytest.raises(ResourceLoadException, match="gone"):
        cluster.Task("gone").load()


def test_a_family_has_revisions(ecs: Any, definition: Any) -> None:
    """A family without a revision is the latest one."""
    second = ecs.register_task_definition(
        family="web", containerDefinitions=[CONTAINER]
    )
    assert ["web:1", "web:2"] == [definition.id, second.id]
    (family,) = ecs.task_definition_families.all()
    assert [definition, second] == list(family.task_definitions.all())
    assert 2 == family.Latest().revision
    definition.deregister()
    assert [second] == list(ecs.task_definitions.all())


def test_a_service_has_task_sets(cluster: Any, definition: Any) -> None:
    """Of a service that is deployed by another tool, AWS tells its task sets."""
    service = cluster.create_service(
        serviceName="front", deploymentController={"type": "EXTERNAL"}
    )
    made = service.create_task_set(taskDefinition=definition.id)
    assert [made] == list(service.service_task_sets.all())
    made.update(scale={"value": 50.0, "unit": "PERCENT"})
    assert 50.0 == service.TaskSet(made.id).scale["value"]


def test_a_service_has_tags(service: Any) -> None:
    """Its ARN, which AWS wants for them, is in its data."""
    service.tag(tags=[{"key": "a", "value": "1"}, {"key": "b", "value": "2"}])
    service.untag(tagKeys=["a"])
    tags = [(tag.key, tag.value) for tag in service.resource_tags.all()]
    assert [("b", "2")] == tags


def test_arns_have_the_cluster(arns: None, cluster: Any, service: Any) -> None:
    """They lead back to the resource, which AWS knows by cluster and name."""
    assert f"{START}:cluster/shop" == cluster.arn
    assert f"{START}:service/shop/front" == service.arn
    assert service == boto3_extensions.resource_from_arn(service.arn)
    task = boto3_extensions.resource_from_arn(f"{START}:task/shop/0a1b")
    assert ("shop", "0a1b") == (task.cluster_name, task.id)
    definition = boto3_extensions.resource_from_arn(f"{START}:task-definition/web:7")
    assert "web:7" == definition.id


def test_deployments_of_a_service_are_stopped(fake: FakeAws) -> None:
    """AWS lists deployments in brief; what they deploy is a revision."""
    ecs = boto3.resource("ecs", **fake.client_arguments("ecs"))
    arn = f"{START}:service-deployment/shop/front/d1"
    brief = {"serviceDeploymentArn": arn, "status": "IN_PROGRESS"}
    whole = {**brief, "targetServiceRevision": {"arn": "r1"}}
    fake.plant("ecs", "ListServiceDeployments", {"serviceDeployments": [brief]})
    fake.plant("ecs", "DescribeServiceDeployments", {"serviceDeployments": [whole]})
    (deployment,) = ecs.Service("shop", "front").service_deployments.all()
    assert ecs.ServiceRevision("r1") == deployment.service_revision
    deployment.stop()
    (call,) = fake.calls_to("ecs", "StopServiceDeployment")
    assert arn == call.params["serviceDeploymentArn"]


def test_a_task_set_is_found_by_its_arn(fake: FakeAws) -> None:
    """AWS takes it for the id, and so does the choice among what AWS answers."""
    ecs = boto3.resource("ecs", **fake.client_arguments("ecs"))
    arn = f"{START}:task-set/shop/web/ecs-svc/12"
    one = {"id": "ecs-svc/12", "taskSetArn": arn, "status": "ACTIVE"}
    fake.plant("ecs", "DescribeTaskSets", {"taskSets": [one]})

    assert "ACTIVE" == ecs.TaskSet("shop", "web", arn).status
    assert "ecs-svc/12" == ecs.TaskSet("shop", "web", "ecs-svc/12").id


def test_what_is_made_in_no_cluster_is_in_the_default_one(
    ecs: Any, definition: Any
) -> None:
    """The answer tells in which cluster a service was made, which is its parent."""
    default = ecs.create_cluster(clusterName="default")
    made = ecs.create_service(
        serviceName="alone", taskDefinition=definition.id, desiredCount=1
    )
    assert default.Service("alone") == made
    assert [made] == list(default.services.all())
    made.load()
    assert "ACTIVE" == made.status
