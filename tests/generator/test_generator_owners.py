"""Where the generator puts operations: parents, children, references and summaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions import toml_file
from drafted import COMMAND, INSTANCE, definition, overlay

FINDINGS = """
service = "guardduty"
[types.Detector]
identifiers = { Id = "DetectorId" }
[types.Finding]
parent = "Detector"
identifiers = { Id = "Id" }
inputs = { Id = "FindingId" }
list = "ListFindings"
[operations]
ArchiveFindings = { on = ["Detector", "Finding"] }
"""


def test_a_child_carries_its_parents_identifiers(tmp_path: Path) -> None:
    """A tenant database is told from others by its instance, too."""
    made = definition(
        tmp_path,
        INSTANCE
        + """
        [types.TenantDatabase]
        parent = "DBInstance"
        identifiers = { Name = "TenantDBName" }
        """,
    )["resources"]
    identifiers = made["TenantDatabase"]["identifiers"]
    assert ["DBInstanceId", "Name"] == [i["name"] for i in identifiers]
    assert "TenantDatabases" in made["DBInstance"]["hasMany"]
    assert "TenantDatabase" in made["DBInstance"]["has"]
    assert "DBInstance" in made["TenantDatabase"]["has"]


def test_a_child_may_have_its_long_name_too(tmp_path: Path) -> None:
    """A key's rotation status is known by both names, and needs the key to be made."""
    text = """
    service = "kms"
    [types.Key]
    identifiers = { KeyId = "KeyId" }
    [types.KeyRotationStatus]
    parent = "Key"
    also = "KeyRotationStatus"
    """
    made = definition(tmp_path, text)
    children = made["resources"]["Key"]["has"]
    assert children["RotationStatus"] == children["KeyRotationStatus"]
    assert "KeyRotationStatus" not in made["service"].get("has", {})


def test_a_list_of_less_than_the_whole_is_marked_as_a_summary(tmp_path: Path) -> None:
    """ListCertificates leaves out most of what DescribeCertificate tells."""
    made = definition(
        tmp_path,
        'service = "acm"\n'
        '[types.Certificate]\nidentifiers = { Arn = "CertificateArn" }\n',
    )["resources"]["Certificate"]
    assert ["CertificateSummary"] == made["summaries"]


def test_an_operation_on_many_ids_is_a_batch_action(tmp_path: Path) -> None:
    """An input that takes a list of the type's ids serves a whole collection."""
    made = definition(
        tmp_path,
        'service = "autoscaling"\n'
        '[types.Instance]\nidentifiers = { Id = "InstanceId" }\n',
    )["resources"]["Instance"]
    batch = made["batchActions"]["EnterStandby"]["request"]["params"]
    one = made["actions"]["EnterStandby"]["request"]["params"]
    assert ["InstanceIds[]"] == [p["target"] for p in batch]
    assert ["InstanceIds[0]"] == [p["target"] for p in one]


def test_children_of_a_parent_have_batch_actions(tmp_path: Path) -> None:
    """A page of a parent's children has the parent in common, which is told once."""
    findings = definition(tmp_path, FINDINGS)["resources"]["Finding"]
    batch = findings["batchActions"]["Archive"]["request"]["params"]
    assert ["DetectorId", "FindingIds[]"] == [p["target"] for p in batch]
    one = findings["actions"]["Archive"]["request"]["params"]
    assert ["DetectorId", "FindingIds[0]"] == [p["target"] for p in one]


def test_children_of_several_parents_have_no_batch_actions(tmp_path: Path) -> None:
    """A call for the findings of several detectors would be sent to one of them."""
    everywhere = """list = [
        "ListFindings",
        { operation = "DescribeMalwareScans", on = "service", \
          identifiers = { Id = "ScanId", DetectorId = "DetectorId" } },
    ]
    """
    text = FINDINGS.replace('list = "ListFindings"', everywhere)
    findings = definition(tmp_path, text)["resources"]["Finding"]
    assert "batchActions" not in findings
    assert "Archive" in findings["actions"]


def test_a_batch_action_need_not_be_an_action_on_one(tmp_path: Path) -> None:
    """BatchModifyClusterSnapshots is modify() on many; one has an operation to itself.

    What holds the ids may be a list of strings, found by its name, or as the TOML says.
    """
    made = definition(
        tmp_path,
        """
        service = "redshift"
        [types.Snapshot]
        noun = "ClusterSnapshot"
        identifiers = { Id = "SnapshotIdentifier" }
        [operations.BatchModifyClusterSnapshots]
        on = "Snapshot"
        batch = true
        [operations.BatchDeleteClusterSnapshots]
        on = "Snapshot"
        batch = true
        params = { "Identifiers[].SnapshotIdentifier" = "Id" }
        """,
    )["resources"]["Snapshot"]
    batch = {n: a["request"] for n, a in made["batchActions"].items()}
    assert ["Delete", "Modify"] == sorted(batch)
    assert "SnapshotIdentifierList[]" == batch["Modify"]["params"][0]["target"]
    assert "BatchDeleteClusterSnapshots" == batch["Delete"]["operation"]
    assert "ModifyClusterSnapshot" == made["actions"]["Modify"]["request"]["operation"]
    assert "DeleteClusterSnapshot" == made["actions"]["Delete"]["request"]["operation"]


