"""Tells what AWS did not do of what it was asked for, in an answer that is no error.

``RunTask`` answers with the tasks that it started, and with ``failures`` for those that
it did not. boto3 makes resources of the former, or returns the answer to whoever looks
into it. An entry of ours that has such an answer says so in its definition,
``"failures": ["failures"]``, as JMESPaths: there, `PartialFailureError` is raised. It
has what was made, AWS's entries of the rest and the whole answer. boto3's own actions
return what they return.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import jmespath
from botocore import xform_name

from boto3_extensions._resources._classes import replace_load, wrap_property
from boto3_extensions._resources._heard import hear
from boto3_extensions.exceptions import (
    LoadFailedError,
    PartialFailureError,
    ResourceNotFoundError,
)

# How the entries of AWS's services name what an entry is about, and why it is there.
_ID = re.compile(
    r"(id|arn|name|identifier|digest|resource|version|number|zone|instance_?type)s?$"
    r"|values(list)?$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(code|fault)$|^(error|failure)_?(type|name)$|exception(type|name)?$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(message|reason|description|detail)$|^errors?$|^status$", re.IGNORECASE
)
# What the caller has sent, and AWS repeats: it may be secret.
_SENT = re.compile(r"parameters|record|data$|handle|string|body$", re.IGNORECASE)

# As many are told in a message; all are in `failures`.
_MOST = 5
_LONGEST = 300


class Failure(NamedTuple):
    """An entry of an answer about something that was not done.

    Attributes:
        path: Where in the answer it is.
        entry: AWS's own entry; of a map, one with its one key.
    """

    path: str
    entry: Any


def failures_in(answer: Any, paths: Sequence[str]) -> list[Failure]:
    """Return what an answer tells of what was not done.

    Args:
        answer: The answer, or whatever a stand-in for a client returns.
        paths: Where in it such entries are, as JMESPaths.
    """
    if not isinstance(answer, dict):
        return []
    return [
        Failure(path, entry)
        for path in paths
        for entry in _entries(
            answer.get(path) if path.isalnum() else jmespath.search(path, answer)
        )
    ]


def _entries(found: Any) -> list[Any]:
    if isinstance(found, list):
        return found
    if not isinstance(found, dict) or not found:
        return []
    # Of a map, an entry by its key; a structure is one entry itself.
    if all(isinstance(value, (dict, list)) for value in found.values()):
        return [{key: value} for key, value in found.items()]
    return [found]


def error_of(
    what: str,
    failures: Sequence[Failure],
    found: Sequence[Any],
    responses: Sequence[Any],
    kind: type[PartialFailureError] = PartialFailureError,
) -> PartialFailureError:
    """Return the error that tells of failures.

    Args:
        what: What was called, as a message names it.
        failures: What was not done.
        found: The resources that were made or found all the same.
        responses: The answers that tell of it, in their order.
        kind: The class of the error.
    """
    told = [_told(failure) for failure in failures[:_MOST]]
    if len(failures) > _MOST:
        told.append(f"{len(failures) - _MOST} more")
    many = "one failure" if len(failures) == 1 else f"{len(failures)} failures"
    rest = f"; what was made or found is in `found` ({len(found)})" if found else ""
    return kind(
        f"{what} was answered with {many}: {', '.join(told)}{rest}",
        list(found),
        [failure.entry for failure in failures],
        list(responses),
    )


def _told(failure: Failure) -> str:
    entry, parts = failure.entry, _Parts()
    if isinstance(entry, dict):
        if len(entry) == 1 and isinstance(next(iter(entry.values())), dict):
            parts.ids.append(str(next(iter(entry))))
        parts.take(entry)
    elif not isinstance(entry, list):
        parts.ids.append(str(entry))
    text = ": ".join(
        "/".join(dict.fromkeys(some))
        for some in (parts.ids, parts.codes, parts.reasons)
        if some
    )
    if not (parts.codes or parts.reasons):
        # Nothing says why but where it is.
        text = f"{failure.path}: {text}" if text else failure.path
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


class _Parts:
    """The parts of an entry that a message tells, however deep they are."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.codes: list[str] = []
        self.reasons: list[str] = []

    def take(self, entry: Mapping[str, Any]) -> None:
        for name, value in entry.items():
            if not _SENT.search(name):
                self._take(name, value)

    def _take(self, name: str, value: Any) -> None:
        if isinstance(value, dict):
            self.take(value)
        elif isinstance(value, list):
            for item in value:
                self._take(name, item)
        elif isinstance(value, str) or (
            isinstance(value, int) and not isinstance(value, bool)
        ):
            for pattern, some in (
                (_CODE, self.codes),
                (_WHY, self.reasons),
                (_ID, self.ids),
            ):
                if pattern.search(name):
                    some.append(str(value))
                    break
            else:
                if isinstance(value, int):
                    self.ids.append(f"{name} {value}")


