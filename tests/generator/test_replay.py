"""The script that lives through past releases counts what is not where it is today."""

from __future__ import annotations

from pathlib import Path

import replay
from definitions import build, older, toml_file

NOW = {"shop": {"ListCarts": ["service.carts"], "Pay": ["Cart.pay()"]}}


def test_steps_are_in_the_order_of_releases(tmp_path: Path) -> None:
    """1.43.10 comes after 1.43.5, and the newest is always one."""
    for name in ("1.43.10", "1.43.5", "1.44.0", "1.43.0"):
        (tmp_path / name).mkdir()

    assert ["1.43.0", "1.43.10", "1.44.0"] == [
        path.name for path in replay.steps(tmp_path, 2)
    ]


def test_the_copy_has_all_that_the_generator_reads(tmp_path: Path) -> None:
    """The names of an older version, too, which are among the tests."""
    replay.copied(tmp_path)

    for path in (older._NAMES, toml_file.DEFINITIONS, build.DATA):
        assert (tmp_path / path.relative_to(replay.ROOT)).exists()


def test_places_of_today_are_counted() -> None:
    """Order and repetition of the places do not matter."""
    ours = {"shop": {"ListCarts": ["service.carts", "service.carts"]}}

    found = replay.compared(ours, NOW, "")

    assert (1, 0, 0) == tuple(len(found[k]) for k in ("same", "silent", "otherwise"))


def test_a_plain_action_that_nobody_was_told_of_is_silent() -> None:
    """It is told, or else counts as needing a person."""
    ours = {"shop": {"ListCarts": ["service.list_carts()"]}}

    assert replay.compared(ours, NOW, "")["silent"]
    told = replay.compared(ours, NOW, "shop: lists what has no type: ListCarts")
    assert (0, 1) == (len(told["silent"]), len(told["otherwise"]))


def test_another_natural_place_is_otherwise() -> None:
    """As is a plain action that is one today."""
    ours = {"shop": {"Pay": ["Order.pay()"]}}

    assert replay.compared(ours, NOW, "")["otherwise"]
    plain = {"shop": {"Ping": ["service.ping()"]}}
    other = {"shop": {"Ping": ["service.do_ping()"]}}
    assert replay.compared(plain, other, "")["otherwise"]


def test_a_row_counts_faults_as_needing_a_person() -> None:
    """A service that was kept as it was is one thing to decide."""
    figures = [
        {
            "service": "shop", "operations": 2, "attributes": 1, "adopted": ["Cart"],
            "withdrawn": [], "needs": ["x"], "fault": "no operation Pay",
        }
    ]  # fmt: skip
    places = {"same": ["a"], "silent": [], "otherwise": ["b"]}

    row = dict(
        zip(replay.HEADS, replay.row("1.44.0", figures, places, 9.6), strict=True)
    )

    assert ("2", "1", "10") == (row["told"], row["types"], row["seconds"])
