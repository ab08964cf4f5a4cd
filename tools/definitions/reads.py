"""The actions that only read, so that loaded data stays valid after them."""

from __future__ import annotations

import re
from typing import Any

_READS = re.compile(r"(?:Batch)?(?:Get|List|Describe|Head)(?=[A-Z])")

# What makes or changes an identity, whatever it is called.
# https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html:
# "Generates (or retrieves) IdentityID"; API_GetOpenIdTokenForDeveloperIdentity.html:
# "Registers (or retrieves) a Cognito IdentityId ... links the logins".
_WRITES = {"GetId", "GetOpenIdTokenForDeveloperIdentity"}


def only_reads(operation: str) -> bool:
    """Return whether an operation changes nothing, by AWS's name of it."""
    return operation not in _WRITES and bool(_READS.match(operation))


def put_in(made: dict[str, Any]) -> None:
    """Mark the actions of each type that only read."""
    for body in made["resources"].values():
        for action in body.get("actions", {}).values():
            if only_reads(action["request"]["operation"]):
                action["reads"] = True
