"""The gate of derived definitions: what passes of drafts that nobody has read."""

from __future__ import annotations

import pytest

from definitions import names
from definitions.checks import Finding
from definitions.gate import findings
from gated import passed

EXTRAS = "waiters-2.boto3-extensions-extras.json"

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


def test_a_type_that_all_sources_agree_on_passes() -> None:
    """Amplify's apps and branches are as CloudFormation has them."""
    found = passed("amplify")
    assert {"App", "Branch"} <= {*found.types}
    same, stated = found.agreement["cloudformation"]
    assert same == stated > 0


def test_what_another_source_states_otherwise_goes_alone() -> None:
    """CloudFormation lists phone numbers by ListPhoneNumbersV2."""
    found = passed("connect")
    assert "PhoneNumber" in found.types
    (told,) = found.given_up["PhoneNumber"]
    assert told.startswith("cloudformation has list operations ListPhoneNumbersV2")
    lists = [
        many["request"]["operation"]
        for body in (
            found.definition["service"],
            *found.definition["resources"].values(),
        )
        for many in body.get("hasMany", {}).values()
    ]
    assert "ListPhoneNumbers" not in lists


def test_a_type_that_another_source_identifies_otherwise_does_not_pass() -> None:
    """CloudFormation knows scaling policies by their ARN and two more."""
    (told,) = passed("application-autoscaling").refused["ScalingPolicy"]
    assert told.startswith("cloudformation has identifiers ")


def test_what_the_draft_lacks_of_another_source_keeps_nothing_out() -> None:
    """CloudFormation lists the policies of workspaces by listing the workspaces."""
    found = passed("amp")
    assert "ResourcePolicy" in found.types
    same, stated = found.agreement["cloudformation"]
    assert same < stated


def test_children_go_with_their_parent() -> None:
    """What is left of a draft has the parents that it names."""
    found = passed("bedrock-agent")
    ids = {
        name: [i["name"] for i in body["identifiers"]]
        for name, body in found.definition["resources"].items()
    }
    assert ["AgentId", "Id"] == ids["AgentAlias"]
    assert "Agent" in ids


def test_what_made_a_refused_type_makes_no_other() -> None:
    """Where versions do not pass, CreatePromptVersion makes no prompt."""
    found = passed("bedrock-agent")
    made = {
        body["request"]["operation"]: body["resource"]["type"]
        for definition in found.definition["resources"].values()
        for body in definition.get("actions", {}).values()
        if "resource" in body
    }
    assert "Prompt" != made.get("CreatePromptVersion")


def test_what_is_about_a_refused_type_is_on_no_other() -> None:
    """Of ssm, DeleteParameters takes Names: those of parameters, and no document's."""
    found = passed("ssm")
    assert "Document" in found.types
    document = found.definition["resources"]["Document"]
    called = names.used_operations({"resources": {"Document": document}})
    assert "Parameter" not in found.types
    assert "DeleteParameters" not in called
    assert "DeleteParameters" in found.roles.plain


def test_nothing_that_passes_is_at_fault() -> None:
    """The rules of finished definitions find nothing in what is left."""
    for service in ("amplify", "amp"):
        found = passed(service)
        faults = findings.faults_in(service, found.documents)
        assert [] == [f for f in faults if not findings.is_of_missing_tags(f)]


def waits(service: str, kind: str) -> dict[str, str]:
    """Return the waiters of a type by name."""
    found = passed(service).definition["resources"][kind].get("waiters", {})
    return {name: waiter["waiterName"] for name, waiter in found.items()}


def test_waiters_in_doubt_go_alone() -> None:
    """A run passes without the waiter that would poll on where it is COMPLETED."""
    assert {"Completed"} == {*waits("omics", "Run")} - {"Deleted"}
    # appconfig's waits for a state that is spelt otherwise, and never comes.
    assert "ReadyForDeployment" not in waits("appconfig", "Environment")


