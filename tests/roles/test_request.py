"""Who assumes roles, through which STS: every kind of base session, every setting."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.credentials import SSOProvider
from botocore.exceptions import ProxyConnectionError

from boto3_extensions import ConnectionManager, get_role_session
from moto_sts_log import assumed_roles
from recording_cache import RecordingCache
from sts_requests import AssumeRoleCalls

ROLE = "arn:aws:iam::111111111111:role/reader"
ARN = "arn:aws:sts::111111111111:assumed-role/reader/test"
# Nothing listens there.
NOWHERE = "http://127.0.0.1:9"
ONCE = {"total_max_attempts": 1}


class Giver:
    """What gives a container, or an instance, the credentials of its role."""

    def __init__(self) -> None:
        self.given = 0

    def credentials(self) -> dict[str, str]:
        """Return new credentials, as both kinds of service do."""
        self.given += 1
        # Less than botocore wants them to last: each look gets new ones.
        expiry = datetime.now(timezone.utc) + timedelta(minutes=1)
        return {
            "Code": "Success",
            "AccessKeyId": f"ASIAGIVEN{self.given}",
            "SecretAccessKey": "secret",
            "Token": "token",
            "Expiration": expiry.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def sso_credentials(self, token: str) -> dict[str, Any]:
        """Return new credentials, as IAM Identity Center does for who logged in."""
        self.given += 1
        return {
            "accessKeyId": f"ASIAFOR{token}{self.given}",
            "secretAccessKey": "secret",
            "sessionToken": "token",
            # Milliseconds.
            "expiration": int((datetime.now().timestamp() + 60) * 1000),
        }


@pytest.fixture
def giver() -> Iterator[tuple[Giver, str]]:
    """A loopback server that answers as a container's and as an instance's does."""
    role = Giver()

    class Handler(BaseHTTPRequestHandler):
        def answer(self, text: str) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def do_PUT(self) -> None:
            self.answer("imds-token")

        def do_GET(self) -> None:
            if self.path.startswith("/federation/credentials?"):
                granted = role.sso_credentials(self.headers["x-amz-sso_bearer_token"])
                self.answer(json.dumps({"roleCredentials": granted}))
                return
            is_list = self.path.endswith("/security-credentials/")
            self.answer("my-role" if is_list else json.dumps(role.credentials()))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield role, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def acts_as(session: boto3.Session) -> str:
    """Return the ARN STS knows a session by."""
    arn: str = session.client("sts").get_caller_identity()["Arn"]
    return arn


def without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no keys in the environment."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def test_keys_given_assume_the_role(aws: str) -> None:
    """They are never used in its place."""
    connections = ConnectionManager(
        aws_access_key_id="AKIAGIVEN",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    assert ARN == acts_as(connections.get_session(ROLE, "test"))


def test_a_profile_assumes_the_role(
    aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the keys it has, or with those of a role it assumes itself."""
    without_keys(monkeypatch)
    (config := tmp_path / "config").write_text(
        "[profile hub]\nrole_arn = arn:aws:iam::333333333333:role/hub\n"
        "source_profile = me\nregion = us-east-1\n"
        "[profile me]\naws_access_key_id = AKIAME\naws_secret_access_key = secret\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert ARN == acts_as(
        ConnectionManager(profile_name="me").get_session(ROLE, "test")
    )
    assert ARN == acts_as(
        ConnectionManager(profile_name="hub").get_session(ROLE, "test")
    )


