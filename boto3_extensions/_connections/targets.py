"""The targets of `ConnectionManager.map`: roles and regions, from any form of input.

Roles come as ARNs, account ids, accounts of Organizations or mappings of parameters;
`MapPlan` normalizes them, drops repetitions and yields a `PlannedCall` for each role
and region. Input that names no role becomes a failed result and not an exception, so
that the calls of the other roles are still made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sized
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import boto3
from botocore.exceptions import ClientError

from boto3_extensions._arns.arn import region_in
from boto3_extensions._bulk.flow import CallResult, failed_result
from boto3_extensions._foundation.concurrency import Lock
from boto3_extensions._roles.parameters import check_role_arn
from boto3_extensions._roles.request import salted_hash
from boto3_extensions._roles.session import in_region
from boto3_extensions.exceptions import InvalidRoleArnException, RoleNameMissingError

if TYPE_CHECKING:
    from boto3_extensions._roles.cache import SessionFactory

# Error codes of EC2 for a caller without the permission.
_DENIED = {"AccessDenied", "AuthFailure", "UnauthorizedOperation"}
_ENABLED = ["ENABLED", "ENABLED_BY_DEFAULT"]


def enabled_regions(session: boto3.Session) -> list[str]:
    """Return the names of the regions that are enabled in a session's account, sorted.

    Calls ec2:DescribeRegions, or account:ListRegions where that is denied; each needs a
    permission of its own.

    Raises:
        ClientError: AWS refused both calls; this is the error of the first.
    """
    region_name = session.region_name or _region_of(session)
    try:
        client = session.client("ec2", region_name=region_name)
        regions = client.describe_regions()["Regions"]
        return sorted(str(region["RegionName"]) for region in regions)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in _DENIED:
            raise
        try:
            return sorted(_listed_regions(session, region_name))
        except ClientError:
            raise error from None


def _listed_regions(session: boto3.Session, region_name: str | None) -> list[str]:
    client = session.client("account", region_name=region_name)
    pages = client.get_paginator("list_regions").paginate(
        RegionOptStatusContains=_ENABLED
    )
    return [str(region["RegionName"]) for page in pages for region in page["Regions"]]


def _region_of(session: boto3.Session) -> str | None:
    """Return a region of the partition of a session's role, for a session without."""
    role_arn = getattr(session, "role_arn", None) or "arn:aws:iam::0:role/x"
    return region_in(session, role_arn.split(":")[1])


_ACCOUNT = re.compile("[0-9]{12}")

# The value of `regions` that stands for the regions enabled in each account.
ENABLED = "enabled"


class Manager(Protocol):
    """The members of `ConnectionManager` that its calls use.

    The manager's module imports this one, which therefore cannot name its class.
    """

    default_session_args: dict[str, Any]
    _sessions: SessionFactory

    @property
    def get_session(self) -> Callable[..., boto3.Session]:
        """Return the method that returns the session of a role."""


class TargetRole:
    """A role to assume, with a session that its regions share.

    Args:
        arn: ARN of the role.
        parameters: The other keywords of `get_session`.
    """

    def __init__(self, arn: str, parameters: Mapping[str, Any]) -> None:
        self.arn = arn
        self.parameters = {"role_session_name": None, **parameters}
        self._lock = Lock()
        self._session: boto3.Session | None = None

    def open(self, connections: Manager, region_name: str | None) -> boto3.Session:
        """Return the role's session in a region.

        `get_session` is called once, and the sessions of all regions are derived from
        its session, even with ``skip_cache=True``.
        """
        session = self._lock.run(self._open, connections)
        return in_region(
            session, region_name, connections._sessions.settings.base_session
        )

    def _open(self, connections: Manager) -> boto3.Session:
        if self._session is None:
            self._session = connections.get_session(self.arn, **self.parameters)
        return self._session

    @property
    def key(self) -> tuple[str, str]:
        """Return a key that is equal for equal roles and parameters.

        The parameters are a keyed hash, as an external id may be among them.
        """
        return self.arn, str(salted_hash(repr(sorted(self.parameters.items()))))


