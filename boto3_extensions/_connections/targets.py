"""The regions that an account has enabled.

The roles a fan-out is given, in any of their forms, and what there is to call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sized
from typing import Any, NamedTuple

import boto3
from botocore.exceptions import ClientError

from boto3_extensions._arns.arn import region_in
from boto3_extensions._bulk.flow import CallResult, not_called
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.parameters import check_role_arn
from boto3_extensions._roles.request import sealed
from boto3_extensions._roles.session import in_region
from boto3_extensions.exceptions import InvalidRoleArnException, RoleNameMissingError

# How ec2 says that the caller may not ask it.
_DENIED = {"AccessDenied", "AuthFailure", "UnauthorizedOperation"}
_ENABLED = ["ENABLED", "ENABLED_BY_DEFAULT"]


def enabled_regions(session: boto3.Session) -> list[str]:
    """Return the regions that are enabled in a session's account, by name.

    Asks ec2's DescribeRegions, or account's ListRegions where that is denied; either
    takes a permission of its own.

    Raises:
        ClientError: AWS refused both; it is the error of the first.
    """
    home = session.region_name or _region_of(session)
    try:
        found = session.client("ec2", region_name=home).describe_regions()["Regions"]
        return sorted(str(region["RegionName"]) for region in found)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in _DENIED:
            raise
        try:
            return sorted(_listed(session, home))
        except ClientError:
            raise error from None


def _listed(session: boto3.Session, home: str | None) -> list[str]:
    client: Any = session.client("account", region_name=home)
    pages = client.get_paginator("list_regions").paginate(
        RegionOptStatusContains=_ENABLED
    )
    return [str(region["RegionName"]) for page in pages for region in page["Regions"]]


def _region_of(session: Any) -> str | None:
    """Return a region to ask in for a session that has none, by its role's ARN."""
    role_arn = getattr(session, "role_arn", None) or "arn:aws:iam::0:role/x"
    found: str | None = region_in(session, role_arn.split(":")[1])
    return found


_ACCOUNT = re.compile("[0-9]{12}")

# In the place of regions: those that are enabled in each account.
ENABLED = "enabled"


class Role:
    """One role to act as; all regions share the session it opens.

    Args:
        arn: ARN of the role.
        parameters: What `get_session` takes beside it.
    """

    def __init__(self, arn: str, parameters: Mapping[str, Any]) -> None:
        self.arn = arn
        self.parameters = {"role_session_name": None, **parameters}
        self._lock = Lock()
        self._session: boto3.Session | None = None

    def open(self, connections: Any, region_name: str | None) -> boto3.Session:
        """Return its session in a region: of one for all, even past the cache."""
        session = self._lock.run(self._open, connections)
        return in_region(
            session, region_name, connections._sessions.settings.base_session
        )

    def _open(self, connections: Any) -> boto3.Session:
        if self._session is None:
            self._session = connections.get_session(self.arn, **self.parameters)
        return self._session

    @property
    def key(self) -> tuple[str, str]:
        """What is equal for a role that was given twice; it shows no external id."""
        return self.arn, str(sealed(repr(sorted(self.parameters.items()))))


class Call(NamedTuple):
    """One role in one region, or the record of why it cannot be called.

    Attributes:
        role: The role; None for one that cannot be called.
        region: The region; None for that of the role's session.
        failure: The record, for one that cannot be called.
        item: What the caller gave for the role.
        asks: Whether this finds out the role's regions, before it is called there.
    """

    role: Role | None
    region: str | None
    failure: CallResult[Any] | None = None
    item: Any = None
    asks: bool = False

    def in_regions(self, regions: Iterable[str]) -> list[Call]:
        """Return the calls in the regions that were found out."""
        return [self._replace(region=region, asks=False) for region in regions]


