"""What the rules find for unedited drafts, each in a service that has such a thing."""

from __future__ import annotations

from functools import cache
from typing import Any

from definitions import holdout
from definitions.build import DATA
from definitions.checks import Library
from definitions.drafting import draft_of
from definitions.texts import says_whose


@cache
def draft(service: str) -> dict[str, Any]:
    """Return the unedited draft of a service, made once."""
    return draft_of(service)


def resource(service: str, kind: str) -> Any:
    """Return a type of a draft."""
    return draft(service)["resources"][kind]


def names(service: str, kind: str) -> list[str]:
    """Return the names of the identifiers of a type of a draft."""
    return [one["name"] for one in resource(service, kind)["identifiers"]]


def test_what_only_inputs_name_contains_things() -> None:
    """A lifecycle policy is of a type; the type is a type without data.

    The types of other policies are others.
    """
    assert ["Name"] == names("opensearchserverless", "LifecyclePolicyType")
    kind = resource("opensearchserverless", "LifecyclePolicyType")
    assert "load" not in kind
    (many,) = kind["hasMany"].values()
    assert "ListLifecyclePolicies" == many["request"]["operation"]
    own = names("opensearchserverless", "LifecyclePolicy")
    assert ["LifecyclePolicyTypeName", "Name"] == own


def test_times_and_numbers_and_what_anything_has_contain_nothing() -> None:
    """Whoever lists the policies of fms says how many a page has: as many as can be."""
    assert "MaxResults" not in draft("fms")["resources"]
    many = draft("fms")["service"]["hasMany"]["AppsLists"]
    size = {"target": "MaxResults", "source": "integer", "value": 100}
    assert [size] == many["request"]["params"]
    assert "Arn" not in draft("devicefarm")["resources"]
    (found,) = made_by("codeguruprofiler", "ListFindingsReports")
    assert ("ProfilingGroup", ["profilingGroupName"], None) == found


def test_awss_text_says_whose_an_arn_is() -> None:
    """A project's ARN, a job's and a test suite's are all called ``arn``."""
    for owner, collection in (("Project", "Runs"), ("Job", "Suites")):
        assert collection in resource("devicefarm", owner)["hasMany"]
    assert "Tests" in resource("devicefarm", "Suite")["hasMany"]
    text = "<p>The test suite's Amazon Resource Name (ARN).</p>"
    assert says_whose(text, "Suite")
    assert not says_whose(text, "Test")
    assert says_whose("The ID or ARN of the Amazon Kendra index.", "Index")
    assert not says_whose("The run, job, suite, or test ARN.", "Test")


def test_a_list_without_a_type_to_ask_for_it_has_a_container() -> None:
    """The rules of the recycle bin are those of a resource type."""
    many = resource("rbin", "ResourceType")["hasMany"]["Rules"]
    assert "ListRules" == many["request"]["operation"]
    assert ["Id"] == names("rbin", "Rule")


def test_a_token_identifies_nothing() -> None:
    """A pipeline is deleted with a token, and is known by its name."""
    for service, kind in (("opensearchserverless", "Index"), ("rbin", "Rule")):
        assert not [n for n in names(service, kind) if n.endswith("Token")]
    assert "LockToken" not in names("wafv2", "IPSet")


def test_what_takes_an_arn_for_an_id_is_told_by_the_arn() -> None:
    """A contact's list tells its ARN alone, which GetContact takes as ContactId."""
    many = draft("ssm-contacts")["service"]["hasMany"]["Contacts"]
    (told,) = many["resource"]["identifiers"]
    assert {"target": "Arn", "source": "response", "path": "Contacts[].ContactArn"} == (
        told
    )


def test_what_nothing_describes_is_chosen_from_its_list() -> None:
    """A group has an operation that describes it, and is not looked for."""
    chosen = resource("xray", "ResourcePolicy")["load"]
    assert ("ListResourcePolicies", "ResourcePolicies[]") == (
        chosen["request"]["operation"],
        chosen["path"],
    )
    load = resource("xray", "Group")["load"]
    assert "GetGroup" == load["request"]["operation"]


