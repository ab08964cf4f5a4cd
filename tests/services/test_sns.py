"""SNS as its users work with it, against moto; what moto lacks, against the fake AWS.

The fake shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

NUMBER = "+15555550100"
POLICY = '{"Name": "no-cards", "Version": "2021-06-01", "Statement": []}'


@pytest.fixture
def sns(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("sns")


@pytest.fixture
def topic(sns: Any) -> Any:
    """Make a topic."""
    return sns.create_topic(Name="orders")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("sns", **fake.client_arguments("sns"))


def test_a_batch_of_messages_is_published(session: MakeSession, topic: Any) -> None:
    """Several messages go out with one call, and arrive."""
    queue = session().resource("sqs").create_queue(QueueName="orders")
    topic.subscribe(
        Protocol="sqs",
        Endpoint=queue.attributes["QueueArn"],
        Attributes={"RawMessageDelivery": "true"},
    )
    messages = [{"Id": "1", "Message": "first"}, {"Id": "2", "Message": "second"}]
    answer = topic.publish_batch(PublishBatchRequestEntries=messages)
    assert ["1", "2"] == [sent["Id"] for sent in answer["Successful"]]
    arrived = queue.receive_messages(MaxNumberOfMessages=10)
    assert {"first", "second"} == {message.body for message in arrived}


def test_a_topic_has_tags(topic: Any) -> None:
    """Tags are added, listed and removed by the topic."""
    topic.tag(Tags=[{"Key": "team", "Value": "sales"}, {"Key": "stage", "Value": "x"}])
    topic.untag(TagKeys=["stage"])
    assert [{"Key": "team", "Value": "sales"}] == topic.list_tags()["Tags"]


def test_a_phone_number_opts_in_again(sns: Any) -> None:
    """Those who want no messages are listed, until they want some."""
    numbers = list(sns.phone_numbers_opted_out.all())
    number = numbers[0]
    number.opt_in()
    assert numbers[1:] == list(sns.phone_numbers_opted_out.all())
    assert not sns.PhoneNumber(NUMBER).check_if_opted_out()["isOptedOut"]
    assert sns.PhoneNumber(NUMBER).publish(Message="it is on its way")["MessageId"]


def test_the_account_has_settings_for_text_messages(sns: Any) -> None:
    """An account's settings are one resource, which sets and tells them."""
    settings = sns.SMSAttributes()
    settings.set(attributes={"DefaultSMSType": "Transactional"})
    assert {"DefaultSMSType": "Transactional"} == settings.attributes


def test_a_number_of_the_sandbox_is_verified(fake: FakeAws, faked: Any) -> None:
    """A number to test with is added, verified, and found in the list of all."""
    number = faked.create_sms_sandbox_phone_number(PhoneNumber=NUMBER)
    number.verify(OneTimePassword="12345")
    sent = {"PhoneNumber": NUMBER, "OneTimePassword": "12345"}
    assert sent == fake.calls[-1].params
    listed = [
        {"PhoneNumber": "+15555550199", "Status": "Pending"},
        {"PhoneNumber": NUMBER, "Status": "Verified"},
    ]
    fake.plant("sns", "ListSMSSandboxPhoneNumbers", {"PhoneNumbers": listed})
    assert "Verified" == number.status


def test_a_topic_has_a_data_protection_policy(fake: FakeAws, faked: Any) -> None:
    """The policy is a part of its topic, read and written by itself."""
    arn = "arn:aws:sns:us-east-1:123456789012:orders"
    policy = faked.Topic(arn).DataProtectionPolicy()
    policy.put(DataProtectionPolicy=POLICY)
    written = {"ResourceArn": arn, "DataProtectionPolicy": POLICY}
    assert written == fake.calls[-1].params
    fake.plant("sns", "GetDataProtectionPolicy", {"DataProtectionPolicy": POLICY})
    assert POLICY == policy.data_protection_policy
