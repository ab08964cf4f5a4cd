"""python -m tools.reference FOLDER [SERVICE ...]: what Sphinx builds the pages from.

With names of services it is these alone, for who works on the pages. What a person
wrote is copied and what the definitions tell is written beside it, so that nothing
generated stands in the checkout.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

from boto3_extensions._definitions.catalog import Catalog
from tools.definitions.areas import services_by_area

from . import derived, pages
from .service import Service

ROOT = Path(__file__).parents[2]
WRITTEN = ("ARCHITECTURE.rst", "CHANGELOG.rst", "CONTRIBUTING.rst", "README.rst")


def write(folder: Path, wanted: Sequence[str] = ()) -> int:
    """Write all pages, and return the number of those generated from definitions."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in WRITTEN:
        shutil.copy(ROOT / name, folder)
    catalog = Catalog()
    services = [Service(catalog, name) for name in wanted or catalog.names]
    known = {
        f"{one.name}.{kind}": address
        for one in services
        for kind, address in one.addresses.items()
    }
    curated = [one.name for one in services if not one.is_derived]
    made = {"index": pages.services_page(services, services_by_area(curated))}
    # The largest first, lest it is what all others wait for.
    ordered = sorted(services, key=lambda one: len(one.names), reverse=True)
    with ProcessPoolExecutor() as pool:
        for found in pool.map(partial(_pages, known), [one.name for one in ordered]):
            made |= found
    for page, text in made.items():
        path = folder / "docs" / "services" / f"{page}.page"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    tree = {one.name: one.groups for one in services if not one.is_derived}
    (folder / "docs" / "services" / "tree.json").write_text(json.dumps(tree), "utf-8")
    return len(made)


def _pages(known: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the pages of a service, by their paths."""
    service = Service(_catalog(), name)
    if service.is_derived:
        return {f"{name}/index": derived.service_page(service, known)}
    return {f"{name}/index": pages.service_page(service, known)} | {
        f"{name}/{kind}": pages.type_page(service, kind, known)
        for kind in service.names
    }


@cache
def _catalog() -> Catalog:
    """Return the catalog of this process."""
    return Catalog()


if __name__ == "__main__":
    count = write(Path(sys.argv[1]), sys.argv[2:])
    print(f"{count} pages of services and resource types")
