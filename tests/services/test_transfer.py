"""Transfer Family as its users work with it, on moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

ROLE = "arn:aws:iam::123456789012:role/files"
SERVER = "s-01234567890abcdef"
CONNECTOR = "c-01234567890abcdef"
KEY = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ ann@example.com"


@pytest.fixture
def transfer(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("transfer")


@pytest.fixture
def fake_transfer(fake: FakeAws) -> Any:
    """Make the service resource on our fake."""
    return boto3.resource("transfer", **fake.client_arguments("transfer"))


def test_a_server_is_made_listed_and_deleted(transfer: Any) -> None:
    """A server is known by its id."""
    server = transfer.create_server(Protocols=["SFTP"])
    assert [server] == list(transfer.servers.all())
    assert ["SFTP"] == server.protocols
    server.delete()
    assert [] == list(transfer.servers.all())


def test_a_users_keys_are_things_of_their_own(transfer: Any) -> None:
    """A key that was imported is listed by its user, and deleted."""
    user = transfer.create_server().create_user(UserName="ann", Role=ROLE)
    key = user.import_ssh_public_key(SshPublicKeyBody=KEY)
    assert ([key], KEY) == (list(user.public_keys.all()), key.ssh_public_key_body)
    key.delete()
    assert [] == list(user.public_keys.all())


def test_an_agreement_leads_to_both_profiles(fake: FakeAws, fake_transfer: Any) -> None:
    """The profile of either side has a name of its own."""
    told = {
        "Arn": "arn:aws:transfer:us-east-1:123456789012:agreement/s/a",
        "LocalProfileId": "p-01234567890abcdef",
        "PartnerProfileId": "p-fedcba09876543210",
    }
    fake.plant("transfer", "DescribeAgreement", {"Agreement": told})
    agreement = fake_transfer.Agreement(SERVER, "a-01234567890abcdef")
    assert [told["LocalProfileId"], told["PartnerProfileId"]] == [
        agreement.local_profile.id,
        agreement.partner_profile.id,
    ]


def test_a_transfer_has_results(fake: FakeAws, fake_transfer: Any) -> None:
    """What a connector begins is asked for by both ids."""
    fake.plant("transfer", "StartFileTransfer", {"TransferId": "T1"})
    begun = fake_transfer.Connector(CONNECTOR).start_file_transfer(
        SendFilePaths=["/bucket/orders.csv"]
    )
    begun.list_results()
    (call,) = fake.calls_to("transfer", "ListFileTransferResults")
    assert {"ConnectorId": CONNECTOR, "TransferId": begun.id} == call.params
