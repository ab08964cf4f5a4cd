"""`.arn` is what the service itself says, or what the reference says it would be."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.utils import ServiceContext
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError, NoCredentialsError

from boto3_extensions import _install
from boto3_extensions._arns.account import account_id_of
from boto3_extensions.exceptions import ArnUnavailableError
from partitions import PARTITIONS

MINE = "123456789012"
OTHER = "111111111111"

MakeSession = Callable[..., boto3.Session]

# Types of boto3's own services that have an ARN; `arn` is boto3's own in the second.
OURS = {
    "cloudformation": {"Stack"},
    "cloudwatch": {"Alarm"},
    "dynamodb": {"Table"},
    "ec2": {
        "ClassicAddress",
        "DhcpOptions",
        "Image",
        "Instance",
        "InternetGateway",
        "KeyPair",
        "KeyPairInfo",
        "NetworkAcl",
        "NetworkInterface",
        "PlacementGroup",
        "RouteTable",
        "SecurityGroup",
        "Snapshot",
        "Subnet",
        "Volume",
        "Vpc",
        "VpcAddress",
        "VpcPeeringConnection",
    },
    "glacier": {"Vault"},
    "iam": {"MfaDevice", "ServerCertificate", "VirtualMfaDevice"},
    "s3": {"Bucket", "Object", "ObjectSummary"},
    "sns": set(),
    "sqs": {"Queue"},
}
BOTO3S = {
    "iam": {
        "CurrentUser",
        "Group",
        "InstanceProfile",
        "Policy",
        "PolicyVersion",
        "Role",
        "SamlProvider",
        "User",
    },
    "sns": {"PlatformApplication", "PlatformEndpoint", "Subscription", "Topic"},
}


pytestmark = pytest.mark.usefixtures("arns")


@pytest.fixture
def offline(session: MakeSession) -> boto3.Session:
    """Return a session in which every call is an error."""
    plain = session()

    def refuse(event_name: str, **kwargs: Any) -> None:
        raise AssertionError(f"a call was made: {event_name}")

    plain.events.register("before-call", refuse)
    return plain


@pytest.fixture
def define(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Write a user's own ARNs of a service, found by sessions made afterwards."""

    def write(service: str, version: str, **resources: Any) -> None:
        folder = tmp_path / service / version
        folder.mkdir(parents=True)
        document = {"version": "1.0", "resources": resources}
        (folder / "arns-1.json").write_text(json.dumps(document))

    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    return write


def class_of(session: boto3.Session, client: Any, resource_type: str) -> Any:
    """Return the class that boto3 makes for a resource type of its own."""
    service = client.meta.service_model.service_name
    definitions = boto3s_own(service)
    context = ServiceContext(
        service_name=service,
        service_model=client.meta.service_model,
        service_waiter_model=None,
        resource_json_definitions=definitions,
    )
    return session.resource_factory.load_from_definition(
        resource_name=resource_type,
        single_resource_json_definition=definitions[resource_type],
        service_context=context,
    )


def boto3s_own(service: str) -> dict[str, Any]:
    """Return boto3's definitions of a service's resource types, without ours."""
    folder = Path(boto3.__file__).parent / "data" / service
    newest = max(folder.iterdir()) / "resources-1.json"
    resources: dict[str, Any] = json.loads(newest.read_text("utf-8"))["resources"]
    return resources


@pytest.mark.parametrize("service", OURS)
def test_types_have_an_arn_or_have_none(session: MakeSession, service: str) -> None:
    """Every type that has an ARN at AWS gets `.arn`, and no other, none of boto3's."""
    found: dict[str, set[str]] = {"boto3_extensions": set(), "boto3": set()}
    plain = session()
    client = plain.client(service)
    for resource_type in boto3s_own(service):
        arn = vars(class_of(plain, client, resource_type)).get("arn")
        if arn is not None:
            found[arn.fget.__module__.split(".")[0]].add(resource_type)
    assert OURS[service] == found["boto3_extensions"]
    assert BOTO3S.get(service, set()) == found["boto3"]


