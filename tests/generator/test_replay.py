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

    kinds = ("same", "told", "silent", "otherwise")
    assert (1, 0, 0, 0) == tuple(len(found[k]) for k in kinds)


def test_a_plain_action_that_nobody_was_told_of_is_silent() -> None:
    """It is told, or else counts as needing a person."""
    ours = {"shop": {"ListCarts": ["service.list_carts()"]}}

    silent = replay.compared(ours, NOW, "")
    assert silent["silent"] == silent["plain"] != []
    told = replay.compared(ours, NOW, "shop: lists what has no type: ListCarts")
    assert (0, 1) == (len(told["silent"]), len(told["told"]))
    assert silent["plain"] == told["plain"]


def test_what_a_longer_name_was_told_of_is_not_told() -> None:
    """ListCartsOfFriends is another operation than ListCarts."""
    ours = {"shop": {"ListCarts": ["service.list_carts()"]}}

    found = replay.compared(ours, NOW, "lists what has no type: ListCartsOfFriends")

    assert [] == found["told"]


def test_what_has_a_further_place_today_is_otherwise() -> None:
    """It is the service's today as well: nothing has to move."""
    ours = {"shop": {"Open": ["service.open()"]}}
    now = {"shop": {"Open": ["service.open()", "Cart.open()"]}}

    found = replay.compared(ours, now, "")

    assert ([], 1) == (found["plain"], len(found["otherwise"]))


def test_another_natural_place_is_otherwise() -> None:
    """As is a plain action that is one today."""
    ours = {"shop": {"Pay": ["Order.pay()"]}}

    assert replay.compared(ours, NOW, "")["otherwise"]
    plain = {"shop": {"Ping": ["service.ping()"]}}
    other = {"shop": {"Ping": ["service.do_ping()"]}}
    assert replay.compared(plain, other, "")["otherwise"]


def test_a_row_counts_what_a_person_had_to_place() -> None:
    """A fault, what was silent, and of the told what stands elsewhere today."""
    figures = [
        {
            "service": "shop", "operations": 2, "attributes": 1, "adopted": ["Cart"],
            "withdrawn": [], "needs": ["x"], "fault": "no operation Pay",
        }
    ]  # fmt: skip
    places = {
        "same": ["a"], "told": ["c", "e"], "silent": ["d"], "otherwise": ["b"],
        "plain": ["d", "e"],
    }  # fmt: skip

    row = dict(
        zip(replay.HEADS, replay.row("1.44.0", figures, places, 9.6), strict=True)
    )

    assert ("2", "4", "3") == (row["told"], row["needed"], row["plain"])
    assert ("1", "10") == (row["types"], row["seconds"])
