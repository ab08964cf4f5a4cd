"""A function is called over many resources at a time, and no error is lost."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.stub import Stubber

import boto3_extensions
from boto3_extensions import each, loaded
from boto3_extensions.exceptions import CallsFailedError, ChangeRefusedError
from fake_aws import FakeAws, Refusal


def ours() -> list[str]:
    """Return the threads that `each` has made."""
    names = [thread.name for thread in threading.enumerate()]
    return [name for name in names if "boto3-extensions-each" in name]


@pytest.fixture
def buckets(fake: FakeAws) -> Any:
    """Return the collection of thirty buckets of s3."""
    names = [{"Name": f"bucket-{number}"} for number in range(30)]
    fake.plant("s3", "ListBuckets", {"Buckets": names})
    fake.plant("s3", "GetBucketLocation", {"LocationConstraint": "eu-west-1"})
    return boto3.resource("s3", **fake.client_arguments("s3")).buckets


def location(bucket: Any) -> Any:
    """Return a bucket's region, by a call of its client."""
    answer = bucket.meta.client.get_bucket_location(Bucket=bucket.name)
    return answer["LocationConstraint"]


def test_each_resource_comes_with_its_value(buckets: Any, fake: FakeAws) -> None:
    """Once each, by threads that end with it."""
    found = {bucket.name: where for bucket, where in each(buckets.all(), location)}

    assert {f"bucket-{n}": "eu-west-1" for n in range(30)} == found
    assert 30 == len(fake.calls_to("s3", "GetBucketLocation"))
    assert [] == ours()


def test_in_order_they_come_in_theirs() -> None:
    """Though the first is the last to be ready."""
    ready = threading.Event()

    def wait(number: int) -> int:
        if number == 0:
            assert ready.wait(20)
        if number == 3:
            ready.set()
        return number * 2

    results = each(range(9), wait, max_workers=4, in_order=True)
    assert [(n, 2 * n) for n in range(9)] == [tuple(result) for result in results]


def test_an_error_stays_with_its_item(buckets: Any, fake: FakeAws) -> None:
    """The others are answered; taking a failed one apart raises its own error."""

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        if params["Bucket"] in {"bucket-3", "bucket-7"}:
            raise Refusal("NoSuchBucket", params["Bucket"], 404)
        return {"LocationConstraint": "EU"}

    fake.plant("s3", "GetBucketLocation", answer)
    results = list(each(buckets.all(), location))
    failed = {r.resource.name: r.error for r in results if not r.ok}

    assert 28 == sum(r.value == "EU" for r in results)
    assert {"bucket-3", "bucket-7"} == failed.keys()
    assert all(name in str(error) for name, error in failed.items())
    with pytest.raises(ClientError, match="NoSuchBucket"):
        _, _ = next(r for r in results if not r.ok)


