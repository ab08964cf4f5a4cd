"""What the rules find for unedited drafts, each in a service that has such a thing."""

from __future__ import annotations

from definitions.texts import says_whose
from unedited import draft, made_by, names, resource


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


def test_what_only_a_parent_lists_is_its_child() -> None:
    """Nothing asks for a recommendation by its id, and so an assessment's list does."""
    assert ["AppAssessmentArn", "Id"] == names("resiliencehub", "SopRecommendation")
    load = resource("resiliencehub", "SopRecommendation")["load"]["request"]
    assert ["assessmentArn"] == [p["target"] for p in load["params"]]


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


def test_what_an_answer_tells_of_the_request_is_no_attribute() -> None:
    """An image has no id of the request, a resource no token of the next page."""
    assert "requestId" not in resource("imagebuilder", "Image")["extras"]
    assert "extras" not in resource("resourcegroupstaggingapi", "Resource")


def test_a_name_may_say_how_a_thing_is_made() -> None:
    """CreateEnvironmentEC2 answers with the id of an environment, and was sent none."""
    (found,) = made_by("cloud9", "CreateEnvironmentEC2")
    assert ("service", [], "Environment") == found


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


def test_what_takes_all_that_tells_a_thing_and_more_is_its_part() -> None:
    """An answer is of a lens's review, though no word of its inputs says so."""
    assert "Answers" in resource("wellarchitected", "LensReview")["hasMany"]


def test_tags_are_on_whatever_tells_its_arn() -> None:
    """The operation takes any ARN, and is no action of the service."""
    assert "TagResource" not in draft("route53profiles")["service"]["actions"]
    assert "Tag" in resource("route53profiles", "Profile")["actions"]


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
