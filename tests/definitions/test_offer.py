"""Whatever is offered works with the installed botocore, and the rest says why not.

Most of this looks at all definitions on whichever botocore is installed. The rest makes
a botocore that lacks something: models in a folder of the user's come before its own.
"""

from __future__ import annotations

import copy
import json
import pickle
import pydoc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error
from boto3.resources.factory import ResourceFactory
from botocore import xform_name
from botocore.loaders import Loader

import boto3_extensions
from boto3_extensions._definitions import history as definitions_history
from boto3_extensions._definitions import offer as definitions_offer
from boto3_extensions._definitions.catalog import BOTO3, Catalog, source_of
from boto3_extensions.exceptions import NotOfferedError, UnknownNameError
from definition_driver import (
    KNOWN_FAULTS,
    SERVICE,
    Subject,
    World,
    action_faults,
    all_subjects,
    batch_action_faults,
    collection_faults,
    driven,
    load_faults,
    reference_faults,
    services,
    subresource_faults,
    waiter_faults,
)
from definition_driver.subjects import definitions_of

# On each botocore all of them are run, whatever a run shares out.
WHOLE = pytest.mark.whole(is_shared=False)

# One type in so many is driven here, on every botocore; `test_definitions_run` drives
# all of them on two.
ONE_IN = 12

# By these AWS goes on with a list, as far as it calls them alike.
TOKENS = {"NextToken", "nextToken", "Marker", "marker", "ContinuationToken"}

CHECKS = {
    "load": load_faults,
    "hasMany": collection_faults,
    "actions": action_faults,
    "batchActions": batch_action_faults,
    "waiters": waiter_faults,
    "has": lambda *args: [*reference_faults(*args), *subresource_faults(*args)],
}


def made_of(service: Any) -> Iterator[tuple[str, Any]]:
    """Yield the service resource and one of each type, by their types' names."""
    yield SERVICE, service
    definitions = definitions_of(service.meta.service_name)["resources"]
    for one in service.meta.resource_model.subresources:
        count = len(definitions[one.resource.type].get("identifiers", ()))
        yield one.resource.type, getattr(service, one.name)(*["x"] * count)


@WHOLE
@pytest.mark.parametrize("name", services())
def test_whatever_is_listed_can_be_made(world: World, name: str) -> None:
    """Classes, collections and what both lead to; each calls an operation there is."""
    service = world.service(name)
    client = service.meta.client
    operations = set(client.meta.service_model.operation_names)
    made = dict(made_of(service))
    # `ec2.KeyPair(...)` of boto3's makes a KeyPairInfo.
    types = {*made, *(one.name for one in service.meta.resource_model.subresources)}
    for resource in made.values():
        model = resource.meta.resource_model
        assert_all_there(resource)
        assert not unpaged(client, model)
        called = [*model.actions, *model.batch_actions, *model.collections]
        called += [model.load] if model.load else []
        assert {one.request.operation for one in called} <= operations
        leading = [*model.references, *model.subresources, *called]
        told = {one.resource.type for one in leading if one.resource is not None}
        assert told <= types
        for waiter in model.waiters:
            client.get_waiter(xform_name(waiter.waiter_name))


def unpaged(client: Any, model: Any) -> list[str]:
    """Return the collections that would end after a first page, and say nothing."""
    operations = {one.request.operation for one in model.collections}
    shapes = client.meta.service_model.operation_model
    known = {name for name in operations if client.can_paginate(xform_name(name))}
    return [
        name
        for name in operations - known
        if TOKENS & set(getattr(shapes(name).input_shape, "members", ()))
    ]


def assert_all_there(resource: Any) -> None:
    """Fail unless a class has all that its model tells, and collections can be made."""
    cls, model = type(resource), resource.meta.resource_model
    kinds = (model.actions, model.collections, model.references, model.subresources)
    names = {one.name for kind in (*kinds, model.waiters) for one in kind}
    assert names <= set(dir(cls))
    assert {one.name for one in model.subresources} == set(
        resource.get_available_subresources()
    )
    for collection in model.collections:
        manager = getattr(resource, collection.name)
        batch = {one.name for one in collection.batch_actions}
        assert batch <= set(dir(manager)) & set(dir(manager.all()))


@WHOLE
@pytest.mark.parametrize("name", services())
def test_what_is_not_listed_says_why(world: World, name: str) -> None:
    """Every name of every definition is in `dir()`, or raises an error of ours."""
    service = world.service(name)
    made = dict(made_of(service))
    for type_name, body in definitions_of(name)["resources"].items():
        if type_name in made:
            assert_there_or_refused(made[type_name], body)
        elif type_name not in service.get_available_subresources():
            assert_refused(service, type_name)
    assert_there_or_refused(service, definitions_of(name)["service"])


