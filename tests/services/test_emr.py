"""EMR as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest

from make_session import MakeSession

STEP = {
    "Name": "count words",
    "ActionOnFailure": "CONTINUE",
    "HadoopJarStep": {"Jar": "s3://jars/count.jar", "Args": ["s3://words"]},
}


@pytest.fixture
def emr(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("emr")


@pytest.fixture
def cluster(emr: Any) -> Any:
    """Make a cluster that waits for steps."""
    return emr.create_cluster(
        Name="nightly",
        ReleaseLabel="emr-6.10.0",
        Instances={
            "MasterInstanceType": "m5.xlarge",
            "SlaveInstanceType": "m5.xlarge",
            "InstanceCount": 3,
            "KeepJobFlowAliveWhenNoSteps": True,
        },
        JobFlowRole="EMR_EC2_DefaultRole",
        ServiceRole="EMR_DefaultRole",
        VisibleToAllUsers=True,
    )


def test_a_listed_cluster_completes_itself(emr: Any, cluster: Any) -> None:
    """AWS lists clusters by name and state; the rest is loaded when it is read."""
    listed = next(iter(emr.clusters.all()))
    assert cluster == listed
    assert "nightly" == listed.name
    assert "emr-6.10.0" == listed.release_label


def test_both_names_of_a_new_cluster_work(emr: Any) -> None:
    """AWS calls a new cluster a job flow that is run; so it may be called here."""
    made = emr.run_job_flow(Name="ad hoc", Instances={"InstanceCount": 1})
    assert "ad hoc" == emr.Cluster(made.id).name


def test_steps_are_added_to_a_cluster(cluster: Any) -> None:
    """Each new step is a resource, and the cluster lists it."""
    steps = cluster.add_steps(Steps=[STEP])
    assert ["count words"] == [step.name for step in steps]
    assert steps == list(cluster.steps.all())
    assert cluster == steps[0].Cluster()


def test_a_cluster_has_instance_groups(cluster: Any) -> None:
    """An instance group is found in its cluster, though AWS can only list groups."""
    cluster.add_instance_groups(
        InstanceGroups=[
            {"InstanceRole": "TASK", "InstanceType": "c5.large", "InstanceCount": 2}
        ]
    )
    listed = {
        group.instance_group_type: group for group in cluster.instance_groups.all()
    }
    assert {"MASTER", "CORE", "TASK"} == set(listed)
    assert "c5.large" == cluster.InstanceGroup(listed["TASK"].id).instance_type


def test_a_cluster_is_protected_and_terminated(emr: Any, cluster: Any) -> None:
    """What EMR does to many job flows at once, a cluster and a collection do."""
    cluster.set_termination_protection(TerminationProtected=True)
    cluster.reload()
    assert cluster.termination_protected
    cluster.set_termination_protection(TerminationProtected=False)
    emr.clusters.terminate()
    cluster.wait_until_terminated()
    cluster.reload()
    assert "TERMINATED" == cluster.status["State"]


def test_a_cluster_has_tags(cluster: Any) -> None:
    """Tags are in the data, and added and removed by the cluster."""
    cluster.add_tags(Tags=[{"Key": "team", "Value": "data"}])
    cluster.reload()
    assert [{"Key": "team", "Value": "data"}] == cluster.tags
    cluster.remove_tags(TagKeys=["team"])
    cluster.reload()
    assert [] == cluster.tags


def test_a_security_configuration_comes_and_goes(emr: Any) -> None:
    """A configuration is loaded by its name."""
    made = emr.create_security_configuration(
        Name="encrypted", SecurityConfiguration='{"EncryptionConfiguration": {}}'
    )
    assert '{"EncryptionConfiguration": {}}' == made.security_configuration
    made.delete()


def test_arns_are_of_elasticmapreduce(arns: None, emr: Any, cluster: Any) -> None:
    """AWS calls the service by its long name in ARNs."""
    start = "arn:aws:elasticmapreduce:us-east-1:123456789012"
    assert f"{start}:cluster/{cluster.id}" == cluster.arn
    assert f"{start}:cluster/{cluster.id}" == next(iter(emr.clusters.all())).arn
