"""boto3 resources for the services AWS left without, correct ARNs, role sessions.

Importing this package is enough: ``boto3.resource('rds')`` works from then on, with
boto3's default session, too, if it was made earlier. ``unpatch()`` undoes it.
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING, Any

from boto3_extensions._faster._speed import clear_speed_caches, speed_patches
from boto3_extensions._patch import arn_patch_boto3, patch, unpatch
from boto3_extensions._session import extend
from boto3_extensions.exceptions import InvalidRoleArnException

if TYPE_CHECKING:
    from boto3_extensions._arns._arn import Arn, parse_arn
    from boto3_extensions._arns._arn_types import NamedResource, resource_type_of
    from boto3_extensions._arns._from_arn import resource_from_arn
    from boto3_extensions._arns._link_list import links_of
    from boto3_extensions._cli.finding import Found, find
    from boto3_extensions._fan_out._call_result import CallResult
    from boto3_extensions._fan_out._organization import (
        OrganizationAccount,
        organization_accounts,
    )
    from boto3_extensions._fan_out.children import children
    from boto3_extensions._fan_out.each import EachResult, each, loaded
    from boto3_extensions._fan_out.waiting import wait_until
    from boto3_extensions._roles._connections import ConnectionManager
    from boto3_extensions._roles._role_session import RoleSession, get_role_session
    from boto3_extensions._roles._session_cache import SessionCache
    from boto3_extensions._roles._whoami import CallerIdentity
    from boto3_extensions._seeing.beginning import first
    from boto3_extensions._seeing.existence import exists
    from boto3_extensions._seeing.plain import to_dict
    from boto3_extensions._seeing.rows import Rows, rows
    from boto3_extensions._stores._credential_cache import CredentialCache
    from boto3_extensions._stores._file_store import FileCredentialCache
    from boto3_extensions._stores._redis_store import RedisCredentialCache
    from boto3_extensions._tags.finding import (
        TaggedResources,
        UnknownResourceWarning,
        resources_with_tags,
    )
    from boto3_extensions._tags.mapping import Tags, tags_of

    # A class, `_roles._session_cache.Cache`, in whose place users put one of their own.
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

# Where the names are that an import does not need, to which many scripts never come.
_LATER = {
    "Arn": "_arns._arn",
    "Cache": "_roles._session_cache",
    "CallResult": "_fan_out._call_result",
    "CallerIdentity": "_roles._whoami",
    "ConnectionManager": "_roles._connections",
    "CredentialCache": "_stores._credential_cache",
    "EachResult": "_fan_out.each",
    "FileCredentialCache": "_stores._file_store",
    "Found": "_cli.finding",
    "NamedResource": "_arns._arn_types",
    "OrganizationAccount": "_fan_out._organization",
    "RedisCredentialCache": "_stores._redis_store",
    "RoleSession": "_roles._role_session",
    "Rows": "_seeing.rows",
    "SessionCache": "_roles._session_cache",
    "TaggedResources": "_tags.finding",
    "Tags": "_tags.mapping",
    "UnknownResourceWarning": "_tags.finding",
    "exists": "_seeing.existence",
    "find": "_cli.finding",
    "first": "_seeing.beginning",
    "children": "_fan_out.children",
    "each": "_fan_out.each",
    "get_role_session": "_roles._role_session",
    "links_of": "_arns._link_list",
    "loaded": "_fan_out.each",
    "organization_accounts": "_fan_out._organization",
    "parse_arn": "_arns._arn",
    "resource_from_arn": "_arns._from_arn",
    "resource_type_of": "_arns._arn_types",
    "resources_with_tags": "_tags.finding",
    "tags_of": "_tags.mapping",
    "rows": "_seeing.rows",
    "to_dict": "_seeing.plain",
    "wait_until": "_fan_out.waiting",
}

logging.getLogger(__name__).addHandler(logging.NullHandler())

patch()


def __getattr__(name: str) -> Any:
    """Import what is asked for the first time (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = importlib.import_module(f"{__name__}.{_LATER[name]}")
    # Not what somebody has meanwhile put in its place, as users do with Cache.
    return globals().setdefault(name, getattr(home, name))


def __dir__() -> list[str]:
    # For who looks what there is: not the rooms inside, which an import leaves here.
    return sorted(__all__)
