"""Puts this package into boto3, and takes it out again.

All that is wrapped in boto3 and botocore is put on and taken off here. Always wrapped
are two methods of sessions: ``boto3.Session.__init__``, so that every session made
from then on
goes through ``_session.extend``, and ``boto3.Session.resource``, whose error for a
service that does not exist then suggests one. The methods and not the class: whoever
imported ``Session`` before, and every subclass of it, is served as well. So are the
handler that makes resources of an answer, which takes one item's identifiers for
another's, and the call of a batch action, which ours need in chunks. ``_faster`` has
the wraps that make boto3 faster, each with its switch (see ``_speed``).
``arn_patch_boto3`` adds one attribute, ``boto3.Session.account_id``. Everything else
rides on boto3's own events, search path and attributes of sessions (see ``_session``).
``unpatch`` puts the very objects back that were there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import boto3
import boto3.resources.action
import boto3.resources.response
import boto3.session

from boto3_extensions import _session, _wraps
from boto3_extensions._faster import _speed
from boto3_extensions._faster._faster import FASTER
from boto3_extensions._forks import Lock
from boto3_extensions._wraps import Wrap


class _AccountId:
    """The account id that this session's credentials belong to."""

    # Not a property: a subclass, or a user, may assign `self.account_id`, and what
    # they assigned wins over a descriptor that has no `__set__`.
    def __get__(self, session: Any, owner: Any = None) -> Any:
        if session is None:
            return self
        from boto3_extensions._arns._account import session_account_id

        return session_account_id(session)


_ACCOUNT_ID = _AccountId()

_active = False
_arns = False
_lock = Lock()


def patch(speed: bool | str | Iterable[str] | None = None) -> None:
    """Give every boto3 session the services and attributes of this package.

    What importing the package does. Covers sessions made from now on and
    `boto3.DEFAULT_SESSION` if there is one; hand any other older session to `extend`.
    Calling it again changes nothing, except after `reload(boto3.session)`: then it
    patches the new class.

    Args:
        speed: What of boto3 to make faster: True for all that `speed_patches` tells,
            False for nothing, or the names of what; by default what was chosen by the
            last call, all at first. What the environment variable
            BOTO3_EXTENSIONS_SPEED leaves out stays off.

    Raises:
        ValueError: `speed` has a name that `speed_patches` does not tell.
    """
    global _active
    with _lock:
        _speed.choose(speed)
        _wraps.put_on(_SESSIONS)
        for wrap in (_SUGGESTIONS, _ANSWERS, _BATCHES):
            _wraps.put_on(wrap)
        for switch, wrap in FASTER:
            (_wraps.put_on if _speed.is_on(switch) else _wraps.take_off)(wrap)
        _active = True
        if _session.is_session(boto3.DEFAULT_SESSION):
            _session.extend(boto3.DEFAULT_SESSION)


def unpatch() -> None:
    """Undo `patch` and `arn_patch_boto3`: new sessions are plain boto3 again.

    If somebody has wrapped `boto3.Session.__init__` after us, their wrapper stays and
    ours below it does nothing any more. Sessions made meanwhile keep the services they
    have; new classes of theirs get no `arn` and no completing attributes.
    """
    global _active, _arns
    with _lock:
        _active = _arns = False
        _speed.switch_off()
        for session_class in _wraps.holders_of(_SESSIONS):
            if vars(session_class).get("account_id") is _ACCOUNT_ID:
                del session_class.account_id
        for wrap in (
            _SESSIONS,
            _SUGGESTIONS,
            _ANSWERS,
            _BATCHES,
            *(wrap for _, wrap in FASTER),
        ):
            _wraps.take_off(wrap)


def arn_patch_boto3() -> None:
    """Give resources an `arn`, sessions an `account_id`, `resource.meta` a `session`.

    Implies `patch`. `reload(boto3)` afterwards is not needed and does no harm.
    """
    global _arns
    with _lock:
        _arns = True
        patch()
        for session_class in _wraps.holders_of(_SESSIONS):
            if not hasattr(session_class, "account_id"):
                session_class.account_id = _ACCOUNT_ID


def is_patched() -> bool:
    """Tell whether `patch` is in force."""
    return _active


def arns_enabled() -> bool:
    """Tell whether `arn_patch_boto3` is in force."""
    return _arns


def _session_classes() -> Iterator[Any]:
    # The two names differ after `reload(boto3.session)`, or while somebody has put a
    # mock or a subclass in the place of one. Of a subclass, the class of boto3 below it
    # is what everybody else still uses.
    for named in (boto3.session.Session, boto3.Session):
        if isinstance(named, type):
            yield from (c for c in named.__mro__ if c.__module__ == "boto3.session")


def _init(
    original: Callable[..., None], session: Any, *args: Any, **kwargs: Any
) -> None:
    if _speed.is_on("sessions"):
        from boto3_extensions._faster._light import with_core

        kwargs = with_core(args, kwargs)
    original(session, *args, **kwargs)
    # Asked again: it may have been undone meanwhile.
    if _active:
        _session.extend(session)


_SESSIONS = Wrap(_session_classes, "__init__", _init, is_patched)

# For the message of an error alone, which boto3 offers no other way to.
_SUGGESTIONS = Wrap(
    _session_classes,
    "resource",
    _wraps.lazily("boto3_extensions._suggestions:open_service"),
    is_patched,
)

# Whatever is switched off: a resource with another's data is no matter of speed.
_ANSWERS = Wrap(
    lambda: [boto3.resources.response.ResourceHandler],
    "__call__",
    _wraps.lazily("boto3_extensions._resources._answers:answer"),
    is_patched,
    ("self", "parent", "params", "response"),
)

_BATCHES = Wrap(
    lambda: [boto3.resources.action.BatchAction],
    "__call__",
    _wraps.lazily("boto3_extensions._resources._batches:act"),
    is_patched,
    ("self", "parent", "args", "kwargs"),
)
