"""The generator: what it derives, what a TOML may say, what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from definitions import build, coverage, paginators, toml_file
from definitions.propose import propose
from definitions.service import Service
from definitions.spec import ServiceSpec


def definition(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return the resource definitions that a TOML gives."""
    return documents(tmp_path, text)["resources-1"]


def documents(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return all documents that a TOML gives, by the first part of their name."""
    path = tmp_path / "service.toml"
    path.write_text(text, encoding="utf-8")
    made = build.documents(toml_file.read(path))
    return {path.name.split(".")[0]: document for path, document in made.items()}


def overlay(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return what a TOML adds to the resource definitions that boto3 has."""
    return dict(definition(tmp_path, text)["merge"])


INSTANCE = """
service = "rds"
[types.DBInstance]
identifiers = { Id = "DBInstanceIdentifier" }
"""


COMMAND = """
service = "ssm"
[types.Command]
identifiers = { Id = "CommandId" }
[types.Invocation]
noun = ["CommandInvocation", "Command"]
parent = "Command"
identifiers = { InstanceId = "InstanceId" }
list = { operation = "ListCommandInvocations", on = ["Command", "Instance"] }
[types.Instance]
identifiers = { Id = "InstanceId" }
"""


def test_one_line_gives_a_type_its_load(tmp_path: Path) -> None:
    """An identifier is enough to find the operation that describes one item."""
    load = definition(tmp_path, INSTANCE)["resources"]["DBInstance"]["load"]
    assert "DescribeDBInstances" == load["request"]["operation"]
    assert "DBInstances[0]" == load["path"]
    assert [
        {"target": "DBInstanceIdentifier", "source": "identifier", "name": "Id"}
    ] == load["request"]["params"]


def test_one_line_gives_a_type_its_collection(tmp_path: Path) -> None:
    """What lists without being asked for anything is a collection of the service."""
    found = definition(tmp_path, INSTANCE)["service"]["hasMany"]["DBInstances"]
    assert "DescribeDBInstances" == found["request"]["operation"]
    assert "DBInstances[]" == found["resource"]["path"]


def test_an_operation_on_a_type_is_named_without_its_noun(tmp_path: Path) -> None:
    """RebootDBInstance is DBInstance.reboot()."""
    actions = definition(tmp_path, INSTANCE)["resources"]["DBInstance"]["actions"]
    assert "RebootDBInstance" == actions["Reboot"]["request"]["operation"]


def test_a_create_operation_returns_the_resource(tmp_path: Path) -> None:
    """CreateDBInstance answers with the instance, not with a dict."""
    create = definition(tmp_path, INSTANCE)["service"]["actions"]["CreateDBInstance"]
    assert "DBInstance" == create["resource"]["type"]
    assert "DBInstance" == create["resource"]["path"]


def test_a_copy_starts_from_its_source(tmp_path: Path) -> None:
    """SourceX means this resource; X, in a create-like operation, the new one."""
    actions = definition(tmp_path, INSTANCE)["resources"]["DBInstance"]["actions"]
    replica = actions["CreateReadReplica"]["request"]
    assert "CreateDBInstanceReadReplica" == replica["operation"]
    assert ["SourceDBInstanceIdentifier"] == [p["target"] for p in replica["params"]]


def test_a_waiter_is_named_without_the_noun(tmp_path: Path) -> None:
    """DBInstanceAvailable, or its copy, is DBInstance.wait_until_available()."""
    waiters = definition(tmp_path, INSTANCE)["resources"]["DBInstance"]["waiters"]
    assert "ExtDBInstanceAvailable" == waiters["Available"]["waiterName"]


BALANCER = """
service = "elbv2"
[types.LoadBalancer]
identifiers = { Name = "LoadBalancerName" }
arn = { format = "arn:{partition}:elasticloadbalancing:x", arn = "load_balancer_arn" }
[types.Listener]
identifiers = { Arn = "ListenerArn" }
[types.TargetGroup]
identifiers = { Name = "TargetGroupName" }
arn = { format = "arn:{partition}:elasticloadbalancing:x", arn = "target_group_arn" }
"""


def test_an_operation_that_takes_the_arn_gets_it_from_the_data(tmp_path: Path) -> None:
    """A load balancer is known by name; most of its operations take its ARN."""
    made = definition(tmp_path, BALANCER)["resources"]["LoadBalancer"]
    by_arn = {"target": "LoadBalancerArn", "source": "data", "path": "LoadBalancerArn"}
    assert [by_arn] == made["actions"]["Delete"]["request"]["params"]
    assert [by_arn] == made["hasMany"]["TargetGroups"]["request"]["params"]


def test_a_create_operation_may_answer_with_a_list(tmp_path: Path) -> None:
    """CreateListener answers with a list of one, which is the listener."""
    made = definition(tmp_path, BALANCER)["resources"]["LoadBalancer"]
    create = made["actions"]["CreateListener"]["resource"]
    assert "Listeners[0]" == create["path"]
    assert ["Listeners[0].ListenerArn"] == [i["path"] for i in create["identifiers"]]


def test_what_is_asked_for_is_one_of_those_an_operation_lists(tmp_path: Path) -> None:
    """DescribeLoadBalancers gives a listener its load balancer, not all of them."""
    text = """
        [operations.DescribeLoadBalancers]
        on = "Listener"
        as = "GetLoadBalancer"
        params = { "LoadBalancerArns[0]" = "LoadBalancerArn" }
        returns = "LoadBalancer"
    """
    made = definition(tmp_path, BALANCER + text)["resources"]["Listener"]["actions"]
    assert "LoadBalancers[0]" == made["GetLoadBalancer"]["resource"]["path"]


def test_a_list_that_a_load_chooses_from_is_a_collection(tmp_path: Path) -> None:
    """A load that takes the own item from a list does not describe just one."""
    made = definition(
        tmp_path,
        BALANCER
        + """
        [types.TrustStore]
        identifiers = { Arn = "TrustStoreArn" }
        [types.TrustStoreAssociation]
        parent = "TrustStore"
        identifiers = { ResourceArn = "ResourceArn" }
        [types.TrustStoreAssociation.load]
        operation = "DescribeTrustStoreAssociations"
        params = { TrustStoreArn = "TrustStoreArn" }
        path = "TrustStoreAssociations[]"
        """,
    )["resources"]["TrustStore"]
    assert "Associations" in made["hasMany"]


CLASSIC = """
service = "elb"
[types.LoadBalancer]
identifiers = { Name = "LoadBalancerName" }
"""


def test_a_list_of_one_need_be_no_batch(tmp_path: Path) -> None:
    """elb's AddTags takes a list of names, but refuses more than one."""
    text = '[operations]\nAddTags = { on = "LoadBalancer", batch = false }\n'
    made = definition(tmp_path, CLASSIC + text)["resources"]["LoadBalancer"]
    params = made["actions"]["AddTags"]["request"]["params"]
    assert ["LoadBalancerNames[0]"] == [p["target"] for p in params]
    assert "AddTags" not in made.get("batchActions", {})


def test_items_may_be_within_others(tmp_path: Path) -> None:
    """A listener is within its description, and that within its load balancer."""
    path = "LoadBalancerDescriptions[].ListenerDescriptions[].Listener"
    text = f"""
        [types.Listener]
        parent = "LoadBalancer"
        identifiers = {{ LoadBalancerPort = "LoadBalancerPort" }}
        load = false
        [types.Listener.list]
        operation = "DescribeLoadBalancers"
        on = "LoadBalancer"
        params = {{ "LoadBalancerNames[0]" = "Name" }}
        path = "{path}"
    """
    made = definition(tmp_path, CLASSIC + text)["resources"]["LoadBalancer"]
    listeners = made["hasMany"]["Listeners"]["resource"]
    assert path == listeners["path"]
    assert f"{path}.LoadBalancerPort" == listeners["identifiers"][1]["path"]


def test_a_waiter_without_a_noun_is_whose_input_it_needs(tmp_path: Path) -> None:
    """TargetInService asks about a target group, which its name does not say."""
    made = definition(tmp_path, BALANCER)["resources"]["TargetGroup"]["waiters"]
    assert ["TargetDeregistered", "TargetInService"] == sorted(made)


def test_a_waiter_is_of_who_fills_all_it_needs(tmp_path: Path) -> None:
    """CommandExecuted asks about one instance, which a command alone does not know."""
    made = definition(tmp_path, COMMAND)["resources"]
    assert "waiters" not in made["Command"]
    assert ["Executed"] == list(made["Invocation"]["waiters"])


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


def test_a_data_member_that_names_another_type_is_a_reference(tmp_path: Path) -> None:
    """A snapshot knows its instance."""
    made = definition(
        tmp_path,
        INSTANCE
        + """
        [types.DBSnapshot]
        identifiers = { Id = "DBSnapshotIdentifier" }
        """,
    )["resources"]["DBSnapshot"]
    reference = made["has"]["DBInstance"]["resource"]["identifiers"]
    assert [
        {"target": "Id", "source": "data", "path": "DBInstanceIdentifier"}
    ] == reference


def test_a_reference_does_not_hide_an_attribute(tmp_path: Path) -> None:
    """An instance's data has a DBSubnetGroup; boto3 would rename one of the two."""
    made = definition(
        tmp_path,
        INSTANCE
        + """
        [types.DBSubnetGroup]
        identifiers = { Name = "DBSubnetGroupName" }
        """,
    )["resources"]["DBInstance"]
    assert "DBSubnetGroup" not in made.get("has", {})


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


GROUPS = """
service = "elasticache"
[types.User]
identifiers = { Id = "UserId" }
[types.UserGroup]
identifiers = { Id = "UserGroupId" }
references = { Users = { type = "%s", path = "UserIds[]" } }
"""


def test_a_reference_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    """A group refers to all its users, by a list of their ids."""
    made = definition(tmp_path, GROUPS % "User")["resources"]["UserGroup"]["has"]
    users = {"target": "Id", "source": "data", "path": "UserIds[]"}
    assert {"type": "User", "identifiers": [users]} == made["Users"]["resource"]


def test_a_reference_shares_the_identifiers_that_both_have(tmp_path: Path) -> None:
    """An alias and its version are of one function; its settings go by its name."""
    made = definition(
        tmp_path,
        """
        service = "lambda"
        [types.Function]
        identifiers = { FunctionName = "FunctionName" }
        [types.Version]
        parent = "Function"
        parent_identifiers = "FunctionName"
        identifiers = { Version = "Version" }
        [types.Alias]
        parent = "Function"
        parent_identifiers = "FunctionName"
        identifiers = { AliasName = "Name" }
        [types.Alias.references]
        Version = { type = "Version", path = "FunctionVersion" }
        SameName = { type = "Version", path = "AliasName" }
        """,
    )["resources"]["Alias"]["has"]
    of = {"target": "FunctionName", "source": "identifier", "name": "FunctionName"}
    by_data = {"target": "Version", "source": "data", "path": "FunctionVersion"}
    by_name = {"target": "Version", "source": "identifier", "name": "AliasName"}
    assert [of, by_data] == made["Version"]["resource"]["identifiers"]
    assert [of, by_name] == made["SameName"]["resource"]["identifiers"]


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


def test_a_reference_by_an_identifier_needs_no_data(tmp_path: Path) -> None:
    """When a key was last used is known by the key's id, before anything is loaded."""
    made = overlay(
        tmp_path,
        """
        service = "iam"
        [types.AccessKeyLastUsed]
        identifiers = { AccessKeyId = "AccessKeyId" }
        [types.AccessKey]
        references = { LastUsed = { type = "AccessKeyLastUsed", path = "Id" } }
        """,
    )["resources"]["AccessKey"]["has"]["LastUsed"]["resource"]
    by_id = {"target": "AccessKeyId", "source": "identifier", "name": "Id"}
    assert {"type": "AccessKeyLastUsed", "identifiers": [by_id]} == made


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


def test_a_reference_to_no_type_is_refused(tmp_path: Path) -> None:
    """A misspelt type of a reference stops the generator."""
    with pytest.raises(toml_file.DefinitionError, match="refers to Usr, no type"):
        definition(tmp_path, GROUPS % "Usr")


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


def test_what_has_no_data_may_refer_by_its_identifier(tmp_path: Path) -> None:
    """AWS tells no more of a family than its name, which is that of its latest one."""
    text = """
        service = "ecs"
        [types.TaskDefinition]
        identifiers = { Id = "" }
        [types.TaskDefinitionFamily]
        identifiers = { Name = "family" }
        references = { Latest = { type = "TaskDefinition", path = "Name" } }
    """
    latest = definition(tmp_path, text)["resources"]["TaskDefinitionFamily"]["has"]
    told = {"target": "Id", "source": "identifier", "name": "Name"}
    assert [told] == latest["Latest"]["resource"]["identifiers"]


def test_a_childs_own_id_is_not_taken_for_its_parents(tmp_path: Path) -> None:
    """A step's data has an Id, which is not that of its cluster."""
    identifiers = definition(tmp_path, STEPS)["resources"]["Step"]["identifiers"]
    assert [{"name": "ClusterId"}, {"name": "Id"}] == identifiers


def test_an_overlay_only_adds(tmp_path: Path) -> None:
    """Nothing that boto3 defines is written again."""
    made = documents(
        tmp_path, 'service = "s3"\n[types.BucketEncryption]\nparent = "Bucket"\n'
    )["resources-1"]["merge"]
    base = Service("s3").base["resources"]["Bucket"]
    assert not set(base["has"]) & set(made["resources"]["Bucket"]["has"])
    assert "identifiers" not in made["resources"]["Bucket"]


def test_a_collection_gets_the_pagination_botocore_lacks() -> None:
    """Without one a collection would end, silently, after the first page."""
    service = Service("cloudtrail")
    assert "ListChannels" not in service.paginators
    assert {
        "input_token": "NextToken",
        "output_token": "NextToken",
        "limit_key": "MaxResults",
        "result_key": "Channels",
    } == paginators.pagination(service, "ListChannels", "Channels")


def test_tokens_may_stand_in_a_structure_beside_the_items() -> None:
    """ListKeyGroups has both in its KeyGroupList."""
    service = Service("cloudfront")
    assert "ListKeyGroups" not in service.paginators
    assert {
        "input_token": "Marker",
        "output_token": "KeyGroupList.NextMarker",
        "limit_key": "MaxItems",
        "result_key": "KeyGroupList.Items",
    } == paginators.pagination(service, "ListKeyGroups", "KeyGroupList.Items")


def test_tokens_may_stand_outside_of_what_has_the_items() -> None:
    """DescribeApplicationStatus has the items alone in its ApplicationStatuses."""
    assert {
        "input_token": "NextToken",
        "output_token": "NextToken",
        "limit_key": "MaxResults",
        "result_key": "ApplicationStatuses.Instances",
    } == paginators.pagination(
        Service("ec2"), "DescribeApplicationStatus", "ApplicationStatuses.Instances"
    )


def test_a_page_may_begin_at_an_item_of_many_names() -> None:
    """ListHostedZonesByName goes on at a name and an id."""
    assert {
        "input_token": ["DNSName", "HostedZoneId"],
        "output_token": ["NextDNSName", "NextHostedZoneId"],
        "more_results": "IsTruncated",
        "limit_key": "MaxItems",
        "result_key": "HostedZones",
    } == paginators.pagination(
        Service("route53"), "ListHostedZonesByName", "HostedZones"
    )


def test_no_pagination_is_invented() -> None:
    """DescribeTrails answers all at once."""
    service = Service("cloudtrail")
    assert paginators.pagination(service, "DescribeTrails", "trailList") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[types.X]\nidentfiers = {}", "unknown key 'identfiers'"),
        ('[types.X]\nload = "DescribeNothing"', "no operation DescribeNothing"),
        ('[operations]\nRebootDBInstnace = { on = "X" }', "no operation RebootDBInst"),
        ('[operations]\nRebootDBInstance = { on = "X" }', "no type X"),
    ],
)
def test_a_slip_in_a_toml_is_named(tmp_path: Path, text: str, message: str) -> None:
    """A misspelt key, operation or type stops the generator."""
    with pytest.raises(toml_file.DefinitionError, match=message):
        definition(tmp_path, f'service = "rds"\n{text}\n')


