"""Amazon SES as its users work with it, on moto, or our fake."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def ses(session: MakeSession) -> Any:
    """Return the service."""
    return session().resource("ses")


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Return the fake's service."""
    return boto3.resource("ses", **fake.client_arguments("ses"))


def test_an_identity_is_verified_listed_and_deleted(
    arns: None, session: MakeSession, ses: Any
) -> None:
    """Addresses and domains are identities alike, known by their names and ARNs."""
    address = ses.verify_email_identity(EmailAddress="ann@example.com")
    domain = ses.verify_domain_identity(Domain="example.org")
    assert {address, domain} == set(ses.identities.all())
    assert "Success" == address.verification_status
    assert "arn:aws:ses:us-east-1:123456789012:identity/example.org" == domain.arn
    assert domain == resource_from_arn(domain.arn, session())
    address.delete()
    assert [domain] == list(ses.identities.all())


def test_an_identity_has_attributes_of_several_kinds(
    fake: FakeAws, planted: Any
) -> None:
    """Each kind is asked for by itself; AWS answers with a map by identity."""
    told = {"DkimEnabled": True, "DkimVerificationStatus": "Success"}
    answer = {"DkimAttributes": {"example.org": told}}
    fake.plant("ses", "GetIdentityDkimAttributes", answer)
    dkim = planted.Identity("example.org").DkimAttributes()
    assert (True, "Success") == (dkim.dkim_enabled, dkim.dkim_verification_status)
    (call,) = fake.calls_to("ses", "GetIdentityDkimAttributes")
    assert {"Identities": ["example.org"]} == call.params
    dkim.set_enabled(DkimEnabled=False)
    (call,) = fake.calls_to("ses", "SetIdentityDkimEnabled")
    assert "example.org" == call.params["Identity"]


def test_a_configuration_set_is_described_as_a_whole(
    fake: FakeAws, planted: Any
) -> None:
    """AWS tells only what it is asked for, which is all of it."""
    planted.ConfigurationSet("shop").load()
    (call,) = fake.calls_to("ses", "DescribeConfigurationSet")
    asked = {"eventDestinations", "trackingOptions", "deliveryOptions"}
    assert asked | {"reputationOptions"} == {
        *call.params["ConfigurationSetAttributeNames"]
    }


def test_a_configuration_set_has_event_destinations(ses: Any) -> None:
    """They are made, and listed, by the set's own description."""
    made = ses.create_configuration_set(ConfigurationSet={"Name": "shop"})
    assert [made] == list(ses.configuration_sets.all())
    topic = {"TopicARN": "arn:aws:sns:us-east-1:123456789012:bounces"}
    destination = made.create_event_destination(
        EventDestination={
            "Name": "bounces",
            "MatchingEventTypes": ["bounce"],
            "SNSDestination": topic,
        }
    )
    assert ("shop", "bounces") == (
        destination.configuration_set_name,
        destination.name,
    )
    assert [destination] == list(made.configuration_set_event_destinations.all())
    assert made == destination.ConfigurationSet()


def test_a_template_sends_email(ses: Any) -> None:
    """It is listed by its name, updated, and sent to those who are named."""
    ses.verify_email_identity(EmailAddress="ann@example.com")
    text = {"SubjectPart": "Hello", "TextPart": "{{ name }}"}
    made = ses.create_template(Template={"TemplateName": "hello", **text})
    assert ([made], "Hello") == (list(ses.templates.all()), made.subject_part)
    sent = made.send_email(
        Source="ann@example.com",
        Destination={"ToAddresses": ["bob@example.com"]},
        TemplateData='{"name": "Bob"}',
    )
    assert sent["MessageId"]
    made.delete()
    assert [] == list(ses.templates.all())


def test_a_rule_set_has_rules_and_one_is_active(ses: Any) -> None:
    """A rule is its rule set's; the active one is found by asking for it."""
    made = ses.create_receipt_rule_set(RuleSetName="inbound")
    rule = made.create_rule(Rule={"Name": "store", "Enabled": True, "Actions": []})
    assert ([made], [rule]) == (
        list(ses.receipt_rule_sets.all()),
        list(made.rules.all()),
    )
    copy = made.clone(RuleSetName="copy")
    assert ["store"] == [one.name for one in copy.rules.all()]
    assert rule not in copy.rules.all()
    made.set_active()
    assert made == ses.describe_active_receipt_rule_set()


def test_an_update_names_the_rule_in_what_it_sends(fake: FakeAws, planted: Any) -> None:
    """So the rule set updates it: a rule could be told another rule's name."""
    rules = planted.ReceiptRuleSet("inbound")
    assert rules.ReceiptRule("store") == rules.update_rule(Rule={"Name": "store"})
    (call,) = fake.calls_to("ses", "UpdateReceiptRule")
    assert {"RuleSetName": "inbound", "Rule": {"Name": "store"}} == call.params
    assert not hasattr(rules.ReceiptRule("store"), "update")
