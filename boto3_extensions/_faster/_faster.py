"""The wraps that make boto3 faster, each with its switch.

A table, which ``_patch`` puts on and takes off. What a switch does for users is told in
``_speed.SWITCHES``, what a function does where it stands.
"""

from __future__ import annotations

from typing import Any

from boto3_extensions import _wraps
from boto3_extensions._faster import _originals, _speed
from boto3_extensions._faster._originals import Originals
from boto3_extensions._wraps import Wrap


def _faster(
    switch: str,
    holder: str,
    attribute: str,
    ours: str,
    parameters: tuple[str, ...] | None,
    *stands_for: Originals,
) -> tuple[str, Wrap]:
    """Describe a wrap that makes boto3 faster.

    Args:
        switch: Its name in `_speed.SWITCHES`.
        holder: The class or module, like `botocore.loaders:Loader`.
        attribute: The function's name there.
        ours: The function to call in its place, with the original as first argument,
            like `boto3_extensions._sharing:load_data`; imported when first called.
        parameters: The names of the parameters of the function as we know it; None if
            ours takes whatever it takes.
        stands_for: All whose work ours does in another way: while one of them is
            somebody else's, the original is called, and ours not even imported.
    """

    def holders() -> list[Any]:
        try:
            return [_wraps.named(holder)]
        except (ImportError, AttributeError):
            return []

    def is_on() -> bool:
        return switch in _speed.state.on and all(
            originals.token() is not None for originals in stands_for
        )

    wrap = Wrap(
        holders=holders,
        attribute=attribute,
        ours=_wraps.lazily(ours),
        is_on=is_on,
        parameters=parameters,
    )
    return switch, wrap


# Switch and wrap, one a line; what they do is told in `_speed.SWITCHES`.
FASTER: tuple[tuple[str, Wrap], ...] = (
    _faster(
        "definitions",
        "boto3.resources.factory:ResourceFactory",
        "_create_collection",
        "boto3_extensions._faster._definitions:create_collection",
        ("factory_self", "resource_name", "collection_model", "service_context"),
        _originals.RESOURCES,
    ),
    _faster(
        "definitions",
        "boto3.resources.model:ResourceModel",
        "_get_has_definition",
        "boto3_extensions._faster._definitions:get_has_definition",
        ("self",),
        _originals.RESOURCES,
    ),
    _faster(
        "events",
        "botocore.hooks:EventAliaser",
        "_alias_event_name",
        "boto3_extensions._faster._handlers:alias_event_name",
        ("self", "event_name"),
        _originals.ALIASES,
    ),
    _faster(
        "events",
        "botocore.hooks:BaseEventHooks",
        "_verify_accept_kwargs",
        "boto3_extensions._faster._handlers:verify_accept_kwargs",
        ("self", "func"),
        _originals.HANDLERS,
    ),
    _faster(
        "models",
        "botocore.loaders:Loader",
        "load_service_model",
        "boto3_extensions._faster._loader:load_service_model",
        None,
        _originals.LOADING,
        _originals.READING,
    ),
    _faster(
        "models",
        "botocore.loaders:Loader",
        "load_data_with_path",
        "boto3_extensions._faster._loader:load_data_with_path",
        None,
        _originals.LOADING,
        _originals.READING,
    ),
    _faster(
        "clients",
        "botocore.client:ClientCreator",
        "_load_service_model",
        "boto3_extensions._faster._clients:load_service_model",
        None,
        _originals.CLIENTS,
    ),
    _faster(
        "clients",
        "botocore.client:ClientCreator",
        "_create_methods",
        "boto3_extensions._faster._clients:create_methods",
        ("self", "service_model"),
        _originals.CLIENTS,
    ),
    _faster(
        "clients",
        "botocore.endpoint_provider:EndpointProvider",
        "__init__",
        "boto3_extensions._faster._rules:provide_endpoints",
        None,
        _originals.ENDPOINTS,
    ),
    _faster(
        "connections",
        "botocore.endpoint:EndpointCreator",
        "create_endpoint",
        "boto3_extensions._faster._http_pool:create_endpoint",
        None,
    ),
)
