"""Lets a load that chooses from a list find an item that another operation listed."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import jmespath
from botocore import xform_name

from fake_aws import FakeAws


def what_is_chosen(fake: FakeAws, resource: Any) -> AbstractContextManager[None]:
    """Answer a load with the resource's identifiers, as AWS does if asked for its id.

    The fake numbers what it makes up, and ids from two operations seldom agree.
    """
    load, service = resource.meta.resource_model.load, resource.meta.service_name
    known = {
        i.member_name or i.name: getattr(resource, i.name)
        for i in resource.meta.resource_model.identifiers
    }

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        found = fake.synthesise(service, load.request.operation, params)
        for one in jmespath.search(load.path, found)[:1]:
            one.update({m: known[xform_name(m)] for m in one if xform_name(m) in known})
        return found

    return fake.planted(service, load.request.operation, answer)


def what_is_own(
    fake: FakeAws, parent: Any, collection: Any
) -> AbstractContextManager[None]:
    """Answer a collection with items that are its owner's, where it wants no others."""
    service, operation = parent.meta.service_name, collection.request.operation
    bodies = parent.meta.resource_model._definition["hasMany"]
    named = {xform_name(name): body for name, body in bodies.items()}
    wanted = named[collection.name].get("own", {})
    if not wanted:
        return nullcontext()

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        found = fake.synthesise(service, operation, params)
        for identifier in collection.resource.identifiers:
            if identifier.target in wanted:
                items, _, member = identifier.path.partition("[].")
                value = getattr(parent, xform_name(wanted[identifier.target]))
                for item in found[items]:
                    item[member] = value
        return found

    return fake.planted(service, operation, answer)
