"""What sessions share of members stays as it is, whoever uses it, and when."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import boto3
import pytest
from boto3.resources import model
from boto3.session import Session
from botocore.model import OperationNotFoundError
from moto import mock_aws

from boto3_extensions._foundation import wraps
from boto3_extensions._foundation.models import source_of
from boto3_extensions._speed.classes import CachingFactory

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}
THREADS = 16

pytestmark = pytest.mark.usefixtures("nothing_read")


def new_session() -> Session:
    """Make a session."""
    return boto3.Session(**KEYS)


def written(value: Any) -> Any:
    """Return all that models of members hold, to be compared."""
    if isinstance(value, dict):
        return {key: written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [written(one) for one in value]
    if type(value).__module__ == model.__name__:
        # All types of the service, which are compared as documents elsewhere.
        parts = {k: v for k, v in vars(value).items() if k != "_resource_defs"}
        return type(value), written(parts)
    return value if isinstance(value, str | int | None) else id(value)


def shared(resource: Any) -> dict[Any, Any]:
    """Return what is listed for all sessions of a service."""
    description = resource.meta.client.meta.service_model._service_description
    source = source_of(description)
    assert source is not None
    derived = source.derived
    return {
        key: (
            written(found.model),
            [*found.identifiers],
            {n: written([m._args, m._kwargs]) for n, m in found.members.items()},
        )
        for key, found in derived.items()
        if key[0] == "resource type"
    }


@mock_aws
def test_nobody_changes_what_is_listed() -> None:
    """Neither calls, collections, batch actions, waiters, references nor texts."""
    other = new_session().resource("ec2")
    for one in (other.Instance("i"), other.Vpc("v"), other.Subnet("s")):
        assert one.meta.client is not None
    before = shared(other)
    assert 4 == len(before)
    use(new_session().resource("ec2"))

    after = shared(other)
    assert before == {key: after[key] for key in before}


def use(ec2: Any) -> None:
    """Use members of all kinds."""
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
    subnet = vpc.create_subnet(CidrBlock="10.0.1.0/24")
    assert vpc == subnet.vpc
    (instance,) = subnet.create_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1
    )
    instance.wait_until_running()
    assert [instance] == list(ec2.instances.filter(InstanceIds=[instance.id]))
    ec2.instances.create_tags(Tags=[{"Key": "a", "Value": "b"}])
    subnet.instances.terminate()
    for made in (ec2, vpc, subnet, instance):
        for name in dir(type(made)):
            # An older botocore has not all operations and waiters of our data.
            with contextlib.suppress(OperationNotFoundError, ValueError):
                str(getattr(type(made), name).__doc__)
        assert made.get_available_subresources() is not None


def test_threads_get_one_function_of_a_member() -> None:
    """Whoever of them was the first to call it."""
    ec2 = new_session().resource("ec2")
    start, found = threading.Barrier(THREADS), []

    def run() -> None:
        start.wait()
        found.append(type(ec2.volumes))

    together([threading.Thread(target=run) for _ in range(THREADS)])

    assert THREADS == len(found)
    assert 1 == len(set(found))


def test_threads_that_list_a_type_together_get_classes_of_their_own() -> None:
    """Of their session, with all that it has."""
    start, found = threading.Barrier(THREADS), []

    def run() -> None:
        session = new_session()
        start.wait()
        s3 = session.resource("s3")
        found.append((len(vars(type(s3))), type(s3), s3.Bucket("b").Object("k").key))

    together([threading.Thread(target=run) for _ in range(THREADS)])

    assert 1 == len({(count, key) for count, _, key in found})
    assert THREADS == len({cls for _, cls, _ in found})


def together(threads: list[threading.Thread]) -> None:
    """Run threads to their end."""
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_member_is_made_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for each class, by the factory of the session."""
    made: list[str] = []
    create = CachingFactory._create_class_partial

    def counting(self: Any, subresource_model: Any, *args: Any, **kwargs: Any) -> Any:
        made.append(subresource_model.name)
        return create(self, subresource_model, *args, **kwargs)

    monkeypatch.setattr(CachingFactory, "_create_class_partial", counting)
    for _ in range(2):
        s3 = new_session().resource("s3")
        for name in ("b", "c"):
            s3.Bucket(name)

    assert ["Bucket", "Bucket"] == made


def test_the_closures_are_in_the_order_they_are_given() -> None:
    """Python sorts the names, which `Member.of` relies on."""
    for code in (wraps.PLACEHOLDER_METHOD, wraps.PLACEHOLDER_GETTER):
        assert ("functions", "member") == code.co_freevars
