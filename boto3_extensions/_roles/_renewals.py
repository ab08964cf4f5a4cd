"""When to try again after a failed renewal, and what the log hears of it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from boto3_extensions._roles._assume_role_errors import Attempted, brief
from boto3_extensions._roles._lease import Lease

_logger = logging.getLogger(__name__)

# Seconds: the first pause, and the longest.
_FIRST, _LONGEST = 1.0, 60.0
# A person who mistyped a code, or is away, is not asked again at once.
_FIRST_FOR_PEOPLE = 60.0


class Renewals:
    """Space failed renewals out: a pause doubles with each failure, and is jittered.

    One warning when an episode of failures begins, one info when it is over; what is in
    between is for the level DEBUG. No text of errors but what STS said.

    Args:
        attempted: What is renewed, for the log.
        asks_a_person: Whether an attempt asks a person for a code.
        ticks: A clock in seconds that only ever goes forward.
        jitter: What gives a number from 0 to 1.
    """

    def __init__(
        self,
        attempted: Attempted,
        asks_a_person: bool,
        ticks: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self._attempted = attempted
        self._first = _FIRST_FOR_PEOPLE if asks_a_person else _FIRST
        self._ticks = ticks
        self._jitter = jitter
        self._failures = 0
        self._not_before = float("-inf")

    def may_start(self) -> bool:
        """Tell whether the pause since the last failure is over."""
        return self._ticks() >= self._not_before

    def failed(self, error: Exception, lease: Lease) -> None:
        """Note a failure while there are credentials to go on with."""
        left = lease.seconds_left()
        # Towards the end the pauses shorten, so that no recovery of STS is missed.
        longest = min(_LONGEST, max(_FIRST, left / 4))
        pause = min(
            max(longest, self._first), self._first * 2.0 ** min(self._failures, 16)
        )
        self._not_before = self._ticks() + pause * (0.5 + self._jitter() / 2)
        self._failures += 1
        _logger.log(
            logging.WARNING if self._failures == 1 else logging.DEBUG,
            "Renewing the credentials of %s failed (%s) and is tried again; those at "
            "hand expire in %.0f seconds.",
            self._attempted,
            brief(error),
            left,
        )

    def succeeded(self) -> None:
        """Note that there are new credentials."""
        if self._failures:
            _logger.info(
                "The credentials of %s are renewed, after %d failed attempts.",
                self._attempted,
                self._failures,
            )
        self._failures = 0
        self._not_before = float("-inf")
