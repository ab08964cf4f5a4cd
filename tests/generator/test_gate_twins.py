"""Of types that AWS asks for alike, each has the operations that are its own."""

from __future__ import annotations

import pytest

from gated import actions, passed

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("service", "kind", "own"),
    [
        ("globalaccelerator", "Accelerator", "CreateListener"),
        (
            "globalaccelerator",
            "CustomRoutingAccelerator",
            "CreateCustomRoutingListener",
        ),
        ("entityresolution", "IdMappingWorkflow", "StartIdMappingJob"),
        ("entityresolution", "MatchingWorkflow", "StartMatchingJob"),
        # What an instance's contact is told to do, though it has AssociatedContacts.
        ("connect", "Contact", "StopContact"),
        # By which a contact is tagged, and not as other resources are.
        ("connect", "Contact", "TagContact"),
    ],
)
def test_of_two_that_are_asked_for_alike_the_name_tells_which(
    service: str, kind: str, own: str
) -> None:
    """Both are an AcceleratorArn, or a workflow's name."""
    assert own in actions(service, kind)


@pytest.mark.parametrize(
    ("service", "kind", "another"),
    [
        ("globalaccelerator", "Accelerator", "CreateCustomRoutingListener"),
        ("entityresolution", "MatchingWorkflow", "StartIdMappingJob"),
        # Either rule's: the type passes without it.
        ("waf", "Rule", "GetSampledRequests"),
        # The configuration of a workspace is asked for as the workspace is.
        ("amp", "WorkspaceConfiguration", "DeleteWorkspace"),
    ],
)
def test_what_is_the_others_or_eithers_is_not_on_a_type(
    service: str, kind: str, another: str
) -> None:
    """It would be sent for what it is not about."""
    assert kind in passed(service).types
    assert another not in actions(service, kind)


def test_a_child_is_of_the_one_that_its_load_is_called_after() -> None:
    """The jobs of a mapping have the name of a mapping's workflow."""
    found = passed("entityresolution").definition["resources"]["IdMappingJob"]
    assert ["IdMappingWorkflow"] == [*found["has"]]


@pytest.mark.parametrize(
    ("service", "owner", "operation"),
    [
        # "The GraphQL API ID", and "the ID for your GraphQL API" of another operation.
        ("appsync", "GraphqlApi", "CreateFunction"),
        ("appsync", "GraphqlApi", "StartSchemaCreation"),
        # "The <code>Api</code> ID".
        ("appsync", "Api", "CreateChannelNamespace"),
        # The words that tell the twins apart are Custom and Routing, and no Endpoint.
        (
            "globalaccelerator",
            "CustomRoutingEndpointGroup",
            "AllowCustomRoutingTraffic",
        ),
        ("globalaccelerator", "EndpointGroup", "AddEndpoints"),
    ],
)
def test_an_operation_is_of_the_twin_that_aws_speaks_of(
    service: str, owner: str, operation: str
) -> None:
    """Where its name does not tell, its texts do."""
    assert operation in actions(service, owner)


def test_a_child_is_of_the_twin_that_aws_speaks_of() -> None:
    """AWS says it of one operation on data sources, and means all."""
    found = passed("appsync").definition["resources"]
    owned = {"DataSource", "Function", "ApiKey"}
    assert {"GraphqlApiId"} == {found[kind]["identifiers"][0]["name"] for kind in owned}
    assert "ApiId" == found["ChannelNamespace"]["identifiers"][0]["name"]


def test_of_whom_nothing_is_said_is_left_to_the_service() -> None:
    """Nothing tells which API has types, and whose keys of a list are asked for."""
    assert "Type" in passed("appsync").refused
    assert "ListTypes" in actions("appsync", "")


def test_what_may_be_either_s_is_neither_s() -> None:
    """AWS: "one of three values", of which a Rule's id is one."""
    assert "GetSampledRequests" not in actions("waf", "Rule")


@pytest.mark.parametrize(
    ("service", "kind", "operation"),
    [
        ("datasync", "LocationS3", "DeleteLocation"),
        ("datasync", "LocationSmb", "DeleteLocation"),
        ("networkmanager", "VpcAttachment", "AcceptAttachment"),
        ("networkmanager", "Attachment", "AcceptAttachment"),
    ],
)
def test_what_is_for_all_kinds_of_a_thing_is_on_each(
    service: str, kind: str, operation: str
) -> None:
    """A location of S3 is deleted as any location."""
    assert operation in actions(service, kind)


def test_what_has_the_name_of_a_whole_is_not_for_its_parts() -> None:
    """A repository is made and deleted, and its policy with it."""
    assert "DeleteRepository" in actions("ecr-public", "Repository")
    assert "DeleteRepository" not in actions("ecr-public", "RepositoryPolicy")