CLOUDFRONT = """
service = "cloudfront"
[types.KeyGroup]
identifiers = { Id = "Id" }
[types.Distribution]
identifiers = { Id = "Id" }
[types.Distribution.list]
operation = "ListDistributionsByKeyGroup"
on = "KeyGroup"
identifiers = { Id = "@" }
[types.Invalidation]
parent = "Distribution"
identifiers = { Id = "Id" }
[types.Function]
identifiers = { Name = "Name" }
arn = { arn = "function_metadata.FunctionARN" }
[operations]
TagResource = { on = "Function", params = { Resource = "arn" } }
"""


def test_an_item_may_be_wrapped(tmp_path: Path) -> None:
    """Each item of a KeyGroupList has nothing but a KeyGroup."""
    made = definition(tmp_path, CLOUDFRONT)["service"]["hasMany"]["KeyGroups"]
    assert "KeyGroupList.Items[].KeyGroup" == made["resource"]["path"]


def test_an_id_may_be_all_that_is_listed(tmp_path: Path) -> None:
    """A TOML says that strings in a structure are the ids of things."""
    made = definition(tmp_path, CLOUDFRONT)["resources"]["KeyGroup"]["hasMany"]
    assert {
        "type": "Distribution",
        "identifiers": [
            {
                "target": "Id",
                "source": "response",
                "path": "DistributionIdList.Items[]",
            }
        ],
    } == made["Distributions"]["resource"]


