"""Failures and extra members in the responses to a method's calls.

boto3 takes from a response the part that a path of the definition leads to, and drops
the rest. An event handler of the client keeps the whole responses while a method runs
(`record_responses`), for two additions:

*Failures.* ``RunTask`` responds with the tasks that it started, and with ``failures``
for those that it did not. boto3 makes resources of the former. An entry of this package
lists the JMESPaths of such members, ``"failures": ["failures"]``; where a response has
any, `PartialFailureError` is raised with the resources that were made, AWS's entries
about the failures, and the whole responses.

boto3 sends all resources of a page in one call of a batch action, whatever the page
size. A batch action whose definition has a ``limit`` sends at most that many. If a call
has failures, the other calls are made all the same, and the error is raised at the end.

*Extras.* The name servers of a zone are beside the zone's data, and so is the link that
only the response of a create contains. A type lists such members, ``"extras":
{"ChangeInfo": {"shape": "ChangeInfo"}}``, and has an attribute for each. A member with
``"load": true`` is in the response of each load. Others are in the response of the
action that makes the resource, and None for a resource that was made otherwise.

Actions of boto3's own definitions have none of these words.
"""

from __future__ import annotations

import functools
import inspect
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

import jmespath
from botocore import xform_name
from botocore.exceptions import ClientError

from boto3_extensions._arns.statements import may_state_owner
from boto3_extensions._definitions.classes import (
    replace_load,
    type_definition,
    type_or_service_definition,
    wrap_property,
)
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._resources.loads import missing_attribute_error
from boto3_extensions.exceptions import (
    BatchFailedClientError,
    BatchFailedError,
    LoadFailedError,
    PartialFailureError,
    ResourceNotFoundError,
)

if TYPE_CHECKING:
    from typing import Protocol

    from boto3.resources.action import BatchAction
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import ResourceCollection
    from boto3.resources.model import Action, ResourceModel
    from boto3.utils import ServiceContext
    from botocore.client import BaseClient
    from botocore.model import OperationModel

    from boto3_extensions._definitions.classes import ClassAttributes, Getter

    class _Pages(Protocol):
        """A collection, as boto3's batch action uses it."""

        def pages(self) -> Iterator[list[Any]]:
            """Yield the resources page by page."""


# The most failures in a message (all are in the error's `failures`), and the most
# characters of each.
_MOST_TOLD = 5
_LONGEST = 300

# The names of members of AWS's entries that say which item failed, and why.
_ID = re.compile(
    r"(id|arn|name|identifier|digest|resource|version|number|zone|instance_?type)s?$"
    r"|values(list)?$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(code|fault)$|^(error|failure)_?(type|name)$|exception(type|name)?$",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"(message|reason|description|detail)$|^errors?$|^status$", re.IGNORECASE
)
# Members in which AWS repeats the caller's own data, which may be secret.
_SENT = re.compile(r"parameters|record|data$|handle|string|body$", re.IGNORECASE)

# The prefix of the unique ids under which event handlers are registered.
_HANDLER_ID = "boto3-extensions-answer"

# The attribute of a resource that has its `_Extras`.
_EXTRAS = "_boto3_extensions_extras"


