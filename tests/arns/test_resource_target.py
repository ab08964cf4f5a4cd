"""What an ARN, a link or a reference leads to, in services as people use them."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

import boto3_extensions
from boto3_extensions import resource_from_arn
from boto3_extensions.exceptions import ArnError, ArnIncarnationError

MINE, OTHER = "123456789012", "999999999999"
UUID = "1234abcd-12ab-34cd-56ef-1234567890ab"


class Fake:
    """Answers of a fake AWS to a session, and the calls that it got and from where."""

    def __init__(self, **answers: Any) -> None:
        self.session = boto3.Session("testing", "testing", region_name="us-east-1")
        self.calls: list[tuple[str, dict[str, Any], str]] = []
        self._answers = {"GetCallerIdentity": {"Account": MINE}, **answers}
        self.session.events.register("before-parameter-build", self._note)
        self.session.events.register("before-call", self._answer)

    def _note(self, params: Any, model: Any, context: Any, **_: Any) -> None:
        self.calls.append((model.name, dict(params), context["client_region"]))

    def _answer(self, model: Any, **_: Any) -> Any:
        answer = self._answers.get(model.name, {})
        if callable(answer):
            answer = answer(self.calls[-1][1])
        status = 400 if "Error" in answer else 200
        meta = {"HTTPStatusCode": status, "HTTPHeaders": {}}
        http = AWSResponse("http://fake/", status, {}, None)
        return http, {**answer, "ResponseMetadata": meta}

    def made(self, service: str, kind: str, *values: str, **data: Any) -> Any:
        """Return a resource as if AWS had answered with this data."""
        resource = getattr(self.session.resource(service), kind)(*values)
        resource.meta.data = data
        return resource

    def asked(self, operation: str) -> list[tuple[dict[str, Any], str]]:
        """Return the parameters and the regions of the calls of an operation."""
        return [
            (params, where) for name, params, where in self.calls if name == operation
        ]


def region_of(resource: Any) -> str:
    """Return the region that a resource works in."""
    found: str = resource.meta.client.meta.region_name
    return found


# The Region beside an id.


def test_a_virtual_gateway_is_in_its_region() -> None:
    """Direct Connect's gateways are global, what they are attached to is not."""
    association = Fake().made(
        "directconnect",
        "DirectConnectGatewayAssociation",
        "a",
        associatedGateway={"id": "vgw-1", "region": "eu-west-1"},
        virtualGatewayId="vgw-1",
        virtualGatewayRegion="eu-west-1",
    )
    assert "eu-west-1" == region_of(association.resource("virtual_gateway_id"))
    assert "eu-west-1" == region_of(association.resource("associated_gateway.id"))


@pytest.mark.parametrize(
    ("kind", "identifier", "data", "reference", "operation"),
    [
        (
            "DBInstanceAutomatedBackup",
            f"arn:aws:rds:us-east-1:{MINE}:auto-backup:ab-1",
            {"DBInstanceIdentifier": "orders", "Region": "eu-west-1"},
            "db_instance",
            "DeleteDBInstance",
        ),
        (
            "DBClusterAutomatedBackup",
            "cluster-1",
            {"DBClusterIdentifier": "orders", "Region": "eu-west-1"},
            "db_cluster",
            "DeleteDBCluster",
        ),
    ],
)
def test_a_replicated_backup_is_of_a_database_elsewhere(
    kind: str, identifier: str, data: dict[str, str], reference: str, operation: str
) -> None:
    """Here there may be one of the same name, to fail over to."""
    fake = Fake()
    getattr(fake.made("rds", kind, identifier, **data), reference).delete()
    assert ["eu-west-1"] == [where for _, where in fake.asked(operation)]


def test_the_key_of_a_replica_is_in_the_replicas_region() -> None:
    """Secrets Manager tells it by its id."""
    replica = Fake().made(
        "secretsmanager", "Replica", "s", "eu-west-1", Region="eu-west-1", KmsKeyId=UUID
    )
    assert "eu-west-1" == region_of(replica.resource("kms_key_id"))


def test_a_stack_instance_has_its_stack_where_it_is() -> None:
    """In the Region of the stack's ARN."""
    arn = f"arn:aws:cloudformation:eu-west-1:{MINE}:stack/x/{UUID}"
    instance = Fake().made(
        "cloudformation", "StackInstance", "s", MINE, "eu-west-1", StackId=arn
    )
    assert "eu-west-1" == region_of(instance.stack)


# Another's, or an earlier one.


def test_the_key_of_an_organizations_trail_is_its_owners() -> None:
    """A link by an ARN of another account sends that ARN."""
    fake = Fake(DescribeKey={"KeyMetadata": {"KeyId": UUID}})
    arn = f"arn:aws:kms:us-east-1:{OTHER}:key/{UUID}"
    own = f"arn:aws:cloudtrail:us-east-1:{MINE}:trail/t"
    trail = fake.made("cloudtrail", "Trail", own, KmsKeyId=arn)
    trail.resource("kms_key_id").load()
    assert [{"KeyId": arn}] == [params for params, _ in fake.asked("DescribeKey")]


@pytest.mark.parametrize(
    ("kind", "form", "describe", "found", "delete"),
    [
        (
            "loadbalancer/app/x/{}",
            "LoadBalancerArn",
            "DescribeLoadBalancers",
            "LoadBalancers",
            "DeleteLoadBalancer",
        ),
        (
            "targetgroup/x/{}",
            "TargetGroupArn",
            "DescribeTargetGroups",
            "TargetGroups",
            "DeleteTargetGroup",
        ),
    ],
)
def test_one_that_was_made_again_is_not_deleted(
    kind: str, form: str, describe: str, found: str, delete: str
) -> None:
    """elbv2 is asked for, and told, the ARN that was named alone."""
    arn = f"arn:aws:elasticloadbalancing:us-east-1:{MINE}:{kind}"
    old, new = arn.format("0123456789abcdef"), arn.format("fedcba9876543210")
    gone = {"Error": {"Code": "NotFound", "Message": "no"}}

    def answer(params: Any) -> Any:
        return gone if old in str(params) else {found: [{form: new}]}

    fake = Fake(**{describe: answer})
    with pytest.raises(Exception, match="NotFound"):
        resource_from_arn(old, fake.session).delete()
    assert new not in str(fake.asked(delete))


