"""What readers of derived types found wrong, and the rules by which it is no more."""

from __future__ import annotations

import pytest

from gated import actions, passed

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


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
    ("codeartifact", "Package", "a part of what identifies it is left out"),
    ("vpc-lattice", "Target", "an identifier that is one of a pair"),
    ("pinpoint-sms-voice-v2", "OriginationIdentity", "an input for several types"),
    ("marketplace-agreement", "PartyType", "an input that has other words"),
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
    ("emr-serverless", "JobRunAttempt", "an identifier that is its owner's"),
    ("billingconductor", "CustomLineItemVersion", "an identifier that is its owner's"),
    ("greengrassv2", "Component", "a load by another's ARN"),
    ("imagebuilder", "Image", "a list of what has another id than a"),
    ("chime-sdk-messaging", "ChannelFlow", "a list of whose id its owner is known by"),
    ("iotsitewise", "AssetProperty", "a load that answers elsewhere at times"),
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


@pytest.mark.parametrize(
    ("service", "kind", "operation"),
    [
        ("datasync", "Agent", "CreateLocationSmb"),
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
        # Ids with another beginning, of another length, and a version that is a word.
        (
            "partnercentral-selling",
            "Engagement",
            "StartEngagementByAcceptingInvitationTask",
        ),
        ("ssm-quicksetup", "Configuration", "UpdateConfigurationDefinition"),
        ("lexv2-models", "BotVersion", "CreateBotLocale"),
        ("greengrassv2", "Component", "DeleteComponent"),
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


@pytest.mark.parametrize(
    ("service", "kind"),
    [("lambda-core", "RuntimeAlias"), ("chime-sdk-voice", "PhoneNumber")],
)
def test_nobody_waits_for_what_aws_puts_off(service: str, kind: str) -> None:
    """What is deleted, and can be restored, is there for seven days and more."""
    found = passed(service).definition["resources"][kind]
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
        ("codecatalyst", "Space", None),
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


@pytest.mark.parametrize(
    ("kind", "references"),
    [
        # Those of GetBundles are for instances, and a domain name is in the DNS.
        ("Distribution", {"Certificate"}),
        ("Instance", {"Blueprint", "Bundle"}),
    ],
)
def test_a_reference_is_to_what_the_member_is_of(
    kind: str, references: set[str]
) -> None:
    """A distribution has a bundle of its own kind, which another operation tells."""
    found = passed("lightsail").definition["resources"][kind]
    assert references == {*found["has"]}


def test_a_load_asks_for_all_that_aws_tells() -> None:
    """An instance's status is told if a flag asks for it."""
    load = passed("lightsail").definition["resources"]["Instance"]["load"]
    flag = {"target": "includeHealthStatus", "source": "boolean", "value": True}
    assert flag in load["request"]["params"]


@pytest.mark.parametrize(
    ("service", "kind", "flag"),
    [
        ("budgets", "Budget", "ShowFilterExpression"),
        ("verifiedpermissions", "PolicyStore", "tags"),
    ],
)
def test_a_flag_is_known_by_what_aws_says_of_it(
    service: str, kind: str, flag: str
) -> None:
    """ "Specifies whether to return the tags": their name would not tell."""
    load = passed(service).definition["resources"][kind]["load"]
    assert flag in {one["target"] for one in load["request"]["params"]}


def test_a_secret_is_not_asked_for() -> None:
    """A connection is read without it, or not at all."""
    found = passed("datazone").definition["resources"]["Connection"]
    assert "load" not in found


def test_what_the_service_has_no_all_of_is_listed_by_its_owner() -> None:
    """AWS: "You can't use this operation to list all assets"."""
    found = passed("iotsitewise").definition
    assert "Assets" not in found["service"]["hasMany"]
    assert "Assets" in found["resources"]["AssetModel"]["hasMany"]


def test_a_bucket_is_not_made_with_an_instances_bundle() -> None:
    """GetBucketBundles tells what CreateBucket takes."""
    assert "CreateBucket" not in actions("lightsail", "Bundle")
    assert "CreateBucket" in actions("lightsail", "")


def test_what_follows_a_making_is_in_the_answer() -> None:
    """GetResourceRequestStatus takes the token that CreateResource tells."""
    made = passed("cloudcontrol").definition["resources"]["Type"]["actions"]
    assert "resource" not in made["CreateResource"]


def test_what_takes_the_arns_of_another_is_no_way_to_tags() -> None:
    """A contact is tagged by TagContact, and its tags are in its data."""
    assert "ListTagsForResource" not in actions("connect", "Contact")


def test_tags_are_known_by_any_of_aws_s_spellings() -> None:
    """A tag of personalize has a tagKey and a tagValue."""
    tags = passed("personalize").documents_by_name["tags-1.json"]["resources"]
    assert tags["Campaign"]["add"]["key"] == "tagKey"


def test_what_is_made_keeps_what_nothing_else_would_tell() -> None:
    """The version of a component has no load, and its create tells all of it."""
    made = passed("greengrassv2").definition["service"]["actions"]
    assert made["CreateComponentVersion"]["resource"]["path"] == "@"


def test_a_list_asks_for_what_the_load_of_its_items_asks_for() -> None:
    """Without a flag, certificates are listed without their details."""
    many = passed("lightsail").definition["service"]["hasMany"]
    assert many["Certificates"]["defaults"] == {"includeCertificateDetails": True}
    # The inactive ones are others, and of several buckets AWS refuses the rest.
    assert "defaults" not in many["Bundles"]
    assert "includeCors" not in many["Buckets"]["defaults"]


def test_tags_in_data_that_are_not_all_are_not_taken_for_all() -> None:
    """AWS: "you can view all tags using the ListTagsForResource API operation"."""
    tags = passed("storagegateway").documents_by_name["tags-1.json"]["resources"]
    assert "data" not in tags["NFSFileShare"]
    assert "read" in tags["NFSFileShare"]
