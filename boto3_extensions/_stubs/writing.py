"""Writes types of all resources, ours included, for mypy, pyright and editors.

mypy-boto3-builder, which makes boto3-stubs, reads resource definitions as boto3 does.
It gets ours as files of a folder of their own (see ``_stubs_data``), and what it cannot
know, as `arn`, is added to what it writes (see ``_stubs_additions``).

The result is a folder of stubs, `typings` by pyright's custom: such a folder comes
before installed packages, so it also serves a project that has boto3-stubs, whose
overloads of `boto3.resource` know nothing of other services.
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
from boto3_extensions._definitions.catalog import Catalog, unknown
from boto3_extensions._stubs.additions import add_ours
from boto3_extensions._stubs.definitions import write_data
from boto3_extensions._stubs.following import services_led_to
from boto3_extensions._stubs.own import write_own
from boto3_extensions._stubs.scan import Used
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
    """Write the types of services into a folder of stubs.

    Only `boto3`, `boto3_extensions` and the services' `mypy_boto3_...` in that folder
    are replaced.
    `boto3.client` and `boto3.resource` are typed for these services and no others.

    Args:
        services: Their names, as `boto3.client` takes them.
        folder: Where the stubs go, usually `typings`; made if it is not there.
        left_out: Gets, by service, why it has no stubs, if the others can have them.
        arns: Those that `resource_from_arn` is called with, whose types are told.

    Returns:
        The names of the packages that are in the folder now.

    Raises:
        MissingExtraError: The builder is not installed.
        StubsError: It failed, or there was nothing to do.
        UnknownNameError: botocore has no such service.
    """
    names = sorted(set(services))
    catalog = Catalog()
    known = catalog.loader.list_available_services("service-2")
    for name in names:
        if name not in known:
            raise UnknownNameError(unknown("service", name, known))
    if not names:
        raise StubsError("no services to write stubs of: name some, such as rds")
    if importlib.util.find_spec(_BUILDER) is None:
        raise MissingExtraError(_why_not_here())
    with tempfile.TemporaryDirectory() as scratch:
        data, made = Path(scratch, "data"), Path(scratch, "stubs")
        left_out = {} if left_out is None else left_out
        definitions = _write_all(catalog, names, data, left_out)
        names = _build_all(list(definitions), data, made, left_out)
        definitions = {name: definitions[name] for name in names}
        packages = [made / "boto3", *sorted(made.glob("*/mypy_boto3_*"))]
        add_ours(catalog, definitions, packages)
        packages.append(write_own(definitions, arns, made))
        return [_place(package, Path(folder)) for package in packages]


def services_of(used: Used) -> set[str]:
    """Return the services that code needs stubs of, those it follows links to, too."""
    catalog = Catalog()
    found = {*used.services, *(one.partition(".")[0] for one in used.types)}
    for arn in used.arns:
        with contextlib.suppress(ArnError):
            found.add(resource_type_of(arn).service_name)
    found &= {*catalog.loader.list_available_services("service-2")}
    for service in found & {*catalog.names}:
        for path in used.paths:
            found = found | services_led_to(catalog, service, path)
    return found


def _why_not_here() -> str:
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
    """Write the definitions of services down, and return those that could be."""
    found: dict[str, Mapping[str, Any]] = {}
    for name in names:
        try:
            found[name] = write_data(catalog, name, data)
        # Whatever a file of the user's may be like.
        except Exception as error:
            if len(names) == 1:
                raise
            left_out[name] = f"{type(error).__name__}: {error}"
            shutil.rmtree(data / name, ignore_errors=True)
    if not found:
        raise StubsError(f"no service can be described: {left_out}")
    return found


def _build_all(
    names: Sequence[str], data: Path, made: Path, left_out: dict[str, str]
) -> list[str]:
    """Build the stubs of services, and return of which there are some."""
    try:
        _build(names, data, made)
    except StubsError:
        # One that the builder cannot do is no reason to go without the others.
        good = []
        for name in names if len(names) > 1 else ():
            with tempfile.TemporaryDirectory() as trial:
                try:
                    _build([name], data, Path(trial, "stubs"))
                except StubsError as error:
                    left_out[name] = str(error)
                else:
                    good.append(name)
        if not good:
            raise
        shutil.rmtree(made, ignore_errors=True)
        _build(good, data, made)
        return good
    return list(names)


def _build(services: Sequence[str], data: Path, folder: Path) -> None:
    # A process of its own: the builder has caches for a process, and an environment
    # variable is how botocore is told of one more folder.
    paths = [str(data), os.environ.get("AWS_DATA_PATH", "")]
    command = [
        *(sys.executable, "-m", _BUILDER),
        # Neither asks the network for what was published before.
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


def _place(package: Path, folder: Path) -> str:
    """Move a package into the folder, in place of what an earlier run left."""
    # The code beside the stubs is for an installed package.
    for code in package.rglob("*.py"):
        code.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / package.name, ignore_errors=True)
    shutil.move(package, folder / package.name)
    return package.name
