"""Puts ARNs together out of what resources tell and what was found out before.

Partition, region and the caller's account are the same for all resources of a client,
and the owner's for many of them, so that of most ARNs only the end is new.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from boto3.exceptions import ResourceLoadException

from boto3_extensions._arns._arn_templates import ArnTemplate

# After so many owners, what was put together for them is forgotten.
_MANY = 256


class ArnMaker:
    """Makes ARNs by one template for clients and owners that it knows.

    Args:
        template: A template that can be filled.
        account: The attribute that tells the owner's account, or ''.
    """

    def __init__(self, template: ArnTemplate, account: str) -> None:
        fields = template.own_fields
        self._template = template
        self._names = {*fields, *filter(None, [account])}
        self._own = attrgetter(*fields) if fields else None
        self._is_single = len(fields) == 1
        self._owner = _getter(account) if account else None
        self._fits = re.compile(template.own_regex, re.DOTALL).fullmatch
        self._may_load = True
        # By the client's id, as looking up a weak reference takes as long as the rest.
        self._texts: dict[int, tuple[Any, dict[object, str]]] = {}

    def make(self, resource: Any) -> str | None:
        """Return a resource's ARN, or None if that takes closer looking."""
        meta = resource.meta
        if self._may_load and meta.data is None:
            return None
        client = meta.client
        known = self._texts.get(id(client))
        if known is None or known[0]() is not client:
            return None
        try:
            text = known[1].get(self._owner(resource) if self._owner else None)
            if text is None or self._own is None:
                return text
            own: Any = self._own(resource)
            if self._fits(own if self._is_single else "\n".join(own)):
                arn: str = text % own
                return arn
        except (AttributeError, ResourceLoadException, TypeError):
            # The way that looks closer tells what is the matter, if that is an error.
            return None
        return None

    def learn(self, resource: Any, owner: object, region: str, account: str) -> None:
        """Remember what an ARN was made of.

        Args:
            resource: Whose ARN it is.
            owner: What the attribute for that told of the owner's account.
            region, account: What is in the ARN.
        """
        if not isinstance(owner, str | None):
            return
        client = resource.meta.client
        known = self._texts.get(id(client))
        if known is None or known[0]() is not client:
            of_client = id(client)
            forget = weakref.ref(client, lambda _: self._texts.pop(of_client, None))
            known = self._texts[of_client] = (forget, {})
            identifiers = resource.meta.resource_model.identifiers
            self._may_load = not self._names <= {i.name for i in identifiers}
        if len(known[1]) > _MANY:
            known[1].clear()
        partition = client.meta.partition
        known[1][owner] = self._template.fill_partly(partition, region, account)


def _getter(path: str) -> Callable[[Any], Any]:
    name, *steps = path.split(".")
    if not steps:
        return attrgetter(name)

    def get(resource: Any) -> Any:
        value = getattr(resource, name)
        for step in steps:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    return get
