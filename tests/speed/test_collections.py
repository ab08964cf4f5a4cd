"""Items of collections are those that boto3 makes, whatever AWS answers with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from boto3.resources.factory import ResourceFactory
from boto3.resources.response import ResourceHandler
from boto3.session import Session

import boto3_extensions
from boto3_extensions._resources import answers
from boto3_extensions._speed import collections
from call_tracing import calls_seen

# Whatever another test has left.
pytestmark = pytest.mark.usefixtures("all_on")

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}

KEYED = {"Contents": [{"Key": "a", "Size": 1}, {"Key": "b", "Size": 2}]}
ODD_PAGES: list[dict[str, Any]] = [
    KEYED,
    {},
    {"Contents": []},
    {"Contents": None},
    {"Contents": [{"Key": "a"}]},
    {"Contents": [{"Size": 1}, {"Key": "b", "Size": 2}]},
    {"Contents": [{"Key": "a"}, None, {"Key": "c"}]},
    {"Contents": [{"Key": ""}, {"Key": 0}]},
]


@pytest.fixture
def session() -> Session:
    """Make a session."""
    return boto3.Session(**KEYS)


@pytest.fixture
def plain() -> Session:
    """Make a session with boto3's own factory, and our handlers."""
    session = boto3.Session(**KEYS)
    session.resource_factory = ResourceFactory(session.events)
    return session


@pytest.fixture
def by_boto3() -> Iterator[list[Any]]:
    """Count the pages whose items boto3 makes."""
    with calls_seen(answers.make_resources, lambda found: found["response"]) as pages:
        yield pages


def answer(resource: Any, event: str, *pages: dict[str, Any]) -> Any:
    """Let the client of a resource answer with pages, without a call."""
    left = iter(pages)

    def next_page(**kwargs: Any) -> Any:
        page = {"ResponseMetadata": {"HTTPStatusCode": 200}, **next(left)}
        return type("Response", (), {"status_code": 200})(), page

    resource.meta.client.meta.events.register(f"before-call.{event}", next_page)
    return resource


def bucket(session: Session, *pages: dict[str, Any]) -> Any:
    """Return a bucket whose objects are in these pages."""
    more = [{**p, "IsTruncated": True, "NextMarker": "n"} for p in pages[:-1]]
    s3 = session.resource("s3")
    return answer(s3.Bucket("b"), "s3.ListObjects", *more, pages[-1])


def seen(items: Any) -> Iterator[Any]:
    """Yield what is to be seen of items."""
    for item in items:
        names = list(vars(item)), list(vars(item.meta))
        yield repr(item), hash(item), item.meta.data, names


@pytest.mark.parametrize("page", ODD_PAGES)
def test_items_are_boto3s(page: Any, session: Session, plain: Session) -> None:
    """For any answer, or there is the same error."""

    def listed(one: Session) -> Any:
        try:
            return list(seen(bucket(one, page).objects.all()))
        except Exception as error:
            return type(error), str(error)

    assert listed(plain) == listed(session)


def test_the_short_path_is_taken(session: Session, by_boto3: list[Any]) -> None:
    """boto3 makes none of the items of plain pages."""
    items = list(bucket(session, KEYED, KEYED).objects.all())

    assert ["a", "b", "a", "b"] == [item.key for item in items]
    assert [1, 2, 1, 2] == [item.size for item in items]
    assert {"b"} == {item.bucket_name for item in items}
    assert [] == by_boto3


@pytest.mark.parametrize("names", [["classes"], ["classes", "objects"]])
def test_it_can_be_switched_off(
    names: list[str], session: Session, by_boto3: list[Any]
) -> None:
    """By its own switch, for collections that are there, too."""
    collection = bucket(session, KEYED, KEYED).objects
    boto3_extensions.patch(speed=names)

    assert 4 == len(list(collection.all()))
    assert 2 == len(by_boto3)