def add_failures(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Wrap the actions, collections and ``load`` whose responses can have failures."""
    definition = type_or_service_definition(class_attributes, service_context)
    for name, body in definition.get("actions", {}).items():
        if "failures" in body:
            method = xform_name(name)
            plain = class_attributes.get(method)
            if plain is not None and not inspect.iscoroutinefunction(plain):
                class_attributes[method] = _raise_after_action(plain, body)
    for name, body in definition.get("hasMany", {}).items():
        if "failures" in body:
            wrap_property(
                class_attributes,
                xform_name(name),
                functools.partial(_raise_after_pages, body=body),
            )
    load, body = class_attributes.get("load"), definition.get("load", {})
    if "failures" in body and load and not inspect.iscoroutinefunction(load):
        replace_load(class_attributes, _raise_after_load(load, body))


def add_extras(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> None:
    """Add an attribute for each extra, and wrap the methods whose responses have it."""
    model = class_attributes["meta"].resource_model
    extras = type_definition(class_attributes, service_context).get("extras", {})
    for member, extra in extras.items():
        # An attribute that boto3 or another library has put there wins.
        class_attributes.setdefault(
            xform_name(member), _extra_property(member, bool(extra.get("load")))
        )
    loaded = [member for member, extra in extras.items() if extra.get("load")]
    load = class_attributes.get("load")
    if loaded and load is not None and not inspect.iscoroutinefunction(load):
        operation = model.load.request.operation
        replace_load(class_attributes, _keep_extras_of_load(load, operation, loaded))
    told = [member for member, extra in extras.items() if not extra.get("load")]
    load = class_attributes.get("load")
    if told and load is not None and not inspect.iscoroutinefunction(load):
        replace_load(class_attributes, _keep_extras_of_summary(load, told))
    for action in _actions_with_extras(model, service_context):
        plain = class_attributes.get(action.name)
        if plain is not None and not inspect.iscoroutinefunction(plain):
            definitions = service_context.resource_json_definitions
            members = definitions[action.resource.type]["extras"]
            class_attributes[action.name] = _keep_extras_of_action(
                plain, action.request.operation, list(members)
            )


def call_batch_action(
    original: Callable[..., Any],
    action: BatchAction,
    parent: ResourceCollection,
    *args: object,
    **kwargs: object,
) -> list[Any]:
    """Call a batch action, in the place of boto3's ``BatchAction.__call__``.

    Args:
        original: The ``__call__`` of boto3's class.
        action: boto3's batch action.
        parent: The collection.
        args: Passed to boto3.
        kwargs: Passed to boto3.

    Returns:
        The responses to all calls.

    Raises:
        BatchFailedError: A call failed after others had succeeded.
        PartialFailureError: A response has failures of some resources.
    """
    # Semi-private: the definition of an action (guarded by test_seams).
    definition = getattr(action._action_model, "_definition", {})
    limit, paths = definition.get("limit"), definition.get("failures", ())
    if not limit:
        collection: _Pages = parent
        if _may_have_several_owners(parent):
            collection = _ByOwner(parent)
        responses: list[Any] = original(action, collection, *args, **kwargs)
        if paths:
            _raise_failures(responses, paths, action, collection)
        return responses
    responses = []
    done: list[Any] = []
    for page in _pages_by_owner(parent):
        for start in range(0, len(page), limit):
            chunk = page[start : start + limit]
            try:
                responses += original(action, _Chunk(chunk), *args, **kwargs)
            except Exception as error:
                if not done:
                    # Nothing was done: the error of an action that is no batch action.
                    raise
                raise _batch_failed(error, responses, done, chunk) from error
            done += chunk
    if paths:
        _raise_failures(responses, paths, action, parent)
    return responses


class _Chunk:
    """A collection of some resources, all in one page."""

    def __init__(self, resources: list[Any]) -> None:
        self._resources = resources

    def pages(self) -> Iterator[list[Any]]:
        yield self._resources


class _ByOwner:
    """A collection whose pages have resources of one owner each."""

    def __init__(self, collection: ResourceCollection) -> None:
        self._collection = collection

    def __repr__(self) -> str:
        return repr(self._collection)

    def pages(self) -> Iterator[list[Any]]:
        return _pages_by_owner(self._collection)


def _may_have_several_owners(collection: ResourceCollection) -> bool:
    # Semi-private: the request parameters (guarded by test_seams).
    return may_state_owner(getattr(collection, "_params", None))


def _pages_by_owner(collection: ResourceCollection) -> Iterator[list[Any]]:
    """Yield the pages of a collection, divided by the owners of their resources.

    A request may have listed resources of several accounts, which no single call takes.
    """
    for page in collection.pages():
        if not page or not _may_have_several_owners(collection):
            yield page
            continue
        # Each owner has a client of its own (see `_arns.statements`).
        groups: dict[int, list[Any]] = {}
        for resource in page:
            groups.setdefault(id(resource.meta.client), []).append(resource)
        yield from groups.values()


def _raise_failures(
    responses: list[Any],
    paths: Sequence[str],
    action: BatchAction,
    collection: _Pages,
) -> None:
    """Raise an error about the failures in the responses of a batch action, if any."""
    by_response = [(response, failures_in(response, paths)) for response in responses]
    failures = [failure for _, some in by_response for failure in some]
    if not failures:
        return
    # Semi-private, both (guarded by test_seams). The collection's text has its parent.
    call = f"{action._action_model.request.operation} of {collection!r}"
    with_failures = [response for response, some in by_response if some]
    raise failures_error(call, failures, [], with_failures)


def _batch_failed(
    error: Exception, responses: list[Any], done: list[Any], chunk: list[Any]
) -> BatchFailedError:
    if isinstance(error, ClientError):
        return BatchFailedClientError(error, responses, done, chunk)
    return BatchFailedError(error, responses, done, chunk)


class RecordedCall:
    """An operation that a method calls, and the responses to it.

    Attributes:
        operation: AWS's name of the operation.
        responses: The responses, the oldest first; several if the method paginates.
    """

    __slots__ = ("operation", "responses")

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.responses: list[dict[str, Any]] = []

    @property
    def response(self) -> dict[str, Any]:
        """Return the last response, an empty dict if there is none."""
        return self.responses[-1] if self.responses else {}


# The call of the innermost `with` block.
_under_way: ContextVar[RecordedCall | None] = ContextVar(
    "boto3_extensions_call", default=None
)

# The operations with an event handler of ours, by client.
_recorded: weakref.WeakKeyDictionary[BaseClient, set[str]] = weakref.WeakKeyDictionary()
_registering = Lock()


@contextmanager
def record_responses(client: BaseClient, operation: str) -> Iterator[RecordedCall]:
    """Record the responses to an operation that is called in a ``with`` block.

    Args:
        client: The client that calls the operation.
        operation: AWS's name of the operation.

    Yields:
        The call, to which the responses are added.
    """
    _register_handler(client, operation)
    call = RecordedCall(operation)
    outer = _under_way.get()
    token = _under_way.set(call)
    try:
        yield call
    finally:
        _under_way.reset(token)
        # A method with failures may wrap a method with extras.
        if outer is not None and outer.operation == operation:
            outer.responses += call.responses


def _register_handler(client: BaseClient, operation: str) -> None:
    meta = getattr(client, "meta", None)
    events = getattr(meta, "events", None)
    if meta is None or events is None:
        # A stand-in for a client, such as a mock, emits no events.
        return
    with _registering:
        operations = _recorded.setdefault(client, set())
        if operation in operations:
            return
        operations.add(operation)
        service = meta.service_model.service_id.hyphenize()
        events.register(
            f"after-call.{service}.{operation}",
            _record,
            unique_id=f"{_HANDLER_ID}-{operation}",
        )


def _record(parsed: object, model: OperationModel, **_: object) -> None:
    call = _under_way.get()
    if call is not None and call.operation == model.name and isinstance(parsed, dict):
        call.responses.append(parsed)


class Failure(NamedTuple):
    """An entry of a response about an item that AWS did not process.

    Attributes:
        path: The JMESPath of the entry's list in the response.
        entry: AWS's entry; of a map, a dict with the entry's key.
    """

    path: str
    entry: Any


def failures_in(response: object, paths: Sequence[str]) -> list[Failure]:
    """Return the failures in a response.

    Args:
        response: The response, or the value that a stand-in for a client returns.
        paths: The JMESPaths of the entries about failures.
    """
    if not isinstance(response, dict):
        return []
    return [
        Failure(path, entry)
        for path in paths
        for entry in _entries(
            response.get(path) if path.isalnum() else jmespath.search(path, response)
        )
    ]


def _entries(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or not value:
        return []
    # A map has an entry for each key; a structure is an entry itself.
    if all(isinstance(member, (dict, list)) for member in value.values()):
        return [{key: member} for key, member in value.items()]
    return [value]


def failures_error(
    call: str,
    failures: Sequence[Failure],
    resources: Sequence[Any],
    responses: Sequence[Any],
    error_class: type[PartialFailureError] = PartialFailureError,
) -> PartialFailureError:
    """Return an error about failures.

    Args:
        call: The operation and the resource, as the message has them.
        failures: The failures.
        resources: The resources that were made or found all the same.
        responses: The responses with failures, in their order.
        error_class: The class of the error.
    """
    texts = [_text_of(failure) for failure in failures[:_MOST_TOLD]]
    if len(failures) > _MOST_TOLD:
        texts.append(f"{len(failures) - _MOST_TOLD} more")
    many = "one failure" if len(failures) == 1 else f"{len(failures)} failures"
    rest = ""
    if resources:
        rest = f"; what was made or found is in `found` ({len(resources)})"
    return error_class(
        f"{call} was answered with {many}: {', '.join(texts)}{rest}",
        list(resources),
        [failure.entry for failure in failures],
        list(responses),
    )


def _text_of(failure: Failure) -> str:
    entry, parts = failure.entry, _EntryParts()
    if isinstance(entry, dict):
        if len(entry) == 1 and isinstance(next(iter(entry.values())), dict):
            parts.ids.append(str(next(iter(entry))))
        parts.collect(entry)
    elif not isinstance(entry, list):
        parts.ids.append(str(entry))
    text = ": ".join(
        "/".join(dict.fromkeys(values))
        for values in (parts.ids, parts.codes, parts.reasons)
        if values
    )
    if not (parts.codes or parts.reasons):
        # The path in the response is all that says why.
        text = f"{failure.path}: {text}" if text else failure.path
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


class _EntryParts:
    """The ids, error codes and reasons in an entry about a failure, however deep."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.codes: list[str] = []
        self.reasons: list[str] = []

    def collect(self, entry: Mapping[str, Any]) -> None:
        """Add the parts of an entry."""
        for name, value in entry.items():
            if not _SENT.search(name):
                self._collect(name, value)

    def _collect(self, name: str, value: object) -> None:
        if isinstance(value, dict):
            self.collect(value)
        elif isinstance(value, list):
            for item in value:
                self._collect(name, item)
        elif isinstance(value, str) or (
            isinstance(value, int) and not isinstance(value, bool)
        ):
            for pattern, values in (
                (_CODE, self.codes),
                (_REASON, self.reasons),
                (_ID, self.ids),
            ):
                if pattern.search(name):
                    values.append(str(value))
                    break
            else:
                if isinstance(value, int):
                    self.ids.append(f"{name} {value}")


def _raise_after_action(
    action: Callable[..., Any], body: Mapping[str, Any]
) -> Callable[..., Any]:
    operation, paths = body["request"]["operation"], body["failures"]

    @functools.wraps(action)
    def act_or_raise(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        text = f"{operation} of {self!r}"
        with record_responses(self.meta.client, operation) as call:
            try:
                result = action(self, *args, **kwargs)
            except Exception as error:
                # boto3 fails to make resources of a response with failures alone.
                if failures := failures_in(call.response, paths):
                    raise failures_error(text, failures, [], call.responses) from error
                raise
        if failures := failures_in(call.response, paths):
            made = result if isinstance(result, list) else [result]
            resources = [resource for resource in made if hasattr(resource, "meta")]
            raise failures_error(text, failures, resources, call.responses)
        return result

    return act_or_raise


def _raise_after_load(
    load: Callable[..., Any], body: Mapping[str, Any]
) -> Callable[..., Any]:
    operation, paths = body["request"]["operation"], body["failures"]

    @functools.wraps(load)
    def load_or_raise(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        with record_responses(self.meta.client, operation) as call:
            try:
                return load(self, *args, **kwargs)
            except ResourceNotFoundError as error:
                failures = [
                    failure
                    for response in call.responses
                    for failure in failures_in(response, paths)
                ]
                if not failures:
                    raise
                text = f"{operation} of {self!r}"
                raise failures_error(
                    text, failures, [], call.responses, LoadFailedError
                ) from error

    return load_or_raise


def _raise_after_pages(getter: Getter, body: Mapping[str, Any]) -> Getter:
    operation, paths = body["request"]["operation"], body["failures"]

    @functools.wraps(getter)
    def get_raising(self: ServiceResource) -> Any:
        manager = getter(self)
        # Semi-private: the class of the collection that `all()` and its like return
        # (guarded by test_seams).
        manager._collection_cls = _raising_collection(
            manager._collection_cls, operation, paths
        )
        return manager

    return get_raising


def _raising_collection(
    collection_class: type[ResourceCollection], operation: str, paths: Sequence[str]
) -> type[ResourceCollection]:
    """Return a collection class that raises after the last page, if one had failures.

    Args:
        collection_class: boto3's class of the collection, the base of the new class.
        operation: AWS's name of the operation that lists, for the message.
        paths: The JMESPaths of the entries about failures.
    """

    def pages(self: ResourceCollection) -> Iterator[list[Any]]:
        resources: list[Any] = []
        responses: list[Any] = []
        failures: list[Failure] = []
        handler = self._handler

        def make_and_note(
            parent: ServiceResource, params: Mapping[str, Any], response: object
        ) -> Any:
            if some := failures_in(response, paths):
                failures.extend(some)
                responses.append(response)
            return handler(parent, params, response)

        noting = collection_class(
            self._model, self._parent, make_and_note, **self._params
        )
        for page in collection_class.pages(noting):
            resources += page
            yield page
        if failures:
            text = f"{operation} of {self._parent!r}"
            raise failures_error(text, failures, resources, responses)

    name, module = collection_class.__name__, collection_class.__module__
    return type(name, (collection_class,), {"pages": pages, "__module__": module})


class _Extras(NamedTuple):
    """The values of a resource's extras, and the data it had when they were kept."""

    values: Mapping[str, Any]
    data: Any


# The actions that make a resource with extras, by service model and by the name of the
# type that has the action. The definitions are kept to compare: sessions may differ.
_makers: weakref.WeakKeyDictionary[Any, dict[str, tuple[Any, list[Action]]]] = (
    weakref.WeakKeyDictionary()
)


def _actions_with_extras(
    model: ResourceModel, service_context: ServiceContext
) -> Iterable[Action]:
    """Return the actions of a type that make a resource with extras."""
    definitions = service_context.resource_json_definitions
    by_type = _makers.setdefault(service_context.service_model, {})
    made_of, actions = by_type.get(model.name, (None, []))
    if made_of is not definitions:
        actions = [
            action
            for action in model.actions
            if action.resource is not None
            and (definitions.get(action.resource.type) or {}).get("extras")
        ]
        by_type[model.name] = (definitions, actions)
    return actions


def _extra_property(member: str, is_loaded: bool) -> property:
    def get_extra(self: ServiceResource) -> Any:
        is_known, value = _extra_of(self, member, is_loaded)
        if not is_known and is_loaded and hasattr(self, "load"):
            self.load()
            is_known, value = _extra_of(self, member, is_loaded)
            if not is_known and self.meta.data is None:
                raise missing_attribute_error(self, xform_name(member))
        return value

    get_extra.__name__ = xform_name(member)
    get_extra.__doc__ = (
        f"{member}, as the service answers when the resource is "
        f"{'loaded' if is_loaded else 'made: None, if it was not made by this object'}."
    )
    return property(get_extra)


def _extra_of(
    resource: ServiceResource, member: str, is_loaded: bool
) -> tuple[bool, Any]:
    """Return whether an extra is known, and its value."""
    data = resource.meta.data
    if isinstance(data, dict) and member in data:
        return True, data[member]
    extras: _Extras | None = vars(resource).get(_EXTRAS)
    if extras is None or member not in extras.values:
        return False, None
    # An extra of a load is as old as the data of that load.
    return not is_loaded or extras.data is data, extras.values[member]


def _keep_extras_of_load(
    load: Callable[..., Any], operation: str, members: list[str]
) -> Callable[..., Any]:
    @functools.wraps(load)
    def load_and_keep(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        with record_responses(self.meta.client, operation) as call:
            result = load(self, *args, **kwargs)
        if self.meta.data is not None:
            response = call.response
            _keep_extras(self, {member: response.get(member) for member in members})
        return result

    return load_and_keep


def _keep_extras_of_summary(
    load: Callable[..., Any], members: list[str]
) -> Callable[..., Any]:
    """Wrap a load, so that members that a list alone tells are still known after it."""

    @functools.wraps(load)
    def keep_and_load(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        data = self.meta.data if isinstance(self.meta.data, dict) else {}
        told = {member: data[member] for member in members if member in data}
        result = load(self, *args, **kwargs)
        if told:
            _keep_extras(self, told)
        return result

    return keep_and_load


def _keep_extras_of_action(
    action: Callable[..., Any], operation: str, members: list[str]
) -> Callable[..., Any]:
    @functools.wraps(action)
    def act_and_keep(self: ServiceResource, *args: object, **kwargs: object) -> Any:
        with record_responses(self.meta.client, operation) as call:
            result = action(self, *args, **kwargs)
        response = call.response
        values = {member: response[member] for member in members if member in response}
        if values:
            for made in result if isinstance(result, list) else [result]:
                if hasattr(made, "meta"):
                    _keep_extras(made, values)
        return result

    return act_and_keep


def _keep_extras(resource: ServiceResource, values: dict[str, Any]) -> None:
    before: _Extras | None = vars(resource).get(_EXTRAS)
    values = {**before.values, **values} if before else values
    vars(resource)[_EXTRAS] = _Extras(values, resource.meta.data)
