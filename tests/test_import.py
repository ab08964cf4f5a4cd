"""What `import boto3_extensions` does, and leaves for later."""

from __future__ import annotations

import subprocess
import sys

import pytest

import boto3_extensions

LATER = [
    "Arn",
    "Cache",
    "CallerIdentity",
    "ConnectionManager",
    "CredentialCache",
    "FileCredentialCache",
    "NamedResource",
    "RedisCredentialCache",
    "RoleSession",
    "SessionCache",
    "get_role_session",
    "parse_arn",
    "resource_from_arn",
    "resource_type_of",
]


def printed(code: str) -> str:
    """Return what a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def test_an_import_reads_no_definition() -> None:
    """A script that uses none of our services does not pay for them."""
    code = (
        "import sys, boto3\n"
        "read = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and"
        " str(args[0]).endswith('.json') and read.append(args[0]))\n"
        "import boto3_extensions\n"
        "print(read)"
    )
    assert "[]" == printed(code)


def test_an_import_waits_with_what_few_need() -> None:
    """ARNs and role sessions are imported when they are asked for."""
    code = (
        "import sys, boto3_extensions\n"
        "print(sorted(m for m in sys.modules if m.startswith('boto3_extensions.')))"
    )
    rooms = ["concurrency", "models", "sessions", "switches", "wraps"]
    names = ["_foundation", *(f"_foundation.{room}" for room in rooms)]
    names += ["_install", "exceptions"]
    assert str([f"boto3_extensions.{name}" for name in names]) == printed(code)


@pytest.mark.parametrize("name", LATER)
def test_what_waits_is_there_when_asked_for(name: str) -> None:
    """It is the same object each time, and listed from the start."""
    assert getattr(boto3_extensions, name) is getattr(boto3_extensions, name)
    assert name in printed("import boto3_extensions; print(dir(boto3_extensions))")


def test_what_is_listed_is_public() -> None:
    """Whoever looks for what there is finds no rooms inside, nor what they are of."""
    assert sorted(boto3_extensions.__all__) == dir(boto3_extensions)


def test_a_star_import_gives_all_names() -> None:
    """`__all__` may name what is not imported yet."""
    code = "from boto3_extensions import *; print(ConnectionManager.__name__)"
    assert "ConnectionManager" == printed(code)


def test_a_cache_replaced_before_it_was_asked_for_is_the_one_used() -> None:
    """A user's cache is set on the package, which has not looked at its own yet."""
    code = (
        "import boto3_extensions\n"
        "class Mine:\n"
        "    def get(self, role_arn, role_session_name): ...\n"
        "    def set(self, role_arn, role_session_name, session): ...\n"
        "boto3_extensions.Cache = Mine\n"
        "manager = boto3_extensions.ConnectionManager(region_name='us-east-1')\n"
        "print(type(manager.cache).__name__)"
    )
    assert "Mine" == printed(code)


def test_a_name_that_is_nowhere_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match=r"'boto3_extensions' has no .*'conect'"):
        _ = boto3_extensions.conect  # type: ignore[attr-defined]
