"""ACM as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest

from boto3_extensions import exists, tags_of
from make_session import MakeSession

NAMES = ["shop.example.com", "www.shop.example.com"]


@pytest.fixture
def acm(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("acm")


@pytest.fixture
def certificate(acm: Any) -> Any:
    """Request a certificate."""
    return acm.request_certificate(
        DomainName=NAMES[0], SubjectAlternativeNames=NAMES, ValidationMethod="DNS"
    )


def test_a_listed_certificate_tells_what_only_a_load_has(
    acm: Any, certificate: Any
) -> None:
    """ListCertificates has a summary, which lacks the records of the validation."""
    (listed,) = acm.certificates.all()
    assert certificate == listed
    assert NAMES[0] == listed.domain_name
    validated = {one["DomainName"] for one in listed.domain_validation_options}
    assert set(NAMES) == validated


def test_a_certificate_has_the_arn_it_is_known_by(arns: None, certificate: Any) -> None:
    """The identifier is the ARN that ACM gave it."""
    assert certificate.certificate_arn == certificate.arn
    assert certificate.arn.startswith("arn:aws:acm:us-east-1:123456789012:certificate/")


def test_tags_are_kept_by_both_names_of_the_operations(certificate: Any) -> None:
    """`add_tags` and 0.23.0's `add_tags_to_certificate` are one operation."""
    certificate.add_tags(Tags=[{"Key": "team", "Value": "shop"}])
    certificate.add_tags_to_certificate(Tags=[{"Key": "stage", "Value": "test"}])
    assert {"team": "shop", "stage": "test"} == dict(tags_of(certificate))
    certificate.remove_tags(Tags=[{"Key": "stage"}])
    tags = certificate.list_tags_for_certificate()["Tags"]
    assert [{"Key": "team", "Value": "shop"}] == tags


def test_a_deleted_certificate_is_gone(acm: Any, certificate: Any) -> None:
    """It is listed no longer, and nothing is found by its ARN."""
    certificate.delete()
    assert [] == list(acm.certificates.all())
    assert not exists(acm.Certificate(certificate.certificate_arn))
