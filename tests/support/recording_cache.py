"""A cache of sessions that tells what it was asked."""

from __future__ import annotations

from typing import Any


class RecordingCache:
    """A dict that notes what it is asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.sessions: dict[tuple[str, str | None], Any] = {}

    def get(self, role_arn: str, role_session_name: str | None) -> Any:
        self.calls.append("get")
        return self.sessions.get((role_arn, role_session_name))

    def set(self, role_arn: str, role_session_name: str | None, session: Any) -> None:
        self.calls.append("set")
        self.sessions[role_arn, role_session_name] = session
