"""The tables of the documentation that are generated from the definitions."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from boto3_extensions._definitions.catalog import Catalog

from . import (
    agreement,
    areas,
    arn_table,
    build,
    census,
    coverage,
    crosscheck,
    deriving,
    gate,
    measures,
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
    parts = [_section(service)]
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


def services_page() -> str:
    """Return the page about all services: of which kind each is, and what it has."""
    derived = list(deriving.derived().values())
    with ProcessPoolExecutor() as pool:
        found = [
            *pool.map(census.curated, read_all()),
            *pool.map(census.derived, derived),
        ]
        unplaced = sum(
            pool.map(gate.unplaced_by_kind, (one for one in derived if one.types)),
            Counter[tuple[str, str]](),
        )
    doubts = sum(map(gate.doubts_by_kind, derived), Counter[str]())
    without = sum(map(gate.given_up_by_kind, derived), Counter[str]())
    return _page(
        "All services",
        "Every service of botocore's has resources. A person has gone through the "
        "*curated* ones, boto3's own among them, and wrote in ``definitions/`` what "
        "the generator cannot know. Of the others, which are *derived*, the generator "
        "has made what it is sure of, and nobody has read it: ``python -m "
        "tools.definitions derive`` writes it into ``boto3_extensions/derived/``. What "
        "that means for users is told in :doc:`resources`.",
        tables.rst(census.sums(found)),
        "Reached and plain are told in :doc:`coverage`; plain operations are not among "
        "those reached. The last columns count what CloudFormation's schemas and AWS's "
        "Smithy models state of types, identifiers, loads, lists, creates and deletes: "
        "with how much of it the definitions agree, of how much there is. They are "
        "empty where nothing is stated of a service.",
        f"{_section('The gate')}\n\n{_GATE}",
        "A part of a type that is in doubt goes alone, and the rest is judged without "
        "it: a list or a create is then an action that returns a dict, and a type "
        "without its load has what its lists tell. "
        "A type that is left out takes its children with it, and its operations go to "
        "its parent or to the service, as actions that return a dict; the rest is "
        "judged anew until nothing more goes. A reference or a waiter with a fault "
        "goes alone. An ARN that is a curated type's leads to that. ``python -m "
        "tools.definitions gate --finished`` holds the gate to curated services: it "
        "prints how far what passes of their drafts is what a person made.",
        "Doubts, and how many types have each; a type may have several:",
        tables.rst([("types", "doubt"), *_counted(doubts)]),
        "Parts that went alone, by the doubt about them, of types that passed and of "
        "those left out:",
        tables.rst([("types", "doubt"), *_counted(without)]),
        _section("Operations without a role"),
        "Of the operations of derived services with types whose names tell a list, a "
        "create or a read, these are on a resource or on the service, and are no "
        "collection, no maker and no load of a type. About some the gate has a doubt, "
        "or about the type that they are called after; the rest are of things that "
        "are no resources by botocore's models: statistics, findings, words.",
        tables.rst(_by_role(unplaced)),
        _section("Each service"),
        tables.rst(census.rows(found)),
    )


_GATE = """\
A type of a draft passes if there is no doubt about it:

* AWS's own names say all of it. What loads it is ``Get``, ``Describe`` or ``BatchGet``
  with its noun, and asks for its identifiers and nothing else; what lists it is its
  plural, or that and its owner's noun; what creates it is called after it; and the
  answers call the identifiers as the inputs do.
* It is loaded, or an operation called after it asks for its identifier, or its data
  have an id or an ARN that AWS calls after it. It is listed or created, or what loads
  it, or two operations called after it, ask for it by its own name; unless it is there
  for its children or is the only one of its parent.
* What it is listed of is a part of it, where its operations ask for that, too.
* Nothing else is asked for as it is, so that no operation is another type's; what AWS's
  texts call another thing's, or want an ARN for, is an action of the service.
* One call loads all of it: no page of it, not the latest of several, nothing that has
  to be asked for or that another account may have by the same name. A list ends with
  the last item, and has none that others share.
* CloudFormation's schemas and AWS's Smithy models state of it what the definition says,
  wherever they know it and the definition has it.
* The rules that ``python -m tools.definitions check`` holds curated definitions to find
  no fault in it. It has members for tags only where AWS says that it has tags."""


def _by_role(found: Counter[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return a table of reasons, the most frequent first, with counts by role."""
    reasons: Counter[str] = Counter()
    for (reason, _), count in found.items():
        reasons[reason] += count
    lines = [
        (*(str(found[reason, role]) for role in measures.ROLES), reason)
        for _, reason in _counted(reasons)
    ]
    return [("lists", "creates", "reads", "reason"), *lines]


def _counted(found: Counter[str]) -> list[tuple[str, str]]:
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [(str(count), name) for name, count in ordered]


def readme() -> str:
    """Return README with its table of services as it is today."""
    catalog = Catalog()
    types = {name: len(catalog.types(name)) for name in catalog.names}
    derived = {
        name: types.pop(name) for name in catalog.names if catalog.is_derived(name)
    }
    ours = set(types) - set(services_with_resources())
    text = path_of("README").read_text("utf-8")
    return areas.with_table(text, types, len(ours), derived)


PAGES = {
    "README": readme,
    "services": services_page,
    "coverage": coverage_page,
    "agreement": agreement_page,
    "cloudformation": crosscheck_page,
    "survey": survey_page,
    "arns": arns_page,
}


def _section(title: str) -> str:
    return f"{title}\n{'-' * len(title)}"


def _page(title: str, *paragraphs: str) -> str:
    return "\n\n".join([MADE, f"{title}\n{'=' * len(title)}", *paragraphs]) + "\n"


def path_of(page: str) -> Path:
    """Return the path of a page."""
    if page == "README":
        return DOCS.parent / "README.rst"
    return DOCS / f"{page}.rst"
