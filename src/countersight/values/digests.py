"""Ids that are hashes of content, so that the same input always gives the same id."""

import hashlib
from typing import Any

import msgspec

ID_HEX_DIGITS = 32
"""128 of SHA-256's bits: no chance collision at any number of claims that people can publish."""


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data`, 64 lower-case hexadecimal digits (FIPS 180-4)."""
    return hashlib.sha256(data).hexdigest()


def content_id(prefix: str, *parts: Any) -> str:
    """Return `prefix-` and the first 32 hexadecimal digits of the SHA-256 of `parts`.

    The parts are written as JSON with sorted keys and compact separators, so that neither the order of a mapping nor
    the process changes the id.
    """
    payload = msgspec.json.encode(msgspec.to_builtins(parts), order="sorted")
    return f"{prefix}-{sha256_hex(payload)[:ID_HEX_DIGITS]}"
