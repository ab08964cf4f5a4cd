"""What has the same names is the same only where, whose and when it is the same."""

from __future__ import annotations

import functools
import uuid
from typing import Any

import boto3
import pytest
from botocore import xform_name
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arn_samples import MINE, OTHER, a_session, arns
from boto3_extensions import extend, resource_from_arn
from boto3_extensions._arns.origin import has_unique_ids, origin_of
from boto3_extensions._foundation.models import loader_of
from loaded_resources import asking_nobody

UUID = "6b0e71bd-7e97-4d97-80ce-4a0994e5528{}"
FUNCTION = "arn:aws:lambda:{}:{}:function:f"


@pytest.fixture
def plain() -> boto3.Session:
    """Return a session of MINE that nobody knows to be that without asking."""
    # Nobody has asked for the account of these keys, in another test.
    session = boto3.Session(uuid.uuid4().hex, "testing", region_name="us-east-1")

    def refuse(event_name: str, **kwargs: Any) -> None:
        raise AssertionError(f"a call was made: {event_name}")

    session.events.register("before-call", refuse)
    return session


def test_anothers_is_not_ones_own(plain: boto3.Session) -> None:
    """Whether or not it is known whose session it is; either way around."""
    for session in (plain, asking_nobody()):
        own = session.resource("lambda").Function("f")
        theirs = resource_from_arn(FUNCTION.format("us-east-1", OTHER), session)
        assert own != theirs
        assert theirs != own
        arn = FUNCTION.format("us-east-1", OTHER)
        assert theirs == resource_from_arn(arn, session)
        assert own.Alias("live") != theirs.Alias("live")
        assert theirs not in {own}
        role = session.resource("iam").Role("r")
        assert role != resource_from_arn(f"arn:aws:iam::{OTHER}:role/r", session)


def test_ones_own_is_ones_own_where_that_is_known(plain: boto3.Session) -> None:
    """By the credentials, by what the caller says, or by what the data say."""
    arn = FUNCTION.format("us-east-1", MINE)
    known = asking_nobody()
    assert known.resource("lambda").Function("f") == resource_from_arn(arn, known)
    function = plain.resource("lambda").Function("f")
    assert function != resource_from_arn(arn, plain)
    assert function == resource_from_arn(arn, plain, account_id=MINE)
    function.meta.data = {"FunctionName": "f", "FunctionArn": arn}
    assert function == resource_from_arn(arn, plain)
    function.meta.data = {"FunctionArn": FUNCTION.format("us-east-1", OTHER)}
    assert function != resource_from_arn(arn, plain)


def test_what_a_list_has_left_out_is_not_loaded(plain: boto3.Session) -> None:
    """The ARN that would tell whose it is may have to be asked for: it is not."""
    function = plain.resource("lambda").Function("f")
    function.meta.data = {"FunctionName": "f"}
    own = resource_from_arn(FUNCTION.format("us-east-1", MINE), plain)
    assert function != own
    database = plain.resource("glue").Database("d")
    database.meta.data = {"Name": "d", "CatalogId": MINE}
    arn = f"arn:aws:glue:us-east-1:{MINE}:database/d"
    assert database == resource_from_arn(arn, plain)
    assert database != resource_from_arn(arn.replace(MINE, OTHER), plain)


def test_elsewhere_is_not_here() -> None:
    """Between what an ARN has led to and what it has not, and between types of ours."""
    session = asking_nobody()
    here, there = (
        resource_from_arn(FUNCTION.format(region, MINE), session)
        for region in ("us-east-1", "eu-west-1")
    )
    own = session.resource("lambda").Function("f")
    assert here == own
    assert there not in (here, own)
    assert own != session.resource("lambda", region_name="eu-west-1").Function("f")
    assert own == session.resource("lambda").Function("f")


def test_what_has_no_region_is_the_same_in_each() -> None:
    """Dashboards have none; their ARNs say so."""
    session = asking_nobody()
    service: Any = session.resource("cloudwatch", region_name="eu-west-1")
    arn = f"arn:aws:cloudwatch::{MINE}:dashboard/d"
    assert service.Dashboard("d") == resource_from_arn(arn, session)


def test_boto3s_own_are_as_equal_as_in_boto3() -> None:
    """Where both are made by names; a link to another Region is one of ours."""
    session = asking_nobody()
    table, there = (
        session.resource("dynamodb", region_name=region).Table("t")
        for region in ("us-east-1", "eu-west-1")
    )
    assert table == there
    arn = f"arn:aws:dynamodb:eu-west-1:{MINE}:table/t"
    assert table != resource_from_arn(arn, session)
    assert there == resource_from_arn(arn, session)


@pytest.mark.parametrize(
    ("service", "kind", "identifier", "arn"),
    [
        ("s3", "Bucket", "b", "arn:aws:s3:::b"),
        (
            "ec2",
            "Subnet",
            "subnet-0123456789abcdef0",
            f"arn:aws:ec2:eu-west-1:{OTHER}:subnet/subnet-0123456789abcdef0",
        ),
        (
            "sqs",
            "Queue",
            f"https://sqs.us-east-1.amazonaws.com/{OTHER}/q",
            f"arn:aws:sqs:us-east-1:{OTHER}:q",
        ),
        (
            "cloudtrail",
            "Trail",
            f"arn:aws:cloudtrail:eu-west-1:{OTHER}:trail/t",
            f"arn:aws:cloudtrail:eu-west-1:{OTHER}:trail/t",
        ),
    ],
)
def test_what_says_where_it_is_is_the_same_for_all(
    plain: boto3.Session, service: str, kind: str, identifier: str, arn: str
) -> None:
    """A bucket's name, a queue's URL, an ARN and an id that AWS makes up."""
    made = getattr(plain.resource(service), kind)(identifier)
    assert made == resource_from_arn(arn, plain)


