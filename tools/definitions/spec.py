"""The classes of a service's definition in definitions/*.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class ListSpec:
    """A list operation of a type, as written under ``list``."""

    operation: str
    names: list[str] = field(default_factory=list)
    on: list[str] | None = None
    params: dict[str, Any] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    path: str | None = None
    own: dict[str, str] = field(default_factory=dict)
    data: bool | str = True


@dataclass
class LoadSpec:
    """The load operation of a type, as written under ``load``."""

    operation: str
    params: dict[str, Any] = field(default_factory=dict)
    path: str | None = None
    known: dict[str, str] = field(default_factory=dict)


@dataclass
class ReferenceSpec:
    """A named reference: its type, and the paths of its ids."""

    type: str
    path: str


@dataclass
class TypeSpec:
    """A ``[types.X]`` table."""

    name: str
    nouns: list[str]
    identifiers: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, list[str]] = field(default_factory=dict)
    parent: str | None = None
    also: list[str] = field(default_factory=list)
    collection: list[str] = field(default_factory=list)
    shape: str | None = None
    load: LoadSpec | bool = True
    lists: list[ListSpec] | bool = True
    arn: dict[str, str] | None = None
    equality: str | None = None
    prefixes: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    named_references: dict[str, ReferenceSpec] = field(default_factory=dict)
    parent_identifiers: list[str] = field(default_factory=list)
    tag_id: str | bool | None = None
    filters: dict[str, str] = field(default_factory=dict)
    links: dict[str, str | dict[str, str]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    locks: dict[str, str] = field(default_factory=dict)
    optional: dict[str, str] = field(default_factory=dict)
    omits: dict[str, list[str]] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    own_data: list[str] = field(default_factory=list)
    reference_data: dict[str, str] = field(default_factory=dict)


@dataclass
class OperationSpec:
    """An entry of ``[operations]``, or the first of several and the others."""

    on: list[str] | None = None
    names: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    returns: str | None = None
    otherwise: list[str] = field(default_factory=list)
    path: str | None = None
    left_out: str | None = None
    batch: bool | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    others: list[OperationSpec] = field(default_factory=list)


@dataclass
class WaiterSpec:
    """A ``[waiters.X]`` table: a waiter that botocore lacks, or its waiter's types."""

    name: str
    operation: str | None = None
    delay: int = 0
    attempts: int = 0
    success: dict[str, Any] = field(default_factory=dict)
    failure: dict[str, Any] = field(default_factory=dict)
    retry: dict[str, Any] = field(default_factory=dict)
    absent: str = ""
    success_error: list[str] = field(default_factory=list)
    retry_error: list[str] = field(default_factory=list)
    on: list[str] | None = None
    names: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    left_out: str = ""


@dataclass
class WholeSpec:
    """An entry of ``[lists]``: the parameters that list all items, and omissions.

    ``all`` has inputs that are sent unless the caller sends others, ``"*"`` for every
    value there is. ``leaves_out`` is a sentence for the documentation.
    """

    all: dict[str, Any] = field(default_factory=dict)
    leaves_out: str = ""


@dataclass
class ServiceSpec:
    """The definitions of a service."""

    service: str
    types: dict[str, TypeSpec]
    operations: dict[str, OperationSpec]
    arn_inputs: list[str]
    area: str = ""
    allowed: dict[str, str] = field(default_factory=dict)
    id_inputs: list[str] = field(default_factory=list)
    waiters: dict[str, WaiterSpec] = field(default_factory=dict)
    deprecated: list[str] = field(default_factory=list)
    lists: dict[str, WholeSpec] = field(default_factory=dict)
    failures: dict[str, list[str]] = field(default_factory=dict)
