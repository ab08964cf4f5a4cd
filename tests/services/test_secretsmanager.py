"""Secrets Manager as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest

import boto3_extensions
from make_session import MakeSession


@pytest.fixture
def secrets(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("secretsmanager")


@pytest.fixture
def secret(secrets: Any) -> Any:
    """Make a secret."""
    return secrets.create_secret(
        Name="team/db-password",
        Description="of the orders",
        SecretString="first",
        Tags=[{"Key": "team", "Value": "sales"}],
    )


def test_a_secret_is_made_listed_and_deleted(secrets: Any, secret: Any) -> None:
    """A secret is known by its name, and its description is an attribute."""
    assert [secret] == list(secrets.secrets.all())
    assert "of the orders" == secret.description
    secret.delete(ForceDeleteWithoutRecovery=True)
    assert [] == list(secrets.secrets.all())


def test_a_deleted_secret_comes_back(secrets: Any, secret: Any) -> None:
    """A secret is deleted later, until then it can be restored."""
    secret.delete(RecoveryWindowInDays=7)
    assert [] == list(secrets.secrets.all())
    secret.restore()
    assert [secret] == list(secrets.secrets.all())


def test_a_new_value_is_a_new_version(secret: Any) -> None:
    """Each version of a secret keeps its value."""
    old = next(iter(secret.versions.all()))
    new = secret.put_value(SecretString="second")
    assert "second" == secret.get_value()["SecretString"]
    assert "second" == new.get_value()["SecretString"]
    assert "first" == old.get_value()["SecretString"]
    assert ["AWSCURRENT"] == new.version_stages
    assert ["AWSPREVIOUS"] == secret.Version(old.id).version_stages
    assert secret == new.Secret()


def test_a_loaded_secret_tells_its_versions_stages(secrets: Any, secret: Any) -> None:
    """AWS calls them otherwise in a list; the attribute is the same."""
    stages = {version.id: ["AWSCURRENT"] for version in secret.versions.all()}
    assert stages == next(iter(secrets.secrets.all())).secret_versions_to_stages
    assert stages == secrets.Secret(secret.name).secret_versions_to_stages


def test_the_values_of_a_collection_come_at_once(secrets: Any, secret: Any) -> None:
    """One call gets the values of twenty secrets."""
    secrets.create_secret(Name="other", SecretString="theirs")
    answers = secrets.secrets.page_size(20).get_value()
    assert {"team/db-password": "first", "other": "theirs"} == {
        value["Name"]: value["SecretString"]
        for answer in answers
        for value in answer["SecretValues"]
    }


def test_a_secret_is_copied_to_another_region(secret: Any) -> None:
    """Each copy is a resource, which can be removed."""
    secret.replicate_to_regions(AddReplicaRegions=[{"Region": "eu-west-1"}])
    assert ["eu-west-1"] == [replica.region for replica in secret.replicas.all()]
    assert "InSync" == secret.Replica("eu-west-1").status
    secret.Replica("eu-west-1").remove()
    assert [] == list(secret.replicas.all())


@pytest.mark.newer_botocore
def test_a_secret_has_a_policy(secret: Any) -> None:
    """The one policy of a secret is the default."""
    text = '{"Version": "2012-10-17", "Statement": []}'
    secret.put_resource_policy(ResourcePolicy=text)
    policy = secret.ResourcePolicy("default")
    assert text == policy.resource_policy
    policy.delete()
    assert "ResourcePolicy" not in secret.get_resource_policy()


def test_a_secret_has_tags(secret: Any) -> None:
    """Tags are in the data, and added and removed by the secret."""
    secret.tag(Tags=[{"Key": "stage", "Value": "test"}])
    secret.untag(TagKeys=["team"])
    assert [{"Key": "stage", "Value": "test"}] == secret.tags


def test_an_arn_leads_back_to_its_secret(
    arns: None, session: MakeSession, secret: Any
) -> None:
    """AWS ends the ARN in characters of its own, which are not of the name."""
    assert secret.arn.startswith(
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:team/db-password-"
    )
    found = boto3_extensions.resource_from_arn(secret.arn, session())
    assert "team/db-password" == found.name
