"""What stands beside an id, a Region or an ARN, tells where the thing is."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

from boto3_extensions._arns.origin import origin_of
from boto3_extensions.exceptions import ArnOwnerError

MINE = "123456789012"
OTHER = "999999999999"


@pytest.fixture
def session() -> boto3.Session:
    """Return a session with credentials, in us-east-1."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


def region_of(resource: Any) -> str:
    """Return the region that a resource works in."""
    found: str = resource.meta.client.meta.region_name
    return found


def test_each_of_a_list_is_in_its_own_region(session: boto3.Session) -> None:
    """Replicas of a table have keys, each in the replica's Region."""
    service: Any = session.resource("dynamodb")
    table = service.Table("t")
    key = "1234abcd-12ab-34cd-56ef-1234567890a{}"
    table.meta.data = {
        "Replicas": [
            {"RegionName": "eu-west-1", "KMSMasterKeyId": key.format(1)},
            {"RegionName": "us-west-2"},
            {"RegionName": "eu-west-2", "KMSMasterKeyId": key.format(2)},
        ]
    }
    found = table.resource("replicas.kms_master_key_id")
    assert ["eu-west-1", "eu-west-2"] == [region_of(one) for one in found]
    assert [key.format(1), key.format(2)] == [one.key_id for one in found]


@pytest.mark.parametrize("region", [None, "", "us-east-1", "nowhere"])
def test_without_a_region_it_is_here(session: boto3.Session, region: Any) -> None:
    """Where nothing is said, or nothing that can be, all is as it was."""
    service: Any = session.resource("ec2")
    image = service.Image("ami-1")
    image.meta.data = {"SourceImageId": "ami-0", "SourceImageRegion": region}
    assert image.meta.client is image.source_image.meta.client
    assert "us-east-1" == region_of(image.resource("source_image_id"))


def test_a_reference_of_boto3s_own_is_where_it_is(session: boto3.Session) -> None:
    """The requester of a peering is in the requester's Region."""
    service: Any = session.resource("ec2")
    peering = service.VpcPeeringConnection("pcx-1")
    peering.meta.data = {
        "RequesterVpcInfo": {"VpcId": "vpc-1", "Region": "eu-west-1"},
        "AccepterVpcInfo": {"VpcId": "vpc-2", "Region": "us-east-1"},
    }
    assert "eu-west-1" == region_of(peering.requester_vpc)
    assert peering.meta.client is peering.accepter_vpc.meta.client


@pytest.mark.parametrize(("account", "held"), [(MINE, False), (OTHER, True)])
def test_an_arn_of_another_owner_is_held_to_that(
    session: boto3.Session, account: str, held: bool
) -> None:
    """A task's definition by an ARN of the task's own account needs no holding."""
    service: Any = session.resource("ecs")
    task = service.Task("c", "t")
    head = "arn:aws:ecs:us-east-1"
    task.meta.data = {
        "taskArn": f"{head}:{MINE}:task/c/t",
        "taskDefinitionArn": f"{head}:{account}:task-definition/d:1",
    }
    found = task.task_definition
    assert held is (origin_of(found.meta.client) is not None)


def test_a_name_told_by_anothers_resource_is_not_the_callers(
    session: boto3.Session,
) -> None:
    """Whose it is, is not said; so it is called by nobody but who says it's theirs."""
    from boto3_extensions import resource_from_arn
    from boto3_extensions.exceptions import ArnOwnerError

    arn = f"arn:aws:lambda:us-east-1:{OTHER}:function:f"
    function = resource_from_arn(arn, session, account_id=MINE)
    function.meta.data = {"FunctionArn": arn, "LoggingConfig": {"LogGroup": "g"}}
    group = function.resource("logging_config.log_group")
    with pytest.raises(ArnOwnerError, match=OTHER):
        group.delete()


A = f"arn:aws:rds:us-east-1:{OTHER}:snapshot:theirs"


def test_a_copied_snapshot_tells_of_the_database_that_it_came_from(
    session: boto3.Session,
) -> None:
    """It is in the Region that the snapshot was copied from; here is its namesake."""
    rds: Any = session.resource("rds")
    snapshot = rds.DBSnapshot("copy")
    snapshot.meta.data = {
        "DBInstanceIdentifier": "orders",
        "SourceRegion": "eu-west-1",
        "VpcId": "vpc-1",
    }
    assert "eu-west-1" == region_of(snapshot.db_instance)
    assert "eu-west-1" == region_of(snapshot.resource("vpc_id"))
    copied = rds.DBClusterSnapshot("copy")
    arn = f"arn:aws:rds:{{}}:{MINE}:cluster-snapshot:copy"
    copied.meta.data = {
        "DBClusterIdentifier": "orders",
        "SourceDBClusterSnapshotArn": arn.format("us-west-2"),
        "DBClusterSnapshotArn": arn.format("us-east-1"),
        "VpcId": "vpc-1",
    }
    assert "us-west-2" == region_of(copied.db_cluster)
    assert "us-west-2" == region_of(copied.resource("vpc_id"))


def test_the_database_of_a_shared_snapshot_is_its_owners(
    session: boto3.Session,
) -> None:
    """A snapshot that others share has an ARN for its id."""
    shared = {"DBSnapshotIdentifier": A, "DBSnapshotArn": A}
    calls = answering(
        session,
        DescribeDBSnapshots={
            "DBSnapshots": [{**shared, "DBInstanceIdentifier": "orders"}]
        },
    )
    rds: Any = session.resource("rds")
    (snapshot,) = rds.db_snapshots.all()
    with pytest.raises(ArnOwnerError, match=OTHER):
        snapshot.db_instance.delete(SkipFinalSnapshot=True)
    assert ["DescribeDBSnapshots", "GetCallerIdentity"] == [name for name, _ in calls]


def test_what_an_account_is_said_to_own_is_held_to_it(session: boto3.Session) -> None:
    """By the owner's account beside its name, which is sent where AWS takes it."""
    calls = answering(session)
    redshift: Any = session.resource("redshift")
    snapshot = redshift.Snapshot("s")
    snapshot.meta.data = {"ClusterIdentifier": "c", "OwnerAccount": OTHER}
    with pytest.raises(ArnOwnerError, match=OTHER):
        snapshot.cluster.pause()
    endpoint = redshift.EndpointAccess("e")
    endpoint.meta.data = {"ClusterIdentifier": "c", "ResourceOwner": MINE}
    endpoint.cluster.pause()
    run = session.resource("glue").ColumnStatisticsTaskRun("r")
    run.meta.data = {"DatabaseName": "d", "CatalogID": OTHER}
    run.database.delete()
    assert [
        ("PauseCluster", {"ClusterIdentifier": "c"}),
        ("DeleteDatabase", {"Name": "d", "CatalogId": OTHER}),
    ] == [call for call in calls if call[0] != "GetCallerIdentity"]


def answering(session: boto3.Session, **answers: Any) -> list[tuple[str, Any]]:
    """Answer all calls of a session from a table, and return the list of them."""
    calls: list[tuple[str, Any]] = []
    answers = {"GetCallerIdentity": {"Account": MINE}, **answers}

    def note(params: Any, model: Any, **_: Any) -> None:
        calls.append((model.name, dict(params)))

    def answer(model: Any, **_: Any) -> Any:
        http = AWSResponse("http://fake/", 200, {}, None)
        meta = {"HTTPStatusCode": 200, "HTTPHeaders": {}}
        return http, {**answers.get(model.name, {}), "ResponseMetadata": meta}

    session.events.register("before-parameter-build", note)
    session.events.register("before-call", answer)
    return calls
