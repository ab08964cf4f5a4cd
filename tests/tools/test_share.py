"""The share of the drivers that a tox environment runs on a commit."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from definition_driver import services
from share import Share

CHECKOUT = Path(__file__).parents[2]


def test_each_service_is_in_one_share() -> None:
    """What one commit leaves out is driven on others."""
    shares = [Share(3, part) for part in range(3)]
    of = [[s for s in services() if share.has(s)] for share in shares]
    assert sorted(itertools.chain(*of)) == services()
    assert all(len(one) > len(services()) / 5 for one in of)


def test_a_commit_has_its_share() -> None:
    """The same wherever it runs."""
    assert Share.of(CHECKOUT, 3) == Share.of(CHECKOUT / "tests", 3)


def test_usually_all_are_driven(pytestconfig: pytest.Config) -> None:
    """Outside of the environments that say how many shares there are."""
    share = Share.of(CHECKOUT, 1)
    assert all(share.has(service) for service in services())
    assert str(share) == "all"
    assert pytestconfig.getoption("share") >= 1


def test_tests_of_all_else_are_never_left_out(request: pytest.FixtureRequest) -> None:
    """A share is one of the drivers' alone."""
    assert not any(Share(2, part).leaves_out(request.node) for part in range(2))
