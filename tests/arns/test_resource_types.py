"""Of the types that an ARN may name, `resource_from_arn` takes the right one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from boto3_extensions._foundation import models
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import (
    UnknownArnTypeError,
)
from offline_session import MINE

pytestmark = pytest.mark.usefixtures("arns")


def test_the_closest_type_hides_looser_ones(
    define: Any, offline: boto3.Session
) -> None:
    """What cannot be made is not taken for something more general."""
    define(
        offline,
        "iam",
        AccessKey={"format": "arn:{partition}:iam::{account}:role/{_}/key/{id}"},
        Role={"format": "arn:{partition}:iam::{account}:role/{name+}"},
    )
    with pytest.raises(UnknownArnTypeError, match="user_name"):
        resource_from_arn(f"arn:aws:iam::{MINE}:role/r/key/k", offline)


def test_of_equals_the_first_declared_that_can_be_made_is_taken(
    define: Any, offline: boto3.Session
) -> None:
    """The order in the file decides between types with one template."""
    same = {"format": "arn:{partition}:iam::{account}:same/{name}"}
    define(offline, "iam", AccessKey=same, Role=same, User=same)
    named = resource_from_arn(f"arn:aws:iam::{MINE}:same/x", offline)
    assert "iam.Role(name='x')" == repr(named)


def test_another_service_may_have_the_arns_of_this_name(
    define: Any, offline: boto3.Session
) -> None:
    """All services are searched if the one called like the ARN's knows nothing."""
    define(
        offline, "iam", Role={"format": "arn:{partition}:elsewhere:{region}::r/{name}"}
    )
    named = resource_from_arn("arn:aws:elsewhere:us-east-1::r/x", offline)
    assert "iam.Role(name='x')" == repr(named)


def test_variants_are_told_apart_by_their_condition(
    define: Any, offline: boto3.Session
) -> None:
    """An ARN of the kind that such a resource does not have names nothing."""
    define(
        offline,
        "s3",
        Bucket={
            "format": "arn:{partition}:s3:::{name}",
            "variants": [
                {
                    "when": {"name": "*--x-s3"},
                    "format": "arn:{partition}:s3express:{region}::bucket/{name}",
                }
            ],
        },
    )
    express = "arn:aws:s3express:us-east-1::bucket/b--x-s3"
    assert "s3.Bucket(name='b--x-s3')" == repr(resource_from_arn(express, offline))
    for arn in ["arn:aws:s3:::b--x-s3", "arn:aws:s3express:us-east-1::bucket/b"]:
        with pytest.raises(UnknownArnTypeError):
            resource_from_arn(arn, offline)


def test_a_type_this_boto3_lacks_is_not_made(
    define: Any, offline: boto3.Session
) -> None:
    """ARNs of types that only another boto3 has are no surprise."""
    define(
        offline,
        "iam",
        Elsewhere={"format": "arn:{partition}:iam::{account}:role/{name}"},
        Role={"format": "arn:{partition}:iam::{account}:role/{name}"},
    )
    named = resource_from_arn(f"arn:aws:iam::{MINE}:role/x", offline)
    assert "iam.Role(name='x')" == repr(named)


def test_a_type_whose_data_this_botocore_lacks_is_not_made(
    define: Any, offline: boto3.Session, tmp_path: Path
) -> None:
    """A type newer than botocore is an ArnError, not one of botocore's."""
    define(offline, "iam", Newer={"format": "arn:{partition}:iam::{account}:n/{name}"})
    newer = {"identifiers": [{"name": "Name"}], "shape": "NoSuchShape"}
    overlay = {"version": 1.0, "merge": {"resources": {"Newer": newer}}}
    folder = tmp_path / "iam" / "2010-05-08"
    (folder / "resources-1.sdk-extras.json").write_text(json.dumps(overlay))
    with pytest.raises(UnknownArnTypeError, match=r"iam\.Newer, which this release"):
        resource_from_arn(f"arn:aws:iam::{MINE}:n/x", offline)


def test_data_found_later_replace_what_was_compiled(
    define: Any, offline: boto3.Session
) -> None:
    """A folder added to the search path counts once the loader looks again."""
    role = f"arn:aws:iam::{MINE}:role/x"
    assert "iam.Role(name='x')" == repr(resource_from_arn(role, offline))
    define(
        offline, "iam", User={"format": "arn:{partition}:iam::{account}:role/{name}"}
    )
    models._forget_stale_results(loader_of(offline))
    assert "iam.User(name='x')" == repr(resource_from_arn(role, offline))
