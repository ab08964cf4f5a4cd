"""Loads ``arns-1`` files, which may be the user's, and says what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from boto3_extensions._session import file_in, model_of
from boto3_extensions.exceptions import ArnRulesError, DefinitionFileError

KIND = "arns-1"

_NO_TYPES = "it has no object 'resources', of types"

_FORMS: dict[str, tuple[type, str]] = {
    "format": (str, "string"),
    "arn": (str, "string"),
    "account": (str, "string"),
    "identifiers": (dict, "object"),
    "numbers": (list, "list"),
    "variants": (list, "list"),
    "when": (dict, "object"),
}


def document_of(loader: Any, service: str) -> Any:
    """Return a service's ``arns-1``, None if there is none.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service; it need not exist.

    Raises:
        ArnRulesError: There is a file, but it cannot be read.
    """
    try:
        return model_of(loader, service, KIND)
    except DefinitionFileError as error:
        # One that could be read is no object.
        form = "" if error.__cause__ else f"; {_NO_TYPES}"
        raise ArnRulesError(f"{error}{form}") from error


def file_of(loader: Any, service: str) -> Callable[[], str]:
    """Return what finds a service's ``arns-1``, and keeps no loader alive."""
    return partial(file_in, list(loader.search_paths), service, KIND)


def entries_of(document: Any, file: Callable[[], str]) -> Mapping[str, Any]:
    """Return the entries of an ``arns-1`` by type.

    Raises:
        ArnRulesError: It has none.
    """
    entries = document.get("resources") if isinstance(document, Mapping) else None
    if not isinstance(entries, Mapping):
        raise ArnRulesError(f"{file()}: {_NO_TYPES}")
    return entries


def fault_of(entry: Any) -> str:
    """Tell what is wrong with the form of an entry or a variant, "" if nothing is."""
    if not isinstance(entry, Mapping):
        return "it is no object with a 'format' or an 'arn'"
    for key, value in entry.items():
        if key not in _FORMS:
            return f"there is no key {key!r}, only {', '.join(_FORMS)}"
        form, called = _FORMS[key]
        if not isinstance(value, form):
            return f"its {key} is no {called}"
    for name, globs in entry.get("when", {}).items():
        if not globs or not isinstance(globs, str | list):
            return f"its when has no glob for {name}"
    if not {"format", "arn", "variants", "when"} & entry.keys():
        return "it has neither a 'format' nor an 'arn'"
    return ""
