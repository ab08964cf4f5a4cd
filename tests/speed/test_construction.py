"""Resources made by the short path are as those that boto3 makes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from boto3.resources.base import ResourceMeta, ServiceResource
from boto3.resources.factory import ResourceFactory
from boto3.session import Session
from botocore.model import NoShapeFoundError

from call_tracing import calls_seen
from definition_driver.older_models import text_of_any_model

# Whatever another test has left.
pytestmark = pytest.mark.usefixtures("all_on")

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}
SERVICES = ("s3", "dynamodb", "cloudformation", "route53", "glue")


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
def inits() -> Iterator[list[Any]]:
    """Count the objects that boto3's constructor makes."""
    with calls_seen(ServiceResource.__init__, lambda found: found["self"]) as made:
        yield made


def looks(resource: Any) -> dict[str, Any]:
    """Return all that can be seen of a resource without asking AWS."""
    meta = vars(resource.meta).copy()
    model = meta.pop("resource_model")
    return {
        "repr": repr(resource),
        "hash": hash(resource),
        "dir": dir(resource),
        "names": list(vars(resource)),
        "values": {k: v for k, v in vars(resource).items() if isinstance(v, str)},
        "doc": type(resource).__doc__,
        "bases": [c.__name__ for c in type(resource).__mro__],
        "meta": (type(resource.meta), repr(resource.meta), list(vars(resource.meta))),
        "service": (meta["service_name"], meta["identifiers"], meta["data"]),
        "model": (model.name, model.shape, model._renamed),
    }


def constructors(service: Any) -> Iterator[tuple[Any, list[str]]]:
    """Yield what makes sub-resources, and arguments for it."""
    for name in service.get_available_subresources():
        construct = getattr(service, name)
        for count in range(6):
            arguments = [f"value-{i}" for i in range(count)]
            try:
                construct(*arguments)
            except ValueError:
                continue
            except NoShapeFoundError:
                # A type that botocore is too old for.
                break
            yield construct, arguments
            break


@pytest.mark.parametrize("service", SERVICES)
def test_every_type_is_as_boto3_makes_it(
    service: str, session: Session, plain: Session
) -> None:
    """All that can be seen, of the first object and of the next."""
    ours = constructors(session.resource(service))
    theirs = constructors(plain.resource(service))
    for (make, arguments), (make_plain, same) in zip(ours, theirs, strict=True):
        assert arguments == same
        expected = make_plain(*arguments)
        for one in (make(*arguments), make(*arguments)):
            assert looks(expected) == looks(one)
            assert expected == one
            assert one == expected


def test_the_short_path_is_taken(session: Session, inits: list[Any]) -> None:
    """boto3's constructor runs for the first objects of a type only."""
    s3, ec2 = session.resource("s3"), session.resource("ec2")
    table = session.resource("dynamodb").Table
    bucket, instance = s3.Bucket("b"), ec2.Instance("i")
    instance.meta.data = {"VpcId": "vpc-1"}

    def make() -> None:
        s3.Object("b", "k")
        s3.Bucket("b")
        ec2.Instance("i")
        table("t")
        bucket.Object("k")
        assert "vpc-1" == instance.vpc.id

    make()
    # The first table registers what others of its client find.
    table("t")
    inits.clear()
    make()

    assert [] == inits


def test_meta_is_each_objects_own(session: Session) -> None:
    """What one has loaded is not another's."""
    s3 = session.resource("s3")
    one, other = s3.Object("b", "k"), s3.Object("b", "k")
    one.meta.data = {"ContentLength": 1}

    assert other.meta.data is None
    assert one.meta is not other.meta
    assert type(one).meta is not one.meta
    assert one == other
    assert ResourceMeta is type(one.meta)
    assert one.meta.copy() == one.meta


def test_the_client_is_the_parents(session: Session) -> None:
    """Of sub-resources of sub-resources, too."""
    s3 = session.resource("s3")
    for _ in range(2):
        made = s3.Bucket("b").Object("k").Version("v")
        assert s3.meta.client is made.meta.client


@pytest.mark.parametrize(
    ("arguments", "keywords"),
    [
        ((), {}),
        (("b",), {}),
        (("b", None), {}),
        (("b", "k", "more"), {}),
        (("b",), {"name": "k"}),
        (("b", "k"), {"key": None}),
    ],
)
def test_errors_are_boto3s(
    arguments: tuple[Any, ...],
    keywords: dict[str, Any],
    session: Session,
    plain: Session,
) -> None:
    """What boto3 refuses is refused, the first time and later, in its words."""
    s3 = session.resource("s3")
    with pytest.raises((ValueError, IndexError, TypeError)) as expected:
        plain.resource("s3").Object(*arguments, **keywords)
    for _ in range(2):
        with pytest.raises(expected.type) as found:
            s3.Object(*arguments, **keywords)
        assert str(expected.value) == str(found.value)
        s3.Object("b", "k")


@pytest.mark.parametrize("value", ["", 0, False, [], ("a",)])
def test_odd_values_are_taken_as_boto3_takes_them(value: Any, session: Session) -> None:
    """An identifier is missing only if it is None."""
    s3 = session.resource("s3")
    s3.Object("b", "k")

    assert value == s3.Object("b", value).key


def test_pickling_fails_as_in_boto3(session: Session, plain: Session) -> None:
    """A resource holds a client, and its class is found in no module."""
    with pytest.raises(Exception, match="pickle") as expected:
        pickle.dumps(plain.resource("s3").Bucket("b"))
    with pytest.raises(expected.type):
        pickle.dumps(session.resource("s3").Bucket("b"))


