"""Who STS says one is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from boto3_extensions._arns._partitions import region_in


class CallerIdentity(NamedTuple):
    """The answer of GetCallerIdentity.

    Attributes:
        account_id: Id of the account, 12 digits.
        arn: ARN of the caller, ``arn:aws:sts::account:assumed-role/role/session-name``
            for a role.
        user_id: Unique id of the caller, ``role id:session name`` for a role.
    """

    account_id: str
    arn: str
    user_id: str


def caller_identity(
    session: Any, partition: str, sts: Mapping[str, Any]
) -> CallerIdentity:
    """Ask STS who a session acts as.

    Args:
        session: A `boto3.Session`.
        partition: The partition it works in, should it have no region.
        sts: Keywords of `Session.client`.

    Raises:
        ClientError: STS refused.
    """
    keywords = {"region_name": region_in(session, partition), **sts}
    answer = session.client("sts", **keywords).get_caller_identity()
    return CallerIdentity(answer["Account"], answer["Arn"], answer["UserId"])
