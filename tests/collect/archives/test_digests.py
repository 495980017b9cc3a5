import base64
import hashlib

import pytest

from countersight.collect.archives.digests import Hashing, parse_digest

SHA1 = hashlib.sha1(b"words").digest()
SHA256 = hashlib.sha256(b"words").digest()


@pytest.mark.parametrize(
    "written",
    [
        f"sha1:{base64.b32encode(SHA1).decode()}",
        f"SHA-1: {base64.b32encode(SHA1).decode().lower()}",
        f"sha1:{SHA1.hex().upper()}",
        f"sha256:{SHA256.hex()}",
        f"sha-256:{base64.b32encode(SHA256).decode()}",
        f"sha256:{base64.b64encode(SHA256).decode()}",
        f"sha256:{base64.urlsafe_b64encode(SHA256).decode().rstrip('=')}",
        f"md5:{hashlib.md5(b'words').hexdigest()}",
    ],
)
def test_every_alphabet_is_read(written: str) -> None:
    digest = parse_digest(written)
    assert digest is not None
    assert digest.fits(b"words")
    assert not digest.fits(b"other words")


@pytest.mark.parametrize(
    "written", ["", "sha1", "sha1:", "sha1:short", "crc32:00000000", "sha1:" + "!" * 32, "sha256:" + "g" * 64]
)
def test_what_is_no_digest_is_none(written: str) -> None:
    assert parse_digest(written) is None


def test_pieces_are_hashed_as_they_pass() -> None:
    fitting, wrong = (Hashing(parse_digest(f"sha256:{value.hex()}")) for value in (SHA256, bytes(32)))
    assert list(fitting.over(wrong.over([b"wo", b"rds"]))) == [b"wo", b"rds"]
    assert (fitting.fits, wrong.fits, Hashing(None).fits) == (True, False, True)
