"""Each rule about definitions fires on one change of a faultless one, and on no other.

boto3's own nine definitions have a few faults, listed in `definition_faults.BOTO3`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import shelves
import unreachable_types
from definition_driver.older_models import models_are_older
from definition_faults import BOTO3, FAULTS, RIGHT
from definitions.checks import Library, check_service, errors
from definitions.checks.rules import RULES
from definitions.checks.run import apply
from definitions.checks.service import Service
from shelves import GONE

BOTO3_ALONE = Library(Path("no such folder"))


def found(service: Service) -> list[str]:
    """Return the sentences about a service, errors and notes."""
    return [finding.text for finding in check_service(service)]


def test_a_faultless_definition_has_no_finding() -> None:
    """No rule fires without a fault, so that those below are proven by the change."""
    assert [] == found(shelves.service())


@pytest.mark.parametrize(("path", "value", "sentences"), FAULTS)
def test_a_fault_is_found(path: str, value: Any, sentences: str | list[str]) -> None:
    """One change of the definition gives exactly the sentences about it."""
    expected = [sentences] if isinstance(sentences, str) else sentences
    assert expected == found(shelves.service(path, value))


@pytest.mark.parametrize(("path", "value"), RIGHT)
def test_another_right_way_is_no_fault(path: str, value: Any) -> None:
    """What looks similar to a fault, but is right, passes."""
    assert [] == found(shelves.service(path, value))


def test_every_rule_is_proven() -> None:
    """Each rule fires in some case; one that never does is no rule.

    Those of ``calls`` do on services of ours, in generator/test_calls.
    """
    silent = {rule for rule in RULES if not rule.__module__.endswith(".calls")}
    services = [shelves.service(path, value) for path, value, _ in FAULTS]
    services += [shelves.service(paginators={}), _lent()]
    for service in [*services, *unreachable_types.services()]:
        silent -= {rule for rule in silent if any(rule(service))}
    assert set() == silent


def _lent() -> Service:
    """Return a service whose books tell the Region of a shelf, which nothing uses."""
    members = {name: {"shape": "Text"} for name in ("ShelfId", "ShelfRegion")}
    book = {"type": "structure", "members": members}
    shelf = {"target": "Id", "source": "data", "path": "ShelfId"}
    reference = {"resource": {"type": "Shelf", "identifiers": [shelf]}}
    return shelves.service(
        "resources.Book.has", {"Shelf": reference}, shapes={"Book": book}
    )


def test_an_unpaged_list_is_noted() -> None:
    """A collection that ends after its first page is noted, and no error."""
    found = check_service(shelves.service(paginators={}))
    assert [
        "service.hasMany.Shelves sees the first page only: DescribeShelves takes"
        " Marker, but botocore has no paginator for it.",
        "Shelf.hasMany.Books sees the first page only: ListBooks takes NextToken, but"
        " botocore has no paginator for it.",
    ] == [finding.text for finding in found]
    assert [] == errors(found)


@pytest.mark.parametrize(
    ("told", "sentences"),
    [
        ({"shape": "Text", "load": True}, []),
        (
            {"shape": "Text"},
            ["The load of Shelf has Dust, and its extras tell otherwise."],
        ),
        ({"shape": "Shelf", "load": True}, ["Dust of Shelf is no Shelf."]),
    ],
)
def test_an_extra_is_told_as_it_is_answered(
    told: dict[str, Any], sentences: list[str]
) -> None:
    """With its shape, and whether a load has it."""
    path = "merge(Shelf, {Dust: Shelf.Id})"
    service = shelves.service("resources.Shelf.load.path", path)
    service.types["Shelf"]["extras"] = {"Dust": told}
    about_extras = [one for one in check_service(service) if one.rule == "extras"]
    assert sentences == [one.text for one in about_extras]


def test_an_attribute_may_not_be_called_load() -> None:
    """An attribute called like a method of every resource would replace it."""
    members = {name: {"shape": "Text"} for name in ("Meta", "Load", "From", "Id")}
    box = {"type": "structure", "members": members}
    definition = {"shape": "Box", "identifiers": [{"name": "Id"}]}
    service = shelves.service("resources.Box", definition, shapes={"Box": box})
    reserved = [f for f in check_service(service) if f.rule == "reserved"]
    assert [
        ("note", "Box.meta"),
        ("error", "Box.load"),
        ("note", "Box.from"),
    ] == [(finding.level, finding.place) for finding in reserved]


def test_what_boto3_cannot_build_is_found() -> None:
    """boto3's own factory is asked last, for what no other rule foresees."""
    service = shelves.service("resources.Room", {"has": {"Door": {"resource": {}}}})
    service.types["Room"]["has"]["Door"]["resource"]["type"] = "Room"
    assert ["Room cannot be built: KeyError: 'identifiers'."] == found(service)


def test_a_fault_of_boto3s_own_is_not_ours() -> None:
    """An overlay answers only for what it brings about."""
    base = shelves.service("resources.Book.load.path", "Books")
    assert [] == check_service(base, base=base)
    worse = shelves.service("resources.Book.load.path", GONE)
    text = (
        "Book.load brings BooksOutput, which lacks Number, RevisionId, ShelfId, Title."
    )
    assert [text] == [finding.text for finding in check_service(worse, base=base)]


@pytest.mark.parametrize("name", BOTO3_ALONE.shipped())
def test_boto3s_own_definitions_pass(name: str) -> None:
    """The rules ask nothing that boto3 does not do, but for its known faults."""
    service = BOTO3_ALONE.service(name)
    faults = errors(apply(RULES, service))
    # What boto3 drops of answers, or does not look at, is ours to keep, and no fault.
    ours = {"ends", "extras", "failures", "place", "reads"}
    keys = {finding.key for finding in faults if finding.rule not in ours}
    known = set(BOTO3[name])
    # Of operations as they were, there is less to find.
    assert keys <= known if models_are_older() else keys == known
