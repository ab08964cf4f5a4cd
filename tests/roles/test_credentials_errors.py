"""What an AssumeRole call that fails tells, and what it keeps to itself."""

from __future__ import annotations

import pickle
import socket
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
    RefreshWithMFAUnsupportedError,
)

from boto3_extensions.exceptions import AssumeRoleError, Boto3ExtensionsError
from faulty_sts import ROLE, BadSts, Time, provider_of, session_of

DENIED = (403, "AccessDenied", "User: bob is not authorized")
ONCE = Config(read_timeout=0.2, retries={"total_max_attempts": 1})
ABOUT = f"{ROLE}, session name 'nightly', asked for by "


def error_of(kind: type[Exception], provider: Any) -> Any:
    """Return what the first read raises."""
    with pytest.raises(kind) as raised:
        provider.load().get_frozen_credentials()
    return raised.value


def test_a_denied_role_is_a_client_error_of_ours(sts: BadSts) -> None:
    """With STS's own answer, and one request made."""
    sts.fault = DENIED
    error = error_of(ClientError, provider_of(sts, Time()))
    assert isinstance(error, Boto3ExtensionsError)
    assert "AccessDenied" == error.response["Error"]["Code"]
    assert 403 == error.response["ResponseMetadata"]["HTTPStatusCode"]
    assert "AssumeRole" == error.operation_name
    assert 1 == len(sts.assumed)


def test_a_denied_role_is_named(sts: BadSts) -> None:
    """So are the session name and who asked; no key is."""
    sts.fault = DENIED
    error = error_of(AssumeRoleError, provider_of(sts, Time()))
    by = "the base session, credentials from explicit"
    assert "User: bob is not authorized" in str(error)
    assert str(error).endswith(f"({ABOUT}{by})")
    assert [ROLE, "nightly", by] == [
        error.role_arn,
        error.role_session_name,
        error.parent,
    ]
    assert "AKIABASE" not in str(error)


def test_the_profile_that_asked_is_named(
    sts: BadSts, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that is what its user can mend."""
    config = tmp_path / "config"
    config.write_text(
        "[profile team]\naws_access_key_id = AKIATEAM\naws_secret_access_key = x\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    base = boto3.Session(profile_name="team", region_name="us-east-1")
    sts.fault = DENIED
    error = error_of(AssumeRoleError, provider_of(sts, Time(), base))
    assert "profile 'team', credentials from config-file" == error.parent


def test_a_role_that_asked_is_named(sts: BadSts) -> None:
    """In a chain of roles the parent is known by its ARN."""
    first = session_of(provider_of(sts, Time()))
    first.get_credentials().get_frozen_credentials()
    sts.fault = DENIED
    error = error_of(AssumeRoleError, provider_of(sts, Time(), first))
    assert "arn:aws:sts::111111111111:assumed-role/reader/nightly" == error.parent


def test_the_role_denied_is_named_in_a_chain(sts: BadSts) -> None:
    """The error is about the first role, not about the one after it."""
    first = session_of(provider_of(sts, Time()))
    sts.fault = DENIED
    next_role = "arn:aws:iam::222222222222:role/writer"
    provider = provider_of(sts, Time(), first, role_arn=next_role)
    assert ROLE == error_of(AssumeRoleError, provider).role_arn


def test_an_external_id_is_not_shown(sts: BadSts) -> None:
    """STS quotes what it finds malformed; neither text nor response does."""
    sts.fault = (400, "ValidationError", "Value 'sesame-1' at 'externalId'")
    provider = provider_of(sts, Time(), extra_args={"ExternalId": "sesame-1"})
    error = error_of(AssumeRoleError, provider)
    assert "Value '***' at 'externalId'" in str(error)
    assert "sesame-1" not in str(error) + repr(error.response)


def test_the_error_travels_between_processes(sts: BadSts) -> None:
    """It is the same when it is unpickled."""
    sts.fault = DENIED
    error = error_of(AssumeRoleError, provider_of(sts, Time()))
    copy = pickle.loads(pickle.dumps(error))
    assert (AssumeRoleError, str(error), error.response) == (
        type(copy),
        str(copy),
        copy.response,
    )


def test_an_sts_that_is_not_there_is_botocores_error(sts: BadSts) -> None:
    """Of botocore's type, and it names the role, too."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        provider = provider_of(
            sts, Time(), settings={"endpoint_url": url, "config": ONCE}
        )
        error = error_of(EndpointConnectionError, provider)
    assert ABOUT in str(error)


def test_an_sts_that_hangs_is_botocores_error(sts: BadSts) -> None:
    """The time-outs of the caller's own `config` win over ours."""
    sts.gate.clear()
    provider = provider_of(sts, Time(), settings={"config": ONCE})
    error = error_of(ReadTimeoutError, provider)
    assert ABOUT in str(error)


def test_a_base_session_without_credentials_is_botocores_error(
    sts: BadSts,
) -> None:
    """It names the role, too."""
    base = boto3.Session(region_name="us-east-1")
    error = error_of(NoCredentialsError, provider_of(sts, Time(), base))
    assert f"{ABOUT}the base session" in str(error)


def test_a_role_with_mfa_and_nobody_to_ask_is_botocores_error(sts: BadSts) -> None:
    """Nothing waits at a terminal that is not there."""
    extra_args = {"SerialNumber": "arn:aws:iam::111111111111:mfa/bob"}
    provider = provider_of(sts, Time(), extra_args=extra_args)
    error_of(RefreshWithMFAUnsupportedError, provider)
    assert [] == sts.assumed


def test_throttling_at_first_use_is_tried_again(
    sts: BadSts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to go on with, so botocore's own retries have their turn."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    sts.fault = (400, "Throttling", "Rate exceeded")

    def recover(calls: int) -> None:
        if calls == 3:
            sts.fault = None

    sts.arrived = recover
    provider_of(sts, Time()).load().get_frozen_credentials()
    assert 3 == len(sts.assumed)
