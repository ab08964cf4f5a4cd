"""ARNs that few have seen: public extensions, AWS's own lists, aliases, keys."""

from __future__ import annotations

import re

import boto3
import pytest

from boto3_extensions import resource_from_arn, resource_type_of
from boto3_extensions._arns.rules import matcher_of_globs
from boto3_extensions.exceptions import ArnUnavailableError, UnknownArnTypeError

HERE = "us-east-1:123456789012"
PUBLISHER = "c830e97710da0c9954d80ba8df021e5439e7134b"

pytestmark = pytest.mark.usefixtures("arns")


@pytest.mark.parametrize(
    ("arn", "resource_type"),
    [
        (f"{HERE}:type/resource/My-Own-Type", "Type"),
        (f"{HERE}:type/module/My-Own-MODULE", "Type"),
        (f"{HERE}:type/hook/My-Own-Hook", "Type"),
        ("us-east-1::type/resource/AWS-EC2-Instance", "Type"),
        (f"us-east-1::type/resource/{PUBLISHER}/Okta-Group-Group", "Type"),
        (f"us-east-1::type/module/{PUBLISHER}/Okta-Group-MODULE", "Type"),
        (f"{HERE}:type/resource/My-Own-Type/00000001", "TypeVersion"),
        (f"{HERE}:type/module/My-Own-MODULE/00000002", "TypeVersion"),
    ],
)
def test_extensions_are_found(
    plain: boto3.Session, arn: str, resource_type: str
) -> None:
    """Of any kind, one's own and public ones, and versions are no types."""
    arn = f"arn:aws:cloudformation:{arn}"
    found = resource_from_arn(arn, plain)
    assert f"cloudformation.{resource_type}" == type(found).__name__
    assert arn == found.arn
    assert arn == getattr(plain.resource("cloudformation"), resource_type)(arn).arn


def test_a_generated_template_is_known_by_its_arn(plain: boto3.Session) -> None:
    """The ARN has no name, and AWS takes it for one."""
    arn = f"arn:aws:cloudformation:{HERE}:generatedTemplate/2e8465c1"
    found = resource_from_arn(arn, plain)
    assert arn == found.name
    again = plain.resource("cloudformation").GeneratedTemplate(arn)
    assert (arn, again) == (again.arn, found)


def test_a_security_key_is_found_with_its_user(plain: boto3.Session) -> None:
    """Its ARN names the user, and is its serial number."""
    arn = "arn:aws:iam::123456789012:u2f/user/alice/key-EXAMPLEBN5FHTECLFG7EXAMPLE"
    device = resource_from_arn(arn, plain)
    assert ("alice", arn) == (device.user_name, device.serial_number)
    assert arn == plain.resource("iam").MfaDevice("alice", arn).arn


def test_a_telephone_for_codes_does_not_tell_its_user(plain: boto3.Session) -> None:
    """What it is can be told, not whose."""
    arn = "arn:aws:iam::123456789012:sms-mfa/d"
    with pytest.raises(UnknownArnTypeError, match=r"MfaDevice, but not user_name"):
        resource_type_of(arn)
    assert arn == plain.resource("iam").MfaDevice("u", arn).arn


def test_an_entity_of_health_is_found() -> None:
    """It is of an account, unlike events."""
    arn = f"arn:aws:health:{HERE}:entity/AVh5GGT7ul1arKr1sE1K"
    named = resource_type_of(arn)
    assert ("health", "AffectedEntity", {"entity_arn": arn}) == named


def test_a_secret_is_not_told_by_a_part_of_its_arn() -> None:
    """Some operations of AWS take an ARN without the six characters; it names none."""
    arn = f"arn:aws:secretsmanager:{HERE}:secret:prod"
    with pytest.raises(UnknownArnTypeError, match="names no resource type"):
        resource_type_of(arn)
    assert {"name": "prod"} == resource_type_of(f"{arn}-AbCdEf").identifiers


def test_the_lists_of_awss_services_are_awss(plain: boto3.Session) -> None:
    """Their ARN has `aws` in place of an account, and is a managed list's."""
    arn = "arn:aws:ec2:us-east-1:aws:prefix-list/pl-63a5400a"
    ec2 = plain.resource("ec2")
    assert arn == ec2.PrefixList("pl-63a5400a").arn
    managed = resource_from_arn(arn, plain)
    assert ec2.ManagedPrefixList("pl-63a5400a") == managed
    managed.meta.data = {"OwnerId": "AWS"}
    assert arn == managed.arn


