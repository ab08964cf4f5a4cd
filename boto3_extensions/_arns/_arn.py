"""Takes an ARN apart, whatever it names."""

from __future__ import annotations

import re
from typing import NamedTuple

from boto3_extensions.exceptions import MalformedArnError

# IAM's limit for an ARN in a policy; the longest real ones, of s3 objects, are shorter.
MAX_LENGTH = 2048

# Not every account is twelve digits: `aws` owns managed policies, `cloudfront` users.
PARTS = {
    "partition": r"[a-z][a-z0-9-]*",
    "service": r"[a-z0-9-]+",
    "region": r"[a-z0-9-]*",
    "account": r"[0-9]{12}|[a-z][a-z0-9-]*|",
    "resource": r"[^\x00-\x1f\x7f]+",
}
_ARN = re.compile("arn:" + ":".join(f"({part})" for part in PARTS.values()))

# Whose ARNs begin with a name, and no type, before this separator (by the Service
# Authorization Reference); those of s3 only where no account is in them.
_AFTER_A_NAME = {
    "aws-marketplace": "/",
    "codepipeline": "/",
    "execute-api": "/",
    "mapcredits": "/",
    "neptune-db": "/",
    "s3": "/",
    "servicequotas": "/",
    "sns": ":",
    "ssm-sap": "/",
    "wafv2": "/",
}


class Arn(NamedTuple):
    """The named parts of an ARN; ``str()`` gives the ARN back.

    Attributes:
        partition: ``aws``, ``aws-cn``, ``aws-us-gov`` ...
        service: The service as ARNs call it, which boto3 may call otherwise.
        region: Empty if the ARN has none.
        account_id: Twelve digits, or whose it is instead (``aws``); empty if none.
        resource: All that follows.
    """

    partition: str
    service: str
    region: str
    account_id: str
    resource: str

    def __str__(self) -> str:
        return "arn:" + ":".join(self)

    @property
    def resource_type(self) -> str | None:
        """What the resource is in AWS's words: ``role``; None if the ARN has no type.

        ``resource_type_of`` tells the resource type of boto3.
        """
        return self._type_and_id[0]

    @property
    def resource_id(self) -> str:
        """What comes after the type and its separator, paths and all."""
        return self._type_and_id[1]

    @property
    def _type_and_id(self) -> tuple[str | None, str]:
        # API Gateway and some others write a path.
        path = self.resource.removeprefix("/")
        segment = first_segment(path)
        separator, rest = path[len(segment) :][:1], path[len(segment) + 1 :]
        if not separator or (path == self.resource and self._is_name_before(separator)):
            return None, self.resource
        return segment, rest

    def _is_name_before(self, separator: str) -> bool:
        if self.service == "s3" and self.account_id:
            return False
        return _AFTER_A_NAME.get(self.service) == separator


def parse_arn(arn: str) -> Arn:
    """Take an ARN apart, without asking whether there is such a service or region.

    Args:
        arn: For example ``arn:aws:iam::123456789012:role/path/name``.

    Returns:
        Its parts, from which ``str()`` makes the same string again.

    Raises:
        MalformedArnError: It is no ARN; the message names the part that is wrong.
    """
    # Nothing is taken from the type: what comes from somewhere may be None, or bytes.
    if isinstance(arn, str) and len(arn) <= MAX_LENGTH:
        match = _ARN.fullmatch(arn)
        if match:
            return Arn._make(match.groups())
    raise MalformedArnError(_what_is_wrong(arn))


def first_segment(resource: str) -> str:
    """Return the resource part of an ARN up to its first ``/`` or ``:``."""
    return resource.split("/", 1)[0].split(":", 1)[0]


def _what_is_wrong(arn: object) -> str:
    if not isinstance(arn, str):
        return f"an ARN is a string, not {type(arn).__name__}"
    if len(arn) > MAX_LENGTH:
        return f"{arn[:60]!r}…: {len(arn)} characters, an ARN has {MAX_LENGTH} at most"
    head, *parts = arn.split(":", 5)
    if head != "arn":
        return f"{arn!r} is no ARN: it does not begin with 'arn:'"
    if len(parts) < len(PARTS):
        missing = list(PARTS)[len(parts)]
        return f"{arn!r} is no ARN: it ends before its {missing}"
    for (name, pattern), part in zip(PARTS.items(), parts, strict=True):
        if not re.fullmatch(pattern, part):
            return f"{arn!r} is no ARN: its {name} cannot be {part!r}"
    raise AssertionError(arn)