class Plan:
    """All calls of a fan-out, made one by one as they are asked for.

    Args:
        roles: ARNs, account ids, accounts, or mappings of `get_session`'s parameters;
            or a mapping of accounts or ARNs to whatever is to be in their results.
        regions: Regions to call in; None for that of the role's session, `ENABLED` for
            those that are enabled in each account.
        role_name: Name, with its path, of the role in accounts given by their ids.
        partition: Partition of such accounts, unless they tell it.
        parameters: What `get_session` takes, for all roles.

    Raises:
        TypeError: For one role or region where several are expected, and for accounts
            without a role's name.
        InvalidRoleArnException: For a role's name that is none.
    """

    def __init__(
        self,
        roles: Iterable[Any],
        regions: Iterable[str] | None,
        role_name: str | None,
        partition: str,
        parameters: Mapping[str, Any],
    ) -> None:
        if not _is_of_accounts(roles):
            _refuse_one("role", roles)
        self._asks = regions in (ENABLED, [ENABLED])
        self._regions: tuple[str | None, ...] = (None,)
        if regions is not None and not self._asks:
            _refuse_one("region", regions)
            self._regions = tuple(dict.fromkeys(regions))
            if ENABLED in self._regions:
                raise ValueError(
                    f"regions are {ENABLED!r}, or names of regions, not both"
                )
        self._roles = roles
        self._role_name = _checked_name(role_name)
        self._partition = partition
        self._parameters = parameters
        self._seen: set[tuple[str, str]] = set()
        self._again = 0
        self._all: int | None = None
        if isinstance(roles, Collection) and not role_name:
            # At once, and once for all of them.
            for entry in roles:
                _refuse_without_name(entry)

    @property
    def total(self) -> int | None:
        """How many calls there are; None while roles come from who knows where."""
        if self._asks:
            return None
        if self._all is not None or not isinstance(self._roles, Sized):
            return self._all
        return (len(self._roles) - self._again) * len(self._regions)

    def calls(self) -> Iterator[Call]:
        """Go through them, the regions of a role one after the other."""
        count = 0
        for entry, item in self._entries():
            if not self._role_name:
                _refuse_without_name(entry)
            for call in self._calls_of(entry, item):
                count += 1
                yield call
        self._all = count

    def _entries(self) -> Iterator[tuple[Any, Any]]:
        if isinstance(self._roles, Mapping):
            yield from self._roles.items()
        else:
            yield from ((entry, entry) for entry in self._roles)

    def _calls_of(self, entry: Any, item: Any) -> list[Call]:
        try:
            role = self._role(entry)
        except (ValueError, TypeError) as error:
            shown = _shown(entry)
            return [
                Call(None, region, not_called(shown, region, error), item)
                for region in self._regions
            ]
        if role.key in self._seen:
            self._again += 1
            return []
        self._seen.add(role.key)
        return [
            Call(role, region, item=item, asks=self._asks) for region in self._regions
        ]

    def _role(self, entry: Any) -> Role:
        if isinstance(entry, Mapping) and "Id" in entry:
            # As Organizations tells an account, whose other members are no parameters.
            return self._role_of(entry["Id"], self._role_name, entry.get("Arn"), {})
        given = dict(entry) if isinstance(entry, Mapping) else {"role_arn": entry}
        role_arn = given.pop("role_arn", None)
        account = given.pop("account_id", None)
        name = given.pop("role_name", self._role_name)
        if role_arn is None:
            return self._role_of(account, name, getattr(account, "arn", None), given)
        if not isinstance(role_arn, str) or role_arn.isdecimal():
            told = getattr(role_arn, "arn", None)
            return self._role_of(role_arn, name, told, given)
        check_role_arn(role_arn)
        return Role(role_arn, {**self._parameters, **given})

    def _role_of(
        self, account: Any, role_name: Any, told: Any, given: Mapping[str, Any]
    ) -> Role:
        """Return the role of a name in an account: an id, or an object that has one.

        Args:
            account: The account.
            role_name: The role's name.
            told: The account's ARN, which tells the partition, if there is one.
            given: What `get_session` is given for this role.
        """
        partition, account_id = self._partition, getattr(account, "id", account)
        if not isinstance(account_id, str) or not _ACCOUNT.fullmatch(account_id):
            raise InvalidRoleArnException(
                f"{_shown(account)} is neither the ARN of a role nor an account: an "
                "account is a string of 12 digits (in quotes, as leading zeros count"
                f"{_in_quotes(account_id)}), or has one as its `id`"
            )
        if isinstance(told, str) and told.startswith("arn:"):
            partition = told.split(":")[1]
        name = _checked_name(role_name) or ""
        role_arn = f"arn:{partition}:iam::{account_id}:role/{name.strip('/')}"
        check_role_arn(role_arn)
        return Role(role_arn, {**self._parameters, **given})


