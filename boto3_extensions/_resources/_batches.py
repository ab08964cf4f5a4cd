"""Keeps the calls of a batch action within AWS's limit.

boto3 sends all of a page in a call, a page being as long as the operation that lists
makes it. A batch action whose definition has a ``limit`` sends no more than that many.
boto3's own have none and send what they send.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from boto3_extensions.exceptions import BatchFailedClientError, BatchFailedError


class _Chunk:
    """A collection that has just these resources, all in one page."""

    def __init__(self, resources: list[Any]) -> None:
        self._resources = resources

    def pages(self) -> Iterator[list[Any]]:
        yield self._resources


def act(
    original: Callable[..., Any], action: Any, parent: Any, *args: Any, **kwargs: Any
) -> Any:
    """Act on all of a collection, in the place of boto3's batch action.

    Raises:
        BatchFailedError: A call failed after others had succeeded.
    """
    # Semi-private: what a definition says of an action (guarded by test_seams).
    definition = getattr(action._action_model, "_definition", {})
    limit = definition.get("limit")
    if not limit:
        return original(action, parent, *args, **kwargs)
    responses: list[Any] = []
    done: list[Any] = []
    for page in parent.pages():
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
    return responses


def _failed(
    error: Exception, responses: list[Any], done: list[Any], chunk: list[Any]
) -> BatchFailedError:
    if isinstance(error, ClientError):
        return BatchFailedClientError(error, responses, done, chunk)
    return BatchFailedError(error, responses, done, chunk)
