"""What users do with cloudfront: distributions, invalidations, keys and functions."""

from __future__ import annotations

from typing import Any

import pytest

from make_session import MakeSession

FUNCTION = {"Comment": "adds a header", "Runtime": "cloudfront-js-2.0"}
KEY = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n"


def config(caller_reference: str, comment: str) -> dict[str, Any]:
    """Return the configuration of a distribution of one bucket."""
    origin = {
        "Id": "bucket",
        "DomainName": "books.s3.us-east-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    return {
        "CallerReference": caller_reference,
        "Comment": comment,
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "bucket",
            "ViewerProtocolPolicy": "allow-all",
            "MinTTL": 10,
            "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        },
    }


@pytest.fixture
def cloudfront(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("cloudfront")


@pytest.fixture
def distribution(cloudfront: Any) -> Any:
    """Make a distribution."""
    return cloudfront.create_distribution(DistributionConfig=config("1", "books"))


def test_nothing_is_listed_where_there_is_nothing(cloudfront: Any) -> None:
    """cloudfront leaves the list out of an answer that has none."""
    assert [] == list(cloudfront.distributions.all())
    assert [] == list(cloudfront.key_groups.all())


def test_all_pages_are_listed(cloudfront: Any) -> None:
    """The marker stands in the list, as the items do."""
    made = [
        cloudfront.create_distribution(DistributionConfig=config(n, "books"))
        for n in "12345"
    ]
    found = list(cloudfront.distributions.page_size(2))
    assert sorted(d.id for d in made) == sorted(d.id for d in found)


def test_a_distribution_is_the_same_listed_or_loaded(
    cloudfront: Any, distribution: Any
) -> None:
    """What GetDistribution has in its configuration is read as from a list."""
    (listed,) = cloudfront.distributions.all()
    for one in (listed, cloudfront.Distribution(distribution.id)):
        assert "books" == one.comment
        assert "bucket" == one.origins["Items"][0]["Id"]
        assert one.domain_name.endswith(".cloudfront.net")


def test_a_distribution_is_changed_by_whoever_has_its_etag(
    cloudfront: Any, distribution: Any
) -> None:
    """A loaded distribution has the ETag of what was loaded."""
    changed = distribution.get_config()["DistributionConfig"] | {"Enabled": False}
    distribution.update(DistributionConfig=changed, IfMatch=distribution.e_tag)
    assert not cloudfront.Distribution(distribution.id).enabled


def test_a_distribution_is_deleted(cloudfront: Any, distribution: Any) -> None:
    """Deleting takes the ETag, too."""
    distribution.delete(IfMatch=distribution.e_tag)
    assert [] == list(cloudfront.distributions.all())


def test_files_are_invalidated(distribution: Any) -> None:
    """An invalidation is its distribution's, and completes what its list lacks."""
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "1"}
    made = distribution.create_invalidation(InvalidationBatch=batch)
    (found,) = distribution.invalidations.all()
    assert made == found
    assert batch == found.invalidation_batch
    assert distribution == found.Distribution()


def test_a_distribution_is_tagged(distribution: Any) -> None:
    """Tags go by the distribution's ARN."""
    distribution.tag(Tags={"Items": [{"Key": "team", "Value": "billing"}]})
    found = distribution.list_tags()["Tags"]["Items"]
    assert [{"Key": "team", "Value": "billing"}] == found


def test_key_groups_are_listed_whole(cloudfront: Any) -> None:
    """Each item of the list wraps a group."""
    key = cloudfront.create_public_key(
        PublicKeyConfig={"CallerReference": "1", "Name": "key", "EncodedKey": KEY}
    )
    group = cloudfront.create_key_group(
        KeyGroupConfig={"Name": "keys", "Items": [key.id]}
    )
    (found,) = cloudfront.key_groups.all()
    assert group == found
    assert [key.id] == found.key_group_config["Items"]


def test_a_function_is_made_described_and_deleted(cloudfront: Any) -> None:
    """A function is known by its name."""
    made = cloudfront.create_function(
        Name="header", FunctionConfig=FUNCTION, FunctionCode=b"function handler() {}"
    )
    assert [made] == list(cloudfront.functions.all())
    assert "cloudfront-js-2.0" == made.function_config["Runtime"]
    made.delete(IfMatch=made.describe()["ETag"])
    assert [] == list(cloudfront.functions.all())


def test_arns_have_no_region(arns: None, cloudfront: Any, distribution: Any) -> None:
    """An ARN is the service's own, or made of the id."""
    prefix = "arn:aws:cloudfront::123456789012"
    assert f"{prefix}:distribution/{distribution.id}" == distribution.arn
    assert f"{prefix}:cache-policy/p1" == cloudfront.CachePolicy("p1").arn
    made = cloudfront.create_function(
        Name="header", FunctionConfig=FUNCTION, FunctionCode=b"function handler() {}"
    )
    assert f"{prefix}:function/header" == made.arn
