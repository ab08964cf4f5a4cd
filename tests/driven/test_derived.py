"""Run the definitions that rules alone derived, as `test_definitions` does the others.

Nobody has read them, so there is no list of their known faults: a service with a fault
has a rule to be mended, or a type that the gate has to refuse. Left out are those of
the fake AWS itself, which are told by their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from definition_driver import (
    SECTIONS,
    Check,
    Subject,
    World,
    derived_services,
    faults_in,
    known_to_models,
    models_are_older,
    subjects_of,
)

# What the fake AWS cannot do, and what it would have to know of a service.
OF_THE_FAKE = re.compile(
    r"The fake has no event streams"
    r"|Unable to locate authorization token"
    # An id in an answer may be shorter than the same id has to be in a request.
    r"|Invalid length for parameter"
    # Structures within themselves are filled without an end.
    r"|maximum recursion depth exceeded"
)
# An older model may lack the state that ends a wait, or the member that tells a
# failure: the fake has neither to answer with.
OF_OLDER_MODELS = re.compile(r"A waiter would sleep|the failures in its answer")
# Services that are signed or addressed in a way of their own.
UNLIKE_OTHERS = {
    "cloudfront-keyvaluestore",
    "cloudsearchdomain",
    "importexport",
    "machinelearning",
    "sdb",
    "signin",
}
# A thing for each value of an enumeration, which has fewer than the fake tells.
FEW = {
    "connect.Instance.hasMany.attached_files_configurations",
    "ssm-sap.ServiceResource.hasMany.configuration_check_definitions",
}


@pytest.mark.parametrize("service", sorted({*derived_services()} - UNLIKE_OTHERS))
def test_derived_definitions_work_with_the_models(world: World, service: str) -> None:
    """Every load, collection, action, waiter and relation of the service's types."""
    subjects = subjects_of(service)
    faults = [
        fault
        for section, checks in SECTIONS.items()
        for subject in subjects
        if subject.definition.get(section)
        for fault in _faults(world, subject, section, checks)
    ]
    assert "" == "\n".join(faults)


def _faults(
    world: World, subject: Subject, section: str, checks: Iterable[Check]
) -> Iterator[str]:
    found = faults_in(world, subject, section, checks)
    for fault in known_to_models(world, subject, found):
        if models_are_older() and OF_OLDER_MODELS.search(fault.sentence):
            continue
        if not OF_THE_FAKE.search(fault.sentence) and fault.where not in FEW:
            yield str(fault)
