"""Stub packages of all resources, this package's included, for type checkers.

mypy-boto3-builder, which makes boto3-stubs, reads resource definitions as boto3 does.
It gets this package's as files in a folder of their own (``_stubs.definitions``), and
members that no definition contains, such as `arn`, are added to the stubs it writes
(``_stubs.additions``).

The result is a folder of stub packages, by pyright's custom named ``typings``. Such a
folder comes before installed packages. So it also serves a project with boto3-stubs,
whose overloads of `boto3.resource` do not know the other services.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from boto3_extensions._arns.lookup import resource_type_of
from boto3_extensions._definitions.catalog import Catalog, unknown_name_message
from boto3_extensions._stubs.additions import add_package_members
from boto3_extensions._stubs.definitions import write_models
from boto3_extensions._stubs.following import services_reached
from boto3_extensions._stubs.own import write_package_stub
from boto3_extensions._stubs.scan import AwsNames
from boto3_extensions.exceptions import (
    ArnError,
    MissingExtraError,
    StubsError,
    UnknownNameError,
)

_BUILDER = "mypy_boto3_builder"
_INSTALL = "pip install 'boto3_extensions[stubs]'"


def write_stubs(
    services: Iterable[str],
    folder: str | os.PathLike[str],
    left_out: dict[str, str] | None = None,
    arns: Iterable[str] = (),
) -> list[str]:
    """Write the stub packages of services into a folder.

    Only `boto3`, `boto3_extensions` and the services' `mypy_boto3_...` in that folder
    are replaced. `boto3.client` and `boto3.resource` get overloads for these services
    and no others.

    Args:
        services: The names of the services, as `boto3.client` takes them.
        folder: The folder, usually ``typings``; made if it does not exist.
        left_out: Gets the reasons, by service, of services without stubs if others have
            stubs.
        arns: ARNs that the code calls `resource_from_arn` with; each gets an overload.

    Returns:
        The names of the packages written.

    Raises:
        MissingExtraError: The builder is not installed.
        StubsError: The builder failed, or no services were given.
        UnknownNameError: botocore has no service of such a name.
    """
    names = sorted(set(services))
    catalog = Catalog()
    known = catalog.loader.list_available_services("service-2")
    for name in names:
        if name not in known:
            raise UnknownNameError(unknown_name_message("service", name, known))
    if not names:
        raise StubsError("no services to write stubs of: name some, such as rds")
    if importlib.util.find_spec(_BUILDER) is None:
        raise MissingExtraError(_how_to_install())
    with tempfile.TemporaryDirectory() as scratch:
        data, made = Path(scratch, "data"), Path(scratch, "stubs")
        left_out = {} if left_out is None else left_out
        definitions = _write_all(catalog, names, data, left_out)
        names = _build_all(list(definitions), data, made, left_out)
        definitions = {name: definitions[name] for name in names}
        packages = [made / "boto3", *sorted(made.glob("*/mypy_boto3_*"))]
        add_package_members(catalog, definitions, packages)
        packages.append(write_package_stub(definitions, arns, made))
        return [_replace(package, Path(folder)) for package in packages]


def services_needed(used: AwsNames) -> set[str]:
    """Return the services whose stubs a project needs.

    Args:
        used: The names in the project's code. Services count that it names, and those
            that its links lead to.
    """
    catalog = Catalog()
    services = {*used.services, *(name.partition(".")[0] for name in used.types)}
    for arn in used.arns:
        with contextlib.suppress(ArnError):
            services.add(resource_type_of(arn).service_name)
    services &= {*catalog.loader.list_available_services("service-2")}
    for service in services & {*catalog.names}:
        for path in used.paths:
            services = services | services_reached(catalog, service, path)
    return services


def _how_to_install() -> str:
    if sys.version_info < (3, 12):
        return (
            "the builder of stubs needs Python 3.12 or newer, this is "
            f"{sys.version_info[0]}.{sys.version_info[1]}; the stubs it writes are for "
            f"any Python: run this once with a newer one that has {_INSTALL}"
        )
    return f"the builder of stubs is not installed: {_INSTALL}"


def _write_all(
    catalog: Catalog, names: Sequence[str], data: Path, left_out: dict[str, str]
) -> dict[str, Mapping[str, Any]]:
    """Write the definitions of services for the builder.

    Args:
        catalog: Finds the definitions.
        names: The names of the services.
        data: The folder for the definitions.
        left_out: Gets the errors by service, unless there is just one service.

    Returns:
        The definitions as written, by service.
    """
    definitions: dict[str, Mapping[str, Any]] = {}
    for name in names:
        try:
            definitions[name] = write_models(catalog, name, data)
        # Of any kind: the file may be a user's.
        except Exception as error:
            if len(names) == 1:
                raise
            left_out[name] = f"{type(error).__name__}: {error}"
            shutil.rmtree(data / name, ignore_errors=True)
    if not definitions:
        raise StubsError(f"no service can be described: {left_out}")
    return definitions


def _build_all(
    names: Sequence[str], data: Path, made: Path, left_out: dict[str, str]
) -> list[str]:
    """Build the stubs of services.

    Args:
        names: The names of the services.
        data: The folder with their definitions.
        made: The folder for the stubs.
        left_out: Gets the errors by service, if some services can be built.

    Returns:
        The names of the services that have stubs.
    """
    try:
        _build(names, data, made)
    except StubsError:
        # Some service fails: each is tried alone, then those that succeed together.
        buildable = []
        for name in names if len(names) > 1 else ():
            with tempfile.TemporaryDirectory() as trial:
                try:
                    _build([name], data, Path(trial, "stubs"))
                except StubsError as error:
                    left_out[name] = str(error)
                else:
                    buildable.append(name)
        if not buildable:
            raise
        shutil.rmtree(made, ignore_errors=True)
        _build(buildable, data, made)
        return buildable
    return list(names)


def _build(services: Sequence[str], data: Path, folder: Path) -> None:
    # In a process of its own: the builder has caches for a process, and an environment
    # variable gives botocore one more data folder.
    paths = [str(data), os.environ.get("AWS_DATA_PATH", "")]
    command = [
        *(sys.executable, "-m", _BUILDER),
        # Both keep the builder from requests for published versions.
        *("--no-smart-version", "--product", "boto3-custom"),
        *("--output-type", "installed"),
        *("--services", *services, "--", str(folder)),
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "AWS_DATA_PATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode or not (folder / "boto3").is_dir():
        last = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        raise StubsError(f"mypy-boto3-builder ended with {done.returncode}: {last}")


def _replace(package: Path, folder: Path) -> str:
    """Move a package into the folder, and replace that of an earlier run.

    Args:
        package: The folder of the package.
        folder: The folder that gets it.

    Returns:
        The name of the package.
    """
    # The builder's code beside the stubs serves an installed package only.
    for code in package.rglob("*.py"):
        code.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / package.name, ignore_errors=True)
    shutil.move(package, folder / package.name)
    return package.name
