"""Every waiter: asks about the right item and ends at the first good or bad answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import WaiterError

from definition_driver.faults import Fault, guarded
from definition_driver.parameters import waiter_operation
from definition_driver.results import own_identifiers_faults
from definition_driver.subjects import Subject
from definition_driver.waiter_answers import failed_answers, successful_answer
from definition_driver.world import World
from fake_aws import complete


def waiter_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with the subject's waiters; wait for nothing."""
    for waiter in world.make(subject).meta.resource_model.waiters:
        yield from guarded(
            subject.where("waiters", waiter.name),
            lambda waiter=waiter: _check(world, subject, waiter),
        )


def _check(world: World, subject: Subject, waiter: Any) -> Iterator[str]:
    client = world.client(subject)
    operation = waiter_operation(client, waiter.waiter_name)
    config = client.get_waiter(xform_name(waiter.waiter_name)).config
    usual = world.fake.synthesise(subject.service, operation)
    answer = successful_answer(config, usual)
    if answer is None:
        yield "the driver cannot make an answer that its acceptors call a success."
        return
    yield from _failure_faults(world, subject, waiter, config, usual)
    resource = world.make(subject)
    given = _missing(world, subject, resource, waiter, operation)
    wait = getattr(resource, waiter.name)
    # Not for longer: a load may ask by the same list.
    with world.fake.planted(subject.service, operation, answer):
        _, calls = world.during(lambda: wait(**given))
    if not any(param.source == "data" for param in waiter.params):
        yield from own_identifiers_faults(resource, calls)


def _failure_faults(
    world: World, subject: Subject, waiter: Any, config: Any, usual: dict[str, Any]
) -> Iterator[str]:
    """Yield each failure state that the waiter does not fail at, at once."""
    operation = config.operation
    resource = world.make(subject)
    given = _missing(world, subject, resource, waiter, operation)
    for state, answer in failed_answers(config, usual):
        if answer is None:
            yield f"the driver cannot make an answer that fails by {state}."
            continue
        with world.fake.planted(subject.service, operation, answer):
            try:
                getattr(resource, waiter.name)(**given)
            except WaiterError:
                continue
        yield f"it succeeds although {state} is a failure."


def _missing(
    world: World, subject: Subject, resource: Any, waiter: Any, operation: str
) -> dict[str, Any]:
    filled = create_request_parameters(resource, waiter)
    shape = world.fake.operation(subject.service, operation).input_shape
    wanted = complete(filled, shape)
    return {name: v for name, v in wanted.items() if filled.get(name) != v}
