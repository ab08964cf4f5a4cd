"""The command ``list``: the resources of a type in accounts and regions, as a table.

Accounts are asked through `ConnectionManager.map`, the regions of an account by threads
of this module. Errors are printed at the end, by account and region, and change the
exit code; the resources of all other accounts and regions are still printed.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
import jmespath
from botocore import xform_name
from botocore.config import Config
from jmespath.exceptions import JMESPathError

import boto3_extensions
from boto3_extensions._arns.arn import partition_of
from boto3_extensions._connections.targets import enabled_regions
from boto3_extensions._definitions.catalog import Catalog, collection_sort_key
from boto3_extensions._foundation.concurrency import Lock, ThreadPool
from boto3_extensions._foundation.spelling import closest_member
from boto3_extensions._views import tables
from boto3_extensions._views.data import to_dict, to_json_value
from boto3_extensions._views.tables import (
    collection_advice,
    column_value,
    full_column_name,
)
from boto3_extensions.exceptions import UnknownNameError

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from jmespath.parser import ParsedResult

# Exit codes: all accounts and regions could be listed, none could, some could.
EXIT_ALL, EXIT_NONE, EXIT_SOME = 0, 1, 3

_MOST_THREADS = 16

# Services with an endpoint in each region that all list the same resources.
_GLOBAL_SERVICES = {"s3"}

# Columns of a row that are not the resource's own.
_ORIGIN_COLUMNS = ("account", "region")


class _RegionResult(NamedTuple):
    """The rows of a region of an account, or the error of listing them.

    Attributes:
        account: The account id; empty for the session's own account.
        region: The region; "aws-global", or another partition's, for a service with the
            same resources in all regions; empty for an account that was not asked.
        rows: The rows, as dicts by column; those before the error, if there is one.
        error: The error; None if all resources were listed.
    """

    account: str
    region: str
    rows: list[dict[str, Any]]
    error: Exception | None = None


class _Query(NamedTuple):
    """The collection to list in each region, and the columns of its rows.

    Attributes:
        service: boto3's name of the service.
        collection: The name of a collection of the service resource.
        columns: The columns.
        filter: A condition on resources; None for all.
        regions: The regions, ``("enabled",)`` for those of each account; None for the
            session's.
    """

    service: str
    collection: str
    columns: tuple[str, ...]
    filter: _Filter | None
    regions: tuple[str, ...] | None


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    # For combinations of options that argparse cannot check.
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
    """Print the resources of a type, and return the exit code."""
    if options.accounts and not options.role_name:
        options.refuse("--accounts takes --role-name: the role to assume in each")
    boto3_extensions.arn_patch_boto3()
    catalog = Catalog()
    service, collection, resource_class = _find_collection(catalog, options.name)
    columns = _split(options.columns) or tuple(resource_class.meta.identifiers)
    filter_names = options.filter.names if options.filter else ()
    _check_columns([*columns, *filter_names], resource_class)
    origin_columns = [
        column
        for column, option in zip(
            _ORIGIN_COLUMNS, (options.accounts, options.regions), strict=True
        )
        if option and column not in columns
    ]
    regions = _split(options.regions) or None
    query = _Query(service, collection, columns, options.filter, regions)
    progress = _Progress([*origin_columns, *columns], is_live=_shows_a_table(options))
    results = _collect(_listings(options, query), progress)
    rows = [row for result in results for row in result.rows]
    failed = [result for result in results if result.error is not None]
    if rows or len(failed) < len(results):
        _print(options, [*origin_columns, *columns], rows)
    for result in failed:
        where = " ".join(filter(None, (result.account, result.region))) or service
        print(f"{where}: {_error_line(result.error)}", file=sys.stderr)
    if not failed:
        return EXIT_ALL
    return EXIT_NONE if len(failed) == len(results) else EXIT_SOME


def _shows_a_table(options: argparse.Namespace) -> bool:
    return sys.stdout.isatty() and not (options.json or options.csv)


def _find_collection(
    catalog: Catalog, name: str
) -> tuple[str, str, type[ServiceResource]]:
    """Return the service, the collection and the class of items for a name.

    Args:
        catalog: The services and their types.
        name: A type or a collection, such as ``rds.DBInstance``, ``rds.db_instances``
            or ``DBInstance``.

    Raises:
        UnknownNameError: There is no such type or collection of the service.
    """
    service, _, kind = name.partition(".")
    if not kind and service not in catalog.names:
        service, kind = catalog.find_type(service) or (service, kind)
    model = catalog.make_class(service, None).meta.resource_model
    collections = {collection.name: collection for collection in model.collections}
    if kind not in collections:
        if not kind:
            raise UnknownNameError(f"say which type of {service}: {service}.TYPE")
        catalog.check_type(service, kind)
        of_type = [c for c in model.collections if c.resource.type == kind]
        if not of_type:
            raise UnknownNameError(
                f"{service} has no collection of all {kind}: they are parts of others"
            )
        kind = min(of_type, key=collection_sort_key).name
    item_type = collections[kind].resource.type
    return service, kind, catalog.make_class(service, item_type)


def _check_columns(
    columns: Iterable[str], resource_class: type[ServiceResource]
) -> None:
    """Check the names of columns, before any call.

    Raises:
        UnknownNameError: A column is no attribute of the resources, or a collection.
    """
    properties = {
        name
        for name in dir(resource_class)
        if isinstance(getattr(resource_class, name, None), property)
    }
    model = resource_class.meta.resource_model
    collections = {collection.name for collection in model.collections}
    type_name = resource_class.__name__
    for column in columns:
        name = full_column_name(resource_class, column)
        head = xform_name(name.partition(".")[0].removesuffix("[]"))
        if column in _ORIGIN_COLUMNS or head in {"tags", "arn"}:
            continue
        if head in collections:
            message = (
                f"{head} of {type_name} is a collection: {collection_advice(head)}"
            )
            raise UnknownNameError(message)
        if head not in properties:
            near = closest_member(resource_class, head)
            hint = (
                f"did you mean {near!r}?"
                if near in properties - collections
                else f"python -m boto3_extensions show {type_name} tells them"
            )
            raise UnknownNameError(f"{type_name} has no column called {head!r}; {hint}")


# Receives a result when a region was listed; it is called in any thread.
_Receiver = Callable[[_RegionResult], None]
# Lists accounts and regions, and calls a receiver with each result.
_Listing = Callable[[_Receiver], None]


def _listings(options: argparse.Namespace, query: _Query) -> Iterator[_Listing]:
    """Yield the functions that list the accounts of the options.

    For the session's own account or for all accounts at once.
    """
    session = boto3.Session(profile_name=options.profile, region_name=options.region)
    if not options.accounts:
        yield partial(_list_account, session, "", query)
        return
    account_ids: Iterable[str] = _split(options.accounts)
    if options.accounts == "organization":
        accounts = boto3_extensions.organization_accounts(session)
        account_ids = [account.id for account in accounts]
    manager = boto3_extensions.ConnectionManager(session=session)

    def list_accounts(receive: _Receiver) -> None:
        with manager:
            for result in manager.map(
                lambda session: _list_account(
                    session, str(session.account_id), query, receive
                ),
                account_ids,
                role_name=options.role_name,
                external_id=options.external_id,
                max_workers=_MOST_THREADS,
            ):
                if result.error is not None:
                    account = result.account or result.role_arn
                    receive(_RegionResult(account, "", [], result.error))

    yield list_accounts


def _collect(listings: Iterable[_Listing], progress: _Progress) -> list[_RegionResult]:
    """Run listings and return their results, sorted by account and region."""
    results: list[_RegionResult] = []
    with progress:
        for run_listing in listings:
            run_listing(lambda result: results.append(progress.count(result)))
    return sorted(results, key=lambda result: (result.account, result.region))


def _list_account(
    session: boto3.Session, account: str, query: _Query, receive: _Receiver
) -> None:
    """List the regions of an account, several at a time.

    Args:
        session: A session of the account.
        account: The account's id for the rows.
        query: The query.
        receive: Receives the result of each region.
    """
    regions: tuple[str | None, ...] = query.regions or (None,)
    global_region = _global_region(session, query.service)
    if global_region:
        regions = (None,)
    elif regions == ("enabled",):
        regions = tuple(enabled_regions(session))
    resources: dict[str, Any] = {}
    for region in regions:
        # Made in this thread, as a session of boto3 is not safe for threads.
        resource = session.resource(query.service, region_name=region)
        name = global_region or str(resource.meta.client.meta.region_name)
        resources.setdefault(name, resource)
    with ThreadPool(
        min(_MOST_THREADS, len(resources) or 1), "boto3-extensions-list"
    ) as pool:
        list_region = partial(_list_region, account, query)
        for result in pool.map(list_region, resources, resources.values()):
            receive(result)


def _global_region(session: boto3.Session, service: str) -> str:
    """Return AWS's name for all regions, if a service lists the same in each of them.

    Returns:
        Such as "aws-global" or "aws-cn-global"; empty for a service that is regional.
    """
    region = session.region_name or "us-east-1"
    if service in _GLOBAL_SERVICES:
        return f"{partition_of(session, region) or 'aws'}-global"
    # A client of a global service, such as iam, is in another region, "aws-global"; not
    # if an endpoint is configured, such as an emulator's.
    config = Config(ignore_configured_endpoint_urls=True)
    client = session.client(service, region_name=region, config=config)
    actual = str(client.meta.region_name)
    return actual if actual != region else ""


def _list_region(
    account: str, query: _Query, region: str, service_resource: ServiceResource
) -> _RegionResult:
    """List the resources of a region that match the filter, as rows."""
    origin = {"account": account, "region": region}
    rows: list[dict[str, Any]] = []
    try:
        for resource in getattr(service_resource, query.collection).all():
            if query.filter is None or query.filter(resource):
                row = {name: _cell(resource, name, origin) for name in query.columns}
                rows.append(origin | row)
    except Exception as error:
        return _RegionResult(account, region, rows, error)
    return _RegionResult(account, region, rows)


def _cell(resource: ServiceResource, column: str, origin: dict[str, str]) -> Any:
    """Return the value of a column; an attribute goes before the row's origin."""
    is_attribute = isinstance(getattr(type(resource), column, None), property)
    if column in origin and not is_attribute:
        return origin[column]
    return column_value(resource, column)