class PlannedCall(NamedTuple):
    """A planned call with a role in a region, or the failed result of invalid input.

    Attributes:
        role: The role; None for invalid input.
        region: The region; None for that of the role's session.
        failure: The failed result of invalid input.
        item: The caller's object for the role, of any type, for the result.
        asks: Whether this call lists the account's enabled regions, so that calls in
            these regions replace it.
    """

    role: TargetRole | None
    region: str | None
    failure: CallResult[Any] | None = None
    item: Any = None
    asks: bool = False

    def in_regions(self, regions: Iterable[str]) -> list[PlannedCall]:
        """Return the calls of the role in its account's enabled regions."""
        return [self._replace(region=region, asks=False) for region in regions]


class MapPlan:
    """The calls of a `map`, generated from its roles and regions as they are needed.

    Args:
        roles: ARNs, account ids, accounts, or mappings of `get_session`'s parameters;
            or a mapping by account or ARN, with the `item` of the results as values.
        regions: Regions to call in; None for that of the role's session, `ENABLED` for
            those that are enabled in each account.
        role_name: Name, with its path, of the role in accounts given by their ids.
        partition: Partition of accounts given without an ARN.
        parameters: The keywords of `get_session` for all roles.

    Raises:
        TypeError: For a single role or region where several are expected, and for
            accounts without a role's name.
        InvalidRoleArnException: `role_name` is no role's name.
    """

    def __init__(
        self,
        roles: Iterable[Any],
        regions: Iterable[str] | None,
        role_name: str | None,
        partition: str,
        parameters: Mapping[str, Any],
    ) -> None:
        if not _is_keyed_by_account(roles):
            _refuse_single("role", roles)
        self._asks = regions in (ENABLED, [ENABLED])
        self._regions: tuple[str | None, ...] = (None,)
        if regions is not None and not self._asks:
            _refuse_single("region", regions)
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
        # Roles given again, and the number of calls once all are generated.
        self._repetitions = 0
        self._count: int | None = None
        if isinstance(roles, Collection) and not role_name:
            # Before the first call; an iterator's entries are checked as they come.
            for entry in roles:
                _refuse_without_name(entry)

    @property
    def total(self) -> int | None:
        """Return the number of calls; None while it is not known.

        It is known once all calls are generated, or from the start if `roles` has a
        length; never with `ENABLED` regions.
        """
        if self._asks:
            return None
        if self._count is not None or not isinstance(self._roles, Sized):
            return self._count
        return (len(self._roles) - self._repetitions) * len(self._regions)

    def calls(self) -> Iterator[PlannedCall]:
        """Yield the calls, those of a role's regions one after the other."""
        count = 0
        for entry, item in self._entries():
            if not self._role_name:
                _refuse_without_name(entry)
            for call in self._calls_of(entry, item):
                count += 1
                yield call
        self._count = count

    def _entries(self) -> Iterator[tuple[object, object]]:
        """Yield each input of a role with the `item` of its results."""
        if isinstance(self._roles, Mapping):
            yield from self._roles.items()
        else:
            yield from ((entry, entry) for entry in self._roles)

    def _calls_of(self, entry: object, item: object) -> list[PlannedCall]:
        try:
            role = self._role(entry)
        except (ValueError, TypeError) as error:
            name = _name_of(entry)
            return [
                PlannedCall(None, region, failed_result(name, region, error), item)
                for region in self._regions
            ]
        if role.key in self._seen:
            self._repetitions += 1
            return []
        self._seen.add(role.key)
        return [
            PlannedCall(role, region, item=item, asks=self._asks)
            for region in self._regions
        ]

    def _role(self, entry: object) -> TargetRole:
        if isinstance(entry, Mapping) and "Id" in entry:
            # An account of Organizations' API, whose members are not parameters.
            return self._role_of(entry["Id"], self._role_name, entry.get("Arn"), {})
        given = dict(entry) if isinstance(entry, Mapping) else {"role_arn": entry}
        role_arn = given.pop("role_arn", None)
        account = given.pop("account_id", None)
        name = given.pop("role_name", self._role_name)
        if role_arn is None:
            return self._role_of(account, name, getattr(account, "arn", None), given)
        if not isinstance(role_arn, str) or role_arn.isdecimal():
            account_arn = getattr(role_arn, "arn", None)
            return self._role_of(role_arn, name, account_arn, given)
        check_role_arn(role_arn)
        return TargetRole(role_arn, {**self._parameters, **given})

    def _role_of(
        self,
        account: object,
        role_name: object,
        account_arn: object,
        given: Mapping[str, Any],
    ) -> TargetRole:
        """Return the role with a name in an account.

        Args:
            account: The account's id, or an object with an `id`.
            role_name: The role's name.
            account_arn: The account's ARN, for its partition, if there is one.
            given: The keywords of `get_session` for this role.

        Raises:
            InvalidRoleArnException: The account or the name is invalid.
        """
        partition, account_id = self._partition, getattr(account, "id", account)
        if not isinstance(account_id, str) or not _ACCOUNT.fullmatch(account_id):
            raise InvalidRoleArnException(
                f"{_name_of(account)} is neither the ARN of a role nor an account: an "
                "account is a string of 12 digits (in quotes, as leading zeros count"
                f"{_in_quotes(account_id)}), or has one as its `id`"
            )
        if isinstance(account_arn, str) and account_arn.startswith("arn:"):
            partition = account_arn.split(":")[1]
        name = _checked_name(role_name) or ""
        role_arn = f"arn:{partition}:iam::{account_id}:role/{name.strip('/')}"
        check_role_arn(role_arn)
        return TargetRole(role_arn, {**self._parameters, **given})


