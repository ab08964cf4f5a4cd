"""The data files of derived services are those that the rules give."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from definitions import deriving
from definitions.__main__ import main
from definitions.gate import Derived

# All services are derived, for their ARNs depend on one another.
pytestmark = pytest.mark.whole


@cache
def everything() -> dict[str, Derived]:
    """Return what is derived, found once."""
    return deriving.derived()


def formats(service: str) -> dict[str, str]:
    """Return the ARN formats of a service's types."""
    document = everything()[service].documents_by_name.get("arns-1.json", {})
    entries = document.get("resources", {})
    return {kind: e["format"] for kind, e in entries.items() if "format" in e}


def test_the_data_files_are_what_the_rules_give(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is missing, stale or different."""
    found = everything()
    monkeypatch.setattr(deriving, "derived", lambda _=(): found)
    status = main(["derive", "--check"])
    assert (0, True) == (status, "are what the rules give" in capsys.readouterr().out)


def test_a_stale_file_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """So is one that lacks."""
    found = {"amplify": everything()["amplify"]}
    monkeypatch.setattr(deriving, "FOLDER", tmp_path)
    monkeypatch.setattr(deriving, "derived", lambda _=(): found)
    stale = tmp_path / "gone" / "2020-01-01" / "resources-1.json"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")
    assert 1 == main(["derive", "--check"])
    told = capsys.readouterr().out
    assert "derived/gone/2020-01-01/resources-1.json" in told
    assert "derived/amplify/2017-07-25/resources-1.json" in told
    assert 0 == main(["derive"])
    assert not stale.exists()
    assert 0 == main(["derive", "--check"])


def test_no_arn_leads_to_types_of_two_services() -> None:
    """A type whose service tells its ARN goes before one that has it by name alone."""
    assert {"ConfigurationSet"} <= {*formats("pinpoint-sms-voice-v2")}
    assert {} == formats("sms-voice")


def test_an_arn_is_of_the_service_whose_ids_it_has() -> None:
    """Deployments of greengrass have ARNs of which the reference says nothing."""
    assert formats("greengrassv2")["Deployment"].endswith(":deployments:{id}")
    assert "Deployment" not in formats("greengrass")


def test_a_call_for_tags_has_all_that_it_requires() -> None:
    """A rule's revision is nothing that a resource knows."""
    found = everything()["compute-optimizer-automation"]
    tags = found.documents_by_name["tags-1.json"]["resources"]
    assert "read" in tags["AutomationRule"]
    assert "add" not in tags["AutomationRule"]


def test_a_type_that_is_not_read_from_its_arn_is_not_looked_for_by_it() -> None:
    """GetResources would tell ARNs that nothing can be made of."""
    tags = everything()["cleanroomsml"].documents_by_name["tags-1.json"]["resources"]
    assert "cleanrooms-ml:training-dataset" == tags["TrainingDataset"]["listed"]
    assert "listed" not in tags["TrainedModel"]


def test_no_type_sends_an_arn_that_is_left_to_another_service() -> None:
    """pinpoint-email's are sesv2's: its operations on tags are the service's again."""
    for name, found in everything().items():
        for kind, body in found.definition.get("resources", {}).items():
            if any("arn" in one for one in body.get("actions", {}).values()):
                assert kind in formats(name)
    ours = everything()["pinpoint-email"].definition["service"]["actions"]
    assert {"TagResource", "UntagResource"} <= {*ours}
