"""AWS's rules for the session tags that AssumeRole takes.

They are those of STS's model and, for what the model does not tell, of IAM's user
guide, "Rules for tagging in IAM and AWS STS". Tags are seen in CloudTrail and decide on
permissions: a control character, or a key that another one hides, never gets there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from boto3_extensions._roles._sts_model import INSTALLED, StsModel
from boto3_extensions._roles._validation import shown
from boto3_extensions.exceptions import InvalidRoleParameterError

# The pattern of keys and values: letters, separators and numbers of any script, and:
_CLASSES = ("L", "Z", "N")
_OTHERS = frozenset("_.:/=+-@")


def session_tags(tags: object, model: StsModel = INSTALLED) -> list[dict[str, str]]:
    """Return tags as AssumeRole's Tags, ordered by key: their order means nothing.

    Args:
        tags: A dict, or boto3's list of ``{"Key": ..., "Value": ...}``; up to 50.
        model: What has the limits.

    Raises:
        InvalidRoleParameterError: With the key and the rule; values are not shown.
    """
    pairs = _pairs(tags)
    most = model.limits("Tags")[-1]
    if len(pairs) > most:
        raise InvalidRoleParameterError(
            f"tags has {len(pairs)} tags: STS takes up to {most}"
        )
    seen: dict[str, str] = {}
    for key, value in pairs:
        _check_key("tags", key, model.limits("Tags", "Key"))
        _check_value(key, value, model.limits("Tags", "Value"))
        if (folded := key.lower()) in seen:
            raise InvalidRoleParameterError(
                f"tags has both {shown(seen[folded])} and {shown(key)}: STS ignores "
                "case in keys"
            )
        seen[folded] = key
    return [{"Key": key, "Value": value} for key, value in sorted(pairs)]


def transitive_keys(keys: object, model: StsModel = INSTALLED) -> list[str]:
    """Return the keys of the tags that go on to the next role of a chain.

    Args:
        keys: A list of keys of tags.
        model: What has the limits.

    Raises:
        InvalidRoleParameterError: With the key and the rule.
    """
    if not isinstance(keys, (list, tuple, set, frozenset)):
        raise InvalidRoleParameterError(
            f"transitive_tag_keys is {shown(keys)}: it must be a list of keys"
        )
    most = model.limits("TransitiveTagKeys")[-1]
    if len(keys) > most:
        raise InvalidRoleParameterError(
            f"transitive_tag_keys has {len(keys)} keys: STS takes up to {most}"
        )
    for key in keys:
        _check_key("transitive_tag_keys", key, model.limits("Tags", "Key"))
    # Their order means nothing to STS.
    return sorted(keys)


def check_transitive(sent: Mapping[str, Any]) -> None:
    """Refuse transitive keys that are no keys of the tags sent with them.

    Args:
        sent: What AssumeRole is to be sent, under its own names.

    Raises:
        InvalidRoleParameterError: With the key.
    """
    keys = {tag["Key"].lower() for tag in sent.get("Tags", ())}
    for key in sent.get("TransitiveTagKeys", ()):
        if key.lower() not in keys:
            raise InvalidRoleParameterError(
                f"transitive_tag_keys has {shown(key)}, which is not in tags"
            )


def _pairs(tags: object) -> list[tuple[Any, Any]]:
    if isinstance(tags, Mapping):
        return list(tags.items())
    if isinstance(tags, (list, tuple)) and all(
        isinstance(tag, Mapping) and set(tag) == {"Key", "Value"} for tag in tags
    ):
        return [(tag["Key"], tag["Value"]) for tag in tags]
    raise InvalidRoleParameterError(
        "tags must be a dict or a list of {'Key': ..., 'Value': ...}"
    )


def _check_key(parameter: str, key: object, lengths: range) -> None:
    if not (isinstance(key, str) and len(key) in lengths and _allowed(key)):
        raise InvalidRoleParameterError(
            f"{parameter} has the key {shown(key)}: a key is a string of {lengths[0]} "
            f"to {lengths[-1]} letters, digits, spaces and _.:/=+-@"
        )
    _check_prefix(parameter, key, key)


def _check_value(key: str, value: object, lengths: range) -> None:
    if not (isinstance(value, str) and len(value) in lengths and _allowed(value)):
        raise InvalidRoleParameterError(
            f"tags has a value for {shown(key)} that STS would refuse: a value is a "
            f"string of up to {lengths[-1]} letters, digits, spaces and _.:/=+-@"
        )
    _check_prefix("tags", key, value)


def _check_prefix(parameter: str, key: str, text: str) -> None:
    if text.lower().startswith("aws:"):
        raise InvalidRoleParameterError(
            f"{parameter} has {shown(key)}: neither key nor value may begin with "
            "'aws:', which is reserved for AWS"
        )


def _allowed(text: str) -> bool:
    return all(
        char in _OTHERS or unicodedata.category(char)[0] in _CLASSES for char in text
    )
