"""What a list operation's summary lacks is loaded once, and nothing else changes.

An invented definition for acm on the user's data path, spoken to on moto's server.
"""

from __future__ import annotations

import gc
import inspect
import json
import pydoc
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import botocore.exceptions
import pytest

from boto3_extensions import _install
from boto3_extensions._resources import completion

CERTIFICATE = {
    "identifiers": [{"name": "Arn", "memberName": "CertificateArn"}],
    "shape": "CertificateDetail",
    "summaries": ["CertificateSummary"],
    "load": {
        "request": {
            "operation": "DescribeCertificate",
            "params": [
                {"target": "CertificateArn", "source": "identifier", "name": "Arn"}
            ],
        },
        "path": "Certificate",
    },
    "actions": {
        "AddTags": {
            "request": {
                "operation": "AddTagsToCertificate",
                "params": [
                    {"target": "CertificateArn", "source": "identifier", "name": "Arn"}
                ],
            }
        },
    },
    # Stands for any request that is filled with what only the full answer can tell.
    "waiters": {
        "Validated": {
            "waiterName": "CertificateValidated",
            "params": [
                {
                    "target": "CertificateArn",
                    "source": "data",
                    "path": "SubjectAlternativeNames[0] && CertificateArn",
                }
            ],
        }
    },
    "has": {
        # Stands for any reference that only the full answer can tell.
        "FirstName": {
            "resource": {
                "type": "Name",
                "identifiers": [
                    {
                        "target": "Value",
                        "source": "data",
                        "path": "SubjectAlternativeNames[0]",
                    }
                ],
            }
        },
        "OwnName": {
            "resource": {
                "type": "Name",
                "identifiers": [
                    {"target": "Value", "source": "data", "path": "DomainName"}
                ],
            }
        },
    },
}

CERTIFICATES = {
    "request": {"operation": "ListCertificates"},
    "resource": {
        "type": "Certificate",
        "identifiers": [
            {
                "target": "Arn",
                "source": "response",
                "path": "CertificateSummaryList[].CertificateArn",
            }
        ],
        "path": "CertificateSummaryList[]",
    },
}

Calls = list[str]
MakeAcm = Callable[..., Any]


@pytest.fixture
def calls() -> Calls:
    """Name the operations sent so far."""
    return []


@pytest.fixture
def make_acm(
    aws: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    patched: None,
    calls: Calls,
) -> MakeAcm:
    """Make an acm resource of a changed definition, with one certificate to list."""

    def make(**changes: Any) -> Any:
        folder = tmp_path / "acm" / "2015-12-08"
        folder.mkdir(parents=True)
        certificate = {k: v for k, v in (CERTIFICATE | changes).items() if v}
        definition = {
            "service": {"hasMany": {"Certificates": CERTIFICATES}},
            "resources": {
                "Certificate": certificate,
                "Name": {"identifiers": [{"name": "Value"}]},
            },
        }
        (folder / "resources-1.json").write_text(json.dumps(definition), "utf-8")
        monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
        session = boto3.Session(region_name="us-east-1")
        acm = session.resource("acm")
        acm.meta.client.request_certificate(DomainName="example.com")
        acm.meta.client.meta.events.register(
            "before-call", lambda model, **_: calls.append(model.name)
        )
        return acm

    return make


@pytest.fixture
def patched(boto3_as_found: None) -> None:
    """Have boto3 patched during the test."""
    _install.patch()


@pytest.fixture
def acm(make_acm: MakeAcm) -> Any:
    """Make the acm resource with the definition as it should be."""
    return make_acm()


def listed(acm: Any) -> Any:
    """Return the one certificate as the list operation gives it."""
    (certificate,) = acm.certificates.all()
    return certificate


def test_missing_attribute_is_loaded(acm: Any, calls: Calls) -> None:
    """An attribute that the summary cannot hold comes from one load."""
    certificate = listed(acm)

    assert ["example.com"] == certificate.subject_alternative_names
    assert ["ListCertificates", "DescribeCertificate"] == calls


