"""The parameters of AssumeRole: their keywords, limits and checks.

`AssumeRoleParameters` is the one list of the keywords; the signatures of
`get_role_session` and `ConnectionManager.get_session`, written out for editors, are
checked against it by a test. Each field is annotated with the member of AssumeRole's
input that it is sent as and with the function that checks and converts it.

The checks run before any request is made: a malformed value would otherwise come back
from STS as an error at the first use of the session, far from the line that caused it.
Limits and patterns are those of the STS model of the installed botocore, which change
from one release to the next (`StsModel`); what the models leave out is from the API
reference of AssumeRole and from IAM's user guide.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, cast, get_type_hints

import botocore.session
from botocore import xform_name

from boto3_extensions.exceptions import (
    InvalidExternalIdError,
    InvalidRoleArnException,
    InvalidRoleParameterError,
    InvalidSessionNameError,
    TokenCodeError,
)

# Minimum and maximum (lengths of strings and lists, and numbers) where the model has
# none, from the API reference of AssumeRole.
_FALLBACK_LIMITS: Mapping[tuple[str, ...], tuple[int, int]] = {
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
# Parameters that `others` cannot have: two are arguments of their own, and codes come
# from `token_code` or `token_provider`.
_SENT_OTHERWISE = frozenset({"RoleArn", "RoleSessionName", "TokenCode"})


class StsModel:
    """The input shape of AssumeRole in the STS model of a session's botocore.

    The model is loaded when it is first needed.

    Args:
        base_session: The `boto3.Session` that makes the STS client. With None, or an
            object that has no models, the models are those of a new botocore session.
    """

    def __init__(self, base_session: object = None) -> None:
        self._base_session = base_session
        self._members: Mapping[str, Any] | None = None
        self._limits: dict[tuple[str, ...], range] = {}
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    @property
    def members(self) -> Mapping[str, Any]:
        """The shapes of AssumeRole's parameters, by the names of the API."""
        if self._members is None:
            core = getattr(self._base_session, "_session", None)
            self._members = _members_of(core) or _installed_members()
        return self._members

    def limits(self, *path: str) -> range:
        """Return the allowed lengths of a string or list, or the allowed numbers.

        Args:
            path: The name of a parameter, and for a list of structures the name of a
                member of the structures.
        """
        limits = self._limits.get(path)
        if limits is None:
            least, most = _FALLBACK_LIMITS[path]
            metadata = getattr(self._shape(path), "metadata", {})
            limits = range(metadata.get("min", least), metadata.get("max", most) + 1)
            self._limits[path] = limits
        return limits

    def allows(self, name: str, value: str, fallback: re.Pattern[str]) -> bool:
        """Return whether STS accepts the length and the characters of a string.

        Args:
            name: The name of a parameter of AssumeRole.
            value: The string.
            fallback: The pattern that counts if Python cannot use the model's.
        """
        return len(value) in self.limits(name) and self.allows_text(
            name, value, fallback
        )

    def allows_text(self, name: str, value: str, fallback: re.Pattern[str]) -> bool:
        """Return whether STS accepts the characters of a string, of any length."""
        if name not in self._patterns:
            metadata = getattr(self._shape((name,)), "metadata", {})
            self._patterns[name] = _compiled(metadata.get("pattern", ""))
        pattern = self._patterns[name] or fallback
        return pattern.fullmatch(value) is not None

    def takes(self, name: str) -> bool:
        """Return whether AssumeRole has a parameter of this name."""
        return name in self.members

    def parameter_of(self, keyword: str, excluded: frozenset[str]) -> str | None:
        """Return the parameter of a keyword such as `new_thing` or `NewThing`.

        Args:
            keyword: The keyword.
            excluded: Names of parameters to leave out.

        Returns:
            None if there is no such parameter.
        """
        for name in self.members:
            if (
                keyword in (name, xform_name(name))
                and name not in excluded | _SENT_OTHERWISE
            ):
                return name
        return None

    def _shape(self, path: tuple[str, ...]) -> Any:
        shape = self.members.get(path[0])
        for name in path[1:]:
            members = getattr(getattr(shape, "member", None), "members", {})
            shape = members.get(name)
        return shape


def _members_of(core: botocore.session.Session) -> Mapping[str, Any] | None:
    """Return the members of AssumeRole's input; None without a model.

    Args:
        core: The botocore session with the models.
    """
    try:
        shape = core.get_service_model("sts").operation_model("AssumeRole").input_shape
        members = shape.members
    except Exception:
        # Not a botocore session, or one whose models cannot be loaded.
        return None
    return members if isinstance(members, Mapping) else None


