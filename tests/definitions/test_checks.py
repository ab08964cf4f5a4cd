"""The checks as a whole: what older models excuse, and what a definitions file does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from definitions.checks import Library, check_data, check_file, read_allowed
from xray_groups import SERVICE

GROUP = {"identifiers": [{"name": "Name"}]}


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Write resources of xray with one type, Group, that has something more."""

    def write_group(**more: Any) -> Path:
        path = tmp_path / "xray" / "2016-04-12" / "resources-1.json"
        path.parent.mkdir(parents=True)
        document = {"service": SERVICE, "resources": {"Group": {**GROUP, **more}}}
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        return path

    return write_group


@pytest.mark.parametrize(("older", "level"), [(False, "error"), (True, "note")])
def test_older_models_need_not_have_everything(
    tmp_path: Path, write: Any, older: bool, level: str
) -> None:
    """What an old botocore lacks is a fault only if the data is no newer."""
    params = [{"target": "GroupName", "source": "identifier", "name": "Name"}]
    request = {"operation": "FlyGroup", "params": params}
    path = write(actions={"Fly": {"request": request}})
    found = check_file(Library(tmp_path), path, older=older)
    assert [(level, "operation Group.actions.Fly")] == [(f.level, f.key) for f in found]


def test_older_models_need_not_have_every_value(tmp_path: Path, write: Any) -> None:
    """A constant that an old enum lacks is a note there; AWS adds to enums, too."""
    params = [{"target": "TimeRangeType", "source": "string", "value": "Sidereal"}]
    request = {"operation": "GetTraceSummaries", "params": params}
    path = write(actions={"Look": {"request": request}})
    found = check_file(Library(tmp_path), path, older=True)
    assert "note" in {f.level for f in found if f.rule == "target"}
    assert "error" not in {f.level for f in found if f.rule == "target"}


def test_older_models_excuse_no_other_fault(tmp_path: Path, write: Any) -> None:
    """A name in the wrong case is wrong, however old the models are."""
    params = [{"target": "groupName", "source": "identifier", "name": "Name"}]
    request = {"operation": "GetGroup", "params": params}
    path = write(actions={"Get": {"request": request, "reads": True}})
    found = check_file(Library(tmp_path), path, older=True)
    assert [
        "error: Group.actions.Get fills groupName, but GetGroupRequest has no"
        " member groupName, but GroupName. [target Group.actions.Get]"
    ] == [str(finding) for finding in found]


def test_an_exception_is_a_note_with_its_reason(tmp_path: Path, write: Any) -> None:
    """What a definitions file allows stays visible, but fails nothing."""
    write(colour="red")
    allowed = {"xray": {"key Group": "somebody likes it"}}
    assert [
        "note: Group has the key colour, which boto3 does not read there. Allowed:"
        " somebody likes it [key Group]"
    ] == [str(f) for _, found in check_data(Library(tmp_path), allowed) for f in found]


def test_exceptions_are_read_from_definitions(tmp_path: Path) -> None:
    """`[allowed]` has them as they are printed; `equality` is one as well."""
    text = """
        service = "xray"
        [allowed]
        "renamed Group.name" = "older than we are"
        [types.Rule]
        equality = "all alike"
    """
    (tmp_path / "xray.toml").write_text(text, encoding="utf-8")
    reasons = {"renamed Group.name": "older than we are", "identity Rule": "all alike"}
    assert {"xray": reasons} == read_allowed(tmp_path)


def test_a_finding_of_an_unknown_service_is_no_crash(tmp_path: Path) -> None:
    """A folder that no botocore knows is said to be misplaced."""
    path = tmp_path / "typo" / "2016-04-12" / "resources-1.json"
    path.parent.mkdir(parents=True)
    document = {"service": {}, "resources": {}}
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    assert [
        "typo/2016-04-12/resources-1.json is in the folder of a service that botocore"
        " does not have."
    ] == [finding.text for finding in check_file(Library(tmp_path), path)]
