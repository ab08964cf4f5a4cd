"""botocore sessions that share with each other what is the same for all."""

from __future__ import annotations

from typing import Any

import botocore.session

from boto3_extensions._faster import _speed
from boto3_extensions._faster._handlers import new_emitter
from boto3_extensions._faster._http_pool import PoolingSession, pools_of


def new_core(base: Any = None) -> Any:
    """Make a botocore session like `botocore.session.get_session()`, only lighter.

    Args:
        base: The boto3 session that stands behind several; clients of all that are
            made for the same one share connections. None to share none.

    Returns:
        A session that has events, components and settings of its own. As switches and
        botocore allow, it starts with the tree of botocore's handlers.
    """
    emitter = new_emitter() if _speed.is_on("sessions") and _is_recognised() else None
    if emitter is None:
        return botocore.session.get_session()
    if base is None or not _speed.is_on("connections"):
        return botocore.session.Session(
            event_hooks=emitter, include_builtin_handlers=False
        )
    return PoolingSession(pools_of(base), emitter)


def with_core(args: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords of a `boto3.Session`, with a light core if it needs one.

    Args:
        args: What `boto3.Session` was given by position.
        keywords: What it was given by keyword.
    """
    # The fifth by position would be the botocore session.
    if len(args) > 4 or keywords.get("botocore_session") is not None:
        return keywords
    if not _is_recognised():
        return keywords
    return {**keywords, "botocore_session": new_core()}


def _is_recognised() -> bool:
    # Who has put something in the place of one of these wants it to be called.
    session_class = botocore.session.Session
    of_session = vars(session_class).get
    return all(
        getattr(one, "__module__", None) == "botocore.session"
        for one in (
            session_class,
            botocore.session.get_session,
            of_session("__init__"),
            of_session("_register_builtin_handlers"),
        )
    )
