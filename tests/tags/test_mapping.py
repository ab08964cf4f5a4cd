"""`tags_of`: one mapping over the tags of every service, and what it asks AWS for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from boto3.exceptions import Boto3Error
from botocore.exceptions import ClientError

import boto3_extensions
from boto3_extensions import resource_from_arn, tags_of
from boto3_extensions.exceptions import (
    ArnOwnerError,
    NotTaggableError,
    ReadOnlyTagError,
    TagError,
)
from tagged_world import World, tag

DB = "arn:aws:rds:us-east-1:123456789012:db:orders"


def database(*tags: Mapping[str, str]) -> dict[str, Any]:
    """Return what DescribeDBInstances answers of one instance."""
    one = {"DBInstanceIdentifier": "orders", "DBInstanceArn": DB}
    return {"DBInstances": [{**one, "TagList": list(tags)}]}


def test_nobody_is_asked_before_it_is_read() -> None:
    """Neither to make it nor to show it."""
    world = World()

    tags = tags_of(world.resource("rds").DBInstance("orders"))

    assert "not read yet" in repr(tags)
    assert [] == world.calls


def test_what_was_read_is_shown() -> None:
    """Without asking again."""
    world = World(DescribeDBInstances=database(tag("team", "shop")))
    instance = world.resource("rds").DBInstance("orders")
    tags = tags_of(instance)
    assert "shop" == tags["team"]
    before = len(world.calls)

    assert f"<tags of {instance!r}: {{'team': 'shop'}}>" == repr(tags)
    assert before == len(world.calls)


def test_data_that_is_whole_is_enough() -> None:
    """What a list has told of each item is not asked for again."""
    world = World(DescribeDBInstances=database(tag("team", "shop")))

    (db,) = world.resource("rds").db_instances.all()

    assert {"team": "shop"} == tags_of(db)
    assert "shop" == tags_of(db)["team"]
    assert ["DescribeDBInstances"] == world.calls


def test_what_a_list_leaves_out_is_asked_for() -> None:
    """ListRoles has no tags, by its documentation, which says nothing of the role."""
    world = World(
        ListRoles={"Roles": [{"RoleName": "r"}]},
        ListRoleTags={"Tags": [tag("team", "shop")]},
    )

    (role,) = world.resource("iam").roles.all()

    assert {"team": "shop"} == tags_of(role)
    assert ["ListRoles", "ListRoleTags"] == world.calls


def test_an_empty_list_that_was_not_asked_for_is_not_believed() -> None:
    """ecs tells tags for include=["TAGS"] alone, and [] otherwise."""
    arn = "arn:aws:ecs:us-east-1:123456789012:cluster/web"
    world = World(
        DescribeClusters={
            "clusters": [{"clusterName": "web", "clusterArn": arn, "tags": []}]
        },
        ListTagsForResource={"tags": [{"key": "team", "value": "shop"}]},
    )
    cluster = world.resource("ecs").Cluster("web")
    cluster.load()

    assert {"team": "shop"} == tags_of(cluster)


def test_all_pages_are_read() -> None:
    """Whether botocore has a paginator or not."""
    first = {"Tags": [tag("a", "1")], "HasMoreTags": True}
    last = {"Tags": [tag("b", "2")], "HasMoreTags": False}

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        return last if "ExclusiveStartTagKey" in params else first

    world = World(ListTagsForStream=answer)

    assert {"a": "1", "b": "2"} == tags_of(world.resource("kinesis").Stream("s"))
    assert "a" == world.fake.of("ListTagsForStream")[1]["ExclusiveStartTagKey"]


def test_several_tags_are_one_call_and_nothing_is_read() -> None:
    """In the service's own form."""
    world = World()

    tags_of(world.resource("kms").Key("k")).update({"a": "1"}, team="shop")

    assert ["TagResource"] == world.calls
    expected = [
        {"TagKey": "a", "TagValue": "1"},
        {"TagKey": "team", "TagValue": "shop"},
    ]
    assert {"KeyId": "k", "Tags": expected} == world.sent("TagResource")


def test_no_tags_are_no_call() -> None:
    """As of a dict's update with nothing."""
    world = World()
    tags_of(world.resource("kms").Key("k")).update()
    assert [] == world.calls


