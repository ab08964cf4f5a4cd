"""AWS CLI's own examples, replayed through all definitions.

Here what AWS has answered, or those who made it say it has, comes through collections,
loads, creates and ARNs: with the right identifiers, and with nothing lost. This is in
the tests of the generator since awscli is installed for these alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fnmatch import fnmatchcase

import boto3
import pytest
from botocore.exceptions import NoCredentialsError

import boto3_extensions
from boto3_extensions import resource_from_arn
from boto3_extensions._arns.arn import usual_form
from cli_examples import left_out
from cli_examples.explained import EXPLAINED
from cli_examples.identity import account_of, arns_in, is_arn, named_by
from cli_examples.reading import examples_of
from cli_examples.run import Outcome, run
from cli_examples.stage import Stage
from definition_driver.subjects import services
from definition_driver.world import own_loader
from fake_aws import FakeAws


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """Keep what the examples of each service have shown."""
    return {}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Run one fake AWS for all examples."""
    with FakeAws(own_loader()) as fake:
        yield Stage(fake)


@pytest.fixture
def outcome(
    arns: None, stage: Stage, outcomes: dict[str, Outcome], service: str
) -> Outcome:
    """Replay the examples of the service that a test is about, once."""
    if service not in outcomes:
        outcomes[service] = run(stage, service)
    return outcomes[service]


each_service = pytest.mark.parametrize("service", services())


@each_service
def test_examples_come_out_whole(outcome: Outcome, service: str) -> None:
    """Resources have the identifiers, ARNs and data that AWS has told, all of them."""
    mine = [known for known in EXPLAINED if known.startswith(f"{service}/")]
    unknown = [
        f"{where}: {what}"
        for where, what in outcome.faults.items()
        if not any(fnmatchcase(where, known) for known in mine)
    ]
    gone = [k for k in mine if not any(fnmatchcase(w, k) for w in outcome.faults)]

    assert [] == unknown
    assert [] == gone


@each_service
def test_what_is_not_replayed_is_listed(outcome: Outcome, service: str) -> None:
    """Each example that cannot be has its reason; `left_out.py` lists them anew."""
    assert left_out.known(service) == set(left_out.lines_of(outcome))


def test_arns_in_examples_name_what_they_are_of(arns: None) -> None:
    """A resource made by an ARN has that ARN again: one of each form in an example."""
    texts = [
        f"{example.output} {example.command}"
        for service in services()
        for example in examples_of(service)
    ]
    found = {arn for text in texts for arn in arns_in(text) if is_arn(arn)}
    # The role of whom STS names is known without its path, and so not by its own ARN.
    of_type = {
        (*named, arn.count("/"), arn.count(":")): arn
        for arn in sorted(found)
        if (named := named_by(arn)) and usual_form(arn) == arn
    }
    session = boto3_extensions.extend(boto3.Session(region_name="us-east-1"))

    told = {}
    for arn in of_type.values():
        made = resource_from_arn(arn, session, account_id=account_of(arn))
        # Some types have to ask AWS for their ARN, which is not here.
        with contextlib.suppress(NoCredentialsError):
            told[arn] = made.arn

    assert {} == {arn: read for arn, read in told.items() if read != arn}
    assert len(told) > 100
