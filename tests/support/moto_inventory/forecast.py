"""Resources of forecast that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "forecast.DatasetGroup": Call(
            "create_dataset_group",
            {"DatasetGroupName": "sales", "Domain": "RETAIL"},
            "DatasetGroupArn",
            "DatasetGroupArn",
        ),
    }
)
