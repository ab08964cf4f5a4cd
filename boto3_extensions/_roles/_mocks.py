"""Which mock of AWS this process is in: credentials of one are none of another.

moto's ``mock_aws`` answers STS within the process. What it granted names nobody in the
next mock, nor at AWS, so credentials are good only in the mock they came from.
"""

from __future__ import annotations

import sys


def mock_for(account_id: str | None) -> object:
    """Return what is the same object as long as a mock keeps what it granted.

    Args:
        account_id: Account of the role, whose state in the mock is looked for.

    Returns:
        None while no mock is on.
    """
    # Looked up, not imported: without moto there is no mock, and this costs nothing.
    models = sys.modules.get("moto.core.models")
    if models is None:
        return None
    stubber = getattr(models, "botocore_stubber", None)
    if not getattr(stubber, "enabled", False):
        return None
    # The state of an account is made at its first use, and dropped at a reset.
    accounts = getattr(sys.modules.get("moto.sts.models"), "sts_backends", None)
    state = dict.get(accounts, account_id) if isinstance(accounts, dict) else None
    return stubber if state is None else state
