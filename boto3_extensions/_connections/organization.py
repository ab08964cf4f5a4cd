"""The accounts of an organization, found in its tree of units."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import boto3

from boto3_extensions.exceptions import OrganizationalUnitError


class OrganizationAccount(NamedTuple):
    """An account of an organization.

    Attributes:
        id: Twelve digits.
        name: What the organization calls it.
        email: Address of its root user.
        arn: Its ARN, which names the management account, too.
        state: ``ACTIVE``, ``SUSPENDED``, ``PENDING_CLOSURE`` ...; None if botocore is
            too old to tell.
        unit_id: The unit, or root, that it is in.
        path: The names of the units above it, ``/`` for none, ``/Workloads/Prod`` else.
    """

    id: str
    name: str
    email: str
    arn: str
    state: str | None
    unit_id: str
    path: str

    @property
    def is_management(self) -> bool:
        """Tell whether it is the account that owns the organization."""
        return self.arn.split(":")[4] == self.id


class _Unit(NamedTuple):
    id: str
    name: str
    path: str


def organization_accounts(
    session: boto3.Session | None = None,
    organizational_units: Iterable[str] | None = None,
    *,
    recursive: bool = True,
    states: Collection[str] = ("ACTIVE",),
    predicate: Callable[[OrganizationAccount], object] | None = None,
) -> Iterator[OrganizationAccount]:
    """Yield the accounts of an organization, page by page, each once.

    Needs organizations:ListRoots, ListOrganizationalUnitsForParent and
    ListAccountsForParent, and for units given by id ListParents and
    DescribeOrganizationalUnit, which only the management account and delegated
    administrators have.

    Args:
        session: Session of such an account; None for boto3's default session.
        organizational_units: Units, by id (``ou-…``, or ``r-…`` for a root) or by path
            (``/Workloads/Prod``); None for all.
        recursive: Take the accounts in units of these units, too.
        states: The states an account may be in; AWS's word since it retired ``Status``
            on 2026-09-09.
        predicate: Says of each account whether to take it.

    Raises:
        TypeError: For a single unit or state where several are expected.
        OrganizationalUnitError: There is no such unit.
        ClientError: AWS refused.
    """
    for several in (organizational_units, states):
        if isinstance(several, str):
            raise TypeError(f"put a single {several!r} into a list")
    tree = _Tree((session or boto3).client("organizations"))
    return _chosen(tree.accounts(organizational_units, recursive), states, predicate)


def _chosen(
    accounts: Iterable[OrganizationAccount],
    states: Collection[str],
    predicate: Callable[[OrganizationAccount], object] | None,
) -> Iterator[OrganizationAccount]:
    # A unit and one of its own units may both be asked for.
    seen: set[str] = set()
    for account in accounts:
        if account.id in seen or account.state not in (None, *states):
            continue
        seen.add(account.id)
        if predicate is None or predicate(account):
            yield account


class _Tree:
    """The units of an organization, walked from wherever one asks."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def accounts(
        self, units: Iterable[str] | None, recursive: bool
    ) -> Iterator[OrganizationAccount]:
        found = self._roots() if units is None else map(self._unit, units)
        for unit in found:
            yield from self._accounts_in(unit, recursive)

    def _accounts_in(
        self, unit: _Unit, recursive: bool
    ) -> Iterator[OrganizationAccount]:
        for item in self._pages("list_accounts_for_parent", "Accounts", unit):
            yield _account(item, unit)
        if recursive:
            for child in self._children(unit):
                yield from self._accounts_in(child, recursive)

    def _children(self, unit: _Unit) -> Iterator[_Unit]:
        operation = "list_organizational_units_for_parent"
        for item in self._pages(operation, "OrganizationalUnits", unit):
            yield _below(unit.path, item)

    def _roots(self) -> Iterator[_Unit]:
        for page in self._client.get_paginator("list_roots").paginate():
            for item in page["Roots"]:
                yield _root(item["Id"])

    def _pages(self, operation: str, items: str, unit: _Unit) -> Iterator[Any]:
        pages = self._client.get_paginator(operation).paginate(ParentId=unit.id)
        for page in pages:
            yield from page[items]

    def _unit(self, named: str) -> _Unit:
        if named.startswith("/"):
            return self._unit_at(named)
        if named.startswith(("ou-", "r-")):
            return self._unit_of(named)
        raise OrganizationalUnitError(
            f"{named!r} is no organizational unit: it is an id (ou-… or r-…) or a path "
            "of names from the root (/Workloads/Prod)"
        )

    def _unit_at(self, path: str) -> _Unit:
        (unit,) = self._roots()
        for name in path.strip("/").split("/") if path != "/" else ():
            named = [child for child in self._children(unit) if child.name == name]
            if not named:
                raise OrganizationalUnitError(
                    f"no {name!r} in {unit.path} for {path!r}"
                )
            (unit,) = named
        return unit

    def _unit_of(self, unit_id: str) -> _Unit:
        if unit_id.startswith("r-"):
            return _root(unit_id)
        described = self._client.describe_organizational_unit(
            OrganizationalUnitId=unit_id
        )
        (parent,) = self._client.list_parents(ChildId=unit_id)["Parents"]
        return _below(self._unit_of(parent["Id"]).path, described["OrganizationalUnit"])


def _root(root_id: str) -> _Unit:
    return _Unit(root_id, "", "/")


def _below(path: str, item: Mapping[str, Any]) -> _Unit:
    return _Unit(item["Id"], item["Name"], f"{path.rstrip('/')}/{item['Name']}")


def _account(item: Mapping[str, Any], unit: _Unit) -> OrganizationAccount:
    return OrganizationAccount(
        item["Id"],
        item.get("Name", ""),
        item.get("Email", ""),
        item["Arn"],
        item.get("State") or item.get("Status"),
        unit.id,
        unit.path,
    )
