"""Made the second time, out of what was found out the first, an ARN is as right."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import boto3
import pytest
from botocore.session import Session as CoreSession

from boto3_extensions._arns.attribute import arn_of
from boto3_extensions._arns.rules import (
    FilledTemplates,
    TypeRules,
    matcher_of_glob,
    rules_of,
)
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import ArnUnavailableError

MINE = "123456789012"
OTHER = "111111111111"

pytestmark = pytest.mark.usefixtures("arns")


def vpc(service: Any, owner: object, vpc_id: object = "vpc-1") -> Any:
    """Return a loaded network of somebody's."""
    found = service.Vpc("vpc")
    found._id = vpc_id
    found.meta.data = {"OwnerId": owner}
    return found


def filled_of(session: boto3.Session, service: str, kind: str) -> FilledTemplates:
    """Return what is kept of the ARNs of a resource type."""
    return rules_of(loader_of(session), service)[kind].main.filled


def test_clients_and_owners_are_not_mixed_up(plain: boto3.Session) -> None:
    """Whatever the order, each resource has its own region and its own owner."""
    services = {
        r: plain.resource("ec2", region_name=r) for r in ("eu-west-1", "eu-x-1")
    }
    for _ in range(2):
        for region, service in services.items():
            for owner in (MINE, OTHER, None, "self"):
                account = OTHER if owner == OTHER else MINE
                assert f"arn:aws:ec2:{region}:{account}:vpc/vpc-1" == (
                    vpc(service, owner).arn
                )


@pytest.mark.parametrize("vpc_id", ["a/b", "a:b", " a", "a\n", "", 1, None])
def test_what_makes_no_arn_makes_none_later(plain: boto3.Session, vpc_id: Any) -> None:
    """What is known of its client and owner does not hide what is wrong with it."""
    ec2 = plain.resource("ec2")
    assert vpc(ec2, MINE).arn
    if vpc_id == 1:
        assert f"arn:aws:ec2:us-east-1:{MINE}:vpc/1" == vpc(ec2, MINE, vpc_id).arn
        return
    with pytest.raises(ArnUnavailableError, match=r"id cannot be|has no id"):
        assert vpc(ec2, MINE, vpc_id).arn


def test_an_owner_that_is_no_text_is_the_caller(plain: boto3.Session) -> None:
    """Something unhashable in the data neither breaks nor teaches anything."""
    ec2 = plain.resource("ec2")
    for _ in range(2):
        assert f"arn:aws:ec2:us-east-1:{MINE}:vpc/vpc-1" == vpc(ec2, ["?"]).arn


def test_what_is_not_loaded_is_loaded(plain: boto3.Session) -> None:
    """The owner of one resource says nothing about that of the next."""
    ec2 = plain.resource("ec2")
    assert vpc(ec2, OTHER).arn
    with pytest.raises(AssertionError, match="a call was made"):
        assert ec2.Vpc("vpc-2").arn


def test_a_client_is_not_kept_alive(plain: boto3.Session) -> None:
    """What was learnt of it goes with it."""
    filled = filled_of(plain, "ec2", "Instance")
    ec2 = plain.resource("ec2", region_name="eu-west-3")
    assert ec2.Instance("i-1").arn
    client, known = weakref.ref(ec2.meta.client), len(filled)
    del ec2
    gc.collect()
    assert client() is None
    assert known - 1 == len(filled)


def test_owners_beyond_number_are_forgotten(plain: boto3.Session) -> None:
    """Whatever the data say, it does not pile up."""
    ec2 = plain.resource("ec2")
    for owner in range(1000):
        assert vpc(ec2, f"{owner:012}").arn
    assert 0 < len(filled_of(plain, "ec2", "Vpc")) <= 257


@pytest.mark.parametrize(
    ("glob", "alike", "others"),
    [
        ("aws", ["aws"], ["", "aw", "awss"]),
        ("", [""], ["a"]),
        ("*--x-s3", ["a--x-s3", "--x-s3"], ["--x-s3a", "a"]),
        ("mi-*", ["mi-", "mi-1"], ["i-1", "ami-1"]),
        ("*", ["", "a\n"], []),
        ("*a*", ["bab", "a"], ["b"]),
        ("*[a]*", ["bab", "a"], ["b"]),
        ("[0-9]*", ["1a"], ["a1"]),
        ("a*b", ["ab", "a\nb"], ["abc"]),
        ("?", ["a"], ["ab"]),
    ],
)
def test_conditions_are_globs(glob: str, alike: list[str], others: list[str]) -> None:
    """Also those that are tested without a regular expression."""
    is_like = matcher_of_glob(glob)
    assert alike == [text for text in alike + others if is_like(text)]


def test_what_is_always_the_same_is_made_of_nothing(plain: boto3.Session) -> None:
    """A template without a field of the resource's own serves the maker as well."""
    rules = TypeRules({"format": "arn:{partition}:x:{region}:{account}:5%"})
    instance = plain.resource("ec2").Instance("i-1")
    for _ in range(2):
        assert f"arn:aws:x:us-east-1:{MINE}:5%" == arn_of(instance, rules, plain)


def test_it_needs_no_botocore_session_of_ours(plain: boto3.Session) -> None:
    """Two sessions that share a loader share what is compiled, and no account."""
    core = CoreSession()
    core.register_component("data_loader", loader_of(plain))
    other = boto3.Session(
        "y", "y", aws_account_id=OTHER, region_name="us-east-1", botocore_session=core
    )
    for session, account in ((plain, MINE), (other, OTHER), (plain, MINE)):
        instance = session.resource("ec2").Instance("i-1")
        assert f"arn:aws:ec2:us-east-1:{account}:instance/i-1" == instance.arn
