"""Errors of this package; all except ``UnknownMemberError`` are a ``Boto3Error``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pickle import PicklingError
from typing import Any

from boto3.exceptions import Boto3Error, ResourceLoadException
from botocore.exceptions import ClientError, NoCredentialsError, WaiterError


class Boto3ExtensionsError(Boto3Error):  # type: ignore[misc, unused-ignore]
    """Base class of the errors of this package, itself a `Boto3Error`."""


class InvalidRoleArnException(Boto3ExtensionsError, ValueError):
    """A role ARN that STS would refuse; raised before any request is made."""


class RoleNameMissingError(InvalidRoleArnException, TypeError):
    """Account ids without the name of the role to assume in these accounts."""


class InvalidSessionNameError(Boto3ExtensionsError, ValueError):
    """A role session name that STS would refuse; raised before any request."""


class InvalidExternalIdError(Boto3ExtensionsError, ValueError):
    """An external id that STS would refuse; the message never contains the id."""


class InvalidRoleParameterError(Boto3ExtensionsError, ValueError):
    """A parameter of AssumeRole that STS would refuse; the message names it."""


class NotPicklableError(Boto3ExtensionsError, PicklingError, TypeError):
    """A resource that cannot be pickled; the message names an alternative."""


class TokenCodeError(Boto3ExtensionsError):
    """An unusable MFA token code: not six digits, or a code that was used before."""


class ManagerClosedError(Boto3ExtensionsError, RuntimeError):
    """A request for a session to a ``ConnectionManager`` that has been closed."""


class RemoteExecutorError(Boto3ExtensionsError, ValueError):
    """A manager, argument or result that cannot be sent between processes."""


class OtherProcessError(Boto3ExtensionsError, RuntimeError):
    """The use, in a forked child process, of work that its parent process began."""


class CallsFailedError(Boto3ExtensionsError):
    """Failed calls of `map` or `each`, raised if the caller asked for errors.

    The first error is the ``__cause__`` of this error.

    Attributes:
        failures: The records of the failed calls, each with its error, and with its
            role and region or its resource.
    """

    def __init__(self, failures: Sequence[Any]) -> None:
        self.failures = tuple(failures)
        super().__init__(_message_of(self.failures))

    def __reduce__(self) -> Any:
        return type(self), (self.failures,)


class ChangeRefusedError(Boto3ExtensionsError, RuntimeError):
    """A call that is no read operation, in a function that may only read in bulk."""


class UnknownWaiterError(Boto3ExtensionsError, ValueError):
    """A state without a waiter for a resource type; the message lists the waiters."""


class OrganizationalUnitError(Boto3ExtensionsError, ValueError):
    """An organizational unit with an invalid name or id, or that does not exist."""


class ResourceNotFoundError(
    Boto3ExtensionsError,
    ResourceLoadException,  # type: ignore[misc, unused-ignore]
):
    """A resource that does not exist, according to the response to its load."""


class MissingResourceError(ResourceNotFoundError, AttributeError):
    """A resource of boto3's own types that did not exist when an attribute was read.

    It is an `AttributeError` as well, the error that boto3 itself raises in this case
    (``'NoneType' object has no attribute 'get'``).
    """


class NotLoadableError(
    Boto3ExtensionsError,
    ResourceLoadException,  # type: ignore[misc, unused-ignore]
):
    """A resource of a type without an operation that describes a single resource."""


class AmbiguousResourceError(
    Boto3ExtensionsError,
    ResourceLoadException,  # type: ignore[misc, unused-ignore]
):
    """An identifier that several resources share; the message names the resources."""


class ArnError(Boto3ExtensionsError, ValueError):
    """Base class of the errors about an ARN."""


class MalformedArnError(ArnError):
    """A string that is not an ARN; the message names the invalid part."""


class UnknownArnTypeError(ArnError):
    """A well-formed ARN of a resource type that has no definition."""


class ArnTypeError(ArnError):
    """An ARN of another resource type than expected; the message names both types."""


class ArnPartitionError(ArnError):
    """An ARN of another partition, such as ``aws-cn``, than that of the session."""


class PartialFailureError(Boto3ExtensionsError):
    """A successful response that lists failures, such as items that were not deleted.

    The message names each failed item by its id, with AWS's code and reason.

    Attributes:
        found: The resources that were created or found all the same, in order.
        failures: AWS's entries about the failed items, in order: dicts, or strings
            where AWS gives only a name.
        response: The last response with failures.
        responses: All responses with failures. A batch action may make several calls,
            and a collection may have several pages.
    """

    def __init__(
        self, message: str, found: list[Any], failures: list[Any], responses: list[Any]
    ) -> None:
        super().__init__(message)
        self.found, self.failures, self.responses = found, failures, responses

    @property
    def response(self) -> Any:
        """Return the last response with failures."""
        return self.responses[-1] if self.responses else {}

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.found, self.failures, self.responses)


class LoadFailedError(PartialFailureError, ResourceNotFoundError):
    """A resource missing from a response that gives a reason, see `failures`."""


class WaitFailedError(
    Boto3ExtensionsError,
    WaiterError,  # type: ignore[misc, unused-ignore]
):
    """A failed waiter of a resource; the message names the resource.

    It is a `botocore.exceptions.WaiterError` as well, with its ``last_response``.
    """

    def __init__(self, name: str, reason: str, last_response: Any) -> None:
        WaiterError.__init__(self, name, reason, last_response)

    def __reduce__(self) -> tuple[Any, ...]:
        arguments = self.kwargs["name"], self.kwargs["reason"], self.last_response
        return type(self), arguments


class WaitForManyError(WaitFailedError):
    """A wait for many resources of which some did not reach the state.

    Attributes:
        reached: The resources known to have reached the state.
        failed: The resources that cannot reach the state, each with the reason.
        waiting: The resources that may still reach the state.
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
        reasons = [f"{resource!r}: {reason}" for resource, reason in failed.items()]
        reasons = reasons or ["Max attempts exceeded"]
        reason = (
            f"{'; '.join(reasons[:3])} ({len(reached)} there, {len(failed)} failed, "
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
    """A batch action in which a call failed after other calls had succeeded.

    No call was made for the resources after those of the failed call.

    Attributes:
        responses: The responses of the successful calls, as the action would return
            them.
        done: The resources of the successful calls.
        failed: The resources of the failed call, which may have changed some of them.
        error: The error of the failed call.
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
    """A batch action in which AWS refused a call, itself a `ClientError`."""

    def __init__(
        self, error: Any, responses: list[Any], done: list[Any], failed: list[Any]
    ) -> None:
        super().__init__(error, responses, done, failed)
        self.response, self.operation_name = error.response, error.operation_name


class ArnOwnerError(ArnError):
    """A call for an ARN of another account that would act on the caller's account.

    Raised before the call, as the operation takes neither an ARN nor an owner.
    """


class ArnOwnerUnknownError(ArnOwnerError):
    """An ARN with an account, for a session whose account cannot be determined."""


class ArnIncarnationError(ArnError):
    """A call for an ARN whose resource was replaced by another of the same name."""


class IdentifierError(Boto3ExtensionsError, ValueError):
    """A value that cannot identify a resource; the message says which values can."""


class LinkError(Boto3ExtensionsError, ValueError):
    """An attribute that a resource lacks, or that refers to no other resource."""


class PartialLinkError(LinkError):
    """A list of references of which only some can be followed to resources.

    Attributes:
        found: The resources of the valid references, in order.
        errors: The `ArnError` or `LinkError` of each invalid reference, in order.
    """

    def __init__(self, message: str, found: list[Any], errors: list[Any]) -> None:
        super().__init__(message)
        self.found = found
        self.errors = errors

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.found, self.errors)


class TagError(Boto3ExtensionsError, ValueError):
    """An invalid tag or change of tags; raised before any change is made."""


class NotTaggableError(TagError, TypeError):
    """An object that cannot have tags, such as a service; the message says why."""


class ReadOnlyTagError(TagError):
    """A change of tags that are read-only at AWS, or not changeable individually."""


class ArnUnavailableError(Boto3ExtensionsError):
    """A resource whose ``.arn`` cannot be determined; the message says why.

    It is no ``AttributeError``, which ``hasattr`` would hide.
    """


class ArnRulesError(ArnUnavailableError, ValueError):
    """An invalid ``arns-1.json`` or entry of it; the message names file and type."""


class DefinitionFileError(Boto3ExtensionsError, ValueError):
    """An invalid definition file, such as a ``links-1.json``; the message names it."""


class MissingDataError(Boto3ExtensionsError, ImportError):
    """An installation of this package without its data; the message says how to fix it.

    Raised by importing the package from a zip file, or from a frozen program without
    the data folder.
    """


class ArnAccountError(
    ArnUnavailableError,
    NoCredentialsError,  # type: ignore[misc, unused-ignore]
):
    """An ``.arn`` with an account id, of a resource whose client has no credentials."""

    def __init__(self, message: str) -> None:
        Exception.__init__(self, message)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self),)


class AssumeRoleError(
    Boto3ExtensionsError,
    ClientError,  # type: ignore[misc, unused-ignore]
):
    """A refusal of STS to grant a role, or an invalid response; a `ClientError`.

    Responses that lack a part, are about another role or cannot be parsed have the
    error code ``InvalidAnswer``.

    Args:
        response: The response of STS.
        operation_name: The name of the operation: ``AssumeRole``.
        role_arn: The ARN of the role.
        role_session_name: The role session name of the request.
        parent: The identity of the caller, as far as it is known without a call: an
            ARN, or the profile and the source of its credentials. Never a key.
    """

    def __init__(
        self,
        response: dict[str, Any],
        operation_name: str,
        role_arn: str,
        role_session_name: str,
        parent: str,
    ) -> None:
        # Stubs of botocore have a more exact type for the response.
        parsed: Any = response
        ClientError.__init__(self, parsed, operation_name)
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
    """Credentials of STS that had expired on arrival, because a clock is wrong."""


class CredentialCacheError(Boto3ExtensionsError):
    """A credential cache that cannot be used safely; the message has no secrets."""


class InvalidCacheKeyError(CredentialCacheError, ValueError):
    """A cache key that credential caches refuse, as it could name another file."""


class InvalidEncryptionKeyError(CredentialCacheError, ValueError):
    """An unusable encryption key; the message never contains the key."""


class MissingExtraError(Boto3ExtensionsError, ImportError):
    """An optional dependency that a feature needs, and that is not installed."""


class StubsError(Boto3ExtensionsError):
    """A failure to write type stubs; the message says why."""


class CompiledFolderError(Boto3ExtensionsError):
    """A folder that cannot take compiled models, or that others may write into."""


class UnknownNameError(Boto3ExtensionsError, ValueError):
    """A name of a service or resource type without a definition."""


class IdentifierCountError(Boto3ExtensionsError, ValueError, IndexError):
    """A constructor call with too few, too many or unknown identifiers of a resource.

    It is a ``ValueError`` and an ``IndexError``, the errors that boto3 raises.
    """


class UnknownMemberError(AttributeError):
    """An attribute that a resource lacks; the message suggests a similar name.

    It is no `Boto3Error`, so that handlers for errors of AWS do not hide misspellings.
    """

    def __init__(
        self, name: str, owner: str, near: Callable[[], str | None] = lambda: None
    ) -> None:
        # Without `obj`, by which CPython would add a suggestion of its own.
        super().__init__(f"{owner!r} object has no attribute {name!r}", name=name)
        self._near = near

    def __str__(self) -> str:
        # Searched only when the message is read: `hasattr` raises this error as well.
        near = self._near()
        plain = super().__str__()
        if near and " " in near:
            # Advice, a sentence, in the place of a name.
            return f"{plain}. {near}"
        return f"{plain}. Did you mean: {near!r}?" if near else plain

    def __reduce__(self) -> tuple[Any, ...]:
        # The function that searches for the name refers to the resource, which cannot
        # be pickled.
        return AttributeError, (str(self),)


class NotOfferedError(
    Boto3ExtensionsError,
    AttributeError,
):
    """A member of a resource that the installed botocore does not support.

    The message says whether the member needs a newer botocore, or whether AWS has
    withdrawn it. It is an `AttributeError`, too, so that `hasattr` returns False.
    """

    def __init__(
        self, name: str, owner: str, why: Callable[[], str] = lambda: ""
    ) -> None:
        super().__init__(f"{owner!r} object has no attribute {name!r}", name=name)
        self._why: str | Callable[[], str] = why

    def __str__(self) -> str:
        # Computed only when the message is read: `hasattr` raises this error as well.
        why = self._why if isinstance(self._why, str) else self._why()
        return f"{self.args[0]}: {why}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _not_offered, (type(self), self.args, self.name, str(self))


def _not_offered(
    kind: type[NotOfferedError], args: tuple[Any, ...], name: str, text: str
) -> NotOfferedError:
    """Return an unpickled error, whose reason is a text by now."""
    error: NotOfferedError = kind.__new__(kind)
    error.args, error.name = args, name
    error._why = text.removeprefix(f"{args[0]}: ")
    return error


class CredentialLoopError(Boto3ExtensionsError):
    """A ``credential_process`` that needs its own credentials to run."""


def _message_of(failures: Sequence[Any]) -> str:
    """Return the message of a `CallsFailedError`, about the first failed call."""
    first = failures[0]
    if hasattr(first, "resource"):
        message = f"{first.resource!r}: "
    else:
        message = f"{first.role_arn} in {first.region or 'no region'}: "
    message += f"{type(first.error).__name__}: {first.error}"
    if len(failures) == 1:
        return message
    return f"{len(failures)} calls failed, the first for {message}"