def test_items_are_of_the_class_of_their_type(session: Session) -> None:
    """Which sub-resources and references have, too."""
    listed = bucket(session, KEYED)
    item = next(iter(listed.objects.all()))

    assert type(session.resource("s3").ObjectSummary("b", "k")) is type(item)
    assert item == session.resource("s3").ObjectSummary("b", "a")
    assert listed.meta.client is item.meta.client


def test_no_page_is_asked_for_before_its_turn(session: Session) -> None:
    """Who stops early has made no call too many."""
    # There is a second page to ask for, and none to answer with.
    page = {**KEYED, "IsTruncated": True, "NextMarker": "n"}
    items = iter(bucket(session, page).objects.all())

    assert ["a", "b"] == [next(items).key, next(items).key]
    with pytest.raises(RuntimeError, match="StopIteration"):
        next(items)


def test_meta_is_each_items_own(session: Session) -> None:
    """What one item has loaded is not another's."""
    one, other = bucket(session, KEYED).objects.all()
    one.meta.data = {"Key": "a", "Size": 3}

    assert (3, 2) == (one.size, other.size)
    assert one.meta is not other.meta
    assert type(one).meta is not one.meta


def test_pages_limits_and_filters_are_boto3s(session: Session, plain: Session) -> None:
    """They do not depend on who makes the items."""
    for one in (plain, session):
        listed = bucket(one, KEYED, KEYED, KEYED)
        assert [2, 1] == [len(page) for page in listed.objects.limit(3).pages()]
        listed = bucket(one, KEYED)
        found = [item.key for item in listed.objects.filter(Prefix="p")]
        assert ["a", "b"] == found


def test_nested_lists(session: Session, plain: Session, by_boto3: list[Any]) -> None:
    """Instances come in reservations."""
    page = {
        "Reservations": [
            {"Instances": [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]},
            {"Instances": []},
            {"Instances": [{"InstanceId": "i-3"}]},
        ]
    }
    ids = []
    for one in (plain, session):
        by_boto3.clear()
        ec2 = answer(one.resource("ec2"), "ec2.DescribeInstances", page)
        ids.append([(i.id, i.meta.data) for i in ec2.instances.all()])

    assert ids[0] == ids[1]
    assert [] == by_boto3


def test_items_known_by_a_list_of_names(session: Session, by_boto3: list[Any]) -> None:
    """sqs answers with URLs and no data."""
    page = {"QueueUrls": ["https://q/1", "https://q/2"]}
    sqs = answer(session.resource("sqs"), "sqs.ListQueues", page)
    queues = list(sqs.queues.all())

    assert ["https://q/1", "https://q/2"] == [queue.url for queue in queues]
    assert [None, None] == [queue.meta.data for queue in queues]
    assert [] == by_boto3


def test_tables_are_made_one_by_one(session: Session, by_boto3: list[Any]) -> None:
    """They have a constructor of their own, which registers handlers."""
    pages = [{"TableNames": ["t", "u"]}] * 2
    dynamodb = answer(session.resource("dynamodb"), "dynamodb.ListTables", *pages)
    for _ in range(2):
        tables = list(dynamodb.tables.all())

    assert ["t", "u"] == [table.name for table in tables]
    assert all(hasattr(table, "_injector") for table in tables)
    assert [] == by_boto3[1:]


def test_a_handler_of_somebody_elses_stays(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has put another class in the place of boto3's gets it."""

    class Theirs(ResourceHandler):  # type: ignore[misc, unused-ignore]
        pass

    monkeypatch.setattr("boto3.resources.collection.ResourceHandler", Theirs)
    objects = session.resource("s3").Bucket("b").objects

    assert Theirs is type(objects._handler)
    assert not isinstance(objects._handler, collections._ItemHandler)


def test_boto3_has_the_handler_that_we_replace(plain: Session) -> None:
    """A collection's manager keeps it as `_handler`."""
    handler = plain.resource("s3").Bucket("b").objects._handler

    assert ResourceHandler is type(handler), (
        "boto3 makes items of a collection elsewhere: _items.collecting does nothing"
    )
    names = {"search_path", "factory", "resource_model", "operation_name"}
    assert {*names, "service_context"} == set(vars(handler))
