"""What AWS tells in sentences alone is found in them.

By the rules, in boto3's own definitions, of which nothing was mended.
"""

from __future__ import annotations

from pathlib import Path

from definitions.checks import Library, defaults, omissions, run
from definitions.checks.service import Service


def boto3s(service: str, folder: Path) -> Service:
    """Return a service as boto3 alone defines it."""
    found = Library(folder).base(service)
    assert found is not None
    return found


def test_lists_that_leave_members_out_are_found(tmp_path: Path) -> None:
    """Those of IAM, by what their own pages say, and the pages of the members."""
    iam = boto3s("iam", tmp_path)
    found = run.apply((omissions.omissions_told,), iam)
    assert {
        "omits InstanceProfile.ListInstanceProfiles",
        "omits Policy.ListPolicies",
        "omits PolicyVersion.ListPolicyVersions",
        "omits Role.ListRoles",
        "omits User.GetGroup",
        "omits User.ListUsers",
        "omits VirtualMfaDevice.ListVirtualMFADevices",
    } == {finding.key for finding in found}
    assert any("PermissionsBoundary, RoleLastUsed, Tags" in f.text for f in found)


def test_lists_that_are_not_of_all_are_found(tmp_path: Path) -> None:
    """boto3's alarms are of one kind, its metrics of one account."""
    found = run.apply((defaults.defaults_told,), boto3s("cloudwatch", tmp_path))
    assert {
        "default DescribeAlarms AlarmTypes",
        "default ListMetrics IncludeLinkedAccounts",
    } == {one.key for one in found}
