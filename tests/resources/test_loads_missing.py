"""A load of what does not exist says so, whatever AWS answers."""

from __future__ import annotations

from typing import Any

import boto3
import botocore.exceptions
import pytest
from boto3.exceptions import Boto3Error, ResourceLoadException

from boto3_extensions.exceptions import MissingResourceError, ResourceNotFoundError
from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def group(session: MakeSession) -> Any:
    """Return an auto scaling group that nobody has made: AWS filters by name."""
    return session().resource("autoscaling").AutoScalingGroup("nobodys")


def test_an_empty_answer_raises(group: Any) -> None:
    """The message names the resource."""
    with pytest.raises(
        ResourceNotFoundError, match=r"AutoScalingGroup\(name='nobodys'\) was not found"
    ):
        group.load()


def test_an_attribute_raises_the_same(group: Any) -> None:
    """Never an AttributeError, which hasattr would take for an answer."""
    with pytest.raises(ResourceNotFoundError):
        hasattr(group, "min_size")


def test_reload_is_load(group: Any) -> None:
    """As in boto3."""
    with pytest.raises(ResourceNotFoundError):
        group.reload()


def test_it_is_an_error_of_boto3s() -> None:
    """Whoever catches boto3's errors catches this one."""
    assert issubclass(ResourceNotFoundError, (Boto3Error))
    assert issubclass(ResourceNotFoundError, ResourceLoadException)


def test_an_error_of_the_service_stays_what_it_is(session: MakeSession) -> None:
    """rds answers with one of its own."""
    with pytest.raises(botocore.exceptions.ClientError, match="DBInstanceNotFound"):
        session().resource("rds").DBInstance("nobodys").load()


def test_types_of_boto3s_own_are_left_alone(session: MakeSession) -> None:
    """Code that looks at `meta.data` after a load finds None there as before."""
    alarm = session().resource("cloudwatch").Alarm("nobodys")
    alarm.load()
    assert alarm.meta.data is None


def test_a_user_whose_load_can_be_empty_learns_it_after_a_delete(
    session: MakeSession,
) -> None:
    """What was there and is gone is not found either, and keeps no old data."""
    autoscaling = session().resource("autoscaling")
    autoscaling.create_launch_configuration(
        LaunchConfigurationName="web", ImageId="ami-12345678", InstanceType="t3.micro"
    )
    configuration = autoscaling.LaunchConfiguration("web")
    assert "t3.micro" == configuration.instance_type
    configuration.delete()
    with pytest.raises(ResourceNotFoundError):
        configuration.reload()


def test_an_attribute_of_boto3s_own_type_names_what_is_missing(fake: FakeAws) -> None:
    """Still the AttributeError that scripts catch, and an error of ours."""
    fake.plant("ec2", "DescribeImages", {"Images": []})
    image = boto3.resource("ec2", **fake.client_arguments("ec2")).Image("ami-0")
    with pytest.raises(
        AttributeError, match=r"Image\(id='ami-0'\) was not found"
    ) as it:
        _ = image.name
    assert isinstance(it.value, MissingResourceError)
    assert isinstance(it.value, ResourceNotFoundError)
    assert not hasattr(image, "name")


def test_another_attribute_error_stays_what_it_is(fake: FakeAws) -> None:
    """That of a handler, say, is not taken for AWS's."""
    alarm = boto3.resource("cloudwatch", **fake.client_arguments("cloudwatch")).Alarm(
        "x"
    )

    def fail(**_: Any) -> None:
        raise AttributeError("of my own")

    alarm.meta.client.meta.events.register("before-call", fail)
    with pytest.raises(AttributeError, match="of my own") as it:
        _ = alarm.state_value
    assert not isinstance(it.value, MissingResourceError)


def test_a_reference_of_what_is_missing_is_none(fake: FakeAws) -> None:
    """As in boto3."""
    fake.plant("ec2", "DescribeInstances", {"Reservations": []})
    assert (
        boto3.resource("ec2", **fake.client_arguments("ec2")).Instance("i-0").vpc
        is None
    )
