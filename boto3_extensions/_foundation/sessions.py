"""Extension of a boto3 session by the services and attributes of this package.

Three things change, all of that session alone: its loader's search path gets our data
folder, its events get one handler for ``creating-resource-class``, as boto3 registers
its own additions to s3, ec2 and dynamodb, and its resource factory becomes ours. None
is taken back; after ``unpatch`` the handler does nothing. The handler and the factory
belong to rooms above this one, which ``_install`` passes to `complete_by`.
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

# One id for one event: botocore counts ids per emitter, not per event.
_HANDLER_ID = "boto3-extensions"

# On a resource class: the boto3 session that it was made for.
SESSION = "_boto3_extensions_session"

# On a role session of ours: the `RoleRequest` it was made for.
REQUEST = "_boto3_extensions_request"

AnySession = TypeVar("AnySession")


class _Completion(NamedTuple):
    """The functions that complete the classes and the factory of a session."""

    complete_class: Callable[
        [dict[str, Any], ServiceContext, Sequence[type], boto3.Session], None
    ]
    use_factory: Callable[[boto3.Session], None]


_completion: _Completion | None = None


def complete_by(
    complete_class: Callable[
        [dict[str, Any], ServiceContext, Sequence[type], boto3.Session], None
    ],
    use_factory: Callable[[boto3.Session], None],
) -> None:
    """Set the functions that `extend` has sessions call.

    Args:
        complete_class: Called for each resource class that boto3 makes while patched,
            with the attributes of the class, boto3's `ServiceContext`, the base classes
            and the session.
        use_factory: Called with each session that is extended; gives the session its
            resource factory.
    """
    global _completion
    _completion = _Completion(complete_class, use_factory)


class ResourceMeta(base.ResourceMeta):  # type: ignore[misc, unused-ignore]
    """boto3's `ResourceMeta` that also knows the boto3 session it came from."""

    # The name and the slot keep boto3's `__eq__` as it is: it compares the name of the
    # class and the `__dict__`, and a slot is not in there.
    __slots__ = ("session",)

    session: Any

    def copy(self) -> ResourceMeta:
        """Return an equal meta of the same session, which boto3's would forget."""
        duplicate = type(self).__new__(type(self))
        duplicate.__dict__.update(self.__dict__)
        duplicate.session = self.session
        return duplicate


def extend(session: AnySession) -> AnySession:
    """Give a session what sessions made after `import boto3_extensions` have anyway.

    For sessions older than the import, and for classes that do not call
    `boto3.Session.__init__`. Extending a session again changes nothing.

    Args:
        session: A `boto3.Session`, or what looks like one (`events`, and botocore's
            session as `_session`).

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
    # As boto3 registers its own: by botocore's session.
    like_boto3._session.register(
        "creating-resource-class", _handler_of(like_boto3), unique_id=_HANDLER_ID
    )
    # Not while somebody has put something else in the place of boto3's factory, or of
    # what it works with: ours is made of those.
    if _completion is not None and wraps.RESOURCES.token() is not None:
        _completion.use_factory(like_boto3)
    return session


def is_session(candidate: object) -> bool:
    """Tell whether an object has the parts of a `boto3.Session` that `extend` needs."""
    # Semi-private, this `_session` (guarded by test_seams), though public on the way
    # in, as `botocore_session`. boto3 offers no other way to the loader.
    inner = getattr(candidate, "_session", None)
    return hasattr(inner, "get_component") and hasattr(candidate, "events")


def set_session(class_attributes: dict[str, Any], session: boto3.Session) -> None:
    """Give the `meta` of a class being made the session that the class is made for.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        session: The `boto3.Session` the class is made for.
    """
    meta = class_attributes["meta"]
    # Somebody else's kind of meta keeps its own ways.
    if type(meta) is base.ResourceMeta:
        ours = ResourceMeta.__new__(ResourceMeta)
        ours.__dict__.update(meta.__dict__)
        ours.session = session
        class_attributes["meta"] = ours


def _handler_of(session: boto3.Session) -> Callable[..., None]:
    # Holds the session: a resource may well outlive the last reference to the session
    # that made it. The cycle this closes is collected as a whole. Sessions that share
    # one botocore session share its events, hence the handler of the first of them;
    # credentials, region and data are the same for all.
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