def test_an_id_is_the_types_own_before_its_parents(tmp_path: Path) -> None:
    """GetInvalidation takes an Id and a DistributionId."""
    made = definition(tmp_path, CLOUDFRONT)["resources"]["Invalidation"]["load"]
    assert [("DistributionId", "DistributionId"), ("Id", "Id")] == [
        (param["target"], param["name"]) for param in made["request"]["params"]
    ]


def test_an_arn_may_stand_further_down(tmp_path: Path) -> None:
    """A function's ARN is in its metadata."""
    made = definition(tmp_path, CLOUDFRONT)["resources"]["Function"]["actions"]
    assert [
        {
            "target": "Resource",
            "source": "data",
            "path": "FunctionMetadata.FunctionARN",
        }
    ] == made["TagResource"]["request"]["params"]


def test_identifiers_that_are_numbers_are_marked_beside_the_arn(tmp_path: Path) -> None:
    """A layer's version is a number, which nobody sees in an ARN; its name is none."""
    text = """
    service = "lambda"
    [types.Layer]
    identifiers = { Name = "LayerName" }
    arn = { arn = "layer_arn" }
    [types.LayerVersion]
    parent = "Layer"
    identifiers = { Version = "Version" }
    inputs = { Version = "VersionNumber" }
    arn = { arn = "layer_version_arn" }
    """
    assert {
        "Layer": {"arn": "layer_arn"},
        "LayerVersion": {"arn": "layer_version_arn", "numbers": ["version"]},
    } == documents(tmp_path, text)["arns-1"]["resources"]


