"""The tags of a resource as a mapping of strings to strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from boto3_extensions._tags import reading, writing
from boto3_extensions._tags.ways import way_of


class Tags(MutableMapping[str, str]):
    """The tags of one resource, which are changed at AWS as this is changed.

    Reading asks AWS when it is first necessary, and once: `reload` asks again. Every
    change is a call, `update`, `|=` and `clear` are one for all tags as far as the
    service takes them at once. Tags of AWS's own (``aws:…``) are found by their keys
    and are in `system`, but are not gone through, so that tags can be copied, and
    cannot be changed.
    """

    def __init__(self, resource: Any) -> None:
        """Ask nobody.

        Args:
            resource: A boto3 resource.

        Raises:
            NotTaggableError: AWS gives it no tags.
        """
        self._resource = resource
        self._way = way_of(resource)

    def _all(self) -> dict[str, str]:
        return reading.read(self._resource, self._way)

    def _own(self) -> dict[str, str]:
        return {k: v for k, v in self._all().items() if not writing.is_system(k)}

    @property
    def system(self) -> dict[str, str]:
        """Return the tags that AWS itself has put, such as ``aws:…:stack-name``."""
        return {k: v for k, v in self._all().items() if writing.is_system(k)}

    def reload(self) -> None:
        """Ask AWS for the tags, whatever is known of them."""
        reading.keep(self._resource, reading.read_anew(self._resource, self._way))

    def __getitem__(self, key: str) -> str:
        return self._all()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._own())

    def __len__(self) -> int:
        return len(self._own())

    def __setitem__(self, key: str, value: str) -> None:
        writing.change(self._resource, self._way, {key: value})

    def __delitem__(self, key: str) -> None:
        if not writing.is_system(str(key)):
            self._all()[key]
        writing.change(self._resource, self._way, {}, [key])

    def update(  # type: ignore[override]
        self,
        other: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        /,
        **tags: str,
    ) -> None:
        """Put several tags at once; the others stay.

        Args:
            other: Tags, as `dict.update` takes them.
            tags: More of them.

        Raises:
            TagError: One is none, or cannot be changed; nothing is changed then.
        """
        writing.change(self._resource, self._way, {**dict(other), **tags})

    def replace(
        self,
        other: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        /,
        **tags: str,
    ) -> None:
        """Let the resource have these tags and no others, but for AWS's own.

        Args:
            other: Tags, as `dict` takes them.
            tags: More of them.

        Raises:
            TagError: One is none, or cannot be changed; nothing is changed then.
        """
        writing.replace(self._resource, self._way, {**dict(other), **tags})

    def clear(self) -> None:
        """Remove all tags but AWS's own."""
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
        # Without asking AWS.
        known = reading.kept(self._resource)
        told = "not read yet" if known is None else repr(known)
        return f"<tags of {self._resource!r}: {told}>"


def tags_of(resource: Any) -> Tags:
    """Return the tags of a resource, whatever its service calls them.

    Args:
        resource: A boto3 resource of any service, boto3's own included.

    Returns:
        A mapping of keys to values: ``tags_of(db)["team"]``, ``dict(tags_of(db))``,
        ``tags_of(db).update(team="shop", env="prod")``. Nobody is asked until it is
        read.

    Raises:
        NotTaggableError: AWS gives resources of its type no tags.
    """
    return Tags(resource)
