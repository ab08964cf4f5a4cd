"""What a caller has said of whose, or where, things are holds for what comes of it."""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
from arn_samples import MINE, OTHER, Sent, a_session, calls_of
from boto3_extensions import resource_from_arn
from boto3_extensions._arns import statements
from boto3_extensions._definitions.classes import is_boto3_type
from boto3_extensions.exceptions import (
    ArnOwnerError,
    ArnOwnerUnknownError,
    NotOfferedError,
)
from definition_driver.older_models import models_are_older
from recorded_aws import Recorded

PACKAGE = Path(boto3_extensions.__file__).parent
# Of curated and of derived services.
TARGETS = [*PACKAGE.glob("data/*/*/targets-1.json")]
TARGETS += [*PACKAGE.glob("derived/*/*/targets-1.json")]
DIGEST = "sha256:1"
CATALOG = f"{MINE}:s3tablescatalog/b"


@pytest.fixture
def session(speed: None) -> boto3.Session:
    """Return a session with credentials, in us-east-1."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


@pytest.fixture
def aws(session: boto3.Session) -> Recorded:
    """Return an AWS that has one of several things, another account's or one's own."""
    groups = {
        name: {
            "logGroupName": name,
            "arn": f"arn:aws:logs:us-east-1:{account}:log-group:{name}:*",
        }
        for name, account in (("theirs", OTHER), ("mine", MINE))
    }
    return Recorded(
        session,
        DescribeImages={"imageDetails": [{"imageDigest": DIGEST}]},
        DescribeRepositories={"repositories": [{"repositoryName": "repo"}]},
        GetDatabases={"DatabaseList": [{"Name": "d", "CatalogId": OTHER}]},
        GetTables={"TableList": [{"Name": "t", "DatabaseName": "d"}]},
        ListStackSets={"Summaries": [{"StackSetName": "s"}]},
        DescribeCapacityProviders={"capacityProviders": [{"name": "c"}]},
        DescribeLogGroups={"logGroups": list(groups.values())},
        ListResourceDataSync={"ResourceDataSyncItems": [{"SyncName": "sync"}]},
        RestoreFromClusterSnapshot={"Cluster": {"ClusterIdentifier": "c"}},
    )


def sent(aws: Recorded) -> tuple[str, dict[str, Any]]:
    """Return the last call and its parameters."""
    return aws.calls[-1]


def image_ids(**more: str) -> dict[str, Any]:
    return {"repositoryName": "repo", "imageIds": [{"imageDigest": DIGEST}], **more}


def test_the_items_of_a_list_are_the_stated_owners(
    session: boto3.Session, aws: Recorded
) -> None:
    """Each alone, all of a batch, and what they lead to; the account asked for once."""
    repository = session.resource("ecr").Repository("repo")
    images = repository.images.filter(registryId=OTHER)
    expected = "BatchDeleteImage", image_ids(registryId=OTHER)
    next(iter(images)).delete()
    assert expected == sent(aws)
    images.delete()
    assert expected == sent(aws)
    next(iter(images)).Repository().delete()
    assert {"repositoryName": "repo", "registryId": OTHER} == sent(aws)[1]
    assert 1 == aws.names.count("GetCallerIdentity")
    repository.delete()
    assert ("DeleteRepository", {"repositoryName": "repo"}) == sent(aws)


def test_ones_own_account_changes_nothing(
    session: boto3.Session, aws: Recorded
) -> None:
    """Requests are those without it, and are made even where STS does not answer."""
    images = session.resource("ecr").Repository("repo").images.filter(registryId=MINE)
    images.delete()
    assert ("BatchDeleteImage", image_ids()) == sent(aws)


def test_an_owner_that_cannot_be_compared_is_sent(
    session: boto3.Session, aws: Recorded
) -> None:
    """It is right, whoever calls; where it cannot be sent the call is refused."""
    refused = {"Error": {"Code": "AccessDenied", "Message": "no"}}
    aws.answers["GetCallerIdentity"] = refused
    images = session.resource("ecr").Repository("repo").images.filter(registryId=OTHER)
    images.delete()
    assert ("BatchDeleteImage", image_ids(registryId=OTHER)) == sent(aws)
    [snapshot] = _snapshots(session, aws)
    with pytest.raises(ArnOwnerUnknownError, match="aws_account_id="):
        snapshot.delete()


def _snapshots(session: boto3.Session, aws: Recorded) -> list[Any]:
    found = {"SnapshotIdentifier": "s", "ClusterIdentifier": "c"}
    aws.answers["DescribeClusterSnapshots"] = {"Snapshots": [found]}
    redshift: Any = session.resource("redshift")
    return list(redshift.snapshots.filter(OwnerAccount=OTHER))


def test_what_takes_no_owner_is_refused(session: boto3.Session, aws: Recorded) -> None:
    """A snapshot is restored from its owner, and deleted by nobody else."""
    [snapshot] = _snapshots(session, aws)
    with pytest.raises(ArnOwnerError, match=OTHER):
        snapshot.delete()
    assert "DeleteClusterSnapshot" not in aws.names
    cluster = snapshot.restore(ClusterIdentifier="c")
    assert OTHER == sent(aws)[1]["OwnerAccount"]
    # That is the caller's own, whosever snapshot it was.
    cluster.delete(SkipFinalClusterSnapshot=True)
    assert "DeleteCluster" == sent(aws)[0]


def test_what_is_made_of_anothers_is_ones_own(
    session: boto3.Session, aws: Recorded
) -> None:
    """A command that runs another account's document can be asked for."""
    aws.answers["SendCommand"] = {"Command": {"CommandId": "c" * 36}}
    arn = f"arn:aws:ssm:us-east-1:{OTHER}:document/d"
    command = resource_from_arn(arn, session).send_command(InstanceIds=["i-1234567a"])
    assert arn == sent(aws)[1]["DocumentName"]
    command.cancel()
    assert ("CancelCommand", {"CommandId": "c" * 36}) == sent(aws)