def _in_quotes(account_id: object) -> str:
    """Return the hint of how to write an account's id as a string, if this is an id."""
    return f": {str(account_id).zfill(12)!r}" if _is_id(account_id) else ""


def _is_id(account: object) -> bool:
    """Return whether an object is meant as an account's id: an int, or digits."""
    if isinstance(account, str):
        return account.isdecimal()
    return isinstance(account, int) and not isinstance(account, bool)


def _checked_name(role_name: object) -> str | None:
    """Return a role's name; None for None and the empty string.

    Raises:
        InvalidRoleArnException: It is no string, or an ARN.
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


def _refuse_without_name(entry: object) -> None:
    """Refuse an input that is an account without the name of a role.

    Raises:
        RoleNameMissingError: It is such an account.
    """
    account = entry
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


def _is_keyed_by_account(roles: object) -> bool:
    """Return whether this is a mapping by account id or ARN, no role's keywords."""
    return isinstance(roles, Mapping) and all(
        isinstance(key, str) and (_ACCOUNT.fullmatch(key) or key.startswith("arn:"))
        for key in roles
    )


# Forms of input that an error for a single role or region suggests, too.
_ALTERNATIVES = {
    "role": ", and give a dict by account id",
    "region": f", or give {ENABLED!r} for all that an account has enabled",
}


def _refuse_single(noun: str, given: object) -> None:
    """Refuse a single object in the place of an iterable of roles or of regions.

    Args:
        noun: "role" or "region".
        given: The caller's value.

    Raises:
        TypeError: It is a string, a mapping or not iterable.
    """
    if isinstance(given, Mapping) and all(map(_is_id, given)):
        quoted = ", ".join(f"{_in_quotes(key)[2:]}: ..." for key in given)
        raise TypeError(
            f"the ids of accounts are strings of 12 digits: give {{{quoted}}}"
        )
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable | None):
        raise TypeError(
            f"{noun}s must be an iterable of {noun}s, not a {type(given).__name__}; "
            f"put a single one into a list{_ALTERNATIVES[noun]}"
        )


def _name_of(entry: object) -> str:
    """Return the name of an input in a failed result.

    Of a mapping it is the role or account alone, as an external id may be in it.
    """
    if isinstance(entry, Mapping):
        entry = entry.get("role_arn") or entry.get("account_id") or entry.get("Id")
    return (
        str(entry)
        if isinstance(entry, str) or _is_id(entry)
        else f"a {type(entry).__name__}"
    )