def _installed_members() -> Mapping[str, Any]:
    return _members_in(os.environ.get("AWS_DATA_PATH"))


@lru_cache(maxsize=4)
def _members_in(_data_path: str | None) -> Mapping[str, Any]:
    return _members_of(botocore.session.Session()) or {}


def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the compiled pattern of a model; None for syntax that Python lacks."""
    if not pattern or re.search(r"\\p|\\u1[0-9A-Fa-f]{4}", pattern):
        return None
    try:
        return re.compile(pattern, re.ASCII)
    except re.error:
        return None


# The model of the installed botocore, for callers without a base session.
INSTALLED = StsModel()

TokenProvider = Callable[[], str]
Policy = str | Mapping[str, Any]
Tags = Mapping[str, str] | Sequence[Mapping[str, str]]


class _Member(NamedTuple):
    """The API's name of a parameter, and the function that checks its value.

    The function gets the caller's value, which may be anything, and the model with the
    limits. It returns the value to send.
    """

    name: str
    convert: Callable[[Any, StsModel], Any]


class AssumeRoleParameters(NamedTuple):
    """The keywords for AssumeRole's parameters, except role and session name.

    Values are as the caller gave them; `get_role_session` documents each keyword.
    """

    external_id: Annotated[
        str | None, _Member("ExternalId", _checked(check_external_id))
    ] = None
    duration_seconds: Annotated[
        int | timedelta | None, _Member("DurationSeconds", whole_seconds)
    ] = None
    policy: Annotated[Policy | None, _Member("Policy", policy_text)] = None
    policy_arns: Annotated[
        Sequence[str | Mapping[str, str]] | None,
        _Member("PolicyArns", policy_descriptors),
    ] = None
    tags: Annotated[Tags | None, _Member("Tags", session_tags)] = None
    transitive_tag_keys: Annotated[
        Sequence[str] | None, _Member("TransitiveTagKeys", transitive_keys)
    ] = None
    source_identity: Annotated[
        str | None, _Member("SourceIdentity", _checked(check_source_identity))
    ] = None
    provided_contexts: Annotated[
        Sequence[Mapping[str, str]] | None,
        _Member("ProvidedContexts", _contexts),
    ] = None
    minimum_session_token_size: Annotated[
        int | None, _Member("MinimumSessionTokenSize", _checked(check_token_size))
    ] = None
    serial_number: Annotated[
        str | None, _Member("SerialNumber", _checked(check_serial_number))
    ] = None
    # Both become TokenCode, but only in the call that needs a code.
    token_code: str | None = None
    token_provider: TokenProvider | None = None
    # Parameters that only newer STS models have, by the keyword given.
    others: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        """Show the names of the parameters given; their values may be secret."""
        given = [name for name in self._fields if getattr(self, name) is not None]
        return f"{type(self).__name__}({', '.join(given)})"


@lru_cache(maxsize=1)
def members() -> Mapping[str, _Member]:
    """Return the members of AssumeRole's input by keyword, without TokenCode."""
    hints = get_type_hints(AssumeRoleParameters, include_extras=True)
    return {
        field: note
        for field, hint in hints.items()
        for note in getattr(hint, "__metadata__", ())
    }


def api_parameters(
    role_arn: str, parameters: AssumeRoleParameters, model: StsModel = INSTALLED
) -> dict[str, Any]:
    """Check parameters and return them as the request parameters of AssumeRole.

    Without TokenCode: each AssumeRole call needs a new code.

    Args:
        role_arn: ARN of the role, already checked.
        parameters: The parameters as the caller gave them.
        model: The STS model to check against.

    Returns:
        The parameters by the names of the API, without RoleArn and RoleSessionName.

    Raises:
        InvalidExternalIdError: For an external id STS would refuse.
        InvalidRoleParameterError: For any other parameter that STS would refuse or that
            the installed botocore does not have.
        TypeError: For a keyword that names no parameter.
    """
    sent = {}
    for keyword, (name, convert) in members().items():
        value = getattr(parameters, keyword)
        if value is not None:
            if not model.takes(name):
                raise InvalidRoleParameterError(
                    f"{keyword}: AssumeRole has no {name} in the botocore "
                    "that is installed; a newer one may"
                )
            sent[name] = convert(value, model)
    sent |= other_api_parameters(parameters.others or {}, model)
    check_transitive(sent)
    check_policies_together(role_arn, sent)
    return sent


