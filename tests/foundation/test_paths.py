"""Paths into dicts and lists lead to resources, and wrong ones say what is right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.model import ShapeResolver

from boto3_extensions import links_of
from boto3_extensions._foundation.paths import shape_has_path
from boto3_extensions.exceptions import LinkError, PartialLinkError, UnknownNameError
from loaded_resources import HERE, MINE, asking_nobody, with_data

KEY = "0a1b2c3d-0123-4567-89ab-0123456789ab"
NETWORK = {
    "networkConfiguration": {
        "awsvpcConfiguration": {"subnets": ["subnet-1", "subnet-2"]}
    }
}


@pytest.mark.parametrize(
    "path",
    [
        "network_configuration.awsvpc_configuration.subnets",
        "network_configuration.awsvpcConfiguration.subnets",
        "networkConfiguration.awsvpcConfiguration.subnets",
        "network_configuration.awsvpcConfiguration.subnets[]",
    ],
)
def test_keys_are_written_either_way(plain: boto3.Session, path: str) -> None:
    """As AWS writes them or like attributes; a list may be marked as in JMESPath."""
    service = with_data(plain.resource("ecs").Service("c", "s"), **NETWORK)
    assert ["subnet-1", "subnet-2"] == [found.id for found in service.resource(path)]


def test_lists_within_lists_are_one(plain: boto3.Session) -> None:
    """All groups of all interfaces, as in JMESPath; each tells what it is."""
    cards = [
        {"SubnetId": "subnet-1", "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}]},
        {"SubnetId": "subnet-2", "Groups": []},
    ]
    instance = with_data(plain.resource("ec2").Instance("i-1"), NetworkInterfaces=cards)
    groups = instance.resource("network_interfaces.groups.group_id")
    assert ["sg-1", "sg-2"] == [group.id for group in groups]


def test_an_attribute_that_boto3_has_renamed_is_found(plain: boto3.Session) -> None:
    """`network_interfaces` is a collection of references: the data are behind it."""
    card = {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1"}
    instance = with_data(
        plain.resource("ec2").Instance("i-1"), NetworkInterfaces=[card]
    )
    for head in ("network_interfaces", "network_interfaces_attribute"):
        (subnet,) = instance.resource(f"{head}.subnet_id")
        assert "subnet-1" == subnet.id
    (interface,) = instance.resource("network_interfaces")
    assert "eni-1" == interface.id


def test_any_key_of_a_map_is_a_star(plain: boto3.Session) -> None:
    """A map's own key leads to one of them."""
    arn = f"arn:aws:iam::{MINE}:role/"
    roles = with_data(
        plain.resource("cognito-identity").IdentityPool("p").Roles(),
        Roles={"authenticated": f"{arn}in", "unauthenticated": f"{arn}out"},
    )
    assert "in" == roles.resource("roles.authenticated").name
    assert ["in", "out"] == [role.name for role in roles.resource("roles.*")]


@pytest.mark.parametrize(
    ("path", "is_there"),
    [
        ("id", True),
        ("no", False),
        ("list.id", True),
        ("list.no", False),
        ("map.*.id", True),
        ("map.*.no", False),
        ("id.no", True),
    ],
)
def test_a_shape_has_the_members_that_a_path_steps_through(
    path: str, is_there: bool
) -> None:
    """Of items and of values, too; within a text, which may be JSON, all may be."""
    shapes = ShapeResolver(
        {
            "Text": {"type": "string"},
            "Thing": {
                "type": "structure",
                "members": {
                    "Id": {"shape": "Text"},
                    "List": {"shape": "Things"},
                    "Map": {"shape": "ThingByName"},
                },
            },
            "Things": {"type": "list", "member": {"shape": "Thing"}},
            "ThingByName": {
                "type": "map",
                "key": {"shape": "Text"},
                "value": {"shape": "Thing"},
            },
        }
    )
    thing = shapes.get_shape_by_name("Thing")
    assert is_there is shape_has_path(thing, path.split("."))


