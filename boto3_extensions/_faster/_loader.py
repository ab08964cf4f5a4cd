"""A loader of botocore's that shares what is the same for all sessions.

It finds what botocore's would find, in the same order: user's folders first. Only what
comes from botocore's, boto3's and our folder alone is shared; as soon as a file, or one
of its extras, is a user's, all of it is read by botocore's own code, for this session.
"""

from __future__ import annotations

import os
from typing import Any

import boto3.session
from botocore.client import ClientCreator
from botocore.exceptions import DataNotFoundError
from botocore.loaders import JSONFileLoader, Loader
from botocore.regions import EndpointResolver

from boto3_extensions._faster import _speed
from boto3_extensions._faster._documents import Document, documents

_SHARED_FOLDERS = frozenset(
    {
        Loader.BUILTIN_DATA_PATH,
        os.path.join(os.path.dirname(boto3.session.__file__), "data"),
        os.path.join(
            os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data"
        ),
    }
)

# What is done here in another way than botocore's. Who has replaced one of these, in
# the class or in one loader, wants that to run.
_REPLACED = {
    Loader: (
        "load_service_model",
        "load_data_with_path",
        "load_data",
        "determine_latest_version",
        "list_available_services",
        "list_api_versions",
        "_find_extras",
        "_potential_locations",
    ),
    JSONFileLoader: ("exists", "load_file", "_load_file"),
}


# What must be wrapped before anything may be shared.
_PROTECTED: dict[Any, str] = {
    ClientCreator: "_load_service_model",
    EndpointResolver: "_resolve",
}


class SharingLoader(Loader):  # type: ignore[misc, unused-ignore]
    """botocore's `Loader`, with what is built in shared among all of this class."""

    _cache: dict[Any, Any]

    def load_service_model(
        self, service_name: str, type_name: str, api_version: str | None = None
    ) -> Any:
        """Return a model as botocore's loader does; it may be everybody's."""
        # As botocore writes its keys: `_session` looks for kinds of files in them.
        key = ("load_service_model", service_name, type_name, api_version)
        if key not in self._cache:
            shared = _shared_model(self, service_name, type_name, api_version)
            if shared is None:
                return super().load_service_model(service_name, type_name, api_version)
            self._cache[key] = shared
        return self._cache[key]

    def load_data_with_path(self, name: str) -> Any:
        """Return data and where it was found; it may be everybody's."""
        key = ("load_data_with_path", name)
        # A name without a folder is that of endpoints, partitions and the like. The
        # others are parts of models, into which botocore's code merges extras.
        if key not in self._cache and _is_plain_name(name) and _is_recognised(self):
            path, is_shared = _find(self, name)
            document = documents.read(path) if path and is_shared else None
            if document is not None:
                self._cache[key] = (document, path)
        return super().load_data_with_path(name)


def share(core: Any, loader: Any) -> None:
    """Let a loader share from now on, if it is exactly botocore's own kind.

    Args:
        core: The botocore session it belongs to. Of a class of others, as that of
            aiobotocore, clients may be made in ways not known here.
        loader: What it loads with.
    """
    if not type(core).__module__.startswith(("botocore.", "boto3_extensions.")):
        return
    # The loader stays the object that it is: botocore's session and boto3's hold it,
    # and perhaps the user.
    if type(loader) is Loader and _is_recognised(loader):
        loader.__class__ = SharingLoader


def _shared_model(
    loader: Any, service_name: str, type_name: str, api_version: str | None
) -> Document | None:
    # None: botocore's code shall do it, and complain if there is no such model.
    if not (_is_plain_name(service_name) and _is_recognised(loader)):
        return None
    if api_version is None:
        # botocore looks through the folders of all services before, to see that there
        # is this one.
        try:
            api_version = loader.determine_latest_version(service_name, type_name)
        except DataNotFoundError:
            return None
    name = os.path.join(service_name, str(api_version), type_name)
    extras = [f"{name}.{kind}-extras" for kind in loader.extras_types]
    found = [_find(loader, one) for one in (name, *extras)]
    if found[0][0] is None or not all(is_shared for _, is_shared in found):
        return None
    path, *others = (path for path, _ in found if path)
    return documents.read(path, others)


def _find(loader: Any, name: str) -> tuple[str | None, bool]:
    # Where botocore's loader would find a file, and whether all would find it there.
    for path in loader._potential_locations(name):
        if loader.file_loader.exists(path):
            return path, path[: -len(name) - 1] in _SHARED_FOLDERS
    return None, True


def _is_plain_name(name: str) -> bool:
    return os.path.basename(name) == name not in ("", os.curdir, os.pardir)


def _is_recognised(loader: Any) -> bool:
    if not _speed.is_on("models") or type(loader.file_loader) is not JSONFileLoader:
        return False
    if not vars(loader).keys().isdisjoint(_REPLACED[Loader]):
        return False
    # Else clients would change what all share (see `_service_models`).
    for kind, name in _PROTECTED.items():
        if not hasattr(vars(kind).get(name), "__wrapped__"):
            return False
    return all(
        getattr(vars(kind).get(name), "__module__", None) == "botocore.loaders"
        for kind, names in _REPLACED.items()
        for name in names
    )
