"""Answers of AssumeRole that cannot be STS's: refused with a reason, or set right."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from boto3.exceptions import Boto3Error
from botocore.exceptions import ClientError

from boto3_extensions._roles.response import checked_response
from boto3_extensions.exceptions import AssumeRoleError, ExpiredCredentialsError
from faulty_sts import MINUTE, ROLE, BadSts, Time, key_of, provider_of

HOUR = 60 * MINUTE


def emptied(tag: str) -> Any:
    """Return what takes the text out of an element of an answer."""
    return lambda text: re.sub(f"<{tag}>[^<]*</{tag}>", f"<{tag}></{tag}>", text)


def without(tag: str) -> Any:
    """Return what takes an element out of an answer."""
    return lambda text: re.sub(f"<{tag}>.*</{tag}>", "", text, flags=re.DOTALL)


def with_arn(arn: str) -> Any:
    """Return what puts another ARN into an answer."""
    return lambda text: re.sub("<Arn>[^<]*</Arn>", f"<Arn>{arn}</Arn>", text)


def seconds_good(sts: BadSts, **keywords: Any) -> float:
    """Return for how long credentials just granted are good."""
    credentials: Any = provider_of(sts, Time(), **keywords).load()
    credentials.get_frozen_credentials()
    left: float = (credentials.expiry - datetime.now(timezone.utc)).total_seconds()
    return left


@pytest.mark.parametrize(
    ("retold", "told"),
    [
        (without("Credentials"), "has no Credentials"),
        (without("AccessKeyId"), "AccessKeyId is missing or empty"),
        (without("SecretAccessKey"), "SecretAccessKey is missing or empty"),
        (without("SessionToken"), "SessionToken is missing or empty"),
        (without("Expiration"), "Expiration is missing"),
        (without("AssumedRoleUser"), "AssumedRoleUser is missing"),
        (without("Arn"), "AssumedRoleUser is missing"),
        (without("AssumeRoleResult"), "cannot be read"),
        (emptied("AccessKeyId"), "AccessKeyId is missing or empty"),
        (emptied("SecretAccessKey"), "SecretAccessKey is missing or empty"),
        (emptied("SessionToken"), "SessionToken is missing or empty"),
        (emptied("Expiration"), "cannot be read|missing"),
        (lambda text: re.sub("<Expiration>[^<]*", "<Expiration>soon", text), "be read"),
        (
            with_arn("arn:aws:sts::999999999999:assumed-role/reader/nightly"),
            "about account 999999999999, not 111111111111",
        ),
        (
            with_arn("arn:aws-cn:sts::111111111111:assumed-role/reader/nightly"),
            "about partition aws-cn, not aws",
        ),
        (
            with_arn("arn:aws:sts::111111111111:assumed-role/writer/nightly"),
            "not a session of role 'reader'",
        ),
        (with_arn("arn:aws:iam::111111111111:user/reader"), "no ARN of STS"),
        (with_arn("reader"), "no ARN of STS"),
    ],
)
def test_an_answer_that_is_not_about_the_role_or_not_whole_is_refused(
    sts: BadSts, retold: Any, told: str
) -> None:
    """By an error of boto3's family that tells the fault, the role and no secret."""
    sts.retold = retold
    with pytest.raises(AssumeRoleError, match=told) as raised:
        provider_of(sts, Time()).load().get_frozen_credentials()
    assert isinstance(raised.value, Boto3Error)
    assert isinstance(raised.value, ClientError)
    assert "InvalidAnswer" == raised.value.response["Error"]["Code"]
    assert ROLE in str(raised.value)
    assert "hush-" not in str(raised.value)
    assert "token-" not in str(raised.value)
    assert 1 == len(sts.assumed)


def test_the_name_of_a_role_is_known_in_any_case(sts: BadSts) -> None:
    """IAM has no two roles whose names differ in case alone."""
    sts.retold = with_arn("arn:aws:sts::111111111111:assumed-role/READER/nightly")
    assert "ASIA0001" == key_of(provider_of(sts, Time()).load())


@pytest.mark.parametrize("year", [2001, 2020, 2035])
def test_a_date_that_cannot_be_right_does_not_count(sts: BadSts, year: int) -> None:
    """An hour is an hour, by the local clock then."""
    sts.date = datetime(year, 1, 1, tzinfo=timezone.utc)
    assert seconds_good(sts) == pytest.approx(HOUR, abs=30)


