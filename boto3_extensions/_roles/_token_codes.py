"""Codes of an MFA device: each is sent to STS once, and asked for by one thread."""

from __future__ import annotations

import re
from collections.abc import Callable

from boto3_extensions._roles._sts_model import INSTALLED, StsModel
from boto3_extensions._roles._validation import shown
from boto3_extensions.exceptions import InvalidRoleParameterError, TokenCodeError

# STS's model: serialNumberType, should it not tell, and tokenCodeType.
_SERIAL_NUMBER = re.compile(r"[\w+=/:,.@-]*", re.ASCII)
_TOKEN_CODE = re.compile(r"\d{6}", re.ASCII)

TokenProvider = Callable[[], str]


def check_serial_number(serial_number: object, model: StsModel = INSTALLED) -> None:
    """Refuse what STS would not take as SerialNumber.

    Args:
        serial_number: What the caller gave.
        model: What has the limits.

    Raises:
        InvalidRoleParameterError: With the value and the rule.
    """
    if isinstance(serial_number, str) and model.allows(
        "SerialNumber", serial_number, _SERIAL_NUMBER
    ):
        return
    lengths = model.limits("SerialNumber")
    raise InvalidRoleParameterError(
        f"serial_number is {shown(serial_number)}: it must be the serial number or the "
        f"ARN of an MFA device, {lengths[0]} to {lengths[-1]} ASCII letters, digits "
        "and _+=/:,.@-"
    )


def token_provider_of(
    serial_number: str | None,
    token_code: str | None,
    token_provider: TokenProvider | None,
) -> TokenProvider | None:
    """Return what gives the code of each AssumeRole call, None without an MFA device.

    Args:
        serial_number: The device, already checked.
        token_code: One code, good for one call.
        token_provider: What is asked for a code whenever one is needed.

    Raises:
        InvalidRoleParameterError: For a device without code, for a code without device,
            and for both kinds of code; codes are not shown.
    """
    if serial_number is None:
        if token_code is not None or token_provider is not None:
            raise InvalidRoleParameterError(
                "a token code needs the serial_number of its MFA device"
            )
        return None
    if (token_code is None) == (token_provider is None):
        raise InvalidRoleParameterError(
            "serial_number needs either token_provider, which is asked for a code at "
            "each renewal, or token_code, which is good for one AssumeRole call"
        )
    if token_provider is not None:
        if not callable(token_provider):
            raise InvalidRoleParameterError(
                "token_provider must be a callable that returns a code, not a "
                f"{type(token_provider).__name__}"
            )
        return _checking(token_provider)
    if not _is_code(token_code):
        raise InvalidRoleParameterError(
            "token_code must be a string of 6 digits; the value given is not shown"
        )
    return _once(token_code)


def _is_code(code: object) -> bool:
    return isinstance(code, str) and _TOKEN_CODE.fullmatch(code) is not None


def _checking(token_provider: TokenProvider) -> TokenProvider:
    """Keep what is not a code from being sent."""

    def provide() -> str:
        code = token_provider()
        if not _is_code(code):
            raise TokenCodeError(
                "token_provider must return a string of 6 digits; what it returned is "
                "not shown"
            )
        return code

    return provide


def _once(token_code: str | None) -> TokenProvider:
    """Give a code once: STS takes none twice."""
    left = [token_code]

    def provide() -> str:
        try:
            return str(left.pop())
        except IndexError:
            raise TokenCodeError(
                "the session is due for renewal and its token_code is used up: give a "
                "token_provider for sessions that last"
            ) from None

    return provide