def test_a_child_has_its_parents_long_identifier_once(tmp_path: Path) -> None:
    """A LagId is a LagId to a LAG's child, and no other owner is taken for one."""
    text = """
    service = "directconnect"
    [types.VirtualInterface]
    identifiers = { Id = "virtualInterfaceId" }
    [types.DirectConnectGateway]
    identifiers = { DirectConnectGatewayId = "directConnectGatewayId" }
    [types.DirectConnectGatewayAttachment]
    parent = "DirectConnectGateway"
    identifiers = { InterfaceId = "virtualInterfaceId" }
    """
    made = definition(tmp_path, text)["resources"]
    assert ["DirectConnectGatewayId", "InterfaceId"] == [
        one["name"] for one in made["DirectConnectGatewayAttachment"]["identifiers"]
    ]
    assert "hasMany" not in made["VirtualInterface"]


def test_what_is_listed_may_be_a_member_of_the_type(tmp_path: Path) -> None:
    """A Policy has a PolicySummary, of which the list is, and its Id in there."""
    text = """
    service = "organizations"
    [types.Policy]
    identifiers = { Id = "Id" }
    list = { operation = "ListPolicies", on = "service" }
    """
    made = definition(tmp_path, text)["service"]
    listed = made["hasMany"]["Policies"]["resource"]
    assert "Policies[].{PolicySummary: @}" == listed["path"]
    assert (
        "Policy.PolicySummary.Id"
        == (made["actions"]["CreatePolicy"]["resource"]["identifiers"][0]["path"])
    )