def test_a_service_lists_children_that_tell_their_parent(tmp_path: Path) -> None:
    """Each revision says of which cluster it is, so that all can be listed at once."""
    made = definition(
        tmp_path,
        """
        service = "redshift"
        [types.Cluster]
        identifiers = { Id = "ClusterIdentifier" }
        [types.ClusterDbRevision]
        parent = "Cluster"
        list = { operation = "DescribeClusterDbRevisions", on = "service" }
        """,
    )["service"]["hasMany"]["ClusterDbRevisions"]
    assert [
        {
            "target": "ClusterId",
            "source": "response",
            "path": "ClusterDbRevisions[].ClusterIdentifier",
        }
    ] == made["resource"]["identifiers"]


def test_who_is_no_parent_lists_children_that_tell_it(tmp_path: Path) -> None:
    """What was done on an instance says by which command; its owner is no command."""
    made = definition(tmp_path, COMMAND)["resources"]
    target, path = {"target": "CommandId"}, "CommandInvocations[].CommandId"
    listed = made["Instance"]["hasMany"]["Invocations"]["resource"]["identifiers"]
    assert {**target, "source": "response", "path": path} == listed[0]
    listed = made["Command"]["hasMany"]["Invocations"]["resource"]["identifiers"]
    assert {**target, "source": "identifier", "name": "Id"} == listed[0]


def test_what_no_item_tells_is_what_was_asked_with(tmp_path: Path) -> None:
    """A policy does not repeat the ARN of what it is on."""
    made = definition(
        tmp_path,
        """
        service = "ssm"
        [types.Parameter]
        identifiers = { Name = "Name" }
        arn = { arn = "arn" }
        [types.Policy]
        identifiers = { ResourceArn = "ResourceArn", Id = "PolicyId" }
        [types.Policy.list]
        operation = "GetResourcePolicies"
        on = "*"
        params = { ResourceArn = "arn" }
        """,
    )["resources"]["Parameter"]["hasMany"]["Policies"]["resource"]
    whose = {"target": "ResourceArn", "source": "requestParameter"}
    told = {"target": "Id", "source": "response", "path": "Policies[].PolicyId"}
    assert [{**whose, "path": "ResourceArn"}, told] == made["identifiers"]


def test_children_that_do_not_tell_their_parent_are_refused(tmp_path: Path) -> None:
    """A parameter does not say of which group it is."""
    text = """
        service = "redshift"
        [types.Group]
        identifiers = { Name = "ParameterGroupName" }
        [types.Parameter]
        parent = "Group"
        identifiers = { Name = "ParameterName" }
        list = { operation = "DescribeClusterParameters", on = "service" }
        """
    with pytest.raises(toml_file.DefinitionError, match="do not tell GroupName"):
        definition(tmp_path, text)


def test_a_list_may_be_inside_the_items_of_another(tmp_path: Path) -> None:
    """An answer may group what it lists; a path leads through the groups."""
    made = definition(
        tmp_path,
        """
        service = "redshift"
        [types.Domain]
        identifiers = { Name = "CustomDomainName" }
        [types.Domain.list]
        operation = "DescribeCustomDomainAssociations"
        path = "Associations[].CertificateAssociations[]"
        """,
    )["service"]["hasMany"]["Domains"]["resource"]
    path = "Associations[].CertificateAssociations[]"
    assert f"{path}.CustomDomainName" == made["identifiers"][0]["path"]
    assert path == made["path"]


def test_an_input_may_be_a_constant(tmp_path: Path) -> None:
    """A boolean is sent with each call; without it AWS leaves the nodes out."""
    made = definition(
        tmp_path,
        """
        service = "elasticache"
        [types.Cluster]
        noun = "CacheCluster"
        identifiers = { Id = "CacheClusterId" }
        [types.Cluster.list]
        operation = "DescribeCacheClusters"
        on = "service"
        params = { ShowCacheNodeInfo = true }
        """,
    )["service"]["hasMany"]["Clusters"]["request"]
    constant = {"target": "ShowCacheNodeInfo", "source": "boolean", "value": True}
    assert [constant] == made["params"]


def test_an_input_may_be_a_number(tmp_path: Path) -> None:
    """AWS lists no identity pools to whom does not say how many."""
    made = definition(
        tmp_path,
        """
        service = "cognito-identity"
        [types.IdentityPool]
        identifiers = { Id = "IdentityPoolId" }
        [types.IdentityPool.list]
        operation = "ListIdentityPools"
        on = "service"
        params = { MaxResults = 60 }
        """,
    )["service"]["hasMany"]["IdentityPools"]["request"]
    number = {"target": "MaxResults", "source": "integer", "value": 60}
    assert [number] == made["params"]