@pytest.mark.parametrize("owner", ["123456789012", "210987654321"])
def test_an_endpoint_service_is_its_owners(plain: boto3.Session, owner: str) -> None:
    """One that is found by its name has the ARN of its id."""
    service = plain.resource("ec2").VpcEndpointService("com.example.vpce-svc-1")
    service.meta.data = {"ServiceId": "vpce-svc-1", "Owner": owner}
    arn = f"arn:aws:ec2:us-east-1:{owner}:vpc-endpoint-service/vpce-svc-1"
    assert arn == service.arn
    found = resource_from_arn(arn, plain)
    assert "ec2.VpcEndpointServiceConfiguration" == type(found).__name__


def test_amazons_endpoint_services_are_in_no_account(plain: boto3.Session) -> None:
    """An ARN with the caller's account would be nobody's."""
    service = plain.resource("ec2").VpcEndpointService("com.amazonaws.us-east-1.s3")
    service.meta.data = {"ServiceId": "vpce-svc-1", "Owner": "amazon"}
    with pytest.raises(ArnUnavailableError, match="AWS gives it none"):
        _ = service.arn


def test_a_tenant_database_in_a_snapshot_has_its_own_arn(plain: boto3.Session) -> None:
    """It is none of the database's, and does not tell the name."""
    arn = f"arn:aws:rds:{HERE}:snapshot-tenant-database:nightly:tdb-1"
    snapshot = plain.resource("rds").DBSnapshot("nightly")
    database = snapshot.TenantDatabase("sales")
    database.meta.data = {"DBSnapshotTenantDatabaseARN": arn}
    assert arn == database.arn
    with pytest.raises(
        UnknownArnTypeError, match=r"DBSnapshotTenantDatabase, but not name"
    ):
        resource_type_of(arn)


def test_an_access_point_of_a_directory_bucket(plain: boto3.Session) -> None:
    """Where a bucket's name is wanted, its name may stand; its ARN is s3express's."""
    s3 = plain.resource("s3")
    name = "reports--use1-az4--xa-s3"
    arn = f"arn:aws:s3express:{HERE}:accesspoint/{name}"
    assert arn == s3.Bucket(name).arn
    assert s3.Bucket(name) == resource_from_arn(arn, plain)


@pytest.mark.parametrize(
    "name", ["ap-metadata-s3alias", "ap-x--ol-s3", "mfzwi23gnjvgw.mrap", "t--table-s3"]
)
def test_aliases_of_access_points_are_no_buckets(
    plain: boto3.Session, name: str
) -> None:
    """What ends as AWS reserves it is no bucket, so no bucket's ARN is made of it."""
    s3 = plain.resource("s3")
    for alias in (s3.Bucket(name), s3.Object(name, "k"), s3.ObjectSummary(name, "k")):
        with pytest.raises(ArnUnavailableError, match="AWS gives it none"):
            _ = alias.arn
    for arn in (f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/k"):
        with pytest.raises(UnknownArnTypeError):
            resource_type_of(arn)


@pytest.mark.parametrize(
    ("arn", "why"),
    [
        ("nosuch:us-east-1:123456789012:x/y", "no ARN of a service 'nosuch'"),
        ("sts::123456789012:federated-user/u", "no ARN of a service 'sts'"),
        (f"ec2:{HERE}:nosuch/i", "nothing of ec2 is like 'us-east-1:123456789012:no"),
        ("ec2::123456789012:instance/i", "its region cannot be ''"),
        ("iam:us-east-1:123456789012:role/r", "its region cannot be 'us-east-1'"),
        ("ec2:us-east-1::instance/i", "its account cannot be ''"),
        (f"ec2:{HERE}:image/ami-1", "its account cannot be '123456789012'"),
        ("ec2:::vpc/v", "its region cannot be '' and its account cannot be ''"),
        (f"ec2:{HERE}:instance/i:extra", "its resource cannot be 'instance/i:extra'"),
        (f"s3:{HERE}:nosuch/p", "nothing of s3 is like 'us-east-1:123456789012:"),
    ],
)
def test_the_error_names_the_part_that_is_to_blame(arn: str, why: str) -> None:
    """A wrong service, type, region, account and identifier are told apart."""
    with pytest.raises(UnknownArnTypeError, match=re.escape(why)):
        resource_type_of(f"arn:aws:{arn}")


@pytest.mark.parametrize("globs", [("*-x", "*-y"), ("*-?", "a*"), ("[!b]-x",)])
def test_any_of_several_globs_will_do(globs: tuple[str, ...]) -> None:
    """Whether they are endings only, or more."""
    is_like = matcher_of_globs(globs)
    assert [True, False] == [bool(is_like("a-x")), bool(is_like("b"))]
