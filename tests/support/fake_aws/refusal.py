"""What the fake answers instead of a result."""

from __future__ import annotations


class Refusal(Exception):
    """An AWS error answer: `code` as `ClientError` shows it, and the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
