"""When the credentials of a role are renewed, and by how many AssumeRole calls."""

from __future__ import annotations

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from boto3_extensions._roles.credentials import RoleCredentials
from boto3_extensions.exceptions import ExpiredCredentialsError
from faulty_sts import MINUTE, ROLE, BadSts, Time, key_of, provider_of, session_of


def key_after_renewal(credentials: RoleCredentials) -> str:
    """Return it once the thread that renews behind a call is through."""
    key_of(credentials)
    credentials._flight.wait(10)
    return key_of(credentials)


def test_64_threads_at_first_use_make_one_call(sts: BadSts) -> None:
    """They all get the same credentials."""
    credentials = provider_of(sts, Time()).load()
    together = threading.Barrier(64)

    def first_use(_: int) -> str:
        together.wait(20)
        return key_of(credentials)

    with ThreadPoolExecutor(64) as executor:
        keys = set(executor.map(first_use, range(64)))
    assert {"ASIA0001"} == keys
    assert 1 == len(sts.assumed)


@pytest.mark.parametrize("duration", [900, 3600, 12 * 3600])
def test_new_credentials_are_not_due_for_renewal(sts: BadSts, duration: int) -> None:
    """20 API calls make one AssumeRole call, for the shortest sessions, too."""
    provider = provider_of(sts, Time(), extra_args={"DurationSeconds": duration})
    client = session_of(provider).client("sts", endpoint_url=sts.url)
    for _ in range(20):
        client.get_caller_identity()
    assert ["ASIA0001"] * 20 == sts.calls
    assert 1 == len(sts.assumed)


@pytest.mark.parametrize(
    ("duration", "fresh", "due"),
    [(900, 674, 676), (3600, 44 * 60, 46 * 60), (43200, 42300 - 1, 42300 + 1)],
)
def test_renewal_is_due_in_the_last_quarter_or_quarter_hour(
    sts: BadSts, duration: int, fresh: int, due: int
) -> None:
    """Whichever is shorter; until then nobody asks STS."""
    time = Time()
    extra_args = {"DurationSeconds": duration}
    credentials = provider_of(sts, time, extra_args=extra_args).load()
    key_of(credentials)
    time.pass_(fresh)
    assert "ASIA0001" == key_after_renewal(credentials)
    time.pass_(due - fresh)
    assert "ASIA0002" == key_after_renewal(credentials)
    assert 2 == len(sts.assumed)


def test_urgent_renewal_is_waited_for(sts: BadSts) -> None:
    """With less than a sixth left the next read gets new credentials."""
    time = Time()
    credentials = provider_of(sts, time).load()
    key_of(credentials)
    time.pass_(51 * MINUTE)
    assert "ASIA0002" == key_of(credentials)


@pytest.mark.parametrize("ahead", [51 * MINUTE, 120 * MINUTE, -51 * MINUTE])
def test_a_clock_that_is_wrong_makes_no_difference(sts: BadSts, ahead: float) -> None:
    """One call for an hour, and renewal when that hour is over at the server."""
    time = Time(ahead)
    credentials = provider_of(sts, time).load()
    assert ["ASIA0001"] * 20 == [key_after_renewal(credentials) for _ in range(20)]
    assert 1 == len(sts.assumed)
    time.pass_(51 * MINUTE)
    assert "ASIA0002" == key_of(credentials)


def test_the_expiry_is_by_the_local_clock(sts: BadSts) -> None:
    """Whoever compares it with the local time sees how long is left."""
    time = Time(120 * MINUTE)
    credentials = provider_of(sts, time).load()
    assert credentials.expiry is None
    key_of(credentials)
    assert credentials.expiry is not None
    left = credentials.expiry - time.now()
    assert timedelta(minutes=59) < left < timedelta(minutes=61)


def test_a_clock_put_back_does_not_keep_credentials_for_longer(sts: BadSts) -> None:
    """The monotonic clock goes on."""
    time = Time()
    credentials = provider_of(sts, time).load()
    key_of(credentials)
    time.ahead = -120 * MINUTE
    time.pass_(51 * MINUTE)
    assert "ASIA0002" == key_of(credentials)


def test_a_machine_that_slept_renews(sts: BadSts) -> None:
    """The monotonic clock may have stood still, the wall clock did not."""
    time = Time()
    credentials = provider_of(sts, time).load()
    key_of(credentials)
    time.asleep = 51 * MINUTE
    assert "ASIA0002" == key_of(credentials)


def test_without_a_date_the_local_clock_tells_the_lifetime(sts: BadSts) -> None:
    """An STS of somebody else's making may send none."""
    sts.sends_date = False
    time = Time()
    credentials = provider_of(sts, time).load()
    assert "ASIA0001" == key_after_renewal(credentials)
    time.pass_(51 * MINUTE)
    assert "ASIA0002" == key_of(credentials)


def test_credentials_that_come_expired_are_an_error(sts: BadSts) -> None:
    """It names the role, and is raised after one call."""
    sts.duration = -60
    with pytest.raises(ExpiredCredentialsError, match=ROLE):
        key_of(provider_of(sts, Time()).load())
    assert 1 == len(sts.assumed)


def test_all_that_botocore_reads_comes_from_one_call(sts: BadSts) -> None:
    """Each of the getters fetches, and knows the account."""
    read = [
        getattr(provider_of(sts, Time()).load(), name)
        for name in ("access_key", "secret_key", "token", "account_id")
    ]
    assert ["ASIA0001", "hush-ASIA0002", "token-ASIA0003", "111111111111"] == read


def test_botocores_own_machinery_would_do(sts: BadSts) -> None:
    """Should a botocore not call our `_refresh`, its own keeps to our windows."""
    time = Time()
    credentials = provider_of(sts, time).load()
    own = super(RoleCredentials, credentials)._refresh
    own()
    own()
    assert "ASIA0001" == credentials._frozen_credentials.access_key
    time.pass_(46 * MINUTE)
    own()
    assert "ASIA0002" == credentials._frozen_credentials.access_key


def test_invalidate_makes_the_next_read_ask(sts: BadSts) -> None:
    """However long the old ones would have been good."""
    credentials = provider_of(sts, Time()).load()
    key_of(credentials)
    credentials.invalidate()
    assert "ASIA0002" == key_of(credentials)


def test_the_repr_shows_the_role_and_no_secret(sts: BadSts) -> None:
    """Before use and after."""
    credentials = provider_of(sts, Time()).load()
    unused = f"RoleCredentials({ROLE}, session name 'nightly', not asked for yet)"
    assert unused == repr(credentials)
    key_of(credentials)
    assert repr(credentials).startswith(unused.replace("not asked for yet)", "expires"))
    assert "ASIA" not in repr(credentials) + repr(vars(credentials)["_current"])


def test_credentials_are_not_pickled(sts: BadSts) -> None:
    """The error says what to send instead."""
    credentials = provider_of(sts, Time()).load()
    key_of(credentials)
    with pytest.raises(TypeError, match="Send the role's ARN") as raised:
        pickle.dumps(credentials)
    assert "ASIA" not in str(raised.value)


def test_closed_credentials_start_no_thread(sts: BadSts) -> None:
    """They are renewed where they are used, when it is urgent."""
    time = Time()
    credentials = provider_of(sts, time).load()
    key_of(credentials)
    credentials.close()
    time.pass_(46 * MINUTE)
    assert "ASIA0001" == key_after_renewal(credentials)
    time.pass_(5 * MINUTE)
    assert "ASIA0002" == key_of(credentials)