def add_failures(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let what a class being made calls raise where its answer tells of failures.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    definitions = service_context.resource_json_definitions
    # The service itself is not among its types.
    definition = (
        definitions.get(model.name) or getattr(model, "_definition", None) or {}
    )
    for name, body in definition.get("actions", {}).items():
        if "failures" in body:
            method = xform_name(name)
            plain = class_attributes.get(method)
            if plain is not None and not inspect.iscoroutinefunction(plain):
                class_attributes[method] = _acting(plain, body)
    for name, body in definition.get("hasMany", {}).items():
        if "failures" in body:
            wrap_property(
                class_attributes,
                xform_name(name),
                functools.partial(_listing, body=body),
            )
    load, body = class_attributes.get("load"), definition.get("load", {})
    if "failures" in body and load and not inspect.iscoroutinefunction(load):
        replace_load(class_attributes, _loading(load, body))


def _acting(action: Callable[..., Any], body: Mapping[str, Any]) -> Callable[..., Any]:
    operation, paths = body["request"]["operation"], body["failures"]

    @functools.wraps(action)
    def act_or_tell(self: Any, *args: Any, **kwargs: Any) -> Any:
        what = f"{operation} of {self!r}"
        with hear(self.meta.client, operation) as call:
            try:
                result = action(self, *args, **kwargs)
            except Exception as error:
                # boto3 makes nothing of an answer with nothing in it but failures.
                if failures := failures_in(call.answer, paths):
                    raise error_of(what, failures, [], call.answers) from error
                raise
        if failures := failures_in(call.answer, paths):
            made = result if isinstance(result, list) else [result]
            found = [one for one in made if hasattr(one, "meta")]
            raise error_of(what, failures, found, call.answers)
        return result

    return act_or_tell


def _loading(load: Callable[..., Any], body: Mapping[str, Any]) -> Callable[..., Any]:
    operation, paths = body["request"]["operation"], body["failures"]

    @functools.wraps(load)
    def load_or_tell(self: Any, *args: Any, **kwargs: Any) -> Any:
        with hear(self.meta.client, operation) as call:
            try:
                return load(self, *args, **kwargs)
            except ResourceNotFoundError as error:
                answers = call.answers
                failures = [f for one in answers for f in failures_in(one, paths)]
                if not failures:
                    raise
                what = f"{operation} of {self!r}"
                raise error_of(what, failures, [], answers, LoadFailedError) from error

    return load_or_tell


def _listing(
    getter: Callable[[Any], Any], body: Mapping[str, Any]
) -> Callable[[Any], Any]:
    operation, paths = body["request"]["operation"], body["failures"]

    @functools.wraps(getter)
    def get_telling(self: Any) -> Any:
        manager = getter(self)
        # Semi-private: the class of what `all()` and its like return (guarded by
        # test_seams).
        manager._collection_cls = _telling(manager._collection_cls, operation, paths)
        return manager

    return get_telling


def _telling(collection_class: Any, operation: str, paths: Sequence[str]) -> Any:
    """Return a collection class that raises in the end, if a page had failures."""

    def pages(self: Any) -> Iterator[list[Any]]:
        found: list[Any] = []
        answers: list[Any] = []
        failures: list[Failure] = []
        handler = self._handler

        def make_and_note(parent: Any, params: Any, response: Any) -> Any:
            if told := failures_in(response, paths):
                failures.extend(told)
                answers.append(response)
            return handler(parent, params, response)

        noting = collection_class(
            self._model, self._parent, make_and_note, **self._params
        )
        for page in collection_class.pages(noting):
            found += page
            yield page
        if failures:
            raise error_of(f"{operation} of {self._parent!r}", failures, found, answers)

    name, module = collection_class.__name__, collection_class.__module__
    return type(name, (collection_class,), {"pages": pages, "__module__": module})
