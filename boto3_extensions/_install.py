"""Installation of this package in boto3 (`patch`) and its removal (`unpatch`).

All functions of boto3 and botocore that the package wraps are listed here. While
`patch` is in force, these five are wrapped whatever the speed patches are:

- ``boto3.Session.__init__``, so that new sessions are extended (`sessions.extend`);
- ``boto3.Session.resource``, to suggest a name for an unknown service;
- ``boto3.Session.get_available_resources``, to leave out services of ours that the
  installed botocore has no client of;
- the handler that makes resources of a response, which may give an item the
  identifiers of another item;
- the call of a batch action, to make several calls for many resources.

The methods of ``Session`` are wrapped and not the class, so that subclasses, and code
that has imported ``Session`` before, are covered as well. The speed patches wrap
further functions (`SPEED_PATCHES`). `arn_patch_boto3` adds the attribute ``account_id``
to ``boto3.Session``. All other additions use boto3's events and the search path of its
loader. `unpatch` restores the original objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import boto3
import boto3.resources.action
import boto3.resources.response
import boto3.session

from boto3_extensions._foundation import models, sessions, switches, wraps
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._foundation.wraps import Originals, Wrap

if TYPE_CHECKING:
    from types import ModuleType

    from boto3_extensions._foundation.wraps import Function


class _AccountId:
    """The id of the account that a session's credentials belong to."""

    # No property: a subclass or a user may assign `self.account_id`, and an assigned
    # value takes precedence over a descriptor without `__set__`.
    def __get__(self, session: boto3.Session | None, owner: type | None = None) -> Any:
        if session is None:
            return self
        from boto3_extensions._arns.account import session_account_id

        return session_account_id(session)


_ACCOUNT_ID = _AccountId()

_lock = Lock()


def patch(speed: bool | str | Iterable[str] | None = None) -> None:
    """Add the services and attributes of this package to all boto3 sessions.

    Importing the package calls this function. The patch covers sessions made from now
    on, and `boto3.DEFAULT_SESSION` if it exists; pass other older sessions to `extend`.
    Calling it again changes nothing, except after `reload(boto3.session)`: then it
    patches the new class.

    Args:
        speed: The speed patches to switch on: True for all, False for none, or names
            that `speed_patches` lists; by default the selection of the last call, which
            is all at first. A speed patch that the environment variable
            BOTO3_EXTENSIONS_SPEED leaves out stays off.

    Raises:
        ValueError: `speed` has a name that `speed_patches` does not list.
    """
    with _lock:
        switches.select(speed)
        for wrap in _ALWAYS:
            wraps.install_wrap(wrap)
        for switch, wrap in SPEED_PATCHES:
            (wraps.install_wrap if switches.is_on(switch) else wraps.remove_wrap)(wrap)
        switches.set_installed(patched=True, arns=switches.arns_enabled())
        if sessions.is_session(boto3.DEFAULT_SESSION):
            sessions.extend(boto3.DEFAULT_SESSION)


def unpatch() -> None:
    """Undo `patch` and `arn_patch_boto3`, so that new sessions are plain boto3 again.

    If another library has wrapped `boto3.Session.__init__` since, its wrapper stays,
    and ours below it only calls the original. Sessions made meanwhile keep the services
    they have, but resource classes made from now on get no `arn` and no other
    additions.
    """
    with _lock:
        switches.set_installed(patched=False, arns=False)
        switches.switch_off()
        session_classes: list[Any] = wraps.holders_of(_SESSION_INIT)
        for session_class in session_classes:
            if vars(session_class).get("account_id") is _ACCOUNT_ID:
                del session_class.account_id
        for wrap in (*_ALWAYS, *(wrap for _, wrap in SPEED_PATCHES)):
            wraps.remove_wrap(wrap)


def arn_patch_boto3() -> None:
    """Add `arn` to resources, `account_id` to sessions, `session` to `resource.meta`.

    Implies `patch`. A `reload(boto3)` afterwards is not needed, and does no harm.
    """
    with _lock:
        switches.set_installed(switches.is_patched(), arns=True)
        patch()
        session_classes: list[Any] = wraps.holders_of(_SESSION_INIT)
        for session_class in session_classes:
            if not hasattr(session_class, "account_id"):
                session_class.account_id = _ACCOUNT_ID


def _session_classes() -> Iterator[Any]:
    """Yield the classes of boto3 that are in use as `Session`."""
    # The two names differ after `reload(boto3.session)`, or while a mock or a subclass
    # replaces one of them. All other code still uses the class of boto3 below such a
    # subclass.
    for candidate in (boto3.session.Session, boto3.Session):
        if isinstance(candidate, type):
            yield from (c for c in candidate.__mro__ if c.__module__ == "boto3.session")


def _init_and_extend(
    original: Callable[..., None],
    session: boto3.Session,
    *args: object,
    **kwargs: object,
) -> None:
    if switches.is_on("sessions"):
        from boto3_extensions._speed.sessions import with_botocore_session

        kwargs = with_botocore_session(args, kwargs)
    original(session, *args, **kwargs)
    # Checked again, since `unpatch` may have been called meanwhile.
    if switches.is_patched():
        sessions.extend(session)


def _open_service() -> Function:
    from boto3_extensions._help.suggestions import resource_with_suggestion

    return resource_with_suggestion


def _list_services() -> Function:
    from boto3_extensions._definitions.offer import list_offered_services

    return list_offered_services


def _response_handler() -> Function:
    from boto3_extensions._resources.answers import make_resources

    return make_resources


def _batch_action() -> Function:
    from boto3_extensions._resources.calls import call_batch_action

    return call_batch_action