def test_what_is_read_in_batches_is_loaded_as_a_batch_of_one() -> None:
    """A threat model's list tells but a summary, and BatchGetThreatModels all of it."""
    load = resource("securityagent", "ThreatModel")["load"]
    assert ("BatchGetThreatModels", "threatModels[0]") == (
        load["request"]["operation"],
        load["path"],
    )
    asked = [param["target"] for param in load["request"]["params"]]
    assert ["agentSpaceId", "threatModelIds[0]"] == asked


def test_what_is_done_to_several_children_is_theirs() -> None:
    """Threat models are deleted by their ids alone: by one's own, or a page's."""
    model = resource("securityagent", "ThreatModel")
    assert (
        "BatchDeleteThreatModels" == model["actions"]["Delete"]["request"]["operation"]
    )
    several = model["batchActions"]["Delete"]["request"]["params"]
    assert ["agentSpaceId", "threatModelIds[]"] == [p["target"] for p in several]
    assert "BatchDeleteThreatModels" not in str(resource("securityagent", "AgentSpace"))


def test_a_part_of_an_answer_is_not_the_whole() -> None:
    """A job has its name beside a recipe's; a portal, its id beside its logo's.

    What an answer only wraps is loaded from there, though the parent's id is beside it.
    """
    assert "@" == resource("databrew", "Job")["load"]["path"]
    assert "DescribeJobResponse" == resource("databrew", "Job")["shape"]
    assert "@" == resource("iotsitewise", "Portal")["load"]["path"]
    assert "Answer" == resource("wellarchitected", "Answer")["load"]["path"]


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


def test_what_an_answer_only_wraps_is_the_data() -> None:
    """Beside it are what was asked with and the request's id, or nothing.

    The answer to GetDefinitionVersion of greengrass tells more than the definition.
    """
    assert "application" == resource("emr-serverless", "Application")["load"]["path"]
    assert "image" == resource("imagebuilder", "Image")["load"]["path"]
    review = resource("wellarchitected", "LensReview")
    assert "LensReview" == review["load"]["path"] == review["shape"]
    version = resource("greengrass", "CoreDefinitionVersion")
    assert "@" == version["load"]["path"]


def test_what_tells_another_id_than_inputs_do_is_made_all_the_same() -> None:
    """A service level objective is got by an Id, which takes its ARN."""
    made = made_by("application-signals", "CreateServiceLevelObjective")
    assert [("service", [], "ServiceLevelObjective")] == made


def test_an_id_of_the_data_is_not_the_parents() -> None:
    """The ``id`` of a data source is its own, though that of a domain is called so."""
    domain, _ = resource("datazone", "DataSource")["identifiers"]
    assert {"name": "DomainId"} == domain


def test_an_id_without_a_noun_may_be_the_parents() -> None:
    """A run's task is asked for by ``id`` and ``taskId``, a filter by an asset's id.

    A Flow of WhatsApp's tells by its shape alone whose ``id`` it takes beside its own.
    """
    assert ["RunId", "Id"] == names("omics", "RunTask")
    load = resource("omics", "RunTask")["load"]["request"]
    assert ["id", "taskId"] == [p["target"] for p in load["params"]]
    assert ["DomainId", "AssetId", "Id"] == names("datazone", "AssetFilter")
    owner = "LinkedWhatsAppBusinessAccountId"
    assert [owner, "Id"] == names("socialmessaging", "WhatsAppFlow")


def test_what_only_a_parent_lists_is_its_child() -> None:
    """Nothing asks for a recommendation by its id, and so an assessment's list does."""
    assert ["AppAssessmentArn", "Id"] == names("resiliencehub", "SopRecommendation")
    load = resource("resiliencehub", "SopRecommendation")["load"]["request"]
    assert ["assessmentArn"] == [p["target"] for p in load["params"]]


def test_an_owners_only_one_needs_no_identifier() -> None:
    """A server has one launch configuration; an image, many accounts that use it."""
    assert ["SourceServerID"] == names("mgn", "LaunchConfiguration")
    assert "load" in resource("mgn", "LaunchConfiguration")
    assert ["ImageName", "SharedAccountId"] == names("appstream", "ImagePermissions")


