"""The gate of derived definitions: what passes of drafts that nobody has read."""

from __future__ import annotations

from functools import cache

import pytest

from definitions import gate, names
from definitions.checks import Finding
from definitions.gate import Derived, findings

EXTRAS = "waiters-2.boto3-extensions-extras.json"

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


@cache
def passed(service: str) -> Derived:
    """Return what passes of a service's draft, found once."""
    return gate.derived(service)


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
        ("appsync", "Api", "asked for as GraphqlApi is"),
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


# A type for each doubt that readers of five hundred types brought up.
REFUSED = [
    ("frauddetector", "Rule", "the first of several versions"),
    ("securitylake", "DataLakeSource", "the first of several of one owner's"),
    ("qbusiness", "User", "the first of several in the answer about one thing"),
    ("omics", "RunBatch", "a create of what is neither loaded nor listed"),
    ("bedrock-agentcore", "Actor", "an item that loses its owner"),
    ("appflow", "Connector", "an identifier that is one of some words"),
    ("socialmessaging", "WhatsAppMessageTemplate", "a load by one of a pair"),
    ("network-firewall", "RuleGroup", "a load that AWS wants asked by more"),
    ("route53-recovery-control-config", "SafetyRule", "a load of one of several kinds"),
    ("wellarchitected", "AgentGoal", "a part of another"),
    ("ivs", "StreamSession", "a load that may ask for one of several"),
]
# And for each about a part: the type passes without it, or goes for want of more.
GIVEN_UP = [
    ("rekognition", "LabelDetection", "a load of one page"),
    ("internetmonitor", "HealthEvent", "a load that may be of another's"),
    ("datazone", "Connection", "a load that leaves out what it is not asked for"),
    ("greengrass", "FunctionDefinition", "a load of the latest of several"),
    ("lakeformation", "LFTag", "a list of what others share"),
    ("neptunedata", "MLModelTrainingJob", "a list that tells some and no more"),
    ("marketplace-discovery", "PurchaseOption", "a list that AWS wants asked"),
    ("gamelift", "PlayerSession", "a list that AWS wants asked"),
    ("securitylake", "DataLake", "a create that tells the first of several"),
    ("medical-imaging", "ImageSet", "a create that makes its source"),
    ("gameliftstreams", "Application", "a bare input beside its own"),
    ("s3vectors", "Vector", "an item that loses its owner"),
    ("comprehendmedical", "RxNormInferenceJob", "a list of another name"),
]


@pytest.mark.parametrize(("service", "kind", "doubt"), REFUSED)
def test_what_readers_found_wrong_does_not_pass(
    service: str, kind: str, doubt: str
) -> None:
    """Each is an instance of a rule, which says why."""
    refused = passed(service).refused
    assert any(told.startswith(doubt) for told in refused.get(kind, ())), refused


@pytest.mark.parametrize(("service", "kind", "doubt"), GIVEN_UP)
def test_a_part_that_readers_found_wrong_is_given_up(
    service: str, kind: str, doubt: str
) -> None:
    """Each is an instance of a rule, which says why."""
    given_up = passed(service).given_up
    assert any(told.startswith(doubt) for told in given_up.get(kind, ())), given_up


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        ("aiops", "InvestigationGroup"),
        ("oam", "Link"),
        ("ivschat", "Room"),
        ("trustedadvisor", "Recommendation"),
        ("controlcatalog", "Objective"),
    ],
)
def test_what_aws_asks_for_by_an_arn_is_known_by_it(service: str, kind: str) -> None:
    """Or what nothing asks for, and has an ARN beside its name."""
    found = passed(service).definition["resources"][kind]
    assert ["Arn"] == [one["name"] for one in found["identifiers"]]


def test_what_a_list_leaves_out_is_told_in_aws_s_words() -> None:
    """Statements that run are no part of it, unless they are asked for."""
    many = passed("redshift-data").definition["service"]["hasMany"]["Statements"]
    assert (
        '"By default, only finished statements are shown." (ListStatements)'
        == (many["leavesOut"])
    )


