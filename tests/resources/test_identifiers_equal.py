"""Two things are equal when they are one, and never else."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boto3_extensions
from boto3_extensions._resources.identifiers import canonical_domain
from boto3_extensions.exceptions import (
    AmbiguousResourceError,
    IdentifierError,
    ResourceNotFoundError,
)
from given_answers import KEYS, Fake

SETS = [
    {"Name": "a.x.", "Type": "A", "SetIdentifier": "blue", "Weight": 1, "TTL": 1},
    {"Name": "a.x.", "Type": "A", "SetIdentifier": "green", "Weight": 2, "TTL": 2},
    {"Name": "b.x.", "Type": "A", "TTL": 3},
    {"Name": "b.x.", "Type": "TXT", "SetIdentifier": "only", "Weight": 1, "TTL": 4},
    {"Name": "\\052.x.", "Type": "A", "TTL": 5},
]
CHANGE = {"ChangeInfo": {"Id": "/change/C", "Status": "PENDING", "SubmittedAt": 0}}


@pytest.fixture
def zone() -> Any:
    """Make a hosted zone with record sets."""
    return zone_and_fake()[0]


def zone_and_fake() -> tuple[Any, Fake]:
    """Return a hosted zone with record sets, and what its clients are asked."""
    session = boto3.Session(**KEYS)
    records = {"ResourceRecordSets": SETS, "IsTruncated": False, "MaxItems": "300"}
    fake = Fake(
        session,
        {"ListResourceRecordSets": records, "ChangeResourceRecordSets": CHANGE},
    )
    return session.resource("route53").HostedZone("Z"), fake


# Record sets.


def test_weighted_record_sets_are_two(zone: Any) -> None:
    """Told apart by their set identifier, which is None for those without."""
    blue, green, plain, *_ = zone.record_sets.all()

    assert blue != green
    assert ["blue", "green", None] == [s.set_identifier for s in (blue, green, plain)]
    assert zone.RecordSet("a.x.", "A", "blue") == blue
    assert zone.RecordSet("b.x.", "A") == plain
    assert 5 == len(set(zone.record_sets.all()))


def test_each_loads_itself(zone: Any) -> None:
    """By the set identifier, and without one where there is one set."""
    assert 2 == zone.RecordSet("a.x.", "A", "green").ttl
    assert 3 == zone.RecordSet("b.x.", "A").ttl
    assert 4 == zone.RecordSet("b.x.", "TXT").ttl


@pytest.mark.parametrize("name", ["B.X.", "b.x", "b.X", "\\142.x"])
def test_a_name_is_the_same_however_written(zone: Any, name: str) -> None:
    """In capitals, without the final dot, and with octal escapes."""
    found = zone.RecordSet(name, "A")

    assert 3 == found.ttl
    assert zone.RecordSet("b.x.", "A") == found
    assert hash(zone.RecordSet("b.x.", "A")) == hash(found)


@pytest.mark.parametrize("name", ["*.x.", "*.X", "\\052.x."])
def test_a_wildcard_is_found(zone: Any, name: str) -> None:
    """AWS writes an asterisk as an octal escape."""
    assert 5 == zone.RecordSet(name, "A").ttl


def test_what_is_not_there_is_not_found(zone: Any) -> None:
    """Neither by another name, nor by another set identifier."""
    for missing in (zone.RecordSet("c.x.", "A"), zone.RecordSet("a.x.", "A", "red")):
        with pytest.raises(ResourceNotFoundError):
            missing.load()


def test_a_change_of_several_is_refused() -> None:
    """Before any call that changes something, and the error names them."""
    zone, fake = zone_and_fake()

    with pytest.raises(AmbiguousResourceError, match=r"blue.*green"):
        zone.RecordSet("a.x.", "A").delete()

    assert [] == fake.of("ChangeResourceRecordSets")


def test_a_change_is_of_one() -> None:
    """The set that was named."""
    zone, fake = zone_and_fake()

    zone.RecordSet("a.x.", "A", "green").delete()

    (sent,) = fake.of("ChangeResourceRecordSets")
    (change,) = sent["ChangeBatch"]["Changes"]
    assert {"Action": "DELETE", "ResourceRecordSet": SETS[1]} == change


def test_the_name_of_0_23_0_works(zone: Any) -> None:
    """ResourceRecordSet(name, type), and its items know their zone besides."""
    route53 = boto3.resource("route53", **KEYS)
    alone = route53.ResourceRecordSet("b.x.", "A")
    assert ("b.x.", "A", None, None) == (
        alone.name,
        alone.type,
        alone.set_identifier,
        alone.hosted_zone_id,
    )
    first, second, *_ = zone.resource_record_sets.all()
    assert first != second
    assert "Z" == first.hosted_zone_id


@given(st.text(alphabet="abAB*.-_\\0527 ü", max_size=12))
def test_a_canonical_name_stays(name: str) -> None:
    """Writing it again as route53 does changes nothing."""
    once = canonical_domain(name)

    assert once == canonical_domain(once)
    # Two dots at the end are of no name.
    if name not in {"", "."} and not name.endswith(".."):
        assert once == canonical_domain(name.removesuffix("."))
    assert once == canonical_domain(name.upper().lower())


# Tags and parameters.


@pytest.mark.parametrize("fast", [True, False], ids=["fast", "plain"])
def test_tags_of_two_things_differ(fast: bool) -> None:
    """A tag knows what it is on."""
    boto3_extensions.patch(speed=fast)
    try:
        session = boto3.Session(**KEYS)
        Fake(session, {"ListTagsForResource": {"TagList": [{"Key": "team"}]}})
        rds = session.resource("rds")
        groups = [rds.DBSubnetGroup(name) for name in "ab"]
        for group in groups:
            arn = f"arn:aws:rds:us-east-1:1:subgrp:{group.name}"
            group.meta.data = {"DBSubnetGroupArn": arn}
        first, second = [next(iter(group.tags.all())) for group in groups]
    finally:
        boto3_extensions.patch(speed=True)

    assert first != second
    assert ("team", "arn:aws:rds:us-east-1:1:subgrp:a") == (
        first.key,
        first.resource_arn,
    )
    assert rds.Tag("team").resource_arn is None
    assert rds.Tag("team", second.resource_arn) == second


def test_parameters_of_two_kinds_of_group_differ() -> None:
    """A parameter group and a cluster's may have one name."""
    session = boto3.Session(**KEYS)
    answer = {"Parameters": [{"ParameterName": "p"}]}
    Fake(
        session,
        {"DescribeDBParameters": answer, "DescribeDBClusterParameters": answer},
    )
    rds = session.resource("rds")
    owners = [rds.ParameterGroup("g"), rds.ClusterParameterGroup("g")]

    one, two = [next(iter(owner.parameters.all())) for owner in owners]

    assert one != two
    assert rds.Parameter("p") not in (one, two)


