"""Errors of AssumeRole that say which role, under which name, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from boto3_extensions.exceptions import AssumeRoleError


class Attempted:
    """What an AssumeRole call was about, for people to read.

    Args:
        role_arn: The role.
        role_session_name: The session name sent.
        secrets: Strings that STS may repeat and nobody should see.
    """

    def __init__(
        self, role_arn: str, role_session_name: str, secrets: Iterable[str]
    ) -> None:
        self.role_arn = role_arn
        self.role_session_name = role_session_name
        self._secrets = [secret for secret in secrets if secret]

    def __str__(self) -> str:
        return f"{self.role_arn}, session name {self.role_session_name!r}"

    def named(self, error: Exception, parent: str) -> Exception:
        """Return an error that names all that, of the type of the one given.

        An answer of STS becomes an `AssumeRoleError`; botocore's own errors (no
        connection, no credentials) stay what they are. One about another role, in a
        chain of roles, has been named already.
        """
        if isinstance(error, AssumeRoleError):
            return error
        if isinstance(error, ClientError):
            response = self._without_secrets(error.response)
            return AssumeRoleError(
                response,
                error.operation_name,
                self.role_arn,
                self.role_session_name,
                parent,
            )
        if isinstance(error, BotoCoreError) and error.args:
            about = f"AssumeRole of {self}, asked for by {parent}"
            error.args = (f"{error.args[0]} ({about})", *error.args[1:])
        return error

    def refused(self, code: str, reason: str, parent: str) -> AssumeRoleError:
        """Return the error of an answer that is not believed.

        Args:
            code: In the place of an error code of STS.
            reason: What is wrong, without anything secret.
            parent: Who asked.
        """
        return AssumeRoleError(
            {"Error": {"Code": code, "Message": reason}, "ResponseMetadata": {}},
            "AssumeRole",
            self.role_arn,
            self.role_session_name,
            parent,
        )

    def _without_secrets(self, response: Mapping[str, Any]) -> dict[str, Any]:
        # STS quotes what it finds malformed.
        cleaned = dict(deepcopy(response))
        told = cleaned.get("Error", {})
        for name, text in told.items():
            for secret in self._secrets:
                if isinstance(text, str) and secret in text:
                    told[name] = text = text.replace(secret, "***")
        return cleaned


def brief(error: Exception) -> str:
    """Return what a log may tell of an error: its kind, and what STS said."""
    if isinstance(error, ClientError):
        told = error.response.get("Error", {})
        return f"{told.get('Code', 'Unknown')}: {told.get('Message', '')}"
    return type(error).__name__
