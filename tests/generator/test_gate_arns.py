"""The ARNs of derived types are as AWS's Service Authorization Reference has them."""

from __future__ import annotations

import pytest

from gated import passed

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


def arns(service: str) -> dict[str, dict[str, str]]:
    """Return the ARN rules of what passes of a service's draft."""
    documents = passed(service).documents_by_name
    return dict(documents.get("arns-1.json", {}).get("resources", {}))


@pytest.mark.parametrize(
    ("service", "kind", "ending"),
    [
        # A static IP has a name, and its ARN ends in an id that nothing asks for.
        ("lightsail", "StaticIp", "StaticIp/{_}"),
        ("redshift-serverless", "Workgroup", "workgroup/{_}"),
        # The reference's word for whatever tells a thing.
        ("databrew", "Dataset", "dataset/{name}"),
        # What AWS asks for is the id, whatever the reference calls it.
        ("cloudhsmv2", "Cluster", "cluster/{id}"),
    ],
)
def test_a_name_is_not_put_where_an_id_is(service: str, kind: str, ending: str) -> None:
    """A resource of an ARN would have a name that no call knows."""
    assert arns(service)[kind]["format"].endswith(f":{ending}")


def test_the_account_that_a_type_is_asked_by_is_that_of_its_arn() -> None:
    """All of quicksight is asked for by an AwsAccountId."""
    assert arns("quicksight")["Analysis"] == {
        "format": "arn:{partition}:quicksight:{region}:{account}:analysis/{id}",
        "arn": "arn",
        "account": "aws_account_id",
    }


def test_an_arn_of_which_more_is_unknown_is_not_filled() -> None:
    """A user's ends in its namespace and its name, which the reference does not say."""
    assert arns("quicksight")["User"]["format"].endswith(":user/{_+}")


@pytest.mark.parametrize(
    ("service", "kind", "ending"),
    [
        # AWS's examples have runs and uploads with slashes; jobs are known alike.
        ("devicefarm", "Run", ":run:{_+}"),
        ("devicefarm", "Job", ":job:{_+}"),
        # What is further down is an execution, and a volume.
        ("datasync", "Task", ":task/{_}"),
        ("storagegateway", "Gateway", ":gateway/{_}"),
    ],
)
def test_an_id_has_slashes_where_aws_shows_some(
    service: str, kind: str, ending: str
) -> None:
    """A run is ``run:<project>/<run>``, whatever the reference calls its id."""
    assert arns(service)[kind]["format"].endswith(ending)


@pytest.mark.parametrize(
    ("service", "kind", "ending"),
    [
        # botocore's pattern of an instance's ARN begins as a rule's does.
        ("connect", "Rule", "instance/{instance_id}/rule/{id}"),
        ("vpc-lattice", "Service", "service/{id}"),
        # The reference's Stream is a ProgressUpdateStream, and its Task the type.
        (
            "mgh",
            "MigrationTask",
            "progressUpdateStream/{progress_update_stream}/migrationTask/{name}",
        ),
        ("pinpoint", "Journey", "apps/{application_id}/journeys/{id}"),
    ],
)
def test_a_format_is_filled_with_what_the_reference_means(
    service: str, kind: str, ending: str
) -> None:
    """Without it, nobody could come from the ARN to the resource."""
    assert arns(service)[kind]["format"].endswith(f":{ending}")


def test_the_arn_of_an_item_is_not_that_of_its_parent() -> None:
    """botocore's patterns of a recommendation's and of its resource's ARN differ."""
    found = passed("trustedadvisor").definition["resources"]
    body = found["OrganizationRecommendationResource"]
    assert {"name": "OrganizationRecommendationArn"} in body["identifiers"]
    # And what has the ARN of an organization's recommendation is no other.
    assert "Recommendation" not in body["has"]


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        # An event API's, a requester's gateway's and a custom accelerator's are alike.
        ("appsync", "GraphqlApi"),
        ("rtbfabric", "ResponderGateway"),
        ("globalaccelerator", "Accelerator"),
    ],
)
def test_an_arn_that_is_anothers_as_well_makes_no_resource(
    service: str, kind: str
) -> None:
    """It would be the one's, whichever it is of."""
    assert "format" not in arns(service).get(kind, {})


def test_an_arn_has_the_region_that_its_names_are_unique_in() -> None:
    """The reference leaves it out of the ARNs of swf's domains."""
    found = arns("swf")["Domain"]["format"]
    assert found == "arn:{partition}:swf:{region}:{account}:/domain/{name}"


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        # It has the ARN of its role, and whatever is below an app is no backend alone.
        ("greengrass", "AssociatedRole"),
        ("amplifybackend", "Backend"),
    ],
)
def test_an_arn_that_is_anothers_or_made_up_is_none(service: str, kind: str) -> None:
    """AWS has no such ARN."""
    assert kind not in arns(service)


@pytest.mark.parametrize(
    ("service", "kind", "entry"),
    [
        # The ApplicationId is "the Amazon Resource Name (ARN) of the application".
        (
            "serverlessrepo",
            "Application",
            {
                "format": "arn:{partition}:serverlessrepo:{region}:{account}:"
                "applications/{_}",
                "arn": "id",
            },
        ),
        # "For custom lenses, this is the lens ARN."
        ("wellarchitected", "Lens", {"arn": "lens_arn"}),
        # A URI would have slashes, or be an ARN.
        ("customer-profiles", "Integration", None),
        # The checks of the reference are others: botocore's pattern has ``check/``.
        ("trustedadvisor", "Check", {"arn": "arn"}),
    ],
)
def test_an_arn_is_not_put_into_itself(
    service: str, kind: str, entry: dict[str, str] | None
) -> None:
    """Nor is one made in the words of another thing's."""
    assert kind in passed(service).types
    assert entry == arns(service).get(kind)


def test_an_arn_may_go_on_where_botocore_s_pattern_does() -> None:
    """A document classifier is one, or a version of it."""
    found = arns("comprehend")
    assert found["DocumentClassifier"]["format"].endswith("document-classifier/{_+}")
    assert found["Flywheel"]["format"].endswith("flywheel/{_}")


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        # JobResource, apps and channels are the reference's words.
        ("drs", "Job"),
        ("amplify", "App"),
        ("mediapackage", "Channel"),
    ],
)
def test_the_reference_may_call_a_type_by_a_longer_word(
    service: str, kind: str
) -> None:
    """Its format is the type's all the same."""
    assert arns(service)[kind]["format"].endswith("/{id}")


def test_the_arn_of_what_was_operated_on_is_no_operation_s() -> None:
    """Beside a ResourceId and a ResourceType, a ResourceArn is theirs."""
    assert "Operation" not in arns("ssm-sap")
    assert arns("keyspaces")["Table"]["arn"] == "resource_arn"