def test_more_than_a_call_takes_are_several() -> None:
    """route53 takes ten, both ways in one call."""
    old = [tag(f"k{n}", "") for n in range(3)]
    world = World(
        ListTagsForResource={
            "ResourceTagSet": {
                "ResourceType": "hostedzone",
                "ResourceId": "Z1",
                "Tags": old,
            }
        }
    )
    zone = world.resource("route53").HostedZone("Z1")

    tags_of(zone).replace({f"n{n}": "" for n in range(12)})

    first, second = world.fake.of("ChangeTagsForResource")
    assert (10, 3) == (len(first["AddTags"]), len(first["RemoveTagKeys"]))
    assert (2, False) == (len(second["AddTags"]), "RemoveTagKeys" in second)


def test_what_was_written_is_not_read_from_older_data() -> None:
    """The data of the resource stays as AWS told it; the tags do not."""
    world = World(DescribeDBInstances=database(tag("team", "shop"), tag("env", "x")))
    (db,) = world.resource("rds").db_instances.all()

    del tags_of(db)["env"]
    tags_of(db)["team"] = "web"

    assert {"team": "web"} == tags_of(db)
    assert 2 == len(db.tag_list)
    assert ["DescribeDBInstances", "RemoveTagsFromResource", "AddTagsToResource"] == (
        world.calls
    )


def test_a_change_before_anything_is_read_makes_data_stale() -> None:
    """AWS is asked, as the data is older than the change."""
    world = World(
        DescribeDBInstances=database(tag("team", "shop")),
        ListTagsForResource={"TagList": [tag("team", "web"), tag("env", "prod")]},
    )
    (db,) = world.resource("rds").db_instances.all()

    tags_of(db)["team"] = "web"

    assert {"team": "web", "env": "prod"} == tags_of(db)


def test_a_reload_of_the_resource_tells_newer_tags() -> None:
    """What was kept goes with the data."""
    answers = [database(tag("team", "shop")), database(tag("team", "web"))]
    world = World(DescribeDBInstances=lambda _: answers.pop(0))
    db = world.resource("rds").DBInstance("orders")

    assert {"team": "shop"} == tags_of(db)
    db.reload()
    assert {"team": "web"} == tags_of(db)


def test_aws_is_asked_again_when_told_to() -> None:
    """For tags that somebody else has changed."""
    world = World(
        DescribeDBInstances=database(),
        ListTagsForResource={"TagList": [tag("team", "web")]},
    )
    tags = tags_of(world.resource("rds").DBInstance("orders"))

    assert {} == tags
    tags.reload()
    assert {"team": "web"} == tags


def bucket(*tags: Mapping[str, str]) -> World:
    """Return a world with tags of a bucket."""
    return World(GetBucketTagging={"TagSet": list(tags)})


def test_s3_keeps_the_others() -> None:
    """It puts all at once: they are read, and AWS's own are sent back as they were."""
    world = bucket(tag("aws:stack", "s"), tag("env", "prod"), tag("team", "shop"))

    tags = tags_of(world.resource("s3").Bucket("b"))
    tags["team"] = "web"

    expected = [tag("aws:stack", "s"), tag("env", "prod"), tag("team", "web")]
    assert {"TagSet": expected} == world.sent("PutBucketTagging")["Tagging"]


def test_what_replaces_all_is_read_once() -> None:
    """And is no call where nothing would change."""
    world = bucket(tag("env", "prod"))
    tags = tags_of(world.resource("s3").Bucket("b"))

    tags.replace(env="prod")
    assert ["GetBucketTagging"] == world.calls
    tags.replace(team="shop")
    assert ["GetBucketTagging"] * 2 + ["PutBucketTagging"] == world.calls
    assert {"team": "shop"} == tags


def test_tags_that_do_not_fit_beside_the_old_ones_come_after_them() -> None:
    """AWS takes fifty, and would refuse the new ones."""
    old = [{"TagKey": f"k{n}", "TagValue": ""} for n in range(40)]
    world = World(ListResourceTags={"Tags": old})

    tags_of(world.resource("kms").Key("k")).replace({f"n{n}": "" for n in range(20)})

    assert ["ListResourceTags", "UntagResource", "TagResource"] == world.calls


def test_what_has_failed_is_asked_for_anew() -> None:
    """Some of it may have come to pass."""
    world = World(
        ListResourceTags={"Tags": [{"TagKey": "a", "TagValue": "1"}]},
        TagResource={"Error": {"Code": "LimitExceededException"}},
    )
    tags = tags_of(world.resource("kms").Key("k"))

    assert {"a": "1"} == tags
    with pytest.raises(ClientError):
        tags["b"] = "2"
    assert {"a": "1"} == tags
    assert 2 == world.calls.count("ListResourceTags")


