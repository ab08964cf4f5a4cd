"""How tags are found in the models, and which ways to them do not fit those."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import boto3_extensions
from definitions.checks import Library
from definitions.checks.tagging import ways_fit

LIBRARY = Library(Path(boto3_extensions.__file__).parent / "data")


def ways(service: str) -> dict[str, Any]:
    """Return a service's ``tags-1``."""
    return copy.deepcopy(LIBRARY.load(service, "tags-1", plain=False) or {})


def way(service: str, kind: str) -> Any:
    """Return what it says of a type."""
    return ways(service)["resources"][kind]


def test_what_is_checked_in_fits() -> None:
    """Of one service here; `check` looks at all."""
    assert [] == list(ways_fit(LIBRARY.service("rds"), ways("rds")))


def drop(name: str) -> Callable[[Any], Any]:
    """Return what takes a part of a way away."""
    return lambda way: way.pop(name)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (drop("remove"), "a way to add tags, and none to remove them"),
        (drop("add"), "a way to remove tags, and none to add them"),
        (lambda way: (way.pop("read"), way.pop("data")), "that nothing reads"),
        (lambda way: way["add"].update(operation="AddTag"), "AddTag is no operation"),
        (lambda way: way["add"].update(tags="Labels"), "takes no Labels"),
        (lambda way: way["read"].update(path="Tags[]"), "answers with no Tags[]"),
        (lambda way: way["add"].update(limit=51), "takes None tags at once"),
    ],
)
def test_what_does_not_fit_is_found(spoil: Any, told: str) -> None:
    """With the sentence that says what."""
    document = ways("rds")
    spoil(document["resources"]["DBInstance"])

    found = list(ways_fit(LIBRARY.service("rds"), document))

    assert any(told in str(one) for one in found)


@pytest.mark.parametrize("spoil", [drop("limit"), lambda way: way.update(limit=51)])
@pytest.mark.parametrize("name", ["add", "remove"])
def test_another_limit_than_the_models_is_found(spoil: Any, name: str) -> None:
    """By which many tags are sent in several requests."""
    document = ways("fsx")
    spoil(document["resources"]["FileSystem"][name])
    (found,) = ways_fit(LIBRARY.service("fsx"), document)
    assert "Resource takes 50 tags at once by the model" in str(found)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("cloudfront.Distribution", "Tags.Items[]"),
        ("cloudtrail.Trail", "ResourceTagList[].TagsList[]"),
        ("lambda.Function", "Tags"),
        ("redshift.Cluster", "TaggedResources[].Tag"),
        ("route53.HostedZone", "ResourceTagSet.Tags[]"),
    ],
)
def test_tags_are_found_in_answers(name: str, path: str) -> None:
    """Whatever is around them."""
    assert path == way(*name.split("."))["read"]["path"]


def test_tags_that_a_list_has_to_be_asked_for_are_no_data() -> None:
    """ecs's are empty without ``include=["TAGS"]``."""
    assert "data" not in way("ecs", "Cluster")
    assert "data" in way("rds", "DBInstance")


def test_what_an_older_botocore_has_comes_first() -> None:
    """TagResource of acm came later than AddTagsToCertificate."""
    assert "AddTagsToCertificate" == way("acm", "Certificate")["add"]["operation"]


def test_the_tags_of_something_else_are_none() -> None:
    """What an instance's image tells are the instance's."""
    assert "InstanceImageMetadata" not in ways("ec2")["resources"]


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("rds.DBInstance", "rds:db"),
        ("s3.Bucket", "s3"),
        ("logs.LogGroup", "logs:log-group"),
        ("ssm.Parameter", "ssm:parameter"),
        ("iam.Role", None),
        ("autoscaling.AutoScalingGroup", None),
        # Its ARN is made a type of the service that it is called after.
        ("docdb.DBCluster", None),
        ("sesv2.EmailIdentity", None),
        ("sesv2.DedicatedIpPool", "ses:dedicated-ip-pool"),
        ("ssm.ManagedInstance", "ssm:managed-instance"),
    ],
)
def test_the_filter_of_the_tagging_service_is_the_arns(
    name: str, listed: str | None
) -> None:
    """But for what it does not list."""
    assert listed == way(*name.split(".")).get("listed")
