"""Role credentials in their last seconds, when a hurried renewal has just failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from faulty_sts import MINUTE, BadSts, Time, provider_of, session_of

OLD, NEW = "ASIA0001", "ASIA0002"
THROTTLED = (400, "Throttling", "Rate exceeded")


@pytest.fixture
def sts() -> Iterator[BadSts]:
    """An STS that refuses the second call it gets, and no other."""
    with BadSts() as running:

        def refuse_the_second(number: int) -> None:
            running.fault = THROTTLED if number == 2 else None

        running.arrived = refuse_the_second
        yield running


def test_who_waits_for_a_hurried_renewal_with_nothing_left_asks_again(
    sts: BadSts,
) -> None:
    """One request was enough while there were credentials to go on with."""
    time = Time()
    credentials = provider_of(sts, time).load()
    credentials.get_frozen_credentials()
    sts.gate.clear()
    time.pass_(46 * MINUTE)
    assert OLD == credentials.get_frozen_credentials().access_key
    board = credentials._flight._turns.board

    def board_and_open(turn: Any) -> Any:
        boarded = board(turn)
        sts.gate.set()
        return boarded

    credentials._flight._turns.board = board_and_open
    time.pass_(15 * MINUTE)
    assert NEW == credentials.get_frozen_credentials().access_key
    assert 3 == len(sts.assumed)


def test_a_refusal_in_the_last_seconds_is_mended_at_once(sts: BadSts) -> None:
    """A service's clock may be ahead; the pause after a failure is for better days."""
    time = Time()
    client = session_of(provider_of(sts, time)).client("sts", endpoint_url=sts.url)
    client.get_caller_identity()
    time.pass_(60 * MINUTE - 3)
    sts.bad_keys = {OLD}
    client.get_caller_identity()
    assert [OLD, OLD, NEW] == sts.calls
    assert 3 == len(sts.assumed)
