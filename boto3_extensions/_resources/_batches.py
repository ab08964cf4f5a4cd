"""Keeps the calls of a batch action within AWS's limit, and tells of failures in them.

boto3 sends all of a page in a call, a page being as long as the operation that lists
makes it. A batch action whose definition has a ``limit`` sends no more than that many.
Where an answer tells of what was not done (see ``_failures``), the other calls are made
all the same, and an error tells it in the end. boto3's own have neither and send what
they send.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError

from boto3_extensions._resources._failures import error_of, failures_in
from boto3_extensions._said import may_be_stated
from boto3_extensions.exceptions import BatchFailedClientError, BatchFailedError


class _Chunk:
    """A collection that has just these resources, all in one page."""

    def __init__(self, resources: list[Any]) -> None:
        self._resources = resources

    def pages(self) -> Iterator[list[Any]]:
        yield self._resources


class _ByOwner:
    """A collection in whose pages all is of one owner."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    def __repr__(self) -> str:
        return repr(self._collection)

    def pages(self) -> Iterator[list[Any]]:
        return _pages_of(self._collection)


def _may_be_several(collection: Any) -> bool:
    # Semi-private: what the collection is asked with (guarded by test_seams).
    return may_be_stated(getattr(collection, "_params", None))


def _pages_of(collection: Any) -> Iterator[list[Any]]:
    """Yield a collection's items, those together that one call may be made for."""
    for page in collection.pages():
        if not page or not _may_be_several(collection):
            yield page
            continue
        # By their clients: each of which is held to an owner (see `_arns.stating`).
        groups: dict[int, list[Any]] = {}
        for resource in page:
            groups.setdefault(id(resource.meta.client), []).append(resource)
        yield from groups.values()


def act(
    original: Callable[..., Any], action: Any, parent: Any, *args: Any, **kwargs: Any
) -> Any:
    """Act on all of a collection, in the place of boto3's batch action.

    Raises:
        BatchFailedError: A call failed after others had succeeded.
        PartialFailureError: The calls were answered, with failures of some items.
    """
    # Semi-private: what a definition says of an action (guarded by test_seams).
    definition = getattr(action._action_model, "_definition", {})
    limit, paths = definition.get("limit"), definition.get("failures", ())
    if not limit:
        if _may_be_several(parent):
            parent = _ByOwner(parent)
        answers = original(action, parent, *args, **kwargs)
        return _whole(answers, paths, action, parent) if paths else answers
    responses: list[Any] = []
    done: list[Any] = []
    for page in _pages_of(parent):
        for start in range(0, len(page), limit):
            chunk = page[start : start + limit]
            try:
                responses += original(action, _Chunk(chunk), *args, **kwargs)
            except Exception as error:
                if not done:
                    # Nothing was done, as where a plain action fails.
                    raise
                raise _failed(error, responses, done, chunk) from error
            done += chunk
    return _whole(responses, paths, action, parent) if paths else responses


def _whole(answers: list[Any], paths: Sequence[str], action: Any, parent: Any) -> Any:
    """Return the answers to all calls, if none tells of failures."""
    told = [(answer, failures_in(answer, paths)) for answer in answers]
    failures = [failure for _, some in told for failure in some]
    if not failures:
        return answers
    # Semi-private, both (guarded by test_seams). Of a collection: the one it is of.
    what = f"{action._action_model.request.operation} of {parent!r}"
    raise error_of(what, failures, [], [answer for answer, some in told if some])


def _failed(
    error: Exception, responses: list[Any], done: list[Any], chunk: list[Any]
) -> BatchFailedError:
    if isinstance(error, ClientError):
        return BatchFailedClientError(error, responses, done, chunk)
    return BatchFailedError(error, responses, done, chunk)
