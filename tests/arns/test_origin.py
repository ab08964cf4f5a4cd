"""What was made from an ARN acts on what the ARN names, and on nothing else."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import boto3
import pytest
from botocore.exceptions import UnknownClientMethodError

from arn_samples import (
    MINE,
    OTHER,
    Sent,
    a_session,
    arns,
    as_loaded,
    calls_of,
    services,
)
from boto3_extensions import resource_from_arn
from boto3_extensions._arns.arn import parse_arn
from boto3_extensions._arns.origin import (
    Origin,
    guarded_client,
    is_unique_id,
    origin_of,
)
from boto3_extensions._arns.rules import ArnRule
from boto3_extensions.exceptions import (
    ArnIncarnationError,
    ArnOwnerError,
    ArnOwnerUnknownError,
    ArnUnavailableError,
)
from definition_driver.older_models import models_are_older
from recorded_aws import Recorded

UUID = "6b0e71bd-7e97-4d97-80ce-4a0994e55286"


def types_of(service: str, account: str) -> list[tuple[str, str, ArnRule]]:
    """Return a service's types with an ARN of an account and the rule for that."""
    return [(kind, arn, rule) for _, kind, arn, rule in arns(account, service)]


def made(arn: str, session: boto3.Session) -> Any:
    """Return what an ARN names, for a session of MINE."""
    return resource_from_arn(arn, session, account_id=MINE)


@pytest.mark.whole
@pytest.mark.parametrize("service", services())
def test_nothing_is_sent_for_the_callers_own_thing(service: str) -> None:
    """Of another account, each call tells the owner, or is refused before it is made.

    Loads, actions, collections and waiters of every type that an ARN can name.
    """
    session, calls = a_session()
    for kind, arn, _ in types_of(service, OTHER):
        resource = made(arn, session)
        for name, call in calls_of(resource):
            if name != "load":
                as_loaded(resource, OTHER)
            calls.clear()
            # An ARN that is made of data cannot be of what these tests make up.
            with contextlib.suppress(Sent, ArnOwnerError, ArnUnavailableError):
                call()
            assert MINE not in str(calls), (kind, name, calls)
            names = resource.meta.identifiers
            is_nobody_elses = all(
                is_unique_id(service, getattr(resource, name)) for name in names
            )
            assert (
                all(OTHER in str(p) for _, p in calls)
                or f":{OTHER}:" not in arn
                or is_nobody_elses
            ), (kind, name, calls)


@pytest.mark.whole
@pytest.mark.parametrize("service", services())
def test_nothing_is_done_by_a_name_that_may_be_anothers_by_now(service: str) -> None:
    """Where an ARN tells more than a name, it is sent, or it is looked first.

    Of other types, a call is the very same as that of a resource made by its name.
    """
    session, calls = a_session()
    for kind, arn, rule in types_of(service, MINE):
        resource = made(arn, session)
        plain = type(resource)(
            *[getattr(resource, name) for name in resource.meta.identifiers],
            client=session.client(resource.meta.service_name),
        )
        origin = origin_of(resource.meta.client)
        is_incarnate = getattr(origin, "is_incarnate", False)
        model = resource.meta.resource_model
        look = model.load.request.operation if model.load else ""
        for (name, call), (_, same) in zip(
            calls_of(resource), calls_of(plain), strict=True
        ):
            if name != "load":
                as_loaded(resource, MINE)
                as_loaded(plain, MINE)
            sent = []
            for one in (call, same):
                calls.clear()
                with contextlib.suppress(Sent, ArnUnavailableError):
                    one()
                sent.append(calls.copy())
            ours, theirs = sent
            if not is_incarnate or not ours:
                assert _without_tokens(theirs) == _without_tokens(ours), (kind, name)
                continue
            operation, params = ours[-1]
            tells = [arn, arn.partition("/")[2], rule.arn]
            assert operation == look or any(
                one in str(params) for one in (*tells, f":{MINE}:")
            ), (kind, name, ours)


def _without_tokens(calls: list[tuple[str, dict[str, Any]]]) -> Any:
    # botocore makes them up, a new one for each call.
    made_up = re.compile("oken|Reference|RequestId")
    return [
        (o, {k: v for k, v in p.items() if not made_up.search(k)}) for o, p in calls
    ]


def test_all_services_with_arns_are_driven() -> None:
    """The tests above see hundreds of types: a measure that falls if they see fewer.

    An older botocore has fewer to see.
    """
    least = 340 if models_are_older() else 350
    assert len(list(arns(OTHER))) > least


# What it costs to know whose it is.