def assert_there_or_refused(resource: Any, body: dict[str, Any]) -> None:
    names = {"load"} if "load" in body else set()
    for section in ("actions", "hasMany"):
        names |= {xform_name(one) for one in body.get(section, ())}
    names |= {xform_name(f"WaitUntil{one}") for one in body.get("waiters", ())}
    for name in names - set(dir(type(resource))):
        assert_refused(resource, name)
    for name, one in body.get("has", {}).items():
        if not {name, xform_name(name)} & set(dir(type(resource))):
            told = one["resource"]["identifiers"]
            is_reference = any(i["source"] == "data" for i in told)
            assert_refused(resource, xform_name(name) if is_reference else name)


def assert_refused(resource: Any, name: str) -> None:
    assert name not in dir(resource)
    assert not hasattr(resource, name)
    assert "default" == getattr(resource, name, "default")
    with pytest.raises(NotOfferedError, match=r"botocore [\d.]+") as caught:
        getattr(resource, name)
    assert isinstance(caught.value, Boto3Error)


SAMPLE = [
    pytest.param(section, subject, id=f"{subject}-{section}")
    for section in CHECKS
    for subject in all_subjects(section)
    if zlib.crc32(f"{subject}.{section}".encode()) % ONE_IN == 0
]


@WHOLE
@pytest.mark.parametrize(("section", "subject"), SAMPLE)
def test_whatever_is_offered_works(
    world: World, section: str, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sample, the same each time, sends valid requests and gets what it declares."""
    service = world.service(subject.service)
    subresources = service.meta.resource_model.subresources
    # `ec2.KeyPair(...)` of boto3's makes a KeyPairInfo.
    made = {name for one in subresources for name in (one.name, one.resource.type)}
    if subject.type not in {SERVICE, *made}:
        assert_refused(service, subject.type)
        return
    if section == "load" and not hasattr(world.make(subject), "load"):
        return
    monkeypatch.setattr("botocore.waiter.time", SimpleNamespace(sleep=pytest.fail))
    excused = {*KNOWN_FAULTS, *withheld_batch_actions(world, subject)}
    found = driven(CHECKS[section], world, subject, section)
    assert [] == [str(one) for one in found if one.where not in excused]


def withheld_batch_actions(world: World, subject: Subject) -> Iterator[str]:
    """Yield those that the driver, which reads definitions, would look for."""
    model = world.make(subject).meta.resource_model
    offered = {one.name for one in model.batch_actions}
    for name in subject.definition.get("batchActions", ()):
        if xform_name(name) not in offered:
            yield subject.where("batchActions", name)


@WHOLE
def test_the_command_line_lists_what_can_be_made(world: World) -> None:
    """And describes each of it."""
    catalog = Catalog()
    for name in services():
        made = set(dict(made_of(world.service(name)))) - {SERVICE}
        types = set(catalog.types(name))
        assert made <= types
        # What has the name of one of boto3's types and makes another.
        for one in types - made:
            assert catalog.make_class(name, one)


def test_help_is_there(world: World) -> None:
    """Of a service that AWS has withdrawn operations of."""
    assert "glue.ServiceResource" in pydoc.render_doc(world.service("glue"))


class OtherFactory(ResourceFactory):  # type: ignore[misc, unused-ignore]
    """A factory that is somebody else's, as aioboto3 has one."""


Lack = Callable[..., boto3.Session]

# All that codedeploy can do of the deployment configurations.
DEPLOYMENT_CONFIG = (
    "CreateDeploymentConfig",
    "DeleteDeploymentConfig",
    "GetDeploymentConfig",
    "ListDeploymentConfigs",
)


@pytest.fixture
def lacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, credentials: None) -> Lack:
    """Make sessions of a botocore that lacks operations, shapes or members."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))

    def make_session(service: str, *lacks: str, own: Any = None) -> boto3.Session:
        loader = Loader()
        version = loader.determine_latest_version(service, "service-2")
        model = copy.deepcopy(loader.load_service_model(service, "service-2"))
        for one in lacks:
            shape, _, member = one.partition(".")
            if member:
                del model["shapes"][shape]["members"][member]
            else:
                del model["operations" if one in model["operations"] else "shapes"][one]
        folder = tmp_path / service / version
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "service-2.json").write_text(json.dumps(model))
        if own:
            (folder / "resources-1.json").write_text(json.dumps(own))
        return boto3.Session(region_name="us-east-1")

    return make_session


def test_an_action_without_its_operation(lacking: Lack) -> None:
    """It is in no list, and its error names the operation and botocore's release."""
    service = lacking("rds", "RebootDBInstance").resource("rds")
    db = service.DBInstance("orders")
    assert "reboot" not in dir(db)
    assert "stop" in dir(db)
    with pytest.raises(NotOfferedError, match="knows no operation RebootDBInstance"):
        db.reboot()
    assert "reboot" not in [one.name for one in db.meta.resource_model.actions]


