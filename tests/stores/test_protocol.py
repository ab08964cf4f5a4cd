"""Where an answer of STS is kept, so that only who asks the same STS finds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from boto3_extensions import FileCredentialCache
from boto3_extensions._stores.protocol import is_aws, key_for_endpoint
from faulty_sts import (
    ROLE,
    BadSts,
    Time,
    aws_answered_by,
    base_session,
    key_of,
    provider_of,
)


@pytest.fixture
def other() -> Any:
    """Another STS, an emulator's say."""
    with BadSts() as running:
        yield running


def config_file(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a text into the AWS configuration of a test."""
    (folder / "config").write_text(text)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "config"))


def test_what_an_emulator_granted_is_not_handed_to_another_sts(
    sts: BadSts, other: BadSts, tmp_path: Path
) -> None:
    """Each is asked itself, and each finds its own again."""
    for one in (sts, other, sts, other):
        cache = FileCredentialCache(tmp_path / "cache")
        key_of(provider_of(one, Time(), credential_cache=cache).load())
    assert [1, 1] == [len(sts.assumed), len(other.assumed)]


@pytest.mark.parametrize("way", ["environment", "for STS", "profile", "services"])
def test_an_endpoint_counts_wherever_it_is_configured(
    sts: BadSts,
    other: BadSts,
    way: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the client that is used tells it, and not one of the ways to say it."""
    cache: dict[str, Any] = {}
    for one in (sts, other):
        if way == "environment":
            monkeypatch.setenv("AWS_ENDPOINT_URL", one.url)
        elif way == "for STS":
            monkeypatch.setenv("AWS_ENDPOINT_URL_STS", one.url)
        elif way == "profile":
            text = f"[default]\nendpoint_url = {one.url}\n"
            config_file(tmp_path, text, monkeypatch)
        else:
            text = (
                "[default]\nservices = here\n"
                f"[services here]\nsts =\n  endpoint_url = {one.url}\n"
            )
            config_file(tmp_path, text, monkeypatch)
        none = {"endpoint_url": None}
        provider = provider_of(one, Time(), settings=none, credential_cache=cache)
        key_of(provider.load())
    assert [1, 1] == [len(sts.assumed), len(other.assumed)]
    assert 2 == len(cache)


def test_what_aws_granted_is_not_handed_to_an_emulator(
    sts: BadSts, other: BadSts
) -> None:
    """Nor the other way round; the entry of AWS's own STS is the AWS CLI's."""
    cache: dict[str, Any] = {}
    base = aws_answered_by(sts)
    here = {"settings": {"endpoint_url": None}, "base": base}
    key_of(provider_of(sts, Time(), credential_cache=cache, **here).load())
    (plain,) = cache
    key_of(provider_of(other, Time(), credential_cache=cache).load())
    assert [1, 1] == [len(sts.assumed), len(other.assumed)]
    assert 40 == len(plain)


def test_regional_endpoints_of_aws_share(sts: BadSts) -> None:
    """A role's credentials are the same from any of them."""
    cache: dict[str, Any] = {}
    for region in ("us-east-1", "eu-west-1"):
        settings = {"endpoint_url": None, "region_name": region}
        base = aws_answered_by(sts)
        provider = provider_of(
            sts, Time(), base, settings=settings, credential_cache=cache
        )
        key_of(provider.load())
    assert 1 == len(sts.assumed)


@pytest.mark.parametrize(
    "url",
    [
        "https://sts.amazonaws.com",
        "https://sts.eu-west-1.amazonaws.com",
        "https://sts.eu-west-1.amazonaws.com/",
        "https://sts.eu-west-1.amazonaws.com:443",
        "https://sts-fips.us-east-1.amazonaws.com",
        "https://sts.us-gov-west-1.amazonaws.com",
        "https://sts.cn-north-1.amazonaws.com.cn",
        "https://sts.eu-west-1.api.aws",
        "https://sts.us-iso-east-1.c2s.ic.gov",
        "https://vpce-0a1b2c3d-4e5f.sts.us-east-1.vpce.amazonaws.com",
    ],
)
def test_aws_own_endpoints_keep_the_key(url: str) -> None:
    """Of every partition, with FIPS, dual stack and within a VPC."""
    assert is_aws(url)
    assert "key" == key_for_endpoint("key", url)


@pytest.mark.parametrize(
    "url",
    [
        "http://sts.amazonaws.com",
        "https://sts.amazonaws.com.evil.example",
        "https://sts.amazonaws.com.evil.example/amazonaws.com",
        "https://evil.example/sts.amazonaws.com",
        "https://sts.eu-west-1.amazonaws.com:4566",
        "https://sts.eu-west-1.amazonaws.com/emulator",
        "https://abc123.execute-api.us-east-1.amazonaws.com",
        "https://notsts.us-east-1.amazonaws.com",
        "https://sts.us-east-1.localhost.localstack.cloud:4566",
        "http://localhost:4566",
        "https://user@evil.example:99999",
        "nonsense",
    ],
)
def test_any_other_endpoint_has_a_key_of_its_own(url: str) -> None:
    """Also one that looks like AWS's own."""
    assert not is_aws(url)
    assert key_for_endpoint("key", url) not in (
        "key",
        key_for_endpoint("key", "http://localhost"),
    )


def test_a_base_session_that_does_not_tell_its_endpoint_is_alone(sts: BadSts) -> None:
    """An unknown STS is none of AWS's."""
    assert "key" != key_for_endpoint("key", None)


def test_reading_a_store_asks_nobody_for_credentials(
    sts: BadSts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who finds an entry needs no credentials to have it."""
    cache: dict[str, Any] = {}
    key_of(provider_of(sts, Time(), credential_cache=cache).load())
    bare = boto3.Session(region_name="us-east-1")
    assert bare.get_credentials() is None
    second = provider_of(sts, Time(), bare, credential_cache=cache).load()
    assert "ASIA0001" == key_of(second)


def test_a_role_of_another_partition_is_asked_of_its_own_sts(
    sts: BadSts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base session's region is of no use there."""
    role = ROLE.replace("arn:aws:", "arn:aws-cn:")
    base = base_session()
    regions = []
    base.events.register(
        "before-sign.sts.AssumeRole",
        lambda request, signing_name, region_name, **_: regions.append(region_name),
    )
    provider = provider_of(sts, Time(), base, role_arn=role, region_name="us-east-1")
    key_of(provider.load())
    assert ["cn-north-1"] == regions
