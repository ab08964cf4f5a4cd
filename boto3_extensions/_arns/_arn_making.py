"""Puts ARNs together out of what resources tell and what was found out before.

Partition, region and the caller's account are the same for all resources of a client,
and the owner's for many of them, so that of most ARNs only the end is new.
"""

from __future__ import annotations

import re
import weakref
from typing import Any

from boto3_extensions._arns._arn_templates import ArnTemplate

# After so many owners, what was put together for them is forgotten.
_MANY = 256


class ArnMaker:
    """What ARNs by one template are made of, for clients and owners that it knows.

    Attributes:
        fields: The attributes that are told by the resource itself, as often as they
            occur.
        account: The attribute that tells the owner's account, or ''.
        fits: Tells whether values of `fields`, joined by line feeds, may be filled in.
        texts: By the client's id, as looking up a weak reference takes as long as the
            rest, a reference to it, and by the owner the ARN with `%s` for `fields`.
    """

    def __init__(self, template: ArnTemplate, account: str) -> None:
        self.fields = template.own_fields
        self.account = account
        self._template = template
        self.fits = re.compile(template.own_regex, re.DOTALL).fullmatch
        self.texts: dict[int, tuple[Any, dict[object, str]]] = {}

    def learn(self, client: Any, owner: object, region: str, account: str) -> None:
        """Remember what an ARN was made of.

        Args:
            client: The resource's client.
            owner: What the attribute for that told of the owner's account.
            region, account: What is in the ARN.
        """
        if not isinstance(owner, str | None):
            return
        known = self.texts.get(id(client))
        if known is None or known[0]() is not client:
            of_client = id(client)
            forget = weakref.ref(client, lambda _: self.texts.pop(of_client, None))
            known = self.texts[of_client] = (forget, {})
        if len(known[1]) > _MANY:
            known[1].clear()
        partition = client.meta.partition
        known[1][owner] = self._template.fill_partly(partition, region, account)