def test_one_load_serves_all_attributes(acm: Any, calls: Calls) -> None:
    """After the load, further attributes cost no request, whether set or not."""
    certificate = listed(acm)

    assert "Amazon" == certificate.issuer
    assert "CN=example.com" == certificate.subject
    assert certificate.failure_reason is None
    assert certificate.imported_at is None
    assert 1 == calls.count("DescribeCertificate")


def test_a_wait_asks_by_what_the_summary_lacks(acm: Any, calls: Calls) -> None:
    """A waiter whose request has a member of the whole data loads them first."""
    certificate = listed(acm)
    with pytest.raises(botocore.exceptions.WaiterError):
        certificate.wait_until_validated(WaiterConfig={"MaxAttempts": 1})
    assert calls[:2] == ["ListCertificates", "DescribeCertificate"]


def test_summary_is_used_as_it_is(acm: Any, calls: Calls) -> None:
    """What the summary holds, or could hold, is read without a request."""
    certificate = listed(acm)

    assert "example.com" == certificate.domain_name
    assert certificate.revoked_at is None
    assert certificate.arn == certificate.certificate_arn
    assert ["ListCertificates"] == calls


@pytest.mark.parametrize("name", ["load", "reload"])
def test_loaded_answer_is_never_a_summary(
    name: str, make_acm: MakeAcm, calls: Calls
) -> None:
    """What load() answered is whole, even if it looks like a summary."""
    load = CERTIFICATE["load"] | {"path": "Certificate.{DomainName: DomainName}"}
    acm = make_acm(load=load)
    certificate = acm.Certificate(listed(acm).arn)
    getattr(certificate, name)()
    calls.clear()

    assert certificate.issuer is None
    assert certificate.failure_reason is None
    assert [] == calls


def test_reload_is_load(acm: Any) -> None:
    """`reload` stays another name of `load`."""
    certificate = type(acm.Certificate("arn:x"))

    assert certificate.load is certificate.reload


def test_identifier_is_read_without_a_request(make_acm: MakeAcm, calls: Calls) -> None:
    """A member that is an identifier is known, even if the summary cannot hold it."""
    identifiers = [{"name": "Arn", "memberName": "Issuer"}]
    certificate = listed(make_acm(identifiers=identifiers))

    assert certificate.arn == certificate.issuer
    assert ["ListCertificates"] == calls


def test_what_every_summary_holds_is_boto3s_own(acm: Any) -> None:
    """A property that no load could improve is left as boto3 made it."""
    certificate = type(acm.Certificate("arn:x"))

    assert hasattr(certificate.issuer.fget, "__wrapped__")
    assert not hasattr(certificate.domain_name.fget, "__wrapped__")


def test_first_attribute_of_an_unloaded_resource(acm: Any, calls: Calls) -> None:
    """A resource without data loads once, for an absent value, too."""
    certificate = acm.Certificate(listed(acm).arn)
    calls.clear()

    assert certificate.failure_reason is None
    assert ["DescribeCertificate"] == calls


def test_action_resets_what_is_known(acm: Any, calls: Calls) -> None:
    """After an action the data is gone, as in plain boto3, and loads again once."""
    certificate = listed(acm)
    assert "Amazon" == certificate.issuer
    certificate.add_tags(Tags=[{"Key": "a"}])
    assert certificate.meta.data is None
    calls.clear()

    assert "Amazon" == certificate.issuer
    assert certificate.failure_reason is None
    assert ["DescribeCertificate"] == calls


def test_data_from_the_user_completes_too(acm: Any, calls: Calls) -> None:
    """A summary that the user puts back over loaded data is a summary again."""
    certificate = listed(acm)
    summary = certificate.meta.data
    certificate.load()
    certificate.meta.data = summary
    calls.clear()

    assert "Amazon" == certificate.issuer
    assert ["DescribeCertificate"] == calls


