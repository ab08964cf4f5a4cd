"""The generator: what it derives, what a TOML may say, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions import toml_file
from definitions.propose import propose
from definitions.service import Service
from drafted import COMMAND, INSTANCE, definition, documents


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


def test_an_overlay_only_adds(tmp_path: Path) -> None:
    """Nothing that boto3 defines is written again."""
    made = documents(
        tmp_path, 'service = "s3"\n[types.BucketEncryption]\nparent = "Bucket"\n'
    )["resources-1"]["merge"]
    base = Service("s3").base["resources"]["Bucket"]
    assert not set(base["has"]) & set(made["resources"]["Bucket"]["has"])
    assert "identifiers" not in made["resources"]["Bucket"]


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


def test_a_service_without_things_has_its_operations(tmp_path: Path) -> None:
    """boto3 has no resources for STS, so that there is nothing to add ARNs to."""
    actions = definition(tmp_path, 'service = "sts"')["service"]["actions"]
    assert "AssumeRole" == actions["AssumeRole"]["request"]["operation"]


ROUTE = """
service = "apigatewayv2"
[types.Api]
identifiers = { Id = "ApiId" }
[types.Authorizer]
parent = "Api"
identifiers = { Id = "AuthorizerId" }
[types.Route]
parent = "Api"
identifiers = { Id = "RouteId" }
references = { Authorizer = { type = "Authorizer", path = "AuthorizerId" } }
"""


def test_two_ids_of_one_name_are_two(tmp_path: Path) -> None:
    """A route and its authorizer are of one API, and each has an id of its own."""
    has = definition(tmp_path, ROUTE)["resources"]["Route"]["has"]
    assert [
        {"target": "ApiId", "source": "identifier", "name": "ApiId"},
        {"target": "Id", "source": "data", "path": "AuthorizerId"},
    ] == has["Authorizer"]["resource"]["identifiers"]


def test_a_member_may_be_no_reference(tmp_path: Path) -> None:
    """A definition says of a member that looks like a reference that it is none."""
    text = """
    service = "stepfunctions"
    [types.StateMachine]
    identifiers = { Arn = "stateMachineArn" }
    [types.Execution]
    identifiers = { Arn = "executionArn" }
    """
    none = f'{text}    references = {{ StateMachine = "" }}\n'
    seen, quiet = (
        definition(tmp_path, one)["resources"]["Execution"].get("has", {})
        for one in (text, none)
    )
    assert "StateMachine" in seen
    assert "StateMachine" not in quiet


MODEL = """
service = "apigateway"
[types.RestApi]
identifiers = { Id = "id" }
inputs = { Id = ["restApiId"] }
[types.Model]
parent = "RestApi"
identifiers = { Name = "name" }
inputs = { Name = ["modelName"] }
own_data = ["id"]
[types.DomainName]
identifiers = { Name = "domainName" }
list = { operation = "GetDomainNames", on = "service", path = "items[?!domainNameId]" }
"""


def test_data_may_have_an_id_that_is_not_the_parents(tmp_path: Path) -> None:
    """A model has an id beside its name, which is not the one of its API."""
    api, _ = definition(tmp_path, MODEL)["resources"]["Model"]["identifiers"]
    assert {"name": "RestApiId"} == api


def test_a_collection_may_be_of_some_items_of_a_list(tmp_path: Path) -> None:
    """AWS lists public and private domain names together."""
    names = definition(tmp_path, MODEL)["service"]["hasMany"]["DomainNames"]
    assert "items[?!domainNameId]" == names["resource"]["path"]
    (name,) = names["resource"]["identifiers"]
    assert "items[?!domainNameId].domainName" == name["path"]


IP_SET = """
service = "wafv2"
[types.Scope]
identifiers = { Name = "Scope" }
list = false
[types.IPSet]
parent = "Scope"
identifiers = { Name = "Name", Id = "Id" }
[operations]
CreateIPSet = { on = "Scope", path = "Summary" }
"""


def test_a_create_may_tell_a_part_of_what_it_makes(tmp_path: Path) -> None:
    """A TOML says where it stands; the load of the type brings the rest."""
    made = definition(tmp_path, IP_SET)["resources"]
    create = made["Scope"]["actions"]["CreateIPSet"]["resource"]
    assert ("IPSet", "Summary") == (create["type"], create["path"])
    assert "IPSetSummary" in made["IPSet"]["summaries"]
