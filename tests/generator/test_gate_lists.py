"""Rules for what the lists of derived types leave out, and what they say about it."""

from __future__ import annotations

from typing import Any

import pytest

from gated import actions, passed


def _collection(service: str, owner: str, name: str) -> dict[str, Any]:
    found = passed(service).definition
    body = found["resources"][owner] if owner else found["service"]
    many: dict[str, Any] = body["hasMany"][name]
    return many


@pytest.mark.parametrize(
    ("service", "owner", "name", "input_"),
    [
        # "Default: PRIVATE", and the components of everybody are left out.
        ("greengrassv2", "", "Components", "scope"),
        # Defaults to "LATEST_PER_CHECK".
        ("ssm-sap", "Application", "ConfigurationCheckOperations", "ListMode"),
        # The default is CUSTOMER.
        ("network-security-manager", "", "Templates", "templateOwner"),
        # A flag: "Default: true".
        ("apprunner", "", "AutoScalingConfigurations", "LatestOnly"),
    ],
)
def test_a_list_says_of_which_word_its_items_are_by_default(
    service: str, owner: str, name: str, input_: str
) -> None:
    """There is no word for all: AWS's sentence on the default is told."""
    told = _collection(service, owner, name)["leavesOut"]
    assert told.endswith(f"({input_})")
    assert "efault" in told


def test_a_short_sentence_on_a_default_has_the_one_before_it() -> None:
    """ "Default: true" alone would not say of what."""
    told = _collection("apprunner", "", "ObservabilityConfigurations")["leavesOut"]
    assert "revision" in told


@pytest.mark.parametrize(
    ("service", "owner", "name", "defaults"),
    [
        ("iotsitewise", "AssetModel", "Properties", {"filter": "ALL"}),
        ("greengrassv2", "", "Deployments", {"historyFilter": "ALL"}),
        # "ACCOUNT is the default."
        (
            "service-quotas",
            "ServiceCode",
            "ServiceQuotas",
            {"QuotaAppliedAtLevel": "ALL"},
        ),
    ],
)
def test_a_list_asks_for_all_where_aws_has_a_word_for_that(
    service: str, owner: str, name: str, defaults: dict[str, str]
) -> None:
    """By default, AWS would tell a part of them."""
    many = _collection(service, owner, name)
    assert defaults == many["defaults"]
    assert "leavesOut" not in many


def test_a_load_by_a_list_asks_for_what_all_adds() -> None:
    """AWS: 'Specify "ALL" to include inactive users.'"""
    found = passed("workdocs").definition
    asked = found["resources"]["User"]["load"]["request"]["params"]
    assert {"target": "Include", "source": "string", "value": "ALL"} in asked
    assert found["service"]["hasMany"]["Users"]["defaults"] == {"Include": "ALL"}


def test_a_load_by_a_list_asks_for_all_of_it() -> None:
    """A property of a composite model is not found among the plain ones."""
    found = passed("iotsitewise").definition["resources"]["AssetModelProperty"]
    asked = {p["target"]: p.get("value") for p in found["load"]["request"]["params"]}
    assert asked["filter"] == "ALL"


def test_an_order_leaves_nothing_out() -> None:
    """Newest first, all of them."""
    many = _collection("wickr", "Network", "Users")
    assert not {"leavesOut", "defaults"} & many.keys()


@pytest.mark.parametrize(
    ("service", "name"),
    [
        # What is included is told of each bucket.
        ("lightsail", "Buckets"),
        # What is included is told of the language that somebody asks for.
        ("polly", "Voices"),
    ],
)
def test_a_flag_for_more_of_each_item_is_not_told(service: str, name: str) -> None:
    """All items are there without."""
    assert "leavesOut" not in _collection(service, "", name)


def test_a_flag_that_somebody_may_not_send_is_not_sent() -> None:
    """AWS: without a permission for tags, "the API will raise an exception"."""
    load = passed("oam").definition["resources"]["Link"]["load"]
    assert "IncludeTags" not in {one["target"] for one in load["request"]["params"]}


def test_what_a_list_tells_of_a_single_one_is_loaded() -> None:
    """AWS: two values "are returned only when you specify distributionName"."""
    found = passed("lightsail").definition["resources"]["Distribution"]
    assert found["omits"] == {
        "GetDistributions": ["customErrorResponses", "defaultRootObject"]
    }


def test_what_a_flag_brings_of_a_single_one_is_loaded() -> None:
    """AWS: includeCors is "only supported when getting a single bucket"."""
    found = passed("lightsail").definition["resources"]["Bucket"]
    assert found["omits"] == {"GetBuckets": ["cors"]}


def test_what_is_found_as_the_newest_of_several_is_no_type() -> None:
    """By its table's ARN, AWS gets "that table's most recent migration"."""
    assert "TableMigration" in passed("s3tables").refused


