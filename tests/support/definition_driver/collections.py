"""Every collection: all pages, every item of the right type and unlike the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from typing import Any

from botocore import xform_name

from definition_driver.choosing import what_is_chosen, what_is_own
from definition_driver.faults import Fault, guarded
from definition_driver.parameters import user_parameters
from definition_driver.results import resource_faults
from definition_driver.subjects import Subject
from definition_driver.world import World, calls_of, leaves
from fake_aws.outputs import is_checksum
from fake_aws.paging import PAGES


def collection_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with the subject's collections."""
    parent = world.make(subject)
    for collection in parent.meta.resource_model.collections:
        with what_is_own(world.fake, parent, collection):
            yield from guarded(
                subject.where("hasMany", collection.name),
                lambda collection=collection: _check(
                    world, subject, parent, collection
                ),
            )


def limit_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with `limit` and `page_size` of the subject's collections."""
    parent = world.make(subject)
    for collection in parent.meta.resource_model.collections:
        if world.fake.is_paged(subject.service, collection.request.operation):
            with what_is_own(world.fake, parent, collection):
                yield from guarded(
                    subject.where("hasMany", collection.name),
                    lambda collection=collection: _check_limits(
                        world, parent, collection
                    ),
                )


def _check_limits(world: World, parent: Any, collection: Any) -> Iterator[str]:
    everything = filtered(world, parent, collection)
    if list(everything.limit(3)) != list(everything)[:3]:
        yield "limit(3) gives something else than the first three items."
    size = world.fake.page_size_parameter(
        parent.meta.service_name, collection.request.operation
    )
    if size is not None:
        least = max(int(size.metadata.get("min", 1)), 1)
        _, calls = world.during(lambda: list(everything.page_size(least).limit(1)))
        if str(least) not in map(str, leaves(calls[0].params)):
            yield f"page_size({least}) is not in the request."


def filtered(world: World, parent: Any, collection: Any) -> Any:
    """Return the collection of everything, with the filters AWS insists on."""
    service = parent.meta.service_name
    operation = world.fake.operation(service, collection.request.operation)
    given = user_parameters(parent, collection, operation)
    everything = getattr(parent, collection.name).filter(**given)
    # Semi-private: what a definition says of a collection (guarded by test_seams).
    if "told" in collection._definition:
        # The first time, it is read from the parent's data.
        list(everything)
    return everything


def _check(
    world: World, subject: Subject, parent: Any, collection: Any
) -> Iterator[str]:
    everything = filtered(world, parent, collection)
    pages, calls = world.during(lambda: list(everything.pages()))
    operation = collection.request.operation
    calls = calls_of(calls, operation)
    paged = world.fake.is_paged(subject.service, operation)
    if len(calls) != (PAGES if paged else 1) or not all(pages):
        yield (
            f"it made {len(calls)} calls and got {[len(p) for p in pages]} items a "
            f"page where the service had {PAGES if paged else 1} filled pages."
        )
    yield from identifiers_sent_faults(parent, collection.request, calls)
    yield from _item_faults(
        world, subject, collection, list(chain.from_iterable(pages))
    )


def _item_faults(
    world: World, subject: Subject, collection: Any, items: list[Any]
) -> Iterator[str]:
    for item in items:
        faults = list(
            resource_faults(world, subject.service, collection.resource, item)
        )
        if faults:
            yield from faults
            return
    identities = {tuple(getattr(i, n) for n in i.meta.identifiers) for i in items}
    if len(identities) != len(items):
        yield (
            f"its {len(items)} different items have only {len(identities)} different "
            "sets of identifiers; the type needs another identifier."
        )
    load = items[0].meta.resource_model.load if items else None
    # Where nothing loads, the rule about summaries wants a reason (`[allowed]`).
    if items and collection.resource.path and load:
        elsewhere = load.request.operation != collection.request.operation
        chosen: AbstractContextManager[None] = nullcontext()
        if elsewhere and world.chooses(items[0]):
            # Only now: another collection may be what the load chooses from.
            chosen = what_is_chosen(world.fake, items[0])
        with chosen:
            yield from _silent_faults(items[0])


def _silent_faults(item: Any) -> Iterator[str]:
    """Yield each attribute that is None although the service has left out nothing."""
    model = item.meta.resource_model
    shape = item.meta.client.meta.service_model.shape_for(model.shape)
    silent = [
        name
        for name, (_, member) in model.get_attributes(shape).items()
        if getattr(item, name) is None and not is_checksum(member)
    ]
    if silent:
        yield (
            f"{', '.join(silent)} of its items is None for ever, as the list does not "
            "tell it. Name the list's shape in `summaries`: load() will complete it."
        )


def identifiers_sent_faults(
    resource: Any, request: Any, calls: list[Any]
) -> Iterator[str]:
    """Yield each identifier that a param names and the request does not have."""
    for param in request.params:
        if param.source == "identifier":
            value = getattr(resource, xform_name(param.name))
            if not all(value in leaves(call.params) for call in calls):
                yield (
                    f"{param.name} should be sent as {param.target}, "
                    "but is not in the request."
                )
