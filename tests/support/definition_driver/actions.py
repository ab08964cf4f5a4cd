"""Every action and batch action: a valid request, and what is promised in return."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from boto3.resources.params import create_request_parameters
from botocore import xform_name

from boto3_extensions.exceptions import PartialFailureError
from definition_driver.collections import filtered, identifiers_sent_faults
from definition_driver.faults import Fault, guarded
from definition_driver.parameters import missing_parameters, user_parameters
from definition_driver.results import resource_faults
from definition_driver.subjects import Subject
from definition_driver.world import World, calls_of, leaves


def action_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with the subject's actions."""
    model = world.make(subject).meta.resource_model
    for action in model.actions:
        yield from guarded(
            subject.where("actions", action.name),
            lambda action=action: _check(world, subject, action),
        )


def _check(world: World, subject: Subject, action: Any) -> Iterator[str]:
    needs_data = any(param.source == "data" for param in action.request.params)
    resource = world.with_data(subject) if needs_data else world.make(subject)
    operation = world.fake.operation(subject.service, action.request.operation)
    given = user_parameters(resource, action, operation)
    method = getattr(resource, action.name)
    result, calls = world.during(lambda: method(**given))
    calls = calls_of(calls, operation.name)
    if len(calls) != 1:
        yield f"it made {len(calls)} calls of {operation.name} instead of one."
    yield from identifiers_sent_faults(resource, action.request, calls)
    yield from _result_faults(world, subject, action, result)
    told = [p for p in action._definition.get("failures", ()) if p.isalnum()]
    if told:
        whole = world.fake.with_failures(subject.service, operation.name)
        with world.fake.planted(subject.service, operation.name, whole):
            yield from _failure_faults(lambda: method(**given))


def _failure_faults(act: Callable[[], Any]) -> Iterator[str]:
    try:
        act()
    except PartialFailureError:
        return
    yield "the failures in its answer are not told."


def _result_faults(
    world: World, subject: Subject, action: Any, result: Any
) -> Iterator[str]:
    if action.resource is not None:
        results = result if isinstance(result, list) else [result]
        if not results:
            yield f"it gives no {action.resource.type} although the answer has some."
        for one in results:
            yield from resource_faults(world, subject.service, action.resource, one)
    elif result is None:
        yield f"it returns None: the path {action.path} finds nothing in the answer."


def batch_action_faults(world: World, subject: Subject) -> Iterator[Fault]:
    """Yield what is wrong with the subject's batch actions, tried on one collection."""

    @functools.cache
    def find() -> tuple[Any, Any, list[list[Any]]]:
        # Once for all actions of the type: a page may have a thousand items.
        parent, collection = world.collection_of(subject)
        everything = filtered(world, parent, collection)
        return collection, everything, list(everything.pages())

    for name in subject.definition["batchActions"]:
        yield from guarded(
            subject.where("batchActions", name),
            lambda name=name: _check_batch(world, subject, name, *find()),
        )


def _check_batch(
    world: World,
    subject: Subject,
    name: str,
    collection: Any,
    everything: Any,
    pages: list[list[Any]],
) -> Iterator[str]:
    action = next(a for a in collection.batch_actions if a.name == xform_name(name))
    operation = world.fake.operation(subject.service, action.request.operation)
    first = next(_chunks(pages[0], action))
    given = missing_parameters(_filled(first, action), action, operation.input_shape)
    method = getattr(everything, xform_name(action.name))
    results, calls = world.during(lambda: method(**given))
    calls = [call for call in calls if call.operation == operation.name]
    chunks = [chunk for page in pages for chunk in _chunks(page, action)]
    if len(calls) != len(chunks) or len(results) != len(chunks):
        yield (
            f"it made {len(calls)} calls for {len(pages)} pages, "
            f"which take {len(chunks)}."
        )
    for chunk, call in zip(chunks, calls, strict=False):
        lost = _ids(chunk, action) - set(map(str, leaves(call.params)))
        if lost:
            yield f"the request lacks {', '.join(sorted(lost))} of its page's items."


def _chunks(page: list[Any], action: Any) -> Iterator[list[Any]]:
    # One call a page, unless the definition says how many a call may have.
    limit = action._definition.get("limit") or len(page) or 1
    return (page[n : n + limit] for n in range(0, len(page), limit))


def _filled(page: list[Any], action: Any) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for index, item in enumerate(page):
        create_request_parameters(item, action.request, params=params, index=index)
    return params


def _ids(page: list[Any], action: Any) -> set[str]:
    return {
        str(getattr(item, xform_name(param.name)))
        for item in page
        for param in action.request.params
        if param.source == "identifier"
    }
