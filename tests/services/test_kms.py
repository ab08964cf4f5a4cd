"""KMS as its users work with it, against moto."""

from __future__ import annotations

from typing import Any

import pytest
from boto3.exceptions import ResourceLoadException

from make_session import MakeSession


@pytest.fixture
def kms(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("kms")


@pytest.fixture
def key(kms: Any) -> Any:
    """Make a key that encrypts."""
    return kms.create_key(
        Description="orders", Tags=[{"TagKey": "team", "TagValue": "sales"}]
    )


def test_a_listed_key_completes_itself(kms: Any, key: Any) -> None:
    """AWS lists keys by their ids; the rest is loaded when it is read."""
    listed = next(one for one in kms.keys.all() if one == key)
    assert "orders" == listed.description
    assert listed.enabled


def test_a_key_is_disabled_and_deleted_later(key: Any) -> None:
    """What is done to a key shows in its state."""
    key.disable()
    key.reload()
    assert "Disabled" == key.key_state
    key.schedule_deletion(PendingWindowInDays=7)
    key.reload()
    assert "PendingDeletion" == key.key_state
    key.cancel_deletion()
    key.enable()
    key.reload()
    assert "Enabled" == key.key_state


def test_an_alias_encrypts_as_its_key_does(kms: Any, key: Any) -> None:
    """Who knows a key by an alias needs nothing else, and nothing to decrypt."""
    alias = key.create_alias(AliasName="alias/orders")
    secret = alias.encrypt(Plaintext=b"42")["CiphertextBlob"]
    assert b"42" == kms.decrypt(CiphertextBlob=secret)["Plaintext"]
    assert b"42" == key.decrypt(CiphertextBlob=secret)["Plaintext"]


def test_ciphertext_is_encrypted_again_with_another_key(kms: Any, key: Any) -> None:
    """The key that is asked is the new one; the ciphertext tells the old one."""
    old = key.encrypt(Plaintext=b"42")["CiphertextBlob"]
    other = kms.create_key()
    answer = other.re_encrypt(CiphertextBlob=old)
    assert [key.arn, other.arn] == [answer["SourceKeyId"], answer["KeyId"]]


def test_an_alias_is_found_among_all(kms: Any, key: Any) -> None:
    """AWS describes no alias by its name; a name without one is nobody else's."""
    for name in ("alias/orders", "alias/bills"):
        key.create_alias(AliasName=name)
    assert ["alias/bills", "alias/orders"] == sorted(a.name for a in key.aliases.all())
    alias = kms.Alias("alias/orders")
    assert key.key_id == alias.target_key_id
    assert key == alias.key
    alias.delete()
    with pytest.raises(ResourceLoadException, match="alias/orders"):
        alias.reload()


def test_a_grant_is_revoked(key: Any) -> None:
    """A grant is known by its id, and its key's."""
    principal = "arn:aws:iam::123456789012:role/reader"
    made = key.create_grant(GranteePrincipal=principal, Operations=["Decrypt"])
    grant = key.Grant(made["GrantId"])
    assert principal == grant.grantee_principal
    assert [grant] == list(key.grants.all())
    grant.revoke()
    assert [] == list(key.grants.all())


def test_a_key_has_a_policy_and_rotates(key: Any) -> None:
    """What belongs to a key is loaded when it is asked for."""
    assert ["default"] == [policy.name for policy in key.policies.all()]
    assert '"kms:*"' in key.Policy("default").policy
    key.enable_rotation()
    assert key.RotationStatus().key_rotation_enabled
    key.disable_rotation()
    assert not key.KeyRotationStatus().key_rotation_enabled


def test_a_key_has_tags(key: Any) -> None:
    """Tags are listed, added and removed by the key."""
    key.tag(Tags=[{"TagKey": "stage", "TagValue": "test"}])
    key.untag(TagKeys=["team"])
    assert [("stage", "test")] == [(t.tag_key, t.tag_value) for t in key.tags.all()]


def test_arns_are_of_keys_and_aliases(arns: None, kms: Any, key: Any) -> None:
    """An alias has an ARN of its own, made from its name."""
    start = "arn:aws:kms:us-east-1:123456789012"
    assert f"{start}:key/{key.key_id}" == kms.Key(key.key_id).arn
    key.create_alias(AliasName="alias/team/orders")
    assert f"{start}:alias/team/orders" == kms.Alias("alias/team/orders").arn
