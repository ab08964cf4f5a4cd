"""Tags of every type that moto can make and AWS has tags for, changed and asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from boto3_extensions import tags_of
from boto3_extensions._arns.lookup import default_index
from boto3_extensions._foundation.models import load_definitions
from boto3_extensions._tags.ways import TAGS_TYPE_NAME
from moto_inventory import CALLS, MAKERS, make

MakeSession = Callable[..., boto3.Session]

# What moto makes, and does not tag.
NO_OPERATION = "moto does not have its service's tag operations"
UNKNOWN = "moto's tag operations do not know its ARN"
MOTO_LACKS = {
    "apigateway.ApiKey": UNKNOWN,
    "apigateway.RestApi": UNKNOWN,
    "apigateway.UsagePlan": UNKNOWN,
    "apigatewayv2.Stage": UNKNOWN,
    "cloudwatch.Dashboard": UNKNOWN,
    "cloudwatch.InsightRule": UNKNOWN,
    "codecommit.Repository": NO_OPERATION,
    "cognito-idp.UserPool": NO_OPERATION,
    "directconnect.Connection": "moto gives the ARN for the id",
    "ecs.ContainerInstance": UNKNOWN,
    "eks.FargateProfile": UNKNOWN,
    "eks.Nodegroup": UNKNOWN,
    "forecast.DatasetGroup": NO_OPERATION,
    "glacier.Vault": NO_OPERATION,
    "iam.InstanceProfile": NO_OPERATION,
    "iam.SamlProvider": NO_OPERATION,
    "iam.ServerCertificate": NO_OPERATION,
    "iam.VirtualMfaDevice": NO_OPERATION,
    **dict.fromkeys(
        [
            "iot.BillingGroup",
            "iot.DomainConfiguration",
            "iot.Job",
            "iot.JobTemplate",
            "iot.Policy",
            "iot.RoleAlias",
            "iot.ThingGroup",
            "iot.ThingType",
            "iot.TopicRule",
        ],
        NO_OPERATION,
    ),
    "kinesis.StreamConsumer": NO_OPERATION,
    "ram.ResourceShare": NO_OPERATION,
    "rds.DBProxyTargetGroup": UNKNOWN,
    "rds.DBShardGroup": UNKNOWN,
    "rds.GlobalCluster": UNKNOWN,
    "s3control.StorageLensConfiguration": "moto cannot remove all of them",
    "transfer.Server": NO_OPERATION,
    "transfer.User": NO_OPERATION,
}


def taggable() -> Iterator[str]:
    """Yield the types that moto makes and AWS has tags for."""
    for name in sorted([*CALLS, *MAKERS]):
        service, kind = name.split(".")
        document = load_definitions(default_index()[0], service, TAGS_TYPE_NAME) or {
            "resources": {}
        }
        way = document["resources"].get(kind, {})
        if ("add" in way or "replace" in way) and name not in MOTO_LACKS:
            yield name


@pytest.mark.parametrize("name", [*taggable()])
def test_tags_are_changed(session: MakeSession, name: str) -> None:
    """They are added, overwritten, removed and replaced; the others stay."""
    service, kind = name.split(".")
    made = make(name, session())
    opened = session().resource(service)

    def resource() -> Any:
        return getattr(opened, kind)(*made.identifiers)

    before = dict(tags_of(resource()))
    one = resource()
    tags_of(one).update(team="shop", env="prod")
    tags_of(one)["team"] = "web"
    del tags_of(one)["env"]

    expected = {**before, "team": "web"}
    assert expected == dict(tags_of(resource())) == dict(tags_of(one))

    tags_of(one).replace(cost="1")

    assert {"cost": "1"} == dict(tags_of(resource())) == dict(tags_of(one))

    tags_of(one).clear()

    assert {} == dict(tags_of(resource())) == dict(tags_of(one))


def test_versions_of_an_object_have_tags_of_their_own(session: MakeSession) -> None:
    """And the newest's are the object's."""
    bucket = session().resource("s3").create_bucket(Bucket="versions")
    bucket.Versioning().enable()
    versions = [bucket.put_object(Key="k", Body=body) for body in (b"1", b"2")]
    old, new = (
        session().resource("s3").ObjectVersion("versions", "k", version.version_id)
        for version in versions
    )

    tags_of(old)["team"] = "shop"
    tags_of(bucket.Object("k"))["team"] = "web"

    assert [{"team": "shop"}, {"team": "web"}] == [tags_of(old), tags_of(new)]
    (summary,) = bucket.objects.all()
    assert {"team": "web"} == tags_of(summary)


def test_tags_of_a_group_reach_its_instances_as_before(session: MakeSession) -> None:
    """A new value is no new rule of who gets it."""
    made = make("autoscaling.AutoScalingGroup", session())
    autoscaling = session().resource("autoscaling")
    group = autoscaling.AutoScalingGroup(*made.identifiers)
    tag = {"ResourceType": "auto-scaling-group", "Key": "team", "Value": "shop"}
    tag = {**tag, "ResourceId": group.name, "PropagateAtLaunch": True}
    autoscaling.meta.client.create_or_update_tags(Tags=[tag])

    tags_of(group)["team"] = "web"

    (told,) = autoscaling.meta.client.describe_tags()["Tags"]
    assert ("web", True) == (told["Value"], told["PropagateAtLaunch"])
