"""A process of its own that acts as a role, with credentials shared through a store.

Usage: python role_worker.py ROLE_ARN file FOLDER
       python role_worker.py ROLE_ARN redis SOCKET ENCRYPTION_KEY

With STS_OF_AWS in its environment, what is there answers for AWS's own STS.

It prints a line when it is ready, waits for one, and prints which credentials it got,
and as whom AWS sees it.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import boto3

import boto3_extensions


def store_of(kind: str, place: str, key: str = "") -> boto3_extensions.CredentialCache:
    """Return the store that the command line names."""
    if kind == "file":
        return boto3_extensions.FileCredentialCache(place)
    import redis

    client = redis.Redis(unix_socket_path=place)
    return boto3_extensions.RedisCredentialCache(client, key)


def base_session() -> boto3.Session:
    """Return the session that assumes the role, by the STS of the environment."""
    session = boto3.Session(region_name="us-east-1")
    if there := os.environ.get("STS_OF_AWS"):

        def go_there(request: Any, **_: Any) -> None:
            request.url = there

        session.events.register("before-send.sts.AssumeRole", go_there)
    return session


def main(role_arn: str, *store: str) -> None:
    """Get a session of the role, and use it on a word from outside."""
    with boto3_extensions.ConnectionManager(
        base_session(), credential_cache=store_of(*store)
    ) as connections:
        session = connections.get_session(role_arn, None)
        print("ready", flush=True)
        sys.stdin.readline()
        credentials = session.get_credentials().get_frozen_credentials()
        print(
            credentials.access_key,
            session.client(
                "sts", endpoint_url=os.environ.get("STS_OF_AWS")
            ).get_caller_identity()["Arn"],
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
