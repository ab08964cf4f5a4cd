"""What tells things apart in unedited drafts, each in a service that has them."""

from __future__ import annotations

from unedited import draft, made_by, names, resource


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


def test_an_owners_only_one_needs_no_identifier() -> None:
    """A server has one launch configuration; an image, many accounts that use it."""
    assert ["SourceServerId"] == names("mgn", "LaunchConfiguration")
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
    assert ["SourceServerId", "Id"] == names("mgn", "SourceServerAction")


def test_a_things_own_id_goes_before_that_of_its_first_word() -> None:
    """A player's session is asked for by its id as well as by the player's."""
    (told,) = resource("gamelift", "PlayerSession")["identifiers"]
    assert {"name": "Id", "memberName": "PlayerSessionId"} == told


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


def test_what_is_made_beside_a_thing_does_not_tell_it() -> None:
    """A product is made with its first artifact, whose id is not the product's."""
    made = draft("servicecatalog")["service"]["actions"]["CreateProduct"]["resource"]
    assert "Product" == made["type"]
    assert "ProvisioningArtifactDetail" not in str(made)


def test_what_is_made_is_told_by_its_own_part_of_the_answer() -> None:
    """An assessment has an ``awsAccount``, with an id, before its ``metadata``."""
    made = draft("auditmanager")["service"]["actions"]["CreateAssessment"]["resource"]
    assert ["assessment.metadata.id"] == [i["path"] for i in made["identifiers"]]


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


def test_an_id_that_a_start_answers_with_is_of_no_other_thing() -> None:
    """A search for faces is a job, and none of those that are called media analyses."""
    assert ["JobId"] == names("rekognition", "FaceSearch")
    (found,) = made_by("rekognition", "StartFaceSearch")
    assert ("Collection", ["CollectionId"], "FaceSearch") == found
    (found,) = made_by("discovery", "StartExportTask")
    assert "ExportTask" == found[2]


def test_an_arn_is_no_id_where_the_id_stands_beside_it() -> None:
    """An environment of refactor spaces takes no ARN for its identifier."""
    many = draft("migration-hub-refactor-spaces")["service"]["hasMany"]["Environments"]
    (told,) = many["resource"]["identifiers"]
    assert "EnvironmentSummaryList[].EnvironmentId" == told["path"]