def test_a_local_clock_that_cannot_be_right_does_not_count(sts: BadSts) -> None:
    """A machine that thinks it is 1970 has credentials for an hour, too."""
    time = Time(ahead=-datetime.now(timezone.utc).timestamp() + 100)
    credentials: Any = provider_of(sts, time).load()
    credentials.get_frozen_credentials()
    left = (credentials.expiry - time.now()).total_seconds()
    assert left == pytest.approx(HOUR, abs=30)


@pytest.mark.parametrize("sends_date", [True, False])
def test_credentials_are_good_for_12_hours_at_most(
    sts: BadSts, sends_date: bool
) -> None:
    """Whatever an answer says, as STS grants no more."""
    sts.duration, sts.sends_date = 20 * 365 * 24 * HOUR, sends_date
    assert seconds_good(sts) == pytest.approx(12 * HOUR, abs=30)


def test_credentials_are_good_for_as_long_as_asked_for_at_most(sts: BadSts) -> None:
    """An answer that grants more was given by something that does not know better."""
    sts.retold = lambda text: re.sub(
        "<Expiration>[^<]*", f"<Expiration>{_in_hours(3)}", text
    )
    left = seconds_good(sts, extra_args={"DurationSeconds": 900})
    assert left == pytest.approx(900, abs=30)


def test_two_clocks_that_make_no_sense_are_refused(sts: BadSts) -> None:
    """Over by one and years away by the other, and nothing tells which is right."""
    sts.date = datetime(2001, 1, 1, tzinfo=timezone.utc)
    time = Time(ahead=24 * HOUR)
    with pytest.raises(AssumeRoleError, match="over by one clock"):
        provider_of(sts, time).load().get_frozen_credentials()


def test_expired_credentials_are_an_error_of_assume_role(sts: BadSts) -> None:
    """Caught with all other answers that are no good."""
    sts.duration = -5.0
    with pytest.raises(AssumeRoleError, match="is over by the time") as raised:
        provider_of(sts, Time()).load().get_frozen_credentials()
    assert isinstance(raised.value, ExpiredCredentialsError)


@pytest.mark.parametrize(
    "changed",
    [
        {"AssumedRoleUser": {"Arn": "arn:aws:sts::999999999999:assumed-role/reader/x"}},
        {"AssumedRoleUser": {"Arn": "arn:aws:sts::111111111111:assumed-role/other/x"}},
        {"Expiration": "2099-01-01T00:00:00Z"},
        {"AccessKeyId": ""},
    ],
)
def test_an_entry_of_a_store_is_held_against_the_same(
    sts: BadSts, changed: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """What others may have written is replaced, with one warning."""
    cache: dict[str, Any] = {}
    key_of(provider_of(sts, Time(), credential_cache=cache).load())
    (entry,) = cache.values()
    for part in (entry, entry["Credentials"]):
        part.update({name: changed[name] for name in changed if name in part})
    credentials = provider_of(sts, Time(), credential_cache=cache).load()
    assert "ASIA0002" == key_of(credentials)
    assert 1 == caplog.text.count("could not be read")


def test_an_error_of_the_callers_own_stays_what_it_is(sts: BadSts) -> None:
    """Only what botocore cannot read of an answer is an answer's fault."""

    def ask() -> str:
        raise ValueError("no terminal")

    device = {"SerialNumber": "arn:aws:iam::111111111111:mfa/alice"}
    provider = provider_of(sts, Time(), extra_args=device, token_provider=ask)
    with pytest.raises(ValueError, match="no terminal") as raised:
        provider.load().get_frozen_credentials()
    assert type(raised.value) is ValueError


def _in_hours(hours: float) -> str:
    at = datetime.now(timezone.utc).timestamp() + hours * HOUR
    return datetime.fromtimestamp(at, timezone.utc).isoformat()


@pytest.mark.parametrize(("more", "kept"), [(30, True), (90, False)])
def test_a_grant_may_last_a_minute_longer_than_was_asked_for(
    more: float, kept: bool
) -> None:
    """STS counts whole seconds from its own time; more than that is cut."""
    now = datetime.now(timezone.utc)
    expires = now + timedelta(seconds=HOUR + more)
    keys = {"AccessKeyId": "a", "SecretAccessKey": "s", "SessionToken": "t"}
    name = ROLE.rpartition("/")[2]
    session = f"arn:aws:sts::111111111111:assumed-role/{name}/nightly"
    told = {
        "Credentials": {**keys, "Expiration": expires},
        "AssumedRoleUser": {"Arn": session},
    }
    checked = checked_response(told, ROLE, int(HOUR), now)
    assert (checked["Credentials"]["Expiration"] == expires) is kept