def test_a_service_has_no_arn(session: MakeSession) -> None:
    """The object that `resource()` returns is no resource of AWS."""
    assert not hasattr(session().resource("sqs"), "arn")


# What is made of identifiers, region and account: no call needed.


@pytest.mark.parametrize(
    ("service", "resource_type", "identifiers", "arn"),
    [
        ("s3", "Bucket", ["b"], "arn:aws:s3:::b"),
        ("s3", "Object", ["b", "a/ü %2F:b "], "arn:aws:s3:::b/a/ü %2F:b "),
        ("s3", "ObjectSummary", ["b", "k"], "arn:aws:s3:::b/k"),
        ("ec2", "Image", ["ami-1"], "arn:aws:ec2:us-east-1::image/ami-1"),
        ("ec2", "Snapshot", ["s-1"], "arn:aws:ec2:us-east-1::snapshot/s-1"),
        (
            "sqs",
            "Queue",
            [f"https://sqs.us-east-1.amazonaws.com/{OTHER}/q.fifo"],
            f"arn:aws:sqs:us-east-1:{OTHER}:q.fifo",
        ),
        (
            "sqs",
            "Queue",
            [f"http://localhost:4566/queue/us-east-1/{OTHER}/q"],
            f"arn:aws:sqs:us-east-1:{OTHER}:q",
        ),
    ],
)
def test_an_arn_without_the_callers_account_costs_no_call(
    offline: boto3.Session,
    service: str,
    resource_type: str,
    identifiers: list[str],
    arn: str,
) -> None:
    """What identifiers and region tell is not asked for."""
    client = offline.client(service)
    resource = class_of(offline, client, resource_type)(*identifiers, client=client)
    assert arn == resource.arn


@pytest.mark.parametrize(("region", "partition"), PARTITIONS)
def test_region_and_partition_are_the_clients(
    session: MakeSession, region: str, partition: str
) -> None:
    """A resource in another region than the session's says so."""
    ec2 = session().resource("ec2", region_name=region)
    assert f"arn:{partition}:ec2:{region}::image/i" == ec2.Image("i").arn
    s3 = session().resource("s3", region_name=region)
    assert f"arn:{partition}:s3:::b" == s3.Bucket("b").arn


def test_the_account_is_that_of_the_clients_credentials(session: MakeSession) -> None:
    """A resource made with keys of its own has their account, not the session's."""
    plain = session()
    keys = plain.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{OTHER}:role/x", RoleSessionName="test"
    )["Credentials"]
    ec2 = plain.resource(
        "ec2",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    assert f"arn:aws:ec2:us-east-1:{OTHER}:instance/i" == ec2.Instance("i").arn
    assert (
        f"arn:aws:ec2:us-east-1:{MINE}:instance/i"
        == plain.resource("ec2").Instance("i").arn
    )


@pytest.mark.usefixtures("isolated_environment")
@pytest.mark.parametrize("config", [None, Config(signature_version=UNSIGNED)])
def test_missing_credentials_are_the_reason(config: Config | None) -> None:
    """Our error and botocore's is raised, if an account is needed at all."""
    plain = boto3.Session(region_name="us-east-1")
    assert "arn:aws:s3:::b" == plain.resource("s3", config=config).Bucket("b").arn
    instance = plain.resource("ec2", config=config).Instance("i")
    with pytest.raises(NoCredentialsError, match="has no credentials") as caught:
        _ = instance.arn
    assert isinstance(caught.value, ArnUnavailableError)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(caught.value), str(caught.value)) == (type(again), str(again))


# What the data says.


def owned_by_other(session: boto3.Session, resource_type: str, **data: Any) -> Any:
    """Return an ec2 resource that was loaded and is another account's."""
    ec2 = session.client("ec2")
    resource = class_of(session, ec2, resource_type)("x", client=ec2)
    resource.meta.data = {"OwnerId": OTHER, **data}
    return resource


