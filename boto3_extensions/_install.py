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

The wraps that make boto3 faster, each with its switch.

A table, which ``_patch`` puts on and takes off. What a switch does for users is told in
``_speed.SWITCHES``, what a function does where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import boto3
import boto3.resources.action
import boto3.resources.response
import boto3.session

from boto3_extensions._foundation import sessions, switches, wraps
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._foundation.wraps import Originals, Wrap

if TYPE_CHECKING:
    from types import ModuleType

    from boto3.utils import ServiceContext

    from boto3_extensions._foundation.wraps import Function


class _AccountId:
    """The account id that this session's credentials belong to."""

    # Not a property: a subclass, or a user, may assign `self.account_id`, and what
    # they assigned wins over a descriptor that has no `__set__`.
    def __get__(self, session: boto3.Session | None, owner: type | None = None) -> Any:
        if session is None:
            return self
        from boto3_extensions._arns.account import session_account_id

        return session_account_id(session)


_ACCOUNT_ID = _AccountId()

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
    with _lock:
        switches.choose(speed)
        wraps.put_on(_SESSIONS)
        for wrap in (_SUGGESTIONS, _ANSWERS, _BATCHES):
            wraps.put_on(wrap)
        for switch, wrap in FASTER:
            (wraps.put_on if switches.is_on(switch) else wraps.take_off)(wrap)
        switches.note_installed(patched=True, arns=switches.arns_enabled())
        if sessions.is_session(boto3.DEFAULT_SESSION):
            sessions.extend(boto3.DEFAULT_SESSION)


def unpatch() -> None:
    """Undo `patch` and `arn_patch_boto3`: new sessions are plain boto3 again.

    If somebody has wrapped `boto3.Session.__init__` after us, their wrapper stays and
    ours below it does nothing any more. Sessions made meanwhile keep the services they
    have; new classes of theirs get no `arn` and no completing attributes.
    """
    with _lock:
        switches.note_installed(patched=False, arns=False)
        switches.switch_off()
        session_classes: list[Any] = wraps.holders_of(_SESSIONS)
        for session_class in session_classes:
            if vars(session_class).get("account_id") is _ACCOUNT_ID:
                del session_class.account_id
        for wrap in (
            _SESSIONS,
            _SUGGESTIONS,
            _ANSWERS,
            _BATCHES,
            *(wrap for _, wrap in FASTER),
        ):
            wraps.take_off(wrap)


def arn_patch_boto3() -> None:
    """Give resources an `arn`, sessions an `account_id`, `resource.meta` a `session`.

    Implies `patch`. `reload(boto3)` afterwards is not needed and does no harm.
    """
    with _lock:
        switches.note_installed(switches.is_patched(), arns=True)
        patch()
        session_classes: list[Any] = wraps.holders_of(_SESSIONS)
        for session_class in session_classes:
            if not hasattr(session_class, "account_id"):
                session_class.account_id = _ACCOUNT_ID


def _session_classes() -> Iterator[Any]:
    # The two names differ after `reload(boto3.session)`, or while somebody has put a
    # mock or a subclass in the place of one. Of a subclass, the class of boto3 below it
    # is what everybody else still uses.
    for named in (boto3.session.Session, boto3.Session):
        if isinstance(named, type):
            yield from (c for c in named.__mro__ if c.__module__ == "boto3.session")


def _init(
    original: Callable[..., None],
    session: boto3.Session,
    *args: object,
    **kwargs: object,
) -> None:
    if switches.is_on("sessions"):
        from boto3_extensions._speed.sessions import with_core

        kwargs = with_core(args, kwargs)
    original(session, *args, **kwargs)
    # Asked again: it may have been undone meanwhile.
    if switches.is_patched():
        sessions.extend(session)


def _open_service() -> Function:
    from boto3_extensions._help.suggestions import open_service

    return open_service


def _answer() -> Function:
    from boto3_extensions._resources.answers import answer

    return answer


def _act() -> Function:
    from boto3_extensions._resources.calls import act

    return act


_SESSIONS = Wrap(_session_classes, "__init__", _init, switches.is_patched)

# For the message of an error alone, which boto3 offers no other way to.
_SUGGESTIONS = Wrap(
    _session_classes,
    "resource",
    wraps.lazily(_open_service),
    switches.is_patched,
)

# Whatever is switched off: a resource with another's data is no matter of speed.
_ANSWERS = Wrap(
    lambda: [boto3.resources.response.ResourceHandler],
    "__call__",
    wraps.lazily(_answer),
    switches.is_patched,
    ("self", "parent", "params", "response"),
)

