"""Run python -m tools.definitions generate|check|coverage|... [SERVICE ...]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import (
    arn_table,
    build,
    checks,
    coverage,
    deriving,
    documentation,
    gate,
    growth,
    history,
    holdout,
    measures,
    names,
    sample,
    tables,
    tags,
)
from .propose import propose
from .service import Service, services_with_resources
from .spec import ServiceSpec
from .toml_file import DEFINITIONS, DefinitionError, find, read, read_all

_ARE_GONE = "These names are gone, which somebody may have used:"
_WOULD_BE_GONE = "These names would be gone, which somebody may use:"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code is 1 for a fault."""
    options = _parser().parse_intermixed_args(arguments)
    try:
        if options.command == "propose":
            print(proposed(options.services[0]), end="")
            return 0
        if options.command == "document":
            return document(options.services)
        if options.command == "holdout":
            print(holdout.report(options.services))
            return 0
        if options.command == "gate":
            told = gate.held_out if options.finished else gate.report
            print(told(options.services))
            return 0
        if options.command == "derive":
            return derive(options.services, options.check, drop=options.drop)
        if options.command == "measure":
            print(measures.report(options.services, drafts=options.drafts))
            return 0
        specs = _specs(options.services)
        if options.command == "check":
            checked = check(specs, drop=options.drop)
            return max(checked, obey(specs, options.notes))
        if options.command == "growth":
            return growth.report(specs, options.since)
        if options.command == "arns":
            return arns(specs)
        if options.command == "generate":
            return generate(specs, drop=options.drop)
        if options.command == "sync":
            return synced([spec.service for spec in specs], options)
        if options.command == "sample":
            return drawn(specs, options.seed, options.count)
        if options.command == "history":
            return remember(specs, options.since)
        return report(specs)
    except DefinitionError as error:
        print(f"definitions: {error}", file=sys.stderr)
        if hint := history.other_release():
            print(f"definitions: {hint}", file=sys.stderr)
        return 1