def test_users_own_data_is_left_alone(acm: Any, calls: Calls) -> None:
    """Data with a member no summary has is taken for whole, and not loaded over."""
    certificate = listed(acm)
    certificate.meta.data = {"Issuer": "me", "DomainName": "example.org"}
    calls.clear()

    assert "me" == certificate.issuer
    assert certificate.subject is None
    assert [] == calls


def test_any_of_several_summaries(make_acm: MakeAcm, calls: Calls) -> None:
    """Of several summaries, only those that could be the data at hand count."""
    acm = make_acm(summaries=["CertificateSummary", "DomainValidation"])
    certificate = listed(acm)
    assert certificate.revoked_at is None
    assert ["ListCertificates"] == calls

    certificate.meta.data = {"DomainName": "example.org"}
    assert certificate.revoked_at is None
    assert "example.com" == certificate.domain_name
    assert ["ListCertificates", "DescribeCertificate"] == calls


def test_data_of_another_type(acm: Any, calls: Calls) -> None:
    """Data that is no dict fails as it does in plain boto3."""
    certificate = listed(acm)
    certificate.meta.data = "example.com"

    with pytest.raises(AttributeError, match="'str' object has no attribute 'get'"):
        _ = certificate.issuer


def test_answers_metadata_does_not_make_a_summary_whole(acm: Any, calls: Calls) -> None:
    """A summary that is a whole answer, with its metadata, is completed as well."""
    certificate = listed(acm)
    certificate.meta.data["ResponseMetadata"] = {}
    calls.clear()

    assert "Amazon" == certificate.issuer
    assert ["DescribeCertificate"] == calls


def test_error_of_the_load_reaches_the_caller(acm: Any) -> None:
    """An error answer to the load is raised as it is, and the summary survives it."""
    certificate = listed(acm)
    certificate.meta.client.delete_certificate(CertificateArn=certificate.arn)

    with pytest.raises(botocore.exceptions.ClientError, match="ResourceNotFound"):
        _ = certificate.issuer
    assert "example.com" == certificate.domain_name


def test_load_that_brings_nothing(make_acm: MakeAcm, calls: Calls) -> None:
    """A load without an item answers None, once, and keeps what the summary told."""
    load = CERTIFICATE["load"] | {"path": "Certificate.DomainValidationOptions[9]"}
    certificate = listed(make_acm(load=load))

    assert certificate.issuer is None
    assert certificate.subject is None
    assert "example.com" == certificate.domain_name
    assert 1 == calls.count("DescribeCertificate")


def test_reference_is_loaded(acm: Any, calls: Calls) -> None:
    """A reference made of what the summary cannot hold comes from one load."""
    certificate = listed(acm)

    assert "example.com" == certificate.first_name.value
    assert 1 == calls.count("DescribeCertificate")


def test_reference_from_the_summary(acm: Any, calls: Calls) -> None:
    """A reference made of what the summary holds costs no request."""
    certificate = listed(acm)

    assert "example.com" == certificate.own_name.value
    assert ["ListCertificates"] == calls


def test_type_without_summaries_is_plain_boto3(make_acm: MakeAcm, calls: Calls) -> None:
    """A type that names no summaries keeps boto3's behaviour and functions."""
    certificate = listed(make_acm(summaries=None))

    assert certificate.issuer is None
    assert not hasattr(type(certificate).load, "__wrapped__")
    assert ["ListCertificates"] == calls


def test_type_without_load_is_plain_boto3(make_acm: MakeAcm, calls: Calls) -> None:
    """A type that cannot load answers None for what its summary lacks."""
    certificate = listed(make_acm(load=None))

    assert certificate.issuer is None
    assert ["ListCertificates"] == calls


def test_unpatch_stops_completion(acm: Any, calls: Calls) -> None:
    """Classes made after `unpatch` are boto3's own."""
    _install.unpatch()
    certificate = listed(acm)

    assert certificate.issuer is None
    assert ["ListCertificates"] == calls


