"""A resource type has one class in a session while it would be made the same again."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import botocore.hooks
import pytest
from boto3.resources.factory import ResourceFactory
from boto3.session import Session

import boto3_extensions
from boto3_extensions._speed.classes import CachingFactory, use_caching_factory

# Whatever another test has left.
pytestmark = pytest.mark.usefixtures("all_on")

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}


@pytest.fixture
def session() -> Session:
    """Make a session."""
    return boto3.Session(**KEYS)


def add(name: str, value: Any = True) -> Callable[..., None]:
    """Return a handler that adds an attribute to classes."""

    def handler(class_attributes: dict[str, Any], **kwargs: Any) -> None:
        class_attributes[name] = value

    return handler


def test_objects_of_a_type_have_one_class(session: Session) -> None:
    """However they are made."""
    s3 = session.resource("s3")
    bucket = s3.Bucket("b")
    made = [
        s3.Object("b", "k"),
        s3.Object(bucket_name="b", key="k"),
        bucket.Object("k"),
        s3.ObjectSummary("b", "k").Object(),
        session.resource("s3").Object("b", "k"),
    ]
    assert 1 == len({type(one) for one in made})
    assert all(isinstance(one, type(made[0])) for one in made)


def test_10000_objects_make_no_more_classes(session: Session) -> None:
    """What boto3 leaves to the garbage collector is not made."""
    ec2 = session.resource("ec2")
    ec2.Instance("i-1")
    gc.collect()
    before = len(gc.get_objects())
    for number in range(10_000):
        ec2.Instance(f"i-{number}")
    gc.collect()

    assert len(gc.get_objects()) - before < 100
    assert 1 == len({type(ec2.Instance(f"i-{i}")) for i in range(100)})


def test_a_handler_registered_later_counts_at_once(session: Session) -> None:
    """As in boto3, for classes of existing resources, too."""
    s3 = session.resource("s3")
    first = s3.Object("b", "k")
    session.events.register("creating-resource-class.s3.Object", add("mine"))
    second = s3.Object("b", "k")

    assert not hasattr(first, "mine")
    assert second.mine
    assert s3.Bucket("b").Object("k").mine
    assert first == second


@pytest.mark.parametrize(
    "event",
    ["creating-resource-class", "creating-resource-class.*.Object"],
)
def test_a_handler_of_many_classes_counts_at_once(session: Session, event: str) -> None:
    """Events are matched by prefix and wildcard, as botocore does it."""
    s3 = session.resource("s3")
    s3.Object("b", "k")
    session.events.register(event, add("mine"))

    assert s3.Object("b", "k").mine


@pytest.mark.parametrize("register", ["register_first", "register_last"])
def test_the_order_of_handlers_is_kept(session: Session, register: str) -> None:
    """A handler that is called first or last is so for the class that is made anew."""
    s3 = session.resource("s3")
    session.events.register("creating-resource-class.s3.Bucket", add("mine", 1))
    assert 1 == s3.Bucket("b").mine

    method = getattr(session.events, register)
    method("creating-resource-class.s3.Bucket", add("mine", 2))
    expected = 1 if register == "register_first" else 2
    assert expected == s3.Bucket("b").mine


def test_a_handler_unregistered_counts_at_once(session: Session) -> None:
    """What it had added is gone from objects made from then on."""
    s3, handler = session.resource("s3"), add("mine")
    session.events.register("creating-resource-class.s3.Bucket", handler)
    assert s3.Bucket("b").mine

    session.events.unregister("creating-resource-class.s3.Bucket", handler)
    assert not hasattr(s3.Bucket("b"), "mine")


def test_other_handlers_leave_a_class_as_it_is(session: Session) -> None:
    """A class is made again only if its own handlers are others."""
    s3 = session.resource("s3")
    before = type(s3.Bucket("b"))
    session.events.register("creating-resource-class.s3.Object", add("mine"))
    session.events.register("before-call.s3", lambda **kwargs: None)

    assert before is type(s3.Bucket("b"))


def test_handlers_of_a_class_run_once(session: Session) -> None:
    """And with the arguments that boto3 gives them."""
    calls: list[dict[str, Any]] = []
    session.events.register(
        "creating-resource-class.s3.Bucket", lambda **kwargs: calls.append(kwargs)
    )
    s3 = session.resource("s3")
    for _ in range(3):
        s3.Bucket("b")

    assert 1 == len(calls)
    assert {"class_attributes", "base_classes", "service_context", "event_name"} == set(
        calls[0]
    )


def test_clearing_the_caches_makes_classes_again(session: Session) -> None:
    """For handlers that work differently from now on."""
    s3, names = session.resource("s3"), ["first"]
    session.events.register(
        "creating-resource-class.s3.Bucket",
        lambda class_attributes, **kwargs: class_attributes.update({names[0]: True}),
    )
    s3.Bucket("b")
    names[0] = "second"
    assert not hasattr(s3.Bucket("b"), "second")

    boto3_extensions.clear_speed_caches()
    assert s3.Bucket("b").second


def test_switching_arns_on_counts_at_once(session: Session) -> None:
    """Objects of a service resource made before have an `arn`."""
    s3 = session.resource("s3")
    assert not hasattr(s3.Bucket("b"), "arn")

    boto3_extensions.arn_patch_boto3()
    assert "arn:aws:s3:::b" == s3.Bucket("b").arn


def test_switched_off_each_object_has_a_class(session: Session) -> None:
    """As in boto3, at once, and back again."""
    s3 = session.resource("s3")
    boto3_extensions.patch(speed=False)
    assert type(s3.Bucket("b")) is not type(s3.Bucket("b"))

    boto3_extensions.patch(speed=True)
    assert type(s3.Bucket("b")) is type(s3.Bucket("b"))


def test_unpatched_each_object_has_a_class(session: Session) -> None:
    """`unpatch` ends it for sessions that are there, too."""
    s3 = session.resource("s3")
    boto3_extensions.unpatch()

    assert type(s3.Bucket("b")) is not type(s3.Bucket("b"))


def test_sessions_have_classes_of_their_own() -> None:
    """Handlers of one session never show in another."""
    one, other = boto3.Session(**KEYS), boto3.Session(**KEYS)
    one.events.register("creating-resource-class.s3.Bucket", add("mine"))
    first, second = (s.resource("s3").Bucket("b") for s in (one, other))

    assert first.mine
    assert not hasattr(second, "mine")
    assert type(first) is not type(second)


def test_definitions_of_one_session_do_not_leak(tmp_path: Path) -> None:
    """A session with a folder of its user's has other types than one without."""
    folder = tmp_path / "s3" / "2006-03-01"
    folder.mkdir(parents=True)
    mine = {"merge": {"resources": {"Bucket": {"has": {}, "actions": {}}}}}
    mine["merge"]["resources"]["Bucket"]["actions"] = {
        "MyOwn": {"request": {"operation": "ListBuckets"}}
    }
    (folder / "resources-1.sdk-extras.json").write_text(json.dumps(mine), "utf-8")
    plain, extended = boto3.Session(**KEYS), boto3.Session(**KEYS)
    extended._loader.search_paths.insert(0, str(tmp_path))
    buckets = [s.resource("s3").Bucket("b") for s in (extended, plain, extended)]

    assert [True, False, True] == [hasattr(b, "my_own") for b in buckets]


