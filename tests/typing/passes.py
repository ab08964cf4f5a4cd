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


def followed(arn: str) -> str:
    found = boto3_extensions.resource_type_of(arn)
    return (
        f"{found.service_name}.{found.resource_type} {boto3_extensions.parse_arn(arn)}"
    )


CACHE: type[Sessions] = Sessions
