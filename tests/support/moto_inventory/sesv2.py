"""Resources of sesv2 that moto can make."""

from __future__ import annotations

from moto_inventory.making import TAGS, Aws, Made, makes


@makes("sesv2.ConfigurationSet")
def _(aws: Aws) -> Made:
    aws.client("sesv2").create_configuration_set(ConfigurationSetName="web", Tags=TAGS)
    return aws.tagged("web")
