"""Puts this package into boto3, and takes it out again.

This is the only module that assigns to boto3. It wraps one method,
``boto3.Session.__init__``, so that every session made from then on goes through
``_session.extend``. The method and not the class: whoever imported ``Session`` before,
and every subclass of it, is served as well. ``arn_patch_boto3`` adds one attribute,
``boto3.Session.account_id``. Everything else rides on boto3's own events and search
path (see ``_session``). ``unpatch`` puts the very objects back that were there.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import boto3
import boto3.session

from boto3_extensions import _session


class _Wrap(NamedTuple):
    session_class: Any
    original: Callable[..., None]
    wrapper: Callable[..., None]


class _AccountId:
    """The account id that this session's credentials belong to."""

    # Not a property: a subclass, or a user, may assign `self.account_id`, and what
    # they assigned wins over a descriptor that has no `__set__`.
    def __get__(self, session: Any, owner: Any = None) -> Any:
        if session is None:
            return self
        from boto3_extensions._account import session_account_id

        return session_account_id(session)


_ACCOUNT_ID = _AccountId()

# One entry for each class that has our wrapper somewhere in its `__init__`. More than
# one class only after `reload(boto3.session)`, which makes a second `Session`.
_originals: list[_Wrap] = []
_active = False
_arns = False
_lock = threading.RLock()


def patch() -> None:
    """Give every boto3 session the services and attributes of this package.

    What importing the package does. Covers sessions made from now on and
    `boto3.DEFAULT_SESSION` if there is one; hand any other older session to `extend`.
    Calling it again changes nothing, except after `reload(boto3.session)`: then it
    patches the new class.
    """
    global _active
    with _lock:
        for session_class in _session_classes():
            _install(session_class)
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
        for wrap in _originals.copy():
            _remove(wrap)


def arn_patch_boto3() -> None:
    """Give resources an `arn`, sessions an `account_id`, `resource.meta` a `session`.

    Implies `patch`. `reload(boto3)` afterwards is not needed and does no harm.
    """
    global _arns
    with _lock:
        patch()
        _arns = True
        for wrap in _originals:
            if not hasattr(wrap.session_class, "account_id"):
                wrap.session_class.account_id = _ACCOUNT_ID


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


def _install(session_class: Any) -> None:
    for wrap in _originals.copy():
        if wrap.session_class is session_class:
            if not _was_taken_off(wrap):
                return
            _originals.remove(wrap)
    original = vars(session_class)["__init__"]
    wrapper = _wrap(original)
    session_class.__init__ = wrapper
    _originals.append(_Wrap(session_class, original, wrapper))


def _wrap(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if _active:
            _session.extend(self)

    return __init__


def _remove(wrap: _Wrap) -> None:
    if vars(wrap.session_class).get("account_id") is _ACCOUNT_ID:
        del wrap.session_class.account_id
    if vars(wrap.session_class).get("__init__") is wrap.wrapper:
        wrap.session_class.__init__ = wrap.original
        _originals.remove(wrap)


def _was_taken_off(wrap: _Wrap) -> bool:
    # True when what ours had wrapped is on top again: somebody who patched before us
    # has undone it by assignment, and ours went with it. Any other stranger on top is
    # taken to call ours.
    on_top = vars(wrap.session_class).get("__init__")
    layer: Any = wrap.original
    while layer is not None and layer is not on_top:
        layer = getattr(layer, "__wrapped__", None)
    return layer is on_top