def other_api_parameters(
    others: Mapping[str, Any], model: StsModel = INSTALLED
) -> dict[str, Any]:
    """Return parameters that only newer STS models have, by the names of the API.

    Args:
        others: Keywords and their values, which botocore will check; None for a
            parameter that is not given.
        model: The STS model with the names.

    Raises:
        TypeError: For a keyword that names no parameter.
    """
    sent = {}
    for keyword, value in others.items():
        name = model.parameter_of(keyword, _with_keywords())
        if name is None:
            raise TypeError(_unexpected(keyword, model))
        if value is not None:
            sent[name] = value
    return sent


def names_other_parameter(keyword: str, model: StsModel) -> bool:
    """Return whether a keyword names a parameter that only newer models have."""
    return model.parameter_of(keyword, _with_keywords()) is not None


def _with_keywords() -> frozenset[str]:
    """Return the API's names of the fields of `AssumeRoleParameters`."""
    return frozenset(member.name for member in members().values())


def _unexpected(keyword: str, model: StsModel) -> str:
    names = (*AssumeRoleParameters._fields[:-1], *map(xform_name, model.members))
    near = difflib.get_close_matches(xform_name(keyword), names, 1)
    mend = f"; did you mean {near[0]}?" if near else ""
    return (
        f"an unexpected keyword argument {keyword!r}: AssumeRole has no such parameter "
        f"in the botocore that is installed{mend}"
    )


def canonical(sent: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return each parameter's name with a text that is equal for equal values only.

    Args:
        sent: The return value of `api_parameters`.
    """
    parts = dict(sent)
    if "Policy" in parts:
        parts["Policy"] = json.loads(parts["Policy"])
    return tuple(
        (name, json.dumps(parts[name], sort_keys=True, default=repr))
        for name in sorted(parts)
    )


def comparable_copy(parameters: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return a copy of checked parameters that later ones can be compared with by `==`.

    Args:
        parameters: The values of the fields of `AssumeRoleParameters`.

    Returns:
        None where `==` is no safe comparison: providers of token codes are functions,
        and in a policy 1 and true would be equal.
    """
    try:
        return tuple(_copied(value, depth=0) for value in parameters)
    except TypeError:
        return None


def _copied(value: Any, depth: int) -> Any:
    """Return a deep copy of a value of strings, lists and dicts.

    Raises:
        TypeError: For values of other types, and for numbers inside of a list or dict.
    """
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

# The characters of RoleSessionName, SourceIdentity and ExternalId, for models without
# a pattern.
_SESSION_NAME = re.compile(r"[\w+=,.@-]*", re.ASCII)
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]*", re.ASCII)


def check_role_arn(role_arn: object) -> None:
    """Check that a value is the ARN of an IAM role.

    Args:
        role_arn: The value the caller gave.

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
    """Check that STS would accept a value as RoleSessionName.

    Args:
        role_session_name: The value the caller gave; None for a generated name.
        model: The STS model with the limits.

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
    """Check that STS would accept a value as ExternalId.

    Args:
        external_id: The value the caller gave, which errors do not show, as it may be a
            secret; None to send no external id.
        model: The STS model with the limits.

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
    """Check that STS would accept a value as SourceIdentity.

    Args:
        source_identity: The value the caller gave.
        model: The STS model with the limits.

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
        duration_seconds: The value the caller gave: seconds, or a `timedelta`.
        model: The STS model with the limits.

    Raises:
        InvalidRoleParameterError: For a duration STS would refuse, with the rule.
    """
    seconds = duration_seconds
    if isinstance(duration_seconds, timedelta):
        exact = duration_seconds.total_seconds()
        seconds = int(exact) if exact.is_integer() else exact
    _check_number("duration_seconds", seconds, model.limits("DurationSeconds"))
    return cast(int, seconds)


def check_token_size(
    minimum_session_token_size: object, model: StsModel = INSTALLED
) -> None:
    """Check that STS would accept a value as MinimumSessionTokenSize.

    Args:
        minimum_session_token_size: The value the caller gave, in bytes.
        model: The STS model with the limits.

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
    """Return the first rule that a malformed role ARN breaks."""
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
    """Return a value for an error message: a string quoted and cut, else its type."""
    if value is not None and not isinstance(value, str):
        return f"a {type(value).__name__}"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


