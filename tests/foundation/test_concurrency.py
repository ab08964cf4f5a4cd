"""An exception at any line of a shared attempt leaves nobody waiting.

`KeyboardInterrupt`, a signal handler's or a soft time limit's exception may come
anywhere. A tracing function raises one at each line of ours in turn, in the thread that
does the work and in one that waits for it, and on Python 3.12 at each opcode of the
turns; other threads ask for the same at the same time and afterwards.
"""

# The functions are called before the next turn of their loop.
# ruff: noqa: B023

from __future__ import annotations

import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions import ConnectionManager
from boto3_extensions._foundation import concurrency
from boto3_extensions._foundation.concurrency import SingleFlight, Turn, Turns
from faulty_sts import BadSts

PACKAGE = str(Path(boto3_extensions.__file__).parent)
TURNS = (f"{PACKAGE}/_foundation/concurrency.py",)
SECONDS = 20
# How many lines of a whole fetch are between two that are tried. Where it begins is at
# random (pytest prints the seed), so that many runs try all.
STRIDE = 61


class Interrupt(BaseException):
    """What a signal handler may raise."""


class Raising:
    """Raise in this thread at the n-th line, or opcode, of our code; once."""

    def __init__(self, number: int, event: str, files: tuple[str, ...]) -> None:
        self.left = number
        self.event = event
        self.files = files
        self.at: str | None = None

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        if not frame.f_code.co_filename.startswith(self.files):
            return None
        frame.f_trace_opcodes = self.event == "opcode"
        if event == self.event and self.at is None:
            self.left -= 1
            if self.left < 0:
                self.at = f"{frame.f_code.co_filename}:{frame.f_lineno}"
                raise Interrupt
        return self


def interrupted(raising: Raising, function: Callable[[], object]) -> None:
    """Call a function that may be interrupted; what it raises stays referred to."""
    # Python 3.12 looks for it only when tracing begins.
    sys._getframe().f_trace_opcodes = raising.event == "opcode"
    sys.settrace(raising)
    try:
        function()
    except BaseException as error:
        # A traceback keeps the variables of all frames, as a logger's or pytest's does.
        _kept.append(error)
    finally:
        sys.settrace(None)


_kept: list[BaseException] = []


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Let the exceptions go after a test."""
    yield
    _kept.clear()


def thread(function: Callable[..., object], *args: Any) -> threading.Thread:
    """Start a thread that does not keep the tests from ending."""
    started = threading.Thread(target=function, args=args, daemon=True)
    started.start()
    return started


def numbers() -> Iterator[int]:
    """Count, as far as any function of ours may have lines."""
    return iter(range(5000))


EVENTS = [
    pytest.param("line", id="line"),
    pytest.param("opcode", id="opcode"),
]


@pytest.mark.parametrize("event", EVENTS)
def test_who_does_the_work_is_interrupted(event: str) -> None:
    """At every point: one that waits goes on, the next caller has it done."""
    for number in numbers():
        flight, done = SingleFlight(), []
        begun, waiting = threading.Event(), []

        def work() -> None:
            if not begun.is_set():
                begun.set()
                waiting.append(thread(flight.run, lambda: done.append("waiter")))
            done.append("worker")

        raising = Raising(number, event, TURNS)
        interrupted(raising, lambda: flight.run(work))
        for one in waiting:
            one.join(SECONDS)
            assert not one.is_alive(), raising.at
        next_one = thread(flight.run, lambda: done.append("next"))
        next_one.join(SECONDS)
        assert not next_one.is_alive(), raising.at
        assert "next" in done, raising.at
        if raising.at is None:
            break
    assert 15 < number < 4999


def test_who_waits_is_told_at_once_that_the_work_was_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The waiter does the work itself then, and does not look for a sign of life."""
    monkeypatch.setattr(concurrency, "_CHECK_INTERVAL", 10 * SECONDS)
    flight, done, waiters = SingleFlight(), [], []

    def work() -> None:
        waiters.append(thread(flight.run, lambda: done.append("waiter")))
        under_way = flight._turns.under_way()
        # A turn has who waits for it in a list.
        while under_way is None or not under_way._waiting:
            assert waiters[0].is_alive()
        raise Interrupt

    with pytest.raises(Interrupt):
        flight.run(work)
    waiters[0].join(SECONDS)

    assert not waiters[0].is_alive()
    assert ["waiter"] == done


@pytest.mark.parametrize("event", EVENTS)
def test_who_waits_is_interrupted(event: str) -> None:
    """At every point: the work goes on, and another one that waits gets its outcome."""
    for number in numbers():
        flight, done, go_on = SingleFlight(), [], threading.Event()
        begun = threading.Event()

        def work() -> None:
            begun.set()
            go_on.wait(SECONDS)
            done.append("worker")

        worker = thread(flight.run, work)
        assert begun.wait(SECONDS)
        raising = Raising(number, event, TURNS)

        def wait() -> None:
            # So that it both begins to wait and is woken.
            threading.Timer(0.002, go_on.set).start()
            interrupted(raising, lambda: flight.run(lambda: done.append("waiter")))

        waiters = [thread(wait), thread(flight.run, lambda: done.append("other"))]
        for one in (worker, *waiters):
            one.join(SECONDS)
            assert not one.is_alive(), raising.at
        assert "worker" in done
        if raising.at is None:
            break
    assert 10 < number < 4999


