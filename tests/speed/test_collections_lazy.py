"""Who iterates over a collection has one item at a time, and the items boto3 makes."""

from __future__ import annotations

import gc
import inspect
import weakref
from typing import Any

import boto3
import pytest
from boto3.resources.collection import CollectionManager, ResourceCollection
from boto3.session import Session

import boto3_extensions
from boto3_extensions._speed import collections

# Whatever another test has left.
pytestmark = pytest.mark.usefixtures("all_on")

PAGE = {"Contents": [{"Key": str(number), "Size": number} for number in range(50)]}


@pytest.fixture
def objects() -> Any:
    """Make the collection of a bucket that answers with one page of 50 objects."""
    session = Session(
        region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    s3 = session.resource("s3")

    def answer(**kwargs: Any) -> Any:
        page = {**PAGE, "ResponseMetadata": {"HTTPStatusCode": 200}}
        return type("Response", (), {"status_code": 200})(), page

    s3.meta.client.meta.events.register("before-call.s3.ListObjects", answer)
    return s3.Bucket("b").objects


def most_alive(items: Any) -> int:
    """Return how many items were there at most while they were iterated over."""
    alive: list[Any] = []
    most = 0
    gc.collect()
    # What is there already is not looked at: other tests leave a million objects.
    gc.freeze()
    for item in items:
        alive.append(weakref.ref(item))
        kind = type(item)
        most = max(most, sum(type(one) is kind for one in gc.get_objects()))
        del item
    assert len(PAGE["Contents"]) == len(alive)
    return most


def test_items_are_made_one_by_one(objects: Any) -> None:
    """Of a page of 50, there is the one in hand and the one before it."""
    list(objects.limit(1))  # The first one of a type is made to compare with boto3's.
    assert most_alive(objects.all()) <= 2


def test_pages_are_lists(objects: Any) -> None:
    """Who asks for pages gets all of a page."""
    assert [50] == [len(page) for page in objects.pages()]


def test_a_limit_is_kept(objects: Any) -> None:
    """It counts items and not pages."""
    assert ["0", "1", "2"] == [item.key for item in objects.limit(3)]
    assert ["0"] == [item.key for item in objects.all().limit(1)]


def test_a_collection_is_iterated_over_again(objects: Any) -> None:
    """Each time with a new request, as boto3 has it."""
    everything = objects.all()
    assert list(everything) == list(everything)
    assert [str(n) for n in range(50)] == [item.key for item in everything]


def test_switched_off_it_is_boto3s(objects: Any) -> None:
    """A collection that is there already, too."""
    everything = objects.all()
    list(everything)
    boto3_extensions.patch(speed=["classes", "objects"])

    assert 50 <= most_alive(everything)


def test_pages_of_somebodys_own_count(
    objects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has wrapped `pages` of boto3's class sees the pages, of items."""
    original, seen = ResourceCollection.pages, []

    def pages(self: Any) -> Any:
        for page in original(self):
            seen.append(len(page))
            yield page

    list(objects.all())
    monkeypatch.setattr(ResourceCollection, "pages", pages)

    assert 50 == len(list(objects.all()))
    assert [50] == seen


def test_boto3s_own_class_is_left_alone(objects: Any) -> None:
    """Only classes made for a session get the other way of iterating."""
    list(objects.all())
    assert collections._ITER is ResourceCollection.__iter__
    assert type(objects.all()).__iter__ is collections._iterate
    assert "s3.Bucket.objectsCollection" == type(objects.all()).__name__


def test_boto3_makes_collections_as_we_do() -> None:
    """Of the model, the parent, what makes items, and the parameters."""
    made = list(inspect.signature(ResourceCollection.__init__).parameters)
    assert ["self", "model", "parent", "handler", "kwargs"] == made, (
        "boto3 makes collections otherwise: see _lazy_items._iterate"
    )
    s3 = boto3.Session(region_name="us-east-1").resource("s3")
    assert isinstance(s3.buckets, CollectionManager)
    collection = s3.buckets.all()
    parts = {"_model", "_parent", "_handler", "_params", "_py_operation_name"}
    assert parts == set(vars(collection))
    assert s3.buckets._collection_cls is type(collection)


@pytest.mark.parametrize("name", ["__iter__", "pages"])
def test_a_class_that_pages_by_itself_stays_as_it_is(name: str) -> None:
    """With whatever it has of its own, and without what it has not."""
    own = {name: lambda self: iter(())}
    other = type("Other", (ResourceCollection,), own)
    before = dict(vars(other))
    collections.iterate_lazily(other)
    assert before == dict(vars(other))