# STS's model: unrestrictedSessionPolicyDocumentType.
_POLICY_TEXT = re.compile(r"[\t\n\r\x20-\xff]+")
# Characters of policy and ARNs together, from the API reference of AssumeRole; the
# model has no such limit.
_MAX_PLAINTEXT = 2048

# A managed policy of an account or of AWS.
_POLICY_ARN = re.compile(
    r"arn:(aws(?:-[a-z]+)*):iam::(\d{12}|aws):policy/[!-~]+", re.ASCII
)


def policy_text(policy: object, model: StsModel = INSTALLED) -> str:
    """Return a session policy as AssumeRole's Policy: JSON text.

    Args:
        policy: The policy, as a dict or as JSON text.
        model: The STS model with the allowed characters.

    Raises:
        InvalidRoleParameterError: With the rule; the policy itself is not shown.
    """
    if isinstance(policy, Mapping):
        text = _dumped(policy)
    elif isinstance(policy, str):
        text = policy
        _check_json(text)
    else:
        raise InvalidRoleParameterError(
            f"policy is {shown(policy)}: it must be a dict or JSON text"
        )
    if not model.allows_text("Policy", text, _POLICY_TEXT):
        raise InvalidRoleParameterError(
            "policy has characters that STS does not take: only tab, line ends and "
            "U+0020 to U+00FF are allowed; escape others as \\uXXXX"
        )
    return text


def _dumped(policy: Mapping[str, Any]) -> str:
    try:
        # Sorted, so that equal policies have the same key in every cache.
        return json.dumps(
            policy, separators=(",", ":"), sort_keys=True, allow_nan=False
        )
    except (TypeError, ValueError) as error:
        raise InvalidRoleParameterError(f"policy is not JSON: {error}") from None


def _check_json(text: str) -> None:
    try:
        parsed = json.loads(text)
    except ValueError as error:
        raise InvalidRoleParameterError(f"policy is not JSON: {error}") from None
    if not isinstance(parsed, dict):
        raise InvalidRoleParameterError(
            "policy is not a JSON object, as an IAM policy has to be"
        )


def policy_descriptors(
    policy_arns: object, model: StsModel = INSTALLED
) -> list[dict[str, str]]:
    """Return managed policies as AssumeRole's PolicyArns.

    Args:
        policy_arns: Up to 10 ARNs, as strings or as boto3's ``{"arn": ...}``.
        model: The STS model with the limits.

    Raises:
        InvalidRoleParameterError: With the ARN and the rule.
    """
    if not isinstance(policy_arns, (list, tuple)):
        raise InvalidRoleParameterError(
            f"policy_arns is {shown(policy_arns)}: it must be a list of ARNs"
        )
    most = model.limits("PolicyArns")[-1]
    if len(policy_arns) > most:
        raise InvalidRoleParameterError(
            f"policy_arns has {len(policy_arns)} ARNs: STS takes up to {most}"
        )
    lengths = model.limits("PolicyArns", "arn")
    return [{"arn": _policy_arn(item, lengths)} for item in policy_arns]


def _policy_arn(item: object, lengths: range) -> str:
    arn = item["arn"] if isinstance(item, dict) and [*item] == ["arn"] else item
    if isinstance(arn, str) and len(arn) in lengths and _POLICY_ARN.fullmatch(arn):
        return arn
    raise InvalidRoleParameterError(
        f"policy_arns has {shown(arn)}, which is not the ARN of a managed policy: "
        "arn:aws:iam::account:policy/name"
    )


def check_policies_together(role_arn: str, sent: Mapping[str, Any]) -> None:
    """Check that policies are of the role's account and together within the size limit.

    STS also limits the packed size of policies and tags, which only STS can compute.

    Args:
        role_arn: ARN of the role, already checked.
        sent: The parameters of AssumeRole, by the names of the API.

    Raises:
        InvalidRoleParameterError: With the rule.
    """
    _, partition, _, _, account, _ = role_arn.split(":", 5)
    size = len(sent.get("Policy", ""))
    for descriptor in sent.get("PolicyArns", ()):
        arn = descriptor["arn"]
        size += len(arn)
        owned = _POLICY_ARN.fullmatch(arn)
        if owned and owned[1] == partition and owned[2] in (account, "aws"):
            continue
        raise InvalidRoleParameterError(
            f"policy_arns has {shown(arn)}: it must be of the role's own account "
            f"({account}, in {partition}) or of AWS"
        )
    if size > _MAX_PLAINTEXT:
        raise InvalidRoleParameterError(
            f"policy and policy_arns have {size} characters together: STS takes up to "
            f"{_MAX_PLAINTEXT}"
        )