def test_a_prefix_goes_with_the_identifier_to_the_children(tmp_path: Path) -> None:
    """A record set's zone is bare if the zone's own id is."""
    text = """
    service = "route53"
    [types.HostedZone]
    identifiers = { Id = "Id" }
    prefixes = { Id = "/hostedzone/" }
    [types.KeySigningKey]
    parent = "HostedZone"
    identifiers = { Name = "Name" }
    """
    made = definition(tmp_path, text)["resources"]
    assert [("Id", "/hostedzone/")] == [
        (i["name"], i.get("prefix")) for i in made["HostedZone"]["identifiers"]
    ]
    assert [("HostedZoneId", "/hostedzone/"), ("Name", None)] == [
        (i["name"], i.get("prefix")) for i in made["KeySigningKey"]["identifiers"]
    ]


def test_an_operation_may_go_to_several_places(tmp_path: Path) -> None:
    """Each type sends what is true of it, under a name of its own."""
    text = """
    service = "route53"
    [types.HostedZone]
    identifiers = { Id = "Id" }
    [types.HealthCheck]
    identifiers = { Id = "Id" }
    [operations]
    ChangeTagsForResource = [
      { on = "HostedZone", as = "Tag", params = { ResourceType = "'hostedzone'" } },
      { on = "HealthCheck", as = "Mark", params = { ResourceType = "'healthcheck'" } },
    ]
    """
    made = definition(tmp_path, text)["resources"]
    sent = {
        name: made[name]["actions"][action]["request"]["params"][0]["value"]
        for name, action in [("HostedZone", "Tag"), ("HealthCheck", "Mark")]
    }
    assert {"HostedZone": "hostedzone", "HealthCheck": "healthcheck"} == sent


def test_what_nothing_reaches_is_reported(tmp_path: Path) -> None:
    """An operation that a TOML leaves out counts as left out, with its reason."""
    path = tmp_path / "rds.toml"
    path.write_text(
        f'{INSTANCE}[operations]\nDescribeEvents = {{ left_out = "because" }}\n',
        encoding="utf-8",
    )
    found = coverage.of(toml_file.read(path))
    assert {"DescribeEvents": "because"} == found.left_out
    assert "DescribeEvents" not in found.reached
    assert found.missing == set()


def test_a_dict_of_the_service_is_counted_apart(tmp_path: Path) -> None:
    """A list that an action returns as a dict is reached by no resource."""
    path = tmp_path / "rds.toml"
    path.write_text(INSTANCE, encoding="utf-8")
    found = coverage.of(toml_file.read(path))
    assert "DescribeEvents" in found.plain
    assert "DescribeEvents" not in found.reached
    assert "DescribeDBInstances" in found.reached
    assert set() == found.plain & found.reached


def test_a_proposal_is_a_definition(tmp_path: Path) -> None:
    """What propose drafts for a service nobody has defined generates as it is."""
    made = definition(tmp_path, propose("efs"))
    assert "FileSystems" in made["service"]["hasMany"]
    assert "Delete" in made["resources"]["FileSystem"]["actions"]


def test_the_run_before_is_another_run(tmp_path: Path) -> None:
    """A reference to the same type shares the parent, and not its own identifier."""
    text = """
    service = "glue"
    [types.Job]
    identifiers = { Name = "Name" }
    [types.JobRun]
    parent = "Job"
    identifiers = { Id = "Id" }
    inputs = { Id = ["RunId"] }
    references = { PreviousRun = { type = "JobRun", path = "PreviousRunId" } }
    """
    run = definition(tmp_path, text)["resources"]["JobRun"]
    assert [
        {"target": "JobName", "source": "identifier", "name": "JobName"},
        {"target": "Id", "source": "data", "path": "PreviousRunId"},
    ] == run["has"]["PreviousRun"]["resource"]["identifiers"]