@pytest.fixture
def session() -> boto3.Session:
    """Return a session with credentials, in us-east-1."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


FUNCTION = "arn:aws:lambda:us-east-1:{}:function:f"


def test_the_callers_account_is_asked_for_once(session: boto3.Session) -> None:
    """Not when a resource is made, compared or shown, but at the first call."""
    recorded = Recorded(session, GetFunction={"Configuration": {"FunctionName": "f"}})
    one, other = (
        resource_from_arn(FUNCTION.format(account), session)
        for account in (MINE, OTHER)
    )
    assert one in {one, other}
    assert repr(one)
    assert [] == recorded.calls
    one.load()
    other.load()
    one.load()
    assert 1 == recorded.names.count("GetCallerIdentity")
    sent = [p["FunctionName"] for n, p in recorded.calls if n == "GetFunction"]
    if not sent:
        sent = [p["FunctionName"] for n, p in recorded.calls if "FunctionName" in p]
    assert ["f", FUNCTION.format(OTHER), "f"] == sent


def test_without_knowing_the_account_nothing_is_called(session: boto3.Session) -> None:
    """The error tells what to do, and what it says works."""
    refused = {"Error": {"Code": "AccessDenied", "Message": "no"}}
    recorded = Recorded(session, GetCallerIdentity=refused)
    arn = "arn:aws:ecr:us-east-1:123456789012:repository/repo"
    with pytest.raises(ArnOwnerUnknownError, match="account_id="):
        resource_from_arn(arn, session).delete()
    assert {"GetCallerIdentity"} == set(recorded.names)
    recorded.calls.clear()
    resource_from_arn(arn, session, account_id=MINE).delete()
    assert [("DeleteRepository", {"repositoryName": "repo"})] == recorded.calls


@pytest.mark.parametrize("account", ["aws", ""])
def test_what_is_nobodys_is_as_before(session: boto3.Session, account: str) -> None:
    """ARNs of AWS's own and those without an account need no account to be known."""
    recorded = Recorded(session)
    arns_of = {
        "aws": "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "": "arn:aws:ec2:us-east-1::image/ami-1",
    }
    with contextlib.suppress(AttributeError):
        resource_from_arn(arns_of[account], session).load()
    assert "GetCallerIdentity" not in recorded.names


@pytest.mark.parametrize("account", ["aws", ""])
def test_what_is_nobodys_is_foreign_to_nobody(
    session: boto3.Session, account: str
) -> None:
    """Calls of it are made, whoever makes them, and nobody is asked who that is."""
    recorded = Recorded(session)
    arn = parse_arn(f"arn:aws:ec2:us-east-1:{account}:image/ami-1")
    assert Origin(arn, session, session.client("ec2")).is_foreign() is False
    assert [] == recorded.names


def test_what_comes_of_a_foreign_resource_is_foreign(session: boto3.Session) -> None:
    """Sub-resources, collections and references call with the owner, too."""
    recorded = Recorded(session, GetCallerIdentity={"Account": MINE})
    function = resource_from_arn(FUNCTION.format(OTHER), session)
    with contextlib.suppress(Exception):
        function.Alias("live").load()
    list(function.versions.all())
    sent = [p for n, p in recorded.calls if n != "GetCallerIdentity"]
    assert len(sent) >= 2
    assert {FUNCTION.format(OTHER)} == {p["FunctionName"] for p in sent}


def test_the_arn_of_what_comes_of_a_foreign_resource_is_its_owners(
    session: boto3.Session,
) -> None:
    """An action that sends the ARN sends it with the owner's account, too."""
    recorded = Recorded(session)
    table = made(f"arn:aws:glue:us-east-1:{OTHER}:table/d/t", session)
    database = table.Database()
    database.meta.data = {"Name": "d"}
    database.get_tags()
    arn = f"arn:aws:glue:us-east-1:{OTHER}:database/d"
    assert ("GetTags", {"ResourceArn": arn}) == recorded.calls[-1]
    assert "GetCallerIdentity" not in recorded.names


def test_a_parent_is_told_by_an_arn_of_the_same_owner(session: boto3.Session) -> None:
    """A service of ecs is asked for in the owner's cluster, not the caller's."""
    recorded = Recorded(session)
    arn = f"arn:aws:ecs:us-east-1:{OTHER}:service/web/web"
    made(arn, session).create_task_set(taskDefinition="t")
    assert [
        (
            "CreateTaskSet",
            {
                "cluster": f"arn:aws:ecs:us-east-1:{OTHER}:cluster/web",
                "service": arn,
                "taskDefinition": "t",
            },
        )
    ] == [
        (n, {k: v for k, v in p.items() if "oken" not in k}) for n, p in recorded.calls
    ]


