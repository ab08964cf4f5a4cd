"""What a change is sent with is the token of the data that was read."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from given_answers import KEYS, Fake

DISTRIBUTION = {"Id": "D", "Status": "Deployed", "DistributionConfig": {}}
CONFIG = {
    "CallerReference": "c", "Comment": "", "Enabled": False,
    "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "d"}]},
    "DefaultCacheBehavior":
        {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"},
}  # fmt: skip


class Cloudfront:
    """A distribution whose ETag is another each time it is read."""

    def __init__(self) -> None:
        self.reads = 0
        session = boto3.Session(**KEYS)
        self.fake = Fake(session, {"GetDistribution": self.read})
        self.distribution = session.resource("cloudfront").Distribution("D")

    def read(self, params: Any) -> dict[str, Any]:
        """Answer GetDistribution."""
        self.reads += 1
        return {"ETag": f"E{self.reads}", "Distribution": DISTRIBUTION}

    def sent(self, operation: str) -> list[str | None]:
        """Return the IfMatch of each call of an operation."""
        return [params.get("IfMatch") for params in self.fake.of(operation)]


@pytest.fixture
def cloudfront() -> Cloudfront:
    """Make a distribution."""
    return Cloudfront()


def test_a_delete_sends_what_was_loaded(cloudfront: Cloudfront) -> None:
    """The ETag that stood beside the distribution."""
    cloudfront.distribution.load()
    cloudfront.distribution.delete()

    assert ["E1"] == cloudfront.sent("DeleteDistribution")


def test_a_read_attribute_is_a_read(cloudfront: Cloudfront) -> None:
    """Which loads, and is what an update is then based on."""
    assert "Deployed" == cloudfront.distribution.status

    cloudfront.distribution.update(DistributionConfig=CONFIG)

    assert ["E1"] == cloudfront.sent("UpdateDistribution")
    assert 1 == cloudfront.reads


def test_nothing_is_read_to_make_a_change(cloudfront: Cloudfront) -> None:
    """An ETag that is asked for at the change would protect nothing."""
    cloudfront.distribution.update(DistributionConfig=CONFIG)

    assert [None] == cloudfront.sent("UpdateDistribution")
    assert 0 == cloudfront.reads


def test_another_action_does_not_lose_it(cloudfront: Cloudfront) -> None:
    """boto3 forgets the data with each action; what was read was read."""
    cloudfront.distribution.load()
    cloudfront.distribution.get_config()
    cloudfront.distribution.update(DistributionConfig=CONFIG)

    assert ["E1"] == cloudfront.sent("UpdateDistribution")
    assert 1 == cloudfront.reads


def test_a_used_token_is_not_sent_again(cloudfront: Cloudfront) -> None:
    """The thing is another after its change, which nobody has read yet."""
    cloudfront.distribution.load()
    cloudfront.distribution.update(DistributionConfig=CONFIG)
    cloudfront.distribution.update(DistributionConfig=CONFIG)
    cloudfront.distribution.reload()
    cloudfront.distribution.delete()

    assert ["E1", None] == cloudfront.sent("UpdateDistribution")
    assert ["E2"] == cloudfront.sent("DeleteDistribution")


def test_a_refused_change_keeps_it(cloudfront: Cloudfront) -> None:
    """Trying it again tells the same."""
    refusal = {"Error": {"Code": "PreconditionFailed", "Message": "no"}}
    cloudfront.fake.answers["DeleteDistribution"] = refusal
    cloudfront.distribution.load()
    for _ in range(2):
        with pytest.raises(Exception, match="PreconditionFailed"):
            cloudfront.distribution.delete()

    assert ["E1", "E1"] == cloudfront.sent("DeleteDistribution")


def test_the_callers_own_wins(cloudfront: Cloudfront) -> None:
    """Whatever was read."""
    cloudfront.distribution.load()
    cloudfront.distribution.delete(IfMatch="mine")

    assert ["mine"] == cloudfront.sent("DeleteDistribution")


def test_it_is_an_attribute(cloudfront: Cloudfront) -> None:
    """By boto3's name and AWS's, read once."""
    assert "E1" == cloudfront.distribution.e_tag
    assert "E1" == cloudfront.distribution.etag
    assert 1 == cloudfront.reads


def test_two_etags_in_one_are_not_sent(cloudfront: Cloudfront) -> None:
    """The ETag of a distribution is not that of it and its staging distribution."""
    cloudfront.distribution.load()
    cloudfront.distribution.update_with_staging_config()

    assert [None] == cloudfront.sent("UpdateDistributionWithStagingConfig")


def test_what_is_created_has_its_token() -> None:
    """As it stood beside the new one in the answer."""
    session = boto3.Session(**KEYS)
    summary = {"Name": "f", "FunctionConfig": {"Comment": "", "Runtime": "x"}}
    fake = Fake(session, {"CreateFunction": {"ETag": "E1", "FunctionSummary": summary}})
    config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}

    made = session.resource("cloudfront").create_function(
        Name="f", FunctionConfig=config, FunctionCode=b"x"
    )

    assert "E1" == made.e_tag
    made.publish()
    assert ["E1"] == [params["IfMatch"] for params in fake.of("PublishFunction")]


def function(state: dict[str, Any]) -> tuple[Any, Fake]:
    """Return a Lambda function, and what its clients are asked."""
    session = boto3.Session(**KEYS)
    fake = Fake(
        session,
        {
            "GetFunction": lambda params: {"Configuration": dict(state)},
            "GetFunctionConfiguration": lambda params: dict(state),
        },
    )
    return session.resource("lambda").Function("f"), fake


def test_a_token_in_the_data_is_sent() -> None:
    """A revision id, to what is about the function and not to its policy."""
    resource, fake = function({"FunctionName": "f", "RevisionId": "R1"})
    assert "R1" == resource.revision_id

    resource.update_configuration(Description="d")
    resource.load()
    resource.add_permission(StatementId="s", Action="a", Principal="p")

    (changed,) = fake.of("UpdateFunctionConfiguration")
    (allowed,) = fake.of("AddPermission")
    assert "R1" == changed["RevisionId"]
    assert "RevisionId" not in allowed


def test_a_wait_outlives_what_was_read() -> None:
    """AWS gives a function another revision id when it has become active."""
    resource, fake = function(
        {"FunctionName": "f", "RevisionId": "R1", "State": "Active"}
    )
    resource.load()
    resource.wait_until_active()
    resource.update_configuration(Description="d")

    (changed,) = fake.of("UpdateFunctionConfiguration")
    assert "RevisionId" not in changed


def test_s3_objects_send_what_they_sent() -> None:
    """boto3's own types have no lock, though they have an ETag."""
    session = boto3.Session(**KEYS)
    fake = Fake(session, {"HeadObject": {"ETag": "E1"}})
    found = session.resource("s3").Object("b", "k")
    assert "E1" == found.e_tag

    found.delete()

    assert [{"Bucket": "b", "Key": "k"}] == fake.of("DeleteObject")


def test_without_the_patch_there_is_no_lock() -> None:
    """The action sends what it is given, as every action of boto3's."""
    boto3_extensions.unpatch()
    try:
        session = boto3_extensions.extend(boto3.Session(**KEYS))
        fake = Fake(session, {"GetDistribution": {"Distribution": DISTRIBUTION}})
        distribution = session.resource("cloudfront").Distribution("D")
        distribution.load()
        distribution.delete()
    finally:
        boto3_extensions.patch()

    assert [{"Id": "D"}] == fake.of("DeleteDistribution")
