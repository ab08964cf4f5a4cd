"""CodeBuild as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession
from moto_inventory.codebuild import NEEDS as PROJECT

START = "arn:aws:codebuild:us-east-1:123456789012"


@pytest.fixture
def codebuild(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("codebuild")


@pytest.fixture
def project(codebuild: Any) -> Any:
    """Make a project."""
    return codebuild.create_project(name="orders", **PROJECT)


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("codebuild", **fake.client_arguments("codebuild"))


def test_a_project_is_made_listed_and_deleted(codebuild: Any, project: Any) -> None:
    """AWS lists names alone; what is asked of a listed project loads it."""
    (listed,) = codebuild.projects.all()
    assert project == listed
    assert "S3" == listed.source["type"]
    project.delete()
    assert [] == list(codebuild.projects.all())


def test_a_project_has_builds(codebuild: Any, project: Any) -> None:
    """A build is of its project, and refers to it."""
    build = project.start_build()
    assert [build] == list(project.builds.all())
    assert [build] == list(codebuild.builds.all())
    assert project == build.project
    assert "STOPPED" == build.stop()["build"]["buildStatus"]


def test_an_arn_tells_the_id_of_a_build(session: MakeSession) -> None:
    """The id of a build has the name of its project, and a colon."""
    made: Any = boto3_extensions.resource_from_arn(f"{START}:build/a:1", session())
    assert ("codebuild.Build", "a:1") == (type(made).__name__, made.id)


def test_builds_are_told_of_and_deleted_together(fake: FakeAws, faked: Any) -> None:
    """One call tells of the builds of a page, and one deletes them."""
    fake.plant("codebuild", "ListBuilds", {"ids": ["a:1", "a:2"]})
    builds = [{"id": "a:2", "buildNumber": 2}, {"id": "a:1", "buildNumber": 1}]
    fake.plant("codebuild", "BatchGetBuilds", {"builds": builds})
    assert [1, 2] == [build.build_number for build in faked.builds.all()]
    faked.builds.all().delete()
    (told,) = fake.calls_to("codebuild", "BatchGetBuilds")
    (deleted,) = fake.calls_to("codebuild", "BatchDeleteBuilds")
    assert {"ids": ["a:1", "a:2"]} == told.params == deleted.params


def test_a_shared_project_is_known_by_its_arn(fake: FakeAws, faked: Any) -> None:
    """A project of another account may have the name of one's own."""
    theirs = "arn:aws:codebuild:us-east-1:222222222222:project/orders"
    fake.plant("codebuild", "ListSharedProjects", {"projects": [theirs]})
    answer = {"projects": [{"name": "orders", "arn": theirs, "description": "theirs"}]}
    fake.plant("codebuild", "BatchGetProjects", answer)
    (shared,) = faked.shared_projects.all()
    assert "theirs" == shared.description
    assert shared != faked.Project("orders")
    assert not hasattr(shared, "delete")


def test_a_webhook_is_in_the_data_of_its_project(fake: FakeAws, faked: Any) -> None:
    """A project has one webhook at most."""
    answer = {"projects": [{"name": "orders", "webhook": {"url": "https://x"}}]}
    fake.plant("codebuild", "BatchGetProjects", answer)
    webhook = faked.Project("orders").Webhook()
    assert "https://x" == webhook.url
    webhook.delete()
    (call,) = fake.calls_to("codebuild", "DeleteWebhook")
    assert {"projectName": "orders"} == call.params
