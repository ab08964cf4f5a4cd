"""Every `load`: sends all identifiers and fills the type's own attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from definition_driver.faults import Fault, guarded
from definition_driver.results import data_faults, own_identifiers_faults
from definition_driver.subjects import Subject
from definition_driver.world import World

# What AWS describes by its own id, whose parent it does not ask for: the exceptions
# from "wrong-data" in definitions/.
_BY_ITS_ID_ALONE = {"cognito-identity-Identity"}


def load_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with the subject's `load`."""
    yield from guarded(subject.where("load"), lambda: _check(world, subject))


def _check(world: World, subject: Subject) -> Iterator[str]:
    resource = world.make(subject)
    _, calls = world.during(resource.load)
    if not world.chooses(resource) and str(subject) not in _BY_ITS_ID_ALONE:
        yield from own_identifiers_faults(resource, calls)
    yield from data_faults(world, subject, resource.meta.data)
    yield from _attribute_faults(resource)


def _attribute_faults(resource: Any) -> Iterator[str]:
    model = resource.meta.resource_model
    shape = resource.meta.client.meta.service_model.shape_for(model.shape)
    for name, (member, _) in model.get_attributes(shape).items():
        read = getattr(resource, name)
        held = resource.meta.data.get(member)
        is_alias = name in [i.member_name for i in model.identifiers]
        if read != held and not is_alias:
            yield f"the attribute {name} reads {read!r}, the data has {held!r}."
