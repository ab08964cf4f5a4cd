"""Resources of glacier that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes


@makes("glacier.Vault")
def _(aws: Aws) -> Made:
    client = aws.client("glacier")
    client.create_vault(accountId="-", vaultName="vault")
    (found,) = client.list_vaults(accountId="-")["VaultList"]
    return Made(["123456789012", "vault"], found["VaultARN"])
