"""Signatures of actions, filters, loads and waiters, made of botocore's models.

`inspect`, IPython and Jupyter complete and check keyword arguments by signatures. A
signature is made of botocore's operation model when it is first read. Methods that
boto3 makes take no positional arguments, and add the identifiers of the resource
themselves.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import keyword
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from boto3.resources.model import Action, Parameter
    from botocore.model import OperationModel, ServiceModel, Shape
    from botocore.waiter import SingleWaiterConfig

# The keyword of botocore's waiters for the times of their checks.
WAITER_CONFIG = "WaiterConfig"

_TYPES: dict[str, Any] = {
    "string": str,
    "character": str,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": bool,
    "timestamp": datetime.datetime,
    "blob": bytes,
    "structure": dict[str, Any],
    "list": list[Any],
    "map": dict[str, Any],
}

_SCALARS = {"string", "integer", "long", "float", "double", "boolean"}


class _LeftOut:
    """The default of an optional parameter, which is then not sent."""

    def __repr__(self) -> str:
        return "..."


LEFT_OUT = _LeftOut()


class LazySignature(inspect.Signature):
    """A signature that is made at the first access to its parts.

    Args:
        make: Returns the signature.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], inspect.Signature]) -> None:
        # Without the constructor of the base class, which would need the parameters.
        self._make = make
        self._made: inspect.Signature | None = None

    def _signature(self) -> Any:
        """Return the signature, made at the first call."""
        if self._made is None:
            self._made = self._make()
        return self._made

    # These are slots of the base class, which all its methods read.
    @property
    def _parameters(self) -> Any:
        return self._signature()._parameters

    @property
    def _return_annotation(self) -> Any:
        return self._signature()._return_annotation

    def replace(self, **changes: Any) -> Any:
        """Return a plain signature with some parts replaced, as `inspect` does."""
        return self._signature().replace(**changes)

    __replace__ = replace

    def __reduce__(self) -> Any:
        return self._signature().__reduce__()


class CalledOperation(NamedTuple):
    """The operation that ``load()`` or a waiter calls.

    Attributes:
        method: The name of the method, such as ``wait_until_available``.
        operation: botocore's model of the operation.
        params: boto3's models of the inputs that the resource fills in.
        waiter: botocore's waiter, None for ``load()``.
    """

    method: str
    operation: OperationModel
    params: Sequence[Parameter]
    waiter: SingleWaiterConfig | None


def called_operation(made_of: Mapping[str, Any]) -> CalledOperation | None:
    """Return the operation of ``load()`` or of a waiter, by its docstring's arguments.

    Args:
        made_of: The arguments with which boto3's documentation of the method is made.

    Returns:
        The operation; None if the installed botocore lacks it or the waiter, and for
        the documentation of another method.
    """
    load, wait = made_of.get("load_model"), made_of.get("resource_waiter_model")
    waiter = None
    try:
        if wait is not None:
            waiter = made_of["service_waiter_model"].get_waiter(wait.waiter_name)
            method, name, params = wait.name, waiter.operation, wait.params
        elif load is not None:
            method, name, params = "load", load.request.operation, load.request.params
        else:
            return None
        operation = made_of["service_model"].operation_model(name)
    except Exception:
        # A definition of the user's may name anything; the call tells what is wrong.
        return None
    return CalledOperation(method, operation, params, waiter)


def lazy_signature_of(made_of: Mapping[str, Any]) -> LazySignature | None:
    """Return the signature of a method, made at the first access to its parts.

    Args:
        made_of: The arguments with which boto3's documentation of the method is made.

    Returns:
        The signature; None for methods that have one of their own, and for properties.
    """
    service_model = made_of.get("service_model")
    model = made_of.get("action_model") or made_of.get("batch_action_model")
    if made_of.get("action_name") == "filter":
        model = made_of.get("collection_model")
    if model is not None and service_model is not None:
        return lazy_signature(model, service_model)
    if "load_model" in made_of or "resource_waiter_model" in made_of:
        return LazySignature(functools.partial(called_signature, made_of))
    return None


