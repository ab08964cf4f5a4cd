"""Every error boto3_extensions raises itself; all of them are ``Boto3Error``."""

from __future__ import annotations

from boto3.exceptions import Boto3Error, ResourceLoadException


class Boto3ExtensionsError(Boto3Error):  # type: ignore[misc, unused-ignore]
    """Base of all errors of this package, caught by ``except Boto3Error`` too."""


class InvalidRoleArnException(Boto3ExtensionsError, ValueError):
    """A role ARN that STS could only refuse; raised before any request is made."""


class InvalidSessionNameError(Boto3ExtensionsError, ValueError):
    """A role session name that STS could only refuse; raised before any request."""


class InvalidExternalIdError(Boto3ExtensionsError, ValueError):
    """An external id that STS could only refuse; the message never shows it."""


class ResourceNotFoundError(
    Boto3ExtensionsError,
    ResourceLoadException,  # type: ignore[misc, unused-ignore]
):
    """A resource that the service answered without when asked to load it."""


class ArnError(Boto3ExtensionsError, ValueError):
    """Base of the errors about one ARN."""


class MalformedArnError(ArnError):
    """A string that is not an ARN at all; the message names the offending part."""


class UnknownArnTypeError(ArnError):
    """A well-formed ARN that names no resource type any definition knows."""


class ArnPartitionError(ArnError):
    """An ARN of another partition (``aws-cn``, say) than the session works in."""


class LinkError(Boto3ExtensionsError, ValueError):
    """An attribute that is not there, or names no other resource."""


class ArnUnavailableError(Boto3ExtensionsError):
    """A resource whose ``.arn`` cannot be had; the message says why.

    Never an ``AttributeError``: that would vanish inside ``hasattr``.
    """


class UnknownNameError(Boto3ExtensionsError, ValueError):
    """A name of a service or resource type that no definition has."""