class _Filter:
    """A condition on resources, a JMESPath expression on `to_dict`.

    Args:
        expression: The compiled expression.

    Attributes:
        names: The names of the attributes that the expression reads.
    """

    def __init__(self, expression: ParsedResult) -> None:
        self._expression = expression
        # The nodes of the tree are those in jmespath's documentation of its AST.
        self.names = tuple(dict.fromkeys(_names_in(expression.parsed)))

    def __call__(self, resource: ServiceResource) -> bool:
        """Return whether a resource matches."""
        data = to_dict(resource)
        for name in self.names:
            if name == "tags" or name not in data:
                data[name] = to_json_value(column_value(resource, name))
        found = self._expression.search(data)
        # By JMESPath's rules of truth, zero is true.
        return bool(found) or (found == 0 and found is not False)


def _compiled(text: str) -> _Filter:
    """Return the filter of a command line argument, as a ``type`` of argparse."""
    try:
        with warnings.catch_warnings():
            # Users of the AWS CLI write `text`, which JMESPath deprecated for `"text"`.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return _Filter(jmespath.compile(text))
    except JMESPathError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


# Types of nodes whose first child is evaluated on the resource, and the other children
# on the value of the first.
_CHAINED_NODES = {
    "subexpression",
    "pipe",
    "projection",
    "value_projection",
    "filter_projection",
    "index_expression",
    "flatten",
}


