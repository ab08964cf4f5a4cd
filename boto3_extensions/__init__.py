"""boto3 resources for the services AWS left without, correct ARNs, role sessions.

Importing this package is enough: ``boto3.resource('rds')`` works from then on, for
sessions made earlier, too. ``unpatch()`` undoes it.
"""

from __future__ import annotations

import logging

from boto3_extensions._patch import arn_patch_boto3, patch, unpatch
from boto3_extensions._session import extend

__version__ = "1.0.0"

__all__ = [
    "arn_patch_boto3",
    "extend",
    "patch",
    "unpatch",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())

patch()
