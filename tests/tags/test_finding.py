"""`resources_with_tags`: what is asked of which service, and what comes of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import boto3
import pytest

import arn_samples
from boto3_extensions import resource_type_of, resources_with_tags, tags_of
from boto3_extensions._arns.lookup import default_index
from boto3_extensions._foundation.models import load_definitions
from boto3_extensions._tags.finding import UnknownResourceWarning
from boto3_extensions._tags.ways import TAGS_TYPE_NAME
from boto3_extensions.exceptions import NotTaggableError, TagError, UnknownNameError
from tagged_world import ACCOUNT, World, tag

MakeSession = Callable[..., boto3.Session]
MINE = "arn:aws:{}:us-east-1:123456789012:{}".format
DB = MINE("rds", "db:orders")


def told(**resources: list[dict[str, str]]) -> dict[str, Any]:
    """Return a page of GetResources."""
    return page({DB: resources.get("db", [])})


def page(tags: dict[str, list[dict[str, str]]], token: str = "") -> dict[str, Any]:
    """Return a page of GetResources, by ARN."""
    mappings = [{"ResourceARN": arn, "Tags": t} for arn, t in tags.items()]
    return {"ResourceTagMappingList": mappings, "PaginationToken": token}


class Asked(World):
    """A world that keeps in which region GetResources was asked, and for what."""

    def __init__(self, region: str = "us-east-1", **answers: Any) -> None:
        super().__init__(**answers)
        if region != "us-east-1":
            self.session = boto3.Session("x", "x", region_name=region)
            self.fake = type(self.fake)(
                self.session, {"GetCallerIdentity": ACCOUNT, **answers}
            )
        self.asked: list[tuple[str, Any]] = []
        self.session.events.register("before-parameter-build", self._where)

    def _where(self, params: Any, model: Any, context: Any, **_: Any) -> None:
        if model.name == "GetResources":
            asked = context["client_region"], params.get("ResourceTypeFilters")
            self.asked.append(asked)


def test_resources_come_with_their_tags() -> None:
    """A page of a hundred is one call, and nothing else is asked."""
    world = Asked(GetResources=told(db=[tag("team", "shop"), tag("env", "prod")]))

    (db,) = resources_with_tags({"team": ["shop"]}, ["rds.DBInstance"], world.session)

    assert ("rds", "orders") == (db.meta.service_name, db.id)
    assert {"team": "shop", "env": "prod"} == tags_of(db)
    assert [("us-east-1", ["rds:db"])] == world.asked
    assert {
        "ResourcesPerPage": 100,
        "TagFilters": [{"Key": "team", "Values": ["shop"]}],
        "ResourceTypeFilters": ["rds:db"],
    } == world.sent("GetResources")


def test_all_pages_are_read() -> None:
    """One may be empty, and yet not the last."""
    pages = [
        page({DB: []}, "more"),
        page({}, "still more"),
        page({MINE("rds", "db:other"): []}),
    ]
    world = Asked(GetResources=lambda _: pages.pop(0))
    found = resources_with_tags(types=["rds.DBInstance"], session=world.session)
    assert ["orders", "other"] == [db.id for db in found]


def test_nothing_is_asked_before_the_first_is_wanted() -> None:
    """It is an iterator, as a collection's `all()` is."""
    world = Asked()
    resources_with_tags({"team": []}, session=world.session)
    assert [] == world.calls


def test_types_of_a_region_are_asked_for_at_once() -> None:
    """And what another type's filter brings along is left out."""
    arns = {DB: [], MINE("rds", "cluster:c"): [], "arn:aws:s3:::b": []}
    world = Asked(GetResources=page(arns))

    found = resources_with_tags(
        types=["rds.DBInstance", "s3.Bucket"], session=world.session
    )

    assert ["orders", "b"] == [getattr(r, "id", None) or r.name for r in found]
    assert [("us-east-1", ["rds:db", "s3"])] == world.asked


@pytest.mark.parametrize(
    ("region", "home"),
    [("eu-west-1", "us-east-1"), ("cn-northwest-1", "cn-north-1")],
)
def test_what_has_no_region_is_asked_for_where_aws_tells_it(
    region: str, home: str
) -> None:
    """In the region that the global service signs for."""
    world = Asked(region, GetResources=page({}))
    list(resources_with_tags(types=["iam.Policy"], session=world.session))
    assert [(home, ["iam:policy"])] == world.asked


def test_all_types_are_those_of_the_region_and_what_has_none() -> None:
    """In the home of global services nothing is asked twice."""
    world = Asked("eu-west-1", GetResources=page({}))
    list(resources_with_tags({"team": []}, session=world.session))
    here, *elsewhere = world.asked
    assert ("eu-west-1", None) == here
    there = dict(elsewhere)
    assert {"cloudfront", "iam", "route53"} <= set(there["us-east-1"])
    assert ["networkmanager"] == there["us-west-2"]

    world = Asked(GetResources=page({}))
    list(resources_with_tags({"team": []}, session=world.session))
    assert [("us-east-1", None), ("us-west-2", ["networkmanager"])] == world.asked


