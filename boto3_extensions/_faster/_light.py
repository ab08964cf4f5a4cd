"""botocore sessions that share with each other what is the same for all."""

from __future__ import annotations

from typing import Any

import botocore.session

from boto3_extensions._faster import _originals, _speed
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
    emitter = None
    # Who has put something in the place of one of these wants it to be called.
    if _speed.is_on("sessions") and _originals.SESSIONS.token() is not None:
        # Not before: it is made of what is recognised.
        from boto3_extensions._faster._handlers import new_emitter

        emitter = new_emitter()
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
    if _originals.SESSIONS.token() is None:
        return keywords
    return {**keywords, "botocore_session": new_core()}
