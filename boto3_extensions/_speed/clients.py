"""The rules of endpoints, read once for all clients of a service.

Each client of botocore makes objects of all rules of its service, of which it evaluates
few. Here a client asks those that were made of the shared source, which nobody gets to
see; it gets rules of its own once somebody looks at them, or has changed the document
that they are made of.

The methods of clients, of which the code is made once for each service.

botocore makes a function, with models and a text, for each operation of each client.
Here each client gets functions of its own, too, and of the same code; their texts are
made when they are read, by botocore, of the client's own model and events.
"""

from __future__ import annotations

import dis
import types
from collections.abc import Callable
from typing import Any, NamedTuple, SupportsIndex

import botocore.client
from botocore import endpoint_provider, model
from botocore.utils import CachedProperty

from boto3_extensions._foundation.models import source_of
from boto3_extensions._foundation.wraps import CLIENTS, ENDPOINTS, duplicate

# Any, for those who have stubs of botocore, which leave out what is not public.
_RuleSet: Any = endpoint_provider.RuleSet


class SharedRules(_RuleSet):  # type: ignore[misc, unused-ignore]
    """botocore's `RuleSet`, whose rules are made when they are looked at.

    Args:
        rules: The document of the rules, of one session.
        partitions: That of the partitions.
        common: The rules that were made of the sources of both.
        token: What all of botocore's was when those were made.
    """

    def __init__(self, rules: Any, partitions: Any, common: Any, token: Any) -> None:
        parameters = self._ingest_parameter_spec(rules["parameters"])
        evaluating: Any = object.__new__(_RuleSet)
        evaluating.__dict__.update({**vars(common), "parameters": parameters})
        # Not by assignment, which is for those who change the rules.
        self.__dict__.update(
            parameters=parameters,
            _documents=(rules, partitions),
            _evaluating=evaluating,
            _token=token,
        )

    def __getattr__(self, name: str) -> Any:
        # For what is not there: until the first look, the rules and their like.
        if name.startswith("__") or name in _OURS:
            raise AttributeError(name)
        self._make_own()
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._make_own()
        super().__setattr__(name, value)

    def evaluate(self, input_parameters: Any) -> Any:
        """Evaluate parameters against the rules, as botocore's does."""
        evaluating = self._evaluating
        if evaluating is not None:
            is_as_it_was = ENDPOINTS.token() is self._token
            if is_as_it_was and not _were_changed(self._documents):
                return evaluating.evaluate(input_parameters)
            self._make_own()
        return super().evaluate(input_parameters)

    def _make_own(self) -> None:
        if self._evaluating is not None:
            rules, partitions = self._documents
            own = vars(_RuleSet(**rules, partitions=partitions))
            self.__dict__.update({**own, "parameters": self.parameters})
            self.__dict__["_evaluating"] = None


_OURS = {"_documents", "_evaluating", "_token", "parameters"}


def provide_endpoints(
    original: Callable[..., None], provider: Any, *args: Any, **kwargs: Any
) -> None:
    """Set up an endpoint provider; a wrap of `EndpointProvider.__init__`."""
    rules, partitions = kwargs.get("ruleset_data"), kwargs.get("partition_data")
    of_rules, of_partitions = source_of(rules), source_of(partitions)
    token = ENDPOINTS.token()
    if (
        of_rules is None
        or of_partitions is None
        or token is None
        or args
        or _were_changed((rules, partitions))
    ):
        return original(provider, *args, **kwargs)
    key = ("rules", id(of_partitions))
    # The partitions are kept with it, so that their id is nobody else's.
    found = of_rules.derived.get(key)
    if found is None or found[0] is not token:
        common = _RuleSet(**of_rules.content, partitions=of_partitions.content)
        if ENDPOINTS.token() is not token:
            return original(provider, *args, **kwargs)
        found = of_rules.derived[key] = (token, of_partitions, common)
    # botocore's own function, given rules that are hardly any.
    empty = {"version": "1.0", "parameters": {}, "rules": []}
    original(provider, **{**kwargs, "ruleset_data": empty})
    provider.ruleset = SharedRules(rules, partitions, found[2], token)
    return None


def _were_changed(documents: Any) -> bool:
    return any(document.mark.count for document in documents)


# Any, for those who have stubs of botocore, which leave out what is not public.
_Creator: Any = botocore.client.ClientCreator
_Model: Any = model.ServiceModel


class _Method(NamedTuple):
    """The method of a client for an operation, for whatever client."""

    operation: str
    qualname: str
    code: types.CodeType
    space: dict[str, Any]
    closure: tuple[types.CellType, ...]

    def for_other(self, operation: str, name: str) -> _Method | None:
        """Return the method for another operation, None if this cannot tell it.

        Args:
            operation: The operation's name, as AWS has it.
            name: The method's.
        """
        values = {"operation_name": operation, "py_operation_name": name}
        free = self.code.co_freevars
        if not values.keys() >= {*free}:
            return None
        closure = tuple(types.CellType(values[one]) for one in free)
        return self._replace(operation=operation, closure=closure)

    def of(self, maker: _Maker, name: str) -> Any:
        """Return the method of one client."""
        code, space, closure = self.code, self.space, self.closure
        function = types.FunctionType(code, space, name, None, closure)
        # Python 3.10 has it not in the code.
        function.__qualname__ = self.qualname
        function.__doc__ = _Text(maker, name, self.operation)
        return function


