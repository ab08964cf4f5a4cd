"""The former names of derived services stay for one release, and go then."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from definitions import deriving, former, names
from definitions.service import Service
from fake_aws import FakeAws

NOW = "1.1.0"


def shipped(service: str) -> dict[str, Any]:
    """Return the definitions of a derived service."""
    return names.definition_of(names.on_disk(deriving.FOLDER, service))


def kept(service: str, before: dict[str, Any]) -> dict[str, Any]:
    """Return the definitions that a service is shipped with after others."""
    made = shipped(service)
    former.keep(Service(service), made, before, NOW)
    return made


@pytest.fixture
def before() -> dict[str, Any]:
    """Return definitions of amplify in which an action had another name."""
    past = copy.deepcopy(shipped("amplify"))
    actions = past["resources"]["App"]["actions"]
    actions["Remove"] = actions.pop("Delete")
    return past


def test_an_action_has_both_names(before: dict[str, Any]) -> None:
    """The new one is as it was, and the former one the same with a mark."""
    app = kept("amplify", before)["resources"]["App"]
    actions = app["actions"]
    assert actions["Remove"] == {**actions["Delete"], "former": NOW}
    assert app["older"] == {"remove": "delete"}


def test_what_is_kept_once_is_kept_in_the_same_release(before: dict[str, Any]) -> None:
    """When the rules are run again, git has both names already."""
    once = kept("amplify", before)
    again = kept(
        "amplify",
        former.without_past({"resources-1.json": once}, NOW)["resources-1.json"],
    )
    assert again == once


def test_a_former_name_goes_with_the_next_release(before: dict[str, Any]) -> None:
    """Nobody has to let it go, and nothing tells that it is gone."""
    documents = {"resources-1.json": kept("amplify", before)}
    past = former.without_past(documents, "1.2.0")["resources-1.json"]
    assert past == kept("amplify", past)
    assert "Remove" not in past["resources"]["App"]["actions"]
    assert "Delete" in past["resources"]["App"]["actions"]


def test_what_is_a_types_action_now_is_still_the_services() -> None:
    """Its caller says what it is about, so that it cannot be wrong."""
    past = copy.deepcopy(shipped("amplify"))
    past["service"]["actions"]["DeleteApp"] = {"request": {"operation": "DeleteApp"}}
    actions = kept("amplify", past)["service"]["actions"]
    assert actions["DeleteApp"] == {
        "request": {"operation": "DeleteApp"},
        "former": NOW,
    }


def test_what_was_wrong_is_not_kept() -> None:
    """An action that was filled with another id is not called otherwise: it is gone."""
    past = copy.deepcopy(shipped("amplify"))
    wrong = copy.deepcopy(past["resources"]["App"]["actions"]["Delete"])
    wrong["request"]["operation"] = "DeleteWebhook"
    past["resources"]["App"]["actions"]["DeleteWebhook"] = wrong
    assert "DeleteWebhook" not in kept("amplify", past)["resources"]["App"]["actions"]


def test_a_type_is_made_under_its_former_name(
    fake: FakeAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its resources are those of the type as it is called now."""
    past = copy.deepcopy(shipped("amplify"))
    past["resources"]["Application"] = past["resources"].pop("App")
    made = kept("amplify", past)
    folder = tmp_path / "amplify" / Service("amplify").version
    folder.mkdir(parents=True)
    (folder / "resources-1.json").write_text(json.dumps(made), "utf-8")
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    amplify = boto3.Session().resource("amplify", **fake.client_arguments("amplify"))
    assert amplify.Application("a") == amplify.App("a")
    amplify.Application("a").delete()
    assert [call.operation for call in fake.calls] == ["DeleteApp"]


def test_what_is_a_deeper_types_action_now_stays_where_it_was() -> None:
    """It was sent the app's id, and is sent the app's and the branch's now."""
    past = copy.deepcopy(shipped("amplify"))
    body = copy.deepcopy(past["resources"]["Branch"]["actions"]["Delete"])
    body["request"]["params"] = body["request"]["params"][:1]
    past["resources"]["App"]["actions"]["DeleteBranch"] = body
    actions = kept("amplify", past)["resources"]["App"]["actions"]
    assert actions["DeleteBranch"] == {**body, "former": NOW}
