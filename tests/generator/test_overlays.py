"""The generator, with services that boto3 has resources for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from definitions import toml_file
from drafted import definition


def overlay(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return what a TOML adds to boto3's own definition."""
    return dict(definition(tmp_path, text)["merge"])


ALARM = """
service = "cloudwatch"
[types.CompositeAlarm]
identifiers = { Name = "AlarmName" }
[types.CompositeAlarm.load]
operation = "DescribeAlarms"
params = { "AlarmNames[0]" = "Name", "AlarmTypes[0]" = "'CompositeAlarm'" }
path = "CompositeAlarms[0]"
[types.CompositeAlarm.list]
operation = "DescribeAlarms"
on = "Alarm"
params = { ParentsOfAlarmName = "Name" }
path = "CompositeAlarms[]"
data = false
"""


def test_a_waiter_asks_for_the_kind_that_the_load_does(tmp_path: Path) -> None:
    """Without their type AWS describes no composite alarms."""
    alarm = overlay(tmp_path, ALARM)["resources"]["CompositeAlarm"]
    assert alarm["load"]["request"]["params"] == alarm["waiters"]["Exists"]["params"]


def test_items_that_are_hardly_told_are_loaded_when_read(tmp_path: Path) -> None:
    """AWS lists an alarm's parents by the whole shape, and leaves most of it out."""
    alarm = overlay(tmp_path, ALARM)["resources"]["Alarm"]
    (parents,) = alarm["hasMany"].values()
    assert "path" not in parents["resource"]


CAPACITY = """
service = "glacier"
[types.ProvisionedCapacity]
parent = "Account"
identifiers = { Id = "CapacityId" }
load = false
[types.ProvisionedCapacity.list]
operation = "ListProvisionedCapacity"
on = "service"
params = { accountId = "'-'" }
[operations.PurchaseProvisionedCapacity]
on = "service"
params = { accountId = "'-'" }
returns = "ProvisionedCapacity"
"""


def test_what_is_asked_for_tells_a_parent(tmp_path: Path) -> None:
    """As boto3 has it for vaults: those of one's own account, which is called "-"."""
    service = overlay(tmp_path, CAPACITY)["service"]
    listed = service["hasMany"]["ProvisionedCapacities"]
    told = {"source": "requestParameter", "path": "accountId"}
    assert {"target": "AccountId", **told} in listed["resource"]["identifiers"]
    given = [{"target": "accountId", "source": "string", "value": "-"}]
    assert given == listed["request"]["params"]
    bought = service["actions"]["PurchaseProvisionedCapacity"]
    assert given == bought["request"]["params"]


def test_a_type_of_boto3s_may_be_listed_by_its_parent(tmp_path: Path) -> None:
    """A stack's resources do not tell the stack, which was asked for them."""
    text = """
        service = "cloudformation"
        [types.StackResource]
        parent = "Stack"
        list = { operation = "ListStackResources", on = "Stack" }
        [types.Export]
        identifiers = { Name = "Name" }
    """
    stack = overlay(tmp_path, text)["resources"]["Stack"]
    told = stack["hasMany"]["Resources"]["resource"]["identifiers"]
    assert {"target": "StackName", "source": "identifier", "name": "Name"} == told[0]

    with pytest.raises(toml_file.DefinitionError, match="has its identifiers"):
        overlay(tmp_path, text.replace('parent = "Stack"', ""))


VERSIONS = """
service = "s3"
[types.ObjectVersion.list]
operation = "ListObjectVersions"
on = "Object"
as = "Versions"
path = "Versions[]"
params = { Bucket = "BucketName", Prefix = "Key" }
identifiers = { ObjectKey = "Key", Id = "VersionId" }
own = { ObjectKey = "Key" }
"""


def test_a_collection_may_be_of_own_items_alone(tmp_path: Path) -> None:
    """A key is a prefix of longer ones: the items tell whose they are."""
    versions = overlay(tmp_path, VERSIONS)["resources"]["Object"]["hasMany"]["Versions"]
    assert {"ObjectKey": "Key"} == versions["own"]
    told = {"target": "ObjectKey", "source": "response", "path": "Versions[].Key"}
    assert told in versions["resource"]["identifiers"]
