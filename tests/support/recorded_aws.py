"""A fake AWS whose answers are given, and that notes what it was asked."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.awsrequest import AWSResponse

from arn_samples import MINE


class Recorded:
    """Answers of a fake AWS to a session's clients, and what they were asked for."""

    def __init__(self, session: boto3.Session, **answers: Any) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers = {"GetCallerIdentity": {"Account": MINE}, **answers}
        session.events.register("before-parameter-build", self._note)
        session.events.register("before-call", self._answer)

    def _note(self, params: Any, model: Any, **_: Any) -> None:
        self.calls.append((model.name, dict(params)))

    def _answer(self, model: Any, **_: Any) -> Any:
        answer = self.answers.get(model.name, {})
        if callable(answer):
            answer = answer(self.calls[-1][1])
        status = 400 if "Error" in answer else 200
        http = AWSResponse("http://fake/", status, {}, None)
        meta = {"HTTPStatusCode": status, "HTTPHeaders": {}}
        return http, {**answer, "ResponseMetadata": meta}

    @property
    def names(self) -> list[str]:
        """The operations called, in their order."""
        return [name for name, _ in self.calls]
