"""The search for the oldest boto3 that the package works on."""

from __future__ import annotations

import pytest

import find_floor

RELEASES = [f"1.{minor}.0" for minor in range(20)]


@pytest.mark.parametrize("floor", RELEASES)
def test_oldest_passing_release_is_found(floor: str) -> None:
    """Wherever the border lies, the first release behind it is found."""
    passing = RELEASES[RELEASES.index(floor) :]

    assert floor == find_floor.oldest_passing(RELEASES, passing.__contains__)


def test_nothing_passes() -> None:
    """If not even the newest release passes, there is no floor."""
    assert find_floor.oldest_passing(RELEASES, lambda release: False) is None


def test_few_releases_are_tried() -> None:
    """Each try takes minutes, so the list is halved, not walked."""
    tried: list[str] = []

    find_floor.oldest_passing(RELEASES, lambda release: bool(tried.append(release)))

    assert 5 >= len(tried)


def test_releases_are_read_from_pip() -> None:
    """What pip prints becomes a list with the oldest release first."""
    output = "boto3 (1.44.5)\nAvailable versions: 1.44.5, 1.44.4, 1.9.3\n"

    assert ["1.9.3", "1.44.4", "1.44.5"] == find_floor.listed_releases(output)


def test_last_release_of_each_minor_is_tried_first() -> None:
    """At first one release of each 1.N stands for all of them."""
    releases = ["1.40.0", "1.40.7", "1.41.1"]

    assert ["1.40.7", "1.41.1"] == find_floor.candidates(releases, None)


def test_one_minor_can_be_looked_at() -> None:
    """1.4 is not taken for 1.40."""
    releases = ["1.4.1", "1.40.0", "1.40.7", "1.41.1"]

    assert ["1.40.0", "1.40.7"] == find_floor.candidates(releases, "1.40")


def test_pytest_gets_its_own_arguments() -> None:
    """What stands behind two dashes is for pytest, spaces inside included."""
    argv = ["1.40.0", "--", "-k", "trail or rds"]

    assert (["1.40.0"], ["-k", "trail or rds"]) == find_floor.split_at_dashes(argv)
