"""The words that AWS's services have for states, and their meaning for who waits."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Of the letters of a state, in capitals.
_GONE = re.compile(
    r"DELETED|DELETECOMPLETED?|TERMINATED|DEREGISTERED|DEPROVISIONED|DISASSOCIATED"
    r"|DETACHED"
)
# Gone, but for some parts that go by themselves: a fleet's instances.
_GOING = re.compile(rf"({_GONE.pattern})\w+ING")
_BAD = re.compile(
    r"FAIL|ERROR|EXCEPTION|UNSUCCESS|INVALID|REJECTED|EXPIRED|CANCELL?ED|ABORTED"
    r"|TIMEDOUT|TIMEOUT|REVOKED|INCOMPATIBLE|INACCESSIBLE|UNSUPPORTED"
)
# Left only when somebody does something, and none of them an end; with the states that
# pass into them.
_RESTS = {
    "STOPPED": "STOPPING",
    "DISABLED": "DISABLING",
    "INACTIVE": "DEACTIVATING",
    "DEACTIVATED": "DEACTIVATING",
    "PAUSED": "PAUSING",
    "SUSPENDED": "SUSPENDING",
    "ARCHIVED": "ARCHIVING",
}
_PASSING = re.compile(
    r"(?<!EXIST)ING(REQUEST)?$|PENDING|INPROGRESS|QUEUED|SCHEDULED|SUBMITTED|REQUESTED"
    r"|INITIALIZED|NOTSTARTED|^STARTED$|^NEW$|^DELAYED$|MAINTENANCE"
)
_LEAVING = re.compile(
    r"DELETING|TERMINATING|DEREGISTERING|DEPROVISIONING|DISASSOCIATING|DETACHING"
    r"|DELET(E|ION)INPROGRESS"
)
# In days, as somebody has chosen, or when an hour comes: not for who waits.
_SOME_DAY = re.compile(r"(DELETE|DELETION)PENDING|PENDING(DELETE|DELETION)|SCHEDULED")
_READY = {
    "ACTIVE", "AVAILABLE", "READY", "INSERVICE", "ENABLED", "RUNNING", "OPERATIONAL",
    "DEPLOYED", "ISSUED", "ASSOCIATED", "ATTACHED", "ACTIVATED", "ONLINE", "VERIFIED",
    "REGISTERED", "PROVISIONED", "CREATED", "CREATECOMPLETE", "CREATECOMPLETED",
}  # fmt: skip
_DONE = {
    "COMPLETED", "COMPLETE", "SUCCEEDED", "SUCCESS", "SUCCESSFUL", "FINISHED", "DONE",
}  # fmt: skip
# Of a thing that is created or provisioned on its way to what it is for.
_EARLY = {"CREATED", "REGISTERED", "PROVISIONED", "ASSOCIATED", "VERIFIED"}
# A job's work may be stopped; nothing goes on by itself then.
_NOT_DONE = {"STOPPED", "TERMINATED", "SKIPPED", "INACTIVE", "SUSPENDED", "DISABLED"}


def letters(state: str) -> str:
    """Return the letters of a state in capitals, however AWS spells it."""
    return re.sub("[^A-Z]", "", state.upper())


def is_done(state: str) -> bool:
    """Return whether a state is the good end of a job."""
    return letters(state) in _DONE


def is_rest(state: str) -> bool:
    """Return whether a resource stays in a state until somebody changes it."""
    return letters(state) in _RESTS


def rests(states: Sequence[str]) -> list[str]:
    """Return the states of rest that another of the states passes into."""
    words = set(map(letters, states))
    return [s for s in states if is_rest(s) and _RESTS[letters(s)] in words]


def is_bad(state: str) -> bool:
    """Return whether a state is a failure."""
    return bool(_BAD.search(letters(state)))


def is_gone(state: str) -> bool:
    """Return whether a resource is no more in a state."""
    return bool(_GONE.fullmatch(letters(state)))


def is_leaving(state: str) -> bool:
    """Return whether a resource in a state is on its way to be gone."""
    return bool(_LEAVING.fullmatch(letters(state)))


def is_other_end(state: str, *, of_job: bool) -> bool:
    """Return whether nobody who waits for a good state should wait on in another."""
    word = letters(state)
    if _BAD.search(word) or _GONE.fullmatch(word) or _GOING.fullmatch(word):
        return True
    if of_job:
        return word in _NOT_DONE
    return bool(_LEAVING.fullmatch(word) or _SOME_DAY.fullmatch(word))


def is_there_or_at_rest(state: str) -> bool:
    """Return whether a resource is in use in a state, or until somebody changes it."""
    return letters(state) in _READY or is_rest(state)


def good(states: Sequence[str]) -> str | None:
    """Return the state that is waited for, None where there is none, or several.

    None, too, where the word of a single state tells nothing.
    """
    if not all(map(_is_known, states)):
        return None
    done = [state for state in states if is_done(state)]
    ready = [state for state in states if letters(state) in _READY]
    if done:
        # A job runs; it is no resource that is there then.
        ready = [state for state in ready if letters(state) != "RUNNING"]
    elif "SCHEDULED" in map(letters, states):
        return None
    elif len(ready) > 1:
        ready = [state for state in ready if letters(state) not in _EARLY]
    found = [*done, *ready]
    passing = any(
        _PASSING.search(letters(state)) and not is_leaving(state) and state not in found
        for state in states
    )
    return found[0] if len(found) == 1 and passing else None


def _is_known(state: str) -> bool:
    word = letters(state)
    return bool(
        word in _READY
        or word in _DONE
        or word in _RESTS
        or word in _NOT_DONE
        or _BAD.search(word)
        or _GONE.fullmatch(word)
        or _PASSING.search(word)
    )
