"""What every test gets: no AWS account of its user's in reach, and an embedded AWS.

The embedded AWS is moto's server, spoken to over loopback HTTP by the real botocore.
"""

from __future__ import annotations

import gc
import itertools
import os
import socket
import urllib.request
from collections import Counter
from collections.abc import Iterator
from operator import is_
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

import boto3_extensions
from account_hosts import getaddrinfo
from boto3_extensions import ConnectionManager
from boto3_extensions._foundation import compiled, switches
from boto3_extensions._foundation.models import parsed_files
from boto3_extensions._stores import protocol
from definition_driver.older_models import models_are_older
from definition_driver.world import World
from fake_aws import FakeAws
from faulty_sts import BadSts
from loaded_resources import asking_nobody
from make_session import REGION, MakeSession
from recording_cache import RecordingCache
from share import KINDS, Share

# Thousands of tests keep millions of objects; going through them all again and again
# took a quarter of the time.
gc.set_threshold(200_000, 20, 100)
_MODULES = itertools.count(1)

# Each takes a frame of the 1,000 that Python allows.
MOST_PARAMETERS = 600


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let tox run a share of what another environment runs in full."""
    parser.addoption(
        "--share",
        type=int,
        default=1,
        metavar="N",
        help="of the kinds of tests in --shared, run one in N, others for each commit",
    )
    parser.addoption(
        "--shared",
        default="driven",
        metavar="KIND,KIND",
        help="; ".join(f"{kind}: {tests}" for kind, tests in KINDS.items()),
    )


def share_of(config: pytest.Config) -> Share:
    """Return the share that a run was asked for."""
    kinds = config.option.shared.split(",")
    return Share.of(config.rootpath, config.option.share, kinds)


def pytest_report_header(config: pytest.Config) -> str:
    """Tell which share of which tests is run."""
    return f"tests: {share_of(config)}"


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what a botocore older than the data's cannot know; pytest says so."""
    refuse_deep_settings(items)
    share = share_of(config)
    left_out = {
        item
        for item in items
        if (item.get_closest_marker("newer_botocore") and models_are_older())
        or share.leaves_out(item)
    }
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def refuse_deep_settings(items: list[pytest.Item]) -> None:
    """Refuse a test of Hypothesis that has parameters by the thousand.

    Hypothesis' plugin for pytest has the settings of each refer to those of the one
    before, so that those of the thousandth are a RecursionError, but only where CI is
    in the environment, where the settings have no database.
    """
    given = Counter(
        item.nodeid.partition("[")[0]
        for item in items
        if hasattr(getattr(item, "obj", None), "hypothesis")
    )
    for test, count in given.items():
        if count > MOST_PARAMETERS:
            raise pytest.UsageError(
                f"{test} has {count} parameters: put @given around a function inside it"
            )


@pytest.fixture(scope="session", autouse=True)
def isolated_environment() -> Iterator[None]:
    """Hide the user's settings, from fixtures that outlive a test, too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("AWS_", "BOTO_", "BOTO3_EXTENSIONS_")):
                patch.delenv(name)
        if switches.is_patched():
            # The import has already done what the environment said.
            boto3_extensions.patch()
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        # No folder, lest the models that a developer compiled are read by tests.
        patch.setenv(compiled.VARIABLE, os.devnull)
        # Else moto begins each account and region with 1,300 of Amazon's images.
        patch.setenv(
            "MOTO_AMIS_PATH", str(Path(__file__).parent / "support" / "images.json")
        )
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(scope="module", autouse=True)
def little_to_collect() -> None:
    """Set aside, once in a while, all that other files of tests have left for good.

    Tests of what is kept alive have the collector go through everything that is not.
    """
    if next(_MODULES) % 30 == 0:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def no_default_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a boto3 without a default session, and forget the one it made."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


@pytest.fixture(scope="session")
def moto_url() -> Iterator[str]:
    """Run moto's server on a free loopback port for the whole run; ask for `aws`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put dummy credentials into the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.fixture
