"""An ARN is the same whether its client and owner were met before or not."""

from __future__ import annotations

import itertools
from typing import Any

import boto3
import pytest
from boto3.exceptions import Boto3Error

from boto3_extensions._arns.attribute import arn_of
from boto3_extensions._arns.rules import FilledTemplates, TypeRules, rules_of
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import ArnUnavailableError

MINE, OTHER = "123456789012", "111111111111"
OWNERS = [None, OTHER, "Amazon", f"{OTHER}:a", ["?"]]
TYPES: dict[str, list[dict[str, Any]]] = {
    "s3.Bucket": [{}],
    "s3.Object": [{}],
    "ssm.Document": [{"Owner": owner} for owner in OWNERS],
    "glue.Registry": [{}, {"RegistryArn": "arn:x"}, {"RegistryArn": "x"}],
    "ssm.ManagedInstance": [{}],
    "ssm.PatchBaseline": [{}],
    "glue.Database": [{"CatalogId": owner} for owner in OWNERS],
    "glue.TableVersion": [{"Table": {"CatalogId": owner}} for owner in OWNERS]
    + [{}, {"Table": None}],
    "ec2.KeyPair": [{}],
    "ec2.TransitGatewayAttachment": [
        {"ResourceOwnerId": owner, "ResourceType": kind}
        for owner, kind in itertools.product(OWNERS[:2], ["vpc", "peering", None])
    ],
    "route53.HostedZone": [{}],
}
NAMES = [
    *("n", "a/b", "/a/b", "/aws/service/a", "a:b", " a", "5%", "%s", "é"),
    *("b--x-s3", "b-s3alias", "mi-1", "arn:aws:x:::y", "key-0123456789abcdef0"),
]

pytestmark = pytest.mark.usefixtures("arns")


def first_told(resource: Any, session: boto3.Session) -> str:
    """Return a resource's ARN, or why it has none, when nothing is known yet."""
    service, model = resource.meta.service_name, resource.meta.resource_model
    for rule in rules_of(loader_of(session), service)[model.name]:
        rule.filled = FilledTemplates()
    return told(resource)


def told(resource: Any) -> str:
    """Return a resource's ARN, or why it has none."""
    try:
        return str(resource.arn)
    except Boto3Error as error:
        return str(error)


def loaded(session: boto3.Session, name: str, first: str, data: Any) -> Any:
    """Return a resource with data; its last identifier is not `n`, as others are."""
    service, resource_type = name.split(".")
    maker = session.resource(service)
    (model,) = (
        each
        for each in maker.meta.resource_model.subresources
        if each.name == resource_type
    )
    others = ["n"] * (len(model.resource.identifiers) - 1)
    resource = getattr(maker, resource_type)(first, *others)
    resource.meta.data = data
    return resource


@pytest.mark.whole
@pytest.mark.parametrize("name", TYPES)
def test_all_times_give_the_same(name: str, plain: boto3.Session) -> None:
    """Whatever the name and the owner, also after others were met."""
    expected = {}
    for first, (number, data) in itertools.product(NAMES, enumerate(TYPES[name])):
        resource = loaded(plain, name, first, data)
        expected[first, number] = first_told(resource, plain)
    for (first, number), arn in [*expected.items(), *reversed(expected.items())]:
        assert arn == told(loaded(plain, name, first, TYPES[name][number]))


def test_what_is_wrapped_is_read_through_it(plain: boto3.Session) -> None:
    """A zone's id is bare, however it was given."""
    zone = plain.resource("route53").HostedZone("/hostedzone/Z1")
    assert ["arn:aws:route53:::hostedzone/Z1"] * 2 == [zone.arn, zone.arn]


def test_a_subclass_is_asked(plain: boto3.Session) -> None:
    """What it puts in the place of an attribute counts, whichever is read first."""
    ec2 = plain.resource("ec2")
    vpc = loaded(plain, "ec2.Vpc", "vpc-1", {"OwnerId": OTHER})
    assert f"arn:aws:ec2:us-east-1:{OTHER}:vpc/vpc-1" == vpc.arn == vpc.arn

    class Renamed(type(vpc)):  # type: ignore[misc]
        id = "vpc-2"
        owner_id = property(lambda self: MINE)

    renamed = Renamed("vpc-1", client=ec2.meta.client)
    renamed.meta.data = {"OwnerId": OTHER}
    for _ in range(2):
        assert f"arn:aws:ec2:us-east-1:{MINE}:vpc/vpc-2" == renamed.arn
        assert f"arn:aws:ec2:us-east-1:{OTHER}:vpc/vpc-1" == vpc.arn


def test_a_changed_class_is_noticed(
    plain: boto3.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after ARNs were made of it."""
    vpc = loaded(plain, "ec2.Vpc", "vpc-1", {"OwnerId": OTHER})
    assert vpc.arn
    assert vpc.arn
    monkeypatch.setattr(type(vpc), "id", property(lambda self: "vpc-3"))
    assert f"arn:aws:ec2:us-east-1:{OTHER}:vpc/vpc-3" == vpc.arn


def test_what_a_handler_puts_there_is_called(plain: boto3.Session) -> None:
    """It may come after ours."""

    def rename(class_attributes: dict[str, Any], **kwargs: Any) -> None:
        class_attributes["name"] = property(lambda self: f"x-{self._name}")

    plain.events.register_last("creating-resource-class.s3.Bucket", rename)
    bucket = plain.resource("s3").Bucket("b")
    assert ["arn:aws:s3:::x-b"] * 2 == [bucket.arn, bucket.arn]


def test_data_that_is_no_dict_is_read_by_boto3(plain: boto3.Session) -> None:
    """A mapping of another kind has what it has."""

    class Owned(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            return OTHER

    vpc = loaded(plain, "ec2.Vpc", "vpc-1", Owned())
    expected = f"arn:aws:ec2:us-east-1:{OTHER}:vpc/vpc-1"
    assert [expected] * 2 == [vpc.arn, vpc.arn]


def test_a_variant_without_conditions_is_the_last(plain: boto3.Session) -> None:
    """It holds for all, so that nothing after it counts."""
    form = "arn:{partition}:x:::%s/{name}"
    bucket = plain.resource("s3").Bucket("b")
    always = {"when": {}, "format": form % "always"}
    rules = TypeRules({"format": form % "never", "variants": [always]})
    assert "arn:aws:x:::always/b" == arn_of(bucket, rules, plain)


def test_a_step_into_a_dict_is_read_there(plain: boto3.Session) -> None:
    """Beside an identifier; where nothing is there, the message says what."""
    form = "arn:{partition}:x:::{id}/{operator.Principal}"
    rules = TypeRules({"format": form})
    volume = loaded(plain, "ec2.Volume", "v", {"Operator": {"Principal": "eks"}})
    assert "arn:aws:x:::v/eks" == arn_of(volume, rules, plain)
    volume.meta.data = {"Operator": None}
    with pytest.raises(ArnUnavailableError, match=r"it has no operator\.Principal"):
        arn_of(volume, rules, plain)
