"""The rule that the inputs which name resources are told as they are."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from definitions import build
from definitions.checks import Library
from definitions.checks.targeted import targets_fit

pytestmark = pytest.mark.newer_botocore

# What `targets-1` has by operation, as it is changed in place.
Operations = dict[str, Any]


def faults(service: str, change: Callable[[Operations], object]) -> list[str]:
    """Return the places of the findings in a changed `targets-1` of a service."""
    (path,) = (build.DATA / service).glob("*/targets-1.json")
    operations = json.loads(path.read_text("utf-8"))["operations"]
    changed = copy.deepcopy(operations)
    change(changed)
    assert changed != operations
    found = targets_fit(Library(build.DATA).service(service), changed)
    return [finding.place for finding in found]


@pytest.mark.parametrize(
    ("service", "change", "place"),
    [
        (
            "acm",
            lambda o: o["DeleteAcmeEndpoint"]["names"]["AcmeEndpointArn"].update(
                arn="AcmeDomainValidationArn"
            ),
            "DeleteAcmeEndpoint.AcmeDomainValidationArn",
        ),
        (
            "acm",
            lambda o: o["DeleteAcmeEndpoint"]["names"]["AcmeEndpointArn"].pop("arn"),
            "DeleteAcmeEndpoint.AcmeEndpointArn",
        ),
        (
            "acm",
            lambda o: o.pop("DeleteAcmeEndpoint"),
            "DeleteAcmeEndpoint.AcmeEndpointArn",
        ),
        (
            "elbv2",
            lambda o: o["DeleteTrustStore"]["names"]["TrustStoreArn"]["of"].clear(),
            "DeleteTrustStore.TrustStoreArn",
        ),
        (
            "elbv2",
            lambda o: o["DeleteTrustStore"]["names"]["TrustStoreArn"]["of"].append("T"),
            "DeleteTrustStore.TrustStoreArn",
        ),
        (
            "ecr",
            lambda o: o["DeleteRepository"].update(owner="O"),
            "DeleteRepository.O",
        ),
        ("glue", lambda o: o.update(Gone={"owner": "CatalogId"}), "Gone"),
        (
            "glue",
            lambda o: o["GetSchema"]["names"]["SchemaId.SchemaName"].update(
                arn="SchemaId.Arn"
            ),
            "GetSchema.SchemaId.Arn",
        ),
    ],
)
def test_a_wrong_entry_is_found(
    service: str, change: Callable[[Operations], object], place: str
) -> None:
    """An operation, an input or a type that is not there, or is left out."""
    assert place in faults(service, change)
