"""Find the services and types to drive, by walking the data folders."""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore.session
from botocore.loaders import Loader

from boto3_extensions._foundation.models import DERIVED_PATH

# Stands for the service resource among a service's types.
SERVICE = "ServiceResource"


@dataclass(frozen=True)
class Subject:
    """One type of one service, or the service resource itself."""

    service: str
    type: str

    def __str__(self) -> str:
        return f"{self.service}-{self.type}"

    @property
    def definition(self) -> dict[str, Any]:
        """The type's part of the merged resources-1."""
        whole = definitions_of(self.service)
        if self.type == SERVICE:
            return dict(whole["service"])
        return dict(whole["resources"][self.type])

    def where(self, section: str, name: str = "") -> str:
        """Return the path of a thing in this definition, for a message."""
        return ".".join(filter(None, [self.service, self.type, section, name]))


def services() -> list[str]:
    """Return every service with a resources-1, boto3's own included, but no derived."""
    found = {
        path.parents[1].name
        for folder in data_folders()
        for path in Path(folder).glob("*/*/resources-1*.json")
    }
    return sorted(found)


def derived_services() -> list[str]:
    """Return the services of the installed botocore whose definitions are derived."""
    known = botocore.session.get_session().get_available_services()
    return sorted({path.name for path in Path(DERIVED_PATH).iterdir()} & {*known})


def all_subjects(section: str) -> list[Subject]:
    """Return the subjects whose definition has something in `section`."""
    return [
        subject
        for service in services()
        for subject in subjects_of(service)
        if subject.definition.get(section)
    ]


@functools.cache
def definitions_of(service: str) -> dict[str, Any]:
    """Return the merged resources-1 of `service`, as a boto3 session would load it."""
    loader = Loader(extra_search_paths=[*data_folders(), DERIVED_PATH])
    loaded: dict[str, Any] = loader.load_service_model(service, "resources-1")
    return loaded


def subjects_of(service: str) -> list[Subject]:
    """Return the service resource and all types of one service."""
    types = definitions_of(service).get("resources", {})
    return [Subject(service, name) for name in [SERVICE, *types]]


def siblings(subject: Subject) -> list[Subject]:
    """Return the service resource and all types of the subject's service."""
    return subjects_of(subject.service)


def data_folders() -> list[str]:
    """Return the data folders of boto3 and of this package."""
    return [
        str(Path(spec.origin).parent / "data")
        for spec in map(importlib.util.find_spec, ["boto3", "boto3_extensions"])
        if spec is not None and spec.origin is not None
    ]
