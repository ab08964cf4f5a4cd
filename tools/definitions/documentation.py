"""The tables of the documentation that are generated from the definitions."""

from __future__ import annotations

from pathlib import Path

from boto3_extensions._definitions.catalog import Catalog

from . import (
    agreement,
    areas,
    arn_table,
    build,
    coverage,
    crosscheck,
    ruby,
    survey,
    tables,
)
from .checks import Library
from .service import services_with_resources
from .toml_file import DEFINITIONS, read_all

DOCS = DEFINITIONS.parent / "docs"
MADE = ".. Written by `python -m tools.definitions document`: do not edit."


def coverage_page() -> str:
    """Return the page about the coverage of each service's operations."""
    found = [coverage.of(spec) for spec in read_all()]
    left = [
        f"* ``{one.service}`` ``{operation}``: {reason}"
        for one in found
        for operation, reason in sorted(one.left_out.items())
    ]
    return _page(
        "Coverage",
        "Of the operations that AWS has not ended, how many a resource reaches: "
        "as a load, a collection, an action, a batch action or a waiter. Plain are "
        "those that only an action of the service itself reaches, which makes no "
        "resource and returns a dict.",
        tables.rst(coverage.rows(found)),
        "Left out, and why:\n\n" + "\n".join(left) if left else "Nothing is left out.",
    )


def agreement_page() -> str:
    """Return the page about the rules' agreement with boto3's own definitions."""
    found = [agreement.of(name) for name in services_with_resources()]
    compared = ruby.found()
    return _page(
        "Agreement with boto3 and AWS",
        "boto3 has resources of its own for these services, written by hand. Here the "
        "generator derives the same services from botocore's models alone, and what it "
        "says is compared with what they wrote. Whether it finds a type by itself is "
        "one question; for the others it is told boto3's names of the types, and "
        "nothing else.",
        tables.rst(agreement.rows(found)),
        "Where they differ (most of what boto3 calls otherwise is its own invention, "
        "such as ``AccessKey.activate``):",
        tables.rst(agreement.misses(found)),
        "AWS has resources of ``rds`` and ``autoscaling``, and more of ``ec2`` and "
        "``cloudwatch``, in its SDK for Ruby (aws-sdk-ruby, Apache-2.0). The "
        "definitions here are compared with those, type by type and operation by "
        "operation:",
        tables.rst(agreement.rows(compared, ruby.KINDS)),
        "Where they differ, and why:",
        ruby.explained(compared),
    )


def crosscheck_page() -> str:
    """Return the page about the agreement with CloudFormation's schemas."""
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


def arns_page() -> str:
    """Return the page about the sources of resource types' ARNs."""
    library = Library(build.DATA)
    services = sorted({*library.shipped(), *(spec.service for spec in read_all())})
    found = {name: arn_table.of(library.service(name)) for name in services}
    return _page(
        "Where the ARN of each type comes from",
        "For those who work on the definitions. How to use ARNs is told in "
        ":doc:`arn_guide`, and what those of a type look like on its page.",
        "Where ``.arn`` of each resource type comes from: *data* if the service tells "
        "it, which may cost a load; *identifier* if it is what the resource is known "
        "by; *constructed* if it is made of the identifiers, the region and the "
        "owner's account. What the data leaves out is constructed, too, unless the ARN "
        "has a part ``{_}`` that nothing else tells. *None* is for types that have no "
        "ARN at AWS.",
        tables.rst(arn_table.counts(found)),
        "The last column below is what AWS's Service Authorization Reference calls the "
        "resource; ``--`` is where the reference lacks it. "
        "``tests/support/authorization_reference.py`` tells where those formats are "
        "documented instead. A type without a format has the ARNs of another type, "
        "which is what ``resource_from_arn`` makes of them, or such as nobody but the "
        "service knows.",
        *(_arns_of(name, rows) for name, rows in found.items()),
    )


def _arns_of(service: str, rows: list[arn_table.Row]) -> str:
    kinds = [row.kind for row in rows if row.source == arn_table.NONE]
    with_arn = [row.cells for row in rows if row.source != arn_table.NONE]
    parts = [f"{service}\n{'-' * len(service)}"]
    if with_arn:
        parts.append(tables.rst([arn_table.HEADS, *with_arn]))
    if kinds:
        parts.append("None: " + ", ".join(f"``{kind}``" for kind in kinds))
    others = [
        f"* ``{kind}.arn`` is the ARN of {whose}."
        for kind in kinds
        if (whose := arn_table.ANOTHERS.get(f"{service}.{kind}"))
    ]
    return "\n\n".join([*parts, "\n".join(others)] if others else parts)


def survey_page() -> str:
    """Return the page about the generator's drafts of all services."""
    return _page(
        "Survey of all services",
        "What ``python -m tools.definitions propose`` drafts for every service that "
        "botocore knows, before a person has seen it. Beside services that boto3 has "
        "resources for, only other types count.",
        tables.rst(survey.rows()),
    )


def readme() -> str:
    """Return README with its table of services as it is today."""
    catalog = Catalog()
    types = {name: len(list(catalog.types(name))) for name in catalog.names}
    ours = set(types) - set(services_with_resources())
    return areas.with_table(path_of("README").read_text("utf-8"), types, len(ours))


PAGES = {
    "README": readme,
    "coverage": coverage_page,
    "agreement": agreement_page,
    "cloudformation": crosscheck_page,
    "survey": survey_page,
    "arns": arns_page,
}


def _page(title: str, *paragraphs: str) -> str:
    return "\n\n".join([MADE, f"{title}\n{'=' * len(title)}", *paragraphs]) + "\n"


def path_of(page: str) -> Path:
    """Return the path of a page."""
    if page == "README":
        return DOCS.parent / "README.rst"
    return DOCS / f"{page}.rst"