def test_coroutine_load_is_left_alone(make_acm: MakeAcm) -> None:
    """A `load` that has to be awaited cannot be called from a property."""
    make_acm()
    session = boto3.Session(region_name="us-east-1")

    async def load(self: Any) -> None: ...

    session.events.register(
        "creating-resource-class.acm.Certificate",
        lambda class_attributes, **_: class_attributes.update(load=load),
    )
    certificate = type(session.resource("acm").Certificate("arn:x"))

    assert load is certificate.load
    assert not hasattr(certificate.issuer.fget, "__wrapped__")


def test_a_load_of_the_users_answers_as_it_did(make_acm: MakeAcm) -> None:
    """boto3's own answers with nothing; one that does goes on telling its caller."""
    make_acm()
    session = boto3.Session(region_name="us-east-1")
    session.events.register_first(
        "creating-resource-class.acm.Certificate",
        lambda class_attributes, **_: class_attributes.update(load=lambda self: "v2"),
    )

    assert "v2" == session.resource("acm").Certificate("arn:x").load()


def test_no_request_when_a_class_is_made(acm: Any, calls: Calls) -> None:
    """Making a resource sends nothing."""
    acm.Certificate("arn:aws:acm:us-east-1:123456789012:certificate/1")

    assert [] == calls


def test_members_are_looked_up_once(acm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shapes of a type are compared once for a client, not for each class made."""
    acm.Certificate("arn:aws:acm:us-east-1:123456789012:certificate/1")

    def fail(*args: Any) -> None:
        raise AssertionError("the plan was made a second time")

    monkeypatch.setattr(completion, "_find_gaps", fail)

    acm.Certificate("arn:aws:acm:us-east-1:123456789012:certificate/2")


def test_plans_go_with_their_client(make_acm: MakeAcm) -> None:
    """What is kept about a client's shapes does not outlive the client's model."""
    # Else the model is one for all clients.
    _install.patch(speed=False)
    acm = make_acm()
    acm.Certificate("arn:aws:acm:us-east-1:123456789012:certificate/1")
    model = weakref.ref(acm.meta.client.meta.service_model)
    assert model() in completion._gaps
    del acm
    gc.collect()

    assert model() is None


_DESCRIBE = "2015-12-08/DescribeCertificate"


def test_help_still_documents(acm: Any) -> None:
    """help() tells of attribute and reference what it tells in plain boto3.

    Of a load, too, and the page of its operation, which is called None there.
    """
    ours = type(acm.Certificate("arn:x"))
    _install.unpatch()
    plain = type(acm.Certificate("arn:x"))

    assert "issuer" in pydoc.render_doc(ours, renderer=pydoc.plaintext)
    for name in ("issuer", "first_name", "load", "reload"):
        expected = inspect.getdoc(inspect.getattr_static(plain, name)) or ""
        assert expected
        if name in ("load", "reload"):
            expected = expected.replace("2015-12-08/None", _DESCRIBE)
        found = inspect.getdoc(inspect.getattr_static(ours, name)) or ""
        assert expected.split() == found.split()
    added = {"resource", "exists", "to_dict", "_boto3_extensions_session"}
    added |= {"__getattr__", "__copy__", "__deepcopy__"}
    assert added == {*dir(ours)} ^ {*dir(plain)}


def test_threads_get_the_right_value(acm: Any) -> None:
    """Threads that read one summary at the same time all get what the service has."""
    certificate = listed(acm)

    with ThreadPoolExecutor(8) as pool:
        issuers = list(pool.map(lambda _: certificate.issuer, range(16)))

    assert ["Amazon"] * 16 == issuers


def test_another_kind_of_value_in_a_summary_is_a_part(aws: str) -> None:
    """A summary of s3control names an operation, of which the whole has a structure."""
    model = boto3.client("s3control", "us-east-1").meta.service_model
    summary, whole = map(model.shape_for, ("JobListDescriptor", "JobDescriptor"))
    assert completion.poorer_members(summary, whole) == {"Operation"}