# All types.

PACKAGE = Path(boto3_extensions.__file__).parent


def services() -> list[str]:
    """Return the services that our definitions have types of, curated or derived.

    An older botocore does not know all of them.
    """
    ours = {path.parts[-3] for path in PACKAGE.glob("d*/*/*/resources-1*.json")}
    return sorted(ours.intersection(boto3.Session().get_available_resources()))


@cache
def service(name: str) -> tuple[Any, Fake]:
    """Return a service resource whose calls are noted."""
    session = boto3.Session(**KEYS)
    return session.resource(name), Fake(session, {})


@cache
def types_of(name: str) -> list[tuple[str, int, int]]:
    """Return a service's types, and how many identifiers they need and may have."""
    found = []
    for path in PACKAGE.glob(f"d*/{name}/*/resources-1*.json"):
        document = json.loads(path.read_text())
        for kind, body in document.get("merge", document)["resources"].items():
            given = body.get("identifiers", [])
            needed = [i for i in given if "optional" not in i]
            if needed and hasattr(service(name)[0], kind):
                found.append((kind, len(needed), len(given)))
    return found


VALUES = st.sampled_from(["a", "A", "a.", "arn:aws:x:us-east-1:1:y/a", "arn:a", "*.a"])


@pytest.mark.whole
@pytest.mark.parametrize("name", services())
# Others in each environment and each run.
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_equal_things_have_one_hash(name: str, data: st.DataObject) -> None:
    """Of any type, without a call; a name never equals an ARN."""
    if not types_of(name):
        return
    resource, fake = service(name)
    kind, needed, most = data.draw(st.sampled_from(types_of(name)))
    draw = st.integers(needed, most).flatmap(
        lambda count: st.lists(VALUES, min_size=count, max_size=count)
    )
    one, other = (data.draw(draw) for _ in range(2))
    first, second = (getattr(resource, kind)(*values) for values in (one, other))

    assert first == getattr(resource, kind)(*one)
    if first == second:
        assert hash(first) == hash(second)
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert a == b or canonical_domain(a) == canonical_domain(b)
    assert repr(first)
    if needed == most == 1:
        bare = getattr(resource, kind)("a")
        for before in ("cluster/", "task/c/", "service/c/", "alarm-mute-rule:"):
            arn = f"arn:aws:{name}:us-east-1:123456789012:{before}a"
            # Where AWS takes no ARN, none is made of it.
            with suppress(IdentifierError):
                assert bare != getattr(resource, kind)(arn)
    assert [] == fake.sent


def test_an_arn_that_is_given_stays() -> None:
    """It may be another account's; what is listed has the name."""
    session = boto3.Session(**KEYS)
    arn = "arn:aws:ecs:us-east-1:999999999999:cluster/x"
    found = {"clusterName": "x", "clusterArn": arn}
    fake = Fake(
        session,
        {
            "GetCallerIdentity": {"Account": "123456789012"},
            "ListClusters": {"clusterArns": [arn]},
            "DescribeClusters": {"clusters": [found]},
        },
    )
    ecs = session.resource("ecs")

    assert ecs.Cluster("x") != ecs.Cluster(arn)
    assert [ecs.Cluster("x")] == list(ecs.clusters.all())
    ecs.Cluster(arn).load()
    (sent,) = fake.of("DescribeClusters")
    assert [arn] == sent["clusters"]


# What a reference makes of an ARN.


def test_a_reference_is_what_its_arn_names() -> None:
    """As resource_from_arn makes it, in the ARN's region."""
    arn = "arn:aws:cloudformation:eu-west-1:123456789012:stack/x/87f75370"
    session = boto3.Session(**KEYS)
    instance = session.resource("cloudformation").StackInstance("s", "1", "eu-west-1")
    instance.meta.data = {"StackId": arn}

    assert boto3_extensions.resource_from_arn(arn, session) == instance.stack
    assert "eu-west-1" == instance.stack.meta.client.meta.region_name


def test_a_reference_of_a_name_is_as_before() -> None:
    """Only an ARN is followed."""
    session = boto3.Session(**KEYS)
    instance = session.resource("cloudformation").StackInstance("s", "1", "eu-west-1")
    instance.meta.data = {"StackId": "x"}

    assert "x" == instance.stack.name
