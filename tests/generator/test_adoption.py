"""What AWS has added gets its natural place by rule, and a guess is told as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomlkit

from definitions import adoption, build, suggested, toml_file
from definitions.derivation import derive
from definitions.resource_type import ResourceType
from definitions.service import BOTOCORE, Service
from definitions.spec import TypeSpec
from definitions.trials import Trials
from definitions.types import TypeBuilder

KAFKA = """
service = "kafka"
[types.Cluster]
identifiers = { Arn = "ClusterArn" }
"""


def trials(text: str, definition: dict[str, Any] | None = None) -> Trials:
    """Return definitions that a newer botocore is to be taken into."""
    parts = {Path("service.toml"): tomlkit.parse(text)}
    spec = toml_file.spec_of(toml_file.joined(parts))
    made = build.documents(spec, {})
    return Trials(Service(spec.service), parts, {}, made, definition or {}, {})


def adopted(tried: Trials, *names: str) -> dict[str, TypeSpec]:
    """Take in some of the types that the models tell of, and return what is defined."""
    found = derive(tried.service, whole=False).types
    tried.adopt_types({name: found[name] for name in names})
    return tried.spec.types


def test_a_type_that_two_operations_tell_alike_is_taken_in() -> None:
    """One lists it by what the other takes; its ARN is what its data has."""
    types = adopted(trials('service = "kinesis"\n'), "Queue")

    assert {"Arn": "QueueARN"} == types["Queue"].identifiers
    assert "arn" == (types["Queue"].arn or {})["arn"]


def test_a_part_is_taken_in_after_its_whole() -> None:
    """Whose part a finding is, is told by what its list has to be asked with."""
    types = adopted(trials(KAFKA), "AssessmentFinding", "Assessment")

    assert "Cluster" == types["Assessment"].parent
    assert "Assessment" == types["AssessmentFinding"].parent
    assert {"Id": "FindingId"} == types["AssessmentFinding"].identifiers


def test_what_nothing_tells_but_its_whole_has_the_id_of_that() -> None:
    """AWS asks for the one backup policy of a file system by the file system's id."""
    whole = '[types.FileSystem]\nidentifiers = { Id = "FileSystemId" }\n'
    types = adopted(trials(f'service = "efs"\n{whole}'), "BackupPolicy")

    assert {"Id": "FileSystemId"} == types["BackupPolicy"].identifiers
    assert types["BackupPolicy"].parent is None


def test_a_setting_that_there_is_one_of_is_taken_in() -> None:
    """It is described without being named, and changed."""
    tried = trials('service = "logs"\n')
    types = adopted(tried, "StorageTierPolicy")

    assert {} == types["StorageTierPolicy"].identifiers
    assert ["StorageTierPolicy"] == tried.adopted


def test_what_one_operation_alone_tells_of_is_a_doubt() -> None:
    """A version that is told by its template's ARN is left to a person, with why."""
    tried = trials('service = "iam"\n')

    assert {} == adopted(tried, "RoleTemplateVersion")
    (refused,) = tried.refused
    assert "one operation alone tells of its TemplateArn" == refused.doubt
    assert "[types.RoleTemplateVersion]" in refused.toml


def test_a_fault_that_was_there_before_refuses_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only what a new type breaks counts against it."""
    monkeypatch.setattr(Trials, "_broken", lambda self, documents: {"error: old"})
    tried = trials('service = "kinesis"\n')

    assert "Queue" in adopted(tried, "Queue")


def test_a_fault_that_a_type_brings_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is told with it."""

    def broken(self: Trials, documents: build.Documents) -> set[str]:
        return set() if documents is self.documents else {"error: new"}

    monkeypatch.setattr(Trials, "_broken", broken)
    tried = trials('service = "kinesis"\n')

    assert {} == adopted(tried, "Queue")
    assert ["error: new"] == [one.doubt for one in tried.refused]


def test_an_action_stays_where_it_stood() -> None:
    """A new type that it could stand on as well gets it, too."""
    request = {"request": {"operation": "DeleteAssessment"}}
    before = {"resources": {"Cluster": {"actions": {"DeleteAssessment": request}}}}
    tried = trials(KAFKA, before)

    adopted(tried, "Assessment")

    on = tried.spec.operations["DeleteAssessment"].on
    assert ["Cluster", "Assessment"] == on


def kinds(text: str) -> tuple[Service, dict[str, ResourceType]]:
    """Return the types of some definitions, and the models."""
    tried = trials(text)
    return tried.service, TypeBuilder(tried.service, tried.spec).build()


def test_a_plain_action_stands_on_what_it_takes() -> None:
    """A type's identifier, called after the type, may have another name than usual."""
    text = 'service = "logs"\n[types.LogGroup]\nidentifiers = { Name = "logGroupName" }'
    service, found = kinds(text)

    placed = suggested.only_owner(service, found, "PutSyslogConfiguration")

    assert {"on": "LogGroup", "params": {"logGroupIdentifier": "Name"}} == placed


def test_a_name_is_not_taken_for_part_of_another() -> None:
    """CreateCapacityReservationCancellationQuote makes no reservation."""
    spec = TypeSpec("CapacityReservation", ["CapacityReservation"])
    quote = "CreateCapacityReservationCancellationQuote"

    assert adoption.wrongly_made(quote, ResourceType(spec, []))
    assert not adoption.wrongly_made(f"Create{spec.name}", ResourceType(spec, []))
    copied = f"Copy{spec.name}FromOffer"
    assert not adoption.wrongly_made(copied, ResourceType(spec, []))


@pytest.mark.parametrize(
    ("operation", "place", "unknown"),
    [
        ("PutLogAlarm", "Alarm.put_log()", True),
        ("PutAlarm", "Alarm.put()", False),
        ("CreateAlarm", "service.create_alarm()", True),
        ("CreateAlarm", "service.create_alarm() -> Alarm", False),
    ],
)
def test_what_makes_nothing_that_is_known_is_told(
    operation: str, place: str, unknown: bool
) -> None:
    """Between verb and noun stands which kind of it is made."""
    assert unknown is adoption.makes_unknown(operation, [place])


def test_nothing_new_is_looked_for_where_no_operation_is() -> None:
    """Releases that only bring attributes cost no more than that."""
    assert {} == adoption.candidates(trials(KAFKA).spec, BOTOCORE)