def test_documentation_is_boto3s(session: Session, plain: Session) -> None:
    """Of sub-resources, references and collections."""
    ours = type(session.resource("s3").ObjectSummary("b", "k"))
    theirs = type(plain.resource("s3").ObjectSummary("b", "k"))
    for name in ("Bucket", "Object", "Version"):
        texts = [str(getattr(cls, name).__doc__) for cls in (theirs, ours)]
        assert 1 == len({text_of_any_model(text) for text in texts})
    ec2 = [type(s.resource("ec2").Instance("i")) for s in (plain, session)]
    for name in ("vpc", "volumes"):
        one, other = (str(getattr(cls, name).__doc__) for cls in ec2)
        assert one == other


def test_a_subclass_is_constructed_by_boto3(session: Session) -> None:
    """A user's subclass of a resource class, with a constructor of its own."""
    s3 = session.resource("s3")

    class Mine(type(s3.Bucket("b"))):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.mine = True

    mine = Mine("b", client=s3.meta.client)

    assert mine.mine
    assert "b" == mine.Object("k").bucket_name


class Counted:
    """A base class that a handler adds, with a constructor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counted = True


def test_a_base_class_with_a_constructor_is_constructed_by_boto3(
    session: Session,
) -> None:
    """As boto3 itself adds to dynamodb's."""
    session.events.register(
        "creating-resource-class.s3.Bucket",
        lambda base_classes, **kwargs: base_classes.insert(0, Counted),
    )
    s3 = session.resource("s3")

    assert [True] * 3 == [s3.Bucket("b").counted for _ in range(3)]


def test_a_reference_to_such_a_type_is_constructed_by_boto3(session: Session) -> None:
    """Of a resource that is itself made by the short path."""
    session.events.register(
        "creating-resource-class.ec2.Vpc",
        lambda base_classes, **kwargs: base_classes.insert(0, Counted),
    )
    instances = [session.resource("ec2").Instance("i") for _ in range(3)]
    for instance in instances:
        instance.meta.data = {"VpcId": "vpc-1"}

    assert [("vpc-1", True)] * 3 == [(i.vpc.id, i.vpc.counted) for i in instances]


def test_a_constructor_put_on_a_class_later_runs(session: Session) -> None:
    """By whoever instruments resources."""
    s3 = session.resource("s3")
    cls = type(s3.Bucket("b"))
    s3.Bucket("b")
    original = cls.__init__

    def theirs(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.seen = True

    cls.__init__ = theirs
    assert s3.Bucket("b").seen


def test_a_constructor_put_on_all_later_runs(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And stops when it is taken off."""
    s3, original, seen = session.resource("s3"), ServiceResource.__init__, []
    s3.Bucket("b")

    def theirs(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        seen.append(self)

    with monkeypatch.context() as context:
        context.setattr(ServiceResource, "__init__", theirs)
        bucket = s3.Bucket("b")
        assert bucket is seen[-1]
    seen.clear()
    s3.Bucket("b")
    assert [] == seen


def test_an_identifier_of_a_users_own_is_read(session: Session) -> None:
    """A property that a handler puts in the place of boto3's may say None."""

    def replace(class_attributes: dict[str, Any], **kwargs: Any) -> None:
        class_attributes["name"] = property(lambda self: self._name or None)

    session.events.register("creating-resource-class.s3.Bucket", replace)
    s3 = session.resource("s3")
    assert "b" == s3.Bucket("b").name

    with pytest.raises(ValueError, match="Required parameter name not set"):
        s3.Bucket("")


def test_a_reference_without_its_value_is_none(session: Session) -> None:
    """As in boto3, and there again when the value is."""
    address = session.resource("ec2").VpcAddress("a")
    address.meta.data = {"InstanceId": "i-1"}
    assert "i-1" == address.instance.id

    address.meta.data = {"AllocationId": "a"}
    assert address.instance is None


def test_a_reference_to_many_is_a_list(session: Session, plain: Session) -> None:
    """As boto3 makes of an identifier that is a list."""
    data = {"NetworkInterfaces": [{"NetworkInterfaceId": i} for i in ("e-1", "e-2")]}
    lists = []
    for one in (session, plain):
        instance = one.resource("ec2").Instance("i")
        instance.meta.data = data
        lists.append([instance.network_interfaces for _ in range(2)])

    assert lists[0] == lists[1]
    assert ["e-1", "e-2"] == [e.id for e in lists[0][1]]


def test_a_table_registers_its_handlers_again(session: Session) -> None:
    """If somebody has unregistered them from the client, as in boto3."""
    dynamodb = session.resource("dynamodb")
    events = dynamodb.meta.client.meta.events
    dynamodb.Table("t")
    handlers = events._emitter._unique_id_handlers
    assert "dynamodb-attr-value-input" in handlers

    events.unregister(
        "before-parameter-build.dynamodb", unique_id="dynamodb-attr-value-input"
    )
    assert "dynamodb-attr-value-input" not in handlers

    dynamodb.Table("t")
    assert "dynamodb-attr-value-input" in handlers


def test_a_table_has_an_injector_of_its_own(session: Session) -> None:
    """It builds expressions, and is no other table's."""
    dynamodb = session.resource("dynamodb")
    tables = [dynamodb.Table("t") for _ in range(3)]

    assert 3 == len({id(table._injector) for table in tables})
