"""Ids with AWS's prefix work wherever route53's resources send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ParamValidationError

import boto3_extensions
from boto3_extensions._route53_ids import BareTagIds
from tests.conftest import MakeSession

TAG = {"Key": "team", "Value": "billing"}


@pytest.fixture
def zone(session: MakeSession) -> Any:
    """Make a zone, whose id has the prefix, with a tag."""
    route53 = session().resource("route53")
    zone = route53.create_hosted_zone(Name="example.com.", CallerReference="1")
    zone.change_tags(AddTags=[TAG])
    return zone


def test_many_ids_are_stripped_as_one_is(zone: Any) -> None:
    """ListTagsForResources takes a list of them."""
    client = zone.meta.client
    found = client.list_tags_for_resources(
        ResourceType="hostedzone", ResourceIds=[zone.id]
    )
    assert [[TAG]] == [one["Tags"] for one in found["ResourceTagSets"]]
    assert zone.id.split("/")[-1] == found["ResourceTagSets"][0]["ResourceId"]


def test_what_is_no_id_is_refused_by_botocore(zone: Any) -> None:
    """A wrong type gets botocore's own message."""
    with pytest.raises(ParamValidationError, match="Invalid type for parameter Res"):
        zone.meta.client.list_tags_for_resource(ResourceType="hostedzone", ResourceId=1)


@pytest.fixture
def unpatched() -> Iterator[boto3.Session]:
    """Make a session that was extended before the patch was undone."""
    session = boto3.Session(region_name="us-east-1")
    boto3_extensions.unpatch()
    yield session
    boto3_extensions.patch()


def test_nothing_is_stripped_once_the_patch_is_undone(
    credentials: None, unpatched: boto3.Session
) -> None:
    """Like all handlers of this package, this one then does nothing."""
    assert not isinstance(unpatched.resource("route53"), BareTagIds)
    boto3_extensions.patch()
    assert isinstance(unpatched.resource("route53"), BareTagIds)