def test_whose_mesh_it_is_goes_with_what_is_listed() -> None:
    """A mesh may be another account's, and is asked for with its owner then."""
    found = passed("appmesh")
    assert "load" in found.definition["resources"]["VirtualNode"]
    told = found.documents_by_name["targets-1.json"]["operations"]
    assert "meshOwner" == told["DescribeVirtualNode"]["owner"]


def test_what_aws_tells_once_is_in_the_answer() -> None:
    """The key of a token is told by what makes it, and nowhere else."""
    found = passed("grafana").definition["resources"]["WorkspaceServiceAccount"]
    made = [
        one
        for one in found["actions"].values()
        if one["request"]["operation"] == "CreateWorkspaceServiceAccountToken"
    ]
    assert [False] == ["resource" in one for one in made]


def test_what_all_of_a_list_has_is_no_items() -> None:
    """The version of all context entries is none of an entry's."""
    found = passed("networkmanager").definition["resources"]
    assert "VersionId" not in found.get("Context", {}).get("extras", {})


def test_the_errors_of_a_thing_are_no_failures() -> None:
    """The definition of a dashboard is there, with the errors that it has."""
    found = passed("quicksight").definition["resources"]["Dashboard"]["actions"]
    assert "failures" not in found["DescribeDefinition"]


@pytest.mark.parametrize(
    ("service", "action", "told"),
    [
        ("bedrock-agent-runtime", "GetFlowExecution", []),
        ("odb", "GetOciOnboardingStatus", []),
        ("billing", "GetCreditAllocationHistory", ["failedMonths"]),
        ("deadline", "BatchGetJob", ["errors"]),
        (
            "application-signals",
            "BatchDeleteInstrumentationConfigurations",
            ["Errors"],
        ),
    ],
)
def test_the_errors_of_what_one_read_asks_for_are_its_state(
    service: str, action: str, told: list[str]
) -> None:
    """A flow's execution had errors; that a month could not be told is a failure."""
    found = passed(service).definition["service"]["actions"][action]
    assert told == found.get("failures", [])


def test_what_was_true_at_first_is_no_attribute() -> None:
    """The version that an application was made with is not the one that it has."""
    found = passed("m2").definition["resources"]["Application"]
    assert "applicationVersion" not in found.get("extras", {})


def test_an_arn_that_is_told_under_a_short_name_is_a_types() -> None:
    """A quota of a global service has an ARN without a Region."""
    arns = passed("service-quotas").documents_by_name["arns-1.json"]["resources"]
    assert "quota_arn" == arns["ServiceQuota"]["arn"]


def test_a_new_run_is_no_action_of_another() -> None:
    """The id that StartRun takes is that of a run to duplicate."""
    assert "StartRun" not in actions("omics", "Run")
    assert "StartRun" in actions("omics", "")


def actions(service: str, kind: str) -> set[str]:
    """Return the operations of a type's actions; of the service for no type."""
    document = passed(service).definition
    body = document["resources"][kind] if kind else document["service"]
    return {one["request"]["operation"] for one in body.get("actions", {}).values()}


@pytest.mark.parametrize(
    ("service", "kind", "operation"),
    [
        ("datasync", "Agent", "CreateLocationSmb"),
        ("connect", "Instance", "TagContact"),
        ("networkflowmonitor", "Monitor", "CreatePerformanceMonitor"),
        ("devicefarm", "Project", "ListTestGridSessions"),
        # The query of jobs, an organization's rules, and what another ARN is of.
        ("mediaconvert", "Job", "GetJobsQueryResults"),
        (
            "observabilityadmin",
            "TelemetryRule",
            "DeleteCentralizationRuleForOrganization",
        ),
        ("observabilityadmin", "TelemetryRule", "DeleteTelemetryRuleForOrganization"),
        ("databrew", "Recipe", "UpdateRecipeJob"),
        ("wellarchitected", "Profile", "CreateAgentGoal"),
        ("resource-groups", "TagSyncTask", "Tag"),
        ("quicksight", "Topic", "CreateTopicV2"),
        ("dms", "ReplicationTask", "ModifyReplicationTask"),
        ("devicefarm", "Project", "CreateTestGridUrl"),
        ("mediaconnect", "DestinationEndpoint", "TagGlobalResource"),
    ],
)
def test_what_is_about_another_thing_is_the_services(
    service: str, kind: str, operation: str
) -> None:
    """The type that its input looked like passes without it."""
    assert operation not in actions(service, kind)
    assert operation in actions(service, "")


