"""Resource Access Manager as its users work with it, on moto or our fake."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

SHARE = "arn:aws:ram:us-east-1:123456789012:resource-share/7ab6"
FOREIGN = "arn:aws:ram:us-east-1:210987654321:resource-share/8bc7"
SUBNET = "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1"
OURS = "arn:aws:ram:us-east-1:123456789012:permission/subnets"
AWSS = "arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSubnet"


@pytest.fixture
def ram(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ram")


@pytest.fixture
def fake_ram(fake: FakeAws) -> Any:
    """Make the service resource on our fake."""
    return boto3.resource("ram", **fake.client_arguments("ram"))


def test_a_share_is_made_listed_and_deleted(ram: Any) -> None:
    """Nobody has to say that the caller's own shares are meant."""
    share = ram.create_resource_share(name="subnets")
    assert [share] == list(ram.resource_shares.all())
    share.update(name="networks")
    assert ["networks"] == [one.name for one in ram.resource_shares.all()]
    share.delete()
    assert {"DELETED"} == {one.status for one in ram.resource_shares.all()}


def test_permissions_of_aws_are_listed(ram: Any) -> None:
    """A permission is known by its ARN."""
    arns = {permission.arn for permission in ram.permissions.all()}
    assert any(arn.startswith("arn:aws:ram::aws:permission/") for arn in arns)


def test_shares_of_others_are_asked_for_as_such(fake: FakeAws, fake_ram: Any) -> None:
    """A share that somebody else shares is loaded from where it is."""
    fake.plant(
        "ram", "GetResourceShares", {"resourceShares": [{"resourceShareArn": FOREIGN}]}
    )
    (share, *_) = fake_ram.received_resource_shares.limit(1)
    share.reload()
    assert {"OTHER-ACCOUNTS"} == {
        call.params["resourceOwner"]
        for call in fake.calls_to("ram", "GetResourceShares")
    }


def test_an_invitation_leads_to_the_share_of_another(
    fake: FakeAws, fake_ram: Any
) -> None:
    """Who is invited does not own the share."""
    told = {"resourceShareArn": FOREIGN}
    fake.plant(
        "ram", "GetResourceShareInvitations", {"resourceShareInvitations": [told]}
    )
    share = fake_ram.ResourceShareInvitation(f"{FOREIGN}-i").resource_share
    assert fake_ram.ReceivedResourceShare(FOREIGN) == share


def test_a_resource_is_one_of_a_share(fake: FakeAws, fake_ram: Any) -> None:
    """A subnet in two shares is two, each with its own status."""
    told = {"arn": SUBNET, "resourceShareArn": SHARE}
    fake.plant("ram", "ListResources", {"resources": [told]})
    (resource,) = fake_ram.ResourceShare(SHARE).resources.limit(1)
    assert fake_ram.Resource(SHARE, SUBNET) == resource


def test_a_principal_leaves_a_share(fake: FakeAws, fake_ram: Any) -> None:
    """An association is taken away by the share and the principal."""
    fake_ram.PrincipalAssociation(SHARE, "210987654321").disassociate()
    (call,) = fake.calls_to("ram", "DisassociateResourceShare")
    asked = {"resourceShareArn": SHARE, "principals": ["210987654321"]}
    assert asked == {name: call.params[name] for name in asked}


@pytest.mark.newer_botocore
@pytest.mark.parametrize("arn", [OURS, AWSS])
def test_a_permission_is_found_by_its_arn(
    session: MakeSession, arns: None, arn: str
) -> None:
    """The caller's permissions are in a region, and AWS's in none."""
    assert arn == session().resource("ram").Permission(arn).arn
