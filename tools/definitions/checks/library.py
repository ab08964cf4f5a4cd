"""The data files as boto3 loads them, merged with boto3's and botocore's own."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import DataNotFoundError, UnknownServiceError
from botocore.loaders import Loader
from botocore.model import ServiceModel

from .service import Service

_BOTO3_DATA = os.path.join(os.path.dirname(boto3.__file__), "data")


# Beside boto3's "sdk", the extras that the package tells its loaders to merge.
EXTRAS = "boto3-extensions"
# The one file that is no service's: of which botocore all of them are made.
_MADE_FROM = "made-from-1.json"


def _loader(*folders: str) -> Loader:
    # Not the user's ~/.aws/models: what is checked is what is shipped.
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH, _BOTO3_DATA, *folders],
        include_default_search_paths=False,
    )
    loader.extras_types.append(EXTRAS)
    return loader


class Library:
    """The definitions of a data folder, and the models they are checked against.

    Args:
        data: The folder that holds ``<service>/<version>/<file>``.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._plain = _loader()
        self._merged = _loader(str(data))
        self._model = cache(self._load_model)

    def files(self) -> list[Path]:
        """Return every service's files, by name."""
        about_all = self.data / _MADE_FROM
        files = (path for path in self.data.rglob("*") if path.is_file())
        return sorted(path for path in files if path != about_all)

    def shipped(self) -> list[str]:
        """Return the services that boto3 itself has resources of, by name."""
        return sorted(self._plain.list_available_services("resources-1"))

    def newest(self, service: str, kind: str, *, plain: bool = True) -> str | None:
        """Return the newest version of a kind of file, *plain* for boto3's own."""
        loader = self._plain if plain else self._merged
        try:
            return str(loader.determine_latest_version(service, kind))
        except (DataNotFoundError, UnknownServiceError):
            return None

    def load(
        self, service: str, kind: str, *, plain: bool = True
    ) -> dict[str, Any] | None:
        """Return the newest document of a kind; ``None`` if there is none."""
        version = self.newest(service, kind, plain=plain)
        loader = self._plain if plain else self._merged
        if version is None:
            return None
        document: dict[str, Any] = loader.load_service_model(service, kind, version)
        return document

    def service(self, name: str) -> Service:
        """Return a service as boto3 sees it with the folder."""
        return self._service(name, plain=False)

    def base(self, name: str) -> Service | None:
        """Return a service as boto3 alone defines it; ``None`` if it does not."""
        known = self.newest(name, "resources-1") is not None
        return self._service(name, plain=True) if known else None

    def _service(self, name: str, *, plain: bool) -> Service:
        def part(kind: str, key: str) -> Any:
            return (self.load(name, kind, plain=plain) or {}).get(key, {})

        return Service(
            name,
            self._model(name),
            part("paginators-1", "pagination"),
            part("waiters-2", "waiters"),
            self.load(name, "resources-1", plain=plain) or {},
            part("arns-1", "resources"),
        )

    def _load_model(self, name: str) -> ServiceModel:
        model = self.load(name, "service-2")
        if model is None:
            raise LookupError(f"botocore does not know the service {name}")
        return ServiceModel(model, name)


def read_json(path: Path) -> Any:
    """Return the contents of a JSON file; ``None`` if its text is not JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