@pytest.mark.parametrize("speed", [True, False])
def test_a_type_without_its_shape(lacking: Lack, speed: bool) -> None:
    """With all that leads to it, be it fast or as boto3 makes it."""
    boto3_extensions.patch(speed=speed)
    service = lacking("rds", "DBSnapshot").resource("rds")
    assert "DBSnapshot" not in service.get_available_subresources()
    for name in ("DBSnapshot", "db_snapshots"):
        assert_refused(service, name)
    assert_refused(service.DBInstance("orders"), "db_snapshots")
    assert service.DBInstance("orders").reboot


def test_a_type_that_can_do_nothing(lacking: Lack) -> None:
    """Nor that AWS has an operation left to make, or to list, is in any list."""
    session = lacking("codedeploy", *DEPLOYMENT_CONFIG)
    service = session.resource("codedeploy")
    assert "DeploymentConfig" not in service.get_available_subresources()
    assert_refused(service, "DeploymentConfig")
    group = service.DeploymentGroup("shop", "blue")
    assert "deployment_config" not in dir(group)
    assert group.load


@pytest.mark.parametrize("left", DEPLOYMENT_CONFIG)
def test_a_type_that_can_do_one_thing(lacking: Lack, left: str) -> None:
    """Or that is made or listed stays; one that is only deleted does without."""
    lacks = [one for one in DEPLOYMENT_CONFIG if one != left]
    service = lacking("codedeploy", *lacks).resource("codedeploy")
    is_there = "DeploymentConfig" in service.get_available_subresources()
    assert is_there is (left != "DeleteDeploymentConfig")


def test_a_load_and_a_waiter_without_operations(lacking: Lack) -> None:
    """A waiter calls an operation, too; what else the type can do it does."""
    service = lacking("rds", "DescribeDBClusters").resource("rds")
    cluster = service.DBCluster("orders")
    for name in ("load", "reload", "wait_until_available"):
        assert_refused(cluster, name)
    assert cluster.delete


def test_a_waiter_without_the_member_that_ends_it(lacking: Lack) -> None:
    """It would wait until its time is up, as no answer ever has the status."""
    eks = lacking("eks", "Nodegroup.status").resource("eks")
    assert_refused(eks.Nodegroup("orders", "blue"), "wait_until_active")


def test_a_waiter_with_another_member_that_ends_it(lacking: Lack) -> None:
    """A member that its successes do not need is not missed."""
    image = lacking("ecr", "ImageScanStatus.description").resource("ecr")
    assert image.ImageScan("library", "sha256:0").wait_until_complete


def test_a_waiter_without_an_input(lacking: Lack) -> None:
    """It would ask about an item of the name in whatever cluster."""
    lacks = "DescribeNodegroupRequest.clusterName"
    node_group = lacking("eks", lacks).resource("eks").Nodegroup("orders", "blue")
    assert_refused(node_group, "wait_until_active")


def test_a_load_that_cannot_choose(lacking: Lack) -> None:
    """An identifier that is not sent is looked for among the items of a list."""
    member = "ResourceDataSyncItem.SyncName"
    sync = lacking("ssm", member).resource("ssm").ResourceDataSync("sync")
    assert sync.delete
    with pytest.raises(NotOfferedError, match="SyncName"):
        sync.load()


def test_what_a_request_has_no_place_for(lacking: Lack) -> None:
    """An identifier that cannot be sent, and data that are not answered."""
    member = "DescribeDBSnapshotsMessage.DBInstanceIdentifier"
    service = lacking("rds", member).resource("rds")
    assert "db_snapshots" in dir(service)
    with pytest.raises(NotOfferedError, match="no parameter DBInstanceIdentifier of"):
        _ = service.DBInstance("orders").db_snapshots
    service = lacking("rds", "DBSnapshotMessage.DBSnapshots").resource("rds")
    assert_refused(service, "db_snapshots")


def test_what_is_listed_without_what_tells_it(lacking: Lack) -> None:
    """An identifier that no item has would be None in each of the resources."""
    service = lacking("rds", "DBSnapshot.DBSnapshotIdentifier").resource("rds")
    assert_refused(service, "db_snapshots")


