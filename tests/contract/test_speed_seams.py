"""What the short paths know of boto3 and botocore, and that they say so if it changes.

Each assertion names what has to be looked at. At run time nothing breaks: what is not
recognised is left to boto3.
"""

from __future__ import annotations

import inspect
from typing import Any

import boto3
import pytest
from boto3.dynamodb.table import TableResource
from boto3.dynamodb.transform import DynamoDBHighLevelResource
from boto3.resources import base, factory, response
from boto3.session import Session
from botocore import hooks

from boto3_extensions._speed import classes, construction


@pytest.fixture
def session() -> Session:
    """Make a session."""
    return boto3.Session(
        region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )


def parameters(function: Any) -> list[str]:
    """Return the names of a function's parameters."""
    return list(inspect.signature(function).parameters)


def test_a_session_has_boto3s_factory() -> None:
    """Sessions keep it as `resource_factory`, with the emitter."""
    plain = factory.ResourceFactory("emitter")

    assert {"_collection_factory", "_emitter"} == set(vars(plain)), (
        "boto3's factory has other parts: see _factory.CachingFactory"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "load_from_definition",
            ["resource_name", "single_resource_json_definition", "service_context"],
        ),
        (
            "_create_class_partial",
            ["subresource_model", "resource_name", "service_context"],
        ),
        (
            "_create_reference",
            ["reference_model", "resource_name", "service_context"],
        ),
        (
            "_create_collection",
            ["resource_name", "collection_model", "service_context"],
        ),
        ("_create_identifier", ["identifier", "resource_name"]),
    ],
)
def test_the_factorys_methods(name: str, expected: list[str]) -> None:
    """They take what ours take, which stand before them."""
    found = parameters(getattr(factory.ResourceFactory, name))

    assert expected == found[1:], f"ResourceFactory.{name} changed: see _factory"


def test_the_emitter_replaces_its_cache() -> None:
    """With every handler that comes or goes, and only then."""
    emitter = hooks.HierarchicalEmitter()
    aliaser = hooks.EventAliaser(emitter)
    caches = [emitter._lookup_cache]

    def handler(**kwargs: Any) -> None: ...

    for change in (
        lambda: aliaser.register("a.b", handler),
        lambda: aliaser.register_first("a.b", handler, unique_id="first"),
        lambda: aliaser.register_last("a.b", handler),
        lambda: aliaser.unregister("a.b", handler),
        lambda: aliaser.unregister("a.b", unique_id="first"),
    ):
        change()
        caches.append(emitter._lookup_cache)
        aliaser.emit("a.b")
        assert caches[-1] is emitter._lookup_cache
    assert 6 == len({id(cache) for cache in caches}), (
        "handlers change unseen: _class_cache.Slot would keep classes too long"
    )
    assert emitter is classes.hierarchical_emitter_of(aliaser)


def test_what_is_called_is_in_the_emitters_cache() -> None:
    """Under the name of the event, in the order of the calls."""
    emitter = hooks.HierarchicalEmitter()
    calls: list[str] = []
    for name in ("a", "a.b", "a.*.c"):
        emitter.register(name, lambda name=name, **kwargs: calls.append(name))
    emitter.emit("a.b.c")
    cached = emitter._lookup_cache["a.b.c"]

    assert 3 == len(calls) == len(cached)
    assert list(cached) == list(emitter._handlers.prefix_search("a.b.c"))


@pytest.mark.parametrize("service", ["s3", "cloudwatch", "dynamodb"])
def test_classes_are_kept(service: str, session: Session) -> None:
    """The event of a class is found under the name that botocore uses."""
    resource = session.resource(service)
    again = session.resource(service)

    assert type(resource) is type(again), (
        "no class is kept: boto3's event for classes, or botocore's cache, has changed"
    )


def test_the_constructor() -> None:
    """What `ServiceResource` and its meta set is what ours set."""
    assert ["self", "args", "kwargs"] == parameters(base.ServiceResource.__init__)
    assert construction._META_ATTRIBUTES == set(vars(base.ResourceMeta("s3"))), (
        "boto3's ResourceMeta has other parts: see _assembling"
    )
    assert [
        "self",
        "service_name",
        "identifiers",
        "client",
        "data",
        "resource_model",
    ] == parameters(base.ResourceMeta.__init__)


def test_the_getters_of_identifiers_are_recognised(session: Session) -> None:
    """Else each object is read once more."""
    cls = type(session.resource("s3").Object("b", "k"))

    assert [] == construction._overridden_identifiers(cls), (
        "boto3 reads identifiers by other functions: see _building._GETTERS"
    )


def test_the_constructor_of_tables() -> None:
    """It registers handlers by ids, and sets one attribute."""
    assert 4 <= len(construction._handler_ids()), (
        "boto3's tables are constructed otherwise: see _high_level"
    )
    for cls in (DynamoDBHighLevelResource, TableResource):
        assert vars(cls)["__init__"] in construction._dynamodb_constructors()


def test_types_have_builders(session: Session) -> None:
    """The last of the checks is against an object of boto3's own."""
    for made in (
        session.resource("s3").Object("b", "k"),
        session.resource("dynamodb").Table("t"),
    ):
        names = made.meta.identifiers
        values = [getattr(made, name) for name in names]
        found = construction.builder_of(type(made), made.meta.client, values)
        assert found is not None, "boto3's constructors changed: see _building"


def test_another_constructor_gets_no_builder(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If boto3's sets more than ours, objects are boto3's to make."""
    made = session.resource("s3").Bucket("b")
    original = base.ServiceResource.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.more = True

    code = init.__code__.replace(co_filename=original.__code__.co_filename)
    init.__code__ = code
    monkeypatch.setattr(base.ServiceResource, "__init__", init)
    monkeypatch.setattr(construction, "_INIT", init)

    assert construction.builder_of(type(made), made.meta.client, ["b"]) is None


def test_another_meta_gets_no_builder(session: Session) -> None:
    """Nor if meta has parts that ours does not know."""
    made = session.resource("s3").Bucket("b")
    type(made).meta.more = True

    assert construction.builder_of(type(made), made.meta.client, ["b"]) is None


def test_boto3_keeps_the_handler_of_items(session: Session) -> None:
    """Called with the parent, the parameters and the answer."""
    session.resource_factory = factory.ResourceFactory(session.events)
    objects = session.resource("s3").Bucket("b").objects

    assert response.ResourceHandler is type(objects._handler)
    assert ["self", "parent", "params", "response"] == parameters(
        response.ResourceHandler.__call__
    )
    assert objects._handler is objects.all()._handler


def test_our_factory_is_in_place(session: Session) -> None:
    """On boto3 as it is installed."""
    assert classes.CachingFactory is type(session.resource_factory), (
        "boto3's sessions or botocore's emitters changed: see _factory.use_in"
    )