_SESSION_INIT = Wrap(
    _session_classes, "__init__", _init_and_extend, switches.is_patched
)

# Only for the message of an error, which boto3 offers no other access to.
_SESSION_RESOURCE = Wrap(
    _session_classes,
    "resource",
    wraps.import_on_call(_open_service),
    switches.is_patched,
)

# boto3 lists the services by the folders that its loader finds, ours among them.
_SESSION_SERVICES = Wrap(
    _session_classes,
    "get_available_resources",
    wraps.import_on_call(_list_services),
    switches.is_patched,
    ("self",),
)

# Not a speed patch: without it, a resource may have the data of another.
_RESPONSES = Wrap(
    lambda: [boto3.resources.response.ResourceHandler],
    "__call__",
    wraps.import_on_call(_response_handler),
    switches.is_patched,
    ("self", "parent", "params", "response"),
)

_BATCH_ACTIONS = Wrap(
    lambda: [boto3.resources.action.BatchAction],
    "__call__",
    wraps.import_on_call(_batch_action),
    switches.is_patched,
    ("self", "parent", "args", "kwargs"),
)

# The wraps that no switch turns off.
_ALWAYS = (
    _SESSION_INIT,
    _SESSION_RESOURCE,
    _SESSION_SERVICES,
    _RESPONSES,
    _BATCH_ACTIONS,
)


# Imported when they are first called, to keep the import of the package fast.


def _complete_class() -> Function:
    from boto3_extensions._additions import complete_class

    return complete_class


def _use_factory() -> Function:
    from boto3_extensions._speed.classes import use_caching_factory

    return use_caching_factory


sessions.set_completion(
    wraps.import_on_call(_complete_class), wraps.import_on_call(_use_factory)
)


def _speed_patch(
    switch: str,
    holder: str,
    attribute: str,
    ours: Callable[[], Any],
    parameters: tuple[str, ...] | None,
    *stands_for: Originals,
) -> tuple[str, Wrap]:
    """Return a speed patch: the name of its switch, and its wrap.

    Args:
        switch: The name of the switch (`switches.SWITCHES`).
        holder: The path of a class or module, like `botocore.loaders:Loader`.
        attribute: The name of the function there.
        ours: Imports and returns the replacement, which takes the original as first
            argument; called when the replacement is first needed.
        parameters: The names of the parameters that the function must have; None if the
            replacement takes any.
        stands_for: The functions and classes that the replacement does the work of.
            While one of them is replaced, by a mock for instance, the original is
            called, and ours is not imported.

    Returns:
        An entry of `SPEED_PATCHES`.
    """

    def holders() -> list[Any]:
        try:
            return [wraps.import_by_path(holder)]
        except (ImportError, AttributeError):
            return []

    wrap = Wrap(
        holders=holders,
        attribute=attribute,
        ours=wraps.import_on_call(ours),
        is_on=wraps.on_while_unchanged(switch, stands_for),
        parameters=parameters,
    )
    return switch, wrap


# The modules of the replacements below, imported when a replacement is first called.


def _speed_classes() -> ModuleType:
    from boto3_extensions._speed import classes

    return classes


def _speed_sessions() -> ModuleType:
    from boto3_extensions._speed import sessions as speed_sessions

    return speed_sessions


def _speed_clients() -> ModuleType:
    from boto3_extensions._speed import clients

    return clients


# The speed patches: switch and wrap. `switches.SWITCHES` describes their effects.
SPEED_PATCHES: tuple[tuple[str, Wrap], ...] = (
    _speed_patch(
        "definitions",
        "boto3.resources.factory:ResourceFactory",
        "_create_collection",
        lambda: _speed_classes().create_collection,
        ("factory_self", "resource_name", "collection_model", "service_context"),
        wraps.RESOURCES,
    ),
    _speed_patch(
        "definitions",
        "boto3.resources.model:ResourceModel",
        "_get_has_definition",
        lambda: _speed_classes().get_has_definition,
        ("self",),
        wraps.RESOURCES,
    ),
    _speed_patch(
        "events",
        "botocore.hooks:EventAliaser",
        "_alias_event_name",
        lambda: _speed_sessions().alias_event_name,
        ("self", "event_name"),
        wraps.ALIASES,
    ),
    _speed_patch(
        "events",
        "botocore.hooks:BaseEventHooks",
        "_verify_accept_kwargs",
        lambda: _speed_sessions().verify_accept_kwargs,
        ("self", "func"),
        wraps.HANDLERS,
    ),
    _speed_patch(
        "models",
        "botocore.loaders:Loader",
        "load_service_model",
        lambda: models.load_service_model,
        None,
        wraps.LOADING,
        wraps.READING,
    ),
    _speed_patch(
        "models",
        "botocore.loaders:Loader",
        "load_data_with_path",
        lambda: models.load_data_with_path,
        None,
        wraps.LOADING,
        wraps.READING,
    ),
    _speed_patch(
        "clients",
        "botocore.client:ClientCreator",
        "_load_service_model",
        lambda: _speed_clients().load_service_model,
        None,
        wraps.CLIENTS,
    ),
    _speed_patch(
        "clients",
        "botocore.client:ClientCreator",
        "_create_methods",
        lambda: _speed_clients().create_methods,
        ("self", "service_model"),
        wraps.CLIENTS,
    ),
    _speed_patch(
        "clients",
        "botocore.endpoint_provider:EndpointProvider",
        "__init__",
        lambda: _speed_clients().provide_endpoints,
        None,
        wraps.ENDPOINTS,
    ),
    _speed_patch(
        "connections",
        "botocore.endpoint:EndpointCreator",
        "create_endpoint",
        lambda: _speed_sessions().create_endpoint,
        None,
    ),
)
