"""The tags of a resource as a mutable mapping of strings to strings.

Where they are read from and by which operations they are written, `reading` and
`writing` know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from boto3_extensions._tags import reading, writing
from boto3_extensions._tags.ways import tag_operations_of


class Tags(MutableMapping[str, str]):
    """The tags of a resource, a mapping whose changes are made at AWS.

    Tags are read from AWS once, when they are first needed; `reload` reads them again.
    Every change is a call; `update`, `|=` and `clear` make a single call for as many
    tags as the service takes. System tags (``aws:…``) can be looked up by their keys
    and are in `system`. Iteration leaves them out, so that tags can be copied to
    another resource, and they cannot be changed.
    """

    def __init__(self, resource: Any) -> None:
        """Make the mapping without a call.

        Args:
            resource: A boto3 resource, of any service or of aioboto3; any other object
                is refused.

        Raises:
            NotTaggableError: The object has no tags.
        """
        self._resource = resource
        self._operations = tag_operations_of(resource)

    def _all(self) -> dict[str, str]:
        return reading.read(self._resource, self._operations)

    def _own(self) -> dict[str, str]:
        return {k: v for k, v in self._all().items() if not writing.is_system(k)}

    @property
    def system(self) -> dict[str, str]:
        """Return the tags that AWS itself has put, such as ``aws:…:stack-name``."""
        return {k: v for k, v in self._all().items() if writing.is_system(k)}

    def reload(self) -> None:
        """Read the tags from AWS, even if they were read before."""
        reading.remember(
            self._resource, reading.fetch(self._resource, self._operations)
        )

    def __getitem__(self, key: str) -> str:
        return self._all()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._own())

    def __len__(self) -> int:
        return len(self._own())

    def __setitem__(self, key: str, value: str) -> None:
        writing.change(self._resource, self._operations, {key: value})

    def __delitem__(self, key: str) -> None:
        if not writing.is_system(str(key)):
            self._all()[key]
        writing.change(self._resource, self._operations, {}, [key])

    def update(  # type: ignore[override]
        self,
        other: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        /,
        **tags: str,
    ) -> None:
        """Add or overwrite several tags; the others stay.

        Args:
            other: Tags, in the forms of `dict.update`.
            tags: Tags, as keywords.

        Raises:
            TagError: A tag is invalid or cannot be changed; no tag is changed then.
        """
        writing.change(self._resource, self._operations, {**dict(other), **tags})

    def replace(
        self,
        other: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        /,
        **tags: str,
    ) -> None:
        """Replace all tags but the system tags.

        Args:
            other: Tags, in the forms of `dict`.
            tags: Tags, as keywords.

        Raises:
            TagError: A tag is invalid or cannot be changed; no tag is changed then.
        """
        writing.replace(self._resource, self._operations, {**dict(other), **tags})

    def clear(self) -> None:
        """Remove all tags but the system tags."""
        self.replace()

    def __or__(self, other: Mapping[str, str]) -> dict[str, str]:
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**self, **other}

    def __ror__(self, other: Mapping[str, str]) -> dict[str, str]:
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**other, **self}

    def __ior__(self, other: Mapping[str, str]) -> Tags:
        self.update(other)
        return self

    def __repr__(self) -> str:
        # Without a call.
        tags = reading.remembered(self._resource)
        shown = "not read yet" if tags is None else repr(tags)
        return f"<tags of {self._resource!r}: {shown}>"


def tags_of(resource: Any) -> Tags:
    """Return the tags of a resource, by the same interface for all services.

    Args:
        resource: A boto3 resource of any service, also of boto3's own definitions.

    Returns:
        A mapping of keys to values: ``tags_of(db)["team"]``, ``dict(tags_of(db))``,
        ``tags_of(db).update(team="shop", env="prod")``. No call is made until the
        mapping is read.

    Raises:
        NotTaggableError: Resources of this type have no tags.
    """
    return Tags(resource)
