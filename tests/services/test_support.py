"""AWS Support as its users work with it: cases, and Trusted Advisor's checks.

moto has cases and the list of checks; the rest is asked of the fake AWS, which shows
what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession


@pytest.fixture
def support(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("support")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("support", **fake.client_arguments("support"))


def test_a_case_is_opened_listed_and_resolved(support: Any) -> None:
    """A new case is a resource, as those of the list are."""
    case = support.create_case(subject="It is down", communicationBody="Please help")
    assert "It is down" == case.subject
    assert [case] == list(support.cases.all())
    assert "finalCaseStatus" in case.resolve()


def test_both_names_make_a_case() -> None:
    """A case is of the type that 0.23.0 named after its shape."""
    support = boto3.Session().resource("support", region_name="us-east-1")
    assert support.CaseDetails("case-1") == support.Case("case-1")


def test_a_resolved_case_loads(fake: FakeAws, faked: Any) -> None:
    """AWS tells of resolved cases only if asked to, even by id."""
    fake.plant("support", "DescribeCases", {"cases": [{"status": "resolved"}]})
    assert "resolved" == faked.Case("case-1").status
    (call,) = fake.calls_to("support", "DescribeCases")
    assert {"caseIdList": ["case-1"], "includeResolvedCases": True} == call.params


@pytest.mark.newer_botocore
def test_the_files_of_a_communication(fake: FakeAws, faked: Any) -> None:
    """What is attached to a communication are resources that can be loaded."""
    attachment = {"attachmentId": "a-1", "fileName": "log.txt"}
    said = {"caseId": "case-1", "body": "Look", "attachments": [attachment]}
    file = {"fileName": "log.txt", "data": b"out of memory"}
    fake.plant("support", "DescribeCommunications", {"communications": [said]})
    fake.plant("support", "DescribeAttachment", {"attachment": file})
    (communication,) = faked.Case("case-1").communications.all()
    (attached,) = communication.attached_files
    assert b"out of memory" == attached.data


def test_a_check_is_found_in_the_list(arns: None, support: Any) -> None:
    """AWS only lists checks, in a language; ARNs of checks are Trusted Advisor's."""
    check = next(iter(support.trusted_advisor_checks.all()))
    same = support.TrustedAdvisorCheck(check.id)
    assert check.name == same.name
    start = "arn:aws:trustedadvisor:us-east-1:123456789012:checks"
    assert f"{start}/{check.category}/{check.id}" == same.arn


def test_what_a_check_found(fake: FakeAws, faked: Any) -> None:
    """Result, summary and refresh status are resources of the check's id."""
    result = {"checkId": "c-1", "status": "warning"}
    fake.plant("support", "DescribeTrustedAdvisorCheckResult", {"result": result})
    fake.plant(
        "support", "DescribeTrustedAdvisorCheckSummaries", {"summaries": [result]}
    )
    check = faked.TrustedAdvisorCheck("c-1")
    assert "warning" == check.check_result().status
    assert ["warning"] == [one.status for one in check.check_summary.all()]
    assert "warning" == faked.TrustedAdvisorCheckResult("c-1").status


@pytest.mark.newer_botocore
def test_the_next_links_of_an_upload(fake: FakeAws, faked: Any) -> None:
    """An upload knows its file's name, which AWS asks for again."""
    fake.plant("support", "DescribeAttachmentUploadStatus", {"fileName": "core.gz"})
    faked.AttachmentUpload("u-1").get_links()
    (call,) = fake.calls_to("support", "GetAttachmentUploadLinks")
    assert {"uploadId": "u-1", "fileName": "core.gz"} == call.params