def test_a_resource_is_whose_it_is_loaded_as(
    session: boto3.Session, aws: Recorded
) -> None:
    """Its data are of that, so what is done by them is, too."""
    repository = session.resource("ecr").Repository("repo")
    repository.load(registryId=OTHER)
    repository.delete()
    expected = {"repositoryName": "repo", "registryId": OTHER}
    assert ("DeleteRepository", expected) == sent(aws)
    repository.load(registryId=MINE)
    repository.delete(force=True)
    assert {"repositoryName": "repo", "force": True} == sent(aws)[1]


def test_a_resource_is_where_it_is_loaded_as(
    session: boto3.Session, aws: Recorded
) -> None:
    """A data sync of one kind is not deleted as one of the other."""
    sync = session.resource("ssm").ResourceDataSync("sync")
    sync.load(SyncType="SyncFromSource")
    sync.delete()
    expected = {"SyncName": "sync", "SyncType": "SyncFromSource"}
    assert ("DeleteResourceDataSync", expected) == sent(aws)


@pytest.mark.parametrize("catalog", [OTHER, CATALOG])
def test_a_catalog_is_an_owner(
    session: boto3.Session, aws: Recorded, catalog: str
) -> None:
    """One in the caller's own account, too: a name is that of the default catalog."""
    [database] = session.resource("glue").databases.filter(CatalogId=catalog)
    next(iter(database.tables.all())).delete()
    expected = {"DatabaseName": "d", "Name": "t", "CatalogId": catalog}
    assert ("DeleteTable", expected) == sent(aws)
    assert session.resource("glue").Database("d") != database


def test_what_the_caller_says_later_counts(
    session: boto3.Session, aws: Recorded
) -> None:
    """An action with an owner of its own goes there."""
    [database] = session.resource("glue").databases.filter(CatalogId=OTHER)
    database.delete(CatalogId=MINE)
    assert ("DeleteDatabase", {"Name": "d", "CatalogId": MINE}) == sent(aws)


def test_a_place_is_said_again(session: boto3.Session, aws: Recorded) -> None:
    """A stack set of who has delegated it, and nothing where it is one's own."""
    stack_sets = session.resource("cloudformation").stack_sets
    [found] = stack_sets.filter(CallAs="DELEGATED_ADMIN")
    found.delete()
    expected = {"StackSetName": "s", "CallAs": "DELEGATED_ADMIN"}
    assert ("DeleteStackSet", expected) == sent(aws)
    [own] = stack_sets.filter(CallAs="SELF")
    assert own != found
    own.delete()
    assert ("DeleteStackSet", {"StackSetName": "s"}) == sent(aws)
    assert "GetCallerIdentity" not in aws.names


@pytest.mark.newer_botocore
def test_a_cluster_is_said_again(session: boto3.Session, aws: Recorded) -> None:
    """A capacity provider of one has namesakes in others."""
    [provider] = session.resource("ecs").capacity_providers.filter(cluster="prod")
    provider.delete()
    expected = {"capacityProvider": "c", "cluster": "prod"}
    assert ("DeleteCapacityProvider", expected) == sent(aws)
    assert "GetCallerIdentity" not in aws.names


def test_a_list_with_others_keeps_them_apart(
    session: boto3.Session, aws: Recorded
) -> None:
    """Log groups of linked accounts are theirs, as their ARNs tell."""
    groups = session.resource("logs").log_groups.filter(includeLinkedAccounts=True)
    theirs, mine = groups
    with pytest.raises(ArnOwnerError):
        theirs.delete()
    mine.delete()
    assert ("DeleteLogGroup", {"logGroupName": "mine"}) == sent(aws)


