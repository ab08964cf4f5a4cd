"""Hears what AWS answers to a call that a method of a resource makes.

boto3 takes from an answer what a definition asks for, and hands the rest to nobody: an
event of the client has it.

Tells what AWS did not do of what it was asked for, in an answer that is no error.

``RunTask`` answers with the tasks that it started, and with ``failures`` for those that
it did not. boto3 makes resources of the former, or returns the answer to whoever looks
into it. An entry of ours that has such an answer says so in its definition,
``"failures": ["failures"]``, as JMESPaths: there, `PartialFailureError` is raised. It
has what was made, AWS's entries of the rest and the whole answer. boto3's own actions
return what they return.

Keeps the calls of a batch action within AWS's limit, and tells of failures in them.

boto3 sends all of a page in a call, a page being as long as the operation that lists
makes it. A batch action whose definition has a ``limit`` sends no more than that many.
Where an answer tells of what was not done (see ``_failures``), the other calls are made
all the same, and an error tells it in the end. boto3's own have neither and send what
they send.

Keeps what an answer tells of a resource beside the resource's own data.

boto3 takes from an answer the part that a path leads to, and drops the rest: the name
servers of a zone that was loaded, the link that only the create of a delegation request
answers with. A type names such members in its definition, ``"extras": {"ChangeInfo":
{"shape": "ChangeInfo"}}``, and has an attribute for each. One that says ``"load":
true`` comes with every load; the others are told once, by the action that has made the
resource, and are ``None`` of any other.
"""

from __future__ import annotations

import functools
import inspect
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import jmespath
from botocore import xform_name
from botocore.exceptions import ClientError

from boto3_extensions._arns.statements import may_be_stated
from boto3_extensions._definitions.classes import (
    definition_of,
    replace_load,
    wrap_property,
)
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._resources.loads import missing
from boto3_extensions.exceptions import (
    BatchFailedClientError,
    BatchFailedError,
    LoadFailedError,
    PartialFailureError,
    ResourceNotFoundError,
)

_HANDLER_ID = "boto3-extensions-answer"


class Call:
    """An operation that a method calls, and the answers that have come.

    Attributes:
        operation: AWS's name of the operation.
        answers: The answers, the oldest first: a method may ask for several pages.
    """

    __slots__ = ("answers", "operation")

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.answers: list[dict[str, Any]] = []

    @property
    def answer(self) -> dict[str, Any]:
        """Return the last answer, an empty one if none has come."""
        return self.answers[-1] if self.answers else {}


_under_way: ContextVar[Call | None] = ContextVar("boto3_extensions_call", default=None)

# The operations whose answers are listened for, by client.
_listening: weakref.WeakKeyDictionary[Any, set[str]] = weakref.WeakKeyDictionary()
_registering = Lock()


@contextmanager
def hear(client: Any, operation: str) -> Iterator[Call]:
    """Hear the answers to an operation that is called meanwhile.

    Args:
        client: The client that calls it.
        operation: AWS's name of the operation.

    Yields:
        The call, which has the answers as soon as they have come.
    """
    _listen_to(client, operation)
    call = Call(operation)
    outer = _under_way.get()
    token = _under_way.set(call)
    try:
        yield call
    finally:
        _under_way.reset(token)
        # One method may be put around another.
        if outer is not None and outer.operation == operation:
            outer.answers += call.answers


def _listen_to(client: Any, operation: str) -> None:
    meta = getattr(client, "meta", None)
    events = getattr(meta, "events", None)
    if meta is None or events is None:
        # Somebody's stand-in for a client, whose answers no event has.
        return
    with _registering:
        heard = _listening.setdefault(client, set())
        if operation in heard:
            return
        heard.add(operation)
        service = meta.service_model.service_id.hyphenize()
        events.register(
            f"after-call.{service}.{operation}",
            _take,
            unique_id=f"{_HANDLER_ID}-{operation}",
        )


def _take(parsed: Any, model: Any, **_: Any) -> None:
    call = _under_way.get()
    if call is not None and call.operation == model.name and isinstance(parsed, dict):
        call.answers.append(parsed)


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


# On the resource: what was kept for it.
_KEPT = "_boto3_extensions_extras"


class _Kept(NamedTuple):
    """What was told of a resource beside its data, and the data it was told with."""

    values: Mapping[str, Any]
    data: Any


