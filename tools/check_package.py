"""A check that the wheel and the sdist in a folder contain the necessary files alone.

Usage: python tools/check_package.py DIST_FOLDER
"""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = "boto3_extensions"
SDIST_ONLY = (
    "benchmarks",
    "changes",
    "definitions",
    "docs",
    "examples",
    "tests",
    "tools",
)
SDIST_FILES = (
    "CHANGELOG.rst",
    "ARCHITECTURE.rst",
    "CONTRIBUTING.rst",
    "LICENSE",
    "Makefile",
    "README.rst",
    "SECURITY.rst",
    "constraints.txt",
    "pyproject.toml",
    "setup.py",
    "tox.ini",
)
GENERATED = (".pyc", ".pyo")
# What `python -m boto3_extensions compile` writes, for one Python and botocore.
COMPILED = f"{PACKAGE}/compiled/"


def files_under(folder: str, root: Path) -> set[str]:
    """Return the files below a folder of the checkout, as paths from its root."""
    names = {
        path.relative_to(root).as_posix()
        for path in (root / folder).rglob("*")
        if path.is_file() and path.suffix not in GENERATED
    }
    return {name for name in names if not name.startswith(COMPILED)}


def missing_from_wheel(names: set[str], root: Path = ROOT) -> set[str]:
    """Return the files of the package that a wheel's list of names lacks."""
    return files_under(PACKAGE, root) - names


def strangers_in_wheel(names: set[str]) -> set[str]:
    """Return the files of a wheel that are not of the package or its metadata."""
    return {
        name
        for name in names
        if not name.split("/")[0].startswith(PACKAGE) or name.startswith(COMPILED)
    }


def missing_from_sdist(names: set[str], root: Path = ROOT) -> set[str]:
    """Return the files a source release needs that a list of names lacks."""
    folders = (files_under(folder, root) for folder in (PACKAGE, *SDIST_ONLY))
    return set(SDIST_FILES).union(*folders) - names


def wheel_names(wheel: Path) -> set[str]:
    """Return the names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def sdist_names(sdist: Path) -> set[str]:
    """Return the names of the files in an sdist, without its top folder."""
    with tarfile.open(sdist) as archive:
        files = [member.name for member in archive if member.isfile()]
    return {name.partition("/")[2] for name in files}


def problems(dist: Path) -> list[str]:
    """Return a sentence for each file that is missing or does not belong there."""
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    in_wheel, in_sdist = wheel_names(wheel), sdist_names(sdist)
    return [
        *(f"{wheel.name} lacks {name}" for name in missing_from_wheel(in_wheel)),
        *(f"{wheel.name} installs {name}" for name in strangers_in_wheel(in_wheel)),
        *(f"{sdist.name} lacks {name}" for name in missing_from_sdist(in_sdist)),
    ]


def main(argv: list[str]) -> int:
    """Print the faults of the archives and return the exit code."""
    found = sorted(problems(Path(argv[0])))
    print("\n".join(found) or "The wheel and the sdist contain what they must.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
