"""Identifiers that AWS makes up, which are one thing's in all accounts.

``subnet-0a1b2c3d4e5f60718`` is no other account's subnet, and EC2 answers for one that
is shared with the caller by that id alone: no operation of it takes an ARN. A call with
such an id cannot be for something of the caller's own. A name can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# Where AWS shares things, or lets act on another account's, by their ids. EC2: its
# user guide ("Resource IDs"); the others: the patterns and texts of their models.
_FORMS: Mapping[str, re.Pattern[str]] = {
    "ec2": re.compile("([a-z]+[0-9]?-)+([0-9a-f]{17}|[0-9a-f]{8})"),
    "organizations": re.compile(
        "[0-9]{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|(p|h|rt)-[0-9a-z]{8,128}"
    ),
    "directconnect": re.compile(f"dx[a-z]+-[0-9a-z]{{8}}|{_UUID}"),
}


def has_unique_ids(service: str) -> bool:
    """Tell whether a service is known to have such identifiers."""
    return service in _FORMS


def is_unique(service: str, text: object) -> bool:
    """Tell whether a text is an identifier that no other account's thing can have."""
    form = _FORMS.get(service)
    return (
        form is not None and isinstance(text, str) and form.fullmatch(text) is not None
    )