# Everything that the data tell.


def _stating() -> Iterator[tuple[str, str, str]]:
    for path in sorted(TARGETS):
        operations = json.loads(path.read_text(encoding="utf-8"))["operations"]
        for operation, entry in operations.items():
            for name in entry.get("states", ()):
                yield path.parts[-3], operation, name


def test_all_inputs_are_looked_for() -> None:
    """An input that the data have, and the handler does not, would never be seen."""
    found = {name for _, _, name in _stating()}
    for path in TARGETS:
        operations = json.loads(path.read_text(encoding="utf-8"))["operations"]
        found.update(name for e in operations.values() for name in e.get("others", ()))
    assert found == set(statements.STATING_MEMBERS)


def test_each_operation_that_takes_an_owner_is_known() -> None:
    """By its model, for the classes of types that are loaded by it."""
    session = boto3.Session("a", "b", region_name="us-east-1")
    model_of = functools.cache(lambda name: session.client(name).meta.service_model)
    for service, operation, name in _stating():
        model = model_of(service)
        # An older botocore may have neither the operation nor the input yet.
        if operation not in model.operation_names:
            continue
        shape = model.operation_model(operation).input_shape
        assert statements.takes_owner(model, operation) or name not in shape.members
    assert not statements.takes_owner(model_of("rds"), "DescribeDBInstances")


@pytest.mark.parametrize("service", sorted({s for s, _, _ in _stating()}))
def test_nothing_that_comes_of_it_is_the_callers_own(service: str) -> None:
    """Loads, actions, collections, waiters of all that each such list can make."""
    session, calls = a_session()
    stating = {(o, n) for s, o, n in _stating() if s == service}
    (path,) = (path for path in TARGETS if path.parts[-3] == service)
    document = json.loads(path.read_text(encoding="utf-8"))
    driven = set()
    for collection in _collections(session, service):
        request = collection._model.request
        operation, filled = request.operation, {p.target for p in request.params}
        if is_boto3_type(service, collection._model.resource.type):
            continue
        # An older botocore may not have an input yet.
        known = collection._parent.meta.client.meta.service_model.operation_model(
            operation
        ).input_shape.members
        for name in sorted(n for o, n in stating if o == operation and n not in filled):
            if name not in known:
                continue
            item = _item(collection, {name: OTHER})
            if item is None:
                continue
            driven.add(operation)
            owner = document["operations"][operation].get("owner")
            for what, call in calls_of(item):
                calls.clear()
                with contextlib.suppress(Sent, ArnOwnerError):
                    call()
                for told, params in calls:
                    where = document["operations"].get(told, {}).get("where", ())
                    is_told = OTHER in str(params)
                    assert is_told if name == owner else is_told or name not in where, (
                        type(item).__name__,
                        what,
                        params,
                    )
    # Only an action or a load states it, or the oldest botocore has no such list.
    listless = {"cloudtrail", "codeartifact", "servicediscovery"}
    assert driven or service in listless or models_are_older()


def _collections(session: boto3.Session, service: str) -> Iterator[Any]:
    root = session.resource(service)
    yield from _of(root)
    for kind in _types(session, service):
        # As made by whoever has the names: some are made by others alone.
        model = root.meta.resource_model
        for has in model.subresources:
            if has.resource.type == kind:
                with contextlib.suppress(NotOfferedError):
                    names = ["name"] * len(has.resource.identifiers)
                    yield from _of(getattr(root, has.name)(*names))


def _types(session: boto3.Session, service: str) -> list[str]:
    root = session.resource(service)
    return sorted({has.resource.type for has in root.meta.resource_model.subresources})


def _of(resource: Any) -> Iterator[Any]:
    for model in resource.meta.resource_model.collections:
        with contextlib.suppress(NotOfferedError):
            manager = getattr(resource, model.name)
            yield manager._collection_cls(model, resource, manager._handler)


def _item(collection: Any, said: dict[str, str]) -> Any:
    """Return what a list makes of an answer with one item, None if it makes nothing."""
    parent, handler = collection._parent, collection._handler
    client = parent.meta.client
    operation = client.meta.service_model.operation_model(
        collection._model.request.operation
    )
    answer = _example(operation.output_shape)
    params = {"DatabaseName": "name", **said}
    made = handler(parent, params, answer)
    return made[0] if made else None


def _example(shape: Any, depth: int = 0) -> Any:
    if depth > 8:
        return None
    if shape.type_name == "structure":
        return {n: _example(s, depth + 1) for n, s in shape.members.items()}
    if shape.type_name == "list":
        return [_example(shape.member, depth + 1)]
    return {"string": "name", "boolean": True, "map": {}}.get(shape.type_name, 1)
