"""The share of the tests that a tox environment runs on a commit."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from definition_driver import services
from share import ABOUT_MODELS, ABOUT_PYTHON, KINDS, Share, shared_as

TESTS = Path(__file__).parents[1]
CHECKOUT = TESTS.parent

PARTS = 3


def files_of(*folders: str) -> list[str]:
    """Return the names of the files of tests in some folders."""
    return [path.name for name in folders for path in (TESTS / name).glob("test_*.py")]


def folders() -> Iterator[str]:
    """Yield the folders with files of tests."""
    for path in TESTS.iterdir():
        if list(path.glob("test_*.py")):
            yield path.name


@pytest.mark.parametrize(
    "names",
    [
        services(),
        files_of(*ABOUT_MODELS),
        files_of(*set(folders()) - ABOUT_PYTHON - ABOUT_MODELS - {"driven"}),
    ],
    ids=["driven", "models", "others"],
)
def test_each_is_in_one_share(names: list[str]) -> None:
    """What one commit leaves out is run on others."""
    shares = [Share(PARTS, part) for part in range(PARTS)]
    of = [[name for name in names if share.has(name)] for share in shares]

    assert sorted(itertools.chain(*of)) == sorted(names)
    assert all(len(one) > len(names) / 5 for one in of)


def test_a_commit_has_its_share() -> None:
    """The same wherever it runs."""
    assert Share.of(CHECKOUT, PARTS) == Share.of(CHECKOUT / "tests", PARTS)


def test_usually_all_are_run(pytestconfig: pytest.Config) -> None:
    """Outside of the environments that say how many shares there are."""
    share = Share.of(CHECKOUT, 1, KINDS)

    assert all(share.has(service) for service in services())
    assert str(share) == "all"
    assert pytestconfig.getoption("share") >= 1


def test_every_folder_that_is_named_is_there() -> None:
    """A folder that is moved, or gone, is not run by each for want of its name."""
    assert (ABOUT_MODELS | ABOUT_PYTHON) - {"tests"} <= set(folders())


def test_an_unknown_kind_is_refused() -> None:
    """A slip in tox.ini would run all, and nobody would see it."""
    with pytest.raises(ValueError, match="no tests"):
        Share.of(CHECKOUT, PARTS, ["drivn"])


GIVEN = """
import pytest
{marks}
@pytest.mark.parametrize("service", ["acm", "rds", "sqs", "sns"])
def test_it(service): pass
"""

MARKS = {
    "": "",
    "whole": "@pytest.mark.whole",
    "whole everywhere": "@pytest.mark.whole(is_shared=False)",
}


@pytest.mark.parametrize(
    ("folder", "marks", "kind", "name"),
    [
        ("driven", "", "driven", "service"),
        ("services", "", "models", "file"),
        ("cli", "", "others", "file"),
        ("threads", "", "", ""),
        ("tests", "", "", ""),
        ("arns", "whole", "whole", "service"),
        ("threads", "whole", "whole", "service"),
        ("definitions", "whole everywhere", "", ""),
    ],
)
def test_a_test_is_of_one_kind(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    folder: str,
    marks: str,
    kind: str,
    name: str,
) -> None:
    """It is shared out with all that have its name, or never."""
    path = tmp_path / folder / "test_it.py"
    path.parent.mkdir()
    path.write_text(GIVEN.format(marks=MARKS[marks]))
    module = pytest.Module.from_parent(request.session, path=path)
    names = [shared_as(item) for item in module.collect()]
    told = {"service": ["acm", "rds", "sqs", "sns"], "file": [path.name] * 4}

    assert [(kind, one) for one in told.get(name, [""] * 4)] == names


def test_what_is_shared_out_is_left_out_by_all_but_one(
    request: pytest.FixtureRequest,
) -> None:
    """And what is of another kind by none."""
    kind, _ = shared_as(request.node)
    assert "others" == kind
    shares = [Share(PARTS, part, frozenset({kind})) for part in range(PARTS)]
    left_out = Counter(share.leaves_out(request.node) for share in shares)

    assert {True: PARTS - 1, False: 1} == left_out
    assert not any(
        Share(PARTS, part, frozenset({"whole"})).leaves_out(request.node)
        for part in range(PARTS)
    )
