"""`help()` and `dir()` tell of our resources what they tell of boto3's."""

from __future__ import annotations

import inspect
import pydoc
from typing import Any

import boto3
import pytest


@pytest.fixture
def acm(credentials: None, arns: None) -> Any:
    """Return a service resource of ours, small, and with items that complete."""
    return boto3.resource("acm", region_name="us-east-1")


@pytest.fixture
def certificate(acm: Any) -> Any:
    """Return a resource of ours."""
    return acm.Certificate("arn:aws:acm:us-east-1:123456789012:certificate/x")


def told(thing: Any) -> str:
    """Return what `help()` prints."""
    return pydoc.render_doc(thing, renderer=pydoc.plaintext)


def test_help_of_a_resource_type(acm: Any) -> None:
    """It tells how one is made, and of what."""
    assert "= acm.Certificate('" in told(acm.Certificate)


@pytest.mark.newer_botocore
def test_help_of_a_resource(certificate: Any) -> None:
    """Every member is in it, with the documentation that AWS wrote."""
    shown = told(certificate)
    assert "The serial number of the certificate." in shown
    for name in ("domain_name", "delete", "load", "tags", "wait_until_validated"):
        assert name in shown


def test_help_of_the_arn(certificate: Any) -> None:
    """It tells what is returned and raised."""
    assert "ArnUnavailableError: " in told(type(certificate).arn)


def test_help_of_an_action(certificate: Any) -> None:
    """It is the operation's documentation, with the parameters left to give."""
    shown = told(certificate.add_tags)
    assert "Adds one or more tags to an ACM certificate." in shown
    assert "certificate.add_tags(\n" in shown


def test_help_of_a_waiter_that_botocore_lacks(credentials: None) -> None:
    """It is as long as that of botocore's own."""
    instance = boto3.resource("rds", region_name="us-east-1").DBInstance("orders")
    shown = told(instance.wait_until_stopped)
    assert "Waits until this DBInstance is stopped." in shown
    assert "every 30 seconds" in shown


@pytest.mark.newer_botocore
def test_every_member_is_documented(acm: Any) -> None:
    """None of the documentation fails to be made, and none is empty."""
    types = acm.meta.resource_model.subresources
    classes = [type(acm)]
    for one in types:
        identifiers = ["x"] * len(one.resource.model.identifiers)
        classes.append(type(getattr(acm, one.name)(*identifiers)))
    assert 6 == len(classes)
    for made in classes:
        for name in dir(made):
            if not name.startswith("_") and name != "meta":
                assert inspect.getdoc(inspect.getattr_static(made, name)), name


def test_help_of_a_collection(acm: Any) -> None:
    """Of what it is a list, by which operation."""
    text = inspect.getdoc(acm.certificates) or ""
    assert text.startswith("All Certificate resources that ListCertificates lists.")


def test_help_of_a_collection_that_aws_wants_asked_by_more(credentials: None) -> None:
    """AWS refuses all(): what to give to filter() is told."""
    iot = boto3.resource("iot", region_name="us-east-1")
    text = inspect.getdoc(iot.audit_tasks) or ""
    assert text.startswith("AuditTask resources that ListAuditTasks lists.")
    assert "filter(startTime=..., endTime=...)" in text