def lazy_signature(action_model: Action, service_model: ServiceModel) -> LazySignature:
    """Return the signature of an action, made at the first access to its parts.

    The arguments are those of `signature_of`.
    """
    return LazySignature(functools.partial(signature_of, action_model, service_model))


def signature_of(
    action_model: Action, service_model: ServiceModel
) -> inspect.Signature:
    """Return the signature of an action, its resource as `self` included.

    Args:
        action_model: boto3's model of the action.
        service_model: botocore's model of the service.

    Returns:
        A signature with a keyword for each input of the operation that the resource
        does not fill in itself, required inputs first, in AWS's order. If the installed
        botocore lacks the operation, any keywords.
    """
    request = action_model.request
    try:
        operation = service_model.operation_model(request.operation)
    except Exception:
        # The inputs of an operation that the installed botocore lacks are unknown.
        return _any_keywords()
    # Private, and guarded by test_signatures: the definition with the keys of ours.
    definition = getattr(action_model, "_definition", {})
    filled = {input_of(parameter.target) for parameter in request.params} | {
        input_of(definition.get("arn", ""))
    }
    return _signature(operation, filled, definition.get("lock", {}))


def called_signature(made_of: Mapping[str, Any]) -> inspect.Signature:
    """Return the signature of ``load()`` or of a waiter, `self` included.

    Args:
        made_of: The arguments with which boto3's documentation of the method is made.

    Returns:
        As of `signature_of`; a waiter takes ``WaiterConfig``, too.
    """
    called = called_operation(made_of)
    if called is None:
        return _any_keywords()
    filled = {input_of(parameter.target) for parameter in called.params}
    signature = _signature(called.operation, filled)
    if called.waiter is None:
        return signature
    config = inspect.Parameter(
        WAITER_CONFIG,
        inspect.Parameter.KEYWORD_ONLY,
        default=LEFT_OUT,
        annotation=dict[str, int],
    )
    parameters = [*signature.parameters.values()]
    is_open = parameters[-1].kind is inspect.Parameter.VAR_KEYWORD
    parameters.insert(len(parameters) - is_open, config)
    return signature.replace(parameters=parameters)


_SELF = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)


def _any_keywords() -> inspect.Signature:
    rest = inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)
    return inspect.Signature([_SELF, rest])


def _signature(
    operation: OperationModel, filled: set[str], tokens: Iterable[str] = ()
) -> inspect.Signature:
    """Return the signature of a method that calls an operation.

    Args:
        operation: The operation.
        filled: The inputs that the resource fills in.
        tokens: The inputs that the resource fills in where they are not given.
    """
    shape = operation.input_shape
    if shape is None:
        return inspect.Signature([_SELF])
    inputs = {name: s for name, s in shape.members.items() if name not in filled}
    required = [n for n in inputs if n in shape.required_members and n not in tokens]
    order = dict.fromkeys([*required, *inputs])
    return inspect.Signature([_SELF, *_parameters(order, inputs, set(required))])


def _parameters(
    order: Iterable[str], shapes: Mapping[str, Shape], required: set[str]
) -> Iterable[inspect.Parameter]:
    writable = [name for name in order if _is_writable(name)]
    for name in writable:
        yield inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if name in required else LEFT_OUT,
            annotation=_annotation(shapes[name]),
        )
    if writable != [*order]:
        # A name that is a keyword of Python is given by `**{"from": ...}`.
        yield inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)


def _is_writable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def input_of(target: str) -> str:
    """Return the input that a target such as ``Filters[0].Values[0]`` is part of."""
    return target.partition(".")[0].partition("[")[0]


def _annotation(shape: Shape) -> Any:
    if shape.type_name == "list" and shape.member.type_name in _SCALARS:
        # All types of `_SCALARS` are classes.
        member: Any = _TYPES[shape.member.type_name]
        return list[member]
    return _TYPES.get(shape.type_name, Any)
