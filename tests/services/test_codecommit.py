"""CodeCommit as its users work with it, against moto; the rest against the fake.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:codecommit:us-east-1:123456789012"


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("codecommit", **fake.client_arguments("codecommit"))


def test_a_repository_is_made_and_deleted(arns: None, session: MakeSession) -> None:
    """A repository is known by its name."""
    codecommit: Any = session().resource("codecommit")
    made = codecommit.create_repository(
        repositoryName="orders", repositoryDescription="of the shop"
    )
    assert f"{START}:orders" == made.arn
    assert "of the shop" == codecommit.Repository("orders").repository_description
    made.delete()
    with pytest.raises(ClientError):
        codecommit.Repository("orders").load()


def test_a_commit_is_of_its_repository(fake: FakeAws, faked: Any) -> None:
    """A branch refers to its last commit, in the same repository."""
    branch = {"branchName": "main", "commitId": "c1"}
    fake.plant("codecommit", "ListBranches", {"branches": ["main"]})
    fake.plant("codecommit", "GetBranch", {"branch": branch})
    fake.plant(
        "codecommit", "GetCommit", {"commit": {"commitId": "c1", "message": "m"}}
    )
    (main,) = faked.Repository("orders").branches.all()
    assert faked.Commit("orders", "c1") == main.commit
    assert "m" == main.commit.message
    (call,) = fake.calls_to("codecommit", "GetCommit")
    assert {"repositoryName": "orders", "commitId": "c1"} == call.params


def test_a_file_is_put_on_a_branch(fake: FakeAws, faked: Any) -> None:
    """What changes a file makes a commit."""
    fake.plant(
        "codecommit", "PutFile", {"commitId": "c2", "blobId": "b", "treeId": "t"}
    )
    branch = faked.Repository("orders").Branch("main")
    commit = branch.put_file(filePath="a.txt", fileContent=b"a", parentCommitId="c1")
    assert faked.Commit("orders", "c2") == commit
    (call,) = fake.calls_to("codecommit", "PutFile")
    assert ("orders", "main") == (
        call.params["repositoryName"],
        call.params["branchName"],
    )


def test_the_revision_that_was_seen_is_approved(fake: FakeAws, faked: Any) -> None:
    """Who approves a pull request need not say which revision it had."""
    seen = {"pullRequestId": "7", "revisionId": "r1"}
    fake.plant("codecommit", "GetPullRequest", {"pullRequest": seen})
    faked.PullRequest("7").update_approval_state(approvalState="APPROVE")
    (call,) = fake.calls_to("codecommit", "UpdatePullRequestApprovalState")
    assert {**seen, "approvalState": "APPROVE"} == call.params


def test_comments_of_a_pull_request_are_answered(fake: FakeAws, faked: Any) -> None:
    """AWS lists comments by what they are about; all of them are in one collection."""
    told = [
        {"comments": [{"commentId": "1"}, {"commentId": "2"}]},
        {"comments": [{"commentId": "3"}]},
    ]
    answer = {"commentsForPullRequestData": told}
    fake.plant("codecommit", "GetCommentsForPullRequest", answer)
    reply = {"comment": {"commentId": "4", "inReplyTo": "3"}}
    fake.plant("codecommit", "PostCommentReply", reply)
    *_, last = faked.PullRequest("7").comments.all()
    assert faked.Comment("4") == last.reply(content="yes")
    (call,) = fake.calls_to("codecommit", "PostCommentReply")
    assert "3" == call.params["inReplyTo"]
