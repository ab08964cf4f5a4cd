"""The generator finds what names others by how AWS calls it, however deep it is."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel, StructureShape

from definitions.links import by_name, document, links
from definitions.resource_type import Identifier, ResourceType
from definitions.shapes import strings_in
from definitions.spec import TypeSpec
from definitions.toml_file import DefinitionError

TEXT = {"shape": "Text"}
SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "Texts": {"type": "list", "member": TEXT},
    "Options": {"type": "map", "key": TEXT, "value": TEXT},
    "Part": {
        "type": "structure",
        "members": {"KmsKeyId": TEXT, "Part": {"shape": "Part"}, "Count": TEXT},
    },
    "Parts": {"type": "list", "member": {"shape": "Part"}},
    "PartsByName": {"type": "map", "key": TEXT, "value": {"shape": "Part"}},
    "LogConfiguration": {
        "type": "structure",
        "members": {"Options": {"shape": "Options"}},
    },
    "Thing": {
        "type": "structure",
        "members": {
            "InstanceId": TEXT,
            "SubnetIds": {"shape": "Texts"},
            "Parts": {"shape": "Parts"},
            "ByName": {"shape": "PartsByName"},
            "Owner": TEXT,
            "LogConfiguration": {"shape": "LogConfiguration"},
            "RoleName": {"shape": "Parts"},
        },
    },
}


def shape(name: str) -> StructureShape:
    """Return a shape of a made-up service."""
    found = ServiceModel({"metadata": {}, "shapes": SHAPES}).shape_for(name)
    assert isinstance(found, StructureShape)
    return found


def kind(**links: Any) -> ResourceType:
    """Return a type whose id is an instance's, with links as a TOML has them."""
    spec = TypeSpec("Thing", ["Thing"], links=links.get("links", {}))
    identifier = Identifier("Id", "InstanceId", ["InstanceId"])
    return ResourceType(spec, [identifier], shape("Thing"))


def found(service: str = "tiny", **written: Any) -> dict[str, Any]:
    """Return the links of the type."""
    one = kind(links=written)
    return links(service, one.spec, one)


def test_structures_lists_and_maps_are_walked() -> None:
    """A list takes no step, a map any key; what is within itself is walked once."""
    assert [
        ("InstanceId",),
        ("SubnetIds",),
        ("Parts", "KmsKeyId"),
        ("Parts", "Count"),
        ("ByName", "*", "KmsKeyId"),
        ("ByName", "*", "Count"),
        ("Owner",),
        ("LogConfiguration", "Options", "*"),
        ("RoleName", "KmsKeyId"),
        ("RoleName", "Count"),
    ] == list(strings_in(shape("Thing")))


def test_what_is_deeper_than_anybody_looks_is_left() -> None:
    """Jobs of glue hold whole programs."""
    way = ("a", "b", "c", "d", "e", "f")
    assert [] == list(strings_in(shape("Thing"), (*way, "g")))


def test_members_are_links_by_their_names() -> None:
    """Keys of maps that no shape has are known, too."""
    assert {
        "by_name.*.kms_key_id": "kms.Key",
        "instance_id": "ec2.Instance",
        "log_configuration.options.awslogs-group": "logs.LogGroup",
        "parts.kms_key_id": "kms.Key",
        "role_name.kms_key_id": "kms.Key",
        "subnet_ids": "ec2.Subnet",
    } == found()


def test_in_its_own_service_a_type_is_no_link_to_itself() -> None:
    """What identifies an instance in ec2 is that instance."""
    assert "instance_id" not in found("ec2")
    assert "ec2.Subnet" == found("ec2")["subnet_ids"]


def test_a_toml_has_the_last_word() -> None:
    """It tells what a name does not, and of what else one is."""
    link = {"i-*": "ec2.Instance"}
    written = found(owner="iam.User", **{"parts.kms_key_id": link})
    assert ("iam.User", link) == (written["owner"], written["parts.kms_key_id"])
    assert "subnet_ids" not in found(subnet_ids="")


@pytest.mark.parametrize(
    ("path", "link", "reason"),
    [
        ("ovner", "iam.User", "no attribute ovner"),
        ("parts.kms", "kms.Key", "no attribute parts.kms"),
        ("subnet_ids", "ec2.Subnet", "subnet_ids tells that by its name"),
    ],
)
def test_a_toml_says_nothing_wrong_or_needless(
    path: str, link: str, reason: str
) -> None:
    """A path that is not there, or one whose name says it already, is refused."""
    with pytest.raises(DefinitionError, match=reason):
        found(**{path: link})


def test_what_a_text_or_a_map_holds_may_be_written() -> None:
    """No shape tells what is in there."""
    written = found(**{"log_configuration.options.key": "kms.Key", "owner.x": "a.B"})
    assert "kms.Key" == written["log_configuration.options.key"]
    assert "a.B" == written["owner.x"]


@pytest.mark.parametrize(
    ("service", "path", "target"),
    [
        ("rds", "vpc_security_groups.vpc_security_group_id", "ec2.SecurityGroup"),
        ("ec2", "network_interfaces.groups.group_id", "ec2.SecurityGroup"),
        ("ec2", "placement.group_id", None),
        ("ec2", "iam_instance_profile.name", "iam.InstanceProfile"),
        ("ec2", "iam_instance_profile.id", None),
        ("glue", "role", "iam.Role"),
        ("elasticache", "members.role", None),
        ("s3", "ssekms.key_id", "kms.Key"),
        ("iam", "private_key_list.key_id", None),
        ("ssm", "snapshot_id", ""),
        ("ec2", "secondary_subnet_id", None),
        ("ecs", "secrets.value_from", "ssm.Parameter"),
    ],
)
def test_the_last_names_of_a_path_tell(
    service: str, path: str, target: str | None
) -> None:
    """The last one or the last two, some of them in one service only."""
    assert target == by_name(service, path)


def test_a_service_without_links_has_no_file() -> None:
    """Nothing is written that nobody needs."""
    one = kind()
    assert {} == document("tiny", {}, {})
    whole = document("tiny", {}, {"Thing": one})
    assert ["Thing"] == list(whole["links"])


def test_a_service_names_its_own_types() -> None:
    """A volume of fsx is none of EC2's, unless its name says so."""
    own = ResourceType(
        TypeSpec("Instance", ["Instance"], arn={"arn": "arn"}),
        [Identifier("Id", "InstanceId", ["InstanceId"])],
    )
    made = kind()
    without_arn = ResourceType(TypeSpec("Instance", ["Instance"]), own.identifiers)
    assert "ec2.Instance" == links("tiny", made.spec, made)["instance_id"]
    assert "instance_id" not in links("tiny", made.spec, made, {"Instance": own})
    told = links("tiny", made.spec, made, {"Instance": without_arn})
    assert "ec2.Instance" == told["instance_id"]