def test_what_a_user_injects_stays(session: Session) -> None:
    """A method put on a class is there for all its objects."""
    s3 = session.resource("s3")
    bucket = s3.Bucket("b")
    type(bucket).shout = lambda self: self.name.upper()

    assert "B" == bucket.shout()
    assert "C" == s3.Bucket("c").shout()


def test_a_dropped_session_is_collected() -> None:
    """With its factory, its classes and whatever they hold."""
    session = boto3.Session(**KEYS)
    bucket = session.resource("s3").Bucket("b")
    bucket.Object("k")
    held = session, session.resource_factory, type(bucket)
    watched = [weakref.ref(one) for one in held]
    del session, bucket, held
    gc.collect()

    assert [None] * 3 == [ref() for ref in watched]


def test_a_subclass_of_the_factory_is_left_alone(session: Session) -> None:
    """aioboto3's makes classes for coroutines."""

    class Theirs(ResourceFactory):  # type: ignore[misc, unused-ignore]
        pass

    session.resource_factory = theirs = Theirs(session.events)
    boto3_extensions.extend(session)

    assert theirs is session.resource_factory


def test_an_emitter_of_another_kind_is_left_alone(session: Session) -> None:
    """Whether its handlers have changed cannot be told."""

    class Theirs(botocore.hooks.HierarchicalEmitter):  # type: ignore[misc, unused-ignore]
        pass

    session.resource_factory = plain = ResourceFactory(Theirs())
    use_caching_factory(session)

    assert plain is session.resource_factory


def test_an_emitter_without_its_cache_is_left_alone(session: Session) -> None:
    """As a botocore that works in another way."""
    emitter = botocore.hooks.HierarchicalEmitter()
    del emitter._lookup_cache
    session.resource_factory = plain = ResourceFactory(emitter)
    use_caching_factory(session)

    assert plain is session.resource_factory


def test_extending_twice_keeps_the_factory(session: Session) -> None:
    """And with it the classes that it has made."""
    before = session.resource_factory
    boto3_extensions.extend(session)

    assert before is session.resource_factory
    assert isinstance(before, CachingFactory)


def test_definitions_that_change_all_the_time_are_not_all_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may make definitions as the program runs."""
    monkeypatch.setattr("boto3_extensions._speed.classes._MAX_ENTRIES", 3)
    client = session.client("s3")
    context = session.resource("s3").Bucket("b")  # makes the factory's first slots
    assert context is not None
    model = client.meta.service_model
    for number in range(10):
        definitions = {"Thing": {"identifiers": [{"name": "Name"}], "n": number}}
        made = session.resource_factory.load_from_definition(
            "Thing",
            definitions["Thing"],
            boto3.utils.ServiceContext("s3", model, None, definitions),
        )
        assert "s3.Thing" == made.__name__

    assert 3 >= len(session.resource_factory._slots)
