"""What an import of the package does to a fresh process, before and after boto3."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Init = Callable[..., None]
Run = Callable[[str], None]


pytestmark = pytest.mark.usefixtures("plain_boto3")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a program in a fresh interpreter, which must end well."""

    def run_program(program: str) -> None:
        command = [sys.executable, "-c", inspect.cleandoc(program)]
        # Elsewhere, as Python would import the package from the current folder.
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert 0 == done.returncode, done.stderr

    return run_program


def test_default_session_used_before_import(run: Run) -> None:
    """A default session that was used before the import gets new services, overlays."""
    run("""
        import boto3
        from boto3.exceptions import ResourceNotExistsError

        boto3.setup_default_session(region_name="eu-west-1")
        default = boto3.DEFAULT_SESSION
        assert "rds" not in default.get_available_resources()
        assert "Backup" not in boto3.resource("dynamodb").get_available_subresources()
        try:
            boto3.resource("rds")
        except ResourceNotExistsError:
            pass
        else:
            raise AssertionError("boto3 has rds itself: this test needs another one")

        import boto3_extensions

        assert boto3.DEFAULT_SESSION is default
        assert default.region_name == "eu-west-1"
        assert "rds" in default.get_available_resources()
        assert "DBInstance" in boto3.resource("rds").get_available_subresources()
        dynamodb = boto3.resource("dynamodb")
        assert "Table" in dynamodb.get_available_subresources()
        assert "Backup" in dynamodb.get_available_subresources()
    """)


def test_import_changes_nothing_else(run: Run) -> None:
    """The import leaves environment and boto3 module alone, and makes no session."""
    run("""
        import os, sys
        import boto3, botocore.session

        def fail(*args, **kwargs):
            raise AssertionError("a session was made")

        environment, module, session = dict(os.environ), boto3, boto3.Session
        names = {name: value for name, value in vars(boto3).items()}
        botocore.session.Session.__init__ = fail

        import boto3_extensions

        assert dict(os.environ) == environment
        assert sys.modules["boto3"] is module
        assert boto3.Session is boto3.session.Session is session
        assert {name: vars(boto3)[name] for name in names} == names
        assert boto3.DEFAULT_SESSION is None
    """)


def test_import_before_boto3(run: Run) -> None:
    """The order of the two imports does not matter."""
    run("""
        import boto3_extensions
        import boto3

        assert "rds" in boto3.Session().get_available_resources()
    """)


def test_reload_of_boto3(run: Run) -> None:
    """`reload(boto3)`, which 0.23.0 asked for, does no harm."""
    run("""
        import importlib
        import boto3, boto3_extensions

        boto3_extensions.arn_patch_boto3()
        wrapper = vars(boto3.Session)["__init__"]
        importlib.reload(boto3)
        assert vars(boto3.Session)["__init__"] is wrapper
        assert hasattr(boto3.Session, "account_id")
        boto3_extensions.arn_patch_boto3()
        assert vars(boto3.Session)["__init__"] is wrapper
        boto3.setup_default_session(region_name="eu-west-1")
        rds = boto3.resource("rds")
        assert rds.meta.session is boto3.DEFAULT_SESSION
    """)


def test_reload_of_the_session_module(run: Run) -> None:
    """After `reload(boto3.session)` another `patch` serves the new class, too."""
    run("""
        import importlib
        import boto3, boto3.session, boto3_extensions

        boto3_extensions.unpatch()
        old = boto3.Session
        old_init = vars(old)["__init__"]
        boto3_extensions.patch()
        importlib.reload(boto3.session)
        new = boto3.session.Session
        new_init = vars(new)["__init__"]
        assert new is not old

        boto3_extensions.arn_patch_boto3()
        importlib.reload(boto3)
        assert boto3.Session is new
        for session_class in (old, new):
            assert "rds" in session_class().get_available_resources()
            assert hasattr(session_class, "account_id")

        boto3_extensions.unpatch()
        assert vars(old)["__init__"] is old_init
        assert vars(new)["__init__"] is new_init
        for session_class in (old, new):
            assert "rds" not in session_class().get_available_resources()
            assert not hasattr(session_class, "account_id")

        importlib.reload(boto3.session)
        boto3_extensions.patch()
        for session_class in (boto3.Session, boto3.session.Session):
            assert "rds" in session_class().get_available_resources()
    """)
