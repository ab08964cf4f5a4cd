"""Definitions drawn at random, for a person to read."""

from __future__ import annotations

import pytest

from definitions import __main__ as command
from definitions import build, sample


def test_a_seed_draws_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """As many as are wanted, each once, and others with another seed."""
    one, other = [sample.draw(build.DATA, ["acm", "sns"], n, 20) for n in (1, 2)]

    assert 20 == len({(thing.kind, thing.place) for thing in one})
    assert one != other
    command.main(["sample", "--seed", "1", "--count", "20", "acm", "sns"])
    printed = capsys.readouterr().out.splitlines()
    assert [f"{n}. {thing}" for n, thing in enumerate(one, 1)] == sorted(
        printed, key=lambda line: int(line.partition(".")[0])
    )


def test_everything_of_a_service_can_be_drawn() -> None:
    """Its types and all that they have, with what the data says of each."""
    drawn = sample.draw(build.DATA, ["acm"], 0, 10_000)

    places = {f"{thing.kind} {thing.place}" for thing in drawn}
    assert {
        "type acm.Certificate",
        "load acm.Certificate",
        "ARN acm.Certificate",
        "collection acm.service.Certificates",
        "waiter acm.Certificate.Validated",
    } <= places
    (load,) = [t for t in drawn if (t.kind, t.place) == ("load", "acm.Certificate")]
    assert (
        "load acm.Certificate: request (operation (DescribeCertificate); params "
        "(CertificateArn = identifier CertificateArn)); path (Certificate)"
    ) == str(load)


def test_of_boto3s_services_only_what_is_added_is_drawn() -> None:
    """A Bucket is boto3's own, what it has besides is not."""
    drawn = sample.draw(build.DATA, ["s3"], 0, 10_000)

    assert ("type", "s3.Bucket") not in {(t.kind, t.place) for t in drawn}
    assert "s3.Bucket." in " ".join(t.place for t in drawn)
