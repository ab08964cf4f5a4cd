"""Parts of botocore clients that are made once for all clients of a service.

For each client botocore makes a function, with models and a text, for each operation,
looks through all operations for endpoint discovery, and makes objects of all endpoint
rules, of which it evaluates few. Here these are made once, of the parsed file that
sessions share (`~boto3_extensions._foundation.models.Source`), and kept with it:

- methods: each client has functions of its own, all with the same code. botocore writes
  their texts when they are read, from the client's own model and events;
- endpoint rules: a client evaluates the shared rules, and gets rules of its own when
  somebody looks at them, or has changed the document that they are made of.

Each function here that takes an ``original`` stands in the place of botocore's, which
is that argument, and calls it for any model that is not of a shared file.
"""

from __future__ import annotations

import dis
import types
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, SupportsIndex

import botocore.client
from botocore.client import ClientCreator
from botocore.endpoint_provider import RuleSet
from botocore.model import ServiceModel
from botocore.utils import CachedProperty

from boto3_extensions._foundation.models import ParsedFile, source_of
from boto3_extensions._foundation.wraps import CLIENTS, ENDPOINTS, shallow_copy

if TYPE_CHECKING:
    from botocore.endpoint_provider import EndpointProvider

    from boto3_extensions._foundation.models import Document

_DISCOVERY = "endpoint_discovery_operation"


def load_service_model(
    original: Callable[..., Any],
    creator: ClientCreator,
    *args: object,
    **kwargs: object,
) -> ServiceModel:
    """Return the model of a client's service, with its endpoint discovery looked up.

    botocore makes models of all operations to find the operation that discovers
    endpoints, which hardly any service has. Here that is looked up once for a file.

    Args:
        original: `ClientCreator._load_service_model`.
        creator: The creator of the client.
        args: The positional arguments of `original`.
        kwargs: The keyword arguments of `original`.
    """
    service_model = original(creator, *args, **kwargs)
    description: Any = getattr(service_model, "_service_description", None)
    source = source_of(description)
    if (
        source is None
        or description.mark.count
        or type(service_model) is not ServiceModel
    ):
        return service_model
    if type(vars(ServiceModel).get(_DISCOVERY)) is CachedProperty:
        key = ("discovers", service_model.service_name)
        discovers = source.derived.get(key)
        if discovers is None:
            discovers = _discovers(source.content, service_model.service_name)
            source.derived[key] = discovers
        if not discovers:
            vars(service_model)[_DISCOVERY] = None
    return service_model


def _discovers(content: Mapping[str, Any], service_name: str) -> bool:
    # The result of `OperationModel.is_endpoint_discovery_operation` for any operation,
    # without the models of them.
    operations = content.get("operations", {}).values()
    if CLIENTS.token() is not None:
        return any("endpointoperation" in operation for operation in operations)
    return ServiceModel(content, service_name).endpoint_discovery_operation is not None


def create_methods(
    original: Callable[..., dict[str, Any]],
    creator: ClientCreator,
    service_model: ServiceModel,
) -> dict[str, Any]:
    """Return the methods of a client by name, with code that clients share.

    Args:
        original: `ClientCreator._create_methods`.
        creator: The creator of the client.
        service_model: The model of the client's service.
    """
    description = getattr(service_model, "_service_description", None)
    source = source_of(description)
    if source is None or type(creator) is not ClientCreator:
        return original(creator, service_model)
    if type(service_model) is not ServiceModel or "_create_api_method" in vars(creator):
        return original(creator, service_model)
    names = service_model.operation_names
    token = CLIENTS.token()
    key = ("methods", service_model.service_name)
    known = source.derived.get(key)
    if known is None or known[0] is not token:
        methods = _methods(creator, source, service_model.service_name)
        # Not kept if botocore's functions were replaced meanwhile.
        if methods is None or token is None or CLIENTS.token() is not token:
            own = original(creator, service_model)
            return own
        known = source.derived[key] = (token, methods)
    methods = known[1]
    # The client's own model may have other operations by now.
    if [*names] != [method.operation for method in methods.values()]:
        return original(creator, service_model)
    writer = _TextWriter(creator, service_model)
    return {name: method.for_client(writer, name) for name, method in methods.items()}