def test_what_identifies_a_type_is_left_out_of_no_list() -> None:
    """A retained message is known by its topic, by which AWS's text is about it."""
    assert "omits" not in passed("iot-data").definition["resources"]["RetainedMessage"]


def test_what_is_loaded_by_some_ids_alone_has_no_load() -> None:
    """polly lists its own voices, too, and GetVoice is for custom ones."""
    found = passed("polly").definition["resources"]["Voice"]
    assert "load" not in found
    assert "DeleteVoice" not in actions("polly", "Voice")
    assert "SynthesizeSpeech" in actions("polly", "Voice")


def test_an_insight_is_listed_of_one_thing() -> None:
    """Into an assessment it is another than into all, by the same id."""
    found = passed("auditmanager").definition
    assert "ControlDomainInsights" in found["service"]["hasMany"]
    assert "ListControlDomainInsightsByAssessment" in actions(
        "auditmanager", "Assessment"
    )


def test_what_is_made_has_no_id_of_what_it_was_asked_for() -> None:
    """A session is answered with the id of the dev environment, and its own."""
    made = passed("codecatalyst").definition["resources"]["DevEnvironment"]["actions"]
    told = made["StartSession"]["resource"]["identifiers"]
    assert {"target": "Id", "source": "response", "path": "sessionId"} in told


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        # Two alerts of a subtype are two.
        ("medialive", "ClusterAlert"),
        # A member is "required for Hyperledger Fabric", and nothing gives it.
        ("managedblockchain", "Node"),
        # The shards of a stream are told a page at a time.
        ("dynamodbstreams", "Stream"),
    ],
)
def test_what_is_not_told_whole_is_no_type(service: str, kind: str) -> None:
    """Its operations are on what it is of."""
    assert kind in passed(service).refused


def test_an_input_is_filled_that_aws_wants_filled() -> None:
    """AWS: "Don't use this parameter. Use Group instead"."""
    load = passed("resource-groups").definition["resources"]["Group"]["load"]
    assert ["Group"] == [one["target"] for one in load["request"]["params"]]


def test_what_another_operation_reads_is_not_kept_of_a_create() -> None:
    """The configuration of a group would be None wherever it was not just made."""
    found = passed("resource-groups").definition["resources"]["Group"]
    assert "extras" not in found


def test_a_list_of_something_specified_is_its_owners() -> None:
    """AWS lists the members "of a specified resource group"."""
    found = passed("resource-groups").definition
    assert "GroupResources" not in found["service"]["hasMany"]
    assert "Resources" in found["resources"]["Group"]["hasMany"]


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        # It is in a workspace, or in none; a sync job has always one.
        ("iotsitewise", "BulkImportJob"),
        # A profile of a connector, where it needs one.
        ("appflow", "ConnectorEntity"),
    ],
)
def test_what_may_be_without_its_owner_is_no_type_of_it(
    service: str, kind: str
) -> None:
    """Those without would be lost."""
    assert kind in passed(service).refused


def test_an_owner_that_is_asked_for_when_one_is_made_is_its_owner() -> None:
    """CreateSyncJob requires the workspace, though GetSyncJob does not."""
    assert "SyncJob" in passed("iottwinmaker").types


def test_no_wait_is_for_all_that_an_owner_has_had() -> None:
    """One request of a migration project that failed would end it."""
    found = passed("dms").definition["resources"]["MigrationProject"]
    assert "MetadataModelConverted" not in found.get("waiters", {})
    found = passed("resiliencehubv2").definition["resources"]["Service"]
    assert "FailureModeAssessmentSuccess" not in found.get("waiters", {})


def test_what_a_create_tells_of_a_version_is_read_of_its_owner() -> None:
    """GetQuestionSet takes a version, and tells its questions."""
    found = passed("elementalinference").definition["resources"]["QuestionSetVersion"]
    assert "extras" not in found


def test_a_list_of_its_owners_is_not_on_a_setting() -> None:
    """The channel flows of an app instance are not its streaming configurations'."""
    listing = "ListChannelFlows"
    kind = "MessagingStreamingConfigurations"
    assert listing not in actions("chime-sdk-messaging", kind)


def test_a_reference_is_to_no_type_that_another_s_ids_look_alike() -> None:
    """A FleetId of gamelift is a fleet's, or a container fleet's."""
    found = passed("gamelift").definition["resources"]
    assert "Fleet" not in found["GameSession"].get("has", {})
    assert "Fleet" not in found["PlayerSession"].get("has", {})


def test_a_link_is_to_what_aws_s_text_names() -> None:
    """The security groups of an input are "Input Security Groups"."""
    links = passed("medialive").documents_by_name["links-1.json"]["links"]
    assert "security_groups" not in links["Input"]
    assert links["Channel"]["vpc.subnet_ids"] == "ec2.Subnet"
