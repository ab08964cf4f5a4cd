"""The driver finds nothing in a right definition, and each fault in a wrong one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from definition_driver import (
    SECTIONS,
    Subject,
    World,
    faults_in,
    subjects,
)
from tiny_definitions import BOX, SHELF
from tiny_service import NAME, VERSION, write_tiny_service

Resources = dict[str, Any]
FindFaults = Callable[[Resources], list[str]]


@pytest.fixture
def find_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FindFaults]:
    """Write the resources of the tiny service and drive all there is in them."""
    write_tiny_service(tmp_path, "json")
    folders = subjects.data_folders()
    monkeypatch.setattr(subjects, "data_folders", lambda: [*folders, str(tmp_path)])
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    monkeypatch.setattr("botocore.waiter.time", SimpleNamespace(sleep=None))

    def drive(resources: Resources) -> list[str]:
        path = tmp_path / NAME / VERSION / "resources-1.json"
        whole = {"service": {"actions": {}}, "resources": resources}
        path.write_text(json.dumps(whole), "utf-8")
        world = World()
        with world.fake:
            return [
                str(fault)
                for section, checks in SECTIONS.items()
                for subject in subjects.subjects_of(NAME)
                if subject.definition.get(section)
                for fault in faults_in(world, subject, section, checks)
            ]

    subjects.definitions_of.cache_clear()
    yield drive
    subjects.definitions_of.cache_clear()


def test_a_right_definition_has_no_fault(find_faults: FindFaults) -> None:
    """Everything a definition can have, done right, passes."""
    assert [] == find_faults({"Box": BOX, "Shelf": SHELF})


def changed(resources: Resources, path: str, value: Any) -> Resources:
    """Return a copy with another value at the path; None takes it away."""
    copied = copy.deepcopy(resources)
    *above, last = [int(p) if p.isdigit() else p for p in path.split("/")]
    at: Any = copied
    for step in above:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return copied


@pytest.mark.parametrize(
    ("path", "value", "where", "complaint"),
    [
        ("Box/load/request/params/1", None, "Box.load", "Missing required"),
        ("Box/load/request/operation", "DropBox", "Box.load", "no attribute"),
        ("Box/load/path", "Bix", "Box.load", "meta.data is None"),
        (
            "Box/load/path",
            "Box.Either",
            "Box.load",
            "has no member of the shape",
        ),
        ("Box/shape", "Boxx", "Box.load", "NoShapeFoundError"),
        (
            "Box/load/request/params/1",
            {"target": "BoxId", "source": "string", "value": "b" * 40},
            "Box.load",
            "the identifier id is not in the request",
        ),
        (
            "Box/actions/Look/request/params/1/target",
            "Filter.Name",
            "Box.actions.look",
            "Unknown parameter",
        ),
        ("Box/actions/Look/path", "Box.Size", "Box.actions.look", "returns None"),
        (
            "Box/batchActions/Seal/request/params/1/target",
            "BoxIds[0]",
            "Box.batchActions.Seal",
            "of its page's items",
        ),
        (
            "Box/waiters/Sealed/params/1",
            None,
            "Box.waiters.wait_until_sealed",
            "the identifier id is not in the request",
        ),
        (
            "Box/waiters/Sealed/waiterName",
            "BoxOpen",
            "Box.waiters.wait_until_sealed",
            "does not exist",
        ),
        (
            "Box/has/FirstInner/resource/identifiers/1/path",
            "Inner[0].Size",
            "Box.has.first_inner",
            "instead of a Box",
        ),
        (
            "Shelf/actions/CreateBox/resource/identifiers/1/path",
            "Box.Size",
            "Shelf.actions.create_box",
            "instead of a Box",
        ),
        (
            "Box/has/Twin",
            {
                "resource": {
                    "type": "Box",
                    "identifiers": [
                        {"target": "Id", "source": "identifier", "name": "Id"},
                        {"target": "Shelf", "source": "identifier", "name": "Shelf"},
                    ],
                }
            },
            "Box.has.Twin",
            "not the one of its parent",
        ),
        (
            "Shelf/hasMany/Boxes/resource/path",
            "Boxes[].Inner[]",
            "Shelf.hasMany.boxes",
            "does not come from the same item",
        ),
        (
            "Shelf/hasMany/Boxes/resource/path",
            "Boxes[].Either",
            "Shelf.hasMany.boxes",
            "does not come from the same item",
        ),
        (
            "Shelf/hasMany/Boxes/resource/identifiers/1/path",
            "Boxes[].Colour",
            "Shelf.hasMany.boxes",
            "only 3 different",
        ),
        (
            "Shelf/hasMany/Boxes/resource/identifiers/1/path",
            "Boxes[].Size",
            "Shelf.hasMany.boxes",
            "filled pages",
        ),
        (
            "Shelf/hasMany/Boxes/resource/type",
            "Shelf",
            "Shelf.hasMany.boxes",
            "Unknown keyword",
        ),
    ],
)
def test_a_fault_is_found_where_it_is(
    find_faults: FindFaults, path: str, value: Any, where: str, complaint: str
) -> None:
    """The sentence names the place and what is wrong there."""
    found = find_faults(changed({"Box": BOX, "Shelf": SHELF}, path, value))
    named = [fault for fault in found if fault.startswith(f"{NAME}.{where}")]
    assert [] != [fault for fault in named if complaint in fault], found


def test_what_a_list_leaves_out_is_found(find_faults: FindFaults) -> None:
    """A list of less than the shape, without `summaries`, leaves attributes None."""
    found = find_faults(changed({"Box": BOX, "Shelf": SHELF}, "Box/summaries", None))
    assert any("history" in f and "is None for ever" in f for f in found), found


def test_a_subject_says_where_it_is() -> None:
    """The path in a message leads to the definition."""
    assert "rds.DBInstance.load" == Subject("rds", "DBInstance").where("load")
