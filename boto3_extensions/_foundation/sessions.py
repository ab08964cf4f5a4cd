"""Extension of a boto3 session by the services and attributes of this package.

Three things change, all of that session alone: its loader's search path gets our data
folder, its events get one handler for ``creating-resource-class``, as boto3 registers
its own additions to s3, ec2 and dynamodb, and its resource factory becomes ours. No
change is undone; after ``unpatch`` the handler does nothing. The handler and the
factory belong to packages above this one; ``_install`` passes them to `set_completion`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from boto3.resources import base

from boto3_extensions._foundation import switches, wraps
from boto3_extensions._foundation.models import add_data

if TYPE_CHECKING:
    import boto3
    from boto3.utils import ServiceContext

# For one event only: botocore counts registrations of an id per emitter, not per event.
_HANDLER_ID = "boto3-extensions"

# The attribute of a resource class with the boto3 session that it was made for.
SESSION_ATTRIBUTE = "_boto3_extensions_session"

# The attribute of a role session with its `SessionRequest`.
REQUEST_ATTRIBUTE = "_boto3_extensions_request"

AnySession = TypeVar("AnySession")


class _Completion(NamedTuple):
    """The functions that complete the classes and the factory of a session."""

    complete_class: Callable[
        [dict[str, Any], ServiceContext, Sequence[type], boto3.Session], None
    ]
    use_factory: Callable[[boto3.Session], None]


_completion: _Completion | None = None


def set_completion(
    complete_class: Callable[
        [dict[str, Any], ServiceContext, Sequence[type], boto3.Session], None
    ],
    use_factory: Callable[[boto3.Session], None],
) -> None:
    """Set the functions that `extend` has sessions call.

    Args:
        complete_class: Adds the members of this package to a resource class. Called for
            each class that boto3 makes while `patch` is in force, with the attributes
            of the class, boto3's `ServiceContext`, the base classes and the session.
        use_factory: Replaces the resource factory of a session. Called with each
            session that is extended.
    """
    global _completion
    _completion = _Completion(complete_class, use_factory)


class ResourceMeta(base.ResourceMeta):  # type: ignore[misc, unused-ignore]
    """boto3's `ResourceMeta` with the `boto3.Session` of the resource as `session`."""

    # boto3's `__eq__` compares the name of the class and the `__dict__`. Hence the same
    # name, and a slot, which is not in the `__dict__`.
    __slots__ = ("session",)

    session: Any

    def copy(self) -> ResourceMeta:
        """Return an equal meta with the same session, which boto3's copy would lack."""
        duplicate = type(self).__new__(type(self))
        duplicate.__dict__.update(self.__dict__)
        duplicate.session = self.session
        return duplicate


def extend(session: AnySession) -> AnySession:
    """Add the services and attributes of this package to a session.

    Sessions made after `import boto3_extensions` have them already. This is for older
    sessions, and for classes that do not call `boto3.Session.__init__`. Extending a
    session again changes nothing.

    Args:
        session: A `boto3.Session`, or an object with the same `events` and `_session`
            (botocore's session).

    Returns:
        The same session.

    Raises:
        TypeError: `session` is not like a `boto3.Session`.
    """
    if not is_session(session):
        raise TypeError(
            f"extend() takes a boto3.Session, not {type(session).__name__}. "
            "Make one of a botocore session by boto3.Session(botocore_session=...)."
        )
    like_boto3: Any = session
    loader = like_boto3._session.get_component("data_loader")
    add_data(loader)
    # With botocore's session, as boto3 registers its own handlers.
    like_boto3._session.register(
        "creating-resource-class", _handler_of(like_boto3), unique_id=_HANDLER_ID
    )
    # Not while a function that our factory replaces is itself replaced, by a mock for
    # instance: ours would bypass the replacement.
    if _completion is not None and wraps.RESOURCES.token() is not None:
        _completion.use_factory(like_boto3)
    return session


def is_session(candidate: object) -> bool:
    """Return whether an object has the attributes of a session that `extend` needs."""
    # `_session` is private (test_seams checks that it is there), although it is a
    # public argument of `boto3.Session`. boto3 offers no other access to the loader.
    inner = getattr(candidate, "_session", None)
    return hasattr(inner, "get_component") and hasattr(candidate, "events")


def set_session(class_attributes: dict[str, Any], session: boto3.Session) -> None:
    """Set the session of the `meta` of a resource class that boto3 is making.

    Args:
        class_attributes: The attributes of the class.
        session: The `boto3.Session` that the class is made for.
    """
    meta = class_attributes["meta"]
    # A subclass of another library stays as it is.
    if type(meta) is base.ResourceMeta:
        ours = ResourceMeta.__new__(ResourceMeta)
        ours.__dict__.update(meta.__dict__)
        ours.session = session
        class_attributes["meta"] = ours


def _handler_of(session: boto3.Session) -> Callable[..., None]:
    """Return the handler of ``creating-resource-class`` for a session."""

    # The handler holds the session, because a resource may outlive the last other
    # reference to its session. The garbage collector frees the resulting cycle.
    # Sessions that share one botocore session share its events, hence the handler of
    # the first; their credentials, region and data are the same.
    def add_to_class(
        class_attributes: dict[str, Any],
        service_context: ServiceContext,
        base_classes: Sequence[type] = (),
        **kwargs: object,
    ) -> None:
        if _completion is not None and switches.is_patched():
            _completion.complete_class(
                class_attributes, service_context, base_classes, session
            )

    return add_to_class
