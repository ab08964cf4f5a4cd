"""Lets route53's resources tag what AWS calls ``/hostedzone/Z1``.

AWS answers with such ids and takes them without the prefix. botocore strips it from the
inputs of all operations but those about tags, so that a listed zone could be loaded,
but its tags could not. This does the same for these, on the clients of resources only.
"""

from __future__ import annotations

from typing import Any


class BareTagIds:
    """What route53's service resource is, besides boto3's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meta: Any = self.meta  # type: ignore[attr-defined]
        meta.client.meta.events.register(
            "before-parameter-build.route53",
            strip_tag_ids,
            unique_id="boto3-extensions.tag-ids",
        )


def add_bare_tag_ids(base_classes: list[type], **kwargs: Any) -> None:
    """Handle ``creating-resource-class`` of route53's service resource."""
    from boto3_extensions import _patch

    if _patch.is_patched():
        base_classes.insert(0, BareTagIds)


def strip_tag_ids(params: dict[str, Any], model: Any, **kwargs: Any) -> None:
    """Keep only what is behind the last slash of the ids of what is tagged."""
    members = model.input_shape.members if model.input_shape else {}
    for name in params:
        shape = members.get(name)
        if getattr(shape, "name", "") == "TagResourceId":
            params[name] = _bare(params[name])
        elif getattr(shape, "name", "") == "TagResourceIdList":
            params[name] = [_bare(one) for one in params[name]]


def _bare(resource_id: Any) -> Any:
    # What is no string is botocore's to refuse.
    return resource_id.split("/")[-1] if isinstance(resource_id, str) else resource_id
