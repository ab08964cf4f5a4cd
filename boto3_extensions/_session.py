"""Gives one boto3 session the services and attributes of this package.

Two things change, both of that session alone: its loader's search path gets our data
folder, and its events one handler for ``creating-resource-class``, as boto3 does it for
its own additions to s3, ec2 and dynamodb. Neither is taken back; ``_patch.unpatch``
stops the handler from doing anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from boto3.resources import base
from botocore.exceptions import DataNotFoundError

from boto3_extensions._faster import _originals
from boto3_extensions.exceptions import DefinitionFileError, MissingDataError

DATA_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")

if not os.path.isdir(DATA_PATH):
    # Without a word, services would be missing, and nobody would know why.
    raise MissingDataError(
        f"the definitions of services are missing: there is no folder {DATA_PATH}. "
        "boto3, too, reads such files from folders only: install boto3_extensions "
        "unpacked, not in a zip, and have what freezes a program take its data along, "
        "as by PyInstaller's --collect-data boto3_extensions"
    )

# One id for one event: botocore counts ids per emitter, not per event.
_HANDLER_ID = "boto3-extensions"

# The kinds of file DATA_PATH holds, as botocore's loader names them.
_OUR_KINDS = (
    "resources-1",
    "arns-1",
    "links-1",
    "tags-1",
    "targets-1",
    "paginators-1",
    "waiters-2",
)

# Files named <kind>.boto3-extensions-extras.json are merged over botocore's <kind>.
EXTRAS_TYPE = "boto3-extensions"

# On a resource class: the boto3 session that it was made for.
SESSION = "_boto3_extensions_session"

AnySession = TypeVar("AnySession")


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
    if _originals.RESOURCES.token() is not None:
        # Here, so that the import of the package need not wait for it.
        from boto3_extensions._faster._factory import use_in

        use_in(like_boto3)
    return session


def is_session(candidate: object) -> bool:
    """Tell whether an object has the parts of a `boto3.Session` that `extend` needs."""
    # Semi-private, this `_session` (guarded by test_seams), though public on the way
    # in, as `botocore_session`. boto3 offers no other way to the loader.
    inner = getattr(candidate, "_session", None)
    return hasattr(inner, "get_component") and hasattr(candidate, "events")


def add_data(loader: Any) -> None:
    """Let a loader find our definitions after all others."""
    # A stand-in for a session, as in the tests of boto3 and of its users, may have
    # anything for a loader; boto3 appends to that unseen.
    if not isinstance(loader.search_paths, list):
        return
    if DATA_PATH not in loader.search_paths:
        # Last, so that the user's and boto3's own files win over ours.
        loader.search_paths.append(DATA_PATH)
        # A loader of somebody's own need not know of extras.
        if hasattr(loader, "extras_types"):
            loader.extras_types.append(EXTRAS_TYPE)
        _forget_stale_results(loader)


def model_of(loader: Any, service: str, kind: str) -> Any:
    """Return what a kind of file says of a service, None if there is no such file.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service; it need not exist.
        kind: Such as ``resources-1``.

    Raises:
        DefinitionFileError: There is a file, which may be the user's, but it cannot be
            read or holds no object.
    """
    paths = getattr(loader, "search_paths", ())
    try:
        found = loader.load_service_model(service, kind)
    except DataNotFoundError:
        # botocore takes a file that holds null for none at all.
        where = file_in(paths, service, kind)
        if not os.path.isabs(where):
            return None
        raise DefinitionFileError(f"{where}: {_NO_OBJECT} null") from None
    except (OSError, ValueError) as error:
        where = file_in(paths, service, kind)
        raise DefinitionFileError(f"{where}: {error}") from error
    if not isinstance(found, Mapping):
        where = file_in(paths, service, kind)
        kind_found = type(found).__name__
        raise DefinitionFileError(f"{where}: {_NO_OBJECT} a {kind_found}")
    return found


_NO_OBJECT = "it must hold a JSON object, not"


def file_in(search_paths: Sequence[str], service: str, kind: str) -> str:
    """Return the path of the file that a loader reads, or words for it if it is gone.

    Args:
        search_paths: Those of the loader, in their order.
        service: boto3's name of the service.
        kind: Such as ``arns-1``.
    """
    for folder in search_paths:
        of_service = os.path.abspath(os.path.join(folder, service))
        if os.path.isdir(of_service):
            for version in sorted(os.listdir(of_service), reverse=True):
                for suffix in (".json", ".json.gz"):
                    file = os.path.join(of_service, version, f"{kind}{suffix}")
                    if os.path.isfile(file):
                        return file
    return f"{kind} of {service}"


def _forget_stale_results(loader: Any) -> None:
    # A loader remembers what it found, in a private dict keyed by method name and
    # arguments (guarded by test_seams). Only what our folder can change is dropped: the
    # models of clients are large. A loader without the dict has nothing to forget.
    remembered = getattr(loader, "_cache", None)
    if isinstance(remembered, dict):
        for key in list(remembered):
            if any(kind in str(key) for kind in _OUR_KINDS):
                remembered.pop(key, None)


def _handler_of(session: Any) -> Callable[..., None]:
    # Holds the session: a resource may well outlive the last reference to the session
    # that made it. The cycle this closes is collected as a whole. Sessions that share
    # one botocore session share its events, hence the handler of the first of them;
    # credentials, region and data are the same for all.
    def add_to_class(
        class_attributes: dict[str, Any],
        service_context: Any,
        base_classes: Any = (),
        **kwargs: Any,
    ) -> None:
        from boto3_extensions import _patch

        if not _patch.is_patched():
            return
        # Here, so that the import of the package need not wait for them.
        from boto3_extensions import _hints, _suggestions
        from boto3_extensions._arns import _beside, _equality, _links, _typed, stating
        from boto3_extensions._offer import _offer
        from boto3_extensions._resources import (
            _at_hand,
            _choosing,
            _completion,
            _empty,
            _extras,
            _failures,
            _followed,
            _identifiers,
            _locks,
            _missing,
            _optional,
            _own_arn,
            _own_items,
            _page_sizes,
            _reading,
            _together,
            _travel,
            _waits,
            _whole_lists,
            given_load,
        )
        from boto3_extensions._seeing import members, pages

        class_attributes.setdefault(SESSION, session)
        # Before all else, so that nothing is added to what cannot work.
        withheld = _offer.remove_withheld(class_attributes, service_context)
        _reading.add_reads(class_attributes, service_context)
        _optional.add_optional_identifiers(class_attributes, service_context)
        _identifiers.add_bare_identifiers(class_attributes, service_context)
        _own_arn.add_own_arns(class_attributes, service_context, session)
        _locks.add_locks(class_attributes, service_context)
        _choosing.add_choosing_load(class_attributes, service_context)
        _missing.add_missing_error(class_attributes, service_context)
        given_load.add_given_load(class_attributes, service_context)
        stating.add_stated_loads(class_attributes, service_context)
        _own_items.add_own_collections(class_attributes, service_context)
        _whole_lists.add_whole_lists(class_attributes, service_context)
        _page_sizes.add_page_sizes(class_attributes, service_context)
        _at_hand.add_told_collections(class_attributes, service_context)
        _together.add_pages(class_attributes, service_context)
        _extras.add_extras(class_attributes, service_context)
        _failures.add_failures(class_attributes, service_context)
        _waits.add_named_waits(class_attributes, service_context)
        _completion.add_completing_attributes(class_attributes, service_context)
        _together.add_load_together(class_attributes, service_context)
        _empty.add_empty_references(class_attributes, service_context)
        _typed.add_checked_constructors(class_attributes, service_context, session)
        _beside.add_placed_references(class_attributes, service_context, session)
        # Outside of those: what an ARN names knows its owner and region better.
        _followed.add_followed_references(class_attributes, service_context, session)
        _links.add_resource(class_attributes, base_classes, service_context, session)
        members.add_members(class_attributes, base_classes, service_context)
        pages.add_page(class_attributes, service_context, session)
        _hints.add_hints(class_attributes, service_context)
        _suggestions.add_suggestions(class_attributes, base_classes, withheld)
        _travel.add_refusal(class_attributes, base_classes)
        _equality.add_equality(class_attributes, base_classes, session)
        if _patch.arns_enabled():
            from boto3_extensions._arns import _arns

            _add_session(class_attributes, session)
            _arns.add_arn(class_attributes, service_context, session)

    return add_to_class


def _add_session(class_attributes: dict[str, Any], session: Any) -> None:
    meta = class_attributes["meta"]
    # Somebody else's kind of meta keeps its own ways.
    if type(meta) is base.ResourceMeta:
        ours = ResourceMeta.__new__(ResourceMeta)
        ours.__dict__.update(meta.__dict__)
        ours.session = session
        class_attributes["meta"] = ours
