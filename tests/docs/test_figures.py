"""The documentation has the figures of the benchmarks, and its guides agree."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import pictures

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"
PAGE = (ROOT / "docs" / "speed_figures.rst").read_text("utf-8")
BLOCK = re.compile(
    r"^\.\. figures of .*?^\.\. end of figures$", re.DOTALL | re.MULTILINE
)
TABLE = "====  ====\nwhat  ours\n====  ====\nx     1 µs\n====  ====\n"


def loaded(name: str) -> ModuleType:
    """Return a module of the benchmarks, whose folder is not on the path of tests."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


document, tables = loaded("document"), loaded("tables")


def rows(benchmark: str) -> dict[str, list[str]]:
    """Return the rows of a benchmark's table by their first cells."""
    return {row[0]: row for row in pictures.table_rows(benchmark)}


def words(page: str) -> str:
    """Return the text of a page on one line."""
    return " ".join((ROOT / page).read_text("utf-8").split())


def test_every_figure_stands_in_a_block_of_a_benchmark() -> None:
    """The page has no table, time or size that no benchmark wrote."""
    rest = BLOCK.sub("", PAGE)

    assert [] == re.findall(r"list-table|csv-table|^==+  .*$", rest, re.MULTILINE)
    assert [] == re.findall(r"\d (?:µs|ms|s|KiB|MiB|MB|times)\b", rest)


def test_every_block_is_of_a_benchmark_that_there_is() -> None:
    """Blocks name benchmarks, each once, and have a table."""
    names = document.NAMED.findall(PAGE)

    assert {
        "sessions", "cold_start", "roles", "tls", "construction", "iteration", "jobs"
    } == {*names}  # fmt: skip
    assert len(names) == len(set(names)) == len(BLOCK.findall(PAGE))
    for name in names:
        assert "tables import" in (BENCHMARKS / f"{name}.py").read_text("utf-8")
    for block in BLOCK.findall(PAGE):
        assert document.table_of(block)


def test_new_figures_go_into_their_block() -> None:
    """A table replaces the earlier table of its benchmark, and nothing else."""
    page = (
        "Before.\n\n.. figures of benchmarks/a.py\n\nold\n\n.. end of figures\n\n"
        ".. figures of benchmarks/b.py\n\nkept\n\n.. end of figures\n\nAfter.\n"
    )

    once = document.with_figures(page, "a", TABLE)

    assert page.replace("old", TABLE) == once
    assert once == document.with_figures(once, "a", TABLE)


@pytest.mark.parametrize(
    "page",
    ["No block.\n", ".. figures of benchmarks/a.py\n\nNo end.\n"],
)
def test_page_without_the_block_is_refused(page: str) -> None:
    """Figures are not lost where the page has no place for them."""
    with pytest.raises(ValueError, match=r"benchmarks/a\.py"):
        document.with_figures(page, "a", TABLE)


def test_table_is_found_among_other_lines() -> None:
    """A benchmark may print more than its table, but one table it must print."""
    assert TABLE.rstrip() == document.table_of(f"Head.\n{TABLE}Foot.\n")
    with pytest.raises(ValueError, match="no table"):
        document.table_of("Nothing was measured.\n")


def test_table_of_cells_is_one_that_sphinx_reads() -> None:
    """Columns are as wide as their widest cell, and lines do not end in spaces."""
    assert TABLE.rstrip() == tables.simple(["what", "ours"], [["x", "1 µs"]])
    assert all(line == line.rstrip() for line in tables.simple("ab", ["cd"]).split())


@pytest.mark.parametrize(
    ("number", "told"),
    [(1425.6, "1,426 µs"), (7.84, "7.8 µs"), (0.081, "0.08 µs"), (100, "100 µs")],
)
def test_figures_have_three_digits(number: float, told: str) -> None:
    """A figure is told as exactly as it can be measured."""
    assert told == tables.measured(number, "µs")


