"""Kafka (MSK) as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

BROKERS = {
    "InstanceType": "kafka.m5.large",
    "ClientSubnets": ["subnet-1", "subnet-2", "subnet-3"],
}
CLUSTER = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0b1c-1"


@pytest.fixture
def kafka(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("kafka")


@pytest.fixture
def cluster(kafka: Any) -> Any:
    """Make a provisioned cluster."""
    return kafka.create_cluster(
        ClusterName="orders",
        KafkaVersion="3.6.0",
        NumberOfBrokerNodes=3,
        BrokerNodeGroupInfo=BROKERS,
        Tags={"team": "shop"},
    )


def test_a_cluster_is_made_listed_and_deleted(kafka: Any, cluster: Any) -> None:
    """A cluster is known by its ARN, listed, and refers to its Kafka version."""
    assert "orders" == cluster.cluster_name
    assert [cluster] == list(kafka.clusters.all())
    assert "3.6.0" == cluster.kafka_version.version
    cluster.delete()
    assert [] == list(kafka.clusters.all())


def test_a_serverless_cluster_is_of_the_second_kind(kafka: Any) -> None:
    """AWS describes serverless clusters by newer operations alone."""
    made = kafka.create_cluster_v2(
        ClusterName="carts",
        Serverless={"VpcConfigs": [{"SubnetIds": ["subnet-1"]}]},
    )
    assert "SERVERLESS" == made.cluster_type
    assert made in list(kafka.clusters_v2.all())
    made.delete()


def test_a_cluster_has_tags(cluster: Any) -> None:
    """A cluster is tagged and untagged without its ARN being said."""
    cluster.tag(Tags={"stage": "test"})
    assert {"team": "shop", "stage": "test"} == cluster.list_tags()["Tags"]
    cluster.untag(TagKeys=["team"])
    assert {"stage": "test"} == cluster.list_tags()["Tags"]


def test_a_cluster_has_a_policy(cluster: Any) -> None:
    """The policy is a resource of the cluster, put and deleted there."""
    policy = cluster.Policy()
    policy.put(Policy='{"Version": "2012-10-17", "Statement": []}')
    assert '{"Version": "2012-10-17", "Statement": []}' == policy.policy
    assert cluster == policy.Cluster()
    policy.delete()
    policy.reload()
    assert not policy.policy


@pytest.mark.newer_botocore
def test_a_topic_is_made_from_its_arn(session: MakeSession) -> None:
    """A topic's ARN has the name and the id of its cluster, and so makes both."""
    arn = CLUSTER.replace(":cluster/", ":topic/") + "/paid"
    topic: Any = boto3_extensions.resource_from_arn(arn, session())
    assert session().resource("kafka").Cluster(CLUSTER) == topic.Cluster()
    assert "paid" == topic.name


@pytest.fixture
def big_cluster(fake: FakeAws) -> Any:
    """Return a cluster as it was when it was last loaded."""
    fake.plant(
        "kafka",
        "DescribeCluster",
        {"ClusterInfo": {"ClusterArn": CLUSTER, "CurrentVersion": "K1"}},
    )
    return boto3.resource("kafka", **fake.client_arguments("kafka")).Cluster(CLUSTER)


def test_a_change_is_of_the_version_that_was_seen(
    fake: FakeAws, big_cluster: Any
) -> None:
    """AWS wants to be told the version; the cluster knows it, and what is going on."""
    fake.plant("kafka", "UpdateBrokerCount", {"ClusterOperationArn": "arn:aws:op"})
    operation = big_cluster.update_broker_count(TargetNumberOfBrokerNodes=6)
    (call,) = fake.calls_to("kafka", "UpdateBrokerCount")
    assert "K1" == call.params["CurrentVersion"]
    assert "kafka.ClusterOperation" == type(operation).__name__
    assert "arn:aws:op" == operation.arn


def test_secrets_leave_a_cluster_together(fake: FakeAws, big_cluster: Any) -> None:
    """All of a collection are taken from their cluster by one call."""
    fake.plant("kafka", "ListScramSecrets", {"SecretArnList": ["arn:1", "arn:2"]})
    big_cluster.scram_secrets.all().disassociate()
    (call,) = fake.calls_to("kafka", "BatchDisassociateScramSecret")
    assert {"ClusterArn": CLUSTER, "SecretArnList": ["arn:1", "arn:2"]} == call.params


def test_secrets_leave_a_cluster_ten_at_a_time(fake: FakeAws, big_cluster: Any) -> None:
    """AWS refuses more in a call, which its model does not say."""
    secrets = [f"arn:{number}" for number in range(11)]
    fake.plant("kafka", "ListScramSecrets", {"SecretArnList": secrets})
    big_cluster.scram_secrets.all().disassociate()
    calls = fake.calls_to("kafka", "BatchDisassociateScramSecret")
    assert [10, 1] == [len(call.params["SecretArnList"]) for call in calls]


@pytest.mark.newer_botocore
def test_topics_complete_themselves(fake: FakeAws, big_cluster: Any) -> None:
    """AWS lists topics without their configuration."""
    fake.plant("kafka", "ListTopics", {"Topics": [{"TopicName": "paid"}]})
    fake.plant("kafka", "DescribeTopic", {"TopicName": "paid", "Configs": "e30="})
    (topic,) = big_cluster.topics.all()
    assert "e30=" == topic.configs
    (call,) = fake.calls_to("kafka", "DescribeTopic")
    assert {"ClusterArn": CLUSTER, "TopicName": "paid"} == call.params


@pytest.mark.newer_botocore
def test_an_assessment_has_findings(fake: FakeAws, big_cluster: Any) -> None:
    """A cluster makes an assessment, which lists what was found by both its ARNs."""
    fake.plant("kafka", "CreateAssessment", {"AssessmentArn": "arn:assessment"})
    fake.plant("kafka", "ListAssessmentFindings", {"Findings": [{"FindingId": "disk"}]})
    assessment = big_cluster.create_assessment(AssessmentType="UPDATE_BROKER_TYPE")
    assert [assessment.Finding("disk")] == list(assessment.findings.all())
    (call,) = fake.calls_to("kafka", "ListAssessmentFindings")
    asked = {"ClusterArn": CLUSTER, "AssessmentArn": "arn:assessment"}
    assert asked == call.params


@pytest.mark.newer_botocore
def test_a_topic_reassignment_is_stopped(fake: FakeAws, big_cluster: Any) -> None:
    """What a cluster starts is a resource of the cluster, by the operation's ARN."""
    started = {"TopicReassignmentOperationArn": "arn:reassignment"}
    fake.plant("kafka", "StartTopicReassignment", started)
    reassignment = big_cluster.start_topic_reassignment(
        TargetInstanceType="kafka.m7g.large", TopicsToInclude=["paid"]
    )
    reassignment.stop()
    (call,) = fake.calls_to("kafka", "StopTopicReassignment")
    assert {"ClusterArn": CLUSTER, **started} == call.params
