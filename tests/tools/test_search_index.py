"""The search's index says once what Sphinx says thrice, and loses nothing."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from reference import search

INDEX: dict[str, Any] = {
    "docnames": ["start", "services/rds/DBInstance", "services/rds/index"],
    "filenames": [
        "start.rst",
        "services/rds/DBInstance.page",
        "services/rds/index.page",
    ],
    "titles": ["Five minutes", "rds.DBInstance", "rds"],
    "terms": {"engin": [1, 2], "moto": 0, "start": [0, 1, 2]},
    "titleterms": {"action": [1, 2]},
    "objtypes": {"0": "py:class", "1": "py:method", "2": "py:attribute"},
    "objnames": {"0": ["py", "class", "Python class"]},
    "objects": {
        "boto3_extensions": [[0, 1, 1, "", "parse_arn"]],
        "rds": [[1, 0, 1, "", "DBInstance"], [2, 1, 1, "", "add_role"]],
        "rds.DBInstance": [
            [1, 1, 1, "", "load"],
            [1, 1, 1, "", "stop"],
            [1, 2, 1, "", "engine"],
        ],
    },
    "alltitles": {
        "Five minutes": [[0, None]],
        "Actions": [[1, "actions"], [2, "actions"]],
        "rds.DBInstance": [[1, None]],
        "rds": [[2, None]],
    },
    "indexentries": {
        "add_role": [[2, "rds.add_role", True]],
        "addrole": [[2, "rds.add_role", True]],
        "stop_db_instance": [[1, "rds.DBInstance.stop", True]],
        "stopdbinstance": [[1, "rds.DBInstance.stop", True]],
        "parse_arn() (in module boto3_extensions)": [[0, "parse_arn", False]],
        "load_it": [[1, "rds.DBInstance.load", True], [0, "load", True]],
    },
}


def test_a_member_is_said_once_with_its_operation() -> None:
    """Methods, then attributes; the client's name of the operation where it differs."""
    found = search.lean(copy.deepcopy(INDEX))
    assert {
        "boto3_extensions": [0, "parse_arn", ""],
        "rds": [2, "add_role:", ""],
        "rds.DBInstance": [1, "load stop:stop_db_instance", "engine"],
    } == found["members"]


def test_what_is_not_as_expected_stays() -> None:
    """Guides, types, and names of another form; of headings those of services."""
    found = search.lean(copy.deepcopy(INDEX))
    assert {
        "rds": [[1, 0, 1, "", "DBInstance"]],
    } == found["objects"]
    kept = {"parse_arn() (in module boto3_extensions)", "load_it"}
    assert {key: INDEX["indexentries"][key] for key in kept} == found["indexentries"]
    assert {"Five minutes": [(0, None)], "Actions": [(2, "actions")]} == found[
        "alltitles"
    ]
    assert ["Five minutes", 0, 0] == found["titles"]


def test_a_page_may_have_many_types() -> None:
    """A member is where its type is, whatever the name of the page."""
    one = copy.deepcopy(INDEX)
    one["objects"]["rds.DBProxy"] = [[2, 1, 1, "", "load"], [1, 1, 1, "", "stop"]]
    found = search.lean(one)
    assert [2, "load", ""] == found["members"]["rds.DBProxy"]
    assert [[1, 1, 1, "", "stop"]] == found["objects"]["rds.DBProxy"]


def test_a_heading_that_is_a_type_is_found_as_the_type() -> None:
    """On a page of many types, whose other headings stay."""
    one = copy.deepcopy(INDEX)
    one["objects"]["rds"].append([2, 0, 1, "", "DBProxy"])
    one["alltitles"] |= {"DBProxy": [[2, "rds.DBProxy"]], "Proxy": [[2, "proxy"]]}
    titles = search.lean(one)["alltitles"]
    assert "DBProxy" not in titles
    assert titles["Proxy"] == [(2, "proxy")]


def test_pages_are_told_by_their_distance() -> None:
    """Which are small numbers, of thousands of pages."""
    found = search.lean(copy.deepcopy(INDEX))
    assert {"engin": [1, 1], "moto": 0, "start": [0, 1, 1]} == found["terms"]


def test_the_index_is_rewritten_once(tmp_path: Path) -> None:
    """What the browser has to grow is said in the file; another run changes nothing."""
    path = tmp_path / "searchindex.js"
    path.write_text(f"Search.setIndex({json.dumps(INDEX)})", "utf-8")
    before, after = search.write(tmp_path)
    assert after < before
    text = path.read_text("utf-8")
    assert text.startswith('Search.setIndex(grown({"docnames":')
    assert (after, after) == search.write(tmp_path)
    assert text == path.read_text("utf-8")


def test_the_browser_knows_how_to_grow_it() -> None:
    """The script beside the index reads each part that is written here alone."""
    root = Path(__file__).resolve().parents[2]
    script = (root / "docs" / "_static" / "scorer.js").read_text("utf-8")
    assert "function grown(index)" in script
    added = set(search.lean(copy.deepcopy(INDEX))) - set(INDEX)
    assert {"members"} == added
    assert "index.members" in script