def test_a_waiter_of_botocores_polls_on_as_aws_has_made_it() -> None:
    """Where no word of a state says that nothing is left to wait for: IDLE."""
    assert "QueueScheduling" == waits("deadline", "Queue")["Scheduling"]
    assert "ExtChannelRunning" == waits("medialive", "Channel")["Running"]
    copies = passed("medialive").documents_by_name[EXTRAS]["merge"]["waiters"]
    ends = copies["ExtChannelRunning"]["acceptors"]
    failures = {end["expected"] for end in ends if end["state"] == "failure"}
    assert {"CREATE_FAILED", "DELETED", "UPDATE_FAILED"} == failures


def test_what_deletes_a_part_on_schedule_puts_nothing_off() -> None:
    """A channel's schedule is another's deletion."""
    assert "ChannelDeleted" == waits("medialive", "Channel")["Deleted"]


def test_a_waiter_asks_a_list_by_a_filter() -> None:
    """Of which AWS's text has the name: a task of dms is listed by its ARN."""
    waiters = passed("dms").definition["resources"]["ReplicationTask"]["waiters"]
    assert {"Deleted", "Ready", "Running", "Stopped"} == {*waiters}
    source = {"target": "Filters[0].Values[0]", "source": "identifier", "name": "Arn"}
    name = {"target": "Filters[0].Name", "source": "string"}
    told = [{**name, "value": "replication-task-arn"}, source]
    assert told == waiters["Running"]["params"]


def test_a_waiter_by_a_types_load_may_have_the_end_of_its_noun() -> None:
    """The waiters for an input of mediaconnect ask for a router's input."""
    assert "InputActive" == waits("mediaconnect", "RouterInput")["Active"]


def test_a_waiter_for_all_parts_waits_for_no_whole() -> None:
    """A project has several versions, of which some may be running."""
    assert {} == waits("rekognition", "Project")


def test_operations_of_refused_types_are_still_there() -> None:
    """All operations of a service can be called, with types or without."""
    found = passed("resource-groups")
    assert found.roles.total > 20
    used = names.used_operations(found.definition)
    reached = found.roles.plain | used
    assert {"PutGroupConfiguration", "GetTags"} <= reached


@pytest.mark.parametrize(
    ("finding", "owners"),
    [
        (Finding("a", "App.load", "x"), {"App"}),
        (Finding("a", "service.hasMany.Apps", "x"), {"App"}),
        (Finding("a", "ListApps includeAll", "x"), {"App"}),
        (Finding("a", "service.apps", "x"), {"App"}),
        (Finding("a", "App.hasMany.Branches", "x"), {"Branch"}),
        (Finding("a", "nowhere", "x"), set()),
    ],
)
def test_a_finding_is_about_the_types_that_it_names(
    finding: Finding, owners: set[str]
) -> None:
    """By their names, their lists', or an operation's."""
    assert owners == findings.owners_of(passed("amplify").definition, finding)


@pytest.mark.parametrize(
    ("service", "kind", "doubt"),
    [
        ("frauddetector", "Rule", "the first of several versions"),
        ("appsync", "Type", "asked for as GraphqlApi is"),
        ("servicecatalog", "TagOption", ""),
    ],
)
def test_what_names_leave_open_is_told(service: str, kind: str, doubt: str) -> None:
    """Each doubt keeps out a type that somebody found wrong; of no doubt, none."""
    told = passed(service).refused.get(kind, [""])
    assert any(one.startswith(doubt) for one in told)
    assert (doubt == "") is (kind in passed(service).types)


def test_tags_that_nothing_speaks_of_are_left_out() -> None:
    """A stream's URL has an ARN, and no tags by AWS's text."""
    found = passed("gameliftstreams").definition["resources"]
    assert "Tag" in found["StreamGroup"]["actions"]
    assert "Tag" not in found["StreamUrl"]["actions"]