# The model's pattern of keys and values, in Unicode categories and single characters:
# letters, separators and numbers of any script.
_CLASSES = ("L", "Z", "N")
_OTHERS = frozenset("_.:/=+-@")


def session_tags(tags: object, model: StsModel = INSTALLED) -> list[dict[str, str]]:
    """Return session tags as AssumeRole's Tags, sorted by key.

    Their order means nothing to STS. The rules beyond the model are those of IAM's user
    guide, "Rules for tagging in IAM and AWS STS". CloudTrail shows tags, and
    permissions depend on them, so no control character passes and no two keys that STS
    would take for the same.

    Args:
        tags: A dict, or boto3's list of ``{"Key": ..., "Value": ...}``; up to 50.
        model: The STS model with the limits.

    Raises:
        InvalidRoleParameterError: With the key and the rule; values are not shown.
    """
    pairs = _pairs(tags)
    most = model.limits("Tags")[-1]
    if len(pairs) > most:
        raise InvalidRoleParameterError(
            f"tags has {len(pairs)} tags: STS takes up to {most}"
        )
    seen: dict[str, str] = {}
    for key, value in pairs:
        _check_key("tags", key, model.limits("Tags", "Key"))
        _check_value(key, value, model.limits("Tags", "Value"))
        if (folded := key.lower()) in seen:
            raise InvalidRoleParameterError(
                f"tags has both {shown(seen[folded])} and {shown(key)}: STS ignores "
                "case in keys"
            )
        seen[folded] = key
    return [{"Key": key, "Value": value} for key, value in sorted(pairs)]


def transitive_keys(keys: object, model: StsModel = INSTALLED) -> list[str]:
    """Return tag keys as AssumeRole's TransitiveTagKeys, sorted.

    Args:
        keys: The keys of the tags that the next role of a chain inherits.
        model: The STS model with the limits.

    Raises:
        InvalidRoleParameterError: With the key and the rule.
    """
    if not isinstance(keys, (list, tuple, set, frozenset)):
        raise InvalidRoleParameterError(
            f"transitive_tag_keys is {shown(keys)}: it must be a list of keys"
        )
    most = model.limits("TransitiveTagKeys")[-1]
    if len(keys) > most:
        raise InvalidRoleParameterError(
            f"transitive_tag_keys has {len(keys)} keys: STS takes up to {most}"
        )
    for key in keys:
        _check_key("transitive_tag_keys", key, model.limits("Tags", "Key"))
    # Their order means nothing to STS.
    return sorted(keys)


def check_transitive(sent: Mapping[str, Any]) -> None:
    """Check that all transitive tag keys are keys of the tags sent with them.

    Args:
        sent: The parameters of AssumeRole, by the names of the API.

    Raises:
        InvalidRoleParameterError: With the key.
    """
    keys = {tag["Key"].lower() for tag in sent.get("Tags", ())}
    for key in sent.get("TransitiveTagKeys", ()):
        if key.lower() not in keys:
            raise InvalidRoleParameterError(
                f"transitive_tag_keys has {shown(key)}, which is not in tags"
            )


def _pairs(tags: object) -> list[tuple[Any, Any]]:
    if isinstance(tags, Mapping):
        return list(tags.items())
    if isinstance(tags, (list, tuple)) and all(
        isinstance(tag, Mapping) and set(tag) == {"Key", "Value"} for tag in tags
    ):
        return [(tag["Key"], tag["Value"]) for tag in tags]
    raise InvalidRoleParameterError(
        "tags must be a dict or a list of {'Key': ..., 'Value': ...}"
    )


def _check_key(parameter: str, key: object, lengths: range) -> None:
    if not (isinstance(key, str) and len(key) in lengths and _allowed(key)):
        raise InvalidRoleParameterError(
            f"{parameter} has the key {shown(key)}: a key is a string of {lengths[0]} "
            f"to {lengths[-1]} letters, digits, spaces and _.:/=+-@"
        )
    _check_prefix(parameter, key, key)


