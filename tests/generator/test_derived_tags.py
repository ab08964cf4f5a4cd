"""Derived types have tags where AWS has some for them, by an ARN that is their own."""

from __future__ import annotations

from typing import Any

import pytest

from gated import passed

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


def way(service: str, kind: str) -> dict[str, Any]:
    """Return the ways to the tags of a type; empty if it has none."""
    document = passed(service).documents_by_name.get("tags-1.json", {})
    return dict(document.get("resources", {}).get(kind, {}))


def sent(service: str, kind: str) -> dict[str, Any]:
    """Return the parameter by which a type is tagged."""
    (param,) = way(service, kind)["add"]["params"]
    return dict(param)


@pytest.mark.parametrize(
    "name", ["deadline.Queue", "kendra.Index", "lexv2-models.BotAlias", "waf.RuleGroup"]
)
def test_what_no_answer_tells_the_arn_of_is_tagged_by_one_that_is_made(
    name: str,
) -> None:
    """Of the identifiers, where AWS's reference has tags of such ARNs."""
    assert "arn" == sent(*name.split("."))["source"]


def test_where_data_may_have_another_arn_none_is_made() -> None:
    """A container fleet's FleetArn may be its own, and look otherwise."""
    entries = passed("gamelift").documents_by_name["arns-1.json"]["resources"]
    assert "format" in entries["ContainerFleet"]
    assert {} == way("gamelift", "ContainerFleet")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("databrew.Dataset", "ResourceArn"),
        ("keyspaces.Table", "resourceArn"),
        ("location.GeofenceCollection", "CollectionArn"),
        ("appmesh.Mesh", "metadata.arn"),
    ],
)
def test_the_arn_in_the_data_goes_before(name: str, path: str) -> None:
    """A ResourceArn where AWS's text says whose, and that of the metadata."""
    param = sent(*name.split("."))
    assert ("data", path) == (param["source"], param["path"])


@pytest.mark.parametrize(
    "name",
    ["networkmanager.Attachment", "compute-optimizer-automation.AutomationEvent"],
)
def test_the_arn_of_what_a_thing_is_about_is_not_its_own(name: str) -> None:
    """An attachment's ResourceArn is that of the VPC, an event's of what it affects."""
    service, kind = name.split(".")
    entries = passed(service).documents_by_name["arns-1.json"]["resources"]
    assert "arn" not in entries.get(kind, {})
    assert {} == way(service, kind)


def test_what_lists_alone_tell_the_arn_of_is_tagged_without_one() -> None:
    """A detector that is made by its id has no data; its ARN is made."""
    assert "load" not in passed("frauddetector").definition["resources"]["Detector"]
    assert "arn" == sent("frauddetector", "Detector")["source"]


def test_what_is_known_by_its_arn_is_tagged_by_that() -> None:
    """Be the identifier called ResourceArn."""
    assert "ResourceArn" == sent("backup-gateway", "VirtualMachine")["name"]


def test_tags_have_longer_names() -> None:
    """ResourceTags, ResourceTagKeys and a TagsModel with the tags in it."""
    found = way("ce", "AnomalyMonitor")
    assert "ResourceTags[]" == found["read"]["path"] == found["add"]["tags"]
    assert "ResourceTagKeys" == found["remove"]["keys"]
    found = way("pinpoint", "Segment")
    assert "TagsModel.tags" == found["read"]["path"] == found["add"]["tags"]


def test_the_tags_of_what_a_thing_makes_are_not_its_own() -> None:
    """A job of dataexchange has those of assets in its AssetConfiguration."""
    assert {} == way("dataexchange", "Job")


def test_tags_are_read_by_what_takes_an_arn_or_several() -> None:
    """ListTagsForResource of dms requires neither, and answers of all it is asked."""
    read = way("dms", "Endpoint")["read"]
    assert ("ListTagsForResource", "TagList[]") == (read["operation"], read["path"])
    assert ["ResourceArn"] == [param["target"] for param in read["params"]]


@pytest.mark.parametrize(
    "name", ["transcribe.Vocabulary", "qconnect.AIPrompt", "greengrass.Group"]
)
def test_permissions_that_ask_for_tags_tell_of_them(name: str) -> None:
    """Where the reference has no types for TagResource, or other ones."""
    assert "add" in way(*name.split("."))


def test_a_pattern_may_spell_a_type_as_one_word() -> None:
    """The ARN of a virtual cluster has the word virtualclusters."""
    assert "add" in way("emr-containers", "VirtualCluster")
    assert "add" not in way("emr-containers", "JobTemplate")


def test_what_aws_s_list_of_tagged_types_lacks_is_not_tagged() -> None:
    """A deployment of greengrass is none of its "valid resources"."""
    assert "add" not in way("greengrass", "Deployment")
    assert "add" in way("greengrass", "Group")


def test_a_pattern_that_goes_on_is_of_what_is_below_as_well() -> None:
    """A dataset of supplychain has ARNs that begin as its instance's do."""
    assert "add" in way("supplychain", "DataLakeDataset")
    assert "add" in way("supplychain", "Instance")
