"""boto3 resources for services that boto3 has none for, ARNs, and role sessions.

Importing this package is enough: ``boto3.resource('rds')`` works from then on, with
boto3's default session, too, if it was made earlier. ``unpatch()`` undoes the import's
effect.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from boto3_extensions._foundation.sessions import extend
from boto3_extensions._foundation.switches import clear_speed_caches, speed_patches
from boto3_extensions._install import arn_patch_boto3, patch, unpatch
from boto3_extensions.exceptions import InvalidRoleArnException

if TYPE_CHECKING:
    from types import ModuleType

    from boto3_extensions._arns.arn import Arn, parse_arn
    from boto3_extensions._arns.lookup import NamedResource, resource_type_of
    from boto3_extensions._arns.resource import resource_from_arn
    from boto3_extensions._bulk.children import children
    from boto3_extensions._bulk.each import EachResult, each, loaded
    from boto3_extensions._bulk.first import first
    from boto3_extensions._bulk.flow import CallResult
    from boto3_extensions._bulk.waiting import wait_until
    from boto3_extensions._connections.manager import CallerIdentity, ConnectionManager
    from boto3_extensions._connections.organization import (
        OrganizationAccount,
        organization_accounts,
    )
    from boto3_extensions._discovery.finding import Found, find
    from boto3_extensions._links.known import links_of
    from boto3_extensions._roles.cache import SessionCache
    from boto3_extensions._roles.session import RoleSession, get_role_session
    from boto3_extensions._stores.file import FileCredentialCache
    from boto3_extensions._stores.protocol import CredentialCache
    from boto3_extensions._stores.redis import RedisCredentialCache
    from boto3_extensions._tags.finding import (
        TaggedResources,
        UnknownResourceWarning,
        resources_with_tags,
    )
    from boto3_extensions._tags.mapping import Tags, tags_of
    from boto3_extensions._views.data import exists, to_dict
    from boto3_extensions._views.tables import Rows, rows

    # The class `_roles.cache.Cache`, which users may replace by their own.
    Cache: Any

__version__ = "1.0.0"

__all__ = [
    "Arn",
    "Cache",
    "CallResult",
    "CallerIdentity",
    "ConnectionManager",
    "CredentialCache",
    "EachResult",
    "FileCredentialCache",
    "Found",
    "InvalidRoleArnException",
    "NamedResource",
    "OrganizationAccount",
    "RedisCredentialCache",
    "RoleSession",
    "Rows",
    "SessionCache",
    "TaggedResources",
    "Tags",
    "UnknownResourceWarning",
    "arn_patch_boto3",
    "children",
    "clear_speed_caches",
    "each",
    "exists",
    "extend",
    "find",
    "first",
    "get_role_session",
    "links_of",
    "loaded",
    "organization_accounts",
    "parse_arn",
    "patch",
    "resource_from_arn",
    "resource_type_of",
    "resources_with_tags",
    "rows",
    "speed_patches",
    "tags_of",
    "to_dict",
    "unpatch",
    "wait_until",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())

patch()


def __getattr__(name: str) -> Any:
    """Import the module of a public name at its first use (PEP 562)."""
    module = _of_resources(name) or _of_many(name) or _of_sessions(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # By `setdefault`, to keep an object that users have assigned, as to `Cache`.
    return globals().setdefault(name, getattr(module, name))


def _of_resources(name: str) -> ModuleType | None:
    """Import and return the module of a public name about resources and ARNs."""
    module: ModuleType | None = None
    match name:
        case "Arn" | "parse_arn":
            from boto3_extensions._arns import arn as module
        case "NamedResource" | "resource_type_of":
            from boto3_extensions._arns import lookup as module
        case "resource_from_arn":
            from boto3_extensions._arns import resource as module
        case "links_of":
            from boto3_extensions._links import known as module
        case "Tags" | "tags_of":
            from boto3_extensions._tags import mapping as module
        case "exists" | "to_dict":
            from boto3_extensions._views import data as module
        case "Rows" | "rows":
            from boto3_extensions._views import tables as module
    return module


def _of_many(name: str) -> ModuleType | None:
    """Import and return the module of a public name about many resources at a time."""
    module: ModuleType | None = None
    match name:
        case "children":
            from boto3_extensions._bulk import children as module
        case "EachResult" | "each" | "loaded":
            from boto3_extensions._bulk import each as module
        case "first":
            from boto3_extensions._bulk import first as module
        case "CallResult":
            from boto3_extensions._bulk import flow as module
        case "wait_until":
            from boto3_extensions._bulk import waiting as module
        case "Found" | "find":
            from boto3_extensions._discovery import finding as module
        case "TaggedResources" | "UnknownResourceWarning" | "resources_with_tags":
            from boto3_extensions._tags import finding as module
    return module


def _of_sessions(name: str) -> ModuleType | None:
    """Import and return the module of a public name about sessions and accounts."""
    module: ModuleType | None = None
    match name:
        case "CallerIdentity" | "ConnectionManager":
            from boto3_extensions._connections import manager as module
        case "OrganizationAccount" | "organization_accounts":
            from boto3_extensions._connections import organization as module
        case "Cache" | "SessionCache":
            from boto3_extensions._roles import cache as module
        case "RoleSession" | "get_role_session":
            from boto3_extensions._roles import session as module
        case "FileCredentialCache":
            from boto3_extensions._stores import file as module
        case "CredentialCache":
            from boto3_extensions._stores import protocol as module
        case "RedisCredentialCache":
            from boto3_extensions._stores import redis as module
    return module


def __dir__() -> list[str]:
    # Without the private packages, which importing a submodule sets as attributes.
    return sorted(__all__)
