"""AWS's rules for what AssumeRole is sent, checked before any request is made.

A malformed value would otherwise come back from STS as an error at the first use of
the session, far from the line that caused it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import cast

from boto3_extensions._roles._sts_model import INSTALLED, StsModel
from boto3_extensions.exceptions import (
    InvalidExternalIdError,
    InvalidRoleArnException,
    InvalidRoleParameterError,
    InvalidSessionNameError,
)

# IAM's `pathType` (1 to 512 characters, its slashes included) and `roleNameType`.
_ROLE = r"role/(?:[!-~]{1,510}/)?[\w+=,.@-]{1,64}"

_ARN_PARTS = (
    ("prefix", "arn", "an ARN begins with 'arn:'"),
    ("partition", r"aws(?:-[a-z]+)*", "a partition is 'aws', 'aws-cn' or the like"),
    ("service", "iam", "a role belongs to 'iam'"),
    ("region", "", "a role's ARN has no region"),
    ("account", r"\d{12}", "an account id has 12 digits"),
    ("resource", _ROLE, "a role is 'role/name' or 'role/path/name'"),
)
_ROLE_ARN = re.compile(":".join(pattern for _, pattern, _ in _ARN_PARTS), re.ASCII)
_MAX_ARN = 2048
_SHOWN = 120

# The characters of AssumeRole's RoleSessionName (as of SourceIdentity) and ExternalId,
# should the model that is installed not tell.
_SESSION_NAME = re.compile(r"[\w+=,.@-]*", re.ASCII)
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]*", re.ASCII)


def check_role_arn(role_arn: object) -> None:
    """Refuse what cannot be the ARN of an IAM role.

    Args:
        role_arn: What the caller gave.

    Raises:
        InvalidRoleArnException: With the value and the rule it breaks.
    """
    if isinstance(role_arn, str):
        if len(role_arn) <= _MAX_ARN and _ROLE_ARN.fullmatch(role_arn):
            return
        rule = _broken_rule(role_arn)
    else:
        rule = "it must be a string"
    raise InvalidRoleArnException(f"{shown(role_arn)} is not a role's ARN: {rule}")


def check_session_name(role_session_name: object, model: StsModel = INSTALLED) -> None:
    """Refuse what STS would not take as RoleSessionName; None asks for a made one.

    Args:
        role_session_name: What the caller gave.
        model: What has the limits.

    Raises:
        InvalidSessionNameError: With the value and the rule.
    """
    if role_session_name is None:
        return
    if isinstance(role_session_name, str) and model.allows(
        "RoleSessionName", role_session_name, _SESSION_NAME
    ):
        return
    raise InvalidSessionNameError(
        f"{shown(role_session_name)} is not a role session name: it must be a string "
        f"of {_from_to(model.limits('RoleSessionName'))} ASCII letters, digits and "
        "_+=,.@- (or None, to have one made)"
    )


def check_external_id(external_id: object, model: StsModel = INSTALLED) -> None:
    """Refuse what STS would not take as ExternalId; None sends none.

    Args:
        external_id: What the caller gave; never shown, as it may be a secret.
        model: What has the limits.

    Raises:
        InvalidExternalIdError: With the rule only.
    """
    if external_id is None:
        return
    if isinstance(external_id, str) and model.allows(
        "ExternalId", external_id, _EXTERNAL_ID
    ):
        return
    raise InvalidExternalIdError(
        f"external_id must be a string of {_from_to(model.limits('ExternalId'))} ASCII "
        "letters, digits and _+=,.@:/- (or None, to send none); the value given is not "
        "shown"
    )


def check_source_identity(source_identity: object, model: StsModel = INSTALLED) -> None:
    """Refuse what STS would not take as SourceIdentity.

    Args:
        source_identity: What the caller gave.
        model: What has the limits.

    Raises:
        InvalidRoleParameterError: With the value and the rule.
    """
    # A colon is not allowed at all, which leaves out the reserved prefix `aws:`.
    if isinstance(source_identity, str) and model.allows(
        "SourceIdentity", source_identity, _SESSION_NAME
    ):
        return
    raise InvalidRoleParameterError(
        f"source_identity is {shown(source_identity)}: it must be a string of "
        f"{_from_to(model.limits('SourceIdentity'))} ASCII letters, digits and _+=,.@-"
    )


def whole_seconds(duration_seconds: object, model: StsModel = INSTALLED) -> int:
    """Return a duration as AssumeRole's DurationSeconds.

    Args:
        duration_seconds: What the caller gave, in seconds or as a `timedelta`.
        model: What has the limits.

    Raises:
        InvalidRoleParameterError: For what STS would not take, with the rule.
    """
    seconds = duration_seconds
    if isinstance(duration_seconds, timedelta):
        told = duration_seconds.total_seconds()
        seconds = int(told) if told.is_integer() else told
    _check_number("duration_seconds", seconds, model.limits("DurationSeconds"))
    return cast(int, seconds)


def check_token_size(
    minimum_session_token_size: object, model: StsModel = INSTALLED
) -> None:
    """Refuse what STS would not take as MinimumSessionTokenSize.

    Args:
        minimum_session_token_size: What the caller gave, in bytes.
        model: What has the limits.

    Raises:
        InvalidRoleParameterError: With the rule.
    """
    allowed = model.limits("MinimumSessionTokenSize")
    _check_number("minimum_session_token_size", minimum_session_token_size, allowed)


def _from_to(allowed: range) -> str:
    return f"{allowed[0]} to {allowed[-1]}"


def _check_number(name: str, value: object, allowed: range) -> None:
    if type(value) is int and value in allowed:
        return
    given = value if type(value) in (int, float) else shown(value)
    raise InvalidRoleParameterError(
        f"{name} is {given}: it must be a whole number from {allowed[0]} to "
        f"{allowed[-1]}"
    )


def _broken_rule(role_arn: str) -> str:
    """Return the first rule that an ARN, known to be wrong, breaks."""
    if not role_arn:
        return "it is empty"
    if len(role_arn) > _MAX_ARN:
        return f"it is longer than {_MAX_ARN} characters"
    values = role_arn.split(":", len(_ARN_PARTS) - 1)
    for value, (part, pattern, rule) in zip(values, _ARN_PARTS, strict=False):
        if not re.fullmatch(pattern, value, re.ASCII):
            return f"its {part} is {shown(value)}, but {rule}"
    return "it has too few parts for arn:partition:iam::account:role/name"


def shown(value: object) -> str:
    """Quote a string for a message, cut where long; name any other thing's type."""
    if value is not None and not isinstance(value, str):
        return f"a {type(value).__name__}"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
