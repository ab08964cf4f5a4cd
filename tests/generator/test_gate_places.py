"""Operations of derived services have the place that their names and inputs tell."""

from __future__ import annotations

from typing import Any

import pytest

from definitions import deriving, gate, names
from definitions.service import Service
from gated import passed

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


def sites(service: str, operation: str) -> dict[str, dict[str, Any]]:
    """Return what calls an operation in a service's definitions, by its place."""
    return {
        f"{owner}.{section}": body
        for owner, section, _, body in names.sites(passed(service).definition)
        if body.get("request", {}).get("operation") == operation
    }


@pytest.mark.parametrize(
    ("service", "kind", "changes"),
    [
        ("license-manager", "ServiceSettings", "UpdateServiceSettings"),
        ("macie2", "MacieSession", "UpdateMacieSession"),
        ("mediaconvert", "Policy", "DeletePolicy"),
    ],
)
def test_what_an_account_has_one_of_is_read_and_changed(
    service: str, kind: str, changes: str
) -> None:
    """No id tells it, and no input: the service has a single one."""
    found = passed(service).definition["resources"][kind]
    assert [] == found["identifiers"]
    assert "load" in found
    assert [f"{kind}.actions"] == [*sites(service, changes)]


def test_settings_of_which_each_has_a_name_are_no_single_thing() -> None:
    """GetAccountSettings of evs tells several, and PutAccountSettings puts some."""
    assert "AccountSettings" not in passed("evs").types


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        ("networkmanager", "ResourcePolicy"),
        ("pinpoint", "SmsChannel"),
        ("quicksight", "IpRestriction"),
    ],
)
def test_what_is_changed_by_all_that_reads_it_needs_no_list(
    service: str, kind: str
) -> None:
    """Whoever has the ARN that a policy is put on has the policy."""
    assert "load" in passed(service).definition["resources"][kind]


def test_what_is_read_by_a_name_that_may_be_given_is_one_of_several() -> None:
    """An event bus has two policies, of which PolicyName says which is meant."""
    assert "ResourcePolicy" not in passed("eventbridgev2").types


def test_an_id_is_none_of_a_name_and_an_arn() -> None:
    """GetMediaPipelineKinesisVideoStreamPool takes these, and a list tells a PoolId."""
    place = sites(
        "chime-sdk-media-pipelines", "ListMediaPipelineKinesisVideoStreamPools"
    )
    assert {"service.actions"} == {*place}


def test_content_is_not_loaded() -> None:
    """A shadow is read from a stream, once."""
    assert "ThingShadow" not in passed("iot-data").types


def test_what_a_list_requires_has_what_it_lists() -> None:
    """Controls are told by a type, and loaded by their ids."""
    assert {"ControlType.hasMany"} == {*sites("auditmanager", "ListControls")}


def test_what_is_told_by_a_name_or_never_loaded_is_no_requirements_own() -> None:
    """Of another FlowDefinition or question the name, or the id, may be the same."""
    assert "FlowDefinition" not in passed("sagemaker-a2i-runtime").types
    assert "CheckDetail" not in passed("wellarchitected").types


@pytest.mark.parametrize(
    ("service", "operation", "kind"),
    [
        ("medialive", "CreatePartnerInput", "Input"),
        ("drs", "CreateExtendedSourceServer", "SourceServer"),
        ("gamelift", "CreatePlayerSessions", "PlayerSession"),
        ("iot-managed-integrations", "CreateOtaTask", "OtaTask"),
    ],
)
def test_what_a_longer_word_makes_is_the_type(
    service: str, operation: str, kind: str
) -> None:
    """A partner's input is one; several are as one is; its id may be a shorter word."""
    (site,) = sites(service, operation).values()
    assert kind == site["resource"]["type"]


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("appstream", "CreateUpdatedImage"),
        ("redshift-serverless", "RestoreTableFromSnapshot"),
        ("wellarchitected", "CreateAgentBasicProfile"),
    ],
)
def test_what_is_tried_is_restored_from_or_is_another_is_not_made(
    service: str, operation: str
) -> None:
    """The first may tell of no image, the second of no table, the third is its own."""
    (site,) = sites(service, operation).values()
    assert "resource" not in site


@pytest.mark.parametrize(
    ("service", "operation", "place", "kind"),
    [
        ("appstream", "ListAssociatedFleets", "Stack.hasMany", "Fleet"),
        (
            "timestream-influxdb",
            "ListDbInstancesForCluster",
            "DbCluster.hasMany",
            "DbInstance",
        ),
        ("neptune-graph", "ListExportTasks", "service.hasMany", "ExportTask"),
    ],
)
def test_a_list_by_a_longer_or_a_shorter_word_is_the_types(
    service: str, operation: str, place: str, kind: str
) -> None:
    """Associated, of a Cluster, or told by a ``taskId``: nothing is but a task."""
    assert kind == sites(service, operation)[place]["resource"]["type"]


@pytest.mark.parametrize(
    ("service", "operation", "kind"),
    [
        ("chime", "RestorePhoneNumber", "PhoneNumber"),
        ("workspaces", "RestoreWorkspace", "Workspace"),
        ("quicksight", "RestoreAnalysis", "Analysis"),
    ],
)
def test_what_is_restored_by_its_own_id_is_not_made(
    service: str, operation: str, kind: str
) -> None:
    """It was in a bin, or is an earlier state of the same."""
    (found,) = sites(service, operation).items()
    assert f"{kind}.actions" == found[0]
    assert "resource" not in found[1]


def test_a_table_that_is_restored_as_another_is_no_action_of_its_source() -> None:
    """RestoreTable of keyspaces takes a source and a target."""
    assert {"service.actions"} == {*sites("keyspaces", "RestoreTable")}


def test_a_thing_is_known_by_what_asks_for_its_id_alone() -> None:
    """To migrate a workspace takes a bundle, too, which is not the workspace's."""
    found = passed("workspaces").definition["resources"]["Workspace"]
    assert ["Id"] == [one["name"] for one in found["identifiers"]]
    assert "DescribeWorkspaces" == found["load"]["request"]["operation"]


@pytest.mark.parametrize(
    ("service", "operation", "kind"),
    [
        ("budgets", "CreateNotification", "Budget"),
        ("dataexchange", "UpdateAsset", "Revision"),
        ("bedrock-agent", "IngestKnowledgeBaseDocuments", "DataSource"),
        ("quicksight", "DeleteRoleMembership", "Namespace"),
    ],
)
def test_what_a_type_left_is_on_the_deepest_that_is_asked_for(
    service: str, operation: str, kind: str
) -> None:
    """What is no type, or does not pass, is of whatever all ids are asked for."""
    assert [f"{kind}.actions"] == [*sites(service, operation)]


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("waf", "GetSampledRequests"),
        ("appsync", "GetSchemaCreationStatus"),
    ],
)
def test_what_a_type_left_is_on_no_other_of_its_kind(
    service: str, operation: str
) -> None:
    """Others are asked for as it is, and AWS does not say which it is of."""
    owners = {place.partition(".")[0] for place in sites(service, operation)}
    assert {"service"} == owners


def test_every_operation_of_a_derived_service_can_be_called() -> None:
    """Of two that would have one name on a type, each has one of its own."""
    lost = {
        service: sorted({*Service(service).operations} - used)
        for service in gate.unread()
        if (used := names.used_operations(names.on_disk(deriving.FOLDER, service)))
    }
    assert {} == {service: missing for service, missing in lost.items() if missing}
    assert "actions" in "".join(
        sites("kinesisanalyticsv2", "CreateApplicationSnapshot")
    )
