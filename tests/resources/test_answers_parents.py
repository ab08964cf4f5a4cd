"""What is listed or made belongs to the parent that the caller asked."""

from __future__ import annotations

import boto3
import pytest

from recorded_aws import Recorded

ECR = "arn:aws:ecr:us-east-1:123456789012:repository"


@pytest.fixture
def session(speed: None) -> boto3.Session:
    """Return a session with credentials, in us-east-1."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


@pytest.fixture
def aws(session: boto3.Session) -> Recorded:
    """Return an AWS that answers the same whatever it is asked for."""
    return Recorded(
        session,
        DescribeImages={"imageDetails": [{"imageDigest": "sha256:1"}]},
        CreateAlias={"Name": "live"},
    )


def test_items_are_of_the_parent_that_was_asked(
    session: boto3.Session, aws: Recorded
) -> None:
    """A keyword of the caller's wins over the resource's own identifier."""
    repository = session.resource("ecr").Repository("mine")
    names = [image.repository_name for image in repository.images.all()]
    others = repository.images.filter(repositoryName="other")
    assert ["mine"] == names
    assert ["other"] == [image.repository_name for image in others]
    assert ["other"] == [image.repository_name for image in others.limit(1)]
    assert [["other"]] == [[i.repository_name for i in page] for page in others.pages()]


def test_a_batch_action_acts_where_the_list_was(
    session: boto3.Session, aws: Recorded
) -> None:
    """The digests of another repository's images delete none of one's own."""
    repository = session.resource("ecr").Repository("mine")
    repository.images.filter(repositoryName="other").delete()
    name, sent = aws.calls[-1]
    assert ("BatchDeleteImage", "other") == (name, sent["repositoryName"])


def test_the_arn_of_the_same_thing_is_no_other(
    session: boto3.Session, aws: Recorded
) -> None:
    """Its name stays the resource's; that of another one is kept as it was written."""
    repository = session.resource("ecr").Repository("mine")
    for arn, name in ((f"{ECR}/mine", "mine"), (f"{ECR}/not-mine", f"{ECR}/not-mine")):
        (image,) = repository.images.filter(repositoryName=arn)
        assert name == image.repository_name


def test_what_an_action_makes_is_of_the_parent_that_was_asked(
    session: boto3.Session, aws: Recorded
) -> None:
    """It has been made there, whatever resource the action was called on."""
    function = session.resource("lambda").Function("mine")
    given = {"Name": "live", "FunctionVersion": "1"}
    assert "mine" == function.create_alias(**given).function_name
    assert "other" == function.create_alias(FunctionName="other", **given).function_name


def test_the_resource_itself_is_unchanged(
    session: boto3.Session, aws: Recorded
) -> None:
    """Only what is made of the answer has the other's name."""
    repository = session.resource("ecr").Repository("mine")
    list(repository.images.filter(repositoryName="other"))
    assert "mine" == repository.name
    assert ["mine"] == [image.repository_name for image in repository.images.all()]
