"""What a session sends to STS."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import boto3


class AssumeRoleCalls:
    """The AssumeRole calls of a session, as they leave for STS.

    Args:
        session: The base session; what is sent before this does not count.
    """

    def __init__(self, session: boto3.Session) -> None:
        self.sent: list[dict[str, str]] = []
        self.urls: list[str] = []
        # What the requests were signed with, and for.
        self.access_keys: list[str] = []
        self.regions: list[str] = []
        session.events.register("before-send.sts.AssumeRole", self._note)

    def _note(self, request: Any, **_: Any) -> None:
        body = request.body
        text = body if isinstance(body, str) else body.decode()
        self.sent.append(dict(parse_qsl(text, keep_blank_values=True)))
        self.urls.append(request.url)
        authorization = request.headers["Authorization"].decode()
        scope = authorization.split("Credential=")[1].split("/")
        self.access_keys.append(scope[0])
        self.regions.append(scope[2])