def test_an_earlier_one_is_another(plain: boto3.Session) -> None:
    """Two stacks that have had a name; which has it now is known by its data."""
    arns_of = [
        f"arn:aws:cloudformation:us-east-1:{MINE}:stack/s/{UUID.format(n)}"
        for n in (1, 2)
    ]
    old, new = (resource_from_arn(arn, plain, account_id=MINE) for arn in arns_of)
    stack = plain.resource("cloudformation").Stack("s")
    assert old != new
    assert stack == new
    assert old.Resource("r") != new.Resource("r")
    stack.meta.data = {"StackName": "s", "StackId": arns_of[1]}
    assert [False, True] == [stack == one for one in (old, new)]


def test_a_class_with_an_equality_of_its_own_keeps_it(plain: boto3.Session) -> None:
    """Who has added a base class that compares otherwise is compared so."""

    class Same:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    def add(base_classes: list[type], **kwargs: Any) -> None:
        base_classes.insert(0, Same)

    plain.events.register("creating-resource-class.lambda.Function", add)
    function = plain.resource("lambda").Function("f")
    assert function == 1


# All types.


@functools.cache
def drawn_from() -> list[tuple[str, str, str, str]]:
    """Return service, type and ARN of all types, of two accounts, with the account."""
    return [
        (service, kind, arn, account)
        for account in (MINE, OTHER)
        for service, kind, arn, _ in arns(account)
    ]


@functools.cache
def shared_session() -> tuple[boto3.Session, list[Any]]:
    """Return a session that ends all calls, and the list of them."""
    return a_session()


@pytest.mark.whole
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data(), st.sampled_from([None, MINE]))
def test_equality_and_hash_agree_over_all_types(
    data: st.DataObject, account_id: str | None
) -> None:
    """Equality is the same both ways, has the same hash and asks nobody."""
    session, calls = shared_session()
    service, kind, arn, _ = data.draw(st.sampled_from(drawn_from()))
    same = [a for s, k, a, _ in drawn_from() if (s, k) == (service, kind)]
    made = [
        resource_from_arn(one, session, account_id=account_id)
        for one in (arn, data.draw(st.sampled_from(same)))
    ]
    for one in list(made):
        values = [getattr(one, name) for name in one.meta.identifiers]
        name = one.meta.service_name
        made.append(type(one)(*values, client=opened(name).meta.client))
    for one in made:
        for other in made:
            assert (one == other) is (other == one)
            assert one != other or hash(one) == hash(other)
    first, second, *_ = made
    assert first == resource_from_arn(arn, session)
    is_told = any(
        OTHER in str(value)
        or MINE in str(value)
        or has_unique_ids(first.meta.service_name)
        for value in (getattr(first, name) for name in first.meta.identifiers)
    )
    accounts = {getattr(origin_of(x.meta.client), "account_id", "") for x in made[:2]}
    if len(accounts - {""}) == 2 and not is_told and first.meta.service_name != "s3":
        assert first != second
    assert [] == calls


def test_a_reference_by_an_arn_is_what_the_arn_names() -> None:
    """Of all types that references of some services may be told of by an ARN."""
    session, calls = shared_session()
    named: dict[tuple[str, str], list[str]] = {}
    for service, kind, arn, _ in drawn_from():
        named.setdefault((service, kind), []).append(arn)
    seen: set[tuple[str, str]] = set()
    for service, kind, name, target, path in followed(session):
        # One reference to each type.
        for arn in named.get((service, target), ())[-1:]:
            if (service, target) in seen:
                continue
            wanted = resource_from_arn(arn, session)
            resource = made_by_any(opened(service), kind)
            if type(wanted).__name__ != f"{service}.{target}":
                continue
            told: Any = arn
            for step in reversed(path.split(".")):
                told = {step: told}
            resource.meta.data = told
            assert wanted == getattr(resource, name), (service, kind, name, arn)
            seen.add((service, target))
    assert len(seen) > 12
    assert [] == calls


def followed(session: boto3.Session) -> Any:
    """Yield service, type, reference, its type and its path in the data."""
    loader = loader_of(extend(session))
    for service in (
        "acm",
        "cloudformation",
        "ecs",
        "elbv2",
        "forecast",
        "iam",
        "kafka",
    ):
        types = loader.load_service_model(service, "resources-1")["resources"]
        for kind, body in types.items():
            given = body.get("identifiers", ())
            own = {xform_name(i.get("memberName", i["name"])) for i in given}
            for name, has in body.get("has", {}).items():
                sources = has["resource"].get("identifiers", ())
                data = [i["path"] for i in sources if i["source"] == "data"]
                if "follow" in has and len(data) == 1 and xform_name(*data) not in own:
                    target = has["resource"]["type"]
                    if "[" not in data[0] and hasattr(opened(service), kind):
                        yield service, kind, xform_name(name), target, data[0]


@functools.cache
def opened(service: str) -> Any:
    """Return a service resource of the shared session."""
    return shared_session()[0].resource(service)


def made_by_any(service: Any, kind: str) -> Any:
    """Return a resource of a type, by whatever identifiers."""
    definition = getattr(service, kind)
    types = service.meta.resource_model.subresources
    (made,) = [one for one in types if one.name == kind]
    count = sum(i.source == "input" for i in made.resource.identifiers)
    return definition(*["x"] * count)
