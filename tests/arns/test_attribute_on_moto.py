"""`.arn` is what the service itself reports, and leads back to the resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from boto3_extensions.exceptions import ArnError, UnknownArnTypeError
from moto_inventory import CALLS, MAKERS, Made, make

pytestmark = pytest.mark.usefixtures("arns")

MakeSession = Callable[..., boto3.Session]

TYPES = sorted([*CALLS, *MAKERS])

# Types whose ARNs in moto are none that AWS could give.
MOTOS_BUGS = {
    "directconnect.Connection": "moto gives the ARN for the id, and writes dx-con",
    "ec2.FlowLog": "moto's tagging service writes flow-logs for vpc-flow-log",
    "ec2.Image": "moto's tagging service puts the account into the ARN of an image",
    "ec2.Snapshot": "moto's tagging service puts the account into that of a snapshot",
    "ec2.PrefixList": "moto writes AWS in capitals, which is no account",
    "ec2.SpotInstanceRequest": "moto writes spot-instance-request without an s",
    "kafka.Cluster": "moto leaves the cluster's name out",
    "kafka.ClusterV2": "moto writes serverless-cluster, and leaves the name out",
    "kinesis.StreamConsumer": "moto leaves the time of creation out, behind the name",
}

# Types whose ARNs do not tell all that identifies the resource.
NOT_TOLD = {
    "cloudfront.KeyValueStore": "not name",
    "config.ConfigurationAggregator": "not name",
    "organizations.Organization": "which one of them",
    "rds.DBProxy": "not name",
    "rds.DBProxyTargetGroup": "not db_proxy_name, name",
    "rds.DBShardGroup": "not id",
}

# Types that another type stands for, which says more, or is what AWS's ARN means.
ANOTHERS = {
    "cloudformation.ChangeSet": "cloudformation.ChangeSetByArn",
    "cloudformation.StackSummary": "cloudformation.Stack",
    "iam.MfaDevice": "iam.VirtualMfaDevice",
    "organizations.DelegatedAdministrator": "organizations.Account",
    "s3control.AccessPoint": "s3.Bucket",
    "sesv2.ConfigurationSet": "ses.ConfigurationSet",
}

USUAL = [k for k in TYPES if k not in {*MOTOS_BUGS, *NOT_TOLD, *ANOTHERS}]


def resource(session: boto3.Session, resource_type: str, made: Made) -> Any:
    """Return what a user would write to have the resource that was made."""
    service, kind = resource_type.split(".")
    return getattr(session.resource(service), kind)(*made.identifiers)


@pytest.mark.whole
@pytest.mark.parametrize("resource_type", USUAL)
def test_the_arn_is_the_services_and_leads_back(
    session: MakeSession, resource_type: str
) -> None:
    """The resource tells the ARN, and the ARN a resource that is there, and equal."""
    made = make(resource_type, session())
    plain = session()
    ours = resource(plain, resource_type, made)
    assert made.arn == ours.arn
    back = resource_from_arn(made.arn, plain)
    if hasattr(back, "load"):
        back.load()
    assert made.arn == back.arn
    # Equal but for the class, which boto3 makes anew for each.
    assert type(ours).__name__ == type(back).__name__
    assert told(ours) == told(back)


def told(made: Any) -> dict[str, str]:
    """Return a resource's identifiers with their values."""
    return {name: getattr(made, name) for name in made.meta.identifiers}


@pytest.mark.parametrize("resource_type", NOT_TOLD)
def test_an_arn_that_tells_too_little_is_right_all_the_same(
    session: MakeSession, resource_type: str
) -> None:
    """The resource tells the ARN; what leads back from it says what is missing."""
    made = make(resource_type, session())
    plain = session()
    assert made.arn == resource(plain, resource_type, made).arn
    with pytest.raises(UnknownArnTypeError, match=NOT_TOLD[resource_type]):
        resource_from_arn(made.arn, plain)


@pytest.mark.parametrize("resource_type", MOTOS_BUGS)
def test_an_arn_that_moto_gets_wrong_names_nothing(
    session: MakeSession, resource_type: str
) -> None:
    """Once it names something, moto is mended, and the type is a usual one."""
    made = make(resource_type, session())
    with pytest.raises(ArnError, match=r"names no resource type|is no ARN"):
        resource_from_arn(made.arn, session())


@pytest.mark.parametrize("resource_type", ANOTHERS)
def test_an_arn_leads_to_the_type_that_stands_for_it(
    session: MakeSession, resource_type: str
) -> None:
    """The resource tells the ARN; what leads back says the same of itself."""
    made = make(resource_type, session())
    plain = session()
    assert made.arn == resource(plain, resource_type, made).arn
    back = resource_from_arn(made.arn, plain)
    assert ANOTHERS[resource_type] == type(back).__name__
    if hasattr(back, "load"):
        back.load()
    assert made.arn == back.arn


def test_most_services_are_there() -> None:
    """The table does not shrink unnoticed."""
    assert len(TYPES) >= 125
    assert len({kind.split(".")[0] for kind in TYPES}) >= 29
