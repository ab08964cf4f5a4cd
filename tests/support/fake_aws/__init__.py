"""An AWS of our own over loopback HTTP, made from botocore's service models.

It shows that a request is valid against the model and that the answer is read as the
model says. It does not show how AWS behaves: nothing here remembers or decides.
"""

from __future__ import annotations

from fake_aws.fake import Call, FakeAws
from fake_aws.inputs import complete, minimal_input
from fake_aws.refusal import Refusal

__all__ = ["Call", "FakeAws", "Refusal", "complete", "minimal_input"]
