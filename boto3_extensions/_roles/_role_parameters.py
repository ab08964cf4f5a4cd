"""The parameters of AssumeRole, as Python keywords and as STS knows them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from boto3_extensions._roles._policy_rules import (
    check_policies_together,
    policy_descriptors,
    policy_text,
)
from boto3_extensions._roles._tag_rules import (
    check_transitive,
    session_tags,
    transitive_keys,
)
from boto3_extensions._roles._token_codes import TokenProvider, check_serial_number
from boto3_extensions._roles._validation import (
    check_duration,
    check_external_id,
    check_source_identity,
    check_token_size,
)
from boto3_extensions.exceptions import InvalidRoleParameterError

Policy = str | Mapping[str, Any]
Tags = Mapping[str, str] | Sequence[Mapping[str, str]]

# STS's model: ProvidedContextsListType, arnType, contextAssertionType.
_MAX_CONTEXTS = 5
_CONTEXT = {"ProviderArn": range(20, 2048 + 1), "ContextAssertion": range(4, 2048 + 1)}


class RoleParameters(NamedTuple):
    """What AssumeRole is asked for beside role and session name, as given."""

    external_id: str | None = None
    duration_seconds: int | None = None
    policy: Policy | None = None
    policy_arns: Sequence[str | Mapping[str, str]] | None = None
    tags: Tags | None = None
    transitive_tag_keys: Sequence[str] | None = None
    source_identity: str | None = None
    provided_contexts: Sequence[Mapping[str, str]] | None = None
    minimum_session_token_size: int | None = None
    serial_number: str | None = None
    token_code: str | None = None
    token_provider: TokenProvider | None = None

    def __repr__(self) -> str:
        """Name what is given; what it is may be a secret."""
        given = [name for name in self._fields if getattr(self, name) is not None]
        return f"RoleParameters({', '.join(given)})"


def as_sent(role_arn: str, parameters: RoleParameters) -> dict[str, Any]:
    """Check parameters and return them under AssumeRole's own names.

    Token codes are not among them: each AssumeRole call needs another one.

    Args:
        role_arn: ARN of the role, already checked.
        parameters: What the caller gave.

    Raises:
        InvalidExternalIdError: For an external id STS would refuse.
        InvalidRoleParameterError: For any other parameter STS would refuse.
    """
    sent = {}
    for (name, rule), value in zip(_RULES, parameters, strict=False):
        if value is not None:
            sent[name] = rule(value)
    check_transitive(sent)
    check_policies_together(role_arn, sent)
    return sent


def canonical(sent: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return each parameter's name and a text, equal for equal values only.

    Args:
        sent: What `as_sent` returned.
    """
    parts = dict(sent)
    if "Policy" in parts:
        parts["Policy"] = json.loads(parts["Policy"])
    return tuple(
        (name, json.dumps(parts[name], sort_keys=True)) for name in sorted(parts)
    )


def memorable(parameters: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return a copy of parameters that later ones can be compared with by `==`.

    None where that is not safe: a provider of token codes is a function, and in a
    policy 1 and true would be equal.

    Args:
        parameters: The fields of `RoleParameters`, which were found to be right.
    """
    try:
        return tuple(_copied(value, depth=0) for value in parameters)
    except TypeError:
        return None


def _copied(value: Any, depth: int) -> Any:
    if value is None or type(value) is str or (type(value) is int and not depth):
        return value
    if type(value) in (list, tuple):
        return type(value)([_copied(item, depth + 1) for item in value])
    if type(value) is dict:
        return {
            _copied(key, depth + 1): _copied(item, depth + 1)
            for key, item in value.items()
        }
    raise TypeError(type(value).__name__)


def _checked(check: Callable[[Any], None]) -> Callable[[Any], Any]:
    """Return what hands on what a check lets pass."""

    def rule(value: Any) -> Any:
        check(value)
        return value

    return rule


def _contexts(contexts: object) -> list[dict[str, str]]:
    """Return provided contexts, signed by another party, as they are."""
    listed = isinstance(contexts, (list, tuple))
    if listed and 0 < len(contexts) <= _MAX_CONTEXTS:  # type: ignore[arg-type]
        given: Any = contexts
        if all(_is_context(item) for item in given):
            return [dict(item) for item in given]
    raise InvalidRoleParameterError(
        f"provided_contexts must be a list of 1 to {_MAX_CONTEXTS} "
        "{'ProviderArn': ..., 'ContextAssertion': ...}; the value given is not shown"
    )


def _is_context(item: object) -> bool:
    return (
        isinstance(item, Mapping)
        and set(item) == set(_CONTEXT)
        and all(
            isinstance(item[name], str) and len(item[name]) in lengths
            for name, lengths in _CONTEXT.items()
        )
    )


# In the order of the fields of `RoleParameters`; the last two are no part of this.
_RULES: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("ExternalId", _checked(check_external_id)),
    ("DurationSeconds", _checked(check_duration)),
    ("Policy", policy_text),
    ("PolicyArns", policy_descriptors),
    ("Tags", session_tags),
    ("TransitiveTagKeys", transitive_keys),
    ("SourceIdentity", _checked(check_source_identity)),
    ("ProvidedContexts", _contexts),
    ("MinimumSessionTokenSize", _checked(check_token_size)),
    ("SerialNumber", _checked(check_serial_number)),
)
