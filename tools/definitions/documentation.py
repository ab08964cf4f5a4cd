"""The tables of the documentation that the definitions themselves give."""

from __future__ import annotations

from pathlib import Path

from . import agreement, coverage, crosscheck, survey, tables
from .service import services_with_resources
from .toml_file import DEFINITIONS, read_all

DOCS = DEFINITIONS.parent / "docs"
MADE = ".. Written by `python -m tools.definitions document`: do not edit."


def coverage_page() -> str:
    """Return which operations of each service its resources reach."""
    found = [coverage.of(spec) for spec in read_all()]
    left = [
        f"* ``{one.service}`` ``{operation}``: {reason}"
        for one in found
        for operation, reason in sorted(one.left_out.items())
    ]
    return _page(
        "Coverage",
        "Of the operations that AWS has not deprecated, how many a resource reaches: "
        "as a load, a collection, an action, a batch action or a waiter. Service "
        "actions are those of the service itself that make no resource.",
        tables.rst(coverage.rows(found)),
        "Left out, and why:\n\n" + "\n".join(left) if left else "Nothing is left out.",
    )


def agreement_page() -> str:
    """Return how far the generator's rules agree with boto3's authors."""
    found = [agreement.of(name) for name in services_with_resources()]
    return _page(
        "Agreement with boto3",
        "boto3 has resources of its own for these services, written by hand. Here the "
        "generator derives the same services from botocore's models alone, and what it "
        "says is compared with what they wrote. Whether it finds a type by itself is "
        "one question; for the others it is told boto3's names of the types, and "
        "nothing else.",
        tables.rst(agreement.rows(found)),
        "Where they differ (most of what boto3 calls otherwise is its own invention, "
        "such as ``AccessKey.activate``):",
        tables.rst(agreement.misses(found)),
    )


def crosscheck_page() -> str:
    """Return how far the definitions agree with CloudFormation's schemas."""
    found = [crosscheck.of(spec.service) for spec in read_all()]
    found = [one for one in found if one.total]
    return _page(
        "Agreement with CloudFormation",
        "CloudFormation has schemas of its resource types, which tell what identifies "
        "one and which operations read, list and delete it. The definitions are "
        "compared with those of the same services.",
        tables.rst(agreement.rows(found, crosscheck.KINDS)),
        "Where they differ, and why:",
        crosscheck.explained(found),
    )


def survey_page() -> str:
    """Return what the generator makes of all services by itself."""
    return _page(
        "Survey of all services",
        "What ``python -m tools.definitions propose`` drafts for every service that "
        "botocore knows, before a person has seen it. Beside services that boto3 has "
        "resources for, only other types count.",
        tables.rst(survey.rows()),
    )


PAGES = {
    "coverage": coverage_page,
    "agreement": agreement_page,
    "cloudformation": crosscheck_page,
    "survey": survey_page,
}


def _page(title: str, *paragraphs: str) -> str:
    return "\n\n".join([MADE, f"{title}\n{'=' * len(title)}", *paragraphs]) + "\n"


def path_of(page: str) -> Path:
    """Return where a page is."""
    return DOCS / f"{page}.rst"