@pytest.mark.parametrize(
    ("of", "action", "expected"),
    [
        ("lambda:{}:{}:function:f:live", "load", {"FunctionName": "f", "Name": "live"}),
        ("lambda:{}:{}:function:f:f", "delete", {"FunctionName": "f", "Name": "f"}),
        (
            "logs:{}:{}:log-group:/a/b:log-stream:s",
            "get_log_events",
            {"logGroupIdentifier": "/a/b", "logStreamName": "s"},
        ),
        (
            "ecs:{}:{}:task-set/web/shop/1",
            "delete",
            {"cluster": "web", "service": "shop", "taskSet": "1"},
        ),
    ],
)
def test_a_part_is_told_by_its_name_in_what_the_owner_has(
    session: boto3.Session, of: str, action: str, expected: dict[str, str]
) -> None:
    """Such as an alias: AWS takes the function's ARN, and the alias' name."""
    recorded = Recorded(session)
    where = of.format("us-east-1", OTHER)
    getattr(made(f"arn:aws:{where}", session), action)()
    ((_, sent),) = recorded.calls
    whose, *others = expected
    assert sent[whose].startswith("arn:aws:")
    assert OTHER in sent[whose]
    assert sent[whose].endswith(expected[whose])
    assert [str(sent[name]).endswith(expected[name]) for name in others] == [
        True for _ in others
    ]


def test_an_arn_stands_for_all_names_in_a_structure(session: boto3.Session) -> None:
    """AWS takes a schema's ARN, or its name and its registry's."""
    recorded = Recorded(session)
    arn = f"arn:aws:glue:us-east-1:{OTHER}:schema/registry/schema"
    made(arn, session).delete()
    assert [("DeleteSchema", {"SchemaId": {"SchemaArn": arn}})] == recorded.calls


def test_a_log_groups_arn_is_sent_as_it_is_taken(session: boto3.Session) -> None:
    """Without the asterisk that CloudWatch Logs itself ends it with."""
    recorded = Recorded(session)
    arn = f"arn:aws:logs:us-east-1:{OTHER}:log-group:/a/b"
    assert [] == list(made(f"{arn}:*", session).log_streams.all())
    assert [("DescribeLogStreams", {"logGroupIdentifier": arn})] == recorded.calls


def test_a_batch_writes_to_the_owners_table(session: boto3.Session) -> None:
    """What AWS did not process is sent again, by whichever key it told that."""
    arn = f"arn:aws:dynamodb:us-east-1:{OTHER}:table/t"
    left = [{"UnprocessedItems": {arn: [{"PutRequest": {"Item": {"id": {"S": "1"}}}}]}}]
    left += [{"UnprocessedItems": {}}]
    recorded = Recorded(session, BatchWriteItem=lambda _: left.pop(0))
    with made(arn, session).batch_writer() as batch:
        batch.put_item(Item={"id": "1"})
    assert [[arn], [arn]] == [list(p["RequestItems"]) for _, p in recorded.calls]


def test_an_id_that_is_nobody_elses_is_sent(session: boto3.Session) -> None:
    """EC2 answers for a subnet that is shared with the caller, and takes no ARN."""
    recorded = Recorded(session)
    subnet = made(f"arn:aws:ec2:us-east-1:{OTHER}:subnet/subnet-0abc1234", session)
    subnet.delete()
    assert [("DeleteSubnet", {"SubnetId": "subnet-0abc1234"})] == recorded.calls
    invited = f"arn:aws:organizations::{OTHER}:handshake/o-a1b2c3d4e5/invite/"
    made(f"{invited}h-0123456789abcdef", session).accept()
    assert "AcceptHandshake" == recorded.names[-1]


def test_a_name_beside_such_an_id_is_not(session: boto3.Session) -> None:
    """The key pair of another account's instance has the name of one's own."""
    recorded = Recorded(session)
    arn = f"arn:aws:ec2:us-east-1:{OTHER}:instance/i-0123456789abcdef0"
    instance = made(arn, session)
    instance.meta.data = {"KeyName": "prod"}
    with pytest.raises(ArnOwnerError):
        instance.key_pair.delete()
    with pytest.raises(ArnOwnerError):
        made(f"arn:aws:ec2:us-east-1:{OTHER}:instance/i-1", session).terminate()
    assert [] == recorded.calls


def test_an_address_to_call_is_signed_for_the_owners(session: boto3.Session) -> None:
    """Or not at all: who is given it makes the call."""
    client = made(FUNCTION.format(OTHER), session).meta.client
    url = client.generate_presigned_url("invoke", {"FunctionName": "f"}, ExpiresIn=60)
    assert f"%3A{OTHER}%3Afunction%3Af/" in url
    assert "X-Amz-Expires=60" in url
    role = made(f"arn:aws:iam::{OTHER}:role/r", session).meta.client
    with pytest.raises(ArnOwnerError):
        role.generate_presigned_url("delete_role", Params={"RoleName": "r"})
    with pytest.raises(UnknownClientMethodError):
        role.generate_presigned_url("no_such")


