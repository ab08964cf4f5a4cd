"""Run the definitions that rules alone derived, as `test_definitions` does the others.

Nobody has read them, so there is no list of their known faults: a service with a fault
has a rule to be mended, or a type that the gate has to refuse. Left out are those of
the fake AWS itself, which are told by their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from definition_driver import (
    Fault,
    Subject,
    World,
    action_faults,
    batch_action_faults,
    collection_faults,
    derived_services,
    driven,
    is_too_new,
    limit_faults,
    load_faults,
    models_are_older,
    reference_faults,
    subjects_of,
    subresource_faults,
    waiter_faults,
)

Check = Callable[[World, Subject], Iterable[Fault]]

CHECKS: dict[str, list[Check]] = {
    "load": [load_faults],
    "hasMany": [collection_faults, limit_faults],
    "actions": [action_faults],
    "batchActions": [batch_action_faults],
    "has": [reference_faults, subresource_faults],
    # The answers that these plant stay.
    "waiters": [waiter_faults],
}

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
FEW = {"connect.Instance.hasMany.attached_files_configurations"}


@pytest.mark.parametrize("service", sorted({*derived_services()} - UNLIKE_OTHERS))
def test_derived_definitions_work_with_the_models(world: World, service: str) -> None:
    """Every load, collection, action, waiter and relation of the service's types."""
    subjects = subjects_of(service)
    faults = [
        fault
        for section, checks in CHECKS.items()
        for subject in subjects
        if subject.definition.get(section)
        for check in checks
        for fault in _faults(world, subject, section, check)
    ]
    assert "" == "\n".join(faults)


def _faults(
    world: World, subject: Subject, section: str, check: Check
) -> Iterator[str]:
    found = [*driven(check, world, subject, section)]
    if models_are_older():
        client = world.client(subject)
        found = [f for f in found if not is_too_new(client, subject, f)]
        found = [f for f in found if not OF_OLDER_MODELS.search(f.sentence)]
    for fault in found:
        if not OF_THE_FAKE.search(fault.sentence) and fault.where not in FEW:
            yield str(fault)
