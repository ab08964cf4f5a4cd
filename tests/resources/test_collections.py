"""A collection asks for all there is, or says what it leaves out."""

from __future__ import annotations

import inspect
from typing import Any

import boto3
import pytest

from fake_aws import FakeAws


def resource(fake: FakeAws, service: str) -> Any:
    """Return a service of the fake AWS."""
    return boto3.resource(service, **fake.client_arguments(service))


def asked(fake: FakeAws) -> list[dict[str, Any]]:
    """Return with what was asked."""
    return [call.params for call in fake.calls]


@pytest.fixture
def certificates(fake: FakeAws) -> Any:
    """Return the certificates of an account that has none."""
    fake.plant("acm", "ListCertificates", {"CertificateSummaryList": []})
    return resource(fake, "acm").certificates


@pytest.mark.parametrize("how", ["all", "filter", "limit", "pages"])
def test_a_list_is_asked_for_all(certificates: Any, fake: FakeAws, how: str) -> None:
    """Certificates of whatever key, and of whatever origin."""
    list(getattr(certificates, how)(*[9] * (how == "limit")))
    (sent,) = asked(fake)
    assert {"RSA_2048", "EC_prime256v1"} < set(sent["Includes"]["keyTypes"])


@pytest.mark.newer_botocore
def test_a_list_is_asked_for_what_came_later(certificates: Any, fake: FakeAws) -> None:
    """Certificates of whatever origin."""
    list(certificates.all())
    (sent,) = asked(fake)
    assert {"ACME", "AWS_MANAGED"} < set(sent["CertificateKeyPairOrigins"])


def test_what_the_caller_asks_for_wins(certificates: Any, fake: FakeAws) -> None:
    """Also after all(), and beside it the rest stays."""
    chosen = {"keyTypes": ["RSA_1024"]}
    list(certificates.filter(Includes=chosen))
    list(certificates.all().filter(Includes=chosen))
    list(certificates.filter(Includes={"keyUsage": ["ANY"]}))
    first, second, third = [sent["Includes"] for sent in asked(fake)]
    assert chosen == first == second
    assert ["ANY"] == third["keyUsage"]
    assert "EC_prime256v1" in third["keyTypes"]


@pytest.mark.newer_botocore
def test_an_input_that_botocore_does_not_know_is_not_sent(
    certificates: Any, fake: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of an older one, say."""
    model = certificates._parent.meta.client.meta.service_model
    members = model.operation_model("ListCertificates").input_shape.members
    monkeypatch.delitem(members, "CertificateKeyPairOrigins")
    list(certificates.all())
    assert ["Includes"] == list(asked(fake)[0])


def test_stopped_instances_have_a_status_too(fake: FakeAws) -> None:
    """AWS describes running ones unless asked for all."""
    fake.plant("ec2", "DescribeInstanceStatus", {"InstanceStatuses": []})
    list(resource(fake, "ec2").instance_statuses.all())
    assert [{"IncludeAllInstances": True}] == asked(fake)


def test_a_collection_says_what_it_leaves_out(fake: FakeAws) -> None:
    """After what boto3 says of it; the list is asked for as ever."""
    fake.plant("kafka", "ListClusters", {"ClusterInfoList": []})
    kafka = resource(fake, "kafka")
    text = inspect.getdoc(type(kafka).clusters)
    assert text is not None
    assert text.endswith(
        "Serverless clusters are left out; clusters_v2 has both kinds."
    )
    list(kafka.clusters.all())
    assert [{}] == asked(fake)


def test_boto3s_own_collections_say_it_and_ask_as_before(fake: FakeAws) -> None:
    """boto3's alarms are those of a metric."""
    fake.plant("cloudwatch", "DescribeAlarms", {"MetricAlarms": []})
    cloudwatch = resource(fake, "cloudwatch")
    assert "composite_alarms" in (inspect.getdoc(type(cloudwatch).alarms) or "")
    list(cloudwatch.alarms.all())
    assert [{}] == asked(fake)
