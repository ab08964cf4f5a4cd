"""GuardDuty as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions import resource_from_arn
from boto3_extensions.exceptions import PartialFailureError
from fake_aws import FakeAws
from make_session import MakeSession

CRITERIA = {"Criterion": {"region": {"Eq": ["us-east-1"]}}}


@pytest.fixture
def detector(session: MakeSession) -> Any:
    """Turn GuardDuty on."""
    return session().resource("guardduty").create_detector(Enable=True)


@pytest.fixture
def planted(fake: FakeAws) -> Any:
    """Return a detector of what the fake is planted with."""
    arguments = fake.client_arguments("guardduty")
    return boto3.resource("guardduty", **arguments).Detector("12ab")


def test_a_detector_has_filters(session: MakeSession, detector: Any) -> None:
    """A filter is known by its detector and its name, and made and deleted there."""
    made = detector.create_filter(Name="east", FindingCriteria=CRITERIA)
    assert [detector] == list(session().resource("guardduty").detectors.all())
    assert detector == made.Detector()
    assert (
        CRITERIA["Criterion"]["region"]["Eq"]
        == made.finding_criteria["Criterion"]["region"]["Eq"]
    )
    made.delete()
    detector.delete()
    assert [] == list(session().resource("guardduty").detectors.all())


def test_a_filter_is_found_by_its_arn(
    arns: None, session: MakeSession, detector: Any
) -> None:
    """No answer has the ARN, which is made of the detector's id and the name."""
    start = f"arn:aws:guardduty:us-east-1:123456789012:detector/{detector.id}"
    assert start == detector.arn
    made: Any = resource_from_arn(f"{start}/filter/east", session())
    assert detector.Filter("east") == made
    assert f"{start}/filter/east" == made.arn


def test_an_organization_has_an_administrator(session: MakeSession) -> None:
    """Who is put in charge is returned, and listed."""
    guardduty = session().resource("guardduty")
    made = guardduty.enable_organization_admin_account(AdminAccountId="222233334444")
    assert [made] == list(guardduty.organization_admin_accounts.all())
    assert "ENABLED" == made.admin_status


def test_findings_are_archived_together(fake: FakeAws, planted: Any) -> None:
    """AWS lists their ids alone; a call archives a page of them, told the detector."""
    fake.plant("guardduty", "ListFindings", {"FindingIds": ["f1", "f2"]})
    planted.findings.filter(FindingCriteria=CRITERIA).archive()
    (call,) = fake.calls_to("guardduty", "ArchiveFindings")
    assert {"DetectorId": "12ab", "FindingIds": ["f1", "f2"]} == call.params


def test_members_are_known_by_their_administrator(fake: FakeAws, planted: Any) -> None:
    """A member has a detector of its own, and is asked for by the administrator's."""
    member = {"AccountId": "222233334444", "DetectorId": "34cd"}
    fake.plant("guardduty", "ListMembers", {"Members": [member]})
    (found,) = planted.members.all()
    assert ("12ab", "34cd") == (found.administrator_detector_id, found.detector_id)
    found.stop_monitoring()
    (call,) = fake.calls_to("guardduty", "StopMonitoringMembers")
    assert {"DetectorId": "12ab", "AccountIds": ["222233334444"]} == call.params


def test_members_are_made_or_refused(fake: FakeAws, planted: Any) -> None:
    """The accounts that were asked for are members, unless the answer tells of them."""
    details = [{"AccountId": "222233334444", "Email": "shop@example.com"}]
    fake.plant("guardduty", "CreateMembers", {"UnprocessedAccounts": []})
    made = planted.create_members(AccountDetails=details)
    assert [planted.Member("222233334444")] == made
    refused = [{"AccountId": "222233334444", "Result": "not in the organization"}]
    fake.plant("guardduty", "CreateMembers", {"UnprocessedAccounts": refused})
    with pytest.raises(PartialFailureError, match="222233334444"):
        planted.create_members(AccountDetails=details)


def test_an_invitation_is_accepted(fake: FakeAws, planted: Any) -> None:
    """It tells who invites and its own id; whose detector takes it is said."""
    sent = {"AccountId": "222233334444", "InvitationId": "i1"}
    fake.plant("guardduty", "ListInvitations", {"Invitations": [sent]})
    arguments = fake.client_arguments("guardduty")
    (one,) = boto3.resource("guardduty", **arguments).invitations.all()
    assert planted.AdministratorAccount() == one.accept(DetectorId="12ab")
    (call,) = fake.calls_to("guardduty", "AcceptAdministratorInvitation")
    asked = {"AdministratorId": "222233334444", "InvitationId": "i1"}
    assert {"DetectorId": "12ab", **asked} == call.params