def _in_quotes(account_id: object) -> str:
    return f": {str(account_id).zfill(12)!r}" if _is_id(account_id) else ""


def _is_id(account: object) -> bool:
    """Tell whether somebody means an account's id: digits, of a number or a string."""
    if isinstance(account, str):
        return account.isdecimal()
    return isinstance(account, int) and not isinstance(account, bool)


def _checked_name(role_name: Any) -> str | None:
    """Return a role's name, if it is one.

    Raises:
        InvalidRoleArnException: It is none; the message says what to give.
    """
    if role_name is None or role_name == "":
        return None
    if not isinstance(role_name, str):
        raise InvalidRoleArnException(
            f"role_name is a {type(role_name).__name__}: it must be the name of a "
            "role, a string such as 'Audit'"
        )
    if role_name.startswith("arn:"):
        raise InvalidRoleArnException(
            f"role_name is {role_name!r}, an ARN: give the role's name alone, as "
            f"in role_name={role_name.rpartition('/')[2]!r}, or such ARNs in the "
            "place of the accounts"
        )
    return role_name


def _refuse_without_name(entry: Any) -> None:
    """Refuse an account where nothing names the role in it.

    Raises:
        RoleNameMissingError: It is such an account.
    """
    account: Any = entry
    if isinstance(entry, Mapping):
        if entry.get("role_arn") or entry.get("role_name"):
            account = entry.get("role_arn") if not entry.get("role_name") else None
        else:
            account = entry.get("Id") or entry.get("account_id")
    account = getattr(account, "id", account)
    if isinstance(account, str) and account.isdecimal():
        raise RoleNameMissingError(
            f"account {account} was given without a role: tell the name of the role "
            "that all accounts have, as in role_name='Audit'"
        )


def _is_of_accounts(roles: Any) -> bool:
    """Tell whether a mapping is by account or role, and not a role's parameters."""
    return isinstance(roles, Mapping) and all(
        isinstance(key, str) and (_ACCOUNT.fullmatch(key) or key.startswith("arn:"))
        for key in roles
    )


_OTHER = {
    "role": ", and give a dict by account id",
    "region": f", or give {ENABLED!r} for all that an account has enabled",
}


def _refuse_one(what: str, given: object) -> None:
    if isinstance(given, Mapping) and all(map(_is_id, given)):
        known = ", ".join(f"{_in_quotes(key)[2:]}: ..." for key in given)
        raise TypeError(
            f"the ids of accounts are strings of 12 digits: give {{{known}}}"
        )
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable | None):
        raise TypeError(
            f"{what}s must be an iterable of {what}s, not a {type(given).__name__}; "
            f"put a single one into a list{_OTHER[what]}"
        )


def _shown(entry: Any) -> str:
    """Name an entry in a record: nothing of a mapping but what says where."""
    if isinstance(entry, Mapping):
        entry = entry.get("role_arn") or entry.get("account_id") or entry.get("Id")
    return (
        str(entry)
        if isinstance(entry, str) or _is_id(entry)
        else f"a {type(entry).__name__}"
    )