def aws(
    moto_url: str, credentials: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Send every call of this test to an empty embedded AWS; its URL is the value."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_url)
    yield moto_url
    reset = urllib.request.Request(f"{moto_url}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset, timeout=30).close()


@pytest.fixture
def session(aws: str) -> MakeSession:
    """Make sessions on the embedded AWS: `session()` or `session('eu-west-1')`."""

    def make_session(region_name: str = REGION, **kwargs: str) -> boto3.Session:
        return boto3.Session(region_name=region_name, **kwargs)

    return make_session


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeAws]:
    """Run one fake AWS: reading the models is what takes the time. Ask for `fake`."""
    with FakeAws() as running:
        yield running


@pytest.fixture
def fake(running_fake: FakeAws) -> Iterator[FakeAws]:
    """Give a test the fake AWS with nothing planted and nothing called."""
    yield running_fake
    running_fake.reset()


@pytest.fixture(scope="session")
def one_world(isolated_environment: None) -> Iterator[World]:
    """Run one fake AWS with resources of all types on it. Ask for `world`."""
    made = World()
    with made.fake:
        yield made


@pytest.fixture
def world(one_world: World) -> Iterator[World]:
    """Give a test all resources; forget afterwards what it planted and called."""
    yield one_world
    one_world.fake.reset()


@pytest.fixture(autouse=True)
def boto3_as_found() -> Iterator[None]:
    """Leave boto3 patched, or not, with ARNs, or not, as this test found it."""
    was_patched, had_arns = switches.is_patched(), switches.arns_enabled()
    # Semi-private: each call that changes what is installed makes new ones. Where there
    # was none, all classes that are made would be made anew for the next test.
    found = switches.state, switches._installed
    yield
    if all(map(is_, found, (switches.state, switches._installed))):
        return
    boto3_extensions.unpatch()
    if was_patched:
        boto3_extensions.patch()
    if had_arns:
        boto3_extensions.arn_patch_boto3()


@pytest.fixture
def plain_boto3(boto3_as_found: None) -> Iterator[Any]:
    """Start from plain boto3, give its constructor, and see it there at the end."""
    boto3_extensions.unpatch()
    original = vars(boto3.Session)["__init__"]
    yield original
    boto3_extensions.unpatch()
    assert original is vars(boto3.Session)["__init__"]
    assert not hasattr(boto3.Session, "account_id")


@pytest.fixture(params=[True, False], ids=["fast", "plain"])
def speed(request: Any) -> Iterator[None]:
    """Run a test with the patches that make boto3 faster, and without."""
    boto3_extensions.patch(speed=request.param)
    yield
    boto3_extensions.patch(speed=True)


@pytest.fixture
def arns(boto3_as_found: None) -> None:
    """Give every resource its `.arn` during this test."""
    boto3_extensions.arn_patch_boto3()


def _never(seconds: float) -> None:
    if seconds:
        raise AssertionError(f"A waiter would sleep for {seconds} s.")


# The same in each test: what speed patches stand for is looked at anew after a change.
_NEVER_SLEEPING = SimpleNamespace(sleep=_never)


@pytest.fixture(autouse=True)
def never_sleeping_waiters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have waiters fail where they would sleep: a test's `Delay` is 0, or it hangs."""
    monkeypatch.setattr("botocore.waiter.time", _NEVER_SLEEPING)
    monkeypatch.setattr("boto3_extensions._bulk.waiting._sleep", _never)


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> RecordingCache:
    """One cache that all managers of a test share."""
    shared = RecordingCache()
    monkeypatch.setattr(boto3_extensions, "Cache", lambda: shared)
    return shared


@pytest.fixture
def connections(cache: RecordingCache, credentials: None) -> ConnectionManager:
    """A manager with the recording cache."""
    return ConnectionManager(region_name="us-east-1")


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch) -> Iterator[BadSts]:
    """An STS whose days can be made bad."""
    # Ports are used again: another test's STS may have had this URL.
    monkeypatch.setattr(protocol, "_invalidations", {})
    with BadSts() as running:
        yield running


@pytest.fixture
def all_on(boto3_as_found: None) -> None:
    """Have every switch on, whatever another test has left."""
    boto3_extensions.patch(speed=True)


@pytest.fixture
def nothing_read(all_on: None) -> Iterator[None]:
    """Have every switch on, and no file that was read by the tests before."""
    parsed_files.clear()
    yield
    parsed_files.clear()


@pytest.fixture
def plain() -> boto3.Session:
    """Return a session of a known account, with which nobody is asked."""
    return asking_nobody()
