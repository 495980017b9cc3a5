"""Random words that open something: made by the system's generator, kept only as their SHA-256."""

import base64
import secrets

from countersight.values.digests import sha256_hex

BYTES = 32
"""256 bits: with so much chance a plain hash is enough, there is nothing to guess."""
RECOVERY_BYTES = 15
"""120 bits, 24 letters: a plain hash is enough from 112 bits on (OWASP ASVS 5.0, 6.5.2)."""


def new_secret() -> str:
    """Return a fresh random word that fits into addresses and headers."""
    return secrets.token_urlsafe(BYTES)


def new_recovery_code() -> str:
    """Return a fresh code that people can copy from paper: six groups of four letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256_hex(secret.encode("utf-8", "surrogatepass"))


def recovery_digest(code: str) -> str:
    """Return what is kept of a recovery code; spaces, dashes and case make no difference."""
    return digest("".join(char for char in code.lower() if char.isalnum()))
