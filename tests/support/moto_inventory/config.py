"""Resources of config that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "config.AggregationAuthorization": Call(
            "put_aggregation_authorization",
            {
                "AuthorizedAccountId": "222233334444",
                "AuthorizedAwsRegion": "eu-west-1",
            },
            "AggregationAuthorization.AuthorizedAccountId "
            "AggregationAuthorization.AuthorizedAwsRegion",
            "AggregationAuthorization.AggregationAuthorizationArn",
        ),
        "config.ConfigurationAggregator": Call(
            "put_configuration_aggregator",
            {
                "ConfigurationAggregatorName": "all",
                "AccountAggregationSources": [
                    {"AccountIds": ["222233334444"], "AllAwsRegions": True}
                ],
            },
            "ConfigurationAggregator.ConfigurationAggregatorName",
            "ConfigurationAggregator.ConfigurationAggregatorArn",
        ),
    }
)
