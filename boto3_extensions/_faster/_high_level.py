"""Makes dynamodb's resources without registering their handlers again and again.

The constructor of a ``dynamodb.Table`` registers handlers with the events of its
client, by ids, so that only the first table of a client registers anything. Trying it
is most of what a table costs. Where all ids are registered, ours leaves it out.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Sequence
from typing import Any

from botocore import hooks

# Any, for those who have stubs of botocore, which leave out what is not public.
EventAliaser: Any = hooks.EventAliaser
HierarchicalEmitter: Any = hooks.HierarchicalEmitter

# As in `_building`, which imports this.
BuildOne = Callable[[Any, Sequence[Any]], Any]


def high_level_builder(cls: Any, init: Any, build: BuildOne) -> BuildOne | None:
    """Return what makes objects of a resource class of dynamodb.

    Args:
        cls: The class.
        init: The constructor of `ServiceResource`.
        build: What makes objects of it as `init` does.

    Returns:
        The function, or None if objects are not constructed as we know it.
    """
    from boto3.dynamodb.transform import TransformationInjector

    classes = [c for c in cls.__mro__[:-1] if "__init__" in vars(c)]
    inits = [(c, c.__init__) for c in classes]
    ids = _ids()
    if not ids or not {known for _, known in inits} <= {init, *_known_inits()}:
        return None

    def build_high_level(client: Any, values: Sequence[Any]) -> Any:
        registered = _registered(client)
        if registered is None or not ids <= registered.keys():
            return None
        for c, known in inits:
            if c.__init__ is not known:
                return None
        resource = build(client, values)
        if resource is not None:
            resource._injector = TransformationInjector()
        return resource

    return build_high_level


def _known_inits() -> list[Any]:
    from boto3.dynamodb import table, transform

    known: list[tuple[Any, Any]] = [
        (transform.DynamoDBHighLevelResource, transform.TransformationInjector),
        # Passes all on to the one above, or the one above to it.
        (table.TableResource, table.BatchWriter),
    ]
    # Where the code is not in the file of boto3's, it is somebody's wrapper.
    return [
        one.__init__
        for one, other in known
        if _file_of(one.__init__) == _file_of(other.__init__)
    ]


def _file_of(function: Any) -> str:
    return str(function.__code__.co_filename)


def _registered(client: Any) -> Any:
    """Return botocore's own dict of the ids that a client's events have."""
    events = client.meta.events
    inner: Any = events._emitter if type(events) is EventAliaser else None
    return inner._unique_id_handlers if type(inner) is HierarchicalEmitter else None


class _Recorder:
    def __init__(self) -> None:
        self.ids: set[str] = set()

    def register(self, event_name: str, handler: Any, unique_id: str) -> None:
        self.ids.add(unique_id)


@functools.cache
def _ids() -> frozenset[str]:
    """Return the ids that the constructor registers, none if it does other things."""
    from boto3.dynamodb.transform import DynamoDBHighLevelResource

    recorder = _Recorder()
    space = types.SimpleNamespace

    class Base:
        def __init__(self) -> None:
            self.meta = space(client=space(meta=space(events=recorder)))

    # It asks nothing but `register` of events, each time with an id.
    probe = type("Probe", (DynamoDBHighLevelResource, Base), {})
    try:
        made = probe()
    except (AttributeError, TypeError):
        return frozenset()
    is_known = vars(made).keys() == {"meta", "_injector"}
    return frozenset(recorder.ids) if is_known else frozenset()
