"""The fake AWS gives what is planted, and says so when it cannot answer."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
)

from fake_aws import FakeAws, Refusal, minimal_input

# Each protocol, and S3, which words its errors in its own way.
SAMPLE = ["acm", "cloudfront", "ec2", "iam", "lambda", "s3", "sqs"]


def test_a_planted_answer_is_given(fake: FakeAws) -> None:
    """A planted dict is the whole answer."""
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": []})
    answer = fake.client("rds").describe_db_instances()
    assert {"DBInstances", "ResponseMetadata"} == set(answer)
    assert [] == answer["DBInstances"]


def test_a_planted_function_sees_the_parameters(fake: FakeAws) -> None:
    """A planted function makes the answer from the parameters."""
    fake.plant("sqs", "GetQueueUrl", lambda params: {"QueueUrl": params["QueueName"]})
    assert "q" == fake.client("sqs").get_queue_url(QueueName="q")["QueueUrl"]


def test_a_planted_function_may_refuse(fake: FakeAws) -> None:
    """A refusal raised by a planted function is an AWS error."""

    def refuse(params: dict[str, Any]) -> dict[str, Any]:
        raise Refusal("Throttling", "Slow down.", 429)

    fake.plant("iam", "ListUsers", refuse)
    with pytest.raises(ClientError, match=r"\(Throttling\).*Slow down"):
        fake.client("iam").list_users()


@pytest.mark.parametrize("service", SAMPLE)
def test_a_planted_error_is_raised(fake: FakeAws, service: str) -> None:
    """Every protocol tells the code and the status of a planted error."""
    client = fake.client(service)
    method, name = next(iter(client.meta.method_to_api_mapping.items()))
    fake.fail(service, name, code="OutOfCoffee", status=418)
    params = minimal_input(client.meta.service_model.operation_model(name))
    with pytest.raises(ClientError) as refused:
        getattr(client, method)(**params)
    response = refused.value.response
    assert "OutOfCoffee" == response["Error"]["Code"]
    assert 418 == response["ResponseMetadata"]["HTTPStatusCode"]


def test_a_modelled_error_has_its_class(fake: FakeAws) -> None:
    """The code of a modelled error raises the client's own exception."""
    client = fake.client("rds")
    fake.fail("rds", "DescribeDBInstances", code="DBInstanceNotFound", status=404)
    with pytest.raises(client.exceptions.DBInstanceNotFoundFault):
        client.describe_db_instances()


def test_a_missing_object_is_a_404(fake: FakeAws) -> None:
    """An answer to HEAD has no body; botocore makes the code of the status."""
    fake.fail("s3", "HeadObject", code="NoSuchKey", status=404)
    with pytest.raises(ClientError, match=r"\(404\)"):
        fake.client("s3").head_object(Bucket="bucket", Key="key")


def test_an_answer_may_be_planted_for_a_while(fake: FakeAws) -> None:
    """After that, what was planted before is given again."""
    iam = fake.client("iam")
    fake.plant("iam", "GetUser", {"User": {"UserName": "ann"}})
    with fake.planted("iam", "GetUser", {"User": {"UserName": "bob"}}):
        assert "bob" == iam.get_user()["User"]["UserName"]
    assert "ann" == iam.get_user()["User"]["UserName"]


def test_reset_forgets(fake: FakeAws) -> None:
    """After a reset there are no calls, plants and failures."""
    fake.fail("iam", "ListUsers", code="Broken")
    fake.reset()
    assert 2 == len(fake.client("iam").list_users()["Users"])
    assert 1 == len(fake.calls)


def test_event_streams_are_refused(fake: FakeAws) -> None:
    """An operation with an event stream is answered 501."""
    with pytest.raises(ClientError, match="no event streams") as refused:
        fake.client("lambda").invoke_with_response_stream(FunctionName="f")
    assert 501 == refused.value.response["ResponseMetadata"]["HTTPStatusCode"]


def test_a_fault_of_the_fake_is_not_taken_for_an_answer(fake: FakeAws) -> None:
    """An exception inside the fake comes out as an error that names it."""
    fake.plant("iam", "ListUsers", lambda params: params["no such parameter"])
    with pytest.raises(ClientError, match=r"FakeAwsIsBroken(?s:.*)no such parameter"):
        fake.client("iam").list_users()


def test_nothing_answers_after_the_end() -> None:
    """Stopping closes the port, open connections included."""
    with FakeAws() as fake:
        client = fake.client("iam")
        client.list_users()
    with pytest.raises((ConnectionClosedError, EndpointConnectionError)):
        client.list_users()