def _methods(
    creator: ClientCreator, source: ParsedFile, service_name: str
) -> dict[str, _Method] | None:
    """Return the methods of a service by name, None if a method has an unknown form."""
    # Made by a creator without parts and of a model without a session: both are kept,
    # and would keep the session.
    empty_creator = shallow_copy(creator)
    vars(empty_creator).update(dict.fromkeys(vars(empty_creator)))
    service_model = ServiceModel(source.content, service_name)
    methods: dict[str, _Method] = {}
    example: _Method | None = None
    for operation in service_model.operation_names:
        name = botocore.client.xform_name(operation)
        method = example and example.for_other(operation, name)
        if method is None:
            function = empty_creator._create_api_method(name, operation, service_model)
            method = _method(function, name, operation)
            if method is None:
                return None
            if _is_straight() and method.for_other(operation, name) == method:
                example = method
        if name in methods:
            return None
        methods[name] = method
    return methods


def _is_straight() -> bool:
    """Return whether botocore makes all methods alike: its code has no jump."""
    code = ClientCreator._create_api_method.__code__
    jumps = {*dis.hasjrel, *dis.hasjabs}
    return not any(i.opcode in jumps for i in dis.get_instructions(code))


def _method(function: object, name: str, operation: str) -> _Method | None:
    if not isinstance(function, types.FunctionType):
        return None
    closure = function.__closure__ or ()
    is_known = (
        function.__name__ == name
        and not vars(function)
        and function.__defaults__ is None
        and function.__kwdefaults__ is None
        and all(type(cell.cell_contents) is str for cell in closure)
    )
    if not is_known:
        return None
    return _Method(
        operation,
        function.__qualname__,
        function.__code__,
        function.__globals__,
        closure,
    )


class _Method(NamedTuple):
    """Client method for an operation, independent of clients.

    Attributes:
        operation: The name of the operation, such as ``ListBuckets``.
        qualname: The qualified name of the function.
        code: The code of the function.
        namespace: The globals of the function.
        closure: The cells of the function, all with texts.
    """

    operation: str
    qualname: str
    code: types.CodeType
    namespace: dict[str, Any]
    closure: tuple[types.CellType, ...]

    def for_other(self, operation: str, name: str) -> _Method | None:
        """Return the method for another operation.

        Args:
            operation: The name of the operation, such as ``ListBuckets``.
            name: The name of the method, such as ``list_buckets``.

        Returns:
            The method; None if the function closes over more than these two names.
        """
        values = {"operation_name": operation, "py_operation_name": name}
        cell, code = types.CellType, self.code
        try:
            closure = tuple([cell(values[variable]) for variable in code.co_freevars])
        except KeyError:
            return None
        # Not by `_replace`, which takes four times as long: ec2 has 800 operations.
        return _Method(operation, self.qualname, code, self.namespace, closure)

    def for_client(self, writer: _TextWriter, name: str) -> types.FunctionType:
        """Return the function of a client.

        Args:
            writer: Writes the texts of the client's methods.
            name: The name of the method, such as ``list_buckets``.
        """
        code, namespace, closure = self.code, self.namespace, self.closure
        function = types.FunctionType(code, namespace, name, None, closure)
        # The code of Python 3.10 does not contain the qualified name.
        function.__qualname__ = self.qualname
        function.__doc__ = _Text(writer, name, self.operation)
        return function


class _TextWriter(NamedTuple):
    """Writer of the texts of a client's methods.

    Attributes:
        creator: The creator of the client.
        service_model: The model of the client's service.
    """

    creator: ClientCreator
    service_model: ServiceModel

    def text(self, name: str, operation: str) -> str:
        """Return botocore's text of a method of this client.

        Args:
            name: The name of the method, such as ``list_buckets``.
            operation: The name of the operation, such as ``ListBuckets``.
        """
        method = self.creator._create_api_method(name, operation, self.service_model)
        return str(method.__doc__)


