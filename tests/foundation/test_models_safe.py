"""What sessions share is changed by nobody, and mixes up no one's identity."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import threading
from typing import Any

import boto3
import pytest
from botocore.model import OperationNotFoundError
from moto import mock_aws

import boto3_extensions
from boto3_extensions._foundation.models import parsed_files
from make_session import MakeSession

REGION = "us-east-1"
SERVICES = ("s3", "s3control", "ec2", "sqs", "dynamodb", "iam", "sts", "rds")
RESOURCES = ("s3", "ec2", "sqs", "dynamodb", "iam", "rds")
ROLES = 100
THREADS = 32

pytestmark = pytest.mark.usefixtures("arns", "nothing_read")


def prints() -> dict[Any, str]:
    """Return a fingerprint of each document that is in use, order included."""
    return {
        key: hashlib.sha256(json.dumps(source.content).encode()).hexdigest()
        for key, source in list(parsed_files._used.items())
    }


def load_everything(session: boto3.Session) -> None:
    """Read what the other functions work on, by the loader alone."""
    loader = session._session.get_component("data_loader")
    for service in SERVICES:
        loader.load_service_model(service, "service-2")
        loader.load_service_model(service, "endpoint-rule-set-1")
        if service in RESOURCES:
            loader.load_service_model(service, "resources-1")
    for name in ("endpoints", "partitions", "_retry", "sdk-default-configuration"):
        loader.load_data(name)


def unchanged(before: dict[Any, str]) -> None:
    """Assert that what was read before is as it was."""
    after = prints()
    changed = [key[0] for key, value in before.items() if after[key] != value]
    assert [] == changed
    assert len(SERVICES) * 2 < len(before)


def use_everything(session: boto3.Session) -> None:
    """Use features that work on models: texts, parameters, pages, waiters, errors."""
    for service in SERVICES:
        client = session.client(service)
        for name in sorted(client.meta.method_to_api_mapping)[:6]:
            str(getattr(client, name).__doc__)
            if client.can_paginate(name):
                str(client.get_paginator(name).paginate.__doc__)
        for name in client.waiter_names[:2]:
            str(client.get_waiter(name).wait.__doc__)
        dir(client.exceptions)
    for service in RESOURCES:
        resource = session.resource(service)
        for name in dir(resource)[::8]:
            # An older botocore has not all operations of our data.
            with contextlib.suppress(OperationNotFoundError):
                str(getattr(type(resource), name, None).__doc__)


def call_everything(session: boto3.Session) -> None:
    """Make calls that botocore's handlers of parameters and answers work on."""
    bucket = session.resource("s3").create_bucket(Bucket="a-bucket")
    bucket.put_object(Key="a/b", Body=b"x", ContentType="text/plain")
    assert ["a/b"] == [item.key for item in bucket.objects.all()]
    session.client("s3").generate_presigned_post("a-bucket", "k")
    (instance,) = session.resource("ec2").create_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1, UserData="x"
    )
    instance.create_tags(Tags=[{"Key": "a", "Value": "b"}])
    assert instance.arn.endswith(instance.id)
    account = {"AccountId": "123456789012"}
    session.client("s3control").generate_presigned_url("list_access_points", account)
    queue = session.resource("sqs").create_queue(QueueName="q")
    queue.send_message(MessageBody="x")
    table = session.resource("dynamodb").create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.put_item(Item={"k": "1", "n": 2})
    assert [{"k": "1", "n": 2}] == table.scan()["Items"]
    client = session.client("iam")
    with pytest.raises(client.exceptions.NoSuchEntityException):
        client.get_role(RoleName="missing")


def test_nobody_changes_what_is_shared(session: MakeSession) -> None:
    """Models are what they were after texts, calls, pages, waiters and errors."""
    made = session()
    load_everything(made)
    before = prints()

    use_everything(made)
    call_everything(made)

    unchanged(before)


def test_motos_own_loader_changes_nothing(credentials: None) -> None:
    """moto within the process, which merges extras of its own, leaves ours alone."""
    with mock_aws():
        made = boto3.Session(region_name=REGION)
        load_everything(made)
        before = prints()
        call_everything(made)

        unchanged(before)


def test_a_hundred_roles_keep_their_identities(session: MakeSession) -> None:
    """Whatever thread asks, each role's client says who it is, and nobody else."""
    manager = boto3_extensions.ConnectionManager(session=session())
    wrong: list[Any] = []
    left = list(range(ROLES)) * 3
    random.Random(6).shuffle(left)

    def run() -> None:
        while True:
            try:
                number = left.pop()
            except IndexError:
                return
            account = f"{number + 1:012d}"
            role = manager.get_session(f"arn:aws:iam::{account}:role/r", "test")
            arn = role.client("sts").get_caller_identity()["Arn"]
            if f":{account}:" not in arn:
                wrong.append((account, arn))

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == left
    assert [] == wrong
