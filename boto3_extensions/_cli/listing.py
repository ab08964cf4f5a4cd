"""``python -m boto3_extensions list``: resources of accounts and regions, as a table.

Beside ``credentials`` the one command that asks AWS. What failed is told at the end, by
account and region, and in the exit code: what was found is no less true for it.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import boto3
import jmespath
from botocore import xform_name
from botocore.config import Config
from jmespath.exceptions import JMESPathError

import boto3_extensions
from boto3_extensions._connections.targets import enabled_regions
from boto3_extensions._definitions.catalog import Catalog, widest
from boto3_extensions._foundation.concurrency import Lock, Workers
from boto3_extensions._foundation.spelling import near_in
from boto3_extensions._views import tables
from boto3_extensions._views.data import as_plain, to_dict
from boto3_extensions._views.tables import not_a_column, value_of, whole_name
from boto3_extensions.exceptions import UnknownNameError

# What the process ends with: all answered, nobody did, some did.
ALL, NOBODY, SOME = 0, 1, 3

_MOST_THREADS = 16

# Services that tell the same in every region, though they have an endpoint in each.
_ONCE = {"s3"}

# What a row says of where it is from, beside what the resource says.
_PLACES = ("account", "region")


class _Part(NamedTuple):
    """What one region of one account answered: rows, or an error."""

    account: str
    region: str
    rows: list[dict[str, Any]]
    error: Exception | None = None


class _Wanted(NamedTuple):
    """What is asked for in each region."""

    service: str
    collection: str
    columns: tuple[str, ...]
    filter: Any
    regions: tuple[str, ...] | None


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    # For what argparse itself cannot tell of what was asked.
    command.set_defaults(refuse=command.error)
    command.add_argument(
        "name",
        metavar="SERVICE.TYPE",
        help="such as rds.DBInstance, or rds.db_instances",
    )
    command.add_argument(
        "--columns",
        metavar="NAME,...",
        help="attributes, such as id,engine,endpoint.Address,arn,tags.team; the "
        "identifiers if not said",
    )
    command.add_argument(
        "--filter",
        metavar="JMESPATH",
        type=_compiled,
        help="of to_dict(), such as 'engine==`postgres`' or 'tags.team==`shop`'",
    )
    command.add_argument(
        "--regions", metavar="NAME,...", help="or 'enabled' for all of each account"
    )
    command.add_argument(
        "--accounts", metavar="ID,...", help="or 'organization'; with --role-name"
    )
    command.add_argument("--role-name", metavar="NAME", help="the role in each of them")
    command.add_argument("--external-id", metavar="ID")
    command.add_argument("--profile", metavar="NAME", help="whose credentials to use")
    command.add_argument("--region", metavar="NAME", help="the region to begin in")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print CSV")
    form.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print JSON"
    )


def main(options: argparse.Namespace) -> int:
    """Print what there is of a type; return what to exit with."""
    if options.accounts and not options.role_name:
        options.refuse("--accounts takes --role-name: the role to assume in each")
    boto3_extensions.arn_patch_boto3()
    catalog = Catalog()
    service, collection, made = _place(catalog, options.name)
    columns = _split(options.columns) or tuple(made.meta.identifiers)
    _check([*columns, *(options.filter.names if options.filter else ())], made)
    places = [
        place
        for place, option in zip(
            _PLACES, (options.accounts, options.regions), strict=True
        )
        if option and place not in columns
    ]
    regions = _split(options.regions) or None
    wanted = _Wanted(service, collection, columns, options.filter, regions)
    progress = _Progress([*places, *columns], is_live=_is_for_people(options))
    parts = _asked(_ways(options, wanted), progress)
    rows = [row for part in parts for row in part.rows]
    failed = [part for part in parts if part.error is not None]
    if rows or len(failed) < len(parts):
        _print(options, [*places, *columns], rows)
    for part in failed:
        where = " ".join(filter(None, (part.account, part.region))) or service
        print(f"{where}: {_told(part.error)}", file=sys.stderr)
    if not failed:
        return ALL
    return NOBODY if len(failed) == len(parts) else SOME


def _is_for_people(options: argparse.Namespace) -> bool:
    return sys.stdout.isatty() and not (options.json or options.csv)


def _place(catalog: Catalog, name: str) -> tuple[str, str, Any]:
    """Return a service, the collection that is named, and the class of its items.

    Raises:
        UnknownNameError: There is none, or it is in no collection of the service.
    """
    service, _, kind = name.partition(".")
    if not kind and service not in catalog.names:
        service, kind = catalog.find_type(service) or (service, kind)
    model = catalog.make_class(service, None).meta.resource_model
    found = {one.name: one for one in model.collections}
    if kind not in found:
        if not kind:
            raise UnknownNameError(f"say which type of {service}: {service}.TYPE")
        catalog.check_type(service, kind)
        of_type = [one for one in model.collections if one.resource.type == kind]
        if not of_type:
            raise UnknownNameError(
                f"{service} has no collection of all {kind}: they are parts of others"
            )
        kind = min(of_type, key=widest).name
    return service, kind, catalog.make_class(service, found[kind].resource.type)


def _check(columns: Iterable[str], made: Any) -> None:
    """Make sure that there are such columns, before anybody is asked.

    Raises:
        UnknownNameError: One is none.
    """
    known = {n for n in dir(made) if isinstance(getattr(made, n, None), property)}
    collections = {one.name for one in made.meta.resource_model.collections}
    for column in columns:
        name = whole_name(made, column)
        head = xform_name(name.partition(".")[0].removesuffix("[]"))
        if column in _PLACES or head in {"tags", "arn"}:
            continue
        if head in collections:
            told = f"{head} of {made.__name__} is a collection: {not_a_column(head)}"
            raise UnknownNameError(told)
        if head not in known:
            near = near_in(made, head)
            hint = (
                f"did you mean {near!r}?"
                if near in known - collections
                else (f"python -m boto3_extensions show {made.__name__} tells them")
            )
            raise UnknownNameError(
                f"{made.__name__} has no column called {head!r}; {hint}"
            )


def _ways(
    options: argparse.Namespace, wanted: _Wanted
) -> Iterator[Callable[[Callable[[_Part], None]], None]]:
    """Yield what asks each account, and hands each part to a function."""
    session = boto3.Session(profile_name=options.profile, region_name=options.region)
    if not options.accounts:
        yield partial(_ask, session, "", wanted)
        return
    accounts: Any = _split(options.accounts)
    if options.accounts == "organization":
        accounts = [one.id for one in boto3_extensions.organization_accounts(session)]
    manager = boto3_extensions.ConnectionManager(session=session)

    def ask_all(take: Callable[[_Part], None]) -> None:
        with manager:
            for result in manager.map(
                lambda session: _ask(session, _account(session), wanted, take),
                accounts,
                role_name=options.role_name,
                external_id=options.external_id,
                max_workers=_MOST_THREADS,
            ):
                if result.error is not None:
                    account = result.account or result.role_arn
                    take(_Part(account, "", [], result.error))

    yield ask_all


def _account(session: Any) -> str:
    return str(session.account_id)


def _asked(ways: Iterable[Any], progress: _Progress) -> list[_Part]:
    parts: list[_Part] = []
    with progress:
        for ask in ways:
            ask(lambda part: parts.append(progress.told(part)))
    # As they come, but in an order that stays the same from day to day.
    return sorted(parts, key=lambda part: (part.account, part.region))


def _ask(
    session: Any, account: str, wanted: _Wanted, take: Callable[[_Part], None]
) -> None:
    """Ask all regions of one account, several at a time."""
    regions: tuple[str | None, ...] = wanted.regions or (None,)
    is_once = _is_once(session, wanted.service)
    if is_once:
        regions = (None,)
    elif regions == ("enabled",):
        regions = tuple(enabled_regions(session))
    resources: dict[str, Any] = {}
    for region in regions:
        # Made here: a session of boto3's is no thing for several threads.
        made = session.resource(wanted.service, region_name=region)
        name = "" if is_once else str(made.meta.client.meta.region_name)
        resources.setdefault(name, made)
    with Workers(
        min(_MOST_THREADS, len(resources) or 1), "boto3-extensions-list"
    ) as pool:
        look = partial(_look, account, wanted)
        for part in pool.map(look, resources, resources.values()):
            take(part)


def _is_once(session: Any, service: str) -> bool:
    """Tell whether a service tells the same in every region of its partition."""
    if service in _ONCE:
        return True
    # What an emulator's address would hide: clients of iam work in "aws-global".
    config = Config(ignore_configured_endpoint_urls=True)
    region = session.region_name or "us-east-1"
    client = session.client(service, region_name=region, config=config)
    return bool(client.meta.region_name != region)


def _look(account: str, wanted: _Wanted, region: str, service: Any) -> _Part:
    place = {"account": account, "region": region}
    rows: list[dict[str, Any]] = []
    try:
        for resource in getattr(service, wanted.collection).all():
            if wanted.filter is None or wanted.filter(resource):
                row = {n: _value(resource, n, place) for n in wanted.columns}
                rows.append(place | row)
    except Exception as error:
        # What came before it is as true as it was.
        return _Part(account, region, rows, error)
    return _Part(account, region, rows)


def _value(resource: Any, column: str, place: dict[str, str]) -> Any:
    has = isinstance(getattr(type(resource), column, None), property)
    return place[column] if column in place and not has else value_of(resource, column)


class _Filter:
    """A condition on resources, in JMESPath.

    Args:
        expression: What jmespath has made of it.

    Attributes:
        names: What it reads of a resource.
    """

    def __init__(self, expression: Any) -> None:
        self._expression = expression
        # The tree, by which jmespath's own visitors go, is in its documentation.
        self.names = tuple(dict.fromkeys(_names_in(expression.parsed)))

    def __call__(self, resource: Any) -> bool:
        """Tell whether a resource fits."""
        data = to_dict(resource)
        for name in self.names:
            if name == "tags" or name not in data:
                data[name] = as_plain(value_of(resource, name))
        found = self._expression.search(data)
        # As JMESPath has it: zero is not false.
        return bool(found) or (found == 0 and found is not False)


def _compiled(text: str) -> _Filter:
    try:
        with warnings.catch_warnings():
            # The AWS CLI's users write `text` where JMESPath wants '"text"' by now.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return _Filter(jmespath.compile(text))
    except JMESPathError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


# Of these only the first part is of the resource: the others are of what that gives.
_STEPS = {
    "subexpression",
    "pipe",
    "projection",
    "value_projection",
    "filter_projection",
    "index_expression",
    "flatten",
}


def _names_in(node: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an expression of JMESPath reads of what it is given."""
    if node["type"] == "field":
        yield node["value"]
    if node["type"] != "expref":
        parts = node["children"]
        for part in parts[:1] if node["type"] in _STEPS else parts:
            yield from _names_in(part)


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _print(
    options: argparse.Namespace, columns: list[str], rows: list[dict[str, Any]]
) -> None:
    wanted = [{name: row[name] for name in columns} for row in rows]
    if options.json:
        print(tables.as_json(wanted))
    elif options.csv:
        print(tables.as_csv(columns, wanted), end="")
    else:
        tables.show(columns, wanted)