def test_a_key_that_no_model_has_is_known(plain: boto3.Session) -> None:
    """The driver of a container's log is told its group by an option."""
    log = {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web"}}
    task = with_data(
        plain.resource("ecs").TaskDefinition("web:1"),
        containerDefinitions=[{"logConfiguration": log}, {"name": "no log"}],
    )
    path = "container_definitions.log_configuration.options.awslogs-group"
    assert ["/ecs/web"] == [group.name for group in task.resource(path)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (KEY, f"kms.Key(key_id='{KEY}')"),
        (f"mrk-{'0' * 32}", f"kms.Key(key_id='mrk-{'0' * 32}')"),
        ("alias/mine", "kms.Alias(name='alias/mine')"),
        (f"arn:aws:kms:{HERE}:key/{KEY}", f"kms.Key(key_id='{KEY}')"),
        (f"arn:aws:kms:{HERE}:alias/mine", "kms.Alias(name='alias/mine')"),
    ],
)
def test_a_key_is_told_in_several_ways(
    plain: boto3.Session, key: str, expected: str
) -> None:
    """By its id, by an alias, or by the ARN of either."""
    repository = with_data(
        plain.resource("ecr").Repository("r"),
        encryptionConfiguration={"encryptionType": "KMS", "kmsKey": key},
    )
    assert expected == repr(repository.resource("encryption_configuration.kms_key"))


def test_what_is_no_id_is_none(plain: boto3.Session) -> None:
    """Neither AWS's own key nor the name of a security group is taken for an id."""
    version = with_data(
        plain.resource("secretsmanager").Secret("s").Version("v"),
        KmsKeyIds=["DefaultEncryptionKey", KEY],
    )
    with pytest.raises(PartialLinkError, match="'DefaultEncryptionKey'") as caught:
        version.resource("kms_key_ids")
    assert [KEY] == [key.key_id for key in caught.value.found]
    launch = with_data(
        plain.resource("autoscaling").LaunchConfiguration("c"),
        SecurityGroups=["default"],
    )
    with pytest.raises(LinkError, match="'default'"):
        launch.resource("security_groups")


def test_a_machine_elsewhere_is_one_of_ssm(plain: boto3.Session) -> None:
    """A container instance may be in somebody's own data centre."""
    machine = plain.resource("ecs").Cluster("c").ContainerInstance("x")
    for instance, kind in (("i-1", "ec2.Instance"), ("mi-1", "ssm.ManagedInstance")):
        found = with_data(machine, ec2InstanceId=instance).resource("ec2_instance_id")
        assert f"{kind}(id='{instance}')" == repr(found)


def test_a_roles_path_is_none_of_its_name(plain: boto3.Session) -> None:
    """glue tells a crawler's role as it was written, and roles may have paths."""
    crawler = plain.resource("glue").Crawler("c")
    for role in ("Glue", "service-role/Glue", f"arn:aws:iam::{MINE}:role/a/b/Glue"):
        assert "Glue" == with_data(crawler, Role=role).resource("role").name


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("vpc_config.subnetids", r"vpc_config.subnetids \(is it vpc_config.subnet_ids"),
        ("vpc_config.zzz", "has no attribute vpc_config.zzz"),
        ("layers.zzz", "has no attribute layers.zzz"),
        ("zzz", "has no attribute zzz"),
        ("runtime", "runtime of this lambda.Function holds 'python3.12'"),
        ("layers.code_size", "2 of what layers.code_size .* holds 1"),
    ],
)
def test_a_wrong_path_is_told_the_right_ones(
    plain: boto3.Session, path: str, reason: str
) -> None:
    """The error names what can be followed, whether or not AWS told that much."""
    function = with_data(
        plain.resource("lambda").Function("f"),
        Layers=[{"CodeSize": 1}, {"CodeSize": 2}],
        Runtime="python3.12",
        VpcConfig={"SubnetIds": []},
    )
    with pytest.raises(LinkError, match=reason) as caught:
        function.resource(path)
    assert 1 == str(caught.value).count("Can be followed: kms_key_arn, ")
    assert "role, " in str(caught.value)


def test_through_a_resource_nothing_is_followed(plain: boto3.Session) -> None:
    """What it is, is a resource already: it can be asked itself."""
    instance = with_data(plain.resource("ec2").Instance("i-1"), VpcId="vpc-1")
    with pytest.raises(LinkError, match=r"vpc of this ec2\.Instance is a resource"):
        instance.resource("vpc.owner_id")


