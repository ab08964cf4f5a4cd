"""Every name of version 0.23.0 is there still.

``names-0.23.0.json`` lists them as they were on boto3 1.44.5. A service that is not
defined yet has no test here; once it has data it must pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions.exceptions import NotOfferedError
from definition_driver.older_models import models_are_older

NAMES = json.loads(
    (Path(__file__).parents[1] / "support" / "names-0.23.0.json").read_text("utf-8")
)
DATA = Path(boto3_extensions.__file__).parent / "data"

Names = dict[str, Any]

# 0.23.0 made an ARN up for these; AWS has none for them (Service Authorization
# Reference), so they have no `arn` any more.
NO_ARN_AT_AWS = {
    "ec2": {"AccountAttribute", "ReservedInstancesOffering"},
    "elasticache": {
        "EngineVersion",
        "Parameter",
        "ReservedNodesOffering",
        "TypeSpecificParameter",
    },
    "pricing": {"Service"},
    "redshift": {"ReservedNode", "ReservedNodeOffering"},
    "support": {"CaseDetails"},
}

# 0.23.0's load() of these always failed, and another type has the working one: AWS
# finds an entity of health only with its event, which Event.Entity knows.
NEVER_LOADED = {"health.AffectedEntity"}

# 0.23.0 gave these the attributes of another type, a modification those of an offering:
# all of them were None.
NEVER_FILLED = {"ec2.ReservedInstancesModification"}


@pytest.fixture(scope="module")
def session() -> boto3.Session:
    """Make one session that calls nobody; only names are looked at."""
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
    return boto3.Session(region_name="us-east-1", **keys)


def defined(service: str) -> bool:
    """Tell whether this package has resource definitions for a service."""
    return any(DATA.glob(f"{service}/*/resources-1.*"))


def types(service: str) -> Iterator[tuple[str, Names]]:
    """Yield the types of a service; '' is the service resource itself."""
    names = NAMES["services"][service]
    added = dict(names.get("added_to_boto3", {}))
    yield "", names.get("service") or added.pop("<service>", {})
    yield from added.items()
    yield from names.get("resources", {}).items()


CASES = [
    pytest.param(service, name, names, id=f"{service}.{name or 'ServiceResource'}")
    for service in NAMES["services"]
    if not service.startswith("_") and defined(service)
    for name, names in types(service)
]


def resource(session: boto3.Session, service: str, name: str, names: Names) -> Any:
    """Make the resource a test looks at, by position as 0.23.0's users do."""
    made = session.resource(service, region_name="us-east-1")
    if not name:
        return made
    maker = getattr(made, name)
    if names.get("identifiers") is not None:
        return maker(*names["identifiers"])
    # A type that boto3 has itself, and 0.23.0 added names to.
    return maker(*["x"] * len(identifiers_of(session, service, name)))


def identifiers_of(session: boto3.Session, service: str, name: str) -> list[Any]:
    """Return the identifiers of a type that 0.23.0 added names to."""
    loader = session._session.get_component("data_loader")
    model = loader.load_service_model(service, "resources-1")
    return list(model["resources"][name]["identifiers"])


@pytest.mark.parametrize(("service", "name", "names"), CASES)
def test_members(session: boto3.Session, service: str, name: str, names: Names) -> None:
    """Actions, attributes, collections, references and waiters have their names."""
    made = resource(session, service, name, names)
    members = set(dir(type(made)))
    wanted = {
        member
        for kind in ("actions", "attributes", "collections", "references", "waiters")
        for member in names.get(kind, ())
    }
    if f"{service}.{name}" in NEVER_LOADED:
        wanted -= {"load", "reload"}
    if f"{service}.{name}" in NEVER_FILLED:
        wanted -= set(names["attributes"])
    if models_are_older():
        # The list was made on a botocore that knows more members of the data.
        wanted -= set(names.get("attributes", ()))
    for member in sorted(wanted - members):
        # What AWS has withdrawn, or has not brought yet, is told so.
        with pytest.raises(NotOfferedError):
            getattr(made, member)


@pytest.mark.parametrize(
    ("service", "name", "names"),
    [case for case in CASES if case.values[2].get("identifiers") is not None],
)
def test_identifiers(
    session: boto3.Session, service: str, name: str, names: Names
) -> None:
    """Identifiers are taken by position and by name, and read by name."""
    by_position = resource(session, service, name, names)
    made = session.resource(service, region_name="us-east-1")
    by_name = getattr(made, name)(**{i: i for i in names["identifiers"]})
    assert by_position == by_name
    for identifier in names["identifiers"]:
        assert identifier == getattr(by_position, identifier)


@pytest.mark.parametrize(
    ("service", "name", "names"),
    [case for case in CASES if case.values[2].get("subresources")],
)
def test_sub_resources(
    session: boto3.Session, service: str, name: str, names: Names
) -> None:
    """Sub-resources are made with the same arguments and are of the same type."""
    owner = resource(session, service, name, names)
    for sub, wanted in dict_of(names["subresources"]).items():
        made = getattr(owner, sub)
        if wanted is not None:
            found = made(*wanted["arguments"])
            assert f"{service}.{wanted['type']}" == type(found).__name__


def dict_of(names: Any) -> dict[str, Any]:
    """Return sub-resources as a dict; where only names are known, with ``None``."""
    return names if isinstance(names, dict) else dict.fromkeys(names)


@pytest.mark.parametrize(
    ("service", "name"),
    [
        *(
            (service, name)
            for service, names in NAMES["services"]["_arn_on_boto3_services"].items()
            for name in names
        ),
        *(
            (service, name)
            for service in NAMES["services"]
            if not service.startswith("_") and defined(service)
            for name in NAMES["services"][service].get("arn", ())
        ),
        *((c.values[0], c.values[1]) for c in CASES if c.values[2].get("arn") is True),
    ],
)
def test_arn(arns: None, session: boto3.Session, service: str, name: str) -> None:
    """A type that had an ``arn`` has one, unless AWS has none for it."""
    made = session.resource(service, region_name="us-east-1")
    found = getattr(made, name)(*["x"] * len(identifiers_of(session, service, name)))
    wanted = name not in NO_ARN_AT_AWS.get(service, ())
    assert wanted == ("arn" in dir(type(found)))
