"""boto3's own documentation generator can document every service there is.

It reads all that a definition says and looks up each shape, operation and waiter, so it
is a strict reader of definitions, too. It runs in tox's `driven` alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.docs.service import ServiceDocumenter
from botocore.docs.bcdoc.restdoc import DocumentStructure, ReSTDocument

import boto3_extensions

SERVICES = sorted(
    path.name
    for path in (Path(boto3_extensions.__file__).parent / "data").iterdir()
    if path.is_dir()
)


@pytest.fixture
def no_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what AWS wrote: turning its HTML into text would take an hour."""

    def write(self: Any, doc_string: str) -> None:
        if doc_string:
            self.write("Prose.")

    monkeypatch.setattr(ReSTDocument, "include_doc_string", write)


@pytest.mark.parametrize("service", SERVICES)
def test_the_generator_documents_a_service(
    service: str, credentials: None, arns: None, no_prose: None, tmp_path: Path
) -> None:
    """Each resource type has its page, and each member its own."""
    session = boto3.Session(region_name="us-east-1")
    document = DocumentStructure(service, target="html")
    documenter = ServiceDocumenter(service, session, str(tmp_path))

    documenter.resource_section(document.add_new_section("resources"))

    pages = {path.parent.name for path in tmp_path.glob("*/*/index.rst")}
    loader = session._session.get_component("data_loader")
    definition = loader.load_service_model(service, "resources-1")
    assert {name.lower() for name in definition["resources"]} <= pages
