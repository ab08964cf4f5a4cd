"""Renewal while STS throttles, refuses, hangs or is not there."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from boto3_extensions._roles.credentials import RoleCredentials
from faulty_sts import MINUTE, BadSts, Time, key_of, provider_of, session_of

THROTTLED = (400, "Throttling", "Rate exceeded")
DENIED = (403, "AccessDenied", "User: bob is not authorized")
DOWN = (503, "ServiceUnavailable", "down")
TOGETHER = 64


def in_use(sts: BadSts, time: Time) -> RoleCredentials:
    """Return credentials that were read once."""
    credentials = provider_of(sts, time).load()
    key_of(credentials)
    return credentials


def renewal_over(credentials: RoleCredentials) -> None:
    """Wait for the thread that renews."""
    credentials._flight.wait(10)


def read_together(credentials: RoleCredentials) -> list[str]:
    """Return what 64 threads read at the same moment, or the kind of their error."""
    together = threading.Barrier(TOGETHER)

    def read(_: int) -> str:
        together.wait(20)
        try:
            return key_of(credentials)
        except ClientError as error:
            return str(error.response["Error"]["Code"])

    with ThreadPoolExecutor(TOGETHER) as executor:
        return list(executor.map(read, range(TOGETHER)))


@pytest.mark.parametrize("fault", [THROTTLED, DENIED, DOWN])
def test_a_failing_renewal_is_one_request(
    sts: BadSts, fault: tuple[int, str, str]
) -> None:
    """20 API calls in the advisory window do with the credentials at hand."""
    time = Time()
    provider = provider_of(sts, time)
    client = session_of(provider).client("sts", endpoint_url=sts.url)
    client.get_caller_identity()
    sts.fault = fault
    time.pass_(46 * MINUTE)
    for _ in range(20):
        client.get_caller_identity()
    renewal_over(provider.load())
    assert ["ASIA0001"] * 21 == sts.calls
    assert 2 == len(sts.assumed)


def test_an_sts_that_hangs_delays_no_call(sts: BadSts) -> None:
    """20 API calls are through while the one renewal still waits for its answer."""
    time = Time()
    provider = provider_of(sts, time)
    client = session_of(provider).client("sts", endpoint_url=sts.url)
    client.get_caller_identity()
    sts.gate.clear()
    time.pass_(46 * MINUTE)
    for _ in range(20):
        client.get_caller_identity()
    assert ["ASIA0001"] * 21 == sts.calls
    assert provider.load()._flight._turns.under_way() is not None
    sts.gate.set()
    renewal_over(provider.load())
    assert "ASIA0002" == key_of(provider.load())


def test_attempts_are_spaced_out_more_and_more(sts: BadSts) -> None:
    """1, 2, 4, ... seconds, one minute at most, without jitter."""
    time = Time()
    credentials = in_use(sts, time)
    sts.fault = DOWN
    time.pass_(46 * MINUTE)
    at = []
    for second in range(150):
        key_of(credentials)
        renewal_over(credentials)
        if len(sts.assumed) > len(at) + 1:
            at.append(second)
        time.pass_(1)
    assert [0, 1, 3, 7, 15, 31, 63, 123] == at


def test_an_episode_is_one_warning_and_one_info(
    sts: BadSts, caplog: pytest.LogCaptureFixture
) -> None:
    """They name the role, without traceback and without a secret."""
    caplog.set_level(logging.INFO, "boto3_extensions")
    time = Time()
    credentials = in_use(sts, time)
    sts.fault = THROTTLED
    time.pass_(46 * MINUTE)
    for _ in range(10):
        key_of(credentials)
        renewal_over(credentials)
        time.pass_(10)
    sts.fault = None
    time.pass_(60)
    key_of(credentials)
    renewal_over(credentials)
    told = [r for r in caplog.records if r.name.startswith("boto3_extensions")]
    assert ["WARNING", "INFO"] == [record.levelname for record in told]
    assert all(record.exc_info is None for record in told)
    assert "role/team/reader, session name 'nightly'" in told[0].getMessage()
    assert "Throttling: Rate exceeded" in told[0].getMessage()
    assert "after 6 failed attempts" in told[1].getMessage()


def test_a_warning_does_not_show_the_external_id(
    sts: BadSts, caplog: pytest.LogCaptureFixture
) -> None:
    """STS quotes parameters that it does not like."""
    time = Time()
    provider = provider_of(sts, time, extra_args={"ExternalId": "sesame-1"})
    key_of(provider.load())
    sts.fault = (400, "ValidationError", "Value 'sesame-1' at 'externalId'")
    time.pass_(51 * MINUTE)
    key_of(provider.load())
    assert "Value '***' at 'externalId'" in caplog.text
    assert "sesame-1" not in caplog.text


@pytest.mark.parametrize("fault", [THROTTLED, DENIED, DOWN])
def test_good_credentials_are_served_while_renewal_fails(
    sts: BadSts, fault: tuple[int, str, str]
) -> None:
    """64 threads with 590 seconds left share one attempt and sign with what is good."""
    time = Time()
    credentials = in_use(sts, time)
    sts.fault = fault
    time.pass_(3600 - 590)
    assert ["ASIA0001"] * TOGETHER == read_together(credentials)
    assert 2 == len(sts.assumed)


def test_good_credentials_are_served_to_the_last_second(sts: BadSts) -> None:
    """Only then is it an error, at once and for every read until STS is back."""
    time = Time()
    credentials = in_use(sts, time)
    sts.fault = DENIED
    time.pass_(3598)
    assert "ASIA0001" == key_of(credentials)
    time.pass_(3)
    for _ in range(2):
        with pytest.raises(ClientError, match="AccessDenied"):
            key_of(credentials)
    sts.fault = None
    assert "ASIA0002" == key_of(credentials)


def test_after_expiry_one_error_is_shared_by_who_waits_for_it(sts: BadSts) -> None:
    """64 threads, one refusal; the next read recovers."""
    time = Time()
    credentials = in_use(sts, time)
    time.pass_(3601)
    sts.fault = DENIED
    sts.gate.clear()
    sts.arrived = lambda _: _open_when_all_wait(sts, credentials)
    assert ["AccessDenied"] * TOGETHER == read_together(credentials)
    assert 2 == len(sts.assumed)
    sts.fault, sts.arrived = None, lambda _: None
    assert "ASIA0002" == key_of(credentials)


def _open_when_all_wait(sts: BadSts, credentials: RoleCredentials) -> None:
    """Let STS answer once every thread waits for the attempt of the first."""
    attempt: Any = credentials._flight._turns.under_way()
    looked = threading.Event()
    for _ in range(1000):
        if len(attempt._waiting) == TOGETHER - 1:
            break
        looked.wait(0.005)
    sts.gate.set()


def test_a_hanging_sts_is_waited_for_5_seconds_when_urgent(
    sts: BadSts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes later does not wait again for the same attempt."""
    monkeypatch.setattr("boto3_extensions._roles.credentials.PATIENCE", 0.05)
    time = Time()
    credentials = in_use(sts, time)
    sts.gate.clear()
    time.pass_(3600 - 590)
    assert ["ASIA0001"] * TOGETHER == read_together(credentials)
    # Only then is it sure that the one attempt has reached STS.
    sts.gate.set()
    renewal_over(credentials)
    assert 2 == len(sts.assumed)


def test_a_renewal_without_threads_left_is_put_off(
    sts: BadSts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interpreter on its way out starts none; reading goes on."""
    time = Time()
    credentials = in_use(sts, time)
    time.pass_(46 * MINUTE)

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(
            "boto3_extensions._foundation.concurrency.DaemonThread.start", refuse
        )
        assert "ASIA0001" == key_of(credentials)
    key_of(credentials)
    renewal_over(credentials)
    assert "ASIA0002" == key_of(credentials)


def test_an_interrupted_attempt_is_nobody_elses_error(sts: BadSts) -> None:
    """Ctrl-C in the thread that asks STS lets the next one ask."""
    provider = provider_of(sts, Time())
    credentials = provider.load()
    fetch = credentials._fetcher.fetch
    interrupted = iter([KeyboardInterrupt()])

    def fetch_or_stop(hurried: bool) -> Any:
        for error in interrupted:
            raise error
        return fetch(hurried)

    credentials._fetcher.fetch = fetch_or_stop
    with pytest.raises(KeyboardInterrupt):
        key_of(credentials)
    assert "ASIA0001" == key_of(credentials)
