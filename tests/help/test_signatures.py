"""Actions, loads and waiters tell their keywords to whoever inspects them."""

from __future__ import annotations

import inspect
import pickle
import pydoc
from typing import Any

import boto3
import pytest
from boto3.resources.model import Waiter
from botocore.waiter import WaiterModel

import boto3_extensions
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._help.signatures import LEFT_OUT, called_signature


@pytest.fixture(params=[True, False], ids=["ours", "boto3s"])
def session(request: pytest.FixtureRequest, credentials: None) -> boto3.Session:
    """Return a session, once with each of the factories that make classes."""
    boto3_extensions.patch(speed=request.param)
    return boto3.Session(region_name="us-east-1")


def test_an_action_tells_its_keywords(session: boto3.Session) -> None:
    """Those that AWS needs first; without what the resource knows."""
    topic = session.resource("sns").Topic("arn:aws:sns:us-east-1:123456789012:t")
    found = inspect.signature(topic.subscribe)
    assert ["Protocol", "Endpoint", "Attributes"] == list(found.parameters)[:3]
    assert {inspect.Parameter.KEYWORD_ONLY} == {
        one.kind for one in found.parameters.values()
    }
    with pytest.raises(TypeError, match=r"missing .*'Protocol'"):
        found.bind(Endpoint="x")
    with pytest.raises(TypeError, match="Protokol"):
        found.bind(Protocol="sms", Protokol="x")


def test_it_reads_well(session: boto3.Session) -> None:
    """With types, and nothing of our own."""
    database = session.resource("rds").DBInstance("orders")
    assert "(*, ForceFailover: bool = ...)" == str(inspect.signature(database.reboot))
    told = pydoc.render_doc(database.reboot, renderer=pydoc.plaintext)
    assert "reboot(*, ForceFailover: bool = ...) method of" in told
    assert "(self, *, " in str(inspect.signature(type(database).modify))


def test_batch_actions_and_filters_have_one(session: boto3.Session) -> None:
    """Of a collection, and of what its all() returns."""
    instances = session.resource("ec2").instances
    for one in (instances, instances.all()):
        assert "DryRun" in inspect.signature(one.stop).parameters
        assert "InstanceIds" not in inspect.signature(one.stop).parameters
        assert "Filters" in inspect.signature(one.filter).parameters


def test_a_load_tells_the_inputs_of_its_operation(session: boto3.Session) -> None:
    """boto3's types and ours alike; `reload` is the same method."""
    for method in ("load", "reload"):
        head = getattr(session.resource("s3").Object("bucket", "key"), method)
        assert "VersionId" in inspect.signature(head).parameters
        assert not {"Bucket", "Key"} & set(inspect.signature(head).parameters)
    database = session.resource("rds").DBInstance("orders")
    assert ["Filters", "MaxRecords", "Marker"] == [
        *inspect.signature(database.load).parameters
    ]
    table = session.resource("dynamodb").Table("orders")
    assert "()" == str(inspect.signature(table.load))


def test_a_waiter_tells_its_times_and_the_inputs_of_its_operation(
    session: boto3.Session,
) -> None:
    """Of botocore's waiters and of those that we add; last what says how often."""
    bucket = session.resource("s3").Bucket("shop")
    assert ["ExpectedBucketOwner", "WaiterConfig"] == [
        *inspect.signature(bucket.wait_until_exists).parameters
    ]
    group = session.resource("autoscaling").AutoScalingGroup("web")
    found = inspect.signature(group.wait_until_in_service)
    assert "WaiterConfig" == list(found.parameters)[-1]
    assert "AutoScalingGroupNames" not in found.parameters
    found.bind(WaiterConfig={"Delay": 1})
    with pytest.raises(TypeError, match="waiter_config"):
        found.bind(waiter_config={"Delay": 1})


