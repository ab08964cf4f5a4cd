"""What each command of the command line finds, as plain data."""

from __future__ import annotations

import argparse
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
from boto3_extensions._foundation import switches
from boto3_extensions.exceptions import UnknownArnTypeError


def services(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the services with resources, and who defines them."""
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
                one["name"] for one in defined[kind].get("identifiers", ())
            ],
            "arn": arn_formats(catalog, options.service, kind),
        }
        for kind in catalog.types(options.service)
    ]


def show(options: argparse.Namespace) -> dict[str, Any]:
    """Return what a service or a resource type has."""
    catalog = Catalog()
    service, _, kind = options.name.partition(".")
    kind = options.type or kind
    if not kind and service not in catalog.names:
        service, kind = catalog.find_type(service) or (service, kind)
        if kind:
            print(f"{options.name} is {service}.{kind}", file=sys.stderr)
    found = describe(catalog, service, kind or None)._asdict()
    return {name: _plain(value) for name, value in found.items()}


def find(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return what resources have that is called so."""
    found = finding.find(" ".join(options.words), options.service)
    return [one._asdict() for one in found]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [one._asdict() if hasattr(one, "_asdict") else one for one in value]
    return value


def files(options: argparse.Namespace) -> list[dict[str, str]]:
    """Return the files that define a service, in the order they count."""
    return [one._asdict() for one in Catalog().files(options.service)]


def versions() -> dict[str, str]:
    """Return the releases of this package and of what it runs on."""
    return {
        "boto3_extensions": boto3_extensions.__version__,
        "boto3": boto3.__version__,
        "botocore": botocore.__version__,
        "python": platform.python_version(),
    }


def info(options: argparse.Namespace) -> dict[str, Any]:
    """Return the versions in use, and what is patched by an import alone."""
    return {
        "versions": versions(),
        "patched": switches.is_patched(),
        "arns": switches.arns_enabled(),
        "speed": [patch._asdict() for patch in switches.speed_patches()],
        "search_path": Catalog().path,
    }


def arn(options: argparse.Namespace) -> dict[str, Any]:
    """Return the parts of an ARN, and the resource it names."""
    parts = parse_arn(options.arn)
    named: dict[str, Any] = {"service_name": None, "resource_type": None}
    named["identifiers"] = {}
    try:
        named = resource_type_of(options.arn)._asdict()
    except UnknownArnTypeError as error:
        named["reason"] = str(error)
    return {
        "arn": str(parts),
        "partition": parts.partition,
        "service": parts.service,
        "region": parts.region,
        "account_id": parts.account_id,
        "resource": parts.resource,
        **named,
    }


def stubs(options: argparse.Namespace) -> dict[str, Any]:
    """Write stubs, and return which packages are where."""
    # Of no use to the other commands.
    from boto3_extensions._stubs import scan as stubs_scan
    from boto3_extensions._stubs import writing as stubs_writing

    used = stubs_scan.used_in(".")
    services = set(options.services) or stubs_writing.services_of(used)
    left_out: dict[str, str] = {}
    packages = stubs_writing.write_stubs(services, options.folder, left_out, used.arns)
    return {"folder": options.folder, "packages": packages, "left_out": left_out}
