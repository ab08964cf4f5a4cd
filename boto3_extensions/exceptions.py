"""The errors of boto3_extensions; all but ``UnknownMemberError`` are ``Boto3Error``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pickle import PicklingError
from typing import Any

from boto3.exceptions import Boto3Error, ResourceLoadException
from botocore.exceptions import ClientError, NoCredentialsError, WaiterError


class Boto3ExtensionsError(Boto3Error):  # type: ignore[misc, unused-ignore]
    """Base of all errors of this package, caught by ``except Boto3Error`` too."""


class InvalidRoleArnException(Boto3ExtensionsError, ValueError):
    """A role ARN that STS could only refuse; raised before any request is made."""


class RoleNameMissingError(InvalidRoleArnException, TypeError):
    """Accounts that were given without the name of the role in them; raised once."""


class InvalidSessionNameError(Boto3ExtensionsError, ValueError):
    """A role session name that STS could only refuse; raised before any request."""


class InvalidExternalIdError(Boto3ExtensionsError, ValueError):
    """An external id that STS could only refuse; the message never shows it."""


class InvalidRoleParameterError(Boto3ExtensionsError, ValueError):
    """Another parameter of AssumeRole that STS could only refuse; names which one."""


class NotPicklableError(Boto3ExtensionsError, PicklingError, TypeError):
    """A resource that cannot travel to another process; the message says what can."""


class TokenCodeError(Boto3ExtensionsError):
    """No usable code of an MFA device: not six digits, or one that was used before."""


class ManagerClosedError(Boto3ExtensionsError, RuntimeError):
    """A session was asked of a ``ConnectionManager`` that had been closed."""


class RemoteExecutorError(Boto3ExtensionsError, ValueError):
    """Something that cannot travel to another process, or could not come back."""


class OtherProcessError(Boto3ExtensionsError, RuntimeError):
    """Something was begun in the process that this one was forked from."""


class CallsFailedError(Boto3ExtensionsError):
    """Calls of `map` or `each` that failed, where the caller asked to be told.

    Attributes:
        failures: Their records, each with its error, and its role and region or its
            resource; the first error is the cause of this one, too.
    """

    def __init__(self, failures: Sequence[Any]) -> None:
        self.failures = tuple(failures)
        super().__init__(_told(self.failures))

    def __reduce__(self) -> Any:
        return type(self), (self.failures,)


class ChangeRefusedError(Boto3ExtensionsError, RuntimeError):
    """An operation that is no read, in what was only to read many things at a time."""


class UnknownWaiterError(Boto3ExtensionsError, ValueError):
    """A state that resources of a type do not wait for; the message names others."""


class OrganizationalUnitError(Boto3ExtensionsError, ValueError):
    """An organizational unit that is named wrongly, or is not there."""


class ResourceNotFoundError(
    Boto3ExtensionsError,
    ResourceLoadException,  # type: ignore[misc, unused-ignore]
):
    """A resource that the service answered without when asked to load it."""


class MissingResourceError(ResourceNotFoundError, AttributeError):
    """The same, of a resource type of boto3's own, where an attribute was read.

    Also the `AttributeError` that boto3 has raised there, about ``NoneType``.
    """


class NotLoadableError(
    Boto3ExtensionsError,
    ResourceLoadException,  # type: ignore[misc, unused-ignore]
):
    """A resource of a type that AWS has no operation for, to ask for a single one."""


class AmbiguousResourceError(
    Boto3ExtensionsError,
    ResourceLoadException,  # type: ignore[misc, unused-ignore]
):
    """A resource whose identifiers are those of several; the message names them."""


class ArnError(Boto3ExtensionsError, ValueError):
    """Base of the errors about one ARN."""


class MalformedArnError(ArnError):
    """A string that is not an ARN at all; the message names the offending part."""


class UnknownArnTypeError(ArnError):
    """A well-formed ARN that names no resource type any definition knows."""


class ArnTypeError(ArnError):
    """An ARN of another resource type than it was said to be of; names both."""


class ArnPartitionError(ArnError):
    """An ARN of another partition (``aws-cn``, say) than the session works in."""


class PartialFailureError(Boto3ExtensionsError):
    """An answer without an error that tells of things that were not done.

    The message names each by its id, with AWS's code and reason.

    Attributes:
        found: The resources that were made or found all the same, in their order.
        failures: AWS's entries about the others, in their order: dicts, or strings
            where AWS gives no more than a name.
        response: The answer with them.
        responses: All such answers: a batch action makes several calls, and a
            collection has several pages.
    """

    def __init__(
        self, message: str, found: list[Any], failures: list[Any], responses: list[Any]
    ) -> None:
        super().__init__(message)
        self.found, self.failures, self.responses = found, failures, responses

    @property
    def response(self) -> Any:
        """Return the last answer with failures."""
        return self.responses[-1] if self.responses else {}

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.found, self.failures, self.responses)


class LoadFailedError(PartialFailureError, ResourceNotFoundError):
    """A resource that the service answered without, and says why: see `failures`."""


class WaitFailedError(
    Boto3ExtensionsError,
    WaiterError,  # type: ignore[misc, unused-ignore]
):
    """A wait for a resource that failed; the message names the resource.

    Caught as botocore's ``WaiterError``, too, with the same ``last_response``.
    """

    def __init__(self, name: str, reason: str, last_response: Any) -> None:
        WaiterError.__init__(self, name, reason, last_response)

    def __reduce__(self) -> tuple[Any, ...]:
        told = self.kwargs["name"], self.kwargs["reason"], self.last_response
        return type(self), told


class WaitForManyError(WaitFailedError):
    """Some of many resources that did not come to the state that was waited for.

    Attributes:
        reached: The resources that did, as far as they were asked for.
        failed: Those that never will, each with the reason.
        waiting: Those that may still.
    """

    def __init__(
        self,
        name: str,
        reached: Sequence[Any],
        failed: Mapping[Any, str],
        waiting: Sequence[Any],
        last_response: Mapping[str, Any],
    ) -> None:
        self.reached = tuple(reached)
        self.failed = dict(failed)
        self.waiting = tuple(waiting)
        told = [f"{resource!r}: {reason}" for resource, reason in failed.items()]
        told = told or ["Max attempts exceeded"]
        reason = (
            f"{'; '.join(told[:3])} ({len(reached)} there, {len(failed)} failed, "
            f"{len(waiting)} waiting)"
        )
        super().__init__(name, reason, last_response)

    def __reduce__(self) -> tuple[Any, ...]:
        name = self.kwargs["name"]
        return type(self), (
            name,
            self.reached,
            self.failed,
            self.waiting,
            self.last_response,
        )


class BatchFailedError(Boto3ExtensionsError):
    """A batch action of which a call failed after others had succeeded.

    Attributes:
        responses: What the calls before answered, as the action would return it.
        done: The resources that those acted on.
        failed: The resources of the call that failed, which may have acted on some.
        error: What it failed with. What comes after it was not tried.
    """

    def __init__(
        self, error: Exception, responses: list[Any], done: list[Any], failed: list[Any]
    ) -> None:
        Exception.__init__(
            self,
            f"{error} (a call for {len(failed)} resources, after {len(done)} others "
            "were done; see `done` and `failed`)",
        )
        self.error, self.responses = error, responses
        self.done, self.failed = done, failed

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.error, self.responses, self.done, self.failed)


class BatchFailedClientError(
    BatchFailedError,
    ClientError,  # type: ignore[misc, unused-ignore]
):
    """A batch action that AWS refused in the middle, caught as ``ClientError``, too."""

    def __init__(
        self, error: Any, responses: list[Any], done: list[Any], failed: list[Any]
    ) -> None:
        super().__init__(error, responses, done, failed)
        self.response, self.operation_name = error.response, error.operation_name


class ArnOwnerError(ArnError):
    """A call that an ARN of another account would make for the caller's own thing.

    Raised before the call, which takes neither ARN nor owner.
    """


class ArnOwnerUnknownError(ArnOwnerError):
    """An ARN with an account, and no way to tell whether that is the session's."""


