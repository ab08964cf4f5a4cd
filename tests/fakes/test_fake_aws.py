"""The fake AWS says what the model says, in every protocol, through real clients."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import (
    ClientError,
)
from botocore.loaders import Loader
from botocore.response import StreamingBody

from fake_aws import FakeAws, complete, minimal_input
from tiny_service import NAME as TINY
from tiny_service import write_tiny_service

# Together they speak all protocols that botocore still picks for a real service.
SAMPLE = [
    "acm",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "dynamodb",
    "ec2",
    "elb",
    "elbv2",
    "iam",
    "lambda",
    "rds",
    "route53",
    "s3",
    "sqs",
]

PAGED_SAMPLE = ["cloudtrail", "dynamodb", "iam", "lambda", "rds", "route53", "s3"]

PROTOCOLS = ["ec2", "json", "query", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"]

# They have the method and URI of an operation that replaced them.
SUPERSEDED = {"GetBucketLifecycle", "GetBucketNotification", "PutBucketNotification"}


def comparable(value: Any) -> Any:
    """Return an answer in plain values, without what botocore adds to it."""
    if isinstance(value, dict):
        added = {"ResponseMetadata", "ExpiresString"}
        return {k: comparable(v) for k, v in value.items() if k not in added}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, StreamingBody):
        return value.read()
    if isinstance(value, datetime):
        return value.timestamp()
    return value


def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
    """Call an operation by AWS's name for it."""
    method = client.meta.method_to_api_mapping
    name = next(python for python, aws in method.items() if aws == operation)
    return getattr(client, name)(**params)


@pytest.mark.whole
@pytest.mark.parametrize("service", SAMPLE)
def test_every_operation_comes_back_as_synthesised(fake: FakeAws, service: str) -> None:
    """What botocore reads from each answer is what the fake has made up."""
    client = fake.client(service)
    model = client.meta.service_model
    differing = []
    for name in set(model.operation_names) - SUPERSEDED:
        operation = model.operation_model(name)
        if operation.has_event_stream_output:
            continue
        params = minimal_input(operation)
        expected = comparable(fake.synthesise(service, name, params))
        if expected != comparable(call(client, name, params)):
            differing.append(name)
    assert [] == differing


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_kind_of_shape_passes_in_each_protocol(
    tmp_path: Path, protocol: str
) -> None:
    """The same model gives the same answer, whatever the protocol."""
    write_tiny_service(tmp_path, protocol)
    session = botocore.session.Session()
    session.get_component("data_loader").search_paths.append(str(tmp_path))
    with FakeAws(Loader(extra_search_paths=[str(tmp_path)])) as fake:
        client = session.create_client(TINY, **fake.client_arguments(TINY))
        params = {"Shelf": "top", "Filter": {"Name": "n", "Values": ["v", "w"]}}
        answer = comparable(client.list_boxes(**params))
        assert comparable(fake.synthesise(TINY, "ListBoxes")) == answer
        assert params == fake.calls[-1].params
        pages = list(client.get_paginator("list_boxes").paginate(**params))
        assert 3 == len(pages)
        fake.fail(TINY, "ListBoxes", code="Broken")
        with pytest.raises(ClientError, match="Planted error"):
            client.list_boxes(**params)


@pytest.mark.parametrize("service", PAGED_SAMPLE)
def test_every_paginator_gets_three_different_pages(
    fake: FakeAws, service: str
) -> None:
    """botocore follows the tokens of each paginated operation to the third page."""
    client = fake.client(service)
    strange = {}
    for method, name in client.meta.method_to_api_mapping.items():
        if client.can_paginate(method):
            params = minimal_input(client.meta.service_model.operation_model(name))
            pages = list(client.get_paginator(method).paginate(**params))
            different = {json.dumps(comparable(p), default=repr) for p in pages}
            if (len(pages), len(different)) != (3, 3):
                strange[name] = (len(pages), len(different))
    assert {} == strange


def test_a_map_has_each_key_that_aws_lists(fake: FakeAws) -> None:
    """A queue's attributes are all there, its ARN among them."""
    queue = fake.client("sqs").get_queue_attributes(QueueUrl="url")
    assert {"QueueArn", "Policy", "FifoQueue"} < queue["Attributes"].keys()


def test_items_of_all_pages_differ(fake: FakeAws) -> None:
    """No two database instances of the three pages have the same identifier."""
    paginator = fake.client("rds").get_paginator("describe_db_instances")
    names = list(paginator.paginate().search("DBInstances[].DBInstanceIdentifier"))
    assert 6 == len(names) == len(set(names))


def test_page_size_is_obeyed(fake: FakeAws) -> None:
    """A page has no more items than asked for."""
    answer = fake.client("iam").list_users(MaxItems=1)
    assert 1 == len(answer["Users"])


def test_a_token_nobody_handed_out_is_refused(fake: FakeAws) -> None:
    """A page that was never offered cannot be had."""
    with pytest.raises(ClientError, match=r"InvalidToken.*stale"):
        fake.client("iam").list_users(Marker="stale")


def test_a_token_of_another_operation_is_refused(fake: FakeAws) -> None:
    """The token has to go back under the name that the paginator gives it."""
    page = fake.client("dynamodb").list_tables()
    assert "LastEvaluatedTableName" in page
    with pytest.raises(ClientError, match="InvalidToken"):
        fake.client("rds").describe_db_instances(Marker="LastEvaluatedTableName-1")


def test_lists_of_one_structure_have_different_items(fake: FakeAws) -> None:
    """The versions of an answer do not have the ids of its delete markers."""
    answer = fake.synthesise("s3", "ListObjectVersions")
    versions = {version["VersionId"] for version in answer["Versions"]}
    markers = {marker["VersionId"] for marker in answer["DeleteMarkers"]}
    assert set() == versions & markers


def test_a_shape_inside_itself_ends(fake: FakeAws) -> None:
    """A value of DynamoDB, which may hold others, holds some that hold none."""
    outer = next(iter(fake.synthesise("dynamodb", "GetItem")["Item"].values()))
    assert {"S", "L", "M"} <= set(outer)
    assert {"S"} == {"S", "L", "M"} & set(outer["L"][0])


def test_complete_fills_what_is_required_inside_what_is_given(fake: FakeAws) -> None:
    """A given structure keeps its members and gets those that it lacks."""
    shape = fake.operation("s3", "DeleteObjects").input_shape
    completed = complete({"Delete": {"Quiet": True}}, shape)
    assert {"Quiet": True, "Objects": [{"Key": "some-Key"}]} == completed["Delete"]
    assert "some-Bucket" == completed["Bucket"]
