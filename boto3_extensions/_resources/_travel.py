"""Resources that are asked to travel to another process: refused, with what to send.

Their classes are made anew in each session, so pickle cannot find them; a client and
its credentials could not travel either.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, NoReturn

from boto3_extensions.exceptions import NotPicklableError

_WAYS = ("__reduce__", "__reduce_ex__", "__getstate__")


def add_refusal(class_attributes: dict[str, Any], base_classes: Sequence[type]) -> None:
    """Have pickle told what to do, unless a class has its own way to travel.

    Args:
        class_attributes: Those of the class to be made.
        base_classes: Its bases.
    """
    if any(name in class_attributes for name in _WAYS):
        return
    for base in base_classes:
        if any(getattr(base, n, None) is not getattr(object, n, None) for n in _WAYS):
            return
    class_attributes["__reduce_ex__"] = _refuse
    # Copies in this process are another matter: as without us.
    class_attributes.setdefault("__copy__", _copy)
    class_attributes.setdefault("__deepcopy__", _deepcopy)


def _refuse(self: Any, protocol: object) -> NoReturn:
    kind = type(self).__name__
    if hasattr(getattr(self, "meta", None), "identifiers") and self.meta.identifiers:
        mend = (
            "send its ARN (.arn, after boto3_extensions.arn_patch_boto3()) and have "
            "boto3_extensions.resource_from_arn(arn, session) make it there, or send "
            f"its {', '.join(self.meta.identifiers)}"
        )
    else:
        mend = "make it there, by boto3.resource; of single resources send the ARN"
    raise NotPicklableError(
        f"a {kind} cannot be pickled, as its client and credentials would be: {mend}"
    )


def _copy(self: Any) -> Any:
    kind: Any = type(self)
    made = kind.__new__(kind)
    made.__dict__.update(self.__dict__)
    return made


def _deepcopy(self: Any, memo: dict[int, Any]) -> Any:
    kind: Any = type(self)
    made = kind.__new__(kind)
    memo[id(self)] = made
    made.__dict__.update(copy.deepcopy(self.__dict__, memo))
    return made
