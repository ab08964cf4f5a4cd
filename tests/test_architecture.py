"""The package is built as ARCHITECTURE.rst says: rooms, names, and short ways."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import boto3_extensions
from boto3_extensions import ConnectionManager, resource_from_arn
from make_session import MakeSession

PACKAGE = Path(boto3_extensions.__file__).parent
ROOT = Path(__file__).parents[1]
ROLE = "arn:aws:iam::123456789012:role/reader"
DATABASE = "arn:aws:rds:us-east-1:123456789012:db:orders"


def files_passed(call: Callable[[], object]) -> set[str]:
    """Return the files of the package that have a function running during a call."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>":
            found.add(code.co_filename)

    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
    start = f"{PACKAGE}{os.sep}"
    return {file.removeprefix(start) for file in found if file.startswith(start)}


def test_a_service_is_had_through_few_rooms(session: MakeSession) -> None:
    """In a session that has no class of it yet."""
    session().resource("rds")
    new = session()
    assert len(passed := files_passed(lambda: new.resource("rds"))) <= 14, passed


def test_a_role_session_is_had_through_few_rooms(aws: str) -> None:
    """When the cache has none."""
    connections = ConnectionManager(region_name="us-east-1")
    connections.get_session(ROLE, "first")
    passed = files_passed(lambda: connections.get_session(ROLE, "second"))
    assert len(passed) <= 16, passed


def test_a_resource_is_had_by_its_arn_through_few_rooms(session: MakeSession) -> None:
    """When the classes are there."""
    new = session()
    resource_from_arn(DATABASE, new)
    passed = files_passed(lambda: resource_from_arn(DATABASE, new))
    assert len(passed) <= 16, passed


def test_the_classes_of_a_resource_are_made_in_few_rooms(session: MakeSession) -> None:
    """A room for each kind of addition that its type has, and the index of ARNs."""
    resource_from_arn(DATABASE, session())
    new = session()
    passed = files_passed(lambda: resource_from_arn(DATABASE, new))
    assert len(passed) <= 25, passed


def test_the_map_has_every_room() -> None:
    """And none that is gone."""
    page = (ROOT / "ARCHITECTURE.rst").read_text("utf-8")
    map_of_rooms = page[page.index("The rooms") : page.index("Three calls")]
    rooms = {path.parent.name for path in PACKAGE.glob("_*/__init__.py")}
    rooms |= {path.stem for path in PACKAGE.glob("_[a-z]*.py")}
    assert rooms == set(re.findall(r"^    (_\w+) ", map_of_rooms, re.MULTILINE))


def test_a_module_has_a_plain_name() -> None:
    """Its folder alone has the underscore, and is not repeated."""
    for path in PACKAGE.glob("_*/*.py"):
        room, name = path.parent.name.strip("_"), path.stem
        assert name == "__init__" or not name.startswith("_"), path
        assert name != room, path
        assert not name.startswith(f"{room.rstrip('s')}_"), path


def test_a_module_is_imported_by_a_statement() -> None:
    """Which import-linter and a reader find, and not by a string."""
    by_string = re.compile(r"\bimport_module\(|\b__import__\(")
    for path in PACKAGE.rglob("*.py"):
        # It looks boto3's own functions up, whose tests may have mocked `importlib`.
        if path.name != "wraps.py":
            assert not by_string.search(path.read_text("utf-8")), path


def test_every_folder_of_tests_is_told_of() -> None:
    """CONTRIBUTING.rst names each that mirrors no room of the package."""
    text = (ROOT / "CONTRIBUTING.rst").read_text("utf-8")
    rooms = {path.name.strip("_") for path in PACKAGE.glob("_*")}
    for folder in (ROOT / "tests").iterdir():
        if folder.is_dir() and not folder.name.startswith((".", "_")):
            assert folder.name in rooms or f"``{folder.name}``" in text, folder