@pytest.mark.parametrize(
    ("resource_type", "kind"),
    [
        ("DhcpOptions", "dhcp-options"),
        ("InternetGateway", "internet-gateway"),
        ("NetworkAcl", "network-acl"),
        ("NetworkInterface", "network-interface"),
        ("RouteTable", "route-table"),
        ("SecurityGroup", "security-group"),
        ("Subnet", "subnet"),
        ("Vpc", "vpc"),
    ],
)
def test_what_is_shared_has_its_owners_account(
    offline: boto3.Session, resource_type: str, kind: str
) -> None:
    """The owner in the data counts, not who calls."""
    shared = owned_by_other(offline, resource_type)
    assert f"arn:aws:ec2:us-east-1:{OTHER}:{kind}/x" == shared.arn


def test_a_volume_has_its_owners_account_if_botocore_knows_it(
    session: MakeSession,
) -> None:
    """What older botocores drop from the answer cannot be told."""
    volume = owned_by_other(session(), "Volume")
    owner = OTHER if hasattr(type(volume), "owner_id") else MINE
    assert f"arn:aws:ec2:us-east-1:{owner}:volume/x" == volume.arn


def test_an_address_is_the_callers_whoever_owns_the_interface(
    session: MakeSession,
) -> None:
    """`NetworkInterfaceOwnerId` is not the owner of the address."""
    address = session().resource("ec2").VpcAddress("eipalloc-1")
    address.meta.data = {"NetworkInterfaceOwnerId": OTHER}
    assert f"arn:aws:ec2:us-east-1:{MINE}:elastic-ip/eipalloc-1" == address.arn


def test_the_services_own_arn_is_preferred(offline: boto3.Session) -> None:
    """An ARN in the data is taken as it is."""
    theirs = "arn:aws:ec2:us-west-2:999999999999:subnet/other"
    subnet = owned_by_other(offline, "Subnet", SubnetArn=theirs, OutpostArn="arn:x")
    assert theirs == subnet.arn


def test_an_owner_that_is_no_account_id_is_not_put_into_an_arn(
    session: MakeSession,
) -> None:
    """glacier's account `-` means whoever calls."""
    vault = session().resource("glacier").Vault("-", "v")
    vault.meta.data = {}
    assert f"arn:aws:glacier:us-east-1:{MINE}:vaults/v" == vault.arn
    theirs = session().resource("glacier").Vault(OTHER, "v")
    theirs.meta.data = {}
    assert f"arn:aws:glacier:us-east-1:{OTHER}:vaults/v" == theirs.arn


# What cannot be had.


def test_a_resource_that_does_not_exist_has_no_arn(session: MakeSession) -> None:
    """boto3's AttributeError about None does not pass for a missing attribute."""
    alarm = session().resource("cloudwatch").Alarm("none")
    with pytest.raises(
        ArnUnavailableError, match=r"cloudwatch\.Alarm: alarm_arn .* does it exist"
    ):
        hasattr(alarm, "arn")


def test_a_services_refusal_is_raised_as_it_is(session: MakeSession) -> None:
    """botocore's error about loading the resource reaches the caller."""
    table = session().resource("dynamodb").Table("none")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        table.arn  # noqa: B018


def test_a_service_that_leaves_out_what_nobody_knows(offline: boto3.Session) -> None:
    """An ARN that cannot be made up is not made up."""
    stack = offline.resource("cloudformation").Stack("s")
    stack.meta.data = {}
    with pytest.raises(ArnUnavailableError, match="the service left out stack_id"):
        stack.arn  # noqa: B018


def test_an_mfa_device_of_hardware_has_no_arn(offline: boto3.Session) -> None:
    """A serial number is not taken for an ARN."""
    device = offline.resource("iam").User("u").MfaDevice("GAHT12345678")
    with pytest.raises(ArnUnavailableError, match=r"iam\.MfaDevice"):
        device.arn  # noqa: B018


def test_an_identifier_that_does_not_fit_makes_no_arn(session: MakeSession) -> None:
    """A value that would be read back as something else is named in an error."""
    with pytest.raises(ArnUnavailableError, match="id cannot be 'vpc/1'"):
        session().resource("ec2").Image("vpc/1").arn  # noqa: B018