def test_s3s_way_to_have_none_is_no_error() -> None:
    """NoSuchTagSet is an empty mapping; other errors are AWS's."""
    world = World(GetBucketTagging={"Error": {"Code": "NoSuchTagSet"}})
    assert {} == tags_of(world.resource("s3").Bucket("b"))

    world = World(GetBucketTagging={"Error": {"Code": "AccessDenied"}})
    with pytest.raises(ClientError, match="AccessDenied"):
        dict(tags_of(world.resource("s3").Bucket("b")))


def test_the_last_tag_of_a_bucket_is_deleted_with_the_set() -> None:
    """S3 takes no empty set."""
    world = bucket(tag("env", "prod"))
    tags_of(world.resource("s3").Bucket("b")).clear()
    assert {"Bucket": "b"} == world.sent("DeleteBucketTagging")


def test_a_version_of_an_object_has_tags_of_its_own() -> None:
    """Not those of the newest."""
    world = World(GetObjectTagging={"TagSet": [tag("a", "1")]})
    version = world.resource("s3").ObjectVersion("b", "k", "v7")
    assert {"a": "1"} == tags_of(version)
    assert "v7" == world.sent("GetObjectTagging")["VersionId"]


def test_a_group_keeps_whether_instances_get_a_tag() -> None:
    """A new value is no new rule."""
    told = {"ResourceId": "g", "ResourceType": "auto-scaling-group"}
    kept = {**told, "Key": "team", "Value": "shop", "PropagateAtLaunch": False}
    world = World(DescribeTags={"Tags": [kept]})
    group = world.resource("autoscaling").AutoScalingGroup("g")

    tags_of(group).update(team="web", env="prod")

    expected = [{**kept, "Value": "web"}, {**told, "Key": "env", "Value": "prod"}]
    assert expected == world.sent("CreateOrUpdateTags")["Tags"]


def test_keys_of_iam_differ_by_more_than_case() -> None:
    """There, Team and team are one key, written as last put."""
    world = World(ListRoleTags={"Tags": [tag("Team", "shop")]})
    tags = tags_of(world.resource("iam").Role("r"))

    assert ["Team"] == list(tags)
    tags["team"] = "web"
    assert {"team": "web"} == tags


@pytest.mark.parametrize(
    "change",
    [
        lambda tags: tags.update({"team": "x", "aws:stack": "y"}),
        lambda tags: tags.__setitem__("AWS:x", "y"),
        lambda tags: tags.__delitem__("aws:stack"),
        lambda tags: tags.replace({"aws:stack": "s"}),
        lambda tags: tags.pop("aws:stack"),
    ],
)
def test_tags_of_awss_own_are_refused(change: Any) -> None:
    """Nothing at all is changed then, and the error says why."""
    world = bucket(tag("aws:stack", "s"), tag("team", "shop"))
    tags = tags_of(world.resource("s3").Bucket("b"))

    with pytest.raises(ReadOnlyTagError, match="begin with aws: are AWS's own"):
        change(tags)

    assert {"GetBucketTagging"} >= set(world.calls)


def test_tags_of_awss_own_are_kept_aside() -> None:
    """They are read by their keys; a copy of the tags is without them."""
    world = bucket(tag("aws:stack", "s"), tag("team", "shop"))
    tags = tags_of(world.resource("s3").Bucket("b"))

    assert {"team": "shop"} == dict(tags)
    assert ("s", {"aws:stack": "s"}, 1) == (tags["aws:stack"], tags.system, len(tags))

    tags.clear()

    expected = {"TagSet": [tag("aws:stack", "s")]}
    assert expected == world.sent("PutBucketTagging")["Tagging"]


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ({"n": 5}, "'n' is a string, not a int: '5'"),
        ({"n": None}, "'n' is a string, not None"),
        ({7: "x"}, "key of a tag is a string, not a int"),
    ],
)
def test_what_is_no_tag_is_refused(tags: Any, told: str) -> None:
    """Before anything is sent; the value itself is not shown."""
    world = World()
    with pytest.raises(TagError, match=told):
        tags_of(world.resource("kms").Key("k")).update(tags)
    assert [] == world.calls


