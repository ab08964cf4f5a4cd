"""What a service can do with a type, its definition offers: listed, loaded and made."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import shelves
import unreachable_types
from definitions.checks import Library, fields, loads, reached
from definitions.checks.finding import Rule
from definitions.checks.service import Service

# Found without an import, which would patch boto3 while tests are still collected.
_SPEC = find_spec("boto3_extensions")
DATA = Path(str(_SPEC and _SPEC.origin)).parent / "data"

FAULTS = [
    pytest.param(
        reached.types_are_listed,
        unreachable_types.LISTLESS,
        "No collection has Book, which ListBooks lists.",
        id="listless",
    ),
    pytest.param(
        reached.loads_unwrap,
        unreachable_types.WRAPPED,
        "Shelf.load brings an answer that has Shelf alone: its path is Shelf.",
        id="load-wraps",
    ),
    pytest.param(
        reached.identifiers_identify,
        unreachable_types.TOKEN,
        "Book is known by its Number, which tells a state of it and not which it is.",
        id="token-identifier",
    ),
]


@pytest.mark.parametrize(("rule", "fault", "sentence"), FAULTS)
def test_a_planted_fault_is_found(
    rule: Rule, fault: tuple[str, Any], sentence: str
) -> None:
    """One change of a faultless definition gives the sentence about it."""
    assert [] == list(rule(shelves.service()))
    assert [sentence] == [found.text for found in rule(shelves.service(*fault))]


def test_an_owner_that_is_not_needed_is_found() -> None:
    """What can be made without an owner can be made on the service, too."""
    assert [] == list(reached.owners_are_needed(shelves.service()))
    (found,) = reached.owners_are_needed(unreachable_types.owned())
    assert "optional-owner Shelf.actions.CreateShelf" == found.key


@pytest.mark.parametrize(
    ("path", "told", "faults"),
    [
        ("Shelf", None, ["must-exist Shelf.load"]),
        ("Shelf", True, []),
        ("@", None, []),
        ("@", True, ["must-exist Shelf.load"]),
        ("Shelves[]", None, []),
        ("Shelves[]", True, ["must-exist Shelf.load"]),
    ],
)
def test_a_load_tells_whether_its_answer_may_lack_the_item(
    path: str, told: bool | None, faults: list[str]
) -> None:
    """If it does not say so, the attributes of what is not there are read as None."""
    service = shelves.service("resources.Shelf.load.path", path)
    del service.types["Book"]["load"]
    service = shelves.service("resources", service.types)
    if told:
        service.types["Shelf"]["mustExist"] = told
    assert faults == [found.key for found in loads.loads_miss(service)]
    assert [] == list(loads.loads_miss(service, service)), "boto3's own load as ever"


# Left out in definitions/: AWS has a second version of it that tells more.
REPLACED = {("iot", "ListThingPrincipals")}


@pytest.mark.newer_botocore
def test_every_operation_is_called_by_something() -> None:
    """But for those that AWS has ended, or bids not to use; older ones it withdrew."""
    library = Library(DATA)
    unreached = set()
    for name in sorted({path.parts[-3] for path in library.files()}):
        service = library.service(name)
        called = {service.operation_name(site) for site in service.sites()}
        ended = [
            path.read_text("utf-8") for path in DATA.glob(f"{name}/*/ended-1.json")
        ]
        unreached |= {
            (name, operation)
            for operation in set(service.model.operation_names) - called
            if not service.model.operation_model(operation).deprecated
            if not any(f'"{operation}"' in text for text in ended)
        }
    assert unreached == REPLACED


def test_an_identifier_in_anothers_place_is_found() -> None:
    """AWS's reference has the cluster before the service in the ARN of a service."""
    whole = shelves.service()
    form = "arn:{partition}:ecs:{region}:{account}:service/"

    def ecs(rest: str) -> Service:
        arns = {"Service": {"format": form + rest}}
        return Service("ecs", whole.model, {}, {}, {}, arns)

    assert [] == list(fields.arn_fields_by_name(ecs("{cluster_name}/{service_name}")))
    swapped = ecs("{service_name}/{cluster_name}")
    found = [finding.text for finding in fields.arn_fields_by_name(swapped)]
    assert [
        "The ARN of Service has service_name where AWS has ClusterName, and AWS has it"
        " elsewhere.",
        "The ARN of Service has cluster_name where AWS has ServiceName, and AWS has it"
        " elsewhere.",
    ] == found
