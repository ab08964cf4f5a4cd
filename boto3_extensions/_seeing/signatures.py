"""Signatures of actions, made of the operations' models when they are asked for.

``inspect``, IPython and Jupyter complete and check keywords by them. boto3 takes no
arguments by position, and fills in what the resource knows.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import keyword
from collections.abc import Callable, Iterable
from typing import Any

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
    """The default of what AWS takes but does not need; it is not sent then."""

    def __repr__(self) -> str:
        return "..."


LEFT_OUT = _LeftOut()


class LazySignature(inspect.Signature):
    """A signature that is made when somebody looks into it.

    Args:
        make: Returns the signature.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], inspect.Signature]) -> None:
        # Not the constructor of what it stands for, which would need parameters.
        self._make = make
        self._made: inspect.Signature | None = None

    def _now(self) -> Any:
        if self._made is None:
            self._made = self._make()
        return self._made

    # Two slots of the class above, which all its methods read.
    @property
    def _parameters(self) -> Any:
        return self._now()._parameters

    @property
    def _return_annotation(self) -> Any:
        return self._now()._return_annotation

    def replace(self, **changes: Any) -> Any:
        """Return a signature that is made already, with other parts."""
        return self._now().replace(**changes)

    __replace__ = replace

    def __reduce__(self) -> Any:
        return self._now().__reduce__()


def lazy(action_model: Any, service_model: Any) -> LazySignature:
    """Return the signature of an action, made when somebody looks into it."""
    return LazySignature(functools.partial(signature_of, action_model, service_model))


def signature_of(action_model: Any, service_model: Any) -> inspect.Signature:
    """Return the signature of an action, its resource as `self` included.

    Args:
        action_model: boto3's model of it.
        service_model: botocore's model of the service.

    Returns:
        Keywords alone: those of the operation that the resource does not fill in, the
        required ones first, in AWS's order. Any, where the operation is not known.
    """
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    request = action_model.request
    try:
        shape = service_model.operation_model(request.operation).input_shape
    except Exception:
        # What a botocore lacks has no inputs that could be told.
        rest = inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)
        return inspect.Signature([own, rest])
    if shape is None:
        return inspect.Signature([own])
    # Semi-private, and guarded by test_signatures: what else we say of an action.
    ours = getattr(action_model, "_definition", {})
    filled = {root_of(one.target) for one in request.params} | {
        root_of(ours.get("arn", ""))
    }
    left = {name: one for name, one in shape.members.items() if name not in filled}
    tokens = ours.get("lock", {})
    required = [n for n in left if n in shape.required_members and n not in tokens]
    order = dict.fromkeys([*required, *left])
    return inspect.Signature(
        [own, *_parameters(order, left, set(required))],
    )


def _parameters(
    order: Iterable[str], shapes: Any, required: set[str]
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
        # What Python has no name for, as `from`, is given by `**{"from": ...}`.
        yield inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)


def _is_writable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def root_of(target: str) -> str:
    """Return the input that a target such as ``Filters[0].Values[0]`` is in."""
    return target.partition(".")[0].partition("[")[0]


def _annotation(shape: Any) -> Any:
    if shape.type_name == "list" and shape.member.type_name in _SCALARS:
        # Any of them is a class by itself.
        member: Any = _TYPES[shape.member.type_name]
        return list[member]
    return _TYPES.get(shape.type_name, Any)
