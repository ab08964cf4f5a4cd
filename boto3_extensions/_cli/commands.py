"""The commands of the command line but ``list`` and ``credentials``, as plain data.

Each function has the name of its command, takes the parsed options and returns dicts
and lists, which `text` formats and ``--json`` prints as they are.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from typing import Any

import boto3
import botocore

import boto3_extensions
from boto3_extensions._arns.arn import parse_arn
from boto3_extensions._arns.lookup import resource_type_of
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._discovery import finding
from boto3_extensions._discovery.description import arn_formats, describe
from boto3_extensions._foundation import compiled, switches
from boto3_extensions.exceptions import UnknownArnTypeError


def services(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the services with resources, and the sources of their definitions."""
    return [service._asdict() for service in Catalog().services()]


def types(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the resource types of a service, each with its identifiers and ARN."""
    catalog = Catalog()
    defined = catalog.definition(options.service)["resources"]
    return [
        {
            "service": options.service,
            "type": kind,
            "identifiers": [
                identifier["name"]
                for identifier in defined[kind].get("identifiers", ())
            ],
            "arn": arn_formats(catalog, options.service, kind),
        }
        for kind in catalog.types(options.service)
    ]


def show(options: argparse.Namespace) -> dict[str, Any]:
    """Return the description of a service or a resource type: its members by kind."""
    catalog = Catalog()
    service, _, kind = options.name.partition(".")
    kind = options.type or kind
    if not kind and service not in catalog.names:
        service, kind = catalog.find_type(service) or (service, kind)
        if kind:
            print(f"{options.name} is {service}.{kind}", file=sys.stderr)
    description = describe(catalog, service, kind or None)._asdict()
    return {name: _plain(value) for name, value in description.items()}


def find(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the members of resources whose name or operation matches some words."""
    matches = finding.find(" ".join(options.words), options.service)
    return [match._asdict() for match in matches]


def _plain(value: object) -> object:
    """Return a list with its named tuples as dicts; any other value unchanged."""
    if isinstance(value, list):
        return [item._asdict() if hasattr(item, "_asdict") else item for item in value]
    return value


def files(options: argparse.Namespace) -> list[dict[str, str]]:
    """Return the files that define a service, in the order of their precedence."""
    return [file._asdict() for file in Catalog().files(options.service)]


def versions() -> dict[str, str]:
    """Return the versions of this package, boto3, botocore and Python."""
    return {
        "boto3_extensions": boto3_extensions.__version__,
        "boto3": boto3.__version__,
        "botocore": botocore.__version__,
        "python": platform.python_version(),
    }


def info(options: argparse.Namespace) -> dict[str, Any]:
    """Return the versions in use, and the state of the patches without any call."""
    return {
        "versions": versions(),
        "patched": switches.is_patched(),
        "arns": switches.arns_enabled(),
        "speed": [patch._asdict() for patch in switches.speed_patches()],
        "compiled": _compiled(),
        "search_path": Catalog().path,
    }


def _compiled() -> dict[str, Any] | None:
    """Return the folder of compiled models, and why it is ignored; None for none."""
    folder = compiled.folder()
    try:
        return {"folder": folder, "ignored": compiled.reason_to_ignore(folder)}
    except OSError:
        return None


def arn(options: argparse.Namespace) -> dict[str, Any]:
    """Return the parts of an ARN, and the type and identifiers of its resource."""
    parts = parse_arn(options.arn)
    resource: dict[str, Any] = {
        "service_name": None,
        "resource_type": None,
        "identifiers": {},
    }
    try:
        resource = resource_type_of(options.arn)._asdict()
    except UnknownArnTypeError as error:
        resource["reason"] = str(error)
    return {
        "arn": str(parts),
        "partition": parts.partition,
        "service": parts.service,
        "region": parts.region,
        "account_id": parts.account_id,
        "resource": parts.resource,
        **resource,
    }


def stubs(options: argparse.Namespace) -> dict[str, Any]:
    """Write stubs, and return the folder, the packages and the services left out."""
    # Imported here, as the other commands need none of it.
    from boto3_extensions._stubs import scan, writing

    used = scan.aws_names_in(".")
    services = set(options.services) or writing.services_needed(used)
    left_out: dict[str, str] = {}
    packages = writing.write_stubs(services, options.folder, left_out, used.arns)
    return {"folder": options.folder, "packages": packages, "left_out": left_out}


def compile(options: argparse.Namespace) -> dict[str, Any]:
    """Write compiled models, and return the folder and the files written."""
    # Imported here, as the other commands need none of it.
    from boto3_extensions._speed import compiling
    from boto3_extensions._stubs import scan, writing

    services = options.services or writing.services_needed(scan.aws_names_in("."))
    folder = os.path.abspath(options.folder or compiled.folder())
    files = compiling.compile_models(Catalog().loader, services, folder)
    return {
        "folder": folder,
        "found_by": None if folder == compiled.folder() else compiled.VARIABLE,
        "files": [file._asdict() for file in files],
    }
