"""Services whose definitions are derived, where botocore has them and where it has not.

That their definitions work is for `tests/driven/test_derived.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import botocore
import pytest
from boto3.exceptions import ResourceNotExistsError

import boto3_extensions
from boto3_extensions._definitions import history
from boto3_extensions._definitions.catalog import DERIVED, OURS, Catalog
from boto3_extensions._foundation import models

GHOST = "ghostservice"


@pytest.fixture
def ghost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Derive a service that botocore has no client of, of another botocore."""
    folder = tmp_path / GHOST / "2020-01-01"
    folder.mkdir(parents=True)
    made = {"service": {}, "resources": {}}
    (folder / "resources-1.json").write_text(json.dumps(made), "utf-8")
    monkeypatch.setattr(models, "DERIVED_PATH", str(tmp_path))
    monkeypatch.setattr(history, "pinned", lambda: "9.9.9")
    return GHOST


def session() -> Any:
    """Return a new session."""
    return boto3.Session("a", "b", region_name="us-east-1")


def test_a_derived_service_has_resources() -> None:
    """They are made as any."""
    app = session().resource("amplify").App("d1")
    assert "d1" == app.id
    assert "branches" in dir(app)


def test_the_catalog_tells_the_kinds_apart() -> None:
    """By the folder that a definition is in."""
    catalog = Catalog()
    sources = {one.name: one.source for one in catalog.services()}
    assert (DERIVED, OURS, "boto3") == (
        sources["amplify"],
        sources["rds"],
        sources["sqs"],
    )
    assert catalog.is_derived("amplify")
    assert not catalog.is_derived("rds")


def test_no_service_is_both() -> None:
    """What a person goes through is derived no more."""
    folders = (Path(models.DATA_PATH), Path(models.DERIVED_PATH))
    curated, derived = (
        {path.name for path in folder.iterdir() if path.is_dir()} for folder in folders
    )
    assert set() == curated & derived


@pytest.mark.newer_botocore
def test_every_service_of_botocore_has_resources() -> None:
    """Boto3 has resources of nine."""
    made = session()
    assert made.get_available_services() == made.get_available_resources()


def test_a_name_of_a_curated_type_is_not_shared_with_derived_types() -> None:
    """Amplify has an App, too, and nobody has read it."""
    assert "App" in Catalog().types("amplify")
    assert ("sagemaker", "App") == Catalog().find_type("app")


def test_a_service_that_botocore_lacks_is_not_listed(ghost: str) -> None:
    """Neither by the session nor by the catalog; all others are."""
    found = session().get_available_resources()
    assert ghost not in found
    assert {"ec2", "rds"} <= {*found}
    assert ghost not in Catalog().names


def test_a_service_that_botocore_lacks_is_told_of(ghost: str) -> None:
    """With the way to get it, in boto3's own error."""
    with pytest.raises(ResourceNotExistsError) as caught:
        session().resource(ghost)
    first, second, *_ = str(caught.value).split("\n")
    assert f"botocore {botocore.__version__} knows no service {ghost}" in first
    assert "pip install --upgrade boto3" in first
    assert "The available resources are:" == second


def test_a_users_service_without_a_client_is_boto3s_affair(
    ghost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is listed, as it is by plain boto3."""
    folder = tmp_path / "mine" / "users" / "2020-01-01"
    folder.mkdir(parents=True)
    (folder / "resources-1.json").write_text('{"service": {}, "resources": {}}')
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path / "mine"))
    assert "users" in session().get_available_resources()


def test_an_arn_of_several_apis_leads_to_the_one_it_names() -> None:
    """Both kinesisanalytics and kinesisanalyticsv2 have applications by such ARNs."""
    arn = "arn:aws:wisdom:us-east-1:123456789012:assistant/a1"
    assert "wisdom" == boto3_extensions.resource_type_of(arn).service_name


def test_an_arn_of_a_curated_type_leads_to_it() -> None:
    """observabilityadmin, which is derived, tells of the integrations of logs."""
    arn = "arn:aws:ses:us-east-1:123456789012:configuration-set/orders"
    found = boto3_extensions.resource_type_of(arn)
    assert ("ses", "ConfigurationSet") == found[:2]
