"""Sessions share the list of what a type has, and nothing that is a session's own."""

from __future__ import annotations

import gc
import inspect
import json
import logging
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.resources import factory, model
from boto3.session import Session
from botocore.model import OperationNotFoundError

import boto3_extensions
from boto3_extensions._foundation.models import source_of
from call_tracing import calls_seen
from definition_driver.older_models import text_of_any_model

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}

# Types with all kinds of members, renamed ones and such as boto3's handlers add.
TYPES: dict[str, Callable[[Session], Any]] = {
    "s3": lambda session: session.resource("s3"),
    "s3.Object": lambda session: session.resource("s3").Object("b", "k"),
    "sqs.Queue": lambda session: session.resource("sqs").Queue("https://x/1/q"),
    "iam.Role": lambda session: session.resource("iam").Role("r"),
    "ec2.Instance": lambda session: session.resource("ec2").Instance("i-1"),
    "dynamodb.Table": lambda session: session.resource("dynamodb").Table("t"),
    "rds": lambda session: session.resource("rds"),
    "glacier.Vault": lambda session: session.resource("glacier").Vault("1", "v"),
}


# What `load_from_definition` of boto3's factory works with.
KNOWN_NAMES = {
    "ResourceMeta",
    "ResourceModel",
    "ServiceResource",
    "_emitter",
    "_load_actions",
    "_load_attributes",
    "_load_collections",
    "_load_has_relations",
    "_load_identifiers",
    "_load_waiters",
    "debug",
    "emit",
    "load_rename_map",
    "logger",
    "resource_json_definitions",
    "service_model",
    "service_name",
    "shape",
    "shape_for",
    "str",
    "tuple",
    "type",
}

pytestmark = pytest.mark.usefixtures("nothing_read")


def new_session() -> Session:
    """Make a session."""
    return boto3.Session(**KEYS)


def as_boto3_makes_it(make: Callable[[Session], Any]) -> Any:
    """Return the class of an object that boto3 has read itself."""
    boto3_extensions.patch(speed=False)
    session = new_session()
    session.resource_factory = factory.ResourceFactory(session.events)
    made = type(make(session))
    boto3_extensions.patch(speed=True)
    return made


def function_of(member: Any) -> Any:
    """Return the function behind a method or property."""
    return member.fget if isinstance(member, property) else member


@pytest.mark.parametrize("name", TYPES)
def test_a_class_has_what_boto3_gives_it(name: str) -> None:
    """The same members in the same order, of the same kinds, names and signatures."""
    plain, ours = as_boto3_makes_it(TYPES[name]), type(TYPES[name](new_session()))

    assert outside(plain) == outside(ours)
    assert list(vars(plain)) == list(vars(ours))
    assert members(plain) == members(ours)
    assert (plain.load is plain.reload) if hasattr(plain, "load") else True
    assert (ours.load is ours.reload) if hasattr(ours, "load") else True


def outside(cls: Any) -> Any:
    """Return what tells a class without its members."""
    return (
        (cls.__name__, cls.__qualname__, cls.__module__, [*map(str, cls.__mro__)]),
        (cls.meta.service_name, cls.meta.identifiers, cls.meta.data, cls.meta.client),
        (cls.meta.resource_model.name, cls.meta.resource_model._renamed),
    )


def members(cls: Any) -> dict[str, Any]:
    """Return kind, name and signature of each member."""
    return {
        name: (type(member), function.__name__, inspect.signature(function))
        for name, member in vars(cls).items()
        for function in [function_of(member)]
        if inspect.isfunction(function) and name != "get_available_subresources"
    }


@pytest.mark.whole
@pytest.mark.parametrize("name", TYPES)
def test_texts_are_boto3s(name: str) -> None:
    """`help()` shows what it shows in boto3, and may go on."""
    plain, ours = as_boto3_makes_it(TYPES[name]), type(TYPES[name](new_session()))
    for attribute, member in vars(plain).items():
        # A plain string is Python's, or ours.
        if type(getattr(function_of(member), "__doc__", None)) not in (str, type(None)):
            expected = text_of_any_model(text(plain, attribute))
            assert text(ours, attribute).startswith(expected)


def text(cls: Any, attribute: str) -> str:
    """Return the text of a member, or why there is none."""
    try:
        return str(inspect.getdoc(getattr(cls, attribute)))
    except (OperationNotFoundError, ValueError) as error:
        # An older botocore has not all operations and waiters of our data.
        return str(error)


def test_a_type_is_read_once() -> None:
    """Of two sessions, the second reads no definition."""
    rename = model.ResourceModel.load_rename_map
    with calls_seen(rename, lambda found: found["self"].name) as read:
        for _ in range(3):
            new_session().resource("ec2").Instance("i-1")

    assert ["ec2", "Instance"] == read


def test_a_session_of_ec2_makes_few_objects() -> None:
    """Two for each method of its client, one for each member, not twenty."""
    kept = [new_session().resource("ec2") for _ in range(3)]
    gc.collect()
    before = len(gc.get_objects())
    kept.extend(new_session().resource("ec2") for _ in range(5))
    gc.collect()

    assert len(gc.get_objects()) - before < 5 * 6_500
    assert 8 == len({type(one) for one in kept})


def test_members_are_made_of_their_own_session() -> None:
    """What one session's resource leads to belongs to that session."""
    one, other = (new_session().resource("s3") for _ in range(2))
    for s3 in (one, other):
        bucket = s3.Bucket("b")
        for made in (bucket, bucket.Object("k"), s3.ObjectSummary("b", "k").Object()):
            assert s3.meta.client is made.meta.client
    assert type(one.Bucket("b")) is not type(other.Bucket("b"))
    assert type(one.buckets) is not type(other.buckets)