def test_an_attribute_hides_no_type(tmp_path: Path) -> None:
    """A function has its attribute version, and Version() makes any of its versions."""
    made = definition(
        tmp_path,
        """
        service = "lambda"
        [types.Function]
        identifiers = { FunctionName = "FunctionName" }
        load = "GetFunctionConfiguration"
        [types.Version]
        parent = "Function"
        parent_identifiers = "FunctionName"
        identifiers = { Version = "Version" }
        """,
    )["resources"]["Function"]
    assert "FunctionConfiguration" == made["shape"]
    assert "Version" in made["has"]


SCALING = """
service = "autoscaling"
[types.Group]
noun = "AutoScalingGroup"
identifiers = { Name = "AutoScalingGroupName" }
[types.Activity]
noun = ["ScalingActivity", "Activity"]
identifiers = { Id = "ActivityId" }
[types.Instance]
parent = "Group"
parent_identifiers = "AutoScalingGroupName"
identifiers = { Id = "InstanceId" }
load = { operation = "DescribeAutoScalingInstances", path = "AutoScalingInstances[]" }
[types.Instance.list]
operation = "DescribeAutoScalingGroups"
on = "Group"
params = { "AutoScalingGroupNames[0]" = "Name" }
path = "AutoScalingGroups[].Instances[]"
[operations]
DetachInstances = { on = "Group", returns = "Activity" }
"""


def test_what_is_made_beside_the_noun_may_be_several(tmp_path: Path) -> None:
    """Detaching instances, one or more, makes as many activities."""
    actions = definition(tmp_path, SCALING)["resources"]["Group"]["actions"]
    assert "Activities[]" == actions["DetachInstances"]["resource"]["path"]


def test_a_summary_that_lacks_only_an_identifier_is_none(tmp_path: Path) -> None:
    """What a group lists does not repeat the group; that is known by then."""
    made = definition(tmp_path, SCALING)["resources"]["Instance"]
    assert "AutoScalingInstanceDetails" == made["shape"]
    assert "summaries" not in made


def test_an_owner_without_identifiers_gets_them_from_the_list(tmp_path: Path) -> None:
    """Whoever calls has no name to give to the keys; each tells its user."""
    made = overlay(
        tmp_path,
        """
        service = "iam"
        [types.SSHPublicKey]
        parent = "User"
        identifiers = { Id = "SSHPublicKeyId" }
        list = { operation = "ListSSHPublicKeys", on = "CurrentUser", as = "Keys" }
        """,
    )["resources"]["CurrentUser"]["hasMany"]["Keys"]["resource"]["identifiers"]
    paths = {"UserName": "UserName", "Id": "SSHPublicKeyId"}
    assert [
        {"target": name, "source": "response", "path": f"SSHPublicKeys[].{member}"}
        for name, member in paths.items()
    ] == made


def test_a_childs_identifier_of_its_parent_may_have_another_name(
    tmp_path: Path,
) -> None:
    """0.23.0 has Parameter(group_name, name), and so it stays."""
    made = definition(
        tmp_path,
        """
        service = "elasticache"
        [types.ParameterGroup]
        identifiers = { Name = "CacheParameterGroupName" }
        [types.Parameter]
        parent = "ParameterGroup"
        parent_identifiers = "GroupName"
        identifiers = { Name = "ParameterName" }
        """,
    )["resources"]["Parameter"]
    assert ["GroupName", "Name"] == [i["name"] for i in made["identifiers"]]
    parent = made["has"]["ParameterGroup"]["resource"]["identifiers"]
    assert [{"target": "Name", "source": "identifier", "name": "GroupName"}] == parent


STEPS = """
service = "emr"
[types.Cluster]
noun = ["Cluster", "JobFlow"]
identifiers = { Id = "Id" }
[types.Step]
parent = "Cluster"
identifiers = { Id = "Id" }
[operations]
AddJobFlowSteps = { on = "Cluster", returns = "Step" }
"""


def test_what_is_sent_whole_tells_the_new_ones_id(tmp_path: Path) -> None:
    """PutReportDefinition answers with nothing, but is sent the whole report."""
    made = definition(tmp_path, REPORT)["service"]["actions"]["PutReportDefinition"]
    name = {
        "target": "Name",
        "source": "requestParameter",
        "path": "ReportDefinition.ReportName",
    }
    assert [name] == made["resource"]["identifiers"]


REPORT = """
service = "cur"
[types.ReportDefinition]
identifiers = { Name = "ReportName" }
load = { operation = "DescribeReportDefinitions", path = "ReportDefinitions[]" }
[operations]
PutReportDefinition = { on = "service", returns = "ReportDefinition" }
"""


def test_an_answer_of_nothing_but_ids_makes_resources(tmp_path: Path) -> None:
    """AddJobFlowSteps answers with the ids of the steps, and makes the steps."""
    made = definition(tmp_path, STEPS)["resources"]["Cluster"]["actions"]["AddSteps"]
    step = {"target": "Id", "source": "response", "path": "StepIds[]"}
    assert step in made["resource"]["identifiers"]


def test_a_childs_own_id_is_not_taken_for_its_parents(tmp_path: Path) -> None:
    """A step's data has an Id, which is not that of its cluster."""
    identifiers = definition(tmp_path, STEPS)["resources"]["Step"]["identifiers"]
    assert [{"name": "ClusterId"}, {"name": "Id"}] == identifiers
