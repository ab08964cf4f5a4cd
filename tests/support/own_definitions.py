"""A user's own definition of athena's workgroups, and their ARN."""

from __future__ import annotations

ARN = "arn:aws:athena:us-east-1:123456789012:workgroup/w"
FORMAT = "arn:{partition}:athena:{region}:{account}:workgroup/{name}"
RESOURCES = {
    "service": {
        "has": {
            "WorkGroup": {
                "resource": {
                    "type": "WorkGroup",
                    "identifiers": [{"target": "Name", "source": "input"}],
                }
            }
        }
    },
    "resources": {"WorkGroup": {"identifiers": [{"name": "Name"}]}},
}