def test_a_condition_of_a_deletion_identifies_nothing() -> None:
    """WAF deletes by a ChangeToken, which GetIPSet does not ask for."""
    assert ["Id"] == names("waf-regional", "IPSet")
    assert ["LensAlias"] == names("wellarchitected", "Lens")


def test_two_identifiers_have_two_names() -> None:
    """A provider's service is told by two names, of which one hid the other."""
    assert ["ProviderName", "Name"] == names("entityresolution", "ProviderService")


def test_what_an_operation_asks_for_need_not_tell_a_thing() -> None:
    """A vector is not known by how many are found, a product by who ends it."""
    assert ["Key"] == names("s3vectors", "Vector")
    assert ["Id"] == names("servicecatalog", "ProvisionedProduct")
    (told,) = resource("servicecatalog", "ProvisionedProduct")["identifiers"]
    assert {"name": "Id"} == told
    assert ["Id"] == names("iotsitewise", "TimeSeries")


def test_what_ends_a_thing_tells_it_best() -> None:
    """An action is put with a name and a document, and removed by its id alone."""
    assert ["SourceServerID", "ActionID"] == names("mgn", "SourceServerAction")


def test_a_things_own_id_goes_before_that_of_its_first_word() -> None:
    """A player's session is asked for by its id as well as by the player's."""
    (told,) = resource("gamelift", "PlayerSession")["identifiers"]
    assert {"name": "Id", "memberName": "PlayerSessionId"} == told


def made_by(service: str, operation: str) -> list[tuple[str, list[str], str | None]]:
    """Return who has an operation of a draft, the inputs it fills, what it makes."""
    bodies = {"service": draft(service)["service"], **draft(service)["resources"]}
    return [
        (
            owner,
            [param["target"] for param in action["request"].get("params", [])],
            action.get("resource", {}).get("type"),
        )
        for owner, body in bodies.items()
        for action in body.get("actions", {}).values()
        if action["request"]["operation"] == operation
    ]


def test_a_child_is_made_by_its_parent() -> None:
    """A route needs its router. Who would fill less than another does not get it."""
    (found,) = made_by("appmesh", "CreateRoute")
    assert ("VirtualRouter", ["meshName", "virtualRouterName"], "Route") == found
    (found,) = made_by("datazone", "StartNotebookRun")
    assert "Notebook" == found[0]


def test_a_name_is_that_of_what_is_made() -> None:
    """A recipe's job is no recipe, and is not called as the recipe is."""
    assert [("service", [], "Job")] == made_by("databrew", "CreateRecipeJob")


def test_what_is_made_of_a_thing_is_not_the_thing() -> None:
    """A stack to migrate a web ACL by is none; a ban is not the channel's moderator."""
    (found,) = made_by("waf-regional", "CreateWebACLMigrationStack")
    assert ("WebACL", None) == (found[0], found[2])
    (found,) = made_by("chime-sdk-messaging", "CreateChannelBan")
    assert "ChannelModerator" != found[2]
    (found,) = made_by("mediaconnect", "PurchaseOffering")
    assert "Reservation" == found[2]


def test_the_states_of_things_do_not_tell_them() -> None:
    """Of an item with two members both tell it only where both are ids, or names."""
    assert ["ServiceCode"] == names("service-quotas", "Service")
    assert ["Id"] == names("macie2", "AutomatedDiscoveryAccount")
    assert ["Id"] == names("gamelift", "GameSession")


def test_the_id_of_a_parent_is_not_the_childs() -> None:
    """A flow's execution is told by its ARN and the alias, not by the flow's id."""
    (flow, own, alias) = resource("bedrock-agent-runtime", "Flow")["actions"][
        "StartExecution"
    ]["resource"]["identifiers"]
    assert "flowIdentifier" == flow["path"]
    assert ("response", "executionArn") == (own["source"], own["path"])
    assert ("requestParameter", "flowAliasIdentifier") == (
        alias["source"],
        alias["path"],
    )


