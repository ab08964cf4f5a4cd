"""Cognito's identity pools as their users work with them, against moto."""

from __future__ import annotations

from typing import Any

import pytest

import boto3_extensions
from make_session import MakeSession


@pytest.fixture
def cognito(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("cognito-identity")


@pytest.fixture
def pool(cognito: Any) -> Any:
    """Make an identity pool that lets guests in."""
    return cognito.create_identity_pool(
        IdentityPoolName="shoppers",
        AllowUnauthenticatedIdentities=True,
        DeveloperProviderName="shop.example.com",
    )


def test_a_listed_pool_completes_itself(cognito: Any, pool: Any) -> None:
    """AWS lists pools by id and name; the rest is loaded when it is read."""
    (listed,) = cognito.identity_pools.all()
    assert pool == listed
    assert "shoppers" == listed.identity_pool_name
    assert "shop.example.com" == listed.developer_provider_name


def test_a_pool_is_changed_and_deleted(cognito: Any, pool: Any) -> None:
    """A pool is a resource from its first call to its last."""
    assert pool.allow_unauthenticated_identities
    pool.update(IdentityPoolName="shoppers", AllowUnauthenticatedIdentities=False)
    assert not pool.allow_unauthenticated_identities
    pool.delete()
    assert [] == list(cognito.identity_pools.all())


def test_a_guest_gets_an_identity_and_credentials(pool: Any) -> None:
    """An identity is made by its pool, and asks for what it may have."""
    identity = pool.get_identity()
    assert [identity] == list(pool.identities.all())
    assert identity.get_credentials()["Credentials"]["SessionToken"]
    assert identity.id == identity.get_open_id_token()["IdentityId"]
    assert pool == identity.IdentityPool()


def test_an_arn_leads_back_to_its_pool(
    arns: None, session: MakeSession, pool: Any
) -> None:
    """AWS does not tell a pool's ARN; it is made of the id."""
    start = "arn:aws:cognito-identity:us-east-1:123456789012:identitypool"
    assert f"{start}/{pool.id}" == pool.arn
    assert pool == boto3_extensions.resource_from_arn(pool.arn, session())
