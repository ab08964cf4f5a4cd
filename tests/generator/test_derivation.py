"""What the generator finds in botocore's models by itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.model import Shape

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from definitions import (
    agreement,
    build,
    crosscheck,
    deriving,
    documentation,
    names,
    ruby,
    survey,
    tables,
    toml_file,
)
from definitions.__main__ import proposed
from definitions.derivation import derive, vocabulary
from definitions.derivation.identifiers import short
from definitions.propose import propose
from definitions.service import Service, all_services, services_with_resources

# What of boto3's own definitions the rules say, too, in percent: it only rises.
REACHED = {
    "types": 76,
    "identifiers": 90,
    "list operations": 92,
    "loads": 90,
    "action names": 80,
}


@pytest.fixture(scope="module")
def agreements() -> list[agreement.Agreement]:
    """Compare all that boto3 has resources for, once."""
    return [agreement.of(name) for name in services_with_resources()]


@pytest.mark.whole
@pytest.mark.parametrize("kind", agreement.KINDS)
def test_the_rules_agree_with_boto3(
    agreements: list[agreement.Agreement], kind: str
) -> None:
    """Derived from botocore alone, most is what boto3's authors wrote by hand."""
    same = sum(one.same.get(kind, 0) for one in agreements)
    total = sum(one.total.get(kind, 0) for one in agreements)
    assert REACHED[kind] <= 100 * same / total


def test_every_difference_is_told(agreements: list[agreement.Agreement]) -> None:
    """The list of misses has as many as are missing in the figures."""
    missing = sum(
        one.total[kind] - one.same[kind] for one in agreements for kind in one.total
    )
    assert missing == len(agreement.misses(agreements)) - 1


def drafted() -> list[Any]:
    """Return all services; those that are no fixed sample are for `make test-rest`."""
    return [
        pytest.param(service, marks=[pytest.mark.whole] if number % 8 else [])
        for number, service in enumerate(all_services())
    ]


@pytest.mark.parametrize("service", drafted())
def test_a_draft_of_any_service_can_be_generated(service: str, tmp_path: Path) -> None:
    """It is a definition, and has all names that the service is derived with.

    Whoever takes a derived service over begins with what users have of it.
    """
    path = tmp_path / f"{service}.toml"
    path.write_text(proposed(service), encoding="utf-8")

    documents = build.documents(toml_file.read(path))
    made = {file.name: document for file, document in documents.items()}
    derived = names.on_disk(deriving.FOLDER, service)
    models = Service(service)
    had, has = (names.names_of(models, one) for one in (derived, made))
    lost = [one for one in names.vanished(had, has) if "_resource (action)" not in one]
    assert [] == lost
    # Their ARNs are those of ses and greengrass, which a look at all services tells.
    others = service in {"greengrassv2", "pinpoint-email"}
    assert others or lost == names.vanished(had, has)


def test_a_draft_tells_its_doubts() -> None:
    """What is left out stands there for a person to take in, and why it is not."""
    lines = proposed("synthetics").splitlines()
    place = lines.index("# [types.CanaryRun]")
    assert "# doubt: neither a list nor a create" in lines[place - 2 : place]
    assert "[types.CanaryRun]" not in lines


def test_a_draft_tells_which_parts_it_is_without() -> None:
    """An identifier that an answer calls otherwise may be another thing's."""
    lines = proposed("appflow").splitlines()
    place = lines.index("[types.ConnectorProfile]")
    assert lines[place - 2].startswith("# doubt: an item that loses its owner")


def test_a_draft_has_the_arns_of_the_reference() -> None:
    """What AWS writes of an ARN, with the identifiers that the draft has."""
    draft = tomllib.loads(propose("logs"))["types"]
    arn = "arn:{partition}:logs:{region}:{account}:"
    stream = f"{arn}log-group:{{log_group_name}}:log-stream:{{name}}"
    assert {"format": stream, "arn": "arn"} == draft["LogStream"]["arn"]
    # AWS leaves out the service's own word, and what is in an ARN is not known.
    detector = f"{arn}anomaly-detector:{{_}}"
    assert {"format": detector, "arn": "arn"} == draft["LogAnomalyDetector"]["arn"]
    assert "arn" not in draft["QueryDefinition"]


def test_a_draft_loads_what_is_only_listed() -> None:
    """Where nothing describes one item, the one of the list is chosen."""
    draft = tomllib.loads(propose("logs"))["types"]
    load = {"operation": "DescribeDestinations", "path": "destinations[]"}
    assert load == draft["Destination"]["load"]
    assert "load" not in draft["Delivery"]


