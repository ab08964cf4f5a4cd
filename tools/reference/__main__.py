"""python -m tools.reference FOLDER: everything that Sphinx builds the pages from.

What a person wrote is copied and what the definitions tell is written beside it, so
that nothing generated stands in the checkout.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from boto3_extensions._cli._catalog import Catalog

from . import pages
from .service import Service

ROOT = Path(__file__).parents[2]
WRITTEN = ("CHANGELOG.rst", "CONTRIBUTING.rst", "README.rst")


def write(folder: Path) -> int:
    """Write all pages, and return how many are of the definitions."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in WRITTEN:
        shutil.copy(ROOT / name, folder)
    catalog = Catalog()
    services = [Service(catalog, name) for name in catalog.names]
    made = {"index": pages.services_page(services)}
    for service in services:
        made[f"{service.name}/index"] = pages.service_page(service)
        for kind in service.types:
            made[f"{service.name}/{kind}"] = pages.type_page(service, kind)
    for page, text in made.items():
        path = folder / "docs" / "services" / f"{page}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return len(made)


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]))} pages of services and resource types")
