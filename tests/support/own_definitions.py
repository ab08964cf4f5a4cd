"""A user's own definition of synthetics's canaries, and their ARN."""

from __future__ import annotations

ARN = "arn:aws:synthetics:us-east-1:123456789012:canary:w"
FORMAT = "arn:{partition}:synthetics:{region}:{account}:canary:{name}"
RESOURCES = {
    "service": {
        "has": {
            "Canary": {
                "resource": {
                    "type": "Canary",
                    "identifiers": [{"target": "Name", "source": "input"}],
                }
            }
        }
    },
    "resources": {"Canary": {"identifiers": [{"name": "Name"}]}},
}