def test_a_type_that_is_not_known_there_is_listed_by_its_service() -> None:
    """IAM's roles; all keys have to be there."""
    roles = [{"RoleName": name} for name in ("a", "b", "c")]
    tags = {
        "a": [tag("team", "shop"), tag("env", "prod")],
        "b": [tag("team", "web"), tag("env", "prod")],
        "c": [tag("team", "shop")],
    }
    world = Asked(
        ListRoles={"Roles": roles},
        ListRoleTags=lambda params: {"Tags": tags[params["RoleName"]]},
    )

    wanted = {"team": ["shop", "ops"], "env": []}
    found = resources_with_tags(wanted, ["iam.Role"], world.session)

    assert ["a"] == [role.name for role in found]
    assert "GetResources" not in world.calls


def test_a_type_that_nobody_lists_is_refused() -> None:
    """At once, and with what to do; it is not silently absent."""
    with pytest.raises(TagError, match="ask for the tags_of each"):
        resources_with_tags({"a": []}, ["s3.Object"], World().session)


def test_what_has_no_type_is_told() -> None:
    """By a warning at the end, and with its tags."""
    odd = MINE("a-service-to-come", "thing/fs-1")
    world = Asked(GetResources=page({odd: [tag("team", "shop")], DB: []}))

    found = resources_with_tags(session=world.session)
    with pytest.warns(UnknownResourceWarning, match="fs-1: .*`unknown`"):
        assert ["orders"] == [resource.id for resource in found]

    assert {odd: {"team": "shop"}} == found.unknown


def test_several_that_have_no_type_are_counted() -> None:
    """The first is named, and all are in `unknown`."""
    odd = [MINE("a-service-to-come", f"thing/fs-{number}") for number in range(3)]
    world = Asked(GetResources=page({one: [tag("team", "shop")] for one in odd}))
    found = resources_with_tags(session=world.session)
    with pytest.warns(UnknownResourceWarning, match="fs-0 and 2 more: "):
        assert [] == list(found)
    assert {*odd} == {*found.unknown}


def test_what_was_not_asked_for_is_not_told() -> None:
    """The filter for buckets, `s3`, brings more than those."""
    world = Asked(
        GetResources=page({MINE("s3", "unheard-of/x"): [], "arn:aws:s3:::b": []})
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (found,) = resources_with_tags(types=["s3.Bucket"], session=world.session)
    assert "b" == found.name


def test_more_values_than_a_call_takes_are_chosen_from() -> None:
    """GetResources takes twenty."""
    names = [f"v{n}" for n in range(30)]
    other = MINE("rds", "db:other")
    world = Asked(
        GetResources=page({DB: [tag("team", "v29")], other: [tag("team", "x")]})
    )

    found = resources_with_tags({"team": names}, ["rds.DBInstance"], world.session)

    assert ["orders"] == [db.id for db in found]
    assert [{"Key": "team", "Values": []}] == world.sent("GetResources")["TagFilters"]


@pytest.mark.parametrize(
    ("keywords", "error", "told"),
    [
        ({"types": "rds.DBInstance"}, TypeError, r"types are a list, such as \['rds"),
        ({"types": ["rds.DBInstanse"]}, UnknownNameError, "no resource type"),
        ({"types": ["DBInstance"]}, UnknownNameError, "name it as rds.DBInstance"),
        ({"types": ["iam.Group"]}, NotTaggableError, "AWS gives a iam.Group no tags"),
        ({"tags": ["team"]}, TypeError, "tags are a mapping"),
        ({"tags": {"team": None}}, TypeError, r"\[\] for any"),
        ({"tags": {"team": [1]}}, TypeError, "are strings: 'team'"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(
    keywords: dict[str, Any], error: type[Exception], told: str
) -> None:
    """With what to give."""
    with pytest.raises(error, match=told):
        resources_with_tags(session=World().session, **keywords)


@pytest.mark.newer_botocore
def test_a_listed_types_arn_makes_a_resource_of_it() -> None:
    """Of every type: else what GetResources tells of it would be absent."""
    made: dict[str, set[str]] = {}
    for service, kind, arn, _ in arn_samples.arns("123456789012"):
        found = resource_type_of(arn)
        told = f"{found.service_name}.{found.resource_type}"
        made.setdefault(f"{service}.{kind}", set()).add(told)
    loader, _ = default_index()
    listed = {
        f"{service}.{kind}"
        for service in loader.list_available_services(TAGS_TYPE_NAME)
        for kind, way in load_definitions(loader, service, TAGS_TYPE_NAME)[
            "resources"
        ].items()
        if "listed" in way
    }
    wrong = {name for name in listed if name not in made.get(name, ())}
    assert set() == wrong
    assert len(listed) > 200


def test_they_are_found_on_moto(session: MakeSession) -> None:
    """A bucket by its tag, in its own way of having some."""
    s3, kms = session().resource("s3"), session().resource("kms")
    s3.create_bucket(Bucket="tagged")
    s3.create_bucket(Bucket="other")
    tags_of(s3.Bucket("tagged"))["team"] = "shop"
    key = kms.create_key(Tags=[{"TagKey": "team", "TagValue": "shop"}])

    found = list(resources_with_tags({"team": ["shop"]}, session=session()))

    assert {"tagged", key.key_id} == {getattr(r, "name", r.meta.data) or r.key_id
                                      for r in found}  # fmt: skip
