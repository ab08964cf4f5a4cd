"""The command ``credentials``: a role's credentials, for ``credential_process``.

The output is as of "Sourcing credentials with an external process" in the guide to the
AWS SDKs. The cache is the AWS CLI's own folder, so that the CLI, SDKs of other
languages and programs that use this package share an AssumeRole call.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import timezone
from typing import Any

from boto3_extensions._roles.session import get_role_session
from boto3_extensions._stores.file import FileCredentialCache
from boto3_extensions.exceptions import CredentialLoopError

# The environment variable with the roles and profiles of the parent processes that wait
# for this process.
_WAITING = "BOTO3_EXTENSIONS_CREDENTIAL_PROCESS"


def credentials(options: argparse.Namespace) -> dict[str, Any]:
    """Return a role's credentials in the output format of ``credential_process``."""
    _check_loop(options)
    session = get_role_session(
        options.role_arn,
        options.role_session_name,
        external_id=options.external_id,
        region_name=options.region,
        duration_seconds=options.duration,
        profile_name=options.profile,
        credential_cache=None if options.no_cache else FileCredentialCache(),
    )
    frozen = session.get_credentials().get_frozen_credentials()
    output = {
        "Version": 1,
        "AccessKeyId": frozen.access_key,
        "SecretAccessKey": frozen.secret_key,
        "SessionToken": frozen.token,
    }
    if session.expiry is not None:
        expiry = session.expiry.astimezone(timezone.utc)
        output["Expiration"] = expiry.isoformat(timespec="seconds")
    return output


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    command.add_argument("--role-arn", required=True, metavar="ARN")
    command.add_argument(
        "--role-session-name", metavar="NAME", help="what CloudTrail shows"
    )
    command.add_argument(
        "--external-id", metavar="ID", help="what the role's trust policy asks for"
    )
    command.add_argument(
        "--profile", metavar="NAME", help="the profile that assumes the role"
    )
    command.add_argument("--region", metavar="NAME", help="the region whose STS to ask")
    command.add_argument(
        "--duration", type=int, metavar="SECONDS", help="for how long; 3600 if not said"
    )
    command.add_argument(
        "--no-cache",
        action="store_true",
        help="ask STS each time, and leave ~/.aws/cli/cache alone",
    )


def _check_loop(options: argparse.Namespace) -> None:
    """Refuse to start when a parent process waits for the same role and profile.

    A profile whose ``credential_process`` assumes its role with that same profile's
    credentials would start processes without end.

    Raises:
        CredentialLoopError: A parent process waits for the same role and profile.
    """
    requested = [options.role_arn, options.profile]
    waiting = json.loads(os.environ.get(_WAITING, "[]"))
    if requested in waiting:
        raise CredentialLoopError(
            f"to assume {options.role_arn} takes credentials that take assuming it: "
            "name the profile that shall assume it with --profile"
        )
    os.environ[_WAITING] = json.dumps([*waiting, requested])
