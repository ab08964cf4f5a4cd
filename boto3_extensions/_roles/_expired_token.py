"""One more try, with new credentials, for what a service refused as expired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boto3_extensions._roles._role_credentials import RoleCredentials

# "Common errors" of the services' API references, and S3's list of error codes.
EXPIRED_CODES = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"}
)
# What may have other reasons: a clock (EC2's RequestExpired is also its word for an
# expired token), a region that the account has not enabled. A role that was deleted and
# made anew makes its old credentials invalid, long before they expire.
_DOUBTFUL_CODES = frozenset(
    {
        "RequestExpired",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "InvalidToken",
    }
)
# The answer to HEAD has no body that would tell the code; S3 says 400 for expired.
_HEAD_REFUSED = "400"

_SIGNED_BY = "boto3_extensions_signed_by"
_RETRIED = "boto3_extensions_retried"


def retry_expired_tokens(events: Any, credentials: RoleCredentials) -> None:
    """Repeat requests that a service refuses as signed with expired credentials.

    Once per request, and not within a minute of new credentials that were refused, too.
    The request is signed anew; a body that cannot be rewound is no more repeated than
    by botocore's own retries.

    Args:
        events: What has botocore's `register`: a botocore session, before it makes
            clients, or the events of one client.
        credentials: The credentials of the role.
    """
    retry = _ExpiredTokenRetry(credentials)
    # The signer is registered for the service, so it comes before this one.
    events.register(
        "request-created", retry.note_signer, unique_id="boto3-extensions-signed-by"
    )
    events.register(
        "needs-retry", retry.needs_retry, unique_id="boto3-extensions-expired-token"
    )


class _ExpiredTokenRetry:
    def __init__(self, credentials: RoleCredentials) -> None:
        self._credentials = credentials

    def note_signer(self, request: Any, **_: Any) -> None:
        """Keep the access key id that a request was signed with, and nothing else."""
        authorization = request.headers.get("Authorization")
        if authorization:
            request.context[_SIGNED_BY] = _access_key_in(authorization)

    def needs_retry(
        self, response: Any, operation: Any, request_dict: Any, **_: Any
    ) -> int | None:
        """Return 0 seconds, botocore's way of saying "again, at once", or None."""
        if response is None or response[0].status_code < 400:
            return None
        code = response[1].get("Error", {}).get("Code")
        context = request_dict["context"]
        if not _may_be_expired(code, operation) or context.get(_RETRIED):
            return None
        try:
            renewed = self._credentials.renew_refused(context.get(_SIGNED_BY, ""))
        except Exception:
            if code in EXPIRED_CODES:
                raise
            return None
        if not renewed:
            return None
        context[_RETRIED] = True
        return 0


def _access_key_in(authorization: str | bytes) -> str:
    """Return the access key id in `AWS4-... Credential=<id>/...` or `AWS <id>:...`."""
    text = authorization.decode() if isinstance(authorization, bytes) else authorization
    if "Credential=" in text:
        return text.partition("Credential=")[2].partition("/")[0]
    return text.partition("AWS ")[2].partition(":")[0]


def _may_be_expired(code: Any, operation: Any) -> bool:
    if code == _HEAD_REFUSED:
        return bool(operation.http.get("method") == "HEAD")
    return code in EXPIRED_CODES or code in _DOUBTFUL_CODES