def _names_in(node: Mapping[str, Any]) -> Iterator[str]:
    """Yield the top-level names that a node of a JMESPath expression reads."""
    if node["type"] == "field":
        yield node["value"]
    if node["type"] != "expref":
        children = node["children"]
        if node["type"] in _CHAINED_NODES:
            children = children[:1]
        for child in children:
            yield from _names_in(child)


def _split(text: str | None) -> tuple[str, ...]:
    """Return the parts of a comma-separated option; () for None."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _print(
    options: argparse.Namespace, columns: list[str], rows: list[dict[str, Any]]
) -> None:
    shown = [{name: row[name] for name in columns} for row in rows]
    if options.json:
        print(tables.as_json(shown))
    elif options.csv:
        print(tables.as_csv(columns, shown), end="")
    else:
        tables.print_table(columns, shown)


def _error_line(error: Exception | None) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


class _Progress:
    """A progress line on stderr, if that is a terminal.

    With rich installed, the last rows of the table are shown above the line.

    Args:
        columns: The columns of the table.
        is_live: Whether to show the rows, as stdout will have the table.
    """

    def __init__(self, columns: list[str], is_live: bool) -> None:
        self._file = sys.stderr if sys.stderr.isatty() else None
        self._columns = columns
        self._rows: list[dict[str, Any]] = []
        self._listed_count = self._failed_count = 0
        self._lock = Lock()
        # A display of rich, which is optional.
        self._live: Any = None
        if is_live and self._file is not None:
            self._live = tables.live_display(self._file)

    def count(self, result: _RegionResult) -> _RegionResult:
        """Count a result, and return the same object."""
        with self._lock:
            self._listed_count += 1
            self._rows += result.rows
            self._failed_count += result.error is not None
            listed, failed = self._listed_count, self._failed_count
            self._write(f"{listed} asked, {len(self._rows)} found, {failed} failed")
        return result

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
            tables.update_display(self._live, self._columns, self._rows, text)
        elif self._file is not None:
            # Carriage return, and "erase in line" of ANSI terminals.
            with contextlib.suppress(OSError):
                self._file.write(f"\r\x1b[K{text}")
                self._file.flush()