class ArnIncarnationError(ArnError):
    """A call for an ARN in whose place another thing of the same name is by now."""


class IdentifierError(Boto3ExtensionsError, ValueError):
    """A value that cannot be what a resource is known by; says what can."""


class LinkError(Boto3ExtensionsError, ValueError):
    """An attribute that is not there, or names no other resource."""


class PartialLinkError(LinkError):
    """Some of what a list names can be followed, and some cannot.

    Attributes:
        found: The resources of those that can, in their order.
        errors: For each of those that cannot, the `ArnError` or `LinkError` that says
            why, in their order.
    """

    def __init__(self, message: str, found: list[Any], errors: list[Any]) -> None:
        super().__init__(message)
        self.found = found
        self.errors = errors

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.found, self.errors)


class TagError(Boto3ExtensionsError, ValueError):
    """A tag that is none, or of what has none; raised before any change is made."""


class NotTaggableError(TagError, TypeError):
    """The tags of something AWS gives no tags; the message says what has them."""


class ReadOnlyTagError(TagError):
    """A change of tags that AWS keeps from being changed, or not by themselves."""


class ArnUnavailableError(Boto3ExtensionsError):
    """A resource whose ``.arn`` cannot be had; the message says why.

    Never an ``AttributeError``: that would vanish inside ``hasattr``.
    """


class ArnRulesError(ArnUnavailableError, ValueError):
    """An ``arns-1.json``, or an entry of one, that is wrong; names file and type."""


class DefinitionFileError(Boto3ExtensionsError, ValueError):
    """A file of definitions, such as a ``links-1.json``, that is wrong; names it."""


class MissingDataError(Boto3ExtensionsError, ImportError):
    """The package without its definitions of services; the message says how to mend it.

    Raised by the import of a package that is in a zip, or frozen without its data.
    """