@pytest.mark.parametrize(
    ("member", "noun", "name"),
    [
        ("DBInstanceIdentifier", "DBInstance", "Id"),
        ("GroupId", "SecurityGroup", "Id"),
        ("jobId", "Job", "Id"),
        ("jobID", "Job", "Id"),
        ("AwsAccountId", "AccountCustomPermission", "AwsAccountId"),
        ("Bucket", "Bucket", "Name"),
        ("KeyName", "KeyPair", "Name"),
        ("LogicalResourceId", "StackResource", "LogicalId"),
        ("SerialNumber", "VirtualMFADevice", "SerialNumber"),
        ("SAMLProviderArn", "SAMLProvider", "Arn"),
        ("RequesterAccountId", "PendingAggregationRequest", "RequesterAccountId"),
    ],
)
def test_an_identifier_is_called_less_its_noun(
    member: str, noun: str, name: str
) -> None:
    """As boto3's own identifiers are."""
    assert name == short(member, noun)


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("After", {"type": "timestamp"}, True),
        ("Request", {"type": "string", "idempotencyToken": True}, True),
        ("ClientToken", {"type": "string"}, True),
        ("dryRun", {"type": "boolean"}, True),
        ("ThingName", {"type": "string"}, False),
    ],
)
def test_a_token_is_no_identifier(
    name: str, body: dict[str, Any], expected: bool
) -> None:
    """It tells when, or how often, and not which."""
    assert expected is vocabulary._is_token(name, Shape("S", body))


def test_what_could_not_be_made_is_not_returned() -> None:
    """CreateMembers of securityhub answers with the accounts that are no members."""
    assert "CreateMembers" not in derive(Service("securityhub")).operations


def test_a_part_is_found_to_be_one() -> None:
    """An image of a repository, told by the repository's name, is the repository's."""
    types = derive(Service("ecr")).types
    assert {"Name": "repositoryName"} == types["Repository"].identifiers
    assert "Repository" == types["RepositoryPolicy"].parent


def test_the_survey_counts_what_is_left_to_a_person() -> None:
    """A draft says of which types nothing tells one from another."""
    row = dict(zip(survey.HEADS, survey.row("ecr"), strict=True))
    assert "ecr" == row["service"]
    assert 0 < int(row["need a hand"]) < int(row["types"])


@pytest.mark.parametrize(
    ("service", "count"),
    [
        pytest.param("rbin", 1, id="a resource type, which only inputs name"),
        pytest.param("account", 1, id="the one contact, which has no identifier"),
        pytest.param("signer", 0, id="nothing"),
    ],
)
def test_the_survey_counts_each_type_that_puzzles(service: str, count: int) -> None:
    """One that nothing lists or loads does, and one of which there might be several."""
    row = dict(zip(survey.HEADS, survey.row(service), strict=True))
    assert str(count) == row["need a hand"]


def test_cloudformation_confirms_a_service() -> None:
    """Its schemas identify, read, list and delete cache clusters as we do."""
    found = crosscheck.of("elasticache")
    assert found.total == found.same
    assert 10 <= found.total["types"]


def test_a_table_is_restructured_text() -> None:
    """Numbers stand to the right, as a reader expects."""
    rows = [["service", "types"], ["acm", "5"], ["rds", "33"]]
    assert (
        "=======  =====\nservice  types\n=======  =====\n"
        "acm          5\nrds         33\n=======  =====" == tables.rst(rows)
    )


@pytest.mark.whole
@pytest.mark.parametrize("page", documentation.PAGES)
def test_a_page_is_up_to_date(page: str) -> None:
    """If it is not, `python -m tools.definitions document` writes it."""
    written = documentation.path_of(page).read_text(encoding="utf-8")
    assert documentation.PAGES[page]() == written


def test_every_difference_to_cloudformation_was_looked_at() -> None:
    """A new one wants a sentence in disagreements.toml; one that is gone, none."""
    found = [crosscheck.of(spec.service) for spec in toml_file.read_all()]
    told = {where.partition(" ")[0] for one in found for _, where, *_ in one.misses}
    assert told == set(crosscheck.reasons())


def test_every_difference_to_awss_definitions_for_ruby_was_looked_at() -> None:
    """A new one wants a sentence in ruby.toml; one that is gone, none."""
    told = {
        ruby.key_of(one.service, kind, where, theirs)
        for one in ruby.found()
        for kind, where, theirs, _ in one.misses
    }
    assert told == set(ruby.reasons())
