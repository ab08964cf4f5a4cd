"""The children of many owners are asked for together, where AWS takes many."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from boto3_extensions import children
from boto3_extensions.exceptions import CallsFailedError
from fake_aws import FakeAws, Refusal


def resource(fake: FakeAws, service: str) -> Any:
    """Return a service of the fake AWS."""
    return boto3.resource(service, **fake.client_arguments(service))


def volumes(params: dict[str, Any]) -> dict[str, Any]:
    """Answer as DescribeVolumes does: each instance's own, and one that all share."""
    (wanted,) = params["Filters"]
    found = [
        {"VolumeId": f"vol-{one[2:]}", "Attachments": [{"InstanceId": one}]}
        for one in wanted["Values"]
    ]
    return {"Volumes": [*found, {"VolumeId": "vol-shared"}]}


def test_the_volumes_of_many_instances_are_few_requests(fake: FakeAws) -> None:
    """As many as a filter takes at once, each volume once."""
    fake.plant("ec2", "DescribeVolumes", volumes)
    ec2 = resource(fake, "ec2")
    instances = [ec2.Instance(f"i-{number}") for number in range(450)]
    found = [volume.id for volume in children(instances, "volumes")]

    assert {f"vol-{n}" for n in range(450)} | {"vol-shared"} == set(found)
    assert 451 == len(found)
    sizes = [len(call.params["Filters"][0]["Values"]) for call in fake.calls]
    assert [200, 200, 50] == sizes


def test_what_is_found_is_what_each_owner_lists(fake: FakeAws) -> None:
    """Objects of the same type, with their data."""
    fake.plant("ec2", "DescribeVolumes", volumes)
    instance = resource(fake, "ec2").Instance("i-1")

    assert list(instance.volumes.all()) == list(children([instance], "volumes"))
    (first, *_) = children([instance], "volumes")
    assert [{"InstanceId": "i-1"}] == first.attachments


def test_no_owner_is_asked_alone_after_a_fault_of_aws(fake: FakeAws) -> None:
    """The same would come of it for each; one that does not exist fails alone."""

    def refuse(params: dict[str, Any]) -> Any:
        raise Refusal("InternalFailure", "Not now.", 500)

    fake.plant("ec2", "DescribeVolumes", refuse)
    ec2 = resource(fake, "ec2")
    with pytest.raises(ClientError, match="Not now"):
        list(children([ec2.Instance("i-1"), ec2.Instance("i-2")], "volumes"))
    assert 1 == len(fake.calls)


def test_owners_of_two_clients_are_asked_for_apart(fake: FakeAws) -> None:
    """Each by its own."""
    fake.plant("ec2", "DescribeVolumes", volumes)
    one, other = resource(fake, "ec2"), resource(fake, "ec2")
    owners = [one.Instance("i-1"), other.Instance("i-2"), one.Instance("i-3")]
    list(children(owners, "volumes"))

    asked = [call.params["Filters"][0]["Values"] for call in fake.calls]
    assert [["i-1", "i-3"], ["i-2"]] == asked


def test_where_a_list_takes_one_owner_each_is_asked(fake: FakeAws) -> None:
    """And one that fails hides no other's children."""

    def policies(params: dict[str, Any]) -> dict[str, Any]:
        if params["UserName"] == "b":
            raise Refusal("NoSuchEntity", "b", 404)
        return {"AccessKeyMetadata": [{"AccessKeyId": f"A{params['UserName']}" * 16,
                                       "UserName": params["UserName"]}]}  # fmt: skip

    fake.plant("iam", "ListAccessKeys", policies)
    iam = resource(fake, "iam")
    found: list[str] = []
    keys = children(map(iam.User, "abc"), "access_keys")
    with pytest.raises(CallsFailedError, match="'b'") as caught:
        found.extend(key.user_name for key in keys)

    assert ["a", "c"] == found
    assert 1 == len(caught.value.failures)


def test_owners_are_taken_as_they_come(fake: FakeAws) -> None:
    """A collection of them will do, or none."""
    fake.plant("ec2", "DescribeVolumes", volumes)
    fake.plant("ec2", "DescribeInstances",
               {"Reservations": [{"Instances": [{"InstanceId": "i-1"}]}]})  # fmt: skip
    ec2 = resource(fake, "ec2")

    assert 2 == len(list(children(ec2.instances.all(), "volumes")))
    assert [] == list(children([], "volumes"))
    with pytest.raises(AttributeError):
        list(children([ec2.Instance("i-1")], "voulmes"))
    with pytest.raises(AttributeError):
        list(children([ec2.Instance("i-1")], "stop"))


def test_two_of_one_name_are_not_the_same(fake: FakeAws) -> None:
    """In two accounts, whose clients differ, a stream may be called alike."""
    streams = {"logStreams": [{"logStreamName": "s"}]}
    fake.plant("logs", "DescribeLogStreams", streams)
    groups = [resource(fake, "logs").LogGroup("g") for _ in range(2)]

    assert 2 == len(list(children(groups, "log_streams")))