def test_ratio_to_almost_nothing_is_left_out() -> None:
    """A ratio is a whole number; to none of a thing there is no ratio."""
    assert ["196", ""] == [tables.times(1427, 7.28), tables.times(13, 0)]


def test_guides_say_of_sessions_what_was_measured() -> None:
    """A further session takes the shares of time and memory that the guides tell."""
    services = ("ec2", "s3", "sqs", "dynamodb", "iam")
    measured = rows("sessions")
    faster = min(float(measured[service][5]) for service in services)
    smaller = min(float(measured[service][8]) for service in services)

    assert ("a fifteenth of the time and a twentieth of the memory or less") in words(
        "docs/speed.rst"
    )
    assert faster >= 15
    assert smaller >= 20
    assert "a tenth of the time and a fifteenth of the memory, or less" in words(
        "README.rst"
    )


def test_guides_say_of_roles_what_was_measured() -> None:
    """A hundred roles take less than ten do without, and share a connection."""
    clients = [row for row in pictures.table_rows("roles") if row[0].startswith("ec2 ")]
    spent = {(row[0], row[1]): pictures.number(row[3]) for row in clients}
    shared = rows("tls")["speed on"]

    assert (
        "The sessions of a hundred roles take less CPU than those of ten do"
        in words("docs/speed.rst")
    )
    assert {"10", "100"} == {row[2] for row in clients}
    assert all(spent[what, "on"] < spent[what, "off"] for what, _ in spent)
    assert "one TLS handshake, not a hundred" in words("docs/speed.rst")
    assert "0.01" == shared[1]


def test_guides_say_of_items_what_was_measured() -> None:
    """An item of a collection takes the share of boto3's time that the guide tells."""
    measured = rows("iteration")
    ratios = [float(row[4]) for name, row in measured.items() if ".all()" in name]

    assert "spends a sixth to an eleventh of the time on an item" in words(
        "docs/speed.rst"
    )
    assert (6, 11) == (round(min(ratios)), round(max(ratios)))


def test_guides_say_of_resources_what_was_measured() -> None:
    """A resource is made in microseconds, where boto3 takes about a millisecond."""
    (_, boto3, ours, _) = rows("construction")["``ec2.Instance(id)``"]

    assert "is made in microseconds, not milliseconds" in words("docs/speed.rst")
    assert pictures.number(boto3) > 500
    assert pictures.number(ours) < 20


def test_guides_say_of_jobs_what_was_measured() -> None:
    """Everyday jobs take the calls, lines and times that the guide tells."""
    found = pictures.table_rows("jobs")
    jobs = [row for row in found if row[-1] in {"equal", "DIFFER"}]
    pairs = [
        [tuple(map(float, cell.split(" / "))) for cell in row[1:5]] for row in jobs
    ]

    assert (
        "Eighteen everyday jobs, as the tags of 150 databases or the volumes of 250 "
        "instances, make no more calls this way than an expert's script with plain "
        "clients, batches and threads, and take half of its lines or less in sixteen. "
        "They take up to twice its time"
    ) in words("docs/fewer_calls.rst")
    assert 18 == len(jobs)
    assert {"equal"} == {row[5] for row in jobs}
    assert all(ours <= expert for (expert, ours), *_ in pairs)
    assert 16 == sum(2 * ours <= expert for *_, (expert, ours) in pairs)
    assert all(ours <= 2 * expert for _, (expert, ours), *_ in pairs)


def test_guides_say_of_cold_starts_what_was_measured() -> None:
    """A first client takes the shares of boto3's time that the guide tells."""
    clients = [row for name, row in rows("cold_start").items() if "client" in name]
    ratios = [float(row[3]) for row in clients]

    assert "client takes seven to nine tenths of what it takes in boto3" in words(
        "docs/speed.rst"
    )
    assert 3 == len(clients)
    assert 0.7 <= min(ratios) <= max(ratios) <= 0.9
    assert float(rows("cold_start")["ec2 client"][5]) <= 0.6
    assert float(rows("cold_start")["s3 client"][5]) <= 0.75
