"""What the tests of threads start with, with moto's fixtures above and without."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator

import pytest

import boto3_extensions


@pytest.fixture(autouse=True)
def in_turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have all on, and threads that take turns far more often than Python has them.

    Without the GIL that changes nothing, and they run side by side anyway.
    """
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    boto3_extensions.patch(speed=True)
    boto3_extensions.arn_patch_boto3()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.fixture(autouse=True)
def without_gil() -> Iterator[None]:
    """See that nothing switches the GIL on in a Python that was built without."""
    yield
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        assert sys._is_gil_enabled() is False  # type: ignore[attr-defined]