def test_a_result_shows_what_came_of_its_item() -> None:
    """The value, or the error in its place."""
    shown = [repr(one) for one in each([4, 0], lambda n: 8 // n, in_order=True)]
    error = "ZeroDivisionError('integer division or modulo by zero')"
    assert ["EachResult(4, 2)", f"EachResult(0, {error})"] == shown


def test_a_result_tells_how_long_its_call_took() -> None:
    """No longer than all of them together."""
    began = time.perf_counter()
    seconds = [one.seconds for one in each([4, 0], lambda n: 8 // n, max_workers=1)]
    assert 0 < min(seconds) < sum(seconds) < time.perf_counter() - began


@pytest.mark.parametrize("how", [True, "all"])
def test_who_asks_is_told_of_failures_by_an_error(how: Any) -> None:
    """Which names the resource; "all" has called for all of them before."""
    called = []

    def fail(number: int) -> None:
        called.append(number)
        raise OSError(f"no {number}")

    with pytest.raises(CallsFailedError, match="no 0") as caught:
        list(each(range(3), fail, max_workers=1, in_order=True, raise_on_error=how))

    assert (3 if how == "all" else 1) == len(caught.value.failures)


def test_no_more_is_taken_than_is_needed() -> None:
    """Resources are taken as there is room, however many there are."""
    taken = []

    def numbers() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    with each(numbers(), str, max_workers=4) as results:
        assert next(results).ok
    assert len(taken) < 25
    assert [] == ours()


def test_it_stops_when_its_caller_does() -> None:
    """Whoever breaks off and lets go leaves no thread behind."""
    for result in each(range(100), str, max_workers=3):
        assert result.ok
        break
    del result
    gc.collect()

    assert [] == ours()


def test_what_fails_to_come_loses_nothing_that_was_begun() -> None:
    """The list's own error comes after the results of what it had told."""

    def numbers() -> Iterator[int]:
        yield 1
        yield 2
        raise OSError("no more")

    results = each(numbers(), str, in_order=True)
    assert "1" == next(results).value
    assert "2" == next(results).value
    with pytest.raises(OSError, match="no more"):
        next(results)


def test_progress_is_told() -> None:
    """With the total where that is known."""
    told: list[tuple[int, int | None]] = []
    list(each([5, 6], str, progress=lambda *args: told.append(args)))
    list(each(iter([5]), str, progress=lambda *args: told.append(args)))

    assert [(1, 2), (2, 2), (1, None)] == told


def test_an_executor_is_used_and_left_alone(buckets: Any) -> None:
    """One of the caller's does the work, and goes on after it."""
    with ThreadPoolExecutor(2) as pool:
        results = list(each(buckets.all(), location, pool))
        alive: Future[int] = pool.submit(int, "1")
        assert 1 == alive.result()
    assert 30 == len(results)


def test_what_changes_something_is_refused_before_it_is_sent(
    buckets: Any, fake: FakeAws
) -> None:
    """Unless the caller says that it may; then each is sent once."""
    refused = list(each(buckets.all(), lambda bucket: bucket.delete()))
    assert all(isinstance(r.error, ChangeRefusedError) for r in refused)
    assert [] == fake.calls_to("s3", "DeleteBucket")

    done = list(each(buckets.all(), lambda bucket: bucket.delete(), changes=True))
    assert all(r.ok for r in done)
    assert 30 == len(fake.calls_to("s3", "DeleteBucket"))


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("cognito-identity", "GetId", {"IdentityPoolId": "p"}),
        ("license-manager", "CheckInLicense", {"LicenseConsumptionToken": "t"}),
    ],
)
def test_what_is_called_a_read_and_changes_something_is_refused(
    service: str, operation: str, parameters: dict[str, str]
) -> None:
    """AWS's text says that it does, whatever its name says."""
    client = boto3.client(service, "us-east-1", endpoint_url="http://127.0.0.1:1")
    holder = SimpleNamespace(meta=SimpleNamespace(client=client))
    call = getattr(client, xform_name(operation))
    (result,) = each([holder], lambda _: call(**parameters))
    assert isinstance(result.error, ChangeRefusedError)


def test_outside_of_it_a_client_changes_what_it_likes(
    buckets: Any, fake: FakeAws
) -> None:
    """Also while results are taken."""
    for result in each(buckets.limit(3), location):
        result.resource.delete()

    assert 3 == len(fake.calls_to("s3", "DeleteBucket"))


@pytest.mark.parametrize(
    ("given", "kept"), [({}, 16), ({"max_pool_connections": 3}, 3)]
)
def test_the_client_keeps_a_connection_for_each_thread(
    fake: FakeAws, given: dict[str, int], kept: int
) -> None:
    """Unless its user has said how many it keeps."""
    arguments = fake.client_arguments("s3")
    arguments["config"] = arguments["config"].merge(boto3.session.Config(**given))
    s3 = boto3.resource("s3", **arguments)
    list(each([s3.Bucket("a")], location))
    session = s3.meta.client._endpoint.http_session

    assert kept == session._manager.connection_pool_kw["maxsize"]


def test_a_stubbed_client_is_no_obstacle() -> None:
    """A test of what calls `each` may stub the client."""
    s3 = boto3.resource("s3", region_name="us-east-1", aws_access_key_id="a",
                        aws_secret_access_key="b")  # fmt: skip
    with Stubber(s3.meta.client) as stub:
        stub.add_response("get_bucket_location", {"LocationConstraint": "EU"})
        (result,) = each([s3.Bucket("a")], location)
    assert "EU" == result.value


def test_loaded_has_the_data_of_all(fake: FakeAws) -> None:
    """A collection's items in their order, with a request for each that lacks data."""
    urls = [f"https://sqs.us-east-1.amazonaws.com/123456789012/q{n}" for n in range(5)]
    fake.plant("sqs", "ListQueues", {"QueueUrls": urls})
    sqs = boto3.resource("sqs", **fake.client_arguments("sqs"))
    queues = list(sqs.queues.all().loaded())

    assert urls == [queue.url for queue in queues]
    assert all(queue.meta.data for queue in queues)
    assert 6 == len(fake.calls)


def test_what_cannot_be_loaded_tells_why_when_it_is_read(fake: FakeAws) -> None:
    """It is there all the same, and the others are."""
    fake.plant("sqs", "ListQueues", {"QueueUrls": ["https://a/1/q"]})
    fake.fail("sqs", "GetQueueAttributes", code="AccessDenied", status=403)
    sqs = boto3.resource("sqs", **fake.client_arguments("sqs"))
    (queue,) = loaded(sqs.queues)

    with pytest.raises(ClientError, match="AccessDenied"):
        _ = queue.attributes


def test_what_the_list_told_is_not_loaded(buckets: Any, fake: FakeAws) -> None:
    """Instances are whole."""
    instances = [{"InstanceId": "i-1", "ImageId": "ami-1"}]
    fake.plant("ec2", "DescribeInstances", {"Reservations": [{"Instances": instances}]})
    ec2 = boto3.resource("ec2", **fake.client_arguments("ec2"))
    list(ec2.instances.loaded())

    assert 1 == len(fake.calls)


@pytest.mark.parametrize("wrong", [{"max_workers": 0}, {"raise_on_error": "some"}])
def test_what_means_nothing_is_refused_at_once(wrong: Any) -> None:
    """Before anything is taken."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        each([1], str, **wrong)
    with pytest.raises(TypeError, match="callable"):
        each([1], "str")  # type: ignore[arg-type]


def test_it_is_public() -> None:
    """By the names that the documentation has."""
    assert {"each", "loaded", "EachResult"} <= set(boto3_extensions.__all__)


def test_loaded_completes_what_a_list_has_left_out(fake: FakeAws) -> None:
    """ListUsers tells no tags."""
    user = {
        "UserName": "u", "Path": "/", "UserId": "A" * 16, "CreateDate": 0,
        "Arn": "arn:aws:iam::123456789012:user/u",
    }  # fmt: skip
    fake.plant("iam", "ListUsers", {"Users": [user]})
    tagged = {**user, "Tags": [{"Key": "k", "Value": "v"}]}
    fake.plant("iam", "GetUser", {"User": tagged})
    (found,) = boto3.resource("iam", **fake.client_arguments("iam")).users.loaded()

    assert "v" == found.meta.data["Tags"][0]["Value"]
    assert 2 == len(fake.calls)
