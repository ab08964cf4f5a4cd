"""What somebody may put in the place of boto3's functions, in three ways.

Imported by programs that import the package later, so not a part of a test.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any
from unittest import mock

import boto3
import wrapt

# All that a short path may stand for, one of each step.
FUNCTIONS = [
    "boto3.resources.action:ServiceAction.__init__",
    "boto3.resources.base:ResourceMeta.__init__",
    "boto3.resources.base:ServiceResource.__init__",
    "boto3.resources.collection:CollectionFactory.load_from_definition",
    "boto3.resources.collection:ResourceCollection.pages",
    "boto3.resources.factory:ResourceFactory._create_action",
    "boto3.resources.factory:ResourceFactory._create_class_partial",
    "boto3.resources.factory:ResourceFactory._create_identifier",
    "boto3.resources.factory:ResourceFactory._load_attributes",
    "boto3.resources.factory:ResourceFactory.load_from_definition",
    "boto3.resources.factory:build_identifiers",
    "boto3.resources.model:ResourceModel.__init__",
    "boto3.resources.model:ResourceModel._get_has_definition",
    "boto3.resources.response:ResourceHandler.__call__",
    "boto3.resources.response:build_identifiers",
    "botocore.client:ClientCreator._create_api_method",
    "botocore.client:ClientCreator._create_client_class",
    "botocore.client:ClientCreator._create_methods",
    "botocore.client:ClientCreator._create_name_mapping",
    "botocore.client:ClientCreator._load_service_model",
    "botocore.client:xform_name",
    "botocore.endpoint_provider:EndpointProvider.__init__",
    "botocore.endpoint_provider:EndpointRule.evaluate",
    "botocore.endpoint_provider:RuleSet.__init__",
    "botocore.endpoint_provider:RuleSet.evaluate",
    "botocore.endpoint_provider:RuleSetStandardLibrary.call_function",
    "botocore.endpoint_provider:TreeRule.__init__",
    "botocore.hooks:BaseEventHooks._verify_accept_kwargs",
    "botocore.hooks:EventAliaser._alias_event_name",
    "botocore.hooks:HierarchicalEmitter._register_section",
    "botocore.hooks:_PrefixTrie.append_item",
    "botocore.loaders:ExtrasProcessor.process",
    "botocore.loaders:JSONFileLoader._load_file",
    "botocore.loaders:JSONFileLoader.exists",
    "botocore.loaders:JSONFileLoader.load_file",
    "botocore.loaders:Loader._find_extras",
    "botocore.loaders:Loader.determine_latest_version",
    "botocore.loaders:Loader.list_available_services",
    "botocore.loaders:Loader.load_data",
    "botocore.loaders:Loader.load_data_with_path",
    "botocore.loaders:Loader.load_service_model",
    "botocore.model:OperationModel.__init__",
    "botocore.model:ServiceModel.operation_model",
    "botocore.session:Session.__init__",
    "botocore.session:Session._register_builtin_handlers",
    "botocore.session:Session.register",
    "botocore.session:get_session",
    "json:loads",
]


def named(path: str) -> tuple[Any, str]:
    """Return what holds a function, and its name there."""
    module, _, name = path.partition(":")
    *classes, attribute = name.split(".")
    holder = functools.reduce(getattr, classes, importlib.import_module(module))
    return holder, attribute


def by_functools(original: Any, calls: list[int]) -> Any:
    """Wrap a function as most do."""

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        return original(*args, **kwargs)

    return wrapper


def by_wrapt(original: Any, calls: list[int]) -> Any:
    """Wrap a function as agents do that watch programs."""

    def wrapper(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        calls.append(1)
        return wrapped(*args, **kwargs)

    return wrapt.FunctionWrapper(original, wrapper)


def by_mock(original: Any, calls: list[int]) -> Any:
    """Put a function of mock's in the place of another, with its signature."""

    def effect(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        return original(*args, **kwargs)

    return mock.create_autospec(original, side_effect=effect)


WAYS: dict[str, Callable[[Any, list[int]], Any]] = {
    "functools": by_functools,
    "wrapt": by_wrapt,
    "mock": by_mock,
}


def use() -> list[Any]:
    """Use sessions, clients, resources and a collection; return what tells them."""
    session = boto3.Session("id", "key", region_name="us-east-1")
    client = session.client("sqs")
    sqs = session.resource("sqs")
    queue = sqs.Queue("https://sqs.us-east-1.amazonaws.com/1/q")
    page = {"QueueUrls": ["https://x/1/a", "https://x/1/b"]}
    sqs.meta.client.meta.events.register(
        "before-call.sqs.ListQueues", lambda **_: (mock.Mock(status_code=200), page)
    )
    return [
        client.generate_presigned_url("list_queues").split("?")[0],
        client.list_queues.__name__,
        [item.url for item in sqs.queues.all()],
        type(queue).__name__,
        queue.url,
        sqs.Queue("u").url,
    ]


class Replaced:
    """A function that something else stands for, until it is undone."""

    def __init__(self, path: str, way: str) -> None:
        self.path = path
        self._holder, self._name = named(path)
        self._original = vars(self._holder)[self._name]
        self.calls: list[int] = []
        setattr(self._holder, self._name, WAYS[way](self._original, self.calls))

    def undo(self) -> None:
        """Put back what was there."""
        setattr(self._holder, self._name, self._original)

    def __enter__(self) -> Replaced:
        return self

    def __exit__(self, *_: object) -> None:
        self.undo()


def all_replaced(way: str, package: str | None) -> list[Any]:
    """Replace all functions at once, then import a package or none, and use boto3.

    Returns:
        The calls of each function, and what was got, with all in place and undone.
    """
    replaced = [Replaced(path, way) for path in FUNCTIONS]
    if package:
        importlib.import_module(package)
    results = [use()]
    counts = {one.path: len(one.calls) for one in replaced}
    for one in reversed(replaced):
        one.undo()
    return [counts, *results, use(), use()]
