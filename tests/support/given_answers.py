"""Answers that a test gives to the clients of a session, without a server."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.awsrequest import AWSResponse

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}


class Fake:
    """Clients' answers from a table, and the calls that were made."""

    def __init__(self, session: boto3.Session, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.sent: list[tuple[str, dict[str, Any]]] = []
        session.events.register("before-parameter-build", self.note)
        session.events.register("before-call", self.answer)

    def note(self, params: Any, model: Any, **kwargs: Any) -> None:
        """Keep what is sent."""
        self.sent.append((model.name, dict(params)))

    def answer(self, model: Any, **kwargs: Any) -> Any:
        """Answer a call."""
        answer = self.answers.get(model.name, {})
        body = answer(self.sent[-1][1]) if callable(answer) else answer
        status = 400 if "Error" in body else 200
        told = {"ResponseMetadata": {"HTTPStatusCode": status}, **body}
        return AWSResponse("http://fake", status, {}, None), told

    def of(self, operation: str) -> list[dict[str, Any]]:
        """Return what was sent to an operation."""
        return [params for name, params in self.sent if name == operation]
