"""The checks of each section of a definition, and the faults that they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from definition_driver.actions import action_faults, batch_action_faults
from definition_driver.collections import collection_faults, limit_faults
from definition_driver.faults import Fault, driven
from definition_driver.loads import load_faults
from definition_driver.older_models import is_too_new, models_are_older
from definition_driver.relations import reference_faults, subresource_faults
from definition_driver.subjects import Subject
from definition_driver.waiters import waiter_faults
from definition_driver.world import World

Check = Callable[[World, Subject], Iterable[Fault]]

# Waiters last, for the answers that their checks plant stay.
SECTIONS: dict[str, tuple[Check, ...]] = {
    "load": (load_faults,),
    "hasMany": (collection_faults, limit_faults),
    "actions": (action_faults,),
    "batchActions": (batch_action_faults,),
    "has": (reference_faults, subresource_faults),
    "waiters": (waiter_faults,),
}


def faults_in(
    world: World, subject: Subject, section: str, checks: Iterable[Check]
) -> list[Fault]:
    """Return what checks find in a section."""
    return [f for check in checks for f in driven(check, world, subject, section)]


def known_to_models(world: World, subject: Subject, found: list[Fault]) -> list[Fault]:
    """Return faults but for those about what models older than the data cannot know."""
    if not models_are_older():
        return found
    client = world.client(subject)
    return [fault for fault in found if not is_too_new(client, subject, fault)]
