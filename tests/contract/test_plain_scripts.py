"""Scripts written for plain boto3 send what they sent, for each service of boto3's.

A Stubber answers what plain boto3 asks for, in its order, and refuses all else. Each
script reads what a list left out, acts, reads again and waits: where this package could
be tempted to ask for less, or for more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.stub import Stubber

import boto3_extensions

Answers = list[tuple[str, dict[str, Any], dict[str, Any]]]


class Script(NamedTuple):
    """A script, the requests of plain boto3 with the answers, and what it finds."""

    service: str
    run: Callable[[Any], Any]
    answers: Answers
    found: Any


def _instances(ec2: Any) -> Any:
    first, second = ec2.instances.filter(InstanceIds=["i-1", "i-2"])
    first.stop()
    states = [first.state["Name"], second.state["Name"]]
    first.console_output()
    states.append(first.state["Name"])
    states += [volume.id for volume in first.volumes.all()]
    return states


def _instance(name: str, state: str) -> dict[str, Any]:
    return {"InstanceId": name, "ImageId": "ami-1", "State": {"Name": state}}


def _reservation(*instances: dict[str, Any]) -> dict[str, Any]:
    return {"Reservations": [{"Instances": list(instances)}]}


def _stack(cloudformation: Any) -> Any:
    stack = cloudformation.Stack("web")
    found = [stack.stack_status, stack.description]
    stack.cancel_update()
    return [*found, stack.stack_status, [s.name for s in cloudformation.stacks.all()]]


_STACK = {"StackName": "web", "StackStatus": "OK", "CreationTime": 0}
_STACKS = {"Stacks": [{**_STACK, "Description": "d"}]}


def _alarms(cloudwatch: Any) -> Any:
    found = []
    for alarm in cloudwatch.alarms.all():
        alarm.describe_history()
        found.append(alarm.state_value)
    return found


def _table(dynamodb: Any) -> Any:
    table = dynamodb.Table("one")
    found = [table.item_count]
    table.get_item(Key={"k": "1"})
    return [*found, table.item_count, [t.name for t in dynamodb.tables.all()]]


def _described(count: int) -> dict[str, Any]:
    return {"Table": {"TableName": "one", "ItemCount": count}}


def _vaults(glacier: Any) -> Any:
    found = []
    for vault in glacier.vaults.all():
        found.append(vault.number_of_archives)
        vault.create()
        found.append(vault.number_of_archives)
    return found


def _users(iam: Any) -> Any:
    user = iam.User("u")
    found = [user.user_id]
    user.create_access_key_pair()
    found.append(user.user_id)
    return [*found, [p.arn for p in iam.Role("r").attached_policies.all()]]


_USER = {
    "User": {
        "Path": "/",
        "UserName": "u",
        "UserId": "A" * 16,
        "Arn": "arn:aws:iam::123456789012:user/u",
        "CreateDate": 0,
    }
}
_KEY = {
    "AccessKey": {
        "UserName": "u",
        "AccessKeyId": "A" * 16,
        "Status": "Active",
        "SecretAccessKey": "x",
    }
}


def _buckets(s3: Any) -> Any:
    found: list[Any] = []
    for bucket in s3.buckets.all():
        found += [summary.size for summary in bucket.objects.all()]
        found.append(bucket.Versioning().status)
    thing = s3.Object("b", "k")
    found.append(thing.content_length)
    thing.get()
    return [*found, thing.content_length]


def _topics(sns: Any) -> Any:
    found = []
    for topic in sns.topics.all():
        found.append(topic.attributes["Owner"])
        topic.publish(Message="m")
        found.append(topic.attributes["Owner"])
    return found


def _queues(sqs: Any) -> Any:
    found = []
    for queue in sqs.queues.all():
        queue.load()
        found.append(queue.attributes["DelaySeconds"])
        queue.receive_messages()
        found.append(queue.attributes["DelaySeconds"])
    return found


_TOPIC = "arn:aws:sns:us-east-1:123456789012:t"
_URL = "https://sqs.us-east-1.amazonaws.com/123456789012/q"
_VAULT = {"VaultName": "v", "NumberOfArchives": 1}

SCRIPTS = [
    Script(
        "cloudformation",
        _stack,
        [
            ("describe_stacks", {"StackName": "web"}, _STACKS),
            ("cancel_update_stack", {"StackName": "web"}, {}),
            ("describe_stacks", {"StackName": "web"}, _STACKS),
            ("describe_stacks", {}, _STACKS),
        ],
        ["OK", "d", "OK", ["web"]],
    ),
    Script(
        "cloudwatch",
        _alarms,
        [
            (
                "describe_alarms",
                {},
                {"MetricAlarms": [{"AlarmName": n, "StateValue": "OK"} for n in "ab"]},
            ),
            ("describe_alarm_history", {"AlarmName": "a"}, {}),
            (
                "describe_alarms",
                {"AlarmNames": ["a"]},
                {"MetricAlarms": [{"AlarmName": "a", "StateValue": "ALARM"}]},
            ),
            ("describe_alarm_history", {"AlarmName": "b"}, {}),
            (
                "describe_alarms",
                {"AlarmNames": ["b"]},
                {"MetricAlarms": [{"AlarmName": "b", "StateValue": "OK"}]},
            ),
        ],
        ["ALARM", "OK"],
    ),
    Script(
        "dynamodb",
        _table,
        [
            ("describe_table", {"TableName": "one"}, _described(1)),
            ("get_item", {"TableName": "one", "Key": {"k": "1"}}, {}),
            ("describe_table", {"TableName": "one"}, _described(2)),
            ("list_tables", {}, {"TableNames": ["one", "two"]}),
        ],
        [1, 2, ["one", "two"]],
    ),
    Script(
        "ec2",
        _instances,
        [
            (
                "describe_instances",
                {"InstanceIds": ["i-1", "i-2"]},
                _reservation(_instance("i-1", "running"), _instance("i-2", "running")),
            ),
            ("stop_instances", {"InstanceIds": ["i-1"]}, {}),
            (
                "describe_instances",
                {"InstanceIds": ["i-1"]},
                _reservation(_instance("i-1", "stopping")),
            ),
            ("get_console_output", {"InstanceId": "i-1"}, {}),
            (
                "describe_instances",
                {"InstanceIds": ["i-1"]},
                _reservation(_instance("i-1", "stopped")),
            ),
            (
                "describe_volumes",
                {"Filters": [{"Name": "attachment.instance-id", "Values": ["i-1"]}]},
                {"Volumes": [{"VolumeId": "vol-1"}]},
            ),
        ],
        ["stopping", "running", "stopped", "vol-1"],
    ),
    Script(
        "glacier",
        _vaults,
        [
            (
                "list_vaults",
                {"accountId": "-"},
                {"VaultList": [_VAULT]},
            ),
            ("create_vault", {"accountId": "-", "vaultName": "v"}, {}),
            ("describe_vault", {"accountId": "-", "vaultName": "v"}, _VAULT),
        ],
        [1, 1],
    ),
    Script(
        "iam",
        _users,
        [
            ("get_user", {"UserName": "u"}, _USER),
            ("create_access_key", {"UserName": "u"}, _KEY),
            ("get_user", {"UserName": "u"}, _USER),
            (
                "list_attached_role_policies",
                {"RoleName": "r"},
                {"AttachedPolicies": [{"PolicyName": "p", "PolicyArn": "a" * 20}]},
            ),
        ],
        ["A" * 16, "A" * 16, ["a" * 20]],
    ),
    Script(
        "s3",
        _buckets,
        [
            ("list_buckets", {}, {"Buckets": [{"Name": "b"}]}),
            ("list_objects", {"Bucket": "b"}, {"Contents": [{"Key": "k", "Size": 3}]}),
            ("get_bucket_versioning", {"Bucket": "b"}, {"Status": "Enabled"}),
            ("head_object", {"Bucket": "b", "Key": "k"}, {"ContentLength": 3}),
            ("get_object", {"Bucket": "b", "Key": "k"}, {}),
            ("head_object", {"Bucket": "b", "Key": "k"}, {"ContentLength": 4}),
        ],
        [3, "Enabled", 3, 4],
    ),
    Script(
        "sns",
        _topics,
        [
            ("list_topics", {}, {"Topics": [{"TopicArn": _TOPIC}]}),
            (
                "get_topic_attributes",
                {"TopicArn": _TOPIC},
                {"Attributes": {"Owner": "1"}},
            ),
            ("publish", {"TopicArn": _TOPIC, "Message": "m"}, {}),
            (
                "get_topic_attributes",
                {"TopicArn": _TOPIC},
                {"Attributes": {"Owner": "2"}},
            ),
        ],
        ["1", "2"],
    ),
    Script(
        "sqs",
        _queues,
        [
            ("list_queues", {}, {"QueueUrls": [_URL]}),
            (
                "get_queue_attributes",
                {"QueueUrl": _URL, "AttributeNames": ["All"]},
                {"Attributes": {"DelaySeconds": "1"}},
            ),
            ("receive_message", {"QueueUrl": _URL}, {}),
            (
                "get_queue_attributes",
                {"QueueUrl": _URL, "AttributeNames": ["All"]},
                {"Attributes": {"DelaySeconds": "2"}},
            ),
        ],
        ["1", "2"],
    ),
]


@pytest.mark.parametrize("extended", [False, True], ids=["plain", "extended"])
@pytest.mark.parametrize("script", SCRIPTS, ids=[s.service for s in SCRIPTS])
def test_a_script_sends_what_it_sends_in_plain_boto3(
    script: Script, extended: bool
) -> None:
    """No request more, none less, none other."""
    if not extended:
        boto3_extensions.unpatch()
    resource = boto3.resource(
        script.service,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    with Stubber(resource.meta.client) as stub:
        for operation, asked, answer in script.answers:
            stub.add_response(operation, answer, asked)
        assert script.found == script.run(resource)
        stub.assert_no_pending_responses()