def test_a_handler_of_one_session_changes_no_other() -> None:
    """Not even by what it does to the functions it is given."""
    one, other = new_session(), new_session()

    def spoil(class_attributes: dict[str, Any], **kwargs: Any) -> None:
        class_attributes["Bucket"].__doc__ = "mine"
        class_attributes["Bucket"].mine = True
        class_attributes["meta"].resource_model.name = "mine"
        class_attributes["meta"].identifiers.append("spoilt")
        class_attributes["spoilt"] = True
        del class_attributes["Object"]

    one.events.register("creating-resource-class.s3.ServiceResource", spoil)
    one.resource("s3")
    found = type(other.resource("s3"))

    assert "mine" != found.Bucket.__doc__
    assert not hasattr(found.Bucket, "mine")
    assert "s3" == found.meta.resource_model.name
    assert [] == found.meta.identifiers
    assert hasattr(found, "Object")


def test_texts_are_made_with_the_events_of_their_session() -> None:
    """A handler of documentation is called for its own session's text, when made."""
    session, other = new_session(), new_session()
    mine, others = session.resource("s3"), other.resource("s3")
    heard: list[str] = []
    session.events.register("docs.*", lambda event_name, **_: heard.append(event_name))
    inspect.getdoc(type(others).create_bucket)
    assert [] == heard
    inspect.getdoc(type(mine).create_bucket)

    assert heard


def test_definitions_of_a_users_folder_are_read_by_boto3(tmp_path: Path) -> None:
    """They are not kept beyond their session."""
    folder = tmp_path / "s3" / "2006-03-01"
    folder.mkdir(parents=True)
    mine = {"MyOwn": {"request": {"operation": "ListBuckets"}}}
    text = json.dumps({"merge": {"service": {"actions": mine}}})
    (folder / "resources-1.sdk-extras.json").write_text(text, "utf-8")
    plain, extended = new_session(), new_session()
    extended._loader.search_paths.insert(0, str(tmp_path))
    made = [s.resource("s3") for s in (extended, plain, extended)]

    assert [True, False, True] == [hasattr(s3, "my_own") for s3 in made]
    assert ["s3"] == listed(made[0]) == listed(made[1])


def listed(resource: Any) -> list[str]:
    """Return the names of the types of a service that are listed for all."""
    description = resource.meta.client.meta.service_model._service_description
    source = source_of(description)
    derived = {} if source is None else source.derived
    return [key[2] for key in derived if key[0] == "resource type"]


def test_nothing_grows_with_sessions_that_are_gone() -> None:
    """Nor is one of them kept, whatever of it was used."""
    for _ in range(2):
        use_and_drop()
    gc.collect()
    before = len(gc.get_objects())
    gone = [ref for _ in range(5) for ref in use_and_drop()]
    gc.collect()

    assert {None} == {ref() for ref in gone}
    assert len(gc.get_objects()) - before < 100


def use_and_drop() -> list[Any]:
    """Use members of all kinds, and return weak references to what held them."""
    session = new_session()
    ec2 = session.resource("ec2")
    # Not an instance: the text of its `delete_tags`, which is one for all in boto3,
    # keeps the events of the session that was the last.
    volume = ec2.Volume("vol-1")
    snapshot = ec2.Snapshot("snap-1")
    snapshot.meta.data = {"VolumeId": "vol-1"}
    assert volume == snapshot.volume
    assert ec2.volumes.all() is not None
    inspect.getdoc(volume.attach_to_instance)
    held = session, session._session, session.resource_factory, type(volume)
    return [weakref.ref(one) for one in held]


def test_boto3_is_as_it_is_known(caplog: pytest.LogCaptureFixture) -> None:
    """Else boto3 reads definitions for each session: slower, and nothing breaks."""
    code = factory.ResourceFactory.load_from_definition.__code__
    assert KNOWN_NAMES == set(code.co_names), (
        "boto3 makes classes otherwise: see _resource_types.ResourceType.new_class"
    )
    caplog.set_level(logging.DEBUG, factory.logger.name)
    s3 = new_session().resource("s3")
    assert ["s3"] == listed(s3)
    assert "Loading s3:s3" in caplog.messages


@pytest.mark.parametrize("name", ["_load_actions", "_create_action"])
def test_a_replaced_step_is_called(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who replaces a step of boto3's factory has it run, and nothing is listed."""
    called: list[str] = []
    original = getattr(factory.ResourceFactory, name)

    def replacement(self: Any, *args: Any, **kwargs: Any) -> Any:
        called.append(name)
        return original(self, *args, **kwargs)

    new_session().resource("s3")
    monkeypatch.setattr(factory.ResourceFactory, name, replacement)
    new_session().resource("s3")

    assert called


def test_a_step_replaced_in_one_factory_is_called() -> None:
    """As in boto3, for that session."""
    called: list[Any] = []
    session = new_session()
    session.resource_factory._load_waiters = lambda **kwargs: called.append(kwargs)
    session.resource("s3")

    assert 1 == len(called)


def test_switched_off_boto3_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `definitions`, each session reads the definitions."""
    boto3_extensions.patch(speed=["models", "classes", "objects"])
    s3 = new_session().resource("s3")

    assert [] == listed(s3)
    assert "b" == s3.Bucket("b").name
