"""What a type checker must find no fault with, once stubs were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3

import boto3_extensions

if TYPE_CHECKING:
    from mypy_boto3_rds.service_resource import DBInstance, DBSnapshot


class Sessions:
    """A cache of one's own, with the two methods that are documented."""

    def get(self, role_arn: str, role_session_name: str | None) -> boto3.Session | None:
        return None

    def set(
        self, role_arn: str, role_session_name: str | None, session: boto3.Session
    ) -> None:
        return None


def newest(instance: DBInstance) -> DBSnapshot:
    return max(instance.db_snapshots.all(), key=lambda one: one.snapshot_create_time)


def names() -> list[str]:
    rds = boto3.resource("rds", region_name="us-east-1")
    orders = rds.DBInstance("orders")
    orders.wait_until_available()
    orders.reboot(ForceFailover=True)
    snapshot = orders.create_db_snapshot(DBSnapshotIdentifier="orders-1")
    return [orders.arn, orders.engine, snapshot.arn, newest(orders).arn]


def parts_of_many() -> list[str]:
    session = boto3.Session(region_name="us-east-1")
    exported = session.resource("logs").ExportTask("task")
    return [
        session.account_id,
        session.resource("ec2").VpcEndpoint("vpce-1").arn,
        session.resource("iam").Role("deploy").arn,
        session.resource("lambda").Function("resize").arn,
        session.resource("cloudformation").Type("arn").latest_public_version,
        exported.task_name,
        session.client("sts").get_caller_identity()["Account"],
    ]


def of_a_role(role_arn: str) -> str:
    connections = boto3_extensions.ConnectionManager(region_name="us-east-1")
    session = connections.get_session(role_arn=role_arn, role_session_name="test")
    return session.resource("lambda").Function("resize").arn


def filled_in(instance: DBInstance) -> None:
    """What boto3 fills in from data, or this package, need not be given."""
    instance.add_role(RoleArn="arn:aws:iam::1:role/r", FeatureName="f")
    instance.remove_tags(TagKeys=["team"])
    distribution = boto3.resource("cloudfront").Distribution("E1")
    distribution.tag(Tags={"Items": [{"Key": "team", "Value": "shop"}]})
    print(distribution.e_tag)


def looked_at() -> list[str]:
    """What is ours has types, and keeps those of what it is given."""
    rds = boto3.resource("rds")
    first = rds.db_instances.first() or boto3_extensions.first(rds.db_instances)
    assert first is not None
    rds.db_instances.filter(DBInstanceIdentifier="x").wait_until_available()
    first.wait_until_available(WaiterConfig={"Delay": 1})
    tags = boto3_extensions.tags_of(first)
    tags.update(team="shop")
    read = [
        result.value
        for result in boto3_extensions.each(rds.db_instances, lambda one: one.engine)
    ]
    read += [one.engine for one in rds.db_instances.loaded(max_workers=4)]
    read += [one.engine for one in boto3_extensions.wait_until([first], "available")]
    read += [one.where for one in boto3_extensions.find("StopDBInstance")]
    table = boto3_extensions.rows(rds.db_instances, "id", "tags.team")
    there = first.exists() and boto3_extensions.exists(first)
    region = first.meta.session.region_name
    return [*read, tags["team"], table.to_csv(), str(there), str(region)]


def led_to(instance: DBInstance, arn: str) -> list[str]:
    """A link, an ARN in the code and a type that is told say what there will be."""
    groups = instance.resource("vpc_security_groups.vpc_security_group_id")
    bucket = boto3_extensions.resource_from_arn("arn:aws:s3:::logs")
    snapshot = boto3_extensions.resource_from_arn(arn, type="rds.DBSnapshot")
    state = instance.resource("kms_key_id").key_state
    return [state, groups[0].group_name, bucket.name, snapshot.engine]


def followed(arn: str) -> str:
    found = boto3_extensions.resource_type_of(arn)
    return (
        f"{found.service_name}.{found.resource_type} {boto3_extensions.parse_arn(arn)}"
    )


CACHE: type[Sessions] = Sessions