def test_an_address_without_allocation_has_no_arn(offline: boto3.Session) -> None:
    """What the ARN is made of is missing, and the error says what."""
    address = offline.resource("ec2").ClassicAddress("198.51.100.1")
    address.meta.data = {"Domain": "standard"}
    with pytest.raises(ArnUnavailableError, match="it has no allocation_id"):
        address.arn  # noqa: B018


def test_a_url_that_is_no_queues_makes_no_arn(offline: boto3.Session) -> None:
    """An identifier without the parts of an ARN is named in an error."""
    queue = offline.resource("sqs").Queue("queue")
    with pytest.raises(ArnUnavailableError, match="cannot be told from url 'queue'"):
        queue.arn  # noqa: B018


# What users define.


def test_users_own_arns_win_over_ours(
    define: Callable[..., None], session: MakeSession
) -> None:
    """A file in the user's data path is found before ours."""
    define(
        "s3", "2006-03-01", BucketAcl={"format": "arn:{partition}:x:::{bucket_name}"}
    )
    s3 = session().resource("s3")
    assert "arn:aws:x:::b" == s3.BucketAcl("b").arn
    assert not hasattr(s3.Bucket("b"), "arn")


def test_variants_have_arns_of_another_kind(
    define: Callable[..., None], session: MakeSession
) -> None:
    """The first variant whose condition holds is used, and may say there is no ARN."""
    define(
        "s3",
        "2006-03-01",
        Bucket={
            "format": "arn:{partition}:s3:::{name}",
            "variants": [
                {"when": {"name": "arn:*"}, "arn": "name"},
                {"when": {"name": "*--x-s3"}, "format": "arn:{partition}:e:::{name}"},
                {"when": {"name": "*-s3alias"}},
                {"when": {"name": "*-*"}, "format": "arn:{partition}:f:::{name}"},
            ],
        },
    )
    s3 = session().resource("s3")
    point = f"arn:aws:s3:us-east-1:{MINE}:accesspoint/p"
    assert "arn:aws:s3:::b" == s3.Bucket("b").arn
    assert "arn:aws:e:::b--x-s3" == s3.Bucket("b--x-s3").arn
    assert point == s3.Bucket(point).arn
    with pytest.raises(ArnUnavailableError, match="AWS gives it none"):
        s3.Bucket("b-s3alias").arn  # noqa: B018


def test_attributes_an_older_botocore_lacks_are_as_if_left_out(
    define: Callable[..., None], session: MakeSession
) -> None:
    """An ARN or owner under an unknown name does not get in the way."""
    define(
        "s3",
        "2006-03-01",
        Bucket={
            "format": "arn:{partition}:s3::{account}:{name}",
            "arn": "newer",
            "account": "newest.id",
        },
    )
    assert f"arn:aws:s3::{MINE}:b" == session().resource("s3").Bucket("b").arn


@pytest.mark.usefixtures("credentials")
def test_a_pseudo_region_is_not_put_into_an_arn(define: Callable[..., None]) -> None:
    """iam's `aws-global` is no region."""
    define(
        "iam", "2010-05-08", LoginProfile={"format": "arn:{partition}:x:{region}::y"}
    )
    iam = boto3.Session(region_name="us-east-1").resource("iam")
    with pytest.raises(ArnUnavailableError, match="no region, only aws-global"):
        iam.LoginProfile("u").arn  # noqa: B018


def test_without_the_patch_classes_are_left_alone(session: MakeSession) -> None:
    """`.arn` comes with `arn_patch_boto3` only."""
    _install.unpatch()
    _install.patch()
    assert not hasattr(session().resource("s3").Bucket("b"), "arn")


def test_the_session_may_be_gone(session: MakeSession) -> None:
    """A resource needs no other reference to the session that made it."""
    instance = session().resource("ec2").Instance("i")
    assert f"arn:aws:ec2:us-east-1:{MINE}:instance/i" == instance.arn


def test_one_property_serves_all_accounts(session: MakeSession) -> None:
    """What was found out for one session is not given to another."""
    mine = session().resource("ec2").Instance("i")
    theirs = session(
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        aws_account_id=OTHER,
    )
    assert MINE == account_id_of(mine.meta.client, session())
    assert MINE in mine.arn
    assert OTHER in theirs.resource("ec2").Instance("i").arn
