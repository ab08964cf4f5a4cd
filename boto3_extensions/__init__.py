"""boto3 resources for the services AWS left without, correct ARNs, role sessions.

Importing this package is enough: ``boto3.resource('rds')`` works from then on, for
sessions made earlier, too. ``unpatch()`` undoes it.
"""

from __future__ import annotations

import logging

__version__ = "1.0.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())