GLUE = """
service = "glue"
[types.Database]
identifiers = { Name = "Name" }
list = { operation = "GetDatabases", on = "service" }
[types.Table]
parent = "Database"
identifiers = { Name = "Name" }
[types.Partition]
parent = "Table"
parent_identifiers = ["DatabaseName", "TableName"]
identifiers = { Values = "Values[]" }
inputs = { Values = ["PartitionValues", "PartitionValueList"] }
list = { operation = "GetPartitions", on = "Table" }
[types.Classifier]
identifiers = { Name = "" }
inputs = { Name = ["Name"] }
[types.Classifier.list]
operation = "GetClassifiers"
identifiers = { Name = "not_null(GrokClassifier.Name, XMLClassifier.Name)" }
[operations]
"""


def test_an_operation_may_say_where_the_new_ones_identifiers_are(
    tmp_path: Path,
) -> None:
    """CreateDatabase answers nothing, and is told the name within an input."""
    create = """
    [operations.CreateDatabase]
    returns = "Database"
    identifiers = { Name = "DatabaseInput.Name" }
    """
    made = definition(tmp_path, GLUE + create)["service"]["actions"]["CreateDatabase"]
    path = {"source": "requestParameter", "path": "DatabaseInput.Name"}
    assert [{"target": "Name", **path}] == made["resource"]["identifiers"]


def test_a_parent_is_told_by_its_own_name_first(tmp_path: Path) -> None:
    """CreateTable takes a Name, too, which is not that of the database."""
    create = """
    [operations.CreateTable]
    on = "Database"
    params = { DatabaseName = "Name" }
    returns = "Table"
    """
    database = definition(tmp_path, GLUE + create)["resources"]["Database"]
    made = database["actions"]["CreateTable"]["resource"]["identifiers"]
    assert ["DatabaseName", "Name"] == [i["path"] for i in made]


def test_an_identifier_may_be_told_by_a_path_into_each_item(tmp_path: Path) -> None:
    """A classifier's name is within whichever kind it is of."""
    found = definition(tmp_path, GLUE)["service"]["hasMany"]["Classifiers"]["resource"]
    path = "Classifiers[].not_null(GrokClassifier.Name, XMLClassifier.Name)"
    assert [path] == [i["path"] for i in found["identifiers"]]
    assert "Classifiers[]" == found["path"]


def test_a_batch_operation_makes_several(tmp_path: Path) -> None:
    """BatchGetPartition is named for one, and answers with many."""
    get = """
    [operations.BatchGetPartition]
    on = "Table"
    params = { DatabaseName = "DatabaseName", TableName = "Name" }
    returns = "Partition"
    identifiers = { Values = "Partitions[].Values" }
    """
    table = definition(tmp_path, GLUE + get)["resources"]["Table"]
    made = table["actions"]["BatchGetPartition"]["resource"]
    assert "Partitions[]" == made["path"]
    assert {
        "target": "Values",
        "source": "response",
        "path": "Partitions[].Values",
    } == made["identifiers"][-1]


def test_an_identifier_may_be_a_list(tmp_path: Path) -> None:
    """A partition is known by its values, which its operations take as a whole."""
    partition = definition(tmp_path, GLUE)["resources"]["Partition"]
    assert {"name": "Values", "list": True} == partition["identifiers"][-1]
    sent = partition["load"]["request"]["params"]
    assert ["DatabaseName", "TableName", "PartitionValues"] == [
        p["target"] for p in sent
    ]


TEMPLATE = """
service = "ec2"
id_inputs = ["Resources"]
[types.LaunchTemplate]
identifiers = { Id = "LaunchTemplateId" }
[types.PlacementGroup]
tag_id = "GroupId"
[types.Subnet]
tag_id = false
"""


def test_all_that_has_tags_is_tagged_by_its_id(tmp_path: Path) -> None:
    """Types whose data has tags get what boto3 gives some of its own."""
    made = documents(tmp_path, TEMPLATE)["resources-1"]["merge"]["resources"]

    template, base = made["LaunchTemplate"], Service("ec2").base["resources"]
    assert base["Image"]["actions"]["CreateTags"] == template["actions"]["CreateTags"]
    given = {"target": "Resources[0]", "source": "identifier", "name": "Id"}
    assert [given] == template["actions"]["DeleteTags"]["request"]["params"]


def test_what_is_listed_is_tagged_together(tmp_path: Path) -> None:
    """A collection's items are tagged with one call."""
    made = documents(tmp_path, TEMPLATE)["resources-1"]["merge"]["resources"]

    given = {"target": "Resources[]", "source": "identifier", "name": "Id"}
    batches = made["LaunchTemplate"]["batchActions"]
    assert [given] == batches["CreateTags"]["request"]["params"]


def test_what_boto3_adds_in_code_is_left_to_it(tmp_path: Path) -> None:
    """boto3 could not make an Instance that has delete_tags() already."""
    instance = documents(tmp_path, TEMPLATE)["resources-1"]["merge"]["resources"]
    assert "DeleteTags" not in instance["Instance"]["actions"]
    assert "DeleteTags" in instance["Instance"]["batchActions"]


