"""The check that what stands beside an id, and tells where it is, is used."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import boto3_extensions
from definitions.checks import Library, places, run
from definitions.checks.service import Service

DATA = Path(boto3_extensions.__file__).parent / "data"


def service(name: str, *, placed: bool, types: Sequence[str] = ()) -> Service:
    """Return a service's definition, as it is or as if nothing was derived for it."""
    library = Library(DATA)
    found = library.service(name)
    if placed:
        return found
    definition = copy.deepcopy({"service": found.top, "resources": found.types})
    for body in definition["resources"].values():
        body.pop("beside", None)
    if types:
        definition = {"resources": {t: definition["resources"][t] for t in types}}
    return Service(
        name, found.model, found.paginators, found.waiters, definition, found.arns
    )


def links(name: str, *, placed: bool) -> dict[str, Any]:
    """Return a service's ``links-1``, as it is or as if nothing was derived for it."""
    document = Library(DATA).load(name, "links-1", plain=False) or {}
    return document if placed else {**document, "regions": {}}


def keys(found: Any) -> set[str]:
    """Return what findings are of."""
    return {finding.place for finding in found}


@pytest.mark.parametrize(
    ("name", "references"),
    [
        (
            "rds",
            {"DBInstanceAutomatedBackup.has.DBInstance", "DBSnapshot.has.DBInstance"},
        ),
        ("redshift", {"Snapshot.has.Cluster", "EndpointAccess.has.Cluster"}),
        ("directconnect", {"VirtualInterface.has.Connection"}),
        ("ec2", {"Image.has.SourceImage", "VpcPeeringConnection.has.AccepterVpc"}),
        ("cloudformation", {"StackInstance.has.Stack"}),
        ("glue", {"ColumnStatisticsTaskRun.has.Database"}),
    ],
)
def test_references_without_a_place_are_found(name: str, references: set[str]) -> None:
    """A Region, an owner or an ARN beside the id that is not used is an error."""
    found = set(places.references_are_placed(service(name, placed=False)))
    assert references <= keys(found)
    assert {"error"} == {finding.level for finding in found}
    assert set() == set(places.references_are_placed(service(name, placed=True)))


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("route53", {"VPC.links.vpc_id"}),
        ("dynamodb", {"Table.links.replicas.kms_master_key_id"}),
        ("secretsmanager", {"Replica.links.kms_key_id"}),
        ("ec2", {"VpcPeeringConnection.links.accepter_vpc_info.vpc_id"}),
    ],
)
def test_links_without_a_place_are_found(name: str, paths: set[str]) -> None:
    """So is one beside what a link follows."""
    whole = service(name, placed=True)
    found = places.links_are_placed(whole, links(name, placed=False))
    assert paths <= keys(found)
    assert set() == set(places.links_are_placed(whole, links(name, placed=True)))


def test_boto3s_own_are_no_exception() -> None:
    """What boto3's definition lacks, ours has: no fault of it is inherited."""
    of = ("VpcPeeringConnection", "Vpc")
    alone = service("ec2", placed=False, types=of)
    found = run.check_service(alone, alone)
    assert "VpcPeeringConnection.has.RequesterVpc" in keys(found)
