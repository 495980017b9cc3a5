"""Digests as archives of the web write them: an algorithm's name and a value in one of several alphabets."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ALGORITHMS = {"md5": "md5", "sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256",
              "sha384": "sha384", "sha-384": "sha384", "sha512": "sha512", "sha-512": "sha512"}  # fmt: skip
"""Names in WARC-Block-Digest, WARC-Payload-Digest and the manifest of a WACZ, and those of hashlib."""


@dataclass(frozen=True, slots=True)
class LabelledDigest:
    """A digest with its algorithm."""

    algorithm: str
    value: bytes

    def fits(self, data: bytes) -> bool:
        """Whether it is the digest of `data`."""
        return hashlib.new(self.algorithm, data, usedforsecurity=False).digest() == self.value


class Hashing:
    """Hashes what passes by, to compare it with what a digest says."""

    def __init__(self, expected: LabelledDigest | None) -> None:
        self._expected = expected
        self._hash = None if expected is None else hashlib.new(expected.algorithm, usedforsecurity=False)

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces as they are, and hash them."""
        for piece in pieces:
            if self._hash is not None:
                self._hash.update(piece)
            yield piece

    @property
    def fits(self) -> bool:
        """Whether what passed by has the digest; also where there is none to compare with."""
        return self._expected is None or (self._hash is not None and self._hash.digest() == self._expected.value)


def parse_digest(text: str) -> LabelledDigest | None:
    """Read `sha1:` and Base32, `sha256:` and hexadecimal digits, and the like (RFC 4648).

    Returns nothing for an algorithm that is not known here, and for what is no digest of the algorithm's length.
    """
    name, _, written = text.partition(":")
    algorithm = ALGORITHMS.get(name.strip().lower())
    if algorithm is None:
        return None
    size = hashlib.new(algorithm, usedforsecurity=False).digest_size
    value = _decode(written.strip(), size)
    return LabelledDigest(algorithm, value) if value is not None else None


def _decode(written: str, size: int) -> bytes | None:
    bare = written.rstrip("=")
    try:
        if len(bare) == size * 2:
            return bytes.fromhex(bare)
        if len(bare) == -(-size * 8 // 5):
            return base64.b32decode(bare.upper() + "=" * (-len(bare) % 8))
        if len(bare) == -(-size * 8 // 6):
            return base64.urlsafe_b64decode(bare.replace("+", "-").replace("/", "_") + "=" * (-len(bare) % 4))
    except (ValueError, binascii.Error):
        pass
    return None
