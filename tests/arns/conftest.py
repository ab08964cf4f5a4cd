"""Fixtures of the tests in this folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions._foundation.models import loader_of
from offline_session import offline_session


@pytest.fixture(scope="module")
def shared() -> boto3.Session:
    """Return one such session for all ARNs of a long list."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_CONFIG_FILE", "/nonexistent")
        return boto3_extensions.extend(offline_session("us-east-1"))


@pytest.fixture
def offline() -> boto3.Session:
    """Return such a session in us-east-1."""
    return offline_session("us-east-1")


@pytest.fixture
def define(tmp_path: Path) -> Any:
    """Put a user's own ARNs of a service before ours in a session's search path."""
    versions = {"iam": "2010-05-08", "s3": "2006-03-01"}

    def write(session: boto3.Session, service: str, **resources: Any) -> None:
        folder = tmp_path / service / versions[service]
        folder.mkdir(parents=True)
        document = {"version": "1.0", "resources": resources}
        (folder / "arns-1.json").write_text(json.dumps(document))
        loader_of(session).search_paths.insert(0, str(tmp_path))

    return write