def test_the_documentation_of_both_has_what_they_take(session: boto3.Session) -> None:
    """boto3's leaves out the inputs of a load, and `WaiterConfig`."""
    load = session.resource("s3").Object("bucket", "key").load
    assert ":param VersionId:" in str(load.__doc__)
    assert str(load.__doc__).startswith("Calls :py:meth:`S3.Client.head_object`")
    wait = session.resource("rds").DBInstance("orders").wait_until_available
    assert ":param WaiterConfig:" in str(wait.__doc__)
    assert "Default: 60" in str(wait.__doc__)


def test_what_botocore_lacks_takes_any_keywords() -> None:
    """A file of the user's may name a waiter that is none."""
    waiter = {"service_waiter_model": None, "service_model": None}
    found = called_signature({"resource_waiter_model": waiter, **waiter})
    assert "(self, **kwargs)" == str(found)


def test_what_wraps_an_action_keeps_it(session: boto3.Session) -> None:
    """As what sends tokens of locks along, or takes values of an answer, does."""
    zone = session.resource("cloudfront").Distribution("E1")
    assert "DistributionConfig" in inspect.signature(zone.update).parameters


def test_the_classes_of_sessions_share_no_attributes(credentials: None) -> None:
    """What somebody puts on a function of one is not on that of another."""
    one, other = (
        type(boto3.Session(region_name="us-east-1").resource("rds").DBInstance("x"))
        for _ in range(2)
    )
    one.reboot.__signature__ = None
    assert "ForceFailover" in inspect.signature(other.reboot).parameters


def test_a_keyword_of_pythons_is_among_any_others() -> None:
    """`from` of logs' CreateExportTask has no place in a signature but there."""
    made = Catalog().make_class("logs", "LogGroup")
    parameters = inspect.signature(made.create_export_task).parameters
    assert "from" not in parameters
    assert inspect.Parameter.VAR_KEYWORD is parameters["kwargs"].kind
    assert "to" in parameters


def test_a_waiter_tells_its_times_before_any_others() -> None:
    """An input named by a keyword of Python's may be one of a waiter's, too."""
    one = {"operation": "CreateExportTask", "delay": 1, "maxAttempts": 1}
    waiters = WaiterModel({"version": 2, "waiters": {"Sent": {**one, "acceptors": []}}})
    found = called_signature(
        {
            "resource_waiter_model": Waiter("Sent", {"waiterName": "Sent"}),
            "service_waiter_model": waiters,
            "service_model": boto3.client("logs", "us-east-1").meta.service_model,
        }
    )
    assert ["WaiterConfig", "kwargs"] == list(found.parameters)[-2:]


def test_what_is_filled_in_by_us_is_left_out() -> None:
    """A type's own ARN; a token need not be given, and may be."""
    tag = Catalog().make_class("cloudwatch", "InsightRule").tag
    assert ["self", "Tags"] == [*inspect.signature(tag).parameters]
    delete = Catalog().make_class("cloudfront", "Distribution").delete
    assert inspect.signature(delete).parameters["IfMatch"].default is LEFT_OUT


def test_nothing_is_made_before_it_is_asked_for(credentials: None) -> None:
    """Nor twice."""
    database = boto3.resource("rds", region_name="us-east-1").DBInstance("orders")
    lazy = vars(type(database).reboot)["__signature__"]
    lazy._made = None
    assert isinstance(lazy, inspect.Signature)
    assert lazy._made is None
    assert inspect.signature(database.reboot) == inspect.signature(database.reboot)
    assert lazy._made is not None


def test_a_signature_is_a_plain_one_elsewhere(credentials: None) -> None:
    """Changed, compared or sent to another process, it is Python's own."""
    database = boto3.resource("rds", region_name="us-east-1").DBInstance("orders")
    lazy = vars(type(database).reboot)["__signature__"]
    plain = inspect.Signature(list(lazy.parameters.values()))
    assert inspect.Signature is type(lazy.replace(parameters=[]))
    assert lazy == plain
    assert hash(lazy) is not None
    assert str(plain) == str(lazy)
    bare = lazy.replace(
        parameters=[
            p.replace(annotation=int, default=p.empty) for p in lazy.parameters.values()
        ]
    )
    assert bare == pickle.loads(pickle.dumps(bare))