def test_a_secret_that_was_made_again_is_another() -> None:
    """Its ARN ends otherwise; by the name it would be found."""
    arn = f"arn:aws:secretsmanager:us-east-1:{MINE}:secret:a-{{}}"
    gone = {"Error": {"Code": "ResourceNotFoundException", "Message": "no"}}

    def describe(params: Any) -> Any:
        by_name = {"ARN": arn.format("NewNew"), "Name": "a"}
        return by_name if params["SecretId"] == "a" else gone

    fake = Fake(DescribeSecret=describe)
    secret = resource_from_arn(arn.format("OldOld"), fake.session)
    with pytest.raises(Exception, match="ResourceNotFound"):
        secret.load()
    secret.delete()
    assert [arn.format("OldOld")] == [
        p["SecretId"] for p, _ in fake.asked("DeleteSecret")
    ]


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:autoscaling:us-east-1:{MINE}:launchConfiguration:{UUID}"
        ":launchConfigurationName/x",
        f"arn:aws:autoscaling:us-east-1:{MINE}:scheduledUpdateGroupAction:{UUID}"
        ":autoScalingGroupName/g:scheduledActionName/x",
    ],
)
def test_what_is_known_by_name_alone_is_looked_at_first(arn: str) -> None:
    """What auto scaling has by that name now has another ARN: it stays."""
    now = arn.replace(UUID, UUID[::-1])
    fake = Fake(
        DescribeLaunchConfigurations={
            "LaunchConfigurations": [
                {"LaunchConfigurationName": "x", "LaunchConfigurationARN": now}
            ]
        },
        DescribeScheduledActions={
            "ScheduledUpdateGroupActions": [
                {"ScheduledActionName": "x", "ScheduledActionARN": now}
            ]
        },
    )
    with pytest.raises(ArnIncarnationError):
        resource_from_arn(arn, fake.session).delete()
    assert [] == [name for name, _, _ in fake.calls if name.startswith("Delete")]


# ARNs, and what is none.


def test_a_part_of_an_arn_is_no_other_secret() -> None:
    """'my-string' without its end is not the secret 'my'."""
    fake = Fake(DescribeSecret={"Name": "my-string"})
    arn = f"arn:aws:secretsmanager:us-east-1:{MINE}:secret:my-string"
    try:
        resource_from_arn(arn, fake.session).load()
    except ArnError:
        assert [] == fake.calls
    else:
        assert "my" not in [p["SecretId"] for p, _ in fake.asked("DescribeSecret")]


@pytest.mark.parametrize("end", ["", ":username1::", ":key:AWSCURRENT:", ":::"])
def test_the_secret_of_a_container(end: str) -> None:
    """However much of it ECS is to read, in whichever of the containers."""
    arn = f"arn:aws:secretsmanager:us-east-1:{MINE}:secret:app-AbCdEf{end}"
    parameter = f"arn:aws:ssm:us-east-1:{MINE}:parameter/shop/key"
    definition = Fake().made(
        "ecs",
        "TaskDefinition",
        "x:1",
        containerDefinitions=[
            {"secrets": [{"name": "a", "valueFrom": arn}]},
            {"secrets": [{"name": "b", "valueFrom": parameter}]},
            {"name": "none"},
        ],
    )
    found = definition.resource("container_definitions.secrets.value_from")
    assert ["secretsmanager.Secret", "ssm.Parameter"] == [
        type(x).__name__ for x in found
    ]


@pytest.mark.parametrize(
    ("service", "kind", "identifier"),
    [
        ("elasticache", "GlobalReplicationGroup", "g"),
        ("rds", "Certificate", "c"),
        ("redshift", "DataShare", f"arn:aws:redshift:us-east-1:{MINE}:datashare:0/y"),
    ],
)
def test_what_aws_does_not_tag_has_nothing_of_tags(
    service: str, kind: str, identifier: str
) -> None:
    """AWS would refuse it."""
    made = Fake().made(service, kind, identifier)
    members = [name for name in dir(made) if "tag" in name and not name.startswith("_")]
    assert [] == members


@pytest.mark.parametrize(
    ("arn", "kind"),
    [
        (f"arn:aws:sts::{MINE}:assumed-role/AWSReservedSSO_A_b/me@x.org", "iam.Role"),
        (
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2QWRUHEX",
            "cloudfront.CloudFrontOriginAccessIdentity",
        ),
        (f"arn:aws:s3:us-west-2:{MINE}:accesspoint/test", "s3.Bucket"),
        (f"arn:aws:s3:us-west-2:{MINE}:accesspoint/test/object/a/b", "s3.Object"),
    ],
)
def test_what_an_unusual_arn_names(arn: str, kind: str) -> None:
    """Roles that are assumed, identities of CloudFront, access points of S3."""
    assert kind == type(resource_from_arn(arn, Fake().session)).__name__


@pytest.mark.parametrize(
    "arn", ["arn:aws:s3:::*", "arn:aws:s3:::logs-*", f"arn:aws:iam::{MINE}:role/*"]
)
def test_a_pattern_names_nothing(arn: str) -> None:
    """Policies are full of them."""
    with pytest.raises(ArnError):
        boto3_extensions.resource_from_arn(arn, Fake().session)
