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
    """Makes ARNs by one template for clients and owners that it knows.

    Attributes:
        fields: The attributes that are told by the resource itself, as often as they
            occur.
        account: The attribute that tells the owner's account, or ''.
    """

    def __init__(self, template: ArnTemplate, account: str) -> None:
        self.fields = template.own_fields
        self.account = account
        self._template = template
        self._is_single = len(self.fields) == 1
        self._fits = re.compile(template.own_regex, re.DOTALL).fullmatch
        # By the client's id, as looking up a weak reference takes as long as the rest.
        self._texts: dict[int, tuple[Any, dict[object, str]]] = {}

    def make(self, client: Any, owner: Any, own: Any) -> str | None:
        """Return an ARN, or None if that takes closer looking.

        Args:
            client: The resource's client.
            owner: What the attribute for that tells of the owner's account.
            own: What the resource tells of `fields`, as a tuple if it is not one.

        Raises:
            TypeError: Something of that is no text.
        """
        known = self._texts.get(id(client))
        if known is None or known[0]() is not client:
            return None
        text = known[1].get(owner)
        if text and self._fits(own if self._is_single else "\n".join(own)):
            arn: str = text % own
            return arn
        return None

    def learn(self, client: Any, owner: object, region: str, account: str) -> None:
        """Remember what an ARN was made of.

        Args:
            client, owner: As in `make`.
            region, account: What is in the ARN.
        """
        if not isinstance(owner, str | None):
            return
        known = self._texts.get(id(client))
        if known is None or known[0]() is not client:
            of_client = id(client)
            forget = weakref.ref(client, lambda _: self._texts.pop(of_client, None))
            known = self._texts[of_client] = (forget, {})
        if len(known[1]) > _MANY:
            known[1].clear()
        partition = client.meta.partition
        known[1][owner] = self._template.fill_partly(partition, region, account)
