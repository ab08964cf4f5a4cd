"""No guess at what a resource may tell is answered with what changes it."""

from __future__ import annotations

import pytest

from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._foundation.spelling import READ_OPERATION
from boto3_extensions._help.suggestions import suggestion_for

GUESSES = (
    "status", "state", "value", "tags", "name", "id", "type", "size", "version",
    "description", "owner", "key", "created", "enabled", "active", "config", "policy",
    "role", "endpoint", "region", "account", "attributes", "metadata", "details",
    "events", "data", "count", "storage", "private", "targets", "port", "running",
)  # fmt: skip


@pytest.mark.whole
def test_no_guess_finds_what_changes_something() -> None:
    """Of all types of all services: plain boto3 and this package have 900."""
    catalog = Catalog()
    guessed, found, wrong = 0, 0, []
    for service in catalog.names:
        for kind in catalog.types(service):
            made = catalog.make_class(service, kind)
            resource = object.__new__(made)
            changing = {
                action.name
                for action in made.meta.resource_model.actions
                if not READ_OPERATION.match(action.request.operation)
            }
            for guess in GUESSES:
                if not hasattr(made, guess):
                    guessed += 1
                    near = suggestion_for(resource, guess)
                    found += near is not None
                    if near in changing:
                        wrong.append(f"{service}.{kind}.{guess}: {near}")
    assert [] == wrong
    assert guessed > 20_000
    assert found > 2_000
