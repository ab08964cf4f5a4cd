"""Reads ARNs that name a resource by another way than its own ARN.

Who has assumed a role is called by an ARN of STS, the secret that a container gets by
that of the secret and a key in it, and an origin access identity of CloudFront by that
of a user of IAM. A policy has patterns, which name no resource at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from boto3_extensions.exceptions import UnknownArnTypeError

_ASSUMED = re.compile(r"arn:([a-z-]+):sts::([0-9]{12}):assumed-role/([\w+=,.@-]+)/.+")
# The key, the stage and the id of a version, each of which may be empty.
_SECRET_KEY = re.compile(
    r"(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:]+)"
    r":[^:]*:[^:]*:[^:]*"
)
_IDENTITY = re.compile(
    r"arn:([a-z-]+):iam::cloudfront:user/CloudFront Origin Access Identity (\w+)"
)

# Where a star or a question mark may be in a name.
_ANY_CHARACTER = {
    "s3.Object",
    "cloudwatch.Alarm",
    "cloudwatch.CompositeAlarm",
    "ec2.KeyPairInfo",
}


def usual_form(arn: str) -> str:
    """Return the ARN of the resource that an ARN leads to: itself, but for a few.

    Args:
        arn: Any string.
    """
    if not isinstance(arn, str):
        return arn
    if ":assumed-role/" in arn:
        found = _ASSUMED.fullmatch(arn)
        if found:
            return "arn:{}:iam::{}:role/{}".format(*found.groups())
    elif ":secretsmanager:" in arn:
        found = _SECRET_KEY.fullmatch(arn)
        if found:
            return found[1]
    elif ":iam::cloudfront:" in arn:
        found = _IDENTITY.fullmatch(arn)
        if found:
            head = f"arn:{found[1]}:cloudfront::cloudfront"
            return f"{head}:origin-access-identity/{found[2]}"
    return arn


def check_no_pattern(arn: str, kind: str, identifiers: Iterable[Any]) -> None:
    """Raise an UnknownArnTypeError for an ARN of a policy that names many things.

    Args:
        arn: The ARN.
        kind: What it would name: ``s3.Bucket``.
        identifiers: The identifiers' values.
    """
    if ("*" not in arn and "?" not in arn) or kind in _ANY_CHARACTER:
        return
    if any(isinstance(i, str) and ("*" in i or "?" in i) for i in identifiers):
        raise UnknownArnTypeError(
            f"'{arn}' is a pattern, as policies have them, and names no one {kind}"
        )
