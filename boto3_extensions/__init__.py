"""boto3 resources for services that boto3 has none for, ARNs, and role sessions.

Importing this package is enough: ``boto3.resource('rds')`` works from then on, with
boto3's default session, too, if it was made earlier. ``unpatch()`` undoes the import's
effect.
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING, Any

from boto3_extensions._foundation.sessions import extend
from boto3_extensions._foundation.switches import clear_speed_caches, speed_patches
from boto3_extensions._install import arn_patch_boto3, patch, unpatch
from boto3_extensions.exceptions import InvalidRoleArnException

if TYPE_CHECKING:
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

# The modules of public names that are imported at their first use, by name.
_LAZY = {
    "Arn": "_arns.arn",
    "Cache": "_roles.cache",
    "CallResult": "_bulk.flow",
    "CallerIdentity": "_connections.manager",
    "ConnectionManager": "_connections.manager",
    "CredentialCache": "_stores.protocol",
    "EachResult": "_bulk.each",
    "FileCredentialCache": "_stores.file",
    "Found": "_discovery.finding",
    "NamedResource": "_arns.lookup",
    "OrganizationAccount": "_connections.organization",
    "RedisCredentialCache": "_stores.redis",
    "RoleSession": "_roles.session",
    "Rows": "_views.tables",
    "SessionCache": "_roles.cache",
    "TaggedResources": "_tags.finding",
    "Tags": "_tags.mapping",
    "UnknownResourceWarning": "_tags.finding",
    "exists": "_views.data",
    "find": "_discovery.finding",
    "first": "_bulk.first",
    "children": "_bulk.children",
    "each": "_bulk.each",
    "get_role_session": "_roles.session",
    "links_of": "_links.known",
    "loaded": "_bulk.each",
    "organization_accounts": "_connections.organization",
    "parse_arn": "_arns.arn",
    "resource_from_arn": "_arns.resource",
    "resource_type_of": "_arns.lookup",
    "resources_with_tags": "_tags.finding",
    "tags_of": "_tags.mapping",
    "rows": "_views.tables",
    "to_dict": "_views.data",
    "wait_until": "_bulk.waiting",
}

logging.getLogger(__name__).addHandler(logging.NullHandler())

patch()


def __getattr__(name: str) -> Any:
    """Import the module of a public name at its first use (PEP 562)."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_LAZY[name]}")
    # By `setdefault`, to keep an object that users have assigned, as to `Cache`.
    return globals().setdefault(name, getattr(module, name))


def __dir__() -> list[str]:
    # Without the private packages, which importing a submodule sets as attributes.
    return sorted(__all__)
