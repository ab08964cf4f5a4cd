"""What people reach for first works, or the error says how it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error

import boto3_extensions
from boto3_extensions._help.suggestions import suggestion_for
from fake_aws import FakeAws

# What people want to know of anything.
NOUNS = (
    "status", "state", "value", "tags", "name", "id", "type", "size", "version",
    "description", "owner", "key", "created", "enabled", "config", "policy", "role",
    "endpoint", "region", "account", "attributes", "metadata", "details", "events",
)  # fmt: skip
READS = ("Describe", "Get", "List", "Head", "BatchGet", "Lookup", "Search", "Query")


@pytest.fixture
def rds(credentials: None) -> Any:
    """Return a service whose resources nobody has."""
    return boto3.resource("rds", region_name="us-east-1")


def made(service: str) -> Iterator[Any]:
    """Yield a resource of each type of a service, made of invented identifiers."""
    resource = boto3.resource(service, region_name="us-east-1")
    for name in resource.get_available_subresources():
        taken = 1
        while taken < 9:
            try:
                yield getattr(resource, name)(*map(str, range(taken)))
                break
            except (ValueError, IndexError):
                taken += 1


@pytest.mark.parametrize("service", ["rds", "secretsmanager", "ecs", "iam", "lambda"])
def test_no_noun_suggests_what_changes_something(
    credentials: None, service: str
) -> None:
    """Whoever looks for a status finds no start()."""
    for resource in made(service):
        changing = {
            action.name
            for action in resource.meta.resource_model.actions
            if not action.request.operation.startswith(READS)
        }
        for noun in NOUNS:
            if not hasattr(type(resource), noun):
                assert suggestion_for(resource, noun) not in changing, (resource, noun)


@pytest.mark.parametrize(
    ("service", "kind", "name", "meant"),
    [
        ("rds", "DBInstance", "status", "db_instance_status"),
        ("secretsmanager", "Secret", "value", "get_value"),
        ("rds", "DBInstance", "state", "db_instance_status"),
        ("cloudtrail", "Trail", "tags", "list_tags"),
        ("rds", "DBInstance", "delet", "delete"),
        ("rds", "DBInstance", "strt", "start"),
        ("logs", "LogGroup", "retention", "retention_in_days"),
        ("elbv2", "LoadBalancer", "dns", "dns_name"),
        ("ec2", "Instance", "ip", "public_ip_address"),
        ("lambda", "Function", "env", "environment"),
        ("secretsmanager", "Secret", "id", "name"),
        ("ec2", "Volume", "type", "volume_type"),
    ],
)
def test_what_was_meant_is_found(
    credentials: None, service: str, kind: str, name: str, meant: str
) -> None:
    """An attribute that ends in the word, or what reads it; a verb for a verb."""
    resource = boto3.resource(service, region_name="us-east-1")
    assert meant == suggestion_for(getattr(resource, kind)("x"), name)


def test_the_arn_is_to_be_asked_for(rds: Any) -> None:
    """Until arn_patch_boto3() is called, an error names that."""
    boto3_extensions.unpatch()
    boto3_extensions.patch()
    plain = boto3.resource("rds", region_name="us-east-1").DBInstance("x")
    with pytest.raises(AttributeError, match=r"arn_patch_boto3\(\)"):
        _ = plain.arn
    without = boto3.resource("ec2", region_name="us-east-1").Tag("i-1", "k", "v")
    with pytest.raises(AttributeError) as caught:
        _ = without.arn
    assert "arn_patch_boto3" not in str(caught.value)


def test_a_collection_is_iterated_as_all_of_it_is(fake: FakeAws) -> None:
    """As newcomers do first."""
    fake.plant(
        "rds", "DescribeDBInstances", {"DBInstances": [{"DBInstanceIdentifier": "a"}]}
    )
    rds = boto3.resource("rds", **fake.client_arguments("rds"))
    assert ["a"] == [database.id for database in rds.db_instances]
    assert ["a"] == [database.id for database in rds.db_instances.all()]


@pytest.mark.parametrize("through", [lambda c: c, lambda c: c.all()])
def test_a_collection_suggests_too(rds: Any, through: Any) -> None:
    """Its methods, that is."""
    with pytest.raises(AttributeError, match="Did you mean: 'filter'"):
        _ = through(rds.db_instances).fliter


@pytest.mark.parametrize(
    ("service", "collection", "name", "meant"),
    [
        ("s3", "buckets", "creation_date", "creation_date"),
        ("ec2", "instances", "ids", "id"),
        ("ec2", "instances", "name", "id"),
        ("logs", "log_groups", "metric_filters", "metric_filters"),
        ("rds", "db_instances", "status", "db_instance_status"),
        ("lambda", "functions", "invoke", "invoke()"),
    ],
)
def test_a_collection_tells_what_its_items_have(
    credentials: None, service: str, collection: str, name: str, meant: str
) -> None:
    """Of which there may be many: it has no such member itself."""
    resource = boto3.resource(service, region_name="us-east-1")
    with pytest.raises(AttributeError) as caught:
        getattr(getattr(resource, collection), name)
    assert f"Each of its items has: {meant}" in str(caught.value)


@pytest.mark.parametrize(
    ("service", "kind", "args", "kwargs", "wanted"),
    [
        ("ecs", "Service", ["x"], {}, "order: cluster_name, name."),
        ("rds", "DBInstance", ["a", "b"], {}, "order: id."),
        ("rds", "DBInstance", [], {"name": "a"}, "order: id."),
        ("ec2", "Instance", [], {}, "order: id."),
    ],
)
def test_a_constructor_tells_its_identifiers(
    credentials: None, service: str, kind: str, args: Any, kwargs: Any, wanted: str
) -> None:
    """Their names and order, in an error that boto3's callers catch as before."""
    resource = boto3.resource(service, region_name="us-east-1")
    with pytest.raises(ValueError, match=wanted) as caught:
        getattr(resource, kind)(*args, **kwargs)
    assert isinstance(caught.value, (Boto3Error, IndexError))


def test_a_child_tells_what_its_parent_has_not_given(credentials: None) -> None:
    """The identifiers of the parent are known."""
    cluster = boto3.resource("ecs", region_name="us-east-1").Cluster("c")
    with pytest.raises(ValueError, match="order: name"):
        cluster.Service("a", "b")


def test_an_identifier_is_no_part_of_the_error(credentials: None) -> None:
    """One may be a secret."""
    iam = boto3.resource("iam", region_name="us-east-1")
    with pytest.raises(ValueError, match="order: ") as caught:
        iam.AccessKeyPair("u", "k", "s3cr3t", "more")
    assert "s3cr3t" not in str(caught.value)


def test_all_that_without_our_speed(fake: FakeAws) -> None:
    """Where boto3's own factory makes the classes."""
    boto3_extensions.patch(speed=False)
    fake.plant(
        "rds", "DescribeDBInstances", {"DBInstances": [{"DBInstanceIdentifier": "a"}]}
    )
    rds = boto3.resource("rds", **fake.client_arguments("rds"))
    assert ["a"] == [database.id for database in rds.db_instances]
    with pytest.raises(ValueError, match="order: id"):
        rds.DBInstance("a", "b")