def test_what_tells_another_type_than_it_makes_is_a_dict() -> None:
    """Of an offering one purchases a reservation."""
    found = passed("medialive").definition["resources"]["Offering"]["actions"]
    (purchase,) = (
        one
        for one in found.values()
        if one["request"]["operation"] == "PurchaseOffering"
    )
    assert "resource" not in purchase


def test_tags_are_not_sent_by_arns_that_aws_refuses() -> None:
    """The pattern of emr-containers' ARNs has virtual clusters alone."""
    tags = passed("emr-containers").documents_by_name["tags-1.json"]["resources"]
    assert "VirtualCluster" in tags
    assert "add" not in tags.get("JobTemplate", {})


@pytest.mark.parametrize(
    ("service", "kind"), [("outposts", "Site"), ("odb", "AutonomousDatabase")]
)
def test_what_takes_an_id_or_an_arn_is_told_the_id(service: str, kind: str) -> None:
    """Its pattern lets the ARN's beginning lack, or has ids beside ARNs."""
    assert kind in passed(service).types


def test_links_by_names_that_may_be_anothers_are_left_out() -> None:
    """A vector bucket is no bucket of s3's, and Connect's instances are its own."""
    for service, paths in (("s3vectors", "bucket"), ("qconnect", "instance_id")):
        links = passed(service).documents_by_name.get("links-1.json", {})
        found = {path for kind in links.get("links", {}).values() for path in kind}
        assert not [path for path in found if path.endswith((paths, f"{paths}_name"))]


def test_a_waiter_of_botocores_ends_where_words_tell_a_failure() -> None:
    """Of amp's workspaces, botocore's polls on where the creation has failed."""
    found = passed("amp")
    waiter = found.definition["resources"]["Workspace"]["waiters"]["Active"]
    assert "ExtWorkspaceActive" == waiter["waiterName"]
    (document,) = (
        one
        for name, one in found.documents_by_name.items()
        if "extras" in name
        if name.startswith("waiters-2")
    )
    ends = document["merge"]["waiters"]["ExtWorkspaceActive"]["acceptors"]
    assert {
        "state": "failure",
        "matcher": "path",
        "argument": "workspace.status.statusCode",
        "expected": "CREATION_FAILED",
    } in ends


def test_nobody_waits_for_what_aws_puts_off() -> None:
    """A runtime alias that is deleted is there for seven days and more."""
    found = passed("lambda-core").definition["resources"]["RuntimeAlias"]
    assert "Deleted" not in found.get("waiters", {})


def test_what_a_create_told_does_not_outlive_what_a_load_tells() -> None:
    """The state of a job is in its status, as it is now."""
    assert "extras" not in passed("iottwinmaker").definition["resources"]["SyncJob"]


@pytest.mark.parametrize(
    ("service", "kind", "entry"),
    [
        # Known by its ARN, which is no part of the ARN.
        (
            "ssm-incidents",
            "ResponsePlan",
            {
                "format": "arn:{partition}:ssm-incidents::{account}:response-plan/{_}",
                "arn": "arn",
            },
        ),
        # Its name begins with what the format has before it.
        ("payment-cryptography", "Alias", None),
        # The account is that of the profile's owner.
        ("signer", "SigningJob", None),
        # A policy is known by the ARN of what it is for.
        ("lexv2-models", "ResourcePolicy", None),
        # Neither could it be filled nor read.
        ("pinpoint", "Journey", None),
    ],
)
def test_an_arn_is_a_types_own(
    service: str, kind: str, entry: dict[str, str] | None
) -> None:
    """Or there is none."""
    found = passed(service)
    assert kind in found.types
    arns = found.documents_by_name.get("arns-1.json", {}).get("resources", {})
    assert entry == arns.get(kind)