class _Text(str):
    """Docstring of a method, written by botocore when it is read."""

    __slots__ = ("_name", "_operation", "_writer", "_written")

    def __new__(cls, writer: _TextWriter, name: str, operation: str) -> _Text:
        text = super().__new__(cls)
        text._writer, text._name, text._operation = writer, name, operation
        text._written = None
        return text

    _written: str | None
    _writer: _TextWriter
    _name: str
    _operation: str

    def __str__(self) -> str:
        if self._written is None:
            self._written = self._writer.text(self._name, self._operation)
        return self._written

    __repr__ = __str__

    def expandtabs(self, tabsize: SupportsIndex = 8) -> str:
        """Return the text with tabs expanded; `help` and `inspect` call this method."""
        return str(self).expandtabs(tabsize)


def provide_endpoints(
    original: Callable[..., None],
    provider: EndpointProvider,
    *args: object,
    **kwargs: object,
) -> None:
    """Set up an endpoint provider with rules that clients share.

    Args:
        original: `EndpointProvider.__init__`.
        provider: The provider.
        args: The positional arguments of `original`.
        kwargs: The keyword arguments of `original`: the documents ``ruleset_data`` and
            ``partition_data``.
    """
    rules: Any = kwargs.get("ruleset_data")
    partitions: Any = kwargs.get("partition_data")
    rules_source, partitions_source = source_of(rules), source_of(partitions)
    token = ENDPOINTS.token()
    if (
        rules_source is None
        or partitions_source is None
        or token is None
        or args
        or _were_changed((rules, partitions))
    ):
        return original(provider, *args, **kwargs)
    key = ("rules", id(partitions_source))
    # The partitions are kept beside the rules, else their id could become another's.
    kept = rules_source.derived.get(key)
    if kept is None or kept[0] is not token:
        common = RuleSet(**rules_source.content, partitions=partitions_source.content)
        if ENDPOINTS.token() is not token:
            return original(provider, *args, **kwargs)
        kept = rules_source.derived[key] = (token, partitions_source, common)
    # botocore's constructor makes a rule set of no rules, which is replaced.
    empty = {"version": "1.0", "parameters": {}, "rules": []}
    original(provider, **{**kwargs, "ruleset_data": empty})
    provider.ruleset = SharedRules(rules, partitions, kept[2], token)
    return None


def _were_changed(documents: Iterable[Document]) -> bool:
    return any(document.mark.count for document in documents)


_OURS = {"_documents", "_evaluating", "_token", "parameters"}


class SharedRules(RuleSet):  # type: ignore[misc, unused-ignore]
    """botocore's `RuleSet` of a client, which evaluates rules shared by clients.

    Args:
        rules: The session's document of the rules.
        partitions: The session's document of the partitions.
        common: The shared rules, made of the sources of both documents.
        token: `ENDPOINTS.token()` when the shared rules were made.
    """

    def __init__(
        self, rules: Document, partitions: Document, common: RuleSet, token: object
    ) -> None:
        parameters = self._ingest_parameter_spec(rules["parameters"])
        evaluating: Any = object.__new__(RuleSet)
        evaluating.__dict__.update({**vars(common), "parameters": parameters})
        # Not by assignment: `__setattr__` below makes rules of this client's own.
        self.__dict__.update(
            parameters=parameters,
            _documents=(rules, partitions),
            _evaluating=evaluating,
            _token=token,
        )

    def __getattr__(self, name: str) -> Any:
        # Called for missing attributes: the rules and the like, until the first look.
        if name.startswith("__") or name in _OURS:
            raise AttributeError(name)
        self._make_own()
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._make_own()
        super().__setattr__(name, value)

    def evaluate(self, input_parameters: Mapping[str, Any]) -> Any:
        """Return the endpoint that the rules give for parameters, as botocore's does.

        Args:
            input_parameters: The parameters, such as ``Region`` and ``UseFIPS``.
        """
        evaluating = self._evaluating
        if evaluating is not None:
            is_current = ENDPOINTS.token() is self._token
            if is_current and not _were_changed(self._documents):
                return evaluating.evaluate(input_parameters)
            self._make_own()
        return super().evaluate(input_parameters)

    def _make_own(self) -> None:
        if self._evaluating is not None:
            rules, partitions = self._documents
            own = vars(RuleSet(**rules, partitions=partitions))
            self.__dict__.update({**own, "parameters": self.parameters})
            self.__dict__["_evaluating"] = None