def test_who_starts_a_thread_is_interrupted() -> None:
    """At every line: either the thread does the work or the next caller can."""
    for number in numbers():
        flight, done = SingleFlight(), []
        raising = Raising(number, "line", TURNS)
        interrupted(raising, lambda: flight.start(lambda: done.append("thread")))
        next_one = thread(flight.run, lambda: done.append("next"))
        next_one.join(SECONDS)
        assert not next_one.is_alive(), raising.at
        flight.run(lambda: done.append("after"))
        assert "after" in done
        if raising.at is None:
            break
    assert 10 < number < 4999


def test_a_turn_is_over_however_often_it_is_interrupted() -> None:
    """Even if the very ending is broken off, and the traceback is kept."""
    turns = Turns()

    def broken_off() -> None:
        turn = Turn()
        with turn.held():
            assert turns.board(turn) is None
            try:
                raise Interrupt
            finally:
                raise Interrupt

    interrupted(Raising(9999, "line", TURNS), broken_off)
    assert turns.under_way() is None
    after = Turn()
    with after.held():
        assert turns.board(after) is None


def test_work_may_be_asked_for_in_its_midst() -> None:
    """As by a signal handler of the same thread: it is done there and then."""
    flight, done = SingleFlight(), []

    def work() -> None:
        if not done:
            done.append("within")
            flight.run(work)
        done.append("done")

    flight.run(work)
    assert ["within", "done", "done"] == done


def test_work_that_needs_itself_is_an_error() -> None:
    """It would never end."""
    flight = SingleFlight()

    def work() -> None:
        flight.run(work)

    with pytest.raises(RuntimeError, match="these very credentials"):
        flight.run(work)


def test_who_makes_a_class_is_interrupted() -> None:
    """At every line: the next one makes it, at once."""
    for number in numbers():
        made: list[str] = []
        raising = Raising(number, "line", TURNS)
        key = object()

        def make() -> str:
            made.append("made")
            return "made"

        interrupted(
            raising, lambda: concurrency.make_once(key, make, lambda: "".join(made[:1]))
        )
        found: list[str] = []
        next_one = thread(
            lambda: found.append(concurrency.make_once(key, make, lambda: None))
        )
        # Far less than who waits for another thread's class would take.
        next_one.join(concurrency.WAIT_TIMEOUT)
        assert ["made"] == found, raising.at
        if raising.at is None:
            break
    assert 10 < number < 4999
    concurrency._under_way.clear()


def test_a_fetch_of_credentials_is_interrupted(sts: BadSts) -> None:
    """At every line of ours: others of the role, and of others, get theirs."""
    connections = ConnectionManager(
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="key",
        sts={"endpoint_url": sts.url},
    )
    role = "arn:aws:iam::{:012}:role/r".format
    connections.get_session(role(1)).get_credentials().get_frozen_credentials()
    # Not each, as there are some thousand and each takes milliseconds: a number that
    # shares no divisor with the lengths of loops.
    for number in range(random.randrange(STRIDE), 100_000, STRIDE):
        session = connections.get_session(role(number + 2))
        raising = Raising(number, "line", (PACKAGE,))
        interrupted(raising, session.get_credentials().get_frozen_credentials)
        found: list[str] = []
        for one in (session, connections.get_session(role(number + 2), "other")):
            reader = thread(
                lambda one=one: found.append(
                    one.get_credentials().get_frozen_credentials().access_key
                )
            )
            reader.join(SECONDS)
            assert not reader.is_alive(), raising.at
        assert 2 == len(found), raising.at
        if raising.at is None:
            break
    assert number > 1_000


@pytest.fixture
def alarm() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Have something called by a signal handler of this thread in a moment."""
    before = signal.getsignal(signal.SIGUSR1)

    def set_alarm(function: Callable[[], object]) -> None:
        signal.signal(signal.SIGUSR1, lambda *_: function())

    yield set_alarm
    signal.signal(signal.SIGUSR1, before)


def test_a_signal_handler_asks_in_the_midst_of_asking(
    sts: BadSts, alarm: Callable[[Callable[[], object]], None]
) -> None:
    """For the credentials that its thread is just getting: it gets them, too."""
    connections = ConnectionManager(
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="key",
        sts={"endpoint_url": sts.url},
    )
    credentials = connections.get_session(
        "arn:aws:iam::111111111111:role/r"
    ).get_credentials()
    keys: list[str] = []

    def ask() -> None:
        keys.append(credentials.get_frozen_credentials().access_key)

    alarm(ask)
    main = threading.get_ident()
    sts.gate.clear()

    def arrived(calls: int) -> None:
        if calls == 1:
            signal.pthread_kill(main, signal.SIGUSR1)
        else:
            sts.gate.set()

    sts.arrived = arrived
    ask()
    assert 2 == len(keys)


def test_a_signal_handler_reads_the_account_in_the_midst_of_it(
    sts: BadSts,
    monkeypatch: pytest.MonkeyPatch,
    alarm: Callable[[Callable[[], object]], None],
    arns: None,
) -> None:
    """`session.account_id` of the session whose account is being asked for."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", sts.url)
    session = boto3.Session("id", "key", region_name="us-east-1")
    found: list[str] = []
    main = threading.get_ident()
    answer = sts.answer

    def answer_late(key: str, headers: Any, body: str) -> tuple[int, str]:
        if len(sts.calls) == 0:
            signal.pthread_kill(main, signal.SIGUSR1)
        answer(key, headers, body)
        return 200, IDENTITY

    monkeypatch.setattr(sts, "answer", answer_late)
    alarm(lambda: found.append(session.account_id))
    found.append(session.account_id)
    assert ["123456789012"] * 2 == found


IDENTITY = """<GetCallerIdentityResponse><GetCallerIdentityResult>
<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""
