"""Tells whether a call may have said whose, or where, the things are that it is about.

Light, for each page of each collection is asked. ``_arns.stating`` does the rest.
"""

from __future__ import annotations

from typing import Any

# On a guarded client: the origin of what it is for.
ORIGIN = "_boto3_extensions_origin"

# All inputs that say so, of any service: whoever uses none of them has nothing to wait
# for. Compared with what `tools/definitions/targets` finds by test_stating.
INPUTS = frozenset(
    (
        "AccountId",
        "CallAs",
        "CatalogID",
        "CatalogId",
        "EventDataStoreOwnerAccountId",
        "IncludePublic",
        "IncludeShared",
        "OwnerAccount",
        "ResourceShareType",
        "Shared",
        "SnapshotType",
        "SyncType",
        "VersionId",
        "accountIdentifiers",
        "cluster",
        "includeLinkedAccounts",
        "registryId",
        "resourceArn",
    )
)


def may_be_stated(params: Any) -> bool:
    """Tell whether parameters have any that could say whose or where things are."""
    return isinstance(params, dict) and not INPUTS.isdisjoint(params)


def is_held(resource: Any) -> bool:
    """Tell whether calls of a resource are held against an origin (`_arns._origin`)."""
    client = getattr(getattr(resource, "meta", None), "client", None)
    return ORIGIN in getattr(client, "__dict__", ())