def test_it_is_joined_as_dicts_are() -> None:
    """`|` makes a dict, `|=` is one call."""
    world = World(ListResourceTags={"Tags": [{"TagKey": "a", "TagValue": "1"}]})
    tags = tags_of(world.resource("kms").Key("k"))

    assert {"a": "1", "b": "2"} == tags | {"b": "2"}
    assert {"a": "1", "b": "2"} == {"a": "9", "b": "2"} | tags
    tags |= {"b": "2", "c": "3"}

    assert {"a": "1", "b": "2", "c": "3"} == tags
    assert 1 == world.calls.count("TagResource")


def test_a_key_that_is_not_there_is_a_key_error() -> None:
    """As of a dict; nothing is sent."""
    world = World(ListResourceTags={"Tags": [{"TagKey": "a", "TagValue": "1"}]})
    tags = tags_of(world.resource("kms").Key("k"))

    with pytest.raises(KeyError, match="b"):
        del tags["b"]
    assert ("1", None) == (tags.pop("a"), tags.pop("a", None))
    assert 1 == world.calls.count("UntagResource")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda w: w.resource("rds"), "this is the service rds"),
        (lambda w: "arn:aws:s3:::b", "resource_from_arn"),
        (lambda w: w.resource("rds").db_instances, "ask for the tags of each"),
        (lambda w: w.resource("iam").Group("g"), "AWS gives a iam.Group no tags"),
        (lambda w: w.resource("ec2").ClassicAddress("1.2.3.4"), "VpcAddress has"),
        (lambda w: w.resource("ses").Identity("x"), "AWS gives a ses.Identity no tags"),
        (lambda w: w.resource("sts").CallerIdentity("a"), "nothing is known here of"),
        (lambda w: None, "not of a NoneType"),
    ],
)
def test_what_has_no_tags_is_refused(make: Any, told: str) -> None:
    """And the message says what has them."""
    with pytest.raises(NotTaggableError, match=told) as raised:
        tags_of(make(World()))
    assert isinstance(raised.value, Boto3Error)


def test_tags_of_a_stack_change_with_the_stack_alone() -> None:
    """They are read; the error names its update."""
    world = World(
        DescribeStacks={"Stacks": [{"StackName": "s", "Tags": [tag("team", "shop")]}]}
    )
    tags = tags_of(world.resource("cloudformation").Stack("s"))

    assert {"team": "shop"} == tags
    with pytest.raises(ReadOnlyTagError, match=r"update\(Tags="):
        tags["team"] = "web"


def test_another_accounts_name_is_not_tagged_here() -> None:
    """A role is known by its name, which is that of one of the caller's own, too."""
    world = World()
    role = resource_from_arn("arn:aws:iam::999999999999:role/r", world.session)

    with pytest.raises(ArnOwnerError):
        tags_of(role)["team"] = "shop"
    with pytest.raises(ArnOwnerError):
        dict(tags_of(role))
    assert {"GetCallerIdentity"} == set(world.calls)


def test_another_accounts_arn_is_sent() -> None:
    """Where the service takes one."""
    arn = "arn:aws:sns:us-east-1:999999999999:topic"
    world = World(ListTagsForResource={"Tags": [tag("team", "shop")]})

    assert {"team": "shop"} == tags_of(resource_from_arn(arn, world.session))
    assert {"ResourceArn": arn} == world.sent("ListTagsForResource")


def test_what_the_installed_botocore_lacks_is_named() -> None:
    """A session's models may be older than the definitions."""
    world = World()
    key = world.resource("kms").Key("k")
    client = type("Client", (), {"meta": key.meta.client.meta})()
    key.meta.client = client

    with pytest.raises(AttributeError, match="newer botocore, which has TagResource"):
        tags_of(key)["team"] = "shop"


def test_what_has_to_be_awaited_is_refused() -> None:
    """A call that nobody awaits would be none, and the tag not there."""
    world = World()
    key = world.resource("kms").Key("k")

    class Client:
        meta = key.meta.client.meta

        async def _make_api_call(self) -> None: ...

    key.meta.client = Client()

    with pytest.raises(TagError, match="await tag_resource of its client"):
        tags_of(key)["team"] = "shop"


def test_it_is_part_of_the_package() -> None:
    """By name."""
    assert {"Tags", "tags_of"} <= set(boto3_extensions.__all__)
