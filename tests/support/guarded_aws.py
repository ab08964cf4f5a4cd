"""An AWS that lets nobody in who has no business there, and who lives in it."""

from __future__ import annotations

import json
import socket
from typing import Any, NamedTuple

import boto3
import urllib3

RIGHT, WRONG = "right-external-id-7Q", "wrong-external-id-7Q"
REGION = "us-east-1"


class GuardedAws(NamedTuple):
    """Where it is, the role, and the keys of its users, as keywords of a session.

    Alice may assume the role with the right external id. Mallory may call AssumeRole,
    too, but the role does not trust her.
    """

    url: str
    role_arn: str
    alice: dict[str, str]
    mallory: dict[str, str]

    def session_of(self, keys: dict[str, str], **changes: str) -> boto3.Session:
        """Return a session with a user's keys."""
        return boto3.Session(region_name=REGION, **{**keys, **changes})


def free_port() -> int:
    """Return a loopback port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for_answer(url: str) -> None:
    """Return when a server answers; raise if it does not within half a minute."""
    patience = urllib3.Retry(60, backoff_factor=0.05, backoff_max=0.5)
    with urllib3.PoolManager(retries=patience) as pool:
        assert 200 == pool.request("GET", url, timeout=5).status


def furnish(url: str) -> GuardedAws:
    """Make users and a role, as the owner of the account."""
    owner = boto3.Session("test", "test", region_name=REGION)
    iam = owner.client("iam", endpoint_url=url)
    alice, mallory = (_new_user(iam, name) for name in ("alice", "mallory"))
    trusted = iam.get_user(UserName="alice")["User"]["Arn"]
    only = {"StringEquals": {"sts:ExternalId": RIGHT}}
    role = iam.create_role(
        RoleName="worker",
        AssumeRolePolicyDocument=_allow(
            "sts:AssumeRole", Principal={"AWS": trusted}, Condition=only
        ),
    )["Role"]
    iam.put_role_policy(
        RoleName="worker",
        PolicyName="work",
        PolicyDocument=_allow("s3:ListAllMyBuckets", Resource="*"),
    )
    return GuardedAws(url, role["Arn"], alice, mallory)


def _new_user(iam: Any, name: str) -> dict[str, str]:
    iam.create_user(UserName=name)
    iam.put_user_policy(
        UserName=name,
        PolicyName="assume",
        PolicyDocument=_allow(["sts:AssumeRole", "sts:TagSession"], Resource="*"),
    )
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {
        "aws_access_key_id": key["AccessKeyId"],
        "aws_secret_access_key": key["SecretAccessKey"],
    }


def _allow(action: object, **rest: object) -> str:
    statement = {"Effect": "Allow", "Action": action, **rest}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
