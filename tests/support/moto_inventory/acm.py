"""Resources of acm that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "acm.Certificate": Call(
            "request_certificate",
            {"DomainName": "example.org"},
            "CertificateArn",
            "CertificateArn",
        ),
    }
)