# The actions that make something with extras, by service model and type; a definition
# is kept with them, for sessions may have other ones.
_makers: weakref.WeakKeyDictionary[Any, dict[str, tuple[Any, list[Any]]]] = (
    weakref.WeakKeyDictionary()
)


def add_extras(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Give a class being made an attribute for each extra, and keep them.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    model = class_attributes["meta"].resource_model
    extras = definition_of(class_attributes, service_context).get("extras", {})
    for member, told in extras.items():
        # What boto3 or somebody else has put there wins.
        class_attributes.setdefault(
            xform_name(member), _attribute(member, bool(told.get("load")))
        )
    loaded = [member for member, told in extras.items() if told.get("load")]
    load = class_attributes.get("load")
    if loaded and load is not None and not inspect.iscoroutinefunction(load):
        operation = model.load.request.operation
        replace_load(class_attributes, _keeping_load(load, operation, loaded))
    for action in _making(model, service_context):
        plain = class_attributes.get(action.name)
        if plain is not None and not inspect.iscoroutinefunction(plain):
            definitions = service_context.resource_json_definitions
            members = definitions[action.resource.type]["extras"]
            class_attributes[action.name] = _keeping(
                plain, action.request.operation, list(members)
            )


def _making(model: Any, service_context: Any) -> Iterable[Any]:
    """Return the actions of a type that make something with extras."""
    definitions = service_context.resource_json_definitions
    known = _makers.setdefault(service_context.service_model, {})
    made_of, actions = known.get(model.name, (None, []))
    if made_of is not definitions:
        actions = [
            action
            for action in model.actions
            if action.resource is not None
            and (definitions.get(action.resource.type) or {}).get("extras")
        ]
        known[model.name] = (definitions, actions)
    return actions


def _attribute(member: str, is_loaded: bool) -> property:
    def get_extra(self: Any) -> Any:
        found, value = _extra_of(self, member, is_loaded)
        if not found and is_loaded and hasattr(self, "load"):
            self.load()
            found, value = _extra_of(self, member, is_loaded)
            if not found and self.meta.data is None:
                raise missing(self, xform_name(member))
        return value

    get_extra.__name__ = xform_name(member)
    get_extra.__doc__ = (
        f"{member}, as the service answers when the resource is "
        f"{'loaded' if is_loaded else 'made: None, if it was not made by this object'}."
    )
    return property(get_extra)


def _extra_of(resource: Any, member: str, is_loaded: bool) -> tuple[bool, Any]:
    """Tell whether an extra is known, and its value."""
    data = resource.meta.data
    if isinstance(data, dict) and member in data:
        return True, data[member]
    kept: _Kept | None = vars(resource).get(_KEPT)
    if kept is None or member not in kept.values:
        return False, None
    # What was loaded goes with the data, as what was loaded with it.
    return not is_loaded or kept.data is data, kept.values[member]


def _keeping_load(
    load: Callable[..., Any], operation: str, members: list[str]
) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_keep(self: Any, *args: Any, **kwargs: Any) -> Any:
        result, answer = _listen(self, operation, load, args, kwargs)
        if self.meta.data is not None:
            _keep(self, {member: answer.get(member) for member in members})
        return result

    return load_and_keep


def _keeping(
    action: Callable[..., Any], operation: str, members: list[str]
) -> Callable[..., Any]:
    @functools.wraps(action)
    def act_and_keep(self: Any, *args: Any, **kwargs: Any) -> Any:
        result, answer = _listen(self, operation, action, args, kwargs)
        told = {member: answer[member] for member in members if member in answer}
        if told:
            for made in result if isinstance(result, list) else [result]:
                if hasattr(made, "meta"):
                    _keep(made, told)
        return result

    return act_and_keep


def _keep(resource: Any, values: dict[str, Any]) -> None:
    before: _Kept | None = vars(resource).get(_KEPT)
    values = {**before.values, **values} if before else values
    vars(resource)[_KEPT] = _Kept(values, resource.meta.data)


def _listen(
    resource: Any,
    operation: str,
    function: Callable[..., Any],
    args: Any,
    kwargs: Any,
) -> tuple[Any, dict[str, Any]]:
    """Call a method of a resource; return what it returns, and AWS's answer to it."""
    with hear(resource.meta.client, operation) as call:
        result = function(resource, *args, **kwargs)
    return result, call.answer
