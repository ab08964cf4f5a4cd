"""S3 Control as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions.exceptions import UnknownArnTypeError
from fake_aws import FakeAws
from make_session import MakeSession

ACCOUNT = "123456789012"
OUTPOST = f"arn:aws:s3-outposts:us-east-1:{ACCOUNT}:outpost/op-1"


@pytest.fixture
def account(session: MakeSession) -> Any:
    """Make the caller's account, on moto."""
    session().resource("s3").create_bucket(Bucket="orders")
    return session().resource("s3control").Account(ACCOUNT)


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the caller's account, on the fake AWS."""
    return boto3.resource("s3control", **fake.client_arguments("s3control")).Account(
        ACCOUNT
    )


def test_an_access_point_is_made_listed_and_deleted(arns: None, account: Any) -> None:
    """An access point is one of its account, and leads to its bucket."""
    made = account.create_access_point(Name="readers", Bucket="orders")
    assert [made] == list(account.access_points.all())
    assert "orders" == made.resource("bucket").name
    assert f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/readers" == made.arn
    made.Policy().put(Policy='{"Version": "2012-10-17", "Statement": []}')
    assert '{"Version": "2012-10-17", "Statement": []}' == made.Policy().policy
    made.delete()
    assert [] == list(account.access_points.all())


def test_an_account_blocks_public_access(account: Any) -> None:
    """The block is the account's, and there is one."""
    block = account.PublicAccessBlock()
    block.put(PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    block.reload()
    assert block.block_public_acls
    assert account == block.Account()


def test_a_multi_region_access_point_is_made_in_a_while(
    arns: None, account: Any
) -> None:
    """Its create returns it, and its delete what tells how far AWS is."""
    made = account.create_multi_region_access_point(
        ClientToken="1", Details={"Name": "world", "Regions": [{"Bucket": "orders"}]}
    )
    assert [made] == list(account.multi_region_access_points.all())
    assert f"arn:aws:s3::{ACCOUNT}:accesspoint/{made.alias}" == made.arn
    operation = made.delete(ClientToken="2")
    assert "DeleteMultiRegionAccessPoint" == operation.operation


def test_a_storage_lens_configuration_is_put(account: Any) -> None:
    """What is put is there, with its tags."""
    made = account.put_storage_lens_configuration(
        ConfigId="all",
        StorageLensConfiguration={
            "Id": "all",
            "AccountLevel": {"BucketLevel": {}},
            "IsEnabled": True,
        },
    )
    assert [made] == list(account.storage_lens_configurations.all())
    made.Tagging().put(Tags=[{"Key": "team", "Value": "shop"}])
    assert {"team": "shop"} == dict(boto3_extensions.tags_of(made))


def test_a_job_is_of_the_account_of_its_arn(arns: None, session: MakeSession) -> None:
    """AWS is asked for the owner, whoever that is."""
    arn = "arn:aws:s3:us-east-1:210987654321:job/1"
    job: Any = boto3_extensions.resource_from_arn(arn, session())
    assert "s3control.Job(account_id='210987654321', id='1')" == repr(job)


def test_the_arn_of_a_multi_region_access_point_does_not_tell_its_name() -> None:
    """It has the alias that AWS has made up."""
    with pytest.raises(UnknownArnTypeError, match="MultiRegionAccessPoint, but not"):
        boto3_extensions.resource_type_of(f"arn:aws:s3::{ACCOUNT}:accesspoint/p.mrap")


def test_the_access_points_of_an_outpost_are_told_by_their_arns(
    fake: FakeAws, faked: Any
) -> None:
    """AWS takes the name of one for an access point of the account outside of it."""
    arn = f"{OUTPOST}/accesspoint/readers"
    bucket = faked.Bucket(f"{OUTPOST}/bucket/orders")
    listed = {"Name": "readers", "AccessPointArn": arn}
    fake.plant("s3control", "ListAccessPoints", {"AccessPointList": [listed]})
    fake.plant("s3control", "CreateAccessPoint", {"AccessPointArn": arn})
    (found,) = bucket.access_points.all()
    made = bucket.create_access_point(Name="readers")
    assert [faked.AccessPoint(arn)] * 2 == [found, made]
    found.delete()
    (call,) = fake.calls_to("s3control", "DeleteAccessPoint")
    assert {"AccountId": ACCOUNT, "Name": arn} == call.params


def test_tags_of_a_job_are_put_as_a_whole(fake: FakeAws, faked: Any) -> None:
    """Those that it has are put again with a new one."""
    fake.plant("s3control", "GetJobTagging", {"Tags": [{"Key": "a", "Value": "1"}]})
    boto3_extensions.tags_of(faked.Job("job-00001"))["b"] = "2"
    (call,) = fake.calls_to("s3control", "PutJobTagging")
    assert {"a": "1", "b": "2"} == {t["Key"]: t["Value"] for t in call.params["Tags"]}
