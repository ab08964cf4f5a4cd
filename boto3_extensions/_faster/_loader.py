"""Lets botocore's loaders share what is read of files that are the same for all.

They find what botocore's own code would find, in the same order: user's folders first.
Only what comes from botocore's, boto3's and our folder alone is shared; as soon as a
file, or one of its extras, is a user's, all of it is read by botocore's own code.

Each function here wraps one of botocore's, of the same name: it puts what it knows into
the memory that each loader has, and botocore's own function finds it there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import boto3.session
from botocore.exceptions import DataNotFoundError
from botocore.loaders import JSONFileLoader, Loader

from boto3_extensions._faster._documents import (
    Document,
    document_of,
    documents,
    source_of,
)

_SHARED_FOLDERS = frozenset(
    {
        Loader.BUILTIN_DATA_PATH,
        os.path.join(os.path.dirname(boto3.session.__file__), "data"),
        os.path.join(
            os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data"
        ),
    }
)

# What a loader of botocore's has. Who has put more into one may want that to run.
_PARTS = {
    "_cache",
    "_extras_processor",
    "_extras_types",
    "_search_paths",
    "file_loader",
}


def load_service_model(
    original: Callable[..., Any], loader: Any, *args: Any, **kwargs: Any
) -> Any:
    """Load a model; a wrap of `Loader.load_service_model`."""
    # As botocore writes its keys.
    key = ("load_service_model", *args)
    for name, value in sorted(kwargs.items()):
        key += (name, value)
    if _is_plain(loader) and key not in loader._cache:
        document = _model(loader, *args, **kwargs)
        if document is not None:
            loader._cache.setdefault(key, document)
    return original(loader, *args, **kwargs)


def load_data_with_path(
    original: Callable[..., Any], loader: Any, *args: Any, **kwargs: Any
) -> Any:
    """Load data and tell where it was; a wrap of `Loader.load_data_with_path`."""
    key = ("load_data_with_path", *args)
    # A name without a folder is that of endpoints, partitions and the like. The others
    # are parts of models, into which botocore's code merges extras.
    if (
        not kwargs
        and len(args) == 1
        and _is_plain(loader)
        and key not in loader._cache
        and _is_plain_name(args[0])
    ):
        path, is_shared = _find(loader, args[0])
        source = documents.read(path) if path and is_shared else None
        if source is not None:
            loader._cache.setdefault(key, (document_of(source), path))
    return original(loader, *args, **kwargs)


def _is_plain(loader: Any) -> bool:
    return (
        type(loader) is Loader
        and vars(loader).keys() == _PARTS
        and type(loader.file_loader) is JSONFileLoader
        and not vars(loader.file_loader)
    )


def _model(
    loader: Any, service_name: Any, type_name: Any, api_version: Any = None
) -> Document | None:
    # None: botocore's code shall do it, and complain if there is no such model.
    if not (_is_plain_name(service_name) and _is_plain_name(type_name)):
        return None
    if api_version is None:
        # botocore looks through the folders of all services before, to see that there
        # is this one.
        try:
            api_version = loader.determine_latest_version(service_name, type_name)
        except DataNotFoundError:
            return None
    name = os.path.join(service_name, str(api_version), type_name)
    # However it is asked for, a model is one object of its loader, kept by its file.
    key = ("load_data_with_path", name)
    if key not in loader._cache:
        extras = [f"{name}.{kind}-extras" for kind in loader.extras_types]
        found = [_find(loader, one) for one in (name, *extras)]
        if found[0][0] is None or not all(is_shared for _, is_shared in found):
            return None
        path, *others = (path for path, _ in found if path)
        source = documents.read(path, others)
        if source is None:
            return None
        loader._cache.setdefault(key, (document_of(source), path))
    document = loader._cache[key][0]
    # Else botocore has read it before, and will merge the extras into that.
    return document if source_of(document) is not None else None


def _find(loader: Any, name: str) -> tuple[str | None, bool]:
    # Where botocore's loader would find a file, and whether all would find it there.
    for path in loader._potential_locations(name):
        if loader.file_loader.exists(path):
            return path, path[: -len(name) - 1] in _SHARED_FOLDERS
    return None, True


def _is_plain_name(name: Any) -> bool:
    return isinstance(name, str) and (
        os.path.basename(name) == name not in ("", os.curdir, os.pardir)
    )
