"""EKS as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

ROLE = "arn:aws:iam::123456789012:role/eks"
POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


@pytest.fixture
def eks(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("eks")


@pytest.fixture
def cluster(eks: Any) -> Any:
    """Make a cluster."""
    return eks.create_cluster(name="web", roleArn=ROLE, resourcesVpcConfig={})


@pytest.fixture
def fake_cluster(fake: FakeAws) -> Any:
    """Return a cluster on our fake."""
    return boto3.resource("eks", **fake.client_arguments("eks")).Cluster("web")


def test_a_cluster_is_found_by_its_arn(arns: None, eks: Any, cluster: Any) -> None:
    """A cluster is listed with its ARN, and deleted."""
    (listed,) = eks.clusters.all()
    assert cluster == listed
    assert "arn:aws:eks:us-east-1:123456789012:cluster/web" == listed.arn
    cluster.delete()
    assert [] == list(eks.clusters.all())


def test_a_node_group_is_a_part_of_its_cluster(cluster: Any) -> None:
    """A node group is made, listed and waited for by its cluster's name and its own."""
    group = cluster.create_nodegroup(nodegroupName="big", subnets=[], nodeRole=ROLE)
    group.wait_until_active()
    assert [group] == list(cluster.nodegroups.all())
    assert cluster == group.Cluster()
    group.delete()
    assert [] == list(cluster.nodegroups.all())


def test_a_cluster_is_tagged(cluster: Any) -> None:
    """Its ARN is in what AWS tells of it."""
    cluster.tag(tags={"team": "shop"})
    assert {"team": "shop"} == cluster.list_tags()["tags"]


@pytest.mark.newer_botocore
def test_a_node_group_is_made_from_its_arn(session: MakeSession) -> None:
    """The last part of its ARN is made up by AWS, and identifies nothing here."""
    arn = "arn:aws:eks:us-east-1:123456789012:nodegroup/web/big/4cc0bd9a"
    group: Any = boto3_extensions.resource_from_arn(arn, session())
    assert ("web", "big") == (group.cluster_name, group.name)


def test_connected_clusters_are_listed(fake: FakeAws, fake_cluster: Any) -> None:
    """AWS leaves them out of the list if it is not asked for all."""
    eks = boto3.resource("eks", **fake.client_arguments("eks"))
    list(eks.clusters.all())
    call, *_ = fake.calls_to("eks", "ListClusters")
    assert ["all"] == call.params["include"]


def test_an_update_is_of_what_is_updated(fake: FakeAws, fake_cluster: Any) -> None:
    """AWS knows the update of a node group by the group's name only."""
    update = {"id": "U1", "status": "InProgress"}
    fake.plant("eks", "UpdateNodegroupVersion", {"update": update})
    fake.plant("eks", "DescribeUpdate", {"update": {**update, "status": "Failed"}})
    made = fake_cluster.Nodegroup("big").update_version()
    assert "InProgress" == made.status
    made.reload()
    assert "Failed" == made.status
    (call,) = fake.calls_to("eks", "DescribeUpdate")
    asked = {"name": "web", "nodegroupName": "big", "updateId": "U1"}
    assert asked == call.params


def test_an_insight_keeps_its_name(fake: FakeAws, fake_cluster: Any) -> None:
    """An insight's name is not its cluster's."""
    told = {"id": "I1", "name": "Kubelet version skew"}
    fake.plant("eks", "ListInsights", {"insights": [told]})
    (insight,) = fake_cluster.insights.all()
    assert ("web", "Kubelet version skew") == (insight.cluster_name, insight.name)


@pytest.mark.newer_botocore
def test_a_new_authority_is_not_the_update(fake: FakeAws, fake_cluster: Any) -> None:
    """The answer tells of an update first, which has an id, too."""
    answer = {"update": {"id": "U1"}, "certificateAuthority": {"id": "C1"}}
    fake.plant("eks", "CreateCertificateAuthority", answer)
    assert "C1" == fake_cluster.create_certificate_authority().id


def test_a_policy_is_associated_with_an_entry(fake: FakeAws, fake_cluster: Any) -> None:
    """What was associated is a resource, and is disassociated by all its names."""
    told = {"policyArn": POLICY, "accessScope": {"type": "cluster"}}
    answer = {"principalArn": ROLE, "associatedAccessPolicy": told}
    fake.plant("eks", "AssociateAccessPolicy", answer)
    entry = fake_cluster.AccessEntry(ROLE)
    policy = entry.associate_access_policy(policyArn=POLICY, accessScope={})
    assert ({"type": "cluster"}, POLICY) == (policy.access_scope, policy.policy_arn)
    policy.disassociate()
    (call,) = fake.calls_to("eks", "DisassociateAccessPolicy")
    asked = {"clusterName": "web", "principalArn": ROLE, "policyArn": POLICY}
    assert asked == call.params