def test_ids_without_a_noun_are_those_of_what_an_operation_is_named_for() -> None:
    """The usages of a workload's estimate are deleted, and not the estimate."""
    estimate = resource("bcm-pricing-calculator", "WorkloadEstimate")
    assert "BatchDeleteUsage" not in estimate.get("batchActions", {})


def test_what_is_made_with_an_id_is_not_looked_for_by_its_arn() -> None:
    """The list of a data integration's associations tells their ARNs alone."""
    assert "load" not in resource("appintegrations", "DataIntegrationAssociation")


def test_a_sibling_lists_what_is_of_it() -> None:
    """A data source's runs are of its domain, which no item of the list tells."""
    runs = resource("datazone", "DataSource")["hasMany"]["Runs"]
    domain, own = runs["resource"]["identifiers"]
    assert {"target": "DomainId", "source": "identifier", "name": "DomainId"} == domain
    assert "items[].id" == own["path"]


def test_nothing_is_chosen_from_a_list_that_must_be_asked_by_something() -> None:
    """network-firewall requires the firewall of reports, by the words of its reference.

    Who filters them so can list them.
    """
    assert "load" not in resource("network-firewall", "AnalysisReport")
    assert "AnalysisReports" in draft("network-firewall")["service"]["hasMany"]


def test_what_is_made_beside_a_thing_does_not_tell_it() -> None:
    """A product is made with its first artifact, whose id is not the product's."""
    made = draft("servicecatalog")["service"]["actions"]["CreateProduct"]["resource"]
    assert "Product" == made["type"]
    assert "ProvisioningArtifactDetail" not in str(made)


def test_what_is_made_is_told_by_its_own_part_of_the_answer() -> None:
    """An assessment has an ``awsAccount``, with an id, before its ``metadata``."""
    made = draft("auditmanager")["service"]["actions"]["CreateAssessment"]["resource"]
    assert ["assessment.metadata.id"] == [i["path"] for i in made["identifiers"]]


def test_what_an_answer_tells_of_the_request_is_no_attribute() -> None:
    """An image has no id of the request, a resource no token of the next page."""
    assert "requestId" not in resource("imagebuilder", "Image")["extras"]
    assert "extras" not in resource("resourcegroupstaggingapi", "Resource")


def test_a_registration_makes_what_it_answers_with() -> None:
    """The caller names a game server, and AWS answers with all of it."""
    (found,) = made_by("gamelift", "RegisterGameServer")
    assert ("GameServerGroup", "GameServer") == (found[0], found[2])


def test_an_associate_makes_an_association() -> None:
    """Route 53 Profiles associates a profile; what is made has an id of its own."""
    actions = draft("route53profiles")["service"]["actions"]
    profiles = draft("route53profiles")["resources"]["Profile"].get("actions", {})
    made = {
        action.get("resource", {}).get("type")
        for action in [*actions.values(), *profiles.values()]
        if action["request"]["operation"] == "AssociateProfile"
    }
    assert {"ProfileAssociation"} == made


def test_what_changes_the_only_one_is_on_it() -> None:
    """Nothing tells which setting is meant, as an account has one; its name does."""
    assert {"Put"} == {*resource("xray", "EncryptionConfig")["actions"]}
    assert "PutEncryptionConfig" not in draft("xray")["service"]["actions"]


def test_several_lists_of_a_type_have_several_names() -> None:
    """Of two with one name the later would hide the other."""
    listed = [
        many["request"]["operation"]
        for many in draft("license-manager")["service"]["hasMany"].values()
        if many["resource"]["type"] == "LicenseConfiguration"
    ]
    plain = "ListLicenseConfigurations"
    assert {plain, f"{plain}ForOrganization"} == {*listed}


def test_who_else_has_a_thing_lists_it() -> None:
    """The pages of an engagement are listed by it, a contact's by the contact."""
    many = resource("ssm-contacts", "Engagement")["hasMany"]["PagesByEngagement"]
    assert "Page" == many["resource"]["type"]
    owned = resource("kinesisanalyticsv2", "Application")["hasMany"]
    assert "ApplicationSnapshot" == owned["ApplicationSnapshots"]["resource"]["type"]


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