def _check_value(key: str, value: object, lengths: range) -> None:
    if not (isinstance(value, str) and len(value) in lengths and _allowed(value)):
        raise InvalidRoleParameterError(
            f"tags has a value for {shown(key)} that STS would refuse: a value is a "
            f"string of up to {lengths[-1]} letters, digits, spaces and _.:/=+-@"
        )
    _check_prefix("tags", key, value)


def _check_prefix(parameter: str, key: str, text: str) -> None:
    if text.lower().startswith("aws:"):
        raise InvalidRoleParameterError(
            f"{parameter} has {shown(key)}: neither key nor value may begin with "
            "'aws:', which is reserved for AWS"
        )


def _allowed(text: str) -> bool:
    return all(
        char in _OTHERS or unicodedata.category(char)[0] in _CLASSES for char in text
    )


# STS's model: serialNumberType, for models without a pattern, and tokenCodeType.
_SERIAL_NUMBER = re.compile(r"[\w+=/:,.@-]*", re.ASCII)
_TOKEN_CODE = re.compile(r"\d{6}", re.ASCII)


def check_serial_number(serial_number: object, model: StsModel = INSTALLED) -> None:
    """Check that STS would accept a value as SerialNumber.

    Args:
        serial_number: The value the caller gave.
        model: The STS model with the limits.

    Raises:
        InvalidRoleParameterError: With the value and the rule.
    """
    if isinstance(serial_number, str) and model.allows(
        "SerialNumber", serial_number, _SERIAL_NUMBER
    ):
        return
    lengths = model.limits("SerialNumber")
    raise InvalidRoleParameterError(
        f"serial_number is {shown(serial_number)}: it must be the serial number or the "
        f"ARN of an MFA device, {lengths[0]} to {lengths[-1]} ASCII letters, digits "
        "and _+=/:,.@-"
    )


def token_provider_of(
    serial_number: str | None,
    token_code: str | None,
    token_provider: TokenProvider | None,
) -> TokenProvider | None:
    """Return the function that returns an MFA code for each AssumeRole call.

    Args:
        serial_number: The MFA device, already checked; None without a device.
        token_code: A single code, good for one call, as STS accepts no code twice.
        token_provider: A function that returns a new code whenever it is called.

    Returns:
        None without an MFA device.

    Raises:
        InvalidRoleParameterError: For a device without code, for a code without device,
            and for both kinds of code; codes are not shown.
    """
    if serial_number is None:
        if token_code is not None or token_provider is not None:
            raise InvalidRoleParameterError(
                "a token code needs the serial_number of its MFA device"
            )
        return None
    if (token_code is None) == (token_provider is None):
        raise InvalidRoleParameterError(
            "serial_number needs either token_provider, which is asked for a code at "
            "each renewal, or token_code, which is good for one AssumeRole call"
        )
    if token_provider is not None:
        if not callable(token_provider):
            raise InvalidRoleParameterError(
                "token_provider must be a callable that returns a code, not a "
                f"{type(token_provider).__name__}"
            )
        return _checking(token_provider)
    if not _is_code(token_code):
        raise InvalidRoleParameterError(
            "token_code must be a string of 6 digits; the value given is not shown"
        )
    return _once(token_code)


def _is_code(code: object) -> bool:
    return isinstance(code, str) and _TOKEN_CODE.fullmatch(code) is not None


def _checking(token_provider: TokenProvider) -> TokenProvider:
    """Return a token provider that raises `TokenCodeError` for malformed codes."""

    def provide() -> str:
        code = token_provider()
        if not _is_code(code):
            raise TokenCodeError(
                "token_provider must return a string of 6 digits; what it returned is "
                "not shown"
            )
        return code

    return provide


def _once(token_code: str | None) -> TokenProvider:
    """Return a token provider that returns its code once and then raises."""
    left = [token_code]

    def provide() -> str:
        try:
            return str(left.pop())
        except IndexError:
            raise TokenCodeError(
                "the session is due for renewal and its token_code is used up: give a "
                "token_provider for sessions that last"
            ) from None

    return provide


_CONTEXT = ("ProviderArn", "ContextAssertion")


def _contexts(contexts: object, model: StsModel) -> list[dict[str, str]]:
    """Return the provided contexts unchanged: their assertions are signed."""
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


def _checked(check: Callable[[Any, StsModel], None]) -> Callable[[Any, StsModel], Any]:
    """Return a converter that checks a value and returns it unchanged."""

    def rule(value: Any, model: StsModel) -> Any:
        check(value, model)
        return value

    return rule
