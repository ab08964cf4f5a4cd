"""Amazon SES as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:ses:us-east-1:123456789012"


@pytest.fixture
def ses(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("sesv2")


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Make the service resource on the fake."""
    return boto3.resource("sesv2", **fake.client_arguments("sesv2"))


def test_an_identity_is_made_listed_and_deleted(ses: Any) -> None:
    """An identity is an address or a domain, with policies of its own."""
    made = ses.create_email_identity(EmailIdentity="shop.example")
    assert [made] == list(ses.email_identities.all())
    assert "DOMAIN" == made.identity_type
    policy = made.create_policy(PolicyName="partner", Policy="{}")
    assert {"partner": "{}"} == made.get_policies()["Policies"]
    policy.delete()
    made.delete()
    assert [] == list(ses.email_identities.all())


def test_an_identity_is_found_by_its_arn(
    arns: None, session: MakeSession, ses: Any
) -> None:
    """Its ARN is called after ses, whose type it makes, and is made of the name."""
    identity: Any = resource_from_arn(f"{ARN}:identity/shop.example", session())
    assert "ses.Identity" == type(identity).__name__
    assert f"{ARN}:identity/shop.example" == ses.EmailIdentity(identity.name).arn


def test_a_contact_list_has_contacts(ses: Any) -> None:
    """Contacts are known by their list and address."""
    news = ses.create_contact_list(ContactListName="news")
    made = news.create_contact(EmailAddress="ann@shop.example")
    assert [made] == list(news.contacts.all())
    assert news == made.ContactList()
    made.delete()
    news.delete()
    assert [] == list(ses.contact_lists.all())


def test_what_a_name_names_is_told_by_the_operation(
    fake: FakeAws, planted: Any
) -> None:
    """Both kinds of templates take a TemplateName, and are no parts of each other."""
    planted.create_custom_verification_email_template(
        TemplateName="hello",
        FromEmailAddress="ann@shop.example",
        TemplateSubject="Hello",
        TemplateContent="Hello",
        SuccessRedirectionURL="https://shop.example/yes",
        FailureRedirectionURL="https://shop.example/no",
    )
    assert not hasattr(planted.EmailTemplate("hello"), "create_custom_verification")
    identity = planted.EmailIdentity("shop.example")
    identity.put_configuration_set_attributes(ConfigurationSetName="web")
    (call,) = fake.calls_to("sesv2", "PutEmailIdentityConfigurationSetAttributes")
    asked = {"EmailIdentity": "shop.example", "ConfigurationSetName": "web"}
    assert asked == call.params


@pytest.mark.newer_botocore
def test_a_tenants_suppressed_address_is_the_tenants(
    fake: FakeAws, planted: Any
) -> None:
    """The account may have the same address, which stays there."""
    found = [{"EmailAddress": "ann@shop.example", "Reason": "BOUNCE"}]
    answer = {"SuppressedDestinationSummaries": found}
    fake.plant("sesv2", "ListSuppressedDestinations", answer)
    (address,) = planted.Tenant("shop").suppressed_destinations.all()
    assert planted.SuppressedDestination("ann@shop.example") != address
    address.delete()
    (call,) = fake.calls_to("sesv2", "DeleteSuppressedDestination")
    asked = {"EmailAddress": "ann@shop.example", "TenantName": "shop"}
    assert asked == call.params


def test_the_account_has_settings(fake: FakeAws, planted: Any) -> None:
    """An account has one of each in a region, so that nothing needs to be told."""
    fake.plant("sesv2", "GetAccount", {"SendingEnabled": True})
    account = planted.Account()
    assert account.sending_enabled
    account.put_sending_attributes(SendingEnabled=False)
    (call,) = fake.calls_to("sesv2", "PutAccountSendingAttributes")
    assert {"SendingEnabled": False} == call.params