def test_what_may_be_missing_is_no_error(plain: boto3.Session) -> None:
    """AWS leaves out what has no value: a function in no VPC has no subnets."""
    function = with_data(plain.resource("lambda").Function("f"), Role="")
    assert function.resource("vpc_config.subnet_ids") is None
    assert function.resource("role") is None
    assert [] == with_data(function, Layers=[]).resource("layers.signing_job_arn")


# What can be followed.


def test_links_are_listed_by_type(plain: boto3.Session) -> None:
    """ARNs, ids, names and references, with what they lead to, without a call."""
    found = links_of("lambda.Function")
    assert "ARN" == found["role"]
    assert "ec2.Subnet" == found["vpc_config.subnet_ids"]
    assert "logs.LogGroup" == found["logging_config.log_group"]
    assert sorted(found) == list(found)
    assert "runtime" not in found
    assert found == links_of(plain.resource("lambda").Function("f"))


def test_arns_are_known_where_nothing_calls_them_so() -> None:
    """Some are told by the name of their shape, its pattern, or by AWS's habit."""
    assert "ARN" == links_of("cognito-identity.IdentityPoolRoles")["roles.*"]
    assert "ARN" == links_of("cloudwatch.Alarm")["alarm_actions"]
    assert "ARN" == links_of("acm.Certificate")["in_use_by"]
    assert "ARN" == links_of("cloudformation.ChangeSet")["stack_id"]


def test_its_own_arn_is_no_link() -> None:
    """A resource is not followed to itself."""
    assert "function_arn" not in links_of("lambda.Function")
    assert "instance_id" not in links_of("ec2.Instance")


def test_of_one_id_several_things_may_be_meant() -> None:
    """All of them are told."""
    assert "kms.Alias or kms.Key" == links_of("rds.DBInstance")["kms_key_id"]
    assert "ec2.Vpc" == links_of("ec2.Instance")["vpc"]


@pytest.mark.parametrize("name", ["lambda.Functoin", "lambada.Function", "lambda"])
def test_links_of_what_is_not_there(name: str) -> None:
    """The error is that of the command line."""
    with pytest.raises(UnknownNameError):
        links_of(name)


def test_a_type_without_links_has_none(plain: boto3.Session) -> None:
    """Its error says so."""
    assert {} == links_of("pricing.Service")
    service = with_data(plain.resource("pricing").Service("s"), AttributeNames=["a"])
    with pytest.raises(LinkError, match="Nothing of it is known to be followed"):
        service.resource("attribute_names")


@pytest.fixture
def athena(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Make a work group, a type of one's own, with links of one's own."""

    def group(**links: str) -> Any:
        folder = tmp_path / "athena" / "2017-05-18"
        folder.mkdir(parents=True)
        kind = {"identifiers": [{"name": "Name"}], "shape": "WorkGroup"}
        made = {"target": "Name", "source": "input"}
        resource = {"type": "WorkGroup", "identifiers": [made]}
        has = {"WorkGroup": {"resource": resource}}
        for name, document in {
            "resources-1": {"service": {"has": has}, "resources": {"WorkGroup": kind}},
            "links-1": {"version": "1.0", "links": {"WorkGroup": links}},
        }.items():
            (folder / f"{name}.json").write_text(json.dumps(document), "utf-8")
        monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
        return asking_nobody().resource("athena").WorkGroup("w")

    return group


def test_types_of_ones_own_may_have_links(athena: Callable[..., Any]) -> None:
    """A file beside the definitions tells them, as it does for ours."""
    path = "configuration.customer_content_encryption_configuration.kms_key"
    kept = {"CustomerContentEncryptionConfiguration": {"KmsKey": KEY}}
    mine = with_data(athena(**{path: "kms.Key"}), Configuration=kept)
    assert KEY == mine.resource(path).key_id
    assert "kms.Alias or kms.Key" == links_of("athena.WorkGroup")[path]


@pytest.mark.parametrize("target", ["bogus.Thing", "s3.Buckett", "athena", "dax.X"])
def test_a_link_of_ones_own_may_be_wrong(
    athena: Callable[..., Any], target: str
) -> None:
    """The error says which type it names, and that there is none."""
    mine = with_data(athena(description=target), Description="d")
    with pytest.raises(LinkError, match="which boto3 has none of"):
        mine.resource("description")