def _told(error: Any) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


class _Progress:
    """A line on a terminal that tells what was asked and found so far.

    With rich, and a table to come on the same terminal, the last rows stand above it.

    Args:
        columns: Those of the table.
        is_live: Whether the table is to be shown as it grows.
    """

    def __init__(self, columns: list[str], is_live: bool) -> None:
        self._file = sys.stderr if sys.stderr.isatty() else None
        self._columns = columns
        self._rows: list[dict[str, Any]] = []
        self._asked = self._failed = 0
        self._lock = Lock()
        self._live: Any = None
        if is_live and self._file is not None:
            self._live = tables.live(self._file)

    def told(self, part: _Part) -> _Part:
        """Count a part, and return it."""
        with self._lock:
            self._asked += 1
            self._rows += part.rows
            self._failed += part.error is not None
            found = len(self._rows)
            self._write(f"{self._asked} asked, {found} found, {self._failed} failed")
        return part

    def __enter__(self) -> _Progress:
        if self._live is not None:
            self._live.start()
        self._write("asking")
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()
        else:
            self._write("")

    def _write(self, text: str) -> None:
        if self._live is not None:
            tables.update(self._live, self._columns, self._rows, text)
        elif self._file is not None:
            # To the beginning of the line, and whatever was there is gone.
            with contextlib.suppress(OSError):
                self._file.write(f"\r\x1b[K{text}")
                self._file.flush()