_BATCHES = Wrap(
    lambda: [boto3.resources.action.BatchAction],
    "__call__",
    wraps.lazily(_act),
    switches.is_patched,
    ("self", "parent", "args", "kwargs"),
)


def _complete_class(
    class_attributes: dict[str, Any],
    service_context: ServiceContext,
    base_classes: Sequence[type],
    session: boto3.Session,
) -> None:
    # Here, so that the import of the package need not wait for it.
    from boto3_extensions._additions import complete_class

    complete_class(class_attributes, service_context, base_classes, session)


def _use_factory(session: boto3.Session) -> None:
    from boto3_extensions._speed.classes import use_in

    use_in(session)


sessions.complete_by(_complete_class, _use_factory)


def _faster(
    switch: str,
    holder: str,
    attribute: str,
    ours: Callable[[], Any],
    parameters: tuple[str, ...] | None,
    *stands_for: Originals,
) -> tuple[str, Wrap]:
    """Describe a wrap that makes boto3 faster.

    Args:
        switch: Its name in `_speed.SWITCHES`.
        holder: The class or module, like `botocore.loaders:Loader`.
        attribute: The function's name there.
        ours: Returns the function to call in its place, with the original as first
            argument; called, and its module imported, when that is first needed.
        parameters: The names of the parameters of the function as we know it; None if
            ours takes whatever it takes.
        stands_for: All whose work ours does in another way: while one of them is
            somebody else's, the original is called, and ours not even imported.
    """

    def holders() -> list[Any]:
        try:
            return [wraps.named(holder)]
        except (ImportError, AttributeError):
            return []

    def is_on() -> bool:
        return switch in switches.state.on and all(
            originals.token() is not None for originals in stands_for
        )

    wrap = Wrap(
        holders=holders,
        attribute=attribute,
        ours=wraps.lazily(ours),
        is_on=is_on,
        parameters=parameters,
    )
    return switch, wrap


# The modules of the functions below, imported when one of them is first called.


def _members() -> ModuleType:
    from boto3_extensions._speed import classes

    return classes


def _sessions() -> ModuleType:
    from boto3_extensions._speed import sessions as speed_sessions

    return speed_sessions


def _models() -> ModuleType:
    from boto3_extensions._foundation import models as foundation_models

    return foundation_models


def _clients() -> ModuleType:
    from boto3_extensions._speed import clients as speed_clients

    return speed_clients


def _connections() -> ModuleType:
    from boto3_extensions._speed import sessions as speed_sessions

    return speed_sessions


# Switch and wrap, one a line; what they do is told in `_speed.SWITCHES`.
FASTER: tuple[tuple[str, Wrap], ...] = (
    _faster(
        "definitions",
        "boto3.resources.factory:ResourceFactory",
        "_create_collection",
        lambda: _members().create_collection,
        ("factory_self", "resource_name", "collection_model", "service_context"),
        wraps.RESOURCES,
    ),
    _faster(
        "definitions",
        "boto3.resources.model:ResourceModel",
        "_get_has_definition",
        lambda: _members().get_has_definition,
        ("self",),
        wraps.RESOURCES,
    ),
    _faster(
        "events",
        "botocore.hooks:EventAliaser",
        "_alias_event_name",
        lambda: _sessions().alias_event_name,
        ("self", "event_name"),
        wraps.ALIASES,
    ),
    _faster(
        "events",
        "botocore.hooks:BaseEventHooks",
        "_verify_accept_kwargs",
        lambda: _sessions().verify_accept_kwargs,
        ("self", "func"),
        wraps.HANDLERS,
    ),
    _faster(
        "models",
        "botocore.loaders:Loader",
        "load_service_model",
        lambda: _models().load_service_model,
        None,
        wraps.LOADING,
        wraps.READING,
    ),
    _faster(
        "models",
        "botocore.loaders:Loader",
        "load_data_with_path",
        lambda: _models().load_data_with_path,
        None,
        wraps.LOADING,
        wraps.READING,
    ),
    _faster(
        "clients",
        "botocore.client:ClientCreator",
        "_load_service_model",
        lambda: _clients().load_service_model,
        None,
        wraps.CLIENTS,
    ),
    _faster(
        "clients",
        "botocore.client:ClientCreator",
        "_create_methods",
        lambda: _clients().create_methods,
        ("self", "service_model"),
        wraps.CLIENTS,
    ),
    _faster(
        "clients",
        "botocore.endpoint_provider:EndpointProvider",
        "__init__",
        lambda: _clients().provide_endpoints,
        None,
        wraps.ENDPOINTS,
    ),
    _faster(
        "connections",
        "botocore.endpoint:EndpointCreator",
        "create_endpoint",
        lambda: _connections().create_endpoint,
        None,
    ),
)
