"""The paginations that the generator adds: tokens, and where the items are."""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions import paginators
from definitions.service import Service
from drafted import documents


def test_a_collection_gets_the_pagination_botocore_lacks() -> None:
    """Without one a collection would end, silently, after the first page."""
    service = Service("cloudtrail")
    assert "ListChannels" not in service.paginators
    assert {
        "input_token": "NextToken",
        "output_token": "NextToken",
        "limit_key": "MaxResults",
        "result_key": "Channels",
    } == paginators.pagination(service, "ListChannels", "Channels")


@pytest.mark.parametrize(
    ("service", "operation", "result", "given", "answered"),
    [
        (
            "cognito-idp",
            "ListUserImportJobs",
            "UserImportJobs",
            "PaginationToken",
            "PaginationToken",
        ),
        ("lightsail", "GetAlarms", "alarms", "pageToken", "nextPageToken"),
    ],
)
def test_tokens_have_whichever_name(
    service: str, operation: str, result: str, given: str, answered: str
) -> None:
    """Cognito calls them PaginationToken, Lightsail pageToken and nextPageToken."""
    assert operation not in Service(service).paginators
    made = paginators.pagination(Service(service), operation, result)
    assert made is not None
    assert (given, answered) == (made["input_token"], made["output_token"])


def test_a_pagination_is_laid_over_an_empty_file(tmp_path: Path) -> None:
    """botocore has a file without paginations for firehose, and reads its own first."""
    text = """
    service = "firehose"
    [types.DeliveryStream]
    identifiers = { Name = "DeliveryStreamName" }
    """
    assert "merge" in documents(tmp_path, text)["paginators-1"]


def test_tokens_may_stand_in_a_structure_beside_the_items() -> None:
    """ListKeyGroups has both in its KeyGroupList."""
    service = Service("cloudfront")
    assert "ListKeyGroups" not in service.paginators
    assert {
        "input_token": "Marker",
        "output_token": "KeyGroupList.NextMarker",
        "limit_key": "MaxItems",
        "result_key": "KeyGroupList.Items",
    } == paginators.pagination(service, "ListKeyGroups", "KeyGroupList.Items")


def test_tokens_may_stand_outside_of_what_has_the_items() -> None:
    """DescribeApplicationStatus has the items alone in its ApplicationStatuses."""
    assert {
        "input_token": "NextToken",
        "output_token": "NextToken",
        "limit_key": "MaxResults",
        "result_key": "ApplicationStatuses.Instances",
    } == paginators.pagination(
        Service("ec2"), "DescribeApplicationStatus", "ApplicationStatuses.Instances"
    )


def test_a_page_may_begin_at_an_item_of_many_names() -> None:
    """ListHostedZonesByName goes on at a name and an id."""
    assert {
        "input_token": ["DNSName", "HostedZoneId"],
        "output_token": ["NextDNSName", "NextHostedZoneId"],
        "more_results": "IsTruncated",
        "limit_key": "MaxItems",
        "result_key": "HostedZones",
    } == paginators.pagination(
        Service("route53"), "ListHostedZonesByName", "HostedZones"
    )


def test_a_page_may_begin_after_the_last_item() -> None:
    """ListDeliveryStreams goes on at a name, as ListStreams of kinesis did."""
    assert {
        "input_token": "ExclusiveStartDeliveryStreamName",
        "output_token": "DeliveryStreamNames[-1]",
        "more_results": "HasMoreDeliveryStreams",
        "limit_key": "Limit",
        "result_key": "DeliveryStreamNames",
    } == paginators.pagination(
        Service("firehose"), "ListDeliveryStreams", "DeliveryStreamNames"
    )


def test_no_pagination_is_invented() -> None:
    """DescribeTrails answers all at once."""
    service = Service("cloudtrail")
    assert paginators.pagination(service, "DescribeTrails", "trailList") is None
