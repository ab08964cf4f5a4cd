"""boto3 resources for the services AWS left without, correct ARNs, role sessions.

Importing this package is enough: ``boto3.resource('rds')`` works from then on, with
boto3's default session, too, if it was made earlier. ``unpatch()`` undoes it.
"""

from __future__ import annotations

import logging

from boto3_extensions._connections import Cache, ConnectionManager
from boto3_extensions._from_arn import resource_from_arn
from boto3_extensions._patch import arn_patch_boto3, patch, unpatch
from boto3_extensions._role_session import get_role_session
from boto3_extensions._session import extend
from boto3_extensions.exceptions import InvalidRoleArnException

__version__ = "1.0.0"

__all__ = [
    "Cache",
    "ConnectionManager",
    "InvalidRoleArnException",
    "arn_patch_boto3",
    "extend",
    "get_role_session",
    "patch",
    "resource_from_arn",
    "unpatch",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())

patch()
