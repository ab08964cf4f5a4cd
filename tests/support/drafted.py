"""Definitions that the generator makes of the text of a TOML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from definitions import build, toml_file
from definitions.spec import ServiceSpec


def definition(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return the resource definitions that a TOML gives."""
    return documents(tmp_path, text)["resources-1"]


def overlay(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return what a TOML adds to the resource definitions that boto3 has."""
    return dict(definition(tmp_path, text)["merge"])


def documents(tmp_path: Path, text: str) -> dict[str, Any]:
    """Return all documents that a TOML gives, by the first part of their name."""
    made = build.documents(specification(tmp_path, text))
    return {path.name.split(".")[0]: document for path, document in made.items()}


def specification(tmp_path: Path, text: str) -> ServiceSpec:
    """Return the definitions of a service as a TOML has them."""
    path = tmp_path / "service.toml"
    path.write_text(text, encoding="utf-8")
    return toml_file.read(path)


INSTANCE = """
service = "rds"
[types.DBInstance]
identifiers = { Id = "DBInstanceIdentifier" }
"""


COMMAND = """
service = "ssm"
[types.Command]
identifiers = { Id = "CommandId" }
[types.Invocation]
noun = ["CommandInvocation", "Command"]
parent = "Command"
identifiers = { InstanceId = "InstanceId" }
list = { operation = "ListCommandInvocations", on = ["Command", "Instance"] }
[types.Instance]
identifiers = { Id = "InstanceId" }
"""
