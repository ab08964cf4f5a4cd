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

from botocore.hooks import EventAliaser, HierarchicalEmitter

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

    inits = [(c, vars(c)["__init__"]) for c in cls.__mro__[:-1] if "__init__" in vars(c)]
    ids = _ids()
    if not ids or [known for _, known in inits] not in _known_orders(init):
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


def _known_orders(init: Any) -> list[list[Any]]:
    from boto3.dynamodb.table import TableResource
    from boto3.dynamodb.transform import DynamoDBHighLevelResource

    above = DynamoDBHighLevelResource.__init__, init
    return [[*above], [TableResource.__init__, *above]]


def _registered(client: Any) -> Any:
    """Return botocore's own dict of the ids that a client's events have."""
    events = client.meta.events
    if type(events) is not EventAliaser or type(events._emitter) is not (
        HierarchicalEmitter
    ):
        return None
    return events._emitter._unique_id_handlers


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
