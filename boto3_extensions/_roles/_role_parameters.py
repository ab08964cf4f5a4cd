"""The parameters of AssumeRole, as Python keywords and as STS knows them."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from botocore import xform_name

from boto3_extensions._roles._policy_rules import (
    check_policies_together,
    policy_descriptors,
    policy_text,
)
from boto3_extensions._roles._sts_model import INSTALLED, StsModel
from boto3_extensions._roles._tag_rules import (
    check_transitive,
    session_tags,
    transitive_keys,
)
from boto3_extensions._roles._token_codes import TokenProvider, check_serial_number
from boto3_extensions._roles._validation import (
    check_external_id,
    check_source_identity,
    check_token_size,
    whole_seconds,
)
from boto3_extensions.exceptions import InvalidRoleParameterError

Policy = str | Mapping[str, Any]
Tags = Mapping[str, str] | Sequence[Mapping[str, str]]

_Rule = Callable[[Any, StsModel], Any]

_CONTEXT = ("ProviderArn", "ContextAssertion")


class RoleParameters(NamedTuple):
    """What AssumeRole is asked for beside role and session name, as given."""

    external_id: str | None = None
    duration_seconds: int | timedelta | None = None
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
    # What newer STS takes beside these, by keyword.
    others: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        """Name what is given; what it is may be a secret."""
        given = [name for name in self._fields if getattr(self, name) is not None]
        return f"RoleParameters({', '.join(given)})"


def as_sent(
    role_arn: str, parameters: RoleParameters, model: StsModel = INSTALLED
) -> dict[str, Any]:
    """Check parameters and return them under AssumeRole's own names.

    Token codes are not among them: each AssumeRole call needs another one.

    Args:
        role_arn: ARN of the role, already checked.
        parameters: What the caller gave.
        model: What the STS that is installed takes.

    Raises:
        InvalidExternalIdError: For an external id STS would refuse.
        InvalidRoleParameterError: For any other parameter STS would refuse, or that the
            botocore that is installed does not know.
        TypeError: For a keyword that names no parameter.
    """
    sent = {}
    for (name, rule), value in zip(_RULES, parameters, strict=False):
        if value is not None:
            if not model.takes(name):
                raise InvalidRoleParameterError(
                    f"{xform_name(name)}: AssumeRole has no {name} in the botocore "
                    "that is installed; a newer one may"
                )
            sent[name] = rule(value, model)
    sent |= others_as_sent(parameters.others or {}, model)
    check_transitive(sent)
    check_policies_together(role_arn, sent)
    return sent


def others_as_sent(
    others: Mapping[str, Any], model: StsModel = INSTALLED
) -> dict[str, Any]:
    """Return what newer STS takes, given by keyword, under AssumeRole's own names.

    Args:
        others: Keywords and values; None for one that is not given.
        model: What the STS that is installed takes.

    Raises:
        TypeError: For a keyword that names no parameter.
    """
    sent = {}
    for keyword, value in others.items():
        name = model.named_by(keyword, _apart())
        if name is None:
            raise TypeError(_unexpected(keyword, model))
        if value is not None:
            sent[name] = value
    return sent


def names_another(keyword: str, model: StsModel) -> bool:
    """Tell whether a keyword names a parameter that only newer STS takes."""
    return model.named_by(keyword, _apart()) is not None


def _apart() -> frozenset[str]:
    """Return the parameters that have keywords of their own."""
    return frozenset(name for name, _ in _RULES)


def _unexpected(keyword: str, model: StsModel) -> str:
    names = (*RoleParameters._fields[:-1], *map(xform_name, model.members))
    near = difflib.get_close_matches(xform_name(keyword), names, 1)
    mend = f"; did you mean {near[0]}?" if near else ""
    return (
        f"an unexpected keyword argument {keyword!r}: AssumeRole has no such parameter "
        f"in the botocore that is installed{mend}"
    )


def canonical(sent: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return each parameter's name and a text, equal for equal values only.

    Args:
        sent: What `as_sent` returned.
    """
    parts = dict(sent)
    if "Policy" in parts:
        parts["Policy"] = json.loads(parts["Policy"])
    return tuple(
        (name, json.dumps(parts[name], sort_keys=True, default=repr))
        for name in sorted(parts)
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
    if value is None or type(value) is str:
        return value
    if type(value) in (int, timedelta) and not depth:
        return value
    if type(value) in (list, tuple):
        return type(value)([_copied(item, depth + 1) for item in value])
    if type(value) is dict:
        return {
            _copied(key, depth + 1): _copied(item, depth + 1)
            for key, item in value.items()
        }
    raise TypeError(type(value).__name__)


def _checked(check: Callable[[Any, StsModel], None]) -> _Rule:
    """Return what hands on what a check lets pass."""

    def rule(value: Any, model: StsModel) -> Any:
        check(value, model)
        return value

    return rule


def _contexts(contexts: object, model: StsModel) -> list[dict[str, str]]:
    """Return provided contexts, signed by another party, as they are."""
    lengths = model.limits("ProvidedContexts")
    if (
        isinstance(contexts, (list, tuple))
        and len(contexts) in lengths
        and all(_is_context(item, model) for item in contexts)
    ):
        return [dict(item) for item in contexts]
    raise InvalidRoleParameterError(
        f"provided_contexts must be a list of {lengths[0]} to {lengths[-1]} "
        "{'ProviderArn': ..., 'ContextAssertion': ...}, the assertion of up to "
        f"{model.limits('ProvidedContexts', 'ContextAssertion')[-1]} characters; the "
        "value given is not shown"
    )


def _is_context(item: object, model: StsModel) -> bool:
    return (
        isinstance(item, Mapping)
        and set(item) == set(_CONTEXT)
        and all(
            isinstance(item[name], str)
            and len(item[name]) in model.limits("ProvidedContexts", name)
            for name in _CONTEXT
        )
    )


# In the order of the fields of `RoleParameters`; the last three are no part of this.
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("ExternalId", _checked(check_external_id)),
    ("DurationSeconds", whole_seconds),
    ("Policy", policy_text),
    ("PolicyArns", policy_descriptors),
    ("Tags", session_tags),
    ("TransitiveTagKeys", transitive_keys),
    ("SourceIdentity", _checked(check_source_identity)),
    ("ProvidedContexts", _contexts),
    ("MinimumSessionTokenSize", _checked(check_token_size)),
    ("SerialNumber", _checked(check_serial_number)),
)