def test_a_stack_set_of_who_has_delegated_it(session: boto3.Session) -> None:
    """Is looked up there if the call says so; else it would be in the caller's."""
    recorded = Recorded(session)
    arn = f"arn:aws:cloudformation:us-east-1:{OTHER}:stackset/s:{UUID}"
    with pytest.raises(ArnOwnerError):
        made(arn, session).delete()
    made(arn, session).delete(CallAs="DELEGATED_ADMIN")
    sent = {"StackSetName": f"s:{UUID}", "CallAs": "DELEGATED_ADMIN"}
    assert [("DeleteStackSet", sent)] == recorded.calls


def test_the_client_is_one_of_its_kind(session: boto3.Session) -> None:
    """It passes for what it stands for, with the same events."""
    plain = session.client("lambda")
    arn = FUNCTION.format(OTHER)
    resource = made(arn, session)
    guard = resource.meta.client
    assert type(plain).__name__ == type(guard).__name__
    assert guard.meta.events is origin_of(guard).client.meta.events
    assert isinstance(guarded_client(plain, origin_of(guard)), type(plain))


# Earlier ones of a name.

GROUP = (
    "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:{}"
    ":autoScalingGroupName/g"
)


@pytest.mark.parametrize("name", ["load", "delete"])
def test_another_of_the_name_is_left_alone(session: boto3.Session, name: str) -> None:
    """Where only a name is taken, what has it now is looked at, and never touched."""
    old, new = GROUP.format("1" + UUID[1:]), GROUP.format("2" + UUID[1:])
    group = {"AutoScalingGroupName": "g", "AutoScalingGroupARN": new}
    answer = {"AutoScalingGroups": [group]}
    recorded = Recorded(session, DescribeAutoScalingGroups=answer)
    with pytest.raises(ArnIncarnationError, match="another of that name"):
        getattr(made(old, session), name)()
    assert ["DescribeAutoScalingGroups"] == recorded.names
    recorded.calls.clear()
    made(new, session).delete()
    assert ["DescribeAutoScalingGroups", "DeleteAutoScalingGroup"] == recorded.names


ROLE = {"RoleName": "r", "Arn": f"arn:aws:iam::{MINE}:role/new/r"}
CERTIFICATE = {
    "ServerCertificateName": "r",
    "Arn": f"arn:aws:iam::{MINE}:server-certificate/new/r",
}
SNAPSHOT = {
    "SnapshotIdentifier": "r",
    "SnapshotArn": f"arn:aws:redshift:us-east-1:{MINE}:snapshot:new/r",
}


@pytest.mark.parametrize(
    ("arn", "delete"),
    [
        (ROLE["Arn"], "DeleteRole"),
        (CERTIFICATE["Arn"], "DeleteServerCertificate"),
        (SNAPSHOT["SnapshotArn"], "DeleteClusterSnapshot"),
    ],
)
def test_a_name_in_another_place_is_left_alone(
    session: boto3.Session, arn: str, delete: str
) -> None:
    """A role of another path, or a snapshot of another cluster, has the same name."""
    told = {"ServerCertificate": {"ServerCertificateMetadata": CERTIFICATE}}
    recorded = Recorded(
        session,
        GetRole={"Role": ROLE},
        GetServerCertificate=told,
        DescribeClusterSnapshots={"Snapshots": [SNAPSHOT]},
    )
    with pytest.raises(ArnIncarnationError):
        made(arn.replace("new/r", "old/r"), session).delete()
    assert delete not in recorded.names
    made(arn, session).delete()
    assert delete == recorded.names[-1]


def test_who_has_assumed_a_role_does_not_know_its_path(session: boto3.Session) -> None:
    """The role of a session's ARN is the one of that name, and equals it."""
    recorded = Recorded(session, GetRole={"Role": ROLE})
    role = made(f"arn:aws:sts::{MINE}:assumed-role/r/s", session)
    assert role == made(ROLE["Arn"], session)
    role.load()
    role.delete()
    assert ["GetRole", "DeleteRole"] == recorded.names


def test_a_stack_set_is_told_by_its_id(session: boto3.Session) -> None:
    """CloudFormation takes the name with the unique part, but no ARN."""
    recorded = Recorded(session)
    arn = f"arn:aws:cloudformation:us-east-1:{MINE}:stackset/s:{UUID}"
    made(arn, session).delete()
    assert [("DeleteStackSet", {"StackSetName": f"s:{UUID}"})] == recorded.calls


def test_a_deleted_stack_stays_deleted(session: boto3.Session) -> None:
    """Nothing of the stack that has its name now is read through its ARN."""
    recorded = Recorded(session)
    arn = f"arn:aws:cloudformation:us-east-1:{MINE}:stack/s/{UUID}"
    stack = made(arn, session)
    stack.delete()
    with contextlib.suppress(AttributeError, KeyError, TypeError):
        list(stack.events.all())
    assert {arn} == {p["StackName"] for _, p in recorded.calls}