def test_a_toml_may_say_by_which_id_a_type_is_tagged(tmp_path: Path) -> None:
    """A placement group is known by its name, but tagged by its id."""
    made = documents(tmp_path, TEMPLATE)["resources-1"]["merge"]["resources"]

    create = made["PlacementGroup"]["actions"]["CreateTags"]
    told = {"source": "data", "path": "GroupId"}
    assert [{"target": "Resources[0]", **told}] == create["request"]["params"]
    assert {"target": "ResourceId", **told} in create["resource"]["identifiers"]
    assert "DeleteTags" not in made["Subnet"].get("actions", {})


GATEWAY = """
service = "ec2"
[types.NatGateway]
identifiers = { Id = "NatGatewayId" }
filters = { Vpc = "vpc-id" }
"""


def test_an_owner_has_what_a_filter_picks(tmp_path: Path) -> None:
    """A VPC lists its NAT gateways as it lists its subnets in boto3: by a filter."""
    made = documents(tmp_path, GATEWAY)["resources-1"]["merge"]
    request = made["resources"]["Vpc"]["hasMany"]["NatGateways"]["request"]
    assert [
        {"target": "Filter[0].Name", "source": "string", "value": "vpc-id"},
        {"target": "Filter[0].Values[0]", "source": "identifier", "name": "Id"},
    ] == request["params"]
    assert "params" not in made["service"]["hasMany"]["NatGateways"]["request"]


def test_a_type_of_boto3s_may_be_picked_by_a_filter(tmp_path: Path) -> None:
    """boto3 lists the network interfaces of a subnet, but not of a security group."""
    text = """
        [types.NetworkInterface]
        filters = { SecurityGroup = "group-id" }
    """
    made = documents(tmp_path, GATEWAY + text)["resources-1"]["merge"]
    assert "NetworkInterfaces" in made["resources"]["SecurityGroup"]["hasMany"]
    assert "NetworkInterfaces" not in made["service"]["hasMany"]


def test_a_filter_by_what_is_no_type_is_refused(tmp_path: Path) -> None:
    """A misspelt owner would otherwise go without its collection, unnoticed."""
    text = GATEWAY.replace("Vpc =", "Vcp =")
    with pytest.raises(toml_file.DefinitionError, match="no filter by a Vcp"):
        documents(tmp_path, text)


def test_a_waiter_asks_as_the_load_does(tmp_path: Path) -> None:
    """Where only filters single an item out, its waiter has them too."""
    text = """
        [types.SecurityGroupVpcAssociation]
        parent = "SecurityGroup"
        parent_identifiers = "GroupId"
        identifiers = { VpcId = "VpcId" }
        [types.SecurityGroupVpcAssociation.load]
        operation = "DescribeSecurityGroupVpcAssociations"
        path = "SecurityGroupVpcAssociations[0]"
        params."Filters[0].Name" = "'group-id'"
        params."Filters[0].Values[0]" = "GroupId"
        params."Filters[1].Name" = "'vpc-id'"
        params."Filters[1].Values[0]" = "VpcId"
    """
    made = documents(tmp_path, GATEWAY + text)["resources-1"]["merge"]["resources"]
    association = made["SecurityGroupVpcAssociation"]
    waiter = association["waiters"]["Associated"]
    assert association["load"]["request"]["params"] == waiter["params"]


def test_a_summary_of_a_type_of_boto3s_is_told(tmp_path: Path) -> None:
    """What we fill boto3's own types from may lack as much as with types of ours."""
    text = """
        [types.SecurityGroup.list]
        operation = "GetSecurityGroupsForVpc"
        on = "Vpc"
        as = "UsableSecurityGroups"
    """
    made = documents(tmp_path, GATEWAY + text)["resources-1"]["merge"]["resources"]
    assert ["SecurityGroupForVpc"] == made["SecurityGroup"]["summaries"]


VERSION = """
service = "ec2"
[types.LaunchTemplate]
identifiers = { Id = "LaunchTemplateId" }
references = { DefaultVersion = { type = "LaunchTemplateVersion", path = "DefaultVersionNumber" } }
[types.LaunchTemplateVersion]
parent = "LaunchTemplate"
identifiers = { Version = "VersionNumber" }
inputs = { Version = ["Version"] }
"""  # noqa: E501


def test_a_number_that_is_asked_for_as_a_string_is_one(tmp_path: Path) -> None:
    """The version of a launch template is 1 in answers and "1" in requests."""
    made = documents(tmp_path, VERSION)["resources-1"]["merge"]["resources"]

    (_, version) = made["LaunchTemplateVersion"]["identifiers"]
    listed = made["LaunchTemplate"]["hasMany"]["Versions"]["resource"]["identifiers"]
    created = made["LaunchTemplate"]["actions"]["CreateVersion"]["resource"]
    assert {"name": "Version"} == version
    path = "LaunchTemplateVersions[].VersionNumber.to_string(@)"
    assert path == listed[1]["path"]
    path = "LaunchTemplateVersion.VersionNumber.to_string(@)"
    assert path == created["identifiers"][1]["path"]


