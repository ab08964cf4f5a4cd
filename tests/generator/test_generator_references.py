"""References: what the generator has things refer to, and by which identifiers."""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions import toml_file
from drafted import INSTANCE, definition, overlay


def test_a_data_member_that_names_another_type_is_a_reference(tmp_path: Path) -> None:
    """A snapshot knows its instance."""
    made = definition(
        tmp_path,
        INSTANCE
        + """
        [types.DBSnapshot]
        identifiers = { Id = "DBSnapshotIdentifier" }
        """,
    )["resources"]["DBSnapshot"]
    reference = made["has"]["DBInstance"]["resource"]["identifiers"]
    assert [
        {"target": "Id", "source": "data", "path": "DBInstanceIdentifier"}
    ] == reference


def test_a_reference_does_not_hide_an_attribute(tmp_path: Path) -> None:
    """An instance's data has a DBSubnetGroup; boto3 would rename one of the two."""
    made = definition(
        tmp_path,
        INSTANCE
        + """
        [types.DBSubnetGroup]
        identifiers = { Name = "DBSubnetGroupName" }
        """,
    )["resources"]["DBInstance"]
    assert "DBSubnetGroup" not in made.get("has", {})


GROUPS = """
service = "elasticache"
[types.User]
identifiers = { Id = "UserId" }
[types.UserGroup]
identifiers = { Id = "UserGroupId" }
references = { Users = { type = "%s", path = "UserIds[]" } }
"""


def test_a_reference_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    """A group refers to all its users, by a list of their ids."""
    made = definition(tmp_path, GROUPS % "User")["resources"]["UserGroup"]["has"]
    users = {"target": "Id", "source": "data", "path": "UserIds[]"}
    assert {"type": "User", "identifiers": [users]} == made["Users"]["resource"]


def test_a_reference_shares_the_identifiers_that_both_have(tmp_path: Path) -> None:
    """An alias and its version are of one function; its settings go by its name."""
    made = definition(
        tmp_path,
        """
        service = "lambda"
        [types.Function]
        identifiers = { FunctionName = "FunctionName" }
        [types.Version]
        parent = "Function"
        parent_identifiers = "FunctionName"
        identifiers = { Version = "Version" }
        [types.Alias]
        parent = "Function"
        parent_identifiers = "FunctionName"
        identifiers = { AliasName = "Name" }
        [types.Alias.references]
        Version = { type = "Version", path = "FunctionVersion" }
        SameName = { type = "Version", path = "AliasName" }
        """,
    )["resources"]["Alias"]["has"]
    of = {"target": "FunctionName", "source": "identifier", "name": "FunctionName"}
    by_data = {"target": "Version", "source": "data", "path": "FunctionVersion"}
    by_name = {"target": "Version", "source": "identifier", "name": "AliasName"}
    assert [of, by_data] == made["Version"]["resource"]["identifiers"]
    assert [of, by_name] == made["SameName"]["resource"]["identifiers"]


def test_a_reference_by_an_identifier_needs_no_data(tmp_path: Path) -> None:
    """When a key was last used is known by the key's id, before anything is loaded."""
    made = overlay(
        tmp_path,
        """
        service = "iam"
        [types.AccessKeyLastUsed]
        identifiers = { AccessKeyId = "AccessKeyId" }
        [types.AccessKey]
        references = { LastUsed = { type = "AccessKeyLastUsed", path = "Id" } }
        """,
    )["resources"]["AccessKey"]["has"]["LastUsed"]["resource"]
    by_id = {"target": "AccessKeyId", "source": "identifier", "name": "Id"}
    assert {"type": "AccessKeyLastUsed", "identifiers": [by_id]} == made


def test_a_reference_to_no_type_is_refused(tmp_path: Path) -> None:
    """A misspelt type of a reference stops the generator."""
    with pytest.raises(toml_file.DefinitionError, match="refers to Usr, no type"):
        definition(tmp_path, GROUPS % "Usr")


def test_what_has_no_data_may_refer_by_its_identifier(tmp_path: Path) -> None:
    """AWS tells no more of a family than its name, which is that of its latest one."""
    text = """
        service = "ecs"
        [types.TaskDefinition]
        identifiers = { Id = "" }
        [types.TaskDefinitionFamily]
        identifiers = { Name = "family" }
        references = { Latest = { type = "TaskDefinition", path = "Name" } }
    """
    latest = definition(tmp_path, text)["resources"]["TaskDefinitionFamily"]["has"]
    told = {"target": "Id", "source": "identifier", "name": "Name"}
    assert [told] == latest["Latest"]["resource"]["identifiers"]
