"""What users do with lambda: functions, their versions and settings, and layers."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

import boto3_extensions
from make_session import MakeSession

ARN = "arn:aws:lambda:us-east-1:123456789012"


def code() -> bytes:
    """Return a function's code as lambda wants it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", "def handle(event, context): return event")
    return packed.getvalue()


@pytest.fixture
def service(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("lambda")


@pytest.fixture
def function(service: Any, session: MakeSession) -> Any:
    """Make a function, and a role for it."""
    allow = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    allow["Principal"] = {"Service": "lambda.amazonaws.com"}
    policy = {"Version": "2012-10-17", "Statement": [allow]}
    role = (
        session()
        .resource("iam")
        .create_role(RoleName="app", AssumeRolePolicyDocument=json.dumps(policy))
    )
    return service.create_function(
        FunctionName="orders",
        Role=role.arn,
        Runtime="python3.12",
        Handler="app.handle",
        Code={"ZipFile": code()},
    )


def test_functions_are_listed_changed_and_deleted(function: Any, service: Any) -> None:
    """What is changed is there after a reload."""
    assert [function] == list(service.functions.all())
    service.Function("orders").update_configuration(Timeout=30)
    function.reload()
    assert 30 == function.timeout
    function.delete()
    assert [] == list(service.functions.all())


def test_an_alias_points_to_a_version(function: Any) -> None:
    """Publishing makes a version; an alias knows which one it points to."""
    version = function.publish_version()
    alias = function.create_alias(Name="prod", FunctionVersion=version.version)
    assert ["$LATEST", "1"] == [found.version for found in function.versions.all()]
    assert [alias] == list(function.aliases.all())
    assert ("prod", "prod") == (alias.alias_name, alias.name)
    assert version == function.Alias("prod").version
    assert "app.handle" == alias.version.handler
    alias.delete()
    assert [] == list(function.aliases.all())


def test_a_function_is_fed_by_a_stream(
    function: Any, service: Any, session: MakeSession
) -> None:
    """A mapping is made on the function, found by it, and changed by itself."""
    stream = session().resource("kinesis").create_stream(StreamName="s", ShardCount=1)
    mapping = function.create_event_source_mapping(
        EventSourceArn=stream.stream_arn, StartingPosition="LATEST"
    )
    assert [mapping] == list(function.event_source_mappings.all())
    mapping.update(BatchSize=50)
    assert 50 == service.EventSourceMapping(mapping.uuid).batch_size
    mapping.delete()
    assert [] == list(function.event_source_mappings.all())


def test_settings_belong_to_a_function(function: Any) -> None:
    """Concurrency, URL and permissions are put, read and taken away."""
    function.Concurrency().put(ReservedConcurrentExecutions=7)
    assert 7 == function.Concurrency().reserved_concurrent_executions
    function.create_url_config(AuthType="NONE")
    assert function.UrlConfig().function_url.startswith("https://")
    function.UrlConfig().delete()
    function.add_permission(
        StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com"
    )
    (statement,) = json.loads(function.get_policy()["Policy"])["Statement"]
    assert "s3" == statement["Sid"]
    function.remove_permission(StatementId="s3")


def test_layers_have_versions(service: Any) -> None:
    """A layer is made by its first version, and found by its name."""
    first = service.publish_layer_version(
        LayerName="tools", Content={"ZipFile": code()}
    )
    (layer,) = service.layers.all()
    second = layer.publish_version(Content={"ZipFile": code()})
    assert {1, 2} == {version.version for version in layer.versions.all()}
    assert [2, 1] == [second.version, first.version]
    assert layer.layer_arn == service.Layer("tools").layer_arn == second.layer_arn
    first.delete()
    assert [second] == list(layer.versions.all())


def test_functions_are_tagged(function: Any) -> None:
    """Tags are added, listed and removed."""
    function.tag(Tags={"team": "shop"})
    assert {"team": "shop"} == function.list_tags()["Tags"]
    function.untag(TagKeys=["team"])
    assert {} == function.list_tags()["Tags"]


def test_an_arn_tells_versions_and_aliases_from_functions(
    arns: None, function: Any, session: MakeSession
) -> None:
    """$LATEST and numbers are versions, other qualifiers aliases."""
    version = function.publish_version()
    alias = function.create_alias(Name="prod", FunctionVersion=version.version)
    assert f"{ARN}:function:orders" == function.arn
    assert [f"{function.arn}:1", f"{function.arn}:prod"] == [version.arn, alias.arn]
    for thing in (function, version, alias, function.Version("$LATEST")):
        assert thing == boto3_extensions.resource_from_arn(thing.arn, session())


def test_a_layer_versions_number_is_a_number(
    arns: None, service: Any, session: MakeSession
) -> None:
    """AWS takes no text for it, and so an ARN gives none."""
    version = service.publish_layer_version(
        LayerName="tools", Content={"ZipFile": code()}
    )
    assert f"{ARN}:layer:tools:1" == version.arn
    found = boto3_extensions.resource_from_arn(version.arn, session())
    assert version == found
    assert version.created_date == found.created_date
    with pytest.raises(boto3_extensions.exceptions.UnknownArnTypeError, match="number"):
        boto3_extensions.resource_from_arn(f"{ARN}:layer:tools:one", session())


def test_the_old_name_of_an_alias_works(service: Any) -> None:
    """0.23.0 had Aliases, with a name and nothing else."""
    assert "prod" == service.Aliases("prod").alias_name
