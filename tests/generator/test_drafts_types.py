"""What is a type in unedited drafts and what is none, each in a service that has it."""

from __future__ import annotations

from unedited import draft, made_by, names, resource


def test_what_is_told_of_a_thing_is_not_another() -> None:
    """A read set's own operation gives its bytes, part by part; its metadata are it.

    What has an operation for itself and one for its summary is not two things.
    """
    assert ["SequenceStoreId", "Id"] == names("omics", "ReadSet")
    load = resource("omics", "ReadSet")["load"]["request"]
    assert "GetReadSetMetadata" == load["operation"]
    assert "ContentSummary" not in draft("wisdom")["resources"]
    (found,) = made_by("wisdom", "GetContentSummary")
    assert ("Content", ["knowledgeBaseId", "contentId"], None) == found


def test_what_nobody_can_use_is_no_type() -> None:
    """AWS puts an account's settings and reads them, and none by itself."""
    assert "Preference" not in draft("bcm-pricing-calculator")["resources"]
    assert "EntityEvent" not in draft("application-signals")["resources"]


def test_words_of_operations_are_no_types() -> None:
    """What nothing lists, loads or makes is done to whoever it is a part of.

    An accelerator's attributes are read and changed by its ARN, and which of a
    campaign's times are deleted is no id.
    """
    assert "AcceleratorAttribute" not in draft("globalaccelerator")["resources"]
    (found,) = made_by("globalaccelerator", "UpdateAcceleratorAttributes")
    assert ("Accelerator", ["AcceleratorArn"], None) == found
    campaigns = draft("connectcampaignsv2")["resources"]
    assert "CampaignCommunicationTime" not in campaigns
    (found,) = made_by("connectcampaignsv2", "DeleteCampaignCommunicationTime")
    assert ("Campaign", ["id"], None) == found


def test_what_a_caller_makes_and_ends_by_a_name_is_a_type() -> None:
    """Nothing lists a statement of a policy, which is added and deleted by its id."""
    assert ["PolicyResourceArn", "Id"] == names("entityresolution", "PolicyStatement")


def test_a_list_of_what_nothing_tells_apart_is_no_type() -> None:
    """A snapshot of a template has no identifier, and is for who asks for it."""
    assert "TemplateSnapshot" not in draft("network-security-manager")["resources"]


def test_what_is_made_of_a_thing_by_a_number_is_a_version() -> None:
    """AWS answers with the agent, and the number of its new version beside it."""
    (found,) = made_by("qconnect", "CreateAIAgentVersion")
    assert ("AIAgent", ["assistantId", "aiAgentId"], "AIAgentVersion") == found
    (found,) = made_by("license-manager", "CreateLicenseVersion")
    assert ("License", ["LicenseArn"], "LicenseVersion") == found


def test_what_a_structure_tells_is_no_type() -> None:
    """Where in the code it is tells an instrumentation, beside four words."""
    kinds = draft("application-signals")["resources"]
    assert "InstrumentationConfiguration" not in kinds
    (found,) = made_by("application-signals", "DeleteInstrumentationConfiguration")
    assert ("service", [], None) == found


def test_tags_are_no_type() -> None:
    """A group of resources is tagged, and its tags are read, by its ARN."""
    assert "Tag" not in draft("resource-groups")["resources"]
    assert {"Tag", "Untag", "GetTags"} <= {
        *resource("resource-groups", "Group")["actions"]
    }


def test_what_ends_like_a_plural_is_one_thing_if_it_is_created_so() -> None:
    """A location on EFS is no Ef; a file system's mount targets are several."""
    assert (
        "DescribeLocationEfs"
        == (resource("datasync", "LocationEfs")["load"]["request"]["operation"])
    )