def test_a_version_is_told_by_its_number_and_not_by_whose_it_is() -> None:
    """The Id beside a Version is that of the definition, and so is a view's Name."""
    many = resource("greengrass", "CoreDefinition")["hasMany"]["Versions"]
    (_, told) = many["resource"]["identifiers"]
    assert "Versions[].Version" == told["path"]
    many = resource("datazone", "Asset")["hasMany"]["Revisions"]
    assert "items[].revision" == many["resource"]["identifiers"][-1]["path"]
    assert ["DomainId", "AssetId", "Revision"] == names("datazone", "AssetRevision")
    # One that is listed for nobody needs nobody.
    assert ["Version"] == names("odb", "GiVersion")


def test_what_is_made_of_a_thing_by_a_number_is_a_version() -> None:
    """AWS answers with the agent, and the number of its new version beside it."""
    (found,) = made_by("qconnect", "CreateAIAgentVersion")
    assert ("AIAgent", ["assistantId", "aiAgentId"], "AIAgentVersion") == found
    (found,) = made_by("license-manager", "CreateLicenseVersion")
    assert ("License", ["LicenseArn"], "LicenseVersion") == found


def test_an_id_that_a_start_answers_with_is_of_no_other_thing() -> None:
    """A search for faces is a job, and none of those that are called media analyses."""
    assert ["JobId"] == names("rekognition", "FaceSearch")
    (found,) = made_by("rekognition", "StartFaceSearch")
    assert ("Collection", ["CollectionId"], "FaceSearch") == found
    (found,) = made_by("discovery", "StartExportTask")
    assert "ExportTask" == found[2]


def test_what_takes_all_that_tells_a_thing_and_more_is_its_part() -> None:
    """An answer is of a lens's review, though no word of its inputs says so."""
    assert "Answers" in resource("wellarchitected", "LensReview")["hasMany"]


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


def test_tags_are_on_whatever_tells_its_arn() -> None:
    """The operation takes any ARN, and is no action of the service."""
    assert "TagResource" not in draft("route53profiles")["service"]["actions"]
    assert "Tag" in resource("route53profiles", "Profile")["actions"]


def test_the_holdout_counts_what_is_lacking_and_what_is_wrong() -> None:
    """A type that is absent lowers recall; one that nobody has, precision."""
    finished = Library(DATA).load("acm", "resources-1", plain=False) or {}
    less = {**finished, "resources": dict(finished["resources"])}
    less["resources"].pop("Certificate")
    assert {} == {
        kind: (n, found.same[kind])
        for found in [holdout.recalled("acm", finished, finished)]
        for kind, n in found.total.items()
        if n != found.same[kind]
    }
    lacking = holdout.recalled("acm", finished, less)
    assert lacking.same["types"] == lacking.total["types"] - 1
    wrong = holdout.right("acm", less, finished)
    assert wrong.same["types"] == wrong.total["types"] - 1


def test_what_asks_for_all_of_a_thing_is_on_the_thing() -> None:
    """StartDeployment of amplify asks for the app and for its branch.

    UpdateUserRoutingProfile of connect changes a user, and takes the profile.
    """
    actions = resource("amplify", "Branch")["actions"]
    assert "StartDeployment" == actions["StartDeployment"]["request"]["operation"]
    assert "StartDeployment" not in resource("amplify", "App")["actions"]
    actions = resource("connect", "User")["actions"]
    assert "UpdateUserRoutingProfile" in {
        one["request"]["operation"] for one in actions.values()
    }


def test_what_makes_a_thing_is_not_on_what_that_refers_to() -> None:
    """A user of connect is made with a routing profile, by the instance."""
    assert "CreateUser" in resource("connect", "Instance")["actions"]


def test_an_arn_is_no_id_where_the_id_stands_beside_it() -> None:
    """An environment of refactor spaces takes no ARN for its identifier."""
    many = draft("migration-hub-refactor-spaces")["service"]["hasMany"]["Environments"]
    (told,) = many["resource"]["identifiers"]
    assert "EnvironmentSummaryList[].EnvironmentId" == told["path"]