def test_a_reference_to_a_child_has_its_parents_identifier(tmp_path: Path) -> None:
    """The default version of a launch template is one of its own."""
    made = documents(tmp_path, VERSION)["resources-1"]["merge"]["resources"]

    reference = made["LaunchTemplate"]["has"]["DefaultVersion"]["resource"]
    path = "DefaultVersionNumber.to_string(@)"
    assert [
        {"target": "LaunchTemplateId", "source": "identifier", "name": "Id"},
        {"target": "Version", "source": "data", "path": path},
    ] == reference["identifiers"]


def test_a_toml_may_say_where_the_new_one_is(tmp_path: Path) -> None:
    """Who copies a volume gets one volume, though AWS answers with a list."""
    text = """
    service = "ec2"
    [operations]
    CopyVolumes = { on = "Volume", params = { SourceVolumeId = "Id" }, path = "Volumes[0]" }
    """  # noqa: E501
    made = documents(tmp_path, text)["resources-1"]["merge"]["resources"]
    volume = made["Volume"]["actions"]["Copy"]["resource"]
    assert "Volumes[0]" == volume["path"]
    assert ["Volumes[0].VolumeId"] == [i["path"] for i in volume["identifiers"]]


MULTICAST = """
service = "ec2"
[types.TransitGatewayMulticastDomain]
identifiers = { Id = "TransitGatewayMulticastDomainId" }
[types.TransitGatewayMulticastDomainAssociation]
parent = "TransitGatewayMulticastDomain"
identifiers = { SubnetId = "SubnetId" }
load = false
[types.TransitGatewayMulticastDomainAssociation.list]
operation = "GetTransitGatewayMulticastDomainAssociations"
identifiers = { SubnetId = "Subnet.SubnetId" }
[types.TransitGatewayAttachment]
identifiers = { Id = "TransitGatewayAttachmentId" }
[types.TransitGatewayRouteTable]
identifiers = { Id = "TransitGatewayRouteTableId" }
[types.TransitGatewayRouteTable.list]
operation = "GetTransitGatewayAttachmentPropagations"
on = "TransitGatewayAttachment"
as = "PropagatedRouteTables"
path = "TransitGatewayAttachmentPropagations[].TransitGatewayRouteTableId"
identifiers = { Id = "@" }
"""


def test_an_identifier_may_stand_further_down_in_an_item(tmp_path: Path) -> None:
    """An association with a multicast domain has its subnet's id within the subnet."""
    made = documents(tmp_path, MULTICAST)["resources-1"]["merge"]["resources"]
    found = made["TransitGatewayMulticastDomain"]["hasMany"]["Associations"]
    path = "MulticastDomainAssociations[].Subnet.SubnetId"
    subnet = {"target": "SubnetId", "source": "response", "path": path}
    assert subnet in found["resource"]["identifiers"]


def test_items_may_tell_the_ids_of_another_type(tmp_path: Path) -> None:
    """The state of a propagation is not the state of the route table it is to."""
    made = documents(tmp_path, MULTICAST)["resources-1"]["merge"]["resources"]
    found = made["TransitGatewayAttachment"]["hasMany"]["PropagatedRouteTables"]
    path = "TransitGatewayAttachmentPropagations[].TransitGatewayRouteTableId"
    assert {
        "type": "TransitGatewayRouteTable",
        "identifiers": [{"target": "Id", "source": "response", "path": path}],
    } == found["resource"]


def test_a_folder_of_files_is_one_service(tmp_path: Path) -> None:
    """What the parts of a big service define counts as if one file had it."""
    (tmp_path / "acm").mkdir()
    (tmp_path / "acm/a.toml").write_text('[types.A]\narn = { arn = "b" }\n')
    (tmp_path / "acm/b.toml").write_text("[operations]\nX = { on = 'A' }\n")

    (spec,) = toml_file.read_all(tmp_path)

    assert ("acm", {"A"}, {"X"}) == (spec.service, {*spec.types}, {*spec.operations})


def test_two_parts_cannot_define_the_same(tmp_path: Path) -> None:
    """Which of the two would count, nobody could tell."""
    (tmp_path / "acm").mkdir()
    for part in ("a", "b"):
        (tmp_path / f"acm/{part}.toml").write_text('[types.A]\narn = { arn = "b" }\n')

    with pytest.raises(toml_file.DefinitionError, match=r"b\.toml: A is in another"):
        toml_file.read_all(tmp_path)


@pytest.mark.parametrize("spec", toml_file.read_all(), ids=lambda spec: spec.service)
def test_generating_twice_gives_the_same(spec: ServiceSpec) -> None:
    """The generator is deterministic."""
    first = [build.as_text(d) for d in build.documents(spec).values()]
    assert first == [build.as_text(d) for d in build.documents(spec).values()]