@pytest.mark.parametrize(
    "name",
    [
        "reboot",
        "engine",
        "id",
        "db_cluster",
        "tags",
        "load",
        "wait_until_available",
        "DBLogFile",
    ],
)
def test_texts_are_read_by_everybody(session: boto3.Session, name: str) -> None:
    """Not by `help()` alone, which asks for expandtabs()."""
    database: Any = session.resource("rds").DBInstance("orders")
    text = getattr(inspect.getattr_static(type(database), name), "__doc__", "")
    whole = str(text)
    assert whole.strip()
    assert whole.lstrip() == text.lstrip()
    assert whole.splitlines()[0] == text.lstrip("\n").splitlines()[0] or "\n" in whole
    assert (len(whole), whole[:9], whole) == (len(text), text[:9], text)
    assert f"{whole}!" == f"{text}!" == text + "!"
    assert whole == pickle.loads(pickle.dumps(text))


def test_a_method_looks_like_boto3s(credentials: None) -> None:
    """Its module and its name tell the type, and nothing of how it is made."""
    database = boto3.resource("rds", region_name="us-east-1").DBInstance("orders")
    assert (
        "<bound method rds.DBInstance.reboot of rds.DBInstance(id='orders')>"
        == repr(database.reboot)
    )
    for name in ("reboot", "DBLogFile", "resource", "to_dict"):
        method = getattr(database, name)
        assert "<locals>" not in repr(method)
        assert "_speed" not in method.__module__


@pytest.mark.parametrize("kind", ["acm", "acm.Certificate", "s3.Bucket"])
def test_a_class_has_a_page_that_a_person_can_read(
    session: boto3.Session, kind: str
) -> None:
    """Before all that help() prints of its members, within 80 columns."""
    service, _, name = kind.partition(".")
    resource = session.resource(service)
    made = getattr(resource, name)("x") if name else resource
    page = str(type(made).__doc__)
    assert page == made.__doc__ == type(made).__doc__
    assert 10 < page.count("\n") < 130
    # Neither an ARN nor a member is cut.
    assert 80 >= max(len(line) for line in page.splitlines() if "arn:" not in line)
    for title in ("Actions", "Collections", "Of boto3 and boto3_extensions"):
        assert f"\n{title}\n    " in page or kind == "acm.Certificate"
    told = pydoc.render_doc(made, renderer=pydoc.plaintext).splitlines()
    assert page.splitlines()[0] in told[5]


def test_the_page_of_a_database(session: boto3.Session) -> None:
    """Identifiers, attributes, actions, collections, and the ARN."""
    page = str(type(session.resource("rds").DBInstance("x")).__doc__)
    assert page.startswith("rds.DBInstance(id), of Amazon Relational Database Service.")
    for part in (
        "arn:{partition}:rds:{region}:{account}:db:{id}",
        "DescribeDBInstances",
        "engine,",
        "reboot()",
        "db_snapshots -> DBSnapshot",
        "db_cluster -> DBCluster",
        "DBLogFile(name)",
        "wait_until_stopped()",
        "to_dict()",
    ):
        assert part in page


def test_help_of_what_makes_a_resource_has_its_page(session: boto3.Session) -> None:
    """Below how it is made: `help(rds.DBInstance)` is what people ask for."""
    told = pydoc.render_doc(
        session.resource("rds").DBInstance, renderer=pydoc.plaintext
    )
    assert "db_instance = rds.DBInstance('id')" in told.replace('"', "'")
    assert "arn:{partition}:rds:{region}:{account}:db:{id}" in told
    for title in ("Identifiers", "Attributes", "Actions", "Collections", "Waiters"):
        assert f"\n    {title}\n" in told
    assert told.count("\n") < 130


def test_a_page_of_the_users_wins(credentials: None) -> None:
    """A handler that documents a class knows better."""
    session = boto3.Session(region_name="us-east-1")

    def document(class_attributes: dict[str, Any], **_: Any) -> None:
        class_attributes["__doc__"] = "mine"

    session.events.register_first("creating-resource-class.rds.DBInstance", document)
    assert "mine" == session.resource("rds").DBInstance("x").__doc__
