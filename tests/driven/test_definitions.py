"""Run every definition, over HTTP, against the fake AWS.

This shows that the definitions match botocore's models and that boto3 can work with
them. It does not show how AWS behaves: for that there are the tests on moto's server.
The services and types are found by walking the data folders, boto3's and ours.
"""

from __future__ import annotations

import boto3
import pytest

import boto3_extensions
from definition_driver import (
    KNOWN_FAULTS,
    Check,
    Subject,
    World,
    action_faults,
    all_subjects,
    batch_action_faults,
    collection_faults,
    derived_services,
    faults_in,
    known_to_models,
    limit_faults,
    load_faults,
    reference_faults,
    services,
    subresource_faults,
    waiter_faults,
)


def assert_faultless(
    world: World, subject: Subject, section: str, *checks: Check, is_all: bool = True
) -> None:
    """Fail with a sentence for each fault that is new, or known but gone.

    The latter cannot be told by some of a section's checks.
    """
    found = faults_in(world, subject, section, checks)
    told = {fault.where for fault in found}
    found = known_to_models(world, subject, found)
    known = {w for w in KNOWN_FAULTS if _belongs(w, subject.where(section))}
    gone = known - told if is_all else set()
    sentences = [str(fault) for fault in found if fault.where not in known]
    sentences += [f"{where}: mended; drop it from known_faults.py." for where in gone]
    assert "" == "\n".join(sentences)


def _belongs(where: str, to: str) -> bool:
    return where == to or where.startswith(f"{to}.")


def each(section: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("subject", all_subjects(section), ids=str)


@each("load")
def test_load_asks_for_the_item_and_fills_its_attributes(
    world: World, subject: Subject
) -> None:
    """Every load sends the identifiers and gets the type's own attributes."""
    assert_faultless(world, subject, "load", load_faults)


@each("hasMany")
def test_collections_yield_every_item_once(world: World, subject: Subject) -> None:
    """Every collection goes through all pages and yields whole, different items."""
    assert_faultless(world, subject, "hasMany", collection_faults)


@each("hasMany")
def test_collections_keep_to_limits(world: World, subject: Subject) -> None:
    """Every paged collection obeys `limit` and `page_size`."""
    assert_faultless(world, subject, "hasMany", limit_faults, is_all=False)


@each("actions")
def test_actions_send_valid_requests(world: World, subject: Subject) -> None:
    """Every action sends its identifiers and gives back what it declares."""
    assert_faultless(world, subject, "actions", action_faults)


@each("batchActions")
def test_batch_actions_send_one_request_per_page(
    world: World, subject: Subject
) -> None:
    """Every batch action sends the identifiers of a page's items in one request."""
    assert_faultless(world, subject, "batchActions", batch_action_faults)


@each("waiters")
def test_waiters_ask_for_the_item(world: World, subject: Subject) -> None:
    """Every waiter sends the identifiers and ends at the first good or bad answer."""
    assert_faultless(world, subject, "waiters", waiter_faults)


@each("has")
def test_relations_lead_to_resources(world: World, subject: Subject) -> None:
    """Every reference and sub-resource is a whole resource of the declared type."""
    assert_faultless(world, subject, "has", reference_faults, subresource_faults)


def test_every_service_is_run() -> None:
    """The services run here are those that a session of boto3 offers."""
    session = boto3_extensions.extend(boto3.Session())
    driven_here = {*services(), *derived_services()}
    assert driven_here == {*session.get_available_resources()}


def test_every_known_fault_is_about_a_definition() -> None:
    """No entry of the list is about a type that no longer exists."""
    subjects = {
        subject.where("")
        for section in ("load", "hasMany", "actions", "batchActions", "has")
        for subject in all_subjects(section)
    }
    assert set() == {".".join(w.split(".")[:2]) for w in KNOWN_FAULTS} - subjects
