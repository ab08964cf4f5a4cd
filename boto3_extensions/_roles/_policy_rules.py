"""AWS's rules for the session policies that AssumeRole takes.

The rules are those of STS's model and of the documentation of AssumeRole. The packed
size, a limit of its own, is known to STS alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from boto3_extensions._roles._sts_model import INSTALLED, StsModel
from boto3_extensions._roles._validation import shown
from boto3_extensions.exceptions import InvalidRoleParameterError

# STS's model: unrestrictedSessionPolicyDocumentType.
_POLICY_TEXT = re.compile(r"[\t\n\r\x20-\xff]+")
# Of the documentation of AssumeRole: policy and ARNs together, the model has no limit.
_MAX_PLAINTEXT = 2048

# An account's own policy, or one of AWS's.
_POLICY_ARN = re.compile(
    r"arn:(aws(?:-[a-z]+)*):iam::(\d{12}|aws):policy/[!-~]+", re.ASCII
)


def policy_text(policy: object, model: StsModel = INSTALLED) -> str:
    """Return a session policy as AssumeRole's Policy: JSON text.

    Args:
        policy: The policy, as a dict or as JSON text.
        model: What has the characters allowed.

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
        # Sorted, so that equal policies are one policy to every cache.
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
        model: What has the limits.

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
    """Refuse policies that fit neither the role nor, together, the size allowed.

    Args:
        role_arn: ARN of the role, already checked.
        sent: What AssumeRole is to be sent, under its own names.

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