def proposed(name: str) -> str:
    """Return the draft of a service: what passes the gate, and the doubts besides.

    What boto3 itself has types of is drafted without the gate.
    """
    if name in services_with_resources():
        return propose(name)
    spec, found = gate.passed(name)
    doubts = {
        kind: [*found.given_up.get(kind, ()), *found.refused.get(kind, ())]
        for kind in {**found.given_up, **found.refused}
    }
    return propose(name, spec, doubts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.definitions")
    parser.add_argument(
        "command",
        choices=[
            "generate",
            "check",
            "coverage",
            "arns",
            "measure",
            "holdout",
            "gate",
            "derive",
            "propose",
            "document",
            "growth",
            "sync",
            "history",
            "sample",
        ],
        help="write the data files; compare them with what would be written, and hold "
        "them to the rules; print which operations are reachable; print where every "
        "type's ARN is from; print how far the definitions agree with what others "
        "state, absences counted; or how far drafts agree with what a person made of "
        "the finished services; which types of drafts pass without a person; write the "
        "data files of what passes; draft a TOML; write the documentation's tables; "
        "print what is new since an older botocore; take that in; find out when AWS "
        "brought what the definitions use; draw definitions at random to be read",
    )
    parser.add_argument(
        "--notes", action="store_true", help="check: say what is worth a look, too"
    )
    parser.add_argument(
        "--drop",
        action="store_true",
        help="generate, check, derive: let names that git has be gone",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="derive: compare the data files with what would be written",
    )
    parser.add_argument(
        "--since",
        type=Path,
        metavar="FOLDER",
        help="growth, sync: where pip has put the botocore that the data was made "
        "from; history: a folder of such folders, named by their releases",
    )
    parser.add_argument(
        "--figures",
        type=Path,
        metavar="FILE",
        help="sync: write figures there",
    )
    parser.add_argument(
        "--drafts", action="store_true", help="measure: unedited drafts, not our data"
    )
    parser.add_argument(
        "--finished",
        action="store_true",
        help="gate: by services that a person finished, as a test of the gate",
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="sample: the same each time"
    )
    parser.add_argument("--count", type=int, default=100, help="sample: how many")
    parser.add_argument("services", nargs="*", help="default: every definitions file")
    return parser


def _specs(services: list[str]) -> list[ServiceSpec]:
    if not services:
        return read_all()
    return [read(find(name)) for name in services]


def generate(specs: list[ServiceSpec], *, drop: bool = False) -> int:
    """Write the data files of every service, if no name goes that is in git."""
    for spec in specs:
        build.check_inputs(spec)
    made = {spec.service: build.documents(spec) for spec in specs}
    if not drop and _are_gone(specs, made):
        print("Nothing is written. If they were never released: generate --drop")
        return 1
    for documents in made.values():
        build.write(build.DATA, documents)
        for path in documents:
            print(f"wrote {path}")
    return 0


def derive(services: list[str], check: bool, *, drop: bool = False) -> int:
    """Write the data files of the services that nobody has read, or compare them."""
    found = list(deriving.derived(services).values())
    before = deriving.past(found)
    if not drop:
        deriving.keep_former(found, before)
    gone = deriving.gone(found, before)
    if gone:
        print(_ARE_GONE if drop else _WOULD_BE_GONE, *gone, sep="\n  ")
    wanted = deriving.texts(found)
    stale = [] if services else deriving.stale(wanted)
    if check:
        wrong = [p for p, text in wanted.items() if _text(deriving.FOLDER / p) != text]
        for path in sorted({*wrong, *stale}):
            print(f"derived/{path} is not what the rules give: run the derive command")
        if not (wrong or stale):
            print(f"{len(wanted)} derived data files are what the rules give")
        return 1 if wrong or stale or (gone and not drop) else 0
    if gone and not drop:
        print("Nothing is written. If they may go: derive --drop")
        return 1
    deriving.write(found, stale)
    types = sum(len(one.types) for one in found)
    print(f"wrote {len(wanted)} files of {len(found)} services with {types} types")
    return 0


def synced(services: list[str], options: argparse.Namespace) -> int:
    """Adapt the definitions to the installed botocore, and print its changes."""
    # It needs tomlkit, which nothing else does.
    from . import sync

    if options.since is None:
        raise DefinitionError("say by --since which botocore the data was made from")
    found = sync.sync(services, growth.models_in(options.since))
    print("\n".join(sync.review(found)))
    if options.figures:
        options.figures.write_text(sync.as_json(found), encoding="utf-8")
    return 0


def drawn(specs: list[ServiceSpec], seed: int, count: int) -> int:
    """Print definitions drawn at random, for a person to read."""
    services = [spec.service for spec in specs]
    for number, thing in enumerate(sample.draw(build.DATA, services, seed, count), 1):
        print(f"{number}. {thing}")
    return 0


def remember(specs: list[ServiceSpec], releases: Path | None) -> int:
    """Write the releases that first had the members of definitions into the history."""
    if releases is None:
        raise DefinitionError("say by --since where the releases are")
    known = history.read()
    versions = sorted(releases.iterdir(), key=lambda p: [*map(int, p.name.split("."))])
    for spec in specs:
        service = Service(spec.service, kept=spec.deprecated)
        made = {path.name: d for path, d in build.documents(spec, {}).items()}
        wanted = set(history.used(service, names.definition_of(made)))
        had = (
            (path.name, history.things_in(growth.models_in(path), spec.service))
            for path in reversed(versions)
        )
        found = history.since(wanted, had)
        history.merged(known.setdefault(spec.service, {}), found)
        print(f"{spec.service}: {len(found)} came since {versions[0].name}", flush=True)
        history.write(known)
    return 0


def _are_gone(specs: list[ServiceSpec], made: dict[str, build.Documents]) -> bool:
    """Print the names that git has and the data files made would lack."""
    gone = [line for one in specs for line in _gone(one.service, made[one.service])]
    if gone:
        print(_WOULD_BE_GONE, *gone, sep="\n  ")
    return bool(gone)


def _gone(name: str, documents: build.Documents) -> list[str]:
    service = Service(name)
    before = names.committed(build.DATA, name)
    after = {path.name: document for path, document in documents.items()}
    lines = names.vanished(
        names.names_of(service, before), names.names_of(service, after)
    )
    known = history.read().get(name, {})
    _, others = history.withdrawn_names(known, lines)
    return [f"{name}.{line}" for line in others]


def document(pages: list[str]) -> int:
    """Write generated pages of the documentation: all, or those with these names."""
    documentation.DOCS.mkdir(exist_ok=True)
    for page in pages or documentation.PAGES:
        path = documentation.path_of(page)
        path.write_text(documentation.PAGES[page](), encoding="utf-8")
        print(f"wrote {path.relative_to(documentation.DOCS.parent)}")
    return 0


def check(specs: list[ServiceSpec], *, drop: bool = False) -> int:
    """Compare the data files with the generator's output, and that with git's names."""
    wanted: dict[Path, str] = {}
    made: dict[str, build.Documents] = {}
    faults = {}
    for spec in specs:
        try:
            made[spec.service] = documents = build.documents(spec)
        except (DefinitionError, KeyError) as error:
            faults[spec.service] = str(error)
        else:
            wanted |= {path: build.as_text(one) for path, one in documents.items()}
    for service, fault in faults.items():
        print(f"{service} cannot be generated: {fault}")
    services = {spec.service for spec in specs} - set(faults)
    present = {p.relative_to(build.DATA) for p in build.DATA.glob("*/*/*.json")}
    stale = {p for p in present if p.parts[0] in services} - set(wanted)
    if specs and len(specs) == len(read_all()):
        stale = {p for p in present if p.parts[0] not in faults} - set(wanted)
    wrong = sorted(p for p, text in wanted.items() if _text(build.DATA / p) != text)
    for path in wrong:
        print(f"{path} is not what its TOML gives: run the generate command")
    for path in sorted(stale):
        print(f"{path} has no TOML that gives it: delete it")
    whole = [spec for spec in specs if spec.service in made]
    gone = not drop and _are_gone(whole, made)
    if not wrong and not stale and not faults and not gone:
        print(f"{len(wanted)} data files are what the definitions give")
        return 0
    if hint := history.other_release():
        print(hint)
    return 1


def obey(specs: list[ServiceSpec], notes: bool) -> int:
    """Print the findings of the rules in the data files, notes only on request."""
    services = {spec.service for spec in specs}
    allowed = checks.read_allowed(DEFINITIONS)
    files = wrong = 0
    data = checks.Library(build.DATA)
    for path, found in checks.check_data(data, allowed, services=services):
        files += 1
        wrong += len(checks.errors(found))
        for finding in found if notes else checks.errors(found):
            print(f"{path.relative_to(build.DATA)}: {finding}")
    library = checks.Library(build.DATA)
    for service in sorted(services):
        for finding in tags.findings(library, service):
            wrong += bool(checks.errors([finding]))
            if notes or checks.errors([finding]):
                print(f"{service}: {finding}")
    print(f"{files} data files checked, {wrong} faults")
    return 1 if wrong else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def report(specs: list[ServiceSpec]) -> int:
    """Print the coverage table, and each operation that is plain or not reached."""
    found = [coverage.of(spec) for spec in specs]
    print(tables.plain(coverage.rows(found)))
    for one in found:
        for operation, reason in sorted(one.left_out.items()):
            print(f"{one.service}: {operation} is left out: {reason}")
        for operation in sorted(one.plain):
            print(f"{one.service}: {operation} is plain: a dict from the service alone")
        for operation in sorted(one.missing):
            print(f"{one.service}: nothing reaches {operation}")
    return 0


def arns(specs: list[ServiceSpec]) -> int:
    """Print the source of each type's ARN, with the types that have no ARN."""
    library = checks.Library(build.DATA)
    rows = [
        (f"{spec.service}.{row.kind}", *row.plain)
        for spec in specs
        for row in arn_table.of(library.service(spec.service))
    ]
    print(tables.plain([arn_table.HEADS, *rows]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
