"""Errors about a misspelt name suggest the one next to it."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.exceptions import ResourceNotExistsError

import boto3_extensions
import client_alone
from boto3_extensions.exceptions import UnknownMemberError


@pytest.fixture
def rds(credentials: None) -> Any:
    """Return a service resource of ours."""
    return boto3.resource("rds", region_name="us-east-1")


@pytest.fixture
def ec2(credentials: None) -> Any:
    """Return a service resource of boto3's own."""
    return boto3.resource("ec2", region_name="us-east-1")


def suggested(resource: Any, name: str) -> str:
    """Return what the error about an unknown attribute adds to Python's own."""
    with pytest.raises(AttributeError) as caught:
        getattr(resource, name)
    plain = f"{type(resource).__name__!r} object has no attribute {name!r}"
    assert str(caught.value).startswith(plain)
    return str(caught.value).removeprefix(plain)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("rebot", "reboot"),
        ("db_snapshot", "db_snapshots"),
        ("engin", "engine"),
        ("wait_until_availble", "wait_until_available"),
        ("DBLogfile", "DBLogFile"),
    ],
)
def test_a_misspelt_member_of_ours(rds: Any, name: str, meant: str) -> None:
    """Actions, collections, attributes, waiters and sub-resources alike."""
    assert f". Did you mean: {meant!r}?" == suggested(rds.DBInstance("orders"), name)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("instnaces", "instances"),
        ("instance", "Instance"),
        ("create_instance", "create_instances"),
    ],
)
def test_a_misspelt_member_of_boto3s(ec2: Any, name: str, meant: str) -> None:
    """What boto3 defines itself is served, too."""
    assert f". Did you mean: {meant!r}?" == suggested(ec2, name)


def test_a_member_in_awss_spelling(rds: Any) -> None:
    """Those who copy from an answer of AWS's learn how Python has it."""
    instance = rds.DBInstance("orders")
    assert ". Did you mean: 'db_instance_class'?" == suggested(
        instance, "DBInstanceClass"
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("describe_instances", "instances"),
        ("run_instances", "create_instances"),
        ("DescribeVpcs", "vpcs"),
    ],
)
def test_a_method_of_the_client(ec2: Any, name: str, meant: str) -> None:
    """Those who know clients learn which member calls the operation."""
    assert f". Did you mean: {meant!r}?" == suggested(ec2, name)


def test_nothing_is_suggested_for_what_is_like_no_name(rds: Any) -> None:
    """The message is Python's own then."""
    assert "" == suggested(rds, "xyzzy_and_so_on")


def test_the_error_tells_the_name(rds: Any) -> None:
    """As Python's own does, for those who handle it."""
    with pytest.raises(UnknownMemberError) as caught:
        _ = rds.db_instnces
    assert "db_instnces" == caught.value.name


def test_the_error_goes_to_another_process(rds: Any) -> None:
    """With its suggestion, and without the resource."""
    with pytest.raises(UnknownMemberError) as caught:
        _ = rds.db_instnces
    copied = pickle.loads(pickle.dumps(caught.value))
    assert AttributeError is type(copied)
    assert str(caught.value) == str(copied)


def test_hasattr_looks_for_nothing(rds: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A suggestion is looked for when the message is read."""
    monkeypatch.setattr("difflib.get_close_matches", lambda *a: pytest.fail("searched"))
    assert not hasattr(rds, "db_instnces")
    assert "default" == getattr(rds, "db_instnces", "default")


def test_an_attribute_error_of_a_property_stays(rds: Any) -> None:
    """It is not taken for a name that is unknown."""

    class Broken(type(rds)):  # type: ignore[misc]
        @property
        def broken(self) -> Any:
            return None.upper()  # type: ignore[attr-defined]

    with pytest.raises(AttributeError, match="'NoneType' object has no attribute"):
        _ = Broken(client=rds.meta.client).broken


def test_a_hook_of_the_users_stays(credentials: None) -> None:
    """A base class that has an answer for every name keeps it."""

    class Answering:
        def __getattr__(self, name: str) -> str:
            return f"my {name}"

    def add_base(base_classes: list[type], **kwargs: Any) -> None:
        base_classes.insert(0, Answering)

    session = boto3.Session(region_name="us-east-1")
    session.events.register_first("creating-resource-class", add_base)
    assert "my guess" == session.resource("rds").guess


def test_resources_can_still_be_copied(rds: Any) -> None:
    """Python asks a copy for names before it has anything."""
    assert rds.DBInstance("orders") == copy.copy(rds.DBInstance("orders"))


TRACEBACK = """
import boto3, boto3_extensions
keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
boto3.Session(region_name="us-east-1", **keys).resource("rds").db_instnces
"""


def test_a_traceback_says_it_once() -> None:
    """Python has no suggestion to add to ours."""
    done = subprocess.run(
        [sys.executable, "-c", TRACEBACK],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.strip().endswith(
        "UnknownMemberError: 'rds.ServiceResource' object has no attribute "
        "'db_instnces'. Did you mean: 'db_instances'?"
    )


def opening(service: str) -> str:
    """Return what the error says about a service that has no resources."""
    with pytest.raises(ResourceNotExistsError) as caught:
        boto3.resource(service, region_name="us-east-1")
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("ecs2", "ecs"), ("EC2", "ec2"), ("cognito_identity", "cognito-identity")],
)
def test_a_misspelt_service(credentials: None, name: str, meant: str) -> None:
    """boto3's message stays whole but for its first line."""
    first, second, *_ = opening(name).split("\n")
    assert f"The '{name}' resource does not exist. Did you mean: '{meant}'?" == first
    assert "The available resources are:" == second


def test_a_misspelt_service_by_keyword(credentials: None) -> None:
    """As some have it."""
    with pytest.raises(ResourceNotExistsError, match="Did you mean: 'ecs'"):
        boto3.Session(region_name="us-east-1").resource(service_name="ecs2")


@pytest.mark.parametrize("name", [client_alone.NAME, "xyzzy"])
def test_a_service_without_resources_is_not_misspelt(
    credentials: None, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """boto3's own advice, to use a client, is the right one."""
    monkeypatch.setenv("AWS_DATA_PATH", client_alone.write_model(tmp_path))
    assert "Did you mean" not in opening(name)


def test_unpatched_boto3_suggests_nothing(credentials: None) -> None:
    """Its message is its own again, and so is its method."""
    boto3_extensions.unpatch()
    assert "boto3.session" == boto3.Session.resource.__module__
    assert not hasattr(boto3.Session.resource, "__wrapped__")
    assert "Did you mean" not in opening("ecs2")
