"""Amazon MQ as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

START = "arn:aws:mq:us-east-1:123456789012"


@pytest.fixture
def mq(arns: None, session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("mq")


@pytest.fixture
def broker(mq: Any) -> Any:
    """Make a broker."""
    return mq.create_broker(
        BrokerName="orders",
        DeploymentMode="SINGLE_INSTANCE",
        EngineType="ACTIVEMQ",
        EngineVersion="5.18",
        HostInstanceType="mq.m5.large",
        AutoMinorVersionUpgrade=True,
        PubliclyAccessible=False,
        Users=[{"Username": "admin", "Password": "testing-testing"}],
        Tags={"team": "shop"},
    )


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("mq", **fake.client_arguments("mq"))


def test_a_broker_has_users(mq: Any, broker: Any) -> None:
    """A broker is listed, and makes and lists its users."""
    assert [broker] == list(mq.brokers.all())
    user = broker.create_user(Username="ann", Password="testing-testing")
    assert {"admin", "ann"} == {one.username for one in broker.broker_users.all()}
    assert broker == user.Broker()
    user.delete()
    assert ["admin"] == [one.username for one in broker.broker_users.all()]


def test_a_broker_has_tags(broker: Any) -> None:
    """They go by its ARN, which its data tell."""
    broker.create_tags(Tags={"stage": "test"})
    assert {"team": "shop", "stage": "test"} == broker.list_tags()["Tags"]


def test_the_arn_of_a_broker_has_its_name_and_its_id(session: MakeSession) -> None:
    """The id tells a broker; its name is one word more (moto's ARN lacks it)."""
    arn = f"{START}:broker:orders:b-1"
    found: Any = boto3_extensions.resource_from_arn(arn, session())
    assert ("mq.Broker", "b-1") == (type(found).__name__, found.id)


def test_a_configuration_has_revisions(mq: Any) -> None:
    """Each change of a configuration is one more."""
    made = mq.create_configuration(
        Name="strict", EngineType="ACTIVEMQ", EngineVersion="5.18"
    )
    made.update(Data="PGJyb2tlci8+", Description="second")
    assert ["1", "2"] == [one.revision for one in made.revisions.all()]
    assert "PGJyb2tlci8+" == made.Revision("2").data


def test_a_broker_refers_to_its_configuration(fake: FakeAws, faked: Any) -> None:
    """A broker's data tell the id of the one that it has now."""
    told = {"Configurations": {"Current": {"Id": "c-1", "Revision": 2}}}
    fake.plant("mq", "DescribeBroker", told)
    assert faked.Configuration("c-1") == faked.Broker("b-1").configuration


@pytest.mark.newer_botocore
def test_what_is_shared_with_a_broker_is_listed(fake: FakeAws, faked: Any) -> None:
    """It is one of the broker's, told by its ARN."""
    told = [{"ResourceArn": "arn:aws:x", "Status": "AVAILABLE", "Type": "RESOURCE"}]
    fake.plant("mq", "DescribeSharedResources", {"SharedResources": told})
    (shared,) = faked.Broker("b-1").shared_resources.all()
    assert faked.SharedResource("b-1", "arn:aws:x") == shared
