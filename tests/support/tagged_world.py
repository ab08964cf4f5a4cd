"""A session of tagged resources whose answers a test gives."""

from __future__ import annotations

from typing import Any

import boto3

from given_answers import KEYS, Fake

ACCOUNT = {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/u"}


def tag(key: str, value: str) -> dict[str, str]:
    """Return a tag as most services have it."""
    return {"Key": key, "Value": value}


class World:
    """A session whose answers are given, and the calls that it makes."""

    def __init__(self, **answers: Any) -> None:
        self.session = boto3.Session(**KEYS)
        self.calls: list[str] = []
        self.session.events.register("before-parameter-build", self._note)
        self.fake = Fake(self.session, {"GetCallerIdentity": ACCOUNT, **answers})

    def _note(self, model: Any, **_: Any) -> None:
        self.calls.append(model.name)

    def resource(self, service: str) -> Any:
        """Return a service's resource."""
        return self.session.resource(service)

    def sent(self, operation: str) -> dict[str, Any]:
        """Return the parameters of an operation's only call."""
        (sent,) = self.fake.of(operation)
        return sent