@pytest.mark.parametrize("factory", [True, False], ids=["ours", "somebody's"])
def test_an_action_of_a_collection(lacking: Lack, factory: bool) -> None:
    """Neither the collection nor what it filters to has it, and both say why."""
    session = lacking("ecs", "UpdateContainerInstancesState")
    if not factory:
        session.resource_factory = OtherFactory(session.events)
    instances = session.resource("ecs").Cluster("shop").container_instances
    for collection in (instances, instances.all()):
        assert "update_state" not in dir(collection)
        assert not hasattr(collection, "misspelt")
        with pytest.raises(NotOfferedError, match="UpdateContainerInstancesState"):
            collection.update_state()


def test_the_error_goes_to_another_process(lacking: Lack) -> None:
    """With its whole message, and without the resource."""
    service = lacking("rds", "DescribeDBSnapshots").resource("rds")
    with pytest.raises(NotOfferedError) as caught:
        _ = service.db_snapshots
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (str(caught.value), "db_snapshots") == (str(copied), copied.name)


def test_a_factory_of_somebody_else(lacking: Lack) -> None:
    """What it has made loses what does not work."""
    session = lacking("rds", "DBSnapshot", "RebootDBInstance")
    session.resource_factory = OtherFactory(session.events)
    service = session.resource("rds")
    assert "DBSnapshot" not in service.get_available_subresources()
    for name in ("DBSnapshot", "db_snapshots"):
        assert_refused(service, name)
    assert_refused(service.DBInstance("orders"), "reboot")


def test_a_loader_of_somebody_else(lacking: Lack) -> None:
    """What it loads is looked through as well."""

    class Own(Loader):
        pass

    session = lacking("rds", "RebootDBInstance")
    plain = session._session.get_component("data_loader")
    own = Own()
    own._search_paths[:] = plain.search_paths
    session._session.register_component("data_loader", own)
    session._loader = own
    boto3_extensions.extend(session)
    assert_refused(session.resource("rds").DBInstance("orders"), "reboot")


def test_boto3s_own_stays(lacking: Lack) -> None:
    """What boto3 defines does what it does in plain boto3."""
    session = lacking("ec2", "RebootInstances", "DescribeFleets")
    service = session.resource("ec2")
    assert "reboot" in dir(service.Instance("i-1"))
    assert_refused(service, "fleets")


def test_a_users_definition_stays(lacking: Lack) -> None:
    """It is theirs, whatever it asks for."""
    action = {"request": {"operation": "NoSuchOperation"}}
    mine = {"service": {"actions": {"Mine": action}}, "resources": {}}
    service = lacking("rds", "DBSnapshot", own=mine).resource("rds")
    assert "mine" in dir(service)
    with pytest.raises(AttributeError, match="no_such_operation"):
        service.mine()


def test_unpatched_all_is_plain(lacking: Lack) -> None:
    """Plain boto3 lists what it has read."""
    session = lacking("rds", "RebootDBInstance")
    boto3_extensions.unpatch()
    assert "reboot" in dir(session.resource("rds").DBInstance("orders"))


def test_the_release_of_the_data_is_not_looked_through(
    monkeypatch: pytest.MonkeyPatch, credentials: None, all_on: None
) -> None:
    """There everything is there, and nobody waits for that."""
    monkeypatch.setattr(definitions_history, "is_made_from_this", lambda service: True)
    monkeypatch.setattr(
        definitions_offer, "offer_of", lambda *args: pytest.fail("looked")
    )
    boto3_extensions.clear_speed_caches()
    boto3.Session(region_name="us-east-1").resource("rds")


def test_definitions_stay_the_same_objects_where_all_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what is kept for them still counts."""
    catalog = Catalog()
    document = catalog.model("sqs", "resources-1")
    found, offer = definitions_offer.narrow_document(
        "sqs",
        document,
        catalog.model("sqs", "service-2"),
        catalog.model("sqs", "waiters-2").get("waiters", {}),
    )
    assert found is document
    assert offer is None


def test_the_catalog_refuses_what_cannot_be_made(lacking: Lack) -> None:
    """The command line, the stubs and the links are made of it."""
    lacking("rds", "DBSnapshot")
    catalog = Catalog()
    assert "DBSnapshot" not in catalog.types("rds")
    assert not catalog.offers("rds", "DBSnapshot")
    with pytest.raises(UnknownNameError, match="knows no shape DBSnapshot"):
        catalog.check_type("rds", "DBSnapshot")
    path = catalog._files("rds", "service-2")[0]
    assert BOTO3 != source_of(path)


def test_links_lead_to_what_can_be_made(lacking: Lack) -> None:
    """A type that the installed botocore lacks is none to follow to."""
    before = boto3_extensions.links_of("lambda.Function")
    assert "logs.LogGroup" in before.values()
    lacking("logs", "LogGroup")
    assert "logs.LogGroup" not in boto3_extensions.links_of("lambda.Function").values()