class _Maker(NamedTuple):
    """Who makes the methods of one client."""

    creator: Any
    service_model: Any

    def text(self, name: str, operation: str) -> str:
        """Return what botocore says of a method of this client."""
        made = self.creator._create_api_method(name, operation, self.service_model)
        return str(made.__doc__)


class _Text(str):
    """The text of a method, made by botocore when it is read."""

    __slots__ = ("_made", "_maker", "_name", "_operation")

    def __new__(cls, maker: _Maker, name: str, operation: str) -> _Text:
        text = super().__new__(cls)
        text._maker, text._name, text._operation = maker, name, operation
        text._made = None
        return text

    _made: str | None
    _maker: _Maker
    _name: str
    _operation: str

    def __str__(self) -> str:
        if self._made is None:
            self._made = self._maker.text(self._name, self._operation)
        return self._made

    __repr__ = __str__

    def expandtabs(self, tabsize: SupportsIndex = 8) -> str:
        """Return the text, as `help()` and `inspect` ask for it."""
        return str(self).expandtabs(tabsize)


def load_service_model(
    original: Callable[..., Any], creator: Any, *args: Any, **kwargs: Any
) -> Any:
    """Make the model of a client's service; a wrap of botocore's of the same name.

    botocore makes models of all operations, to see that none of them discovers
    endpoints, which hardly a service has. That is looked up once for a source.
    """
    service_model = original(creator, *args, **kwargs)
    description: Any = getattr(service_model, "_service_description", None)
    source = source_of(description)
    if source is None or description.mark.count or type(service_model) is not _Model:
        return service_model
    if type(vars(_Model).get(_DISCOVERY)) is CachedProperty:
        key = ("discovers", service_model.service_name)
        discovers = source.derived.get(key)
        if discovers is None:
            discovers = _discovers(source.content, service_model.service_name)
            source.derived[key] = discovers
        if not discovers:
            vars(service_model)[_DISCOVERY] = None
    return service_model


_DISCOVERY = "endpoint_discovery_operation"


def _discovers(content: Any, service_name: str) -> bool:
    # As `OperationModel.is_endpoint_discovery_operation` does, without the models.
    operations = content.get("operations", {}).values()
    if CLIENTS.token() is not None:
        return any("endpointoperation" in operation for operation in operations)
    return _Model(content, service_name).endpoint_discovery_operation is not None


def create_methods(
    original: Callable[..., Any], creator: Any, service_model: Any
) -> Any:
    """Make the methods of a client; a wrap of `ClientCreator._create_methods`."""
    description = getattr(service_model, "_service_description", None)
    source = source_of(description)
    if source is None or type(creator) is not _Creator:
        return original(creator, service_model)
    if type(service_model) is not _Model or "_create_api_method" in vars(creator):
        return original(creator, service_model)
    names = service_model.operation_names
    token = CLIENTS.token()
    key = ("methods", service_model.service_name)
    known = source.derived.get(key)
    if known is None or known[0] is not token:
        methods = _methods(creator, source, service_model.service_name)
        # Not kept if somebody has put something in the place of botocore's meanwhile.
        if methods is None or token is None or CLIENTS.token() is not token:
            return original(creator, service_model)
        known = source.derived[key] = (token, methods)
    methods = known[1]
    # The client's own model may have other operations by now.
    if [*names] != [method.operation for method in methods.values()]:
        return original(creator, service_model)
    maker = _Maker(creator, service_model)
    return {name: method.of(maker, name) for name, method in methods.items()}


def _methods(creator: Any, source: Any, service_name: str) -> Any:
    # Made with a model of nobody's, which would otherwise be kept, and with it a
    # session. None if a method is not made as we know it.
    nobodys = duplicate(creator)
    vars(nobodys).update(dict.fromkeys(vars(nobodys)))
    template = _Model(source.content, service_name)
    found: dict[str, _Method] = {}
    example: _Method | None = None
    for operation in template.operation_names:
        name = botocore.client.xform_name(operation)
        method = example and example.for_other(operation, name)
        if method is None:
            made = nobodys._create_api_method(name, operation, template)
            method = _method(made, name, operation)
            if method is None:
                return None
            if _is_straight() and method.for_other(operation, name) == method:
                example = method
        if name in found:
            return None
        found[name] = method
    return found


def _is_straight() -> bool:
    """Tell whether botocore does the same for all operations: its code has no jump."""
    code = _Creator._create_api_method.__code__
    jumps = {*dis.hasjrel, *dis.hasjabs}
    return not any(one.opcode in jumps for one in dis.get_instructions(code))


def _method(made: Any, name: str, operation: str) -> _Method | None:
    if type(made) is not types.FunctionType:
        return None
    closure = made.__closure__ or ()
    is_known = (
        made.__name__ == name
        and not vars(made)
        and made.__defaults__ is None
        and made.__kwdefaults__ is None
        and all(type(cell.cell_contents) is str for cell in closure)
    )
    if not is_known:
        return None
    return _Method(
        operation, made.__qualname__, made.__code__, made.__globals__, closure
    )
