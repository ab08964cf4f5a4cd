"""The limits of AssumeRole's parameters, as the STS model that is installed has them.

STS takes more from one release of botocore to the next. What is written down here is
for a model that does not tell.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import botocore.session
from botocore import xform_name

# Of AssumeRole and its documentation: lengths of strings and lists, numbers.
_DEFAULTS: Mapping[tuple[str, ...], tuple[int, int]] = {
    ("RoleSessionName",): (2, 64),
    ("ExternalId",): (2, 1224),
    ("SourceIdentity",): (2, 64),
    ("SerialNumber",): (9, 256),
    ("DurationSeconds",): (900, 43200),
    ("MinimumSessionTokenSize",): (0, 4096),
    ("Policy",): (1, 2048),
    ("PolicyArns",): (0, 10),
    ("PolicyArns", "arn"): (20, 2048),
    ("Tags",): (0, 50),
    ("Tags", "Key"): (1, 128),
    ("Tags", "Value"): (0, 256),
    ("TransitiveTagKeys",): (0, 50),
    ("ProvidedContexts",): (1, 5),
    ("ProvidedContexts", "ProviderArn"): (20, 2048),
    ("ProvidedContexts", "ContextAssertion"): (4, 2048),
}
# What has keywords of its own, or is asked for by each call.
_NAMED = frozenset({"RoleArn", "RoleSessionName", "TokenCode"})


class StsModel:
    """AssumeRole's input as a base session's botocore knows it; read when first asked.

    Args:
        base_session: The session that makes the STS client; None, or one that has no
            models, for what botocore itself has.
    """

    def __init__(self, base_session: Any = None) -> None:
        self._base_session = base_session
        self._members: Mapping[str, Any] | None = None
        self._limits: dict[tuple[str, ...], range] = {}
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    @property
    def members(self) -> Mapping[str, Any]:
        """The shapes of the parameters, by AssumeRole's own names."""
        if self._members is None:
            core = getattr(self._base_session, "_session", None)
            self._members = _members_of(core) or _own_members()
        return self._members

    def limits(self, *path: str) -> range:
        """Return the lengths or numbers allowed.

        Args:
            path: A parameter, and a member of what is in its list.
        """
        found = self._limits.get(path)
        if found is None:
            least, most = _DEFAULTS[path]
            told = getattr(self._shape(path), "metadata", {})
            found = range(told.get("min", least), told.get("max", most) + 1)
            self._limits[path] = found
        return found

    def allows(self, name: str, value: str, usual: re.Pattern[str]) -> bool:
        """Tell whether a string has the length and the characters STS takes.

        Args:
            name: The parameter.
            value: The string.
            usual: The characters it may have, should the model's pattern be none that
                Python understands.
        """
        return len(value) in self.limits(name) and self.allows_text(name, value, usual)

    def allows_text(self, name: str, value: str, usual: re.Pattern[str]) -> bool:
        """Tell whether a string of any length has only characters that STS takes."""
        if name not in self._patterns:
            told = getattr(self._shape((name,)), "metadata", {}).get("pattern", "")
            self._patterns[name] = _compiled(told)
        pattern = self._patterns[name] or usual
        return pattern.fullmatch(value) is not None

    def takes(self, name: str) -> bool:
        """Tell whether AssumeRole has a parameter."""
        return name in self.members

    def named_by(self, keyword: str, apart: frozenset[str]) -> str | None:
        """Return the parameter that a keyword means, such as `new_thing` or `NewThing`.

        Args:
            keyword: The keyword.
            apart: Parameters that have keywords of their own.
        """
        for name in self.members:
            if keyword in (name, xform_name(name)) and name not in apart | _NAMED:
                return name
        return None

    def _shape(self, path: tuple[str, ...]) -> Any:
        shape = self.members.get(path[0])
        for name in path[1:]:
            members = getattr(getattr(shape, "member", None), "members", {})
            shape = members.get(name)
        return shape


def _members_of(core: Any) -> Mapping[str, Any] | None:
    try:
        shape = core.get_service_model("sts").operation_model("AssumeRole").input_shape
        members = shape.members
    except Exception:
        # A stand-in for a session, or models that are not there: as good as none.
        return None
    return members if isinstance(members, Mapping) else None


def _own_members() -> Mapping[str, Any]:
    return _members_in(os.environ.get("AWS_DATA_PATH"))


@lru_cache(maxsize=4)
def _members_in(_data_path: str | None) -> Mapping[str, Any]:
    return _members_of(botocore.session.Session()) or {}


def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Return a pattern of a model, None if it is none of Python's."""
    if not pattern or re.search(r"\\p|\\u1[0-9A-Fa-f]{4}", pattern):
        return None
    try:
        return re.compile(pattern, re.ASCII)
    except re.error:
        return None


# What botocore itself has.
INSTALLED = StsModel()
