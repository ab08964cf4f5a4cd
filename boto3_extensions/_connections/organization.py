"""The accounts of an AWS organization, listed from its tree of organizational units.

AWS Organizations lists the accounts of one parent at a time, a root or a unit, so the
tree is walked from the units that are asked for. A unit's path is that of its names
from the root, as the console shows them: ``/Workloads/Prod``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3

from boto3_extensions.exceptions import OrganizationalUnitError

if TYPE_CHECKING:
    from botocore.client import BaseClient


class OrganizationAccount(NamedTuple):
    """An account of an AWS organization.

    Attributes:
        id: The account id, 12 digits.
        name: The account's name in the organization.
        email: The email address of the account's root user.
        arn: The account's ARN, whose account field is the management account's id.
        state: ``ACTIVE``, ``SUSPENDED``, ``PENDING_CLOSURE`` ...; None if botocore's
            model is too old to have the member.
        unit_id: The id of the parent: an organizational unit or the root.
        path: The names of the units above the account, such as ``/Workloads/Prod``;
            ``/`` for an account below the root.
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
        """Return whether the account is the management account of its organization."""
        return self.arn.split(":")[4] == self.id


class _Unit(NamedTuple):
    """An organizational unit or the root, with its path of names."""

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
    """Yield the accounts of an organization, page by page and without repetition.

    Calls organizations:ListRoots, ListOrganizationalUnitsForParent and
    ListAccountsForParent, and for units given by id ListParents and
    DescribeOrganizationalUnit. Only the management account and delegated administrators
    may call these.

    Args:
        session: Session of such an account; None for boto3's default session.
        organizational_units: Units, by id (``ou-…``, or ``r-…`` for a root) or by path
            (``/Workloads/Prod``); None for all.
        recursive: Whether to include the accounts of the units below these units.
        states: The values of an account's ``State`` to include. (AWS retired the member
            ``Status`` on 2026-09-09.)
        predicate: Returns whether to include an account.

    Raises:
        TypeError: For a single unit or state where several are expected.
        OrganizationalUnitError: A unit does not exist.
        ClientError: AWS refused a call.
    """
    for several in (organizational_units, states):
        if isinstance(several, str):
            raise TypeError(f"put a single {several!r} into a list")
    tree = _Tree((session or boto3).client("organizations"))
    return _filtered(tree.accounts(organizational_units, recursive), states, predicate)


def _filtered(
    accounts: Iterable[OrganizationAccount],
    states: Collection[str],
    predicate: Callable[[OrganizationAccount], object] | None,
) -> Iterator[OrganizationAccount]:
    # A unit and one of the units below it may both be given.
    seen: set[str] = set()
    for account in accounts:
        if account.id in seen or account.state not in (None, *states):
            continue
        seen.add(account.id)
        if predicate is None or predicate(account):
            yield account


class _Tree:
    """The tree of an organization's units, walked from any of them.

    Args:
        client: A client of Organizations.
    """

    def __init__(self, client: BaseClient) -> None:
        self._client = client

    def accounts(
        self, units: Iterable[str] | None, recursive: bool
    ) -> Iterator[OrganizationAccount]:
        starts = self._roots() if units is None else map(self._unit, units)
        for unit in starts:
            yield from self._accounts_in(unit, recursive)

    def _accounts_in(
        self, unit: _Unit, recursive: bool
    ) -> Iterator[OrganizationAccount]:
        for item in self._items("list_accounts_for_parent", "Accounts", unit):
            yield _account(item, unit)
        if recursive:
            for child in self._children(unit):
                yield from self._accounts_in(child, recursive)

    def _children(self, unit: _Unit) -> Iterator[_Unit]:
        operation = "list_organizational_units_for_parent"
        for item in self._items(operation, "OrganizationalUnits", unit):
            yield _below(unit.path, item)

    def _roots(self) -> Iterator[_Unit]:
        for page in self._client.get_paginator("list_roots").paginate():
            for item in page["Roots"]:
                yield _root(item["Id"])

    def _items(self, operation: str, member: str, unit: _Unit) -> Iterator[Any]:
        pages = self._client.get_paginator(operation).paginate(ParentId=unit.id)
        for page in pages:
            yield from page[member]

    def _unit(self, id_or_path: str) -> _Unit:
        if id_or_path.startswith("/"):
            return self._unit_at(id_or_path)
        if id_or_path.startswith(("ou-", "r-")):
            return self._unit_of(id_or_path)
        raise OrganizationalUnitError(
            f"{id_or_path!r} is no organizational unit: it is an id (ou-… or r-…) or a "
            "path of names from the root (/Workloads/Prod)"
        )

    def _unit_at(self, path: str) -> _Unit:
        (unit,) = self._roots()
        for name in path.strip("/").split("/") if path != "/" else ():
            children = [child for child in self._children(unit) if child.name == name]
            if not children:
                raise OrganizationalUnitError(
                    f"no {name!r} in {unit.path} for {path!r}"
                )
            (unit,) = children
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
