"""An ARN has its owner's account, its credentials' else, and its client's partition."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions import resource_from_arn
from boto3_extensions._arns.rules import ArnRule, rules_of
from boto3_extensions._foundation.models import loader_of
from partitions import PARTITIONS

MINE = "123456789012"
OTHER = "111111111111"
THIRD = "222222222222"

MakeSession = Callable[..., boto3.Session]

pytestmark = pytest.mark.usefixtures("arns")


def owned() -> Iterator[Any]:
    """Yield every type whose rule tells an attribute with the owner's account."""
    loader = loader_of(boto3_extensions.extend(boto3.Session()))
    for service in loader.list_available_services("arns-1"):
        for resource_type, rules in rules_of(loader, service).items():
            rule = rules.main
            can_be_made = rule.template and rule.template.pattern.can_be_filled
            # Where the data has an `arn`, boto3 itself reads it.
            if (
                rule.account
                and can_be_made
                and not rule.identifiers
                and rule.arn != "arn"
            ):
                yield pytest.param(
                    service, resource_type, rule, id=f"{service}.{resource_type}"
                )


OWNED = list(owned())


def offline_session(region: str = "us-east-1", **keywords: str) -> boto3.Session:
    """Return a session in which every call is an error."""
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    session = boto3.Session(region_name=region, **keys, **keywords)

    def refuse(event_name: str, **kwargs: Any) -> None:
        raise AssertionError(f"a call was made: {event_name}")

    session.events.register("before-call", refuse)
    return session


@pytest.fixture(scope="module")
def shared() -> boto3.Session:
    """Return one such session for the long list."""
    return boto3_extensions.extend(offline_session())


def loaded(session: boto3.Session, service: str, resource_type: str) -> Any:
    """Return a resource that was loaded, and of which the service said nothing."""
    root = session.resource(service)
    (model,) = (
        sub.resource.model
        for sub in root.meta.resource_model.subresources
        if sub.resource.type == resource_type
    )
    resource = getattr(root, resource_type)(*("x1" for _ in model.identifiers))
    shape = root.meta.client.meta.service_model.shape_for(model.shape)
    resource.meta.data = dict.fromkeys(shape.members)
    return resource


def put(resource: Any, path: str, value: str) -> None:
    """Put a value where an attribute, or a part of one, is read from."""
    model, client = resource.meta.resource_model, resource.meta.client
    if path in resource.meta.identifiers:
        setattr(resource, f"_{path}", value)
        return
    shape = client.meta.service_model.shape_for(model.shape)
    first, *steps = path.split(".")
    where, key = resource.meta.data, model.get_attributes(shape)[first][0]
    for step in steps:
        where[key] = where.get(key) or {}
        where, key = where[key], step
    where[key] = value


@pytest.mark.whole
@pytest.mark.newer_botocore
@pytest.mark.parametrize(("service", "resource_type", "rule"), OWNED)
def test_the_owner_counts_not_the_caller(
    shared: boto3.Session, service: str, resource_type: str, rule: ArnRule
) -> None:
    """Whatever type is shared: nobody is asked, and the ARN has the owner's account."""
    resource = loaded(shared, service, resource_type)
    for field in rule.template.pattern.fields if rule.template else ():
        if field not in {"region", "account"}:
            put(resource, field, "x1")
    put(resource, rule.account, OTHER)
    assert OTHER == resource.arn.split(":")[4]


def test_many_types_tell_their_owner() -> None:
    """The list does not shrink unnoticed."""
    assert len(OWNED) >= 40


@pytest.mark.parametrize(("region", "partition"), PARTITIONS)
def test_an_arn_of_any_partition_leads_back(region: str, partition: str) -> None:
    """Regional, global and without an account: all have the partition, both ways."""
    plain = offline_session(region, aws_account_id=OTHER)
    ec2, s3 = plain.resource("ec2"), plain.resource("s3")
    zone = plain.resource("route53", region_name=region).HostedZone("Z1")
    found = [ec2.Instance("i-1").arn, s3.Object("b", "k").arn, zone.arn]
    assert [
        f"arn:{partition}:ec2:{region}:{OTHER}:instance/i-1",
        f"arn:{partition}:s3:::b/k",
        f"arn:{partition}:route53:::hostedzone/Z1",
    ] == found
    assert found == [resource_from_arn(arn, plain).arn for arn in found]


def asked(session: boto3.Session) -> list[str]:
    """Return what fills with a region for each time STS is asked who is calling."""
    regions: list[str] = []
    session.events.register(
        "before-sign.sts.GetCallerIdentity",
        lambda region_name, **kwargs: regions.append(region_name),
    )
    return regions


def test_an_assumed_role_has_its_account_without_a_question(
    session: MakeSession,
) -> None:
    """AssumeRole tells the account, so nobody asks for it."""
    theirs = boto3_extensions.get_role_session(
        role_arn=f"arn:aws:iam::{OTHER}:role/r",
        role_session_name="test",
        base_session=session(),
        region_name="us-east-1",
    )
    questions = asked(theirs)
    arn = theirs.resource("ec2").Instance("i-1").arn
    assert f"arn:aws:ec2:us-east-1:{OTHER}:instance/i-1" == arn
    assert [] == questions


def keys_of(session: boto3.Session, account: str) -> dict[str, str]:
    """Return keywords for a session, client or resource of another account."""
    answer = session.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/r", RoleSessionName="test"
    )["Credentials"]
    return {
        "aws_access_key_id": answer["AccessKeyId"],
        "aws_secret_access_key": answer["SecretAccessKey"],
        "aws_session_token": answer["SessionToken"],
    }


def test_accounts_at_once_are_not_mixed_up(session: MakeSession) -> None:
    """64 threads with sessions and a resource's own keys: a call for each account."""
    plain = session()
    theirs = session(**keys_of(plain, OTHER))
    questions = asked(plain), asked(theirs)
    instances = [
        (MINE, plain.resource("ec2").Instance("i-1")),
        (OTHER, theirs.resource("ec2").Instance("i-1")),
        (THIRD, plain.resource("ec2", **keys_of(plain, THIRD)).Instance("i-1")),
        (MINE, plain.resource("ec2", region_name="eu-west-1").Instance("i-1")),
    ]
    barrier = threading.Barrier(64)

    def account(number: int) -> str:
        barrier.wait(30)
        return str(instances[number % 4][1].arn.split(":")[4])

    with ThreadPoolExecutor(64) as threads:
        found = list(threads.map(account, range(64)))
    assert [owner for owner, _ in instances] * 16 == found
    assert (2, 1) == tuple(map(len, questions))
