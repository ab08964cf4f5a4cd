"""Members that are an id, a name or an ARN without a noun: whose they are."""

from __future__ import annotations

from pathlib import Path

from drafted import definition

EKS = """
service = "eks"
arn_inputs = ["resourceArn"]
[types.Cluster]
identifiers = { Name = "name" }
arn = { arn = "arn" }
[types.Insight]
parent = "Cluster"
identifiers = { Id = "id" }
[types.CertificateAuthority]
parent = "Cluster"
identifiers = { Id = "id" }
[types.Update]
parent = "Cluster"
identifiers = { Id = "id" }
[types.Update.load]
operation = "DescribeUpdate"
params = { name = "ClusterName", updateId = "Id" }
[types.AccessPolicy]
identifiers = { Arn = "arn" }
load = { operation = "ListAccessPolicies", path = "accessPolicies[]" }
arn = { arn = "arn" }
tag_id = false
[operations]
CreateCertificateAuthority = { on = "Cluster", returns = "CertificateAuthority" }
"""


def test_an_input_has_the_noun_that_the_member_lacks(tmp_path: Path) -> None:
    """Where members are written in lowerCamel, too."""
    load = definition(tmp_path, EKS)["resources"]["CertificateAuthority"]["load"]
    assert ["clusterName", "certificateAuthorityId"] == [
        param["target"] for param in load["request"]["params"]
    ]


def test_a_childs_name_is_not_its_parents(tmp_path: Path) -> None:
    """DescribeInsight asks for a clusterName: the name in its answer is another."""
    identifiers = definition(tmp_path, EKS)["resources"]["Insight"]["identifiers"]
    assert [{"name": "ClusterName"}, {"name": "Id"}] == identifiers


def test_an_id_is_read_from_what_is_called_as_the_type(tmp_path: Path) -> None:
    """The answer tells of an update first, which has an id of its own."""
    actions = definition(tmp_path, EKS)["resources"]["Cluster"]["actions"]
    *_, told = actions["CreateCertificateAuthority"]["resource"]["identifiers"]
    assert "certificateAuthority.id" == told["path"]


def test_a_type_without_tags_is_not_tagged(tmp_path: Path) -> None:
    """TagResource is about tags as CreateTags is."""
    resources = definition(tmp_path, EKS)["resources"]
    assert {"Tag", "Untag"} <= resources["Cluster"]["actions"].keys()
    assert "actions" not in resources["AccessPolicy"]


RAM = """
service = "ram"
[types.ResourceShare]
identifiers = { Arn = "resourceShareArn" }
[types.ReceivedResourceShare]
identifiers = { Arn = "resourceShareArn" }
[types.ResourceShareInvitation]
identifiers = { Arn = "resourceShareInvitationArn" }
[types.ResourceShareInvitation.references]
ResourceShare = { type = "ReceivedResourceShare", path = "resourceShareArn" }
"""


def test_a_written_reference_goes_before_a_derived_one(tmp_path: Path) -> None:
    """What is invited to is no share of the caller's, whatever the member's name."""
    made = definition(tmp_path, RAM)["resources"]["ResourceShareInvitation"]["has"]
    assert "ReceivedResourceShare" == made["ResourceShare"]["resource"]["type"]


FSX = """
service = "fsx"
[types.Volume]
identifiers = { Id = "VolumeId" }
[operations]
RestoreVolumeFromSnapshot = { on = "Volume", returns = "Volume" }
"""


def test_a_structure_in_a_lists_items_has_a_path(tmp_path: Path) -> None:
    """Where the answer has what was made in the first item's ``TargetVolumeValues``."""
    made = definition(tmp_path, FSX)["resources"]["Volume"]["actions"]
    (action,) = (
        action
        for action in made.values()
        if action["request"]["operation"] == "RestoreVolumeFromSnapshot"
    )
    path = "AdministrativeActions[0].TargetVolumeValues"
    assert path == action["resource"]["path"]