def test_a_list_of_several_accounts_things_is_told_as_it_is() -> None:
    """A mesh that another account shares is not loaded by its name alone."""
    found = passed("appmesh").definition
    assert "Meshes" not in found["service"].get("hasMany", {})
    assert "ListMeshes" in found["service"]["actions"]
    assert "VirtualGateways" in found["resources"]["Mesh"]["hasMany"]


@pytest.mark.parametrize(
    ("service", "kind", "identifiers"),
    [
        ("continuum", "ResourcePolicy", ["ResourceArn"]),
        ("imagebuilder", "ComponentPolicy", ["ComponentArn"]),
        ("imagebuilder", "LifecyclePolicy", ["Arn"]),
    ],
)
def test_the_arn_of_what_a_policy_is_for_is_not_the_policys(
    service: str, kind: str, identifiers: list[str]
) -> None:
    """It would be told as the policy's own, and by an ARN of its own there is one."""
    found = passed(service).definition["resources"][kind]
    assert identifiers == [one["name"] for one in found["identifiers"]]


def test_an_arn_is_handed_on_to_what_has_such_arns() -> None:
    """A profile's ARN is none of an agent profile's policy, whose input is alike."""
    found = passed("wellarchitected").definition["resources"]
    assert ["Share"] == [*found["Profile"]["has"]]
    assert "has" not in found["AgentProfilePolicy"]


def test_an_answer_that_is_there_in_any_case_is_no_failure() -> None:
    """Who is authorized is answered, whichever policies had errors."""
    found = passed("verifiedpermissions").definition["resources"]["PolicyStore"]
    assert "failures" not in found["actions"]["IsAuthorized"]


def test_an_id_that_is_the_arn_in_other_words_is_the_arn() -> None:
    """AWS calls it an identifier first, and says then that it is the ARN."""
    found = passed("network-security-manager").definition["resources"]["Template"]
    assert [{"name": "Arn", "memberName": "templateArn"}] == found["identifiers"]


def test_the_id_of_a_view_is_none_of_the_product_beside_it() -> None:
    """The answer has the product's own, ProductId, in the same structure."""
    told = passed("servicecatalog").given_up["Product"]
    doubt = "an Id beside one that is called after the type"
    assert {f"{doubt}, CreateProduct", f"{doubt}, SearchProducts"} <= {*told}


def test_the_arn_of_its_flow_is_not_a_versions_own() -> None:
    """As the shape of the member says."""
    arns = passed("bedrock-agent").documents_by_name["arns-1.json"]["resources"]
    assert "FlowVersion" not in arns
    assert "Flow" in arns


def test_what_is_the_callers_own_by_default_is_left_out() -> None:
    """Two users' feedback on one recommendation would be equal."""
    assert "RecommendationFeedback" not in passed("codeguru-reviewer").types


def test_one_of_several_with_an_id_is_not_chosen_from_a_list() -> None:
    """The forecast of a table's reads is another than that of its writes."""
    found = passed("autoscaling-plans").definition["resources"]["ScalingPlanResource"]
    assert "load" not in found


def test_what_a_create_tells_by_another_name_is_no_attribute() -> None:
    """The AgentName that was told at first is not the Name that an agent has now."""
    found = passed("quicksight").definition["resources"]["Agent"]
    assert "AgentName" not in found.get("extras", {})


def test_the_account_of_a_list_is_told_to_all_that_is_done_to_its_items() -> None:
    """Not to their deletion alone: Regions are enabled, and never deleted."""
    told = passed("account").documents_by_name["targets-1.json"]["operations"]
    assert ["AccountId"] == told["ListRegions"]["states"]
    assert "AccountId" == told["EnableRegion"]["owner"]
