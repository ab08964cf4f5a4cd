"""Renewal with forked processes, chained roles and people to ask."""

from __future__ import annotations

import os
import threading
from typing import Any

import pytest
from botocore.exceptions import RefreshWithMFAUnsupportedError

from faulty_sts import MINUTE, BadSts, Time, key_of, provider_of, session_of

# Newer Pythons warn of forks among threads; that is what is tested.
among_threads = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
SERIAL = {"SerialNumber": "arn:aws:iam::111111111111:mfa/bob"}


def renewal_over(credentials: Any) -> None:
    """Wait for the thread that renews."""
    credentials._flight.wait(10)


class Person:
    """Gives codes, and notes in which threads it is asked."""

    def __init__(self) -> None:
        self.threads: list[str] = []

    def __call__(self) -> str:
        self.threads.append(threading.current_thread().name)
        return f"{len(self.threads):06}"


def in_a_child(credentials: Any) -> str:
    """Return what a forked child reads, or `stuck` after 10 seconds."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(write_end, _read_in_time(credentials).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


def _read_in_time(credentials: Any) -> str:
    found = ["stuck"]
    reader = threading.Thread(
        target=lambda: found.append(key_of(credentials)), daemon=True
    )
    reader.start()
    reader.join(10)
    return found[-1]


@among_threads
def test_a_forked_child_does_not_wait_for_its_parents_thread(sts: BadSts) -> None:
    """It was forked while the parent asked STS; it asks STS itself."""
    time = Time()
    credentials = provider_of(sts, time).load()
    key_of(credentials)
    asked = threading.Event()
    sts.gate.clear()
    sts.arrived = lambda calls: asked.set() if calls == 2 else sts.gate.set()
    time.pass_(46 * MINUTE)
    key_of(credentials)
    assert asked.wait(10)
    time.pass_(5 * MINUTE)
    # Which of the two is answered first does not matter.
    assert in_a_child(credentials) in ("ASIA0002", "ASIA0003")
    assert 3 == len(sts.assumed)
    renewal_over(credentials)


@among_threads
def test_a_child_of_64_waiting_threads_asks_for_itself(sts: BadSts) -> None:
    """One call in each process, however many threads wait for the parent's."""
    credentials = provider_of(sts, Time()).load()
    asked = threading.Event()
    sts.gate.clear()
    sts.arrived = lambda calls: asked.set() if calls == 1 else sts.gate.set()
    readers = [threading.Thread(target=key_of, args=(credentials,)) for _ in range(64)]
    for reader in readers:
        reader.start()
    assert asked.wait(10)
    assert in_a_child(credentials) in ("ASIA0001", "ASIA0002")
    for reader in readers:
        reader.join(20)
    assert 2 == len(sts.assumed)


@among_threads
def test_a_forked_child_uses_what_its_parent_has(sts: BadSts) -> None:
    """Good credentials are good in every process."""
    credentials = provider_of(sts, Time()).load()
    key_of(credentials)
    assert "ASIA0001" == in_a_child(credentials)
    assert 1 == len(sts.assumed)


def test_a_code_is_sent_with_each_call(sts: BadSts) -> None:
    """A new one each time, asked for once."""
    time, person = Time(), Person()
    credentials = provider_of(
        sts, time, extra_args=SERIAL, token_provider=person
    ).load()
    key_of(credentials)
    time.pass_(51 * MINUTE)
    assert "ASIA0002" == key_of(credentials)
    assert ["000001", "000002"] == [call["TokenCode"] for call in sts.assumed]
    assert [threading.current_thread().name] * 2 == person.threads


def test_a_person_is_asked_by_one_thread(sts: BadSts) -> None:
    """The others wait, and use what comes of it."""
    person = Person()
    provider = provider_of(sts, Time(), extra_args=SERIAL, token_provider=person)
    readers = [
        threading.Thread(target=key_of, args=(provider.load(),)) for _ in range(16)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(20)
    assert 1 == len(person.threads)


def test_a_person_is_not_asked_before_it_is_urgent(sts: BadSts) -> None:
    """Behind a call nobody could ask."""
    time, person = Time(), Person()
    credentials = provider_of(
        sts, time, extra_args=SERIAL, token_provider=person
    ).load()
    key_of(credentials)
    time.pass_(46 * MINUTE)
    key_of(credentials)
    renewal_over(credentials)
    assert "ASIA0001" == key_of(credentials)
    assert 1 == len(person.threads)


def test_a_person_who_failed_is_left_alone_for_a_minute(sts: BadSts) -> None:
    """While there are good credentials."""
    time, person = Time(), Person()
    credentials = provider_of(
        sts, time, extra_args=SERIAL, token_provider=person
    ).load()
    key_of(credentials)
    sts.fault = (403, "AccessDenied", "MultiFactorAuthentication failed")
    time.pass_(51 * MINUTE)
    for _ in range(60):
        assert "ASIA0001" == key_of(credentials)
        time.pass_(1)
    assert 2 == len(person.threads)


def test_a_person_is_not_asked_on_behalf_of_a_chained_role(sts: BadSts) -> None:
    """The thread that renews the second role does not ask for a code of the first."""
    time, person = Time(), Person()
    first = session_of(provider_of(sts, time, extra_args=SERIAL, token_provider=person))
    second = provider_of(sts, time, first).load()
    key_of(second)
    time.pass_(51 * MINUTE)
    assert "ASIA0003" == _renewed(second)
    assert 1 == len(person.threads)
    assert ["AKIABASE", "ASIA0001", "ASIA0001"] == [
        call["signed by"] for call in sts.assumed
    ]


def test_only_callers_are_made_to_ask_for_a_chained_role(sts: BadSts) -> None:
    """With both expired, the read in the caller's thread asks."""
    time, person = Time(), Person()
    first = session_of(provider_of(sts, time, extra_args=SERIAL, token_provider=person))
    second = provider_of(sts, time, first).load()
    key_of(second)
    time.pass_(61 * MINUTE)
    assert "ASIA0004" == key_of(second)
    assert [threading.current_thread().name] * 2 == person.threads


def test_a_role_with_mfa_is_not_asked_for_by_a_thread_of_ours(sts: BadSts) -> None:
    """The error is botocore's for this."""
    person = Person()
    provider = provider_of(sts, Time(), extra_args=SERIAL, token_provider=person)
    errors: list[Exception] = []

    def read() -> None:
        try:
            key_of(provider.load())
        except RefreshWithMFAUnsupportedError as error:
            errors.append(error)

    flight = provider_of(sts, Time()).load()._flight
    flight.start(read)
    flight.wait(10)
    assert 1 == len(errors)
    assert [] == person.threads


def test_a_renewal_that_needs_itself_is_an_error(sts: BadSts) -> None:
    """A token provider that makes calls with the very role would wait for ever."""
    made: list[Any] = []

    def ask_with_the_role() -> str:
        return key_of(made[0])

    provider = provider_of(
        sts, Time(), extra_args=SERIAL, token_provider=ask_with_the_role
    )
    made.append(provider.load())
    with pytest.raises(RuntimeError, match="needs these very credentials"):
        key_of(provider.load())


def _renewed(credentials: Any) -> str:
    key_of(credentials)
    renewal_over(credentials)
    return key_of(credentials)
