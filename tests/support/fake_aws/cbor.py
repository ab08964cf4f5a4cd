"""CBOR bodies, by botocore's own reader and writer (it has both, moto neither)."""

from __future__ import annotations

from typing import Any

from botocore.model import Shape
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer


def decode(body: bytes) -> Any:
    """Return the value that `body` holds."""
    parser = RpcV2CBORParser()
    return parser.parse_data_item(parser.get_peekable_stream_from_bytes(body))


def encode(value: Any, shape: Shape) -> bytes:
    """Return `value`, which has the form of `shape`, as CBOR."""
    body = bytearray()
    # botocore offers no public way to write a single value.
    RpcV2CBORSerializer()._serialize_data_item(body, value, shape)
    return bytes(body)


def encode_error(code: str, message: str) -> bytes:
    """Return the body of an error answer."""
    text = Shape("Text", {"type": "string"})
    body = bytearray(b"\xa2")
    for part in ("__type", code, "message", message):
        RpcV2CBORSerializer()._serialize_data_item(body, part, text)
    return bytes(body)
