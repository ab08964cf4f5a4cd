"""The roles a fan-out is given, in any of their forms, and what there is to call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any, NamedTuple

import boto3

from boto3_extensions._fan_out._call_result import CallResult, not_called
from boto3_extensions._forks import Lock
from boto3_extensions._roles._region_session import in_region
from boto3_extensions._roles._surroundings import sealed
from boto3_extensions._roles._validation import check_role_arn
from boto3_extensions.exceptions import InvalidRoleArnException

_ACCOUNT = re.compile("[0-9]{12}")


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
    """One role in one region, or the record of why it cannot be called."""

    role: Role | None
    region: str | None
    failure: CallResult[Any] | None = None


class Plan:
    """All calls of a fan-out, made one by one as they are asked for.

    Args:
        roles: ARNs, account ids, accounts, or mappings of `get_session`'s parameters.
        regions: Regions to call in; None for that of the role's session.
        role_name: Name, with its path, of the role in accounts given by their ids.
        partition: Partition of such accounts, unless they tell it.
        parameters: What `get_session` takes, for all roles.

    Raises:
        TypeError: For one role or region where several are expected.
    """

    def __init__(
        self,
        roles: Iterable[Any],
        regions: Iterable[str] | None,
        role_name: str | None,
        partition: str,
        parameters: Mapping[str, Any],
    ) -> None:
        _refuse_one("role", roles)
        _refuse_one("region", regions)
        self._regions: tuple[str | None, ...] = (None,)
        if regions is not None:
            self._regions = tuple(dict.fromkeys(regions))
        self._roles = roles
        self._role_name = role_name
        self._partition = partition
        self._parameters = parameters
        self._seen: set[tuple[str, str]] = set()
        self._again = 0
        self._all: int | None = None

    @property
    def total(self) -> int | None:
        """How many calls there are; None while roles come from who knows where."""
        if self._all is not None or not isinstance(self._roles, Sized):
            return self._all
        return (len(self._roles) - self._again) * len(self._regions)

    def calls(self) -> Iterator[Call]:
        """Go through them, the regions of a role one after the other."""
        count = 0
        for entry in self._roles:
            for call in self._calls_of(entry):
                count += 1
                yield call
        self._all = count

    def _calls_of(self, entry: Any) -> list[Call]:
        try:
            role = self._role(entry)
        except (ValueError, TypeError) as error:
            shown = _shown(entry)
            return [
                Call(None, region, not_called(shown, region, error))
                for region in self._regions
            ]
        if role.key in self._seen:
            self._again += 1
            return []
        self._seen.add(role.key)
        return [Call(role, region) for region in self._regions]

    def _role(self, entry: Any) -> Role:
        given = dict(entry) if isinstance(entry, Mapping) else {"role_arn": entry}
        role_arn = given.pop("role_arn", None)
        account = given.pop("account_id", None)
        name = given.pop("role_name", self._role_name)
        if role_arn is None:
            role_arn = self._arn(account, name)
        elif not isinstance(role_arn, str) or _ACCOUNT.fullmatch(role_arn):
            role_arn = self._arn(role_arn, name)
        check_role_arn(role_arn)
        return Role(role_arn, {**self._parameters, **given})

    def _arn(self, account: Any, role_name: str | None) -> str:
        """Return the ARN of a role in an account: an id, or an object that has one."""
        partition, account_id = self._partition, getattr(account, "id", account)
        if not isinstance(account_id, str) or not _ACCOUNT.fullmatch(account_id):
            raise InvalidRoleArnException(
                f"{_shown(account)} is neither the ARN of a role nor an account: an "
                "account is a string of 12 digits (in quotes, as leading zeros count), "
                "or has one as its `id`"
            )
        if role_name is not None and not isinstance(role_name, str):
            raise InvalidRoleArnException(
                f"role_name is a {type(role_name).__name__}: it must be the name of a "
                "role, a string such as 'Audit'"
            )
        if role_name and role_name.startswith("arn:"):
            raise InvalidRoleArnException(
                f"role_name is {role_name!r}, an ARN: give the role's name alone, as "
                f"in role_name={role_name.rpartition('/')[2]!r}, or such ARNs in the "
                "place of the accounts"
            )
        if not role_name:
            raise InvalidRoleArnException(
                f"account {account_id} was given without a role: tell its name, as in "
                "role_name='Audit'"
            )
        if isinstance(of_account := getattr(account, "arn", None), str):
            partition = of_account.split(":")[1]
        return f"arn:{partition}:iam::{account_id}:role/{role_name.strip('/')}"


def _refuse_one(what: str, given: object) -> None:
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable | None):
        raise TypeError(
            f"{what}s must be an iterable of {what}s, not a {type(given).__name__}; "
            "put a single one into a list"
        )


def _shown(entry: Any) -> str:
    """Name an entry in a record: nothing of a mapping but what says where."""
    if isinstance(entry, Mapping):
        entry = entry.get("role_arn") or entry.get("account_id")
    return entry if isinstance(entry, str) else f"a {type(entry).__name__}"
