"""Every data file of the installed package obeys the rules of tools/definitions/checks.

What fails is said in sentences; `python -m tools.definitions check --notes` says as
well what is no fault, but worth a look.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name

from definition_driver.older_models import models_are_older
from definitions.checks import Finding, Library, check_file, errors, read_allowed
from definitions.checks.service import Service

ROOT = Path(__file__).resolve().parents[2]

# Found without an import, which would patch boto3 while tests are still collected.
_SPEC = find_spec("boto3_extensions")
LIBRARY = Library(Path(str(_SPEC and _SPEC.origin)).parent / "data")


@cache
def allowed() -> dict[str, dict[str, str]]:
    """Return the exceptions, which are the definitions' to make."""
    return read_allowed(ROOT / "definitions")


@cache
def findings(path: Path) -> list[Finding]:
    """Return what is found in a file."""
    exceptions = allowed().get(service_of(path), {})
    return check_file(LIBRARY, path, exceptions, older=models_are_older())


def service_of(path: Path) -> str:
    """Return the service that a file is about."""
    return path.relative_to(LIBRARY.data).parts[0]


@pytest.mark.whole
@pytest.mark.parametrize(
    "path", LIBRARY.files(), ids=lambda path: path.relative_to(LIBRARY.data).as_posix()
)
def test_a_data_file_obeys_the_rules(path: Path) -> None:
    """No rule finds an error."""
    assert [] == [str(finding) for finding in errors(findings(path))]


def test_there_is_data() -> None:
    """An installed package without its data would pass the test above."""
    assert {"acm", "cloudtrail", "rds", "s3"} <= set(map(service_of, LIBRARY.files()))


@pytest.mark.whole
@pytest.mark.newer_botocore
def test_every_exception_is_still_needed() -> None:
    """An exception that excuses nothing goes, before it excuses a new fault.

    What older models do not have cannot be at fault there.
    """
    used = {
        (service_of(path), finding.key)
        for path in LIBRARY.files()
        for finding in findings(path)
    }
    unused = [
        f"definitions/{service}.toml: {key}"
        for service, reasons in allowed().items()
        for key in reasons
        if (service, key) not in used
    ]
    assert [] == unused


# What lists tell under the name of something else.
OTHERWISE_CALLED = {
    ("autoscaling", "Tag", "AutoScalingGroupName"),
    ("cloudformation", "GeneratedTemplate", "Name"),
    ("ec2", "StoreImageTask", "ImageId"),
    ("ssm", "Inventory", "InstanceId"),
}


@pytest.mark.newer_botocore
def test_an_identifier_is_known_by_awss_name_too() -> None:
    """The attribute of that name is the identifier, and needs no call."""
    nameless = {
        (name, kind, identifier["name"])
        for name in sorted({service_of(path) for path in LIBRARY.files()})
        for kind, identifier, member in told_by_lists(LIBRARY.service(name))
        if identifier.get("memberName", identifier["name"]) != member
    }
    assert nameless == OTHERWISE_CALLED


def told_by_lists(service: Service) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield types and identifiers with the attributes that lists read them from."""
    base = LIBRARY.base(service.name)
    for site in service.sites():
        made = site.answer or {}
        kind, items = made.get("type"), made.get("path")
        if kind not in service.types or kind in (base.types if base else ()):
            continue
        own = {one["name"]: one for one in service.identifiers(kind)}
        shape = service.shape(kind)
        members = getattr(shape, "members", {})
        attributes = {xform_name(member) for member in members}
        for part in site.parts:
            identifier = own[part["target"]]
            path, _, name = part.get("path", "").rpartition(".")
            # One of a text is a part of an ARN, as its "prefix" tells.
            if part["source"] != "response" or path != items or "prefix" in identifier:
                continue
            if name in members and xform_name(identifier["name"]) not in attributes:
                yield kind, identifier, name