class ArnAccountError(
    ArnUnavailableError,
    NoCredentialsError,  # type: ignore[misc, unused-ignore]
):
    """A resource whose ``.arn`` has an account, and whose client has no credentials."""

    def __init__(self, message: str) -> None:
        Exception.__init__(self, message)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self),)


class AssumeRoleError(
    Boto3ExtensionsError,
    ClientError,  # type: ignore[misc, unused-ignore]
):
    """STS's refusal of a role, or an answer of it that cannot be believed.

    Caught by ``except ClientError`` too. Answers that lack a part, are about another
    role or cannot be read have the code ``InvalidAnswer``.

    Args:
        response: The answer of STS.
        operation_name: What it was asked: ``AssumeRole``.
        role_arn: The role refused.
        role_session_name: The session name sent.
        parent: Who asked, as far as is known without a call: an ARN, or the profile and
            where its credentials come from. Never a key.
    """

    def __init__(
        self,
        response: dict[str, Any],
        operation_name: str,
        role_arn: str,
        role_session_name: str,
        parent: str,
    ) -> None:
        told: Any = response
        ClientError.__init__(self, told, operation_name)
        self.role_arn = role_arn
        self.role_session_name = role_session_name
        self.parent = parent
        self.args = (
            f"{self} ({role_arn}, session name {role_session_name!r}, asked for by "
            f"{parent})",
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (
            self.response,
            self.operation_name,
            self.role_arn,
            self.role_session_name,
            self.parent,
        )


class ExpiredCredentialsError(AssumeRoleError):
    """STS granted credentials that had expired when they came; a clock is wrong."""


class CredentialCacheError(Boto3ExtensionsError):
    """A store of credentials that cannot be used, or not safely; shows no secret."""


class InvalidCacheKeyError(CredentialCacheError, ValueError):
    """A key that no store of credentials takes: it could name another file."""


class InvalidEncryptionKeyError(CredentialCacheError, ValueError):
    """A key that nothing can be encrypted with; the message never shows it."""


class MissingExtraError(Boto3ExtensionsError, ImportError):
    """A package that only a part of this one needs, and that is not installed."""


class StubsError(Boto3ExtensionsError):
    """Stubs that could not be written; the message says why."""


class UnknownNameError(Boto3ExtensionsError, ValueError):
    """A name of a service or resource type that no definition has."""


class IdentifierCountError(Boto3ExtensionsError, ValueError, IndexError):
    """A resource that was to be made without all its identifiers, or of too many.

    Also the error that boto3 raises there: ``ValueError``, or ``IndexError``.
    """


class UnknownMemberError(AttributeError):
    """An attribute that a resource does not have; the message suggests the near name.

    No `Boto3Error`: a misspelling shall not vanish where errors of AWS are handled.
    """

    def __init__(
        self, name: str, owner: str, near: Callable[[], str | None] = lambda: None
    ) -> None:
        # Without `obj`, by which CPython would add a suggestion of its own.
        super().__init__(f"{owner!r} object has no attribute {name!r}", name=name)
        self._near = near

    def __str__(self) -> str:
        # Looked for only when somebody reads it: `hasattr` raises this as well.
        near = self._near()
        plain = super().__str__()
        if near and " " in near:
            # A sentence in the place of a name.
            return f"{plain}. {near}"
        return f"{plain}. Did you mean: {near!r}?" if near else plain

    def __reduce__(self) -> tuple[Any, ...]:
        # What looks for the name would take the resource along to another process.
        return AttributeError, (str(self),)


class NotOfferedError(
    Boto3ExtensionsError,
    AttributeError,
):
    """A name of a resource that the installed botocore can do nothing with.

    The message says whether it takes a newer botocore, or AWS has withdrawn it. It is
    an `AttributeError`, too, so that `hasattr` answers False.
    """

    def __init__(
        self, name: str, owner: str, why: Callable[[], str] = lambda: ""
    ) -> None:
        super().__init__(f"{owner!r} object has no attribute {name!r}", name=name)
        self._why: str | Callable[[], str] = why

    def __str__(self) -> str:
        # Found out only when somebody reads it: `hasattr` raises this as well.
        why = self._why if isinstance(self._why, str) else self._why()
        return f"{self.args[0]}: {why}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _not_offered, (type(self), self.args, self.name, str(self))


def _not_offered(
    kind: Any, args: tuple[Any, ...], name: str, text: str
) -> NotOfferedError:
    copied: NotOfferedError = kind.__new__(kind)
    copied.args, copied.name = args, name
    copied._why = text.removeprefix(f"{args[0]}: ")
    return copied


class CredentialLoopError(Boto3ExtensionsError):
    """A ``credential_process`` that would have to wait for itself."""


def _told(failures: Sequence[Any]) -> str:
    first = failures[0]
    if hasattr(first, "resource"):
        what = f"{first.resource!r}: "
    else:
        what = f"{first.role_arn} in {first.region or 'no region'}: "
    what += f"{type(first.error).__name__}: {first.error}"
    if len(failures) == 1:
        return what
    return f"{len(failures)} calls failed, the first for {what}"
