"""Identifiers, tags and waiters that the generator finds at other places."""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions import build, placement, toml_file
from definitions.service import Service
from definitions.spec import ServiceSpec
from definitions.toml_file import DefinitionError
from drafted import definition, documents

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


def test_what_could_not_be_made_is_not_returned(tmp_path: Path) -> None:
    """CreateMembers answers with the accounts that are no members."""
    text = """
    service = "guardduty"
    [types.Detector]
    identifiers = { Id = "DetectorId" }
    [types.Member]
    parent = "Detector"
    identifiers = { AccountId = "AccountId" }
    """
    detector = definition(tmp_path, text)["resources"]["Detector"]
    assert "resource" not in detector["actions"]["CreateMembers"]


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


def test_what_names_a_parent_names_none_of_its_parts(tmp_path: Path) -> None:
    """A rule is one of its group's, by identifiers that it may be without."""
    text = """
        service = "route53resolver"
        [types.FirewallRuleGroup]
        identifiers = { Id = "Id" }
        inputs = { Id = "FirewallRuleGroupId" }
        [types.FirewallRuleGroupAssociation]
        identifiers = { Id = "Id" }
        inputs = { Id = "FirewallRuleGroupAssociationId" }
        [types.FirewallRule]
        parent = "FirewallRuleGroup"
        optional = { FirewallDomainListId = ".FirewallDomainListId" }
        load = false
    """
    made = definition(tmp_path, text)["resources"]["FirewallRuleGroupAssociation"]
    assert ["FirewallRuleGroup"] == [*made["has"]]


def test_what_has_no_tags_has_no_actions_for_them(tmp_path: Path) -> None:
    """AWS calls them TagResource and UntagResource in most services."""
    text = """
        service = "memorydb"
        arn_inputs = ["ResourceArn"]
        [types.MultiRegionParameterGroup]
        tag_id = false
        identifiers = { Name = "Name" }
        inputs = { Name = "MultiRegionParameterGroupName" }
    """
    group = definition(tmp_path, text)["resources"]["MultiRegionParameterGroup"]
    assert {"Tag", "Untag", "ListTags"}.isdisjoint(group.get("actions", {}))


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


def test_the_params_of_a_list_are_somebodys(tmp_path: Path) -> None:
    """Nobody would send them without, and more would be listed than was meant."""
    text = """
        service = "docdb"
        [types.DBEngineVersion]
        identifiers = { Engine = "Engine", EngineVersion = "EngineVersion" }
        [types.DBEngineVersion.list]
        operation = "DescribeDBEngineVersions"
        params = { Engine = "'docdb'" }
    """
    with pytest.raises(
        toml_file.DefinitionError, match="DescribeDBEngineVersions; say"
    ):
        definition(tmp_path, text)


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


@pytest.mark.whole
@pytest.mark.parametrize("spec", toml_file.read_all(), ids=lambda spec: spec.service)
def test_generating_twice_gives_the_same(spec: ServiceSpec) -> None:
    """The generator is deterministic."""
    first = [build.as_text(d) for d in build.documents(spec).values()]
    assert first == [build.as_text(d) for d in build.documents(spec).values()]


@pytest.mark.parametrize(
    ("name", "operation", "target"),
    [
        ("athena", "TagResource", "ResourceARN"),
        ("rds", "ListTagsForResource", "ResourceName"),
        ("cloudtrail", "ListTags", "ResourceIdList[0]"),
        ("elbv2", "AddTags", "ResourceArns[0]"),
        ("wafv2", "ListTagsForResource", "ResourceARN"),
        # Takes the id of a directory, or of nothing else than one type.
        ("ds", "AddTagsToResource", None),
        ("elb", "AddTags", None),
        ("iam", "TagRole", None),
        # Not for tags, though it takes any ARN.
        ("backup", "ListRecoveryPointsByResource", None),
        # The owner of the resource has to be told, too.
        ("s3control", "TagResource", None),
    ],
)
def test_the_input_that_takes_any_arn_to_tag(
    name: str, operation: str, target: str | None
) -> None:
    """Told by its name, or by AWS's text."""
    assert target == placement.tagged_input(Service(name), operation)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ("arn_inputs = ['Nothing']", "arn_inputs: no operation has an input Nothing"),
        ("id_inputs = ['KeyId']", "id_inputs: no operation takes a list of ids as"),
    ],
)
def test_an_input_that_places_nothing_is_refused(
    tmp_path: Path, inputs: str, message: str
) -> None:
    """Silently left aside, it would leave a type without its tags."""
    path = tmp_path / "kms.toml"
    path.write_text(f"service = 'kms'\n{inputs}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        build.check_inputs(toml_file.read(path))


def test_a_verb_is_no_noun(tmp_path: Path) -> None:
    """BatchDeleteReadSet is about read sets, and not about a batch."""
    made = definition(
        tmp_path,
        """
        service = "omics"
        [types.Batch]
        identifiers = { Id = "batchId" }
        [types.SequenceStore]
        identifiers = { Id = "sequenceStoreId" }
        """,
    )
    assert "BatchDeleteReadSet" not in made["resources"]["Batch"].get("actions", {})
    assert "BatchDeleteReadSet" not in made["resources"]["Batch"].get(
        "batchActions", {}
    )


def test_what_botocore_cannot_call_is_no_operation() -> None:
    """A stream of events that goes to AWS needs HTTP/2, which botocore has not."""
    operations = Service("connecthealth").operations
    assert "GetMedicalScribeListeningSession" in operations
    assert "StartMedicalScribeListeningSession" not in operations