def test_a_web_identity_assumes_the_role(
    aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a pod that has a role of its own."""
    without_keys(monkeypatch)
    (token := tmp_path / "token").write_text("a-token")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(token))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::333333333333:role/pod")
    connections = ConnectionManager()
    assert ARN == acts_as(connections.get_session(ROLE, "test"))
    assert "assume-role-with-web-identity" == (
        connections._sessions.settings.base_session.get_credentials().method
    )


def test_the_role_of_a_container_is_followed_as_it_is_renewed(
    aws: str, giver: tuple[Giver, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each AssumeRole call is signed with the credentials given last."""
    _, url = giver
    without_keys(monkeypatch)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{url}/role")
    calls = AssumeRoleCalls(base := boto3.Session())
    credentials = ConnectionManager(base).get_session(ROLE, "test").get_credentials()
    for _ in range(2):
        credentials.get_frozen_credentials()
        credentials.invalidate()
    assert "container-role" == base.get_credentials().method
    first, second = calls.access_keys
    assert "ASIAGIVEN1" <= first < second


def test_the_role_of_an_instance_assumes_the_role(
    aws: str, giver: tuple[Giver, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For longer than an hour, too, as AWS does not count that as chaining."""
    _, url = giver
    without_keys(monkeypatch)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", url)
    calls = AssumeRoleCalls(base := boto3.Session())
    connections = ConnectionManager(base)
    acts_as(connections.get_session(ROLE, "test", duration_seconds=7200))
    assert "iam-role" == base.get_credentials().method
    assert ["ASIAGIVEN1"] == calls.access_keys


def test_who_logged_in_by_sso_assumes_the_role(
    aws: str, giver: tuple[Giver, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the token that `aws sso login` left, and new credentials at each renewal."""
    _, url = giver
    without_keys(monkeypatch)
    (config := tmp_path / "config").write_text(
        "[profile people]\nsso_start_url = https://people.example.com/start\n"
        "sso_region = us-east-1\nsso_account_id = 333333333333\n"
        "sso_role_name = people\nregion = us-east-1\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO", url)
    name = hashlib.sha1(b"https://people.example.com/start").hexdigest()
    (tmp_path / f"{name}.json").write_text(
        json.dumps({"accessToken": "ANN", "expiresAt": "2999-01-01T00:00:00Z"})
    )
    # botocore looks at the home folder once, when it is imported.
    monkeypatch.setattr(SSOProvider, "_SSO_TOKEN_CACHE_DIR", str(tmp_path))
    calls = AssumeRoleCalls(base := boto3.Session(profile_name="people"))
    credentials = ConnectionManager(base).get_session(ROLE, "test").get_credentials()
    for _ in range(2):
        credentials.get_frozen_credentials()
        credentials.invalidate()
    assert "sso" == base.get_credentials().method
    first, second = calls.access_keys
    assert "ASIAFORANN1" <= first < second


def test_sts_is_asked_where_the_setting_says(aws: str) -> None:
    """`sts` takes what `Session.client` takes: region and endpoint."""
    base = boto3.Session(region_name="us-east-1")
    calls = AssumeRoleCalls(base)
    url = aws.replace("127.0.0.1", "localhost")
    sts = {"region_name": "eu-west-1", "endpoint_url": url}
    session = ConnectionManager(base, sts=sts).get_session(ROLE, "test")
    session.get_credentials().get_frozen_credentials()
    assert [f"{url}/"] == calls.urls
    assert ["eu-west-1"] == calls.regions
    assert "us-east-1" == session.region_name


def test_whoami_asks_the_same_sts(aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", NOWHERE)
    connections = ConnectionManager(
        region_name="us-east-1", sts={"endpoint_url": aws, "verify": False}
    )
    assert ARN == connections.whoami(ROLE, "test").arn


@pytest.mark.parametrize("setting", ["config", "sts"])
def test_a_proxy_is_used_for_sts(aws: str, setting: str) -> None:
    """By a `Config` for STS alone or for all."""
    config = Config(proxies={"http": NOWHERE}, retries=ONCE)
    keywords = (
        {"config": config} if setting == "config" else {"sts": {"config": config}}
    )
    session = get_role_session(ROLE, "test", region_name="us-east-1", **keywords)
    with pytest.raises(ProxyConnectionError):
        session.get_credentials().get_frozen_credentials()
    assert [] == assumed_roles(aws)


def test_a_config_holds_for_the_clients_of_role_sessions(credentials: None) -> None:
    """One given to a client is merged over it, as botocore does it."""
    connections = ConnectionManager(
        region_name="us-east-1", config=Config(read_timeout=7, connect_timeout=3)
    )
    session = connections.get_session(ROLE, "test")
    config = session.client("ec2", config=Config(connect_timeout=2)).meta.config
    assert (7, 2) == (config.read_timeout, config.connect_timeout)


@pytest.mark.parametrize(
    ("sts", "rule"),
    [
        ({"regoin_name": "eu-west-1"}, "sts has regoin_name: it takes api_version,"),
        ({"aws_secret_access_key": "s3cret"}, "sts has aws_secret_access_key"),
        ("eu-west-1", "sts must be a dict, not str"),
    ],
)
def test_settings_that_sts_cannot_have_are_refused(sts: Any, rule: str) -> None:
    """The TypeError names them, and shows none."""
    with pytest.raises(TypeError, match=rule) as raised:
        ConnectionManager(sts=sts)
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"sts": {"region_name": "eu-west-1"}}),
        ({}, {"sts": {"endpoint_url": NOWHERE}}),
        ({}, {"config": Config(read_timeout=7)}),
        ({"sts": {"verify": True}}, {"sts": {"verify": False}}),
    ],
)
def test_managers_of_other_settings_do_not_share_sessions(
    credentials: None, first: dict[str, Any], second: dict[str, Any]
) -> None:
    """Another STS might be anybody's."""
    cache = RecordingCache()
    one = ConnectionManager(cache=cache, **first).get_session(ROLE, "test")
    assert ConnectionManager(cache=cache, **second).get_session(ROLE, "test") is not one


@pytest.mark.parametrize("keywords", [{}, {"sts": {"region_name": "eu-west-1"}}])
def test_managers_of_equal_settings_do(
    credentials: None, keywords: dict[str, Any]
) -> None:
    """A manager made per request finds what the one before it made."""
    cache = RecordingCache()
    one = ConnectionManager(cache=cache, **keywords).get_session(ROLE, "test")
    assert ConnectionManager(cache=cache, **keywords).get_session(ROLE, "test") is one


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_ROLE_ARN"])
def test_managers_of_other_environments_do_not(
    credentials: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The keys that boto3 finds there may be somebody else's."""
    (config := tmp_path / "config").write_text("[profile other]\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    cache = RecordingCache()
    one = ConnectionManager(cache=cache).get_session(ROLE, "test")
    monkeypatch.setenv(name, "other")
    assert ConnectionManager(cache=cache).get_session(ROLE, "test") is not one


def test_no_setting_is_kept_in_clear_on_a_session(credentials: None) -> None:
    """A session may be looked into by whoever has it."""
    connections = ConnectionManager(
        aws_access_key_id="AKIAME",
        aws_secret_access_key="s3cret",
        sts={"endpoint_url": "https://user:s3cret@sts.example.com"},
    )
    session = connections.get_session(ROLE, "test", tags={"Team": "s3cret"})
    assert "s3cret" not in repr(vars(session))
    assert "s3cret" not in repr(connections._sessions.settings.identity)
