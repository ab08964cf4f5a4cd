"""What users do with directconnect: connections, LAGs, interfaces and gateways.

moto has connections and LAGs; what it lacks is asked of the fake AWS, which shows what
is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import boto3.exceptions
import pytest

from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def directconnect(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("directconnect")


@pytest.fixture
def connection(directconnect: Any) -> Any:
    """Make a connection."""
    return directconnect.create_connection(
        location="EqDC2", bandwidth="1Gbps", connectionName="office"
    )


def test_a_connection_is_made_listed_and_loaded(
    directconnect: Any, connection: Any
) -> None:
    """What AWS answered on creation is there without a call."""
    assert "office" == connection.connection_name
    assert [connection] == list(directconnect.connections.all())
    same = directconnect.Connection(connection.connection_id)
    assert "EqDC2" == same.location


def test_a_connection_is_changed_and_deleted(connection: Any) -> None:
    """A new name shows after the next load."""
    connection.update(connectionName="branch")
    connection.load()
    assert "branch" == connection.connection_name
    assert "deleted" == connection.delete()["connectionState"]


def test_keys_are_associated_with_connections_and_lags(
    directconnect: Any, connection: Any
) -> None:
    """Both go by the input that AWS calls connectionId."""
    lag = directconnect.create_lag(
        numberOfConnections=1,
        location="EqDC2",
        connectionsBandwidth="1Gbps",
        lagName="office",
    )
    for one in (connection, lag):
        answer = one.associate_mac_sec_key(secretARN="arn:aws:secretsmanager:x")
        assert "arn:aws:secretsmanager:x" == answer["macSecKeys"][-1]["secretARN"]
    assert [lag] == list(directconnect.lags.all())


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    arguments = fake.client_arguments("directconnect")
    return boto3.Session().resource("directconnect", **arguments)


def test_the_owner_is_in_the_arn(arns: None, fake: FakeAws, faked: Any) -> None:
    """A connection or gateway may be another account's; a gateway has no region."""
    owner = "210987654321"
    connection = {"connectionId": "dxcon-1", "ownerAccount": owner}
    gateway = {"directConnectGatewayId": "gw-1", "ownerAccount": owner}
    fake.plant("directconnect", "DescribeConnections", {"connections": [connection]})
    fake.plant(
        "directconnect",
        "DescribeDirectConnectGateways",
        {"directConnectGateways": [gateway]},
    )
    assert f"arn:aws:directconnect:us-east-1:{owner}:dxcon/dxcon-1" == (
        faked.Connection("dxcon-1").arn
    )
    assert f"arn:aws:directconnect::{owner}:dx-gateway/gw-1" == (
        faked.DirectConnectGateway("gw-1").arn
    )


def test_a_proposal_is_accepted_as_it_was_made(fake: FakeAws, faked: Any) -> None:
    """The proposal knows the gateway and the owner that AWS asks for."""
    proposal = {
        "proposalId": "p-1",
        "directConnectGatewayId": "gw-1",
        "associatedGateway": {"id": "vgw-1", "ownerAccount": "210987654321"},
    }
    fake.plant(
        "directconnect",
        "DescribeDirectConnectGatewayAssociationProposals",
        {"directConnectGatewayAssociationProposals": [proposal]},
    )
    accepted = faked.DirectConnectGatewayAssociationProposal("p-1").accept()
    assert "directconnect.DirectConnectGatewayAssociation" == type(accepted).__name__
    (call,) = fake.calls_to(
        "directconnect", "AcceptDirectConnectGatewayAssociationProposal"
    )
    assert {
        "proposalId": "p-1",
        "directConnectGatewayId": "gw-1",
        "associatedGatewayOwnerAccount": "210987654321",
    } == call.params


def test_a_peer_is_found_among_its_interfaces(fake: FakeAws, faked: Any) -> None:
    """AWS lists peers as part of their interface only."""
    peers = [
        {"bgpPeerId": "dxpeer-1", "bgpStatus": "up"},
        {"bgpPeerId": "dxpeer-2", "bgpStatus": "down"},
    ]
    interface = {"virtualInterfaceId": "dxvif-1", "bgpPeers": peers}
    fake.plant(
        "directconnect", "DescribeVirtualInterfaces", {"virtualInterfaces": [interface]}
    )
    vif = faked.VirtualInterface("dxvif-1")
    assert "down" == vif.BGPPeer("dxpeer-2").bgp_status
    with pytest.raises(boto3.exceptions.ResourceLoadException, match="among the 2"):
        vif.BGPPeer("dxpeer-3").load()
