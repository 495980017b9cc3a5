"""RFC 3161 timestamps: what is asked of an authority, and whether its answer attests just that.

Needs rfc3161-client, the extra `timestamps`. Nothing here uses the network.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.custody.der import sort_certificates
from countersight.errors import BadSetting, ModelUnavailable, UnsoundTimestamp

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

REQUEST_TYPE = "application/timestamp-query"
"""RFC 3161, 3.4."""
MAX_ANSWER_BYTES = 200_000
"""A token with a chain of certificates has some 6,000."""
SHA256_OID = "2.16.840.1.101.3.4.2.1"
"""RFC 5754, 2.2."""
LONGEST_PATH = 10
"""Certificates between a token and its root; real ones have up to four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What an authority attests, checked."""

    at: datetime
    """When the authority says it saw the digest, in UTC."""
    authority: str
    """Subject of the certificate that signed."""
    serial: str
    """Serial number of the token, in decimal."""
    chain: str
    """Certificates from the signer's up to the last before the root, in PEM."""
    root: str
    """The trusted root that vouches for them, in PEM."""

    @property
    def words(self) -> str:
        """What it attests, for people."""
        return f"{self.authority} attests that it was there at {self.at.isoformat()}"


def is_available() -> bool:
    """Whether tokens can be asked for and checked here."""
    return find_spec("rfc3161_client") is not None


def make_request(data: bytes) -> "TimeStampRequest":
    """Ask for a timestamp of `data` by its SHA-256, with a random nonce and the authority's certificates.

    Raises:
        ModelUnavailable: rfc3161-client is not installed.
    """
    if not is_available():
        raise ModelUnavailable("timestamps", "rfc3161-client is not installed: install countersight[timestamps]")
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256).build()


def read_roots(path: Path | None) -> "list[Certificate]":
    """Read the roots that are trusted, in PEM: those of a file, else those of certifi that browsers trust too.

    Raises:
        BadSetting: the file cannot be read, or holds no certificate.
    """
    from cryptography.x509 import load_pem_x509_certificates

    if path is None:
        import certifi

        path = Path(certifi.where())
    try:
        with _without_remarks():
            return load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise BadSetting("timestamp_roots", str(path), error.strerror or "cannot be read") from error
    except ValueError as error:
        raise BadSetting("timestamp_roots", str(path), "has no certificates in PEM") from error


def check_token(
    answer: bytes, data: bytes, *, address: str, nonce: int | None, roots: "Sequence[Certificate]"
) -> Token:
    """Hold an authority's answer against what was asked.

    Args:
        data: what was to be stamped.
        nonce: the request's; none where the request is not at hand.
        roots: certificates that are trusted; one of them has to vouch for the signer as of the time attested.

    Raises:
        UnsoundTimestamp: it is no answer, a refusal, of another digest or nonce, or not signed as it has to be.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from rfc3161_client import VerificationError

    try:
        with _without_remarks():
            return _check(answer, data, address, nonce, roots)
    except (VerificationError, ValueError, TypeError, KeyError, InvalidSignature, UnsupportedAlgorithm) as error:
        raise UnsoundTimestamp(address, " ".join(str(error).split())[:300]) from error


def _check(answer: bytes, data: bytes, address: str, nonce: int | None, roots: "Sequence[Certificate]") -> Token:
    from rfc3161_client import VerifierBuilder

    response = _decode(answer, address)
    info = response.tst_info
    if info.message_imprint.hash_algorithm.dotted_string != SHA256_OID:
        raise UnsoundTimestamp(address, "it attests no SHA-256")
    digest = sha256(data).digest()
    if info.message_imprint.message != digest:
        raise UnsoundTimestamp(
            address, f"it attests SHA-256 {info.message_imprint.message.hex()}, not {digest.hex()} as asked"
        )
    if nonce is not None and info.nonce != nonce:
        raise UnsoundTimestamp(address, "its nonce is not the one that was asked with: it may be an old answer")
    path = _find_path(response, roots, address)
    VerifierBuilder(roots=[path[-1]]).build().verify(response, digest)
    return Token(
        at=info.gen_time.astimezone(UTC),
        authority=path[0].subject.rfc4514_string(),
        serial=str(info.serial_number),
        chain=_pem(path[:-1] or path),
        root=_pem(path[-1:]),
    )


def request_nonce(request: bytes) -> int | None:
    """Return the nonce of a request that was kept, read as DER (RFC 3161, 2.4.1).

    Raises:
        UnsoundTimestamp: it is no request.
    """
    from rfc3161_client import _rust

    try:
        return _rust.parse_timestamp_request(request).nonce
    except ValueError as error:
        raise UnsoundTimestamp("a request that was kept", f"cannot be read: {error}") from error


@contextmanager
def _without_remarks() -> Iterator[None]:
    """Keep quiet of certificates that a coming version of cryptography may no longer read: certifi has some."""
    from cryptography.utils import CryptographyDeprecationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        yield


def _decode(answer: bytes, address: str) -> "TimeStampResponse":
    from rfc3161_client import PKIStatus, decode_timestamp_response

    if len(answer) > MAX_ANSWER_BYTES:
        raise UnsoundTimestamp(address, f"an answer of over {MAX_ANSWER_BYTES:,} bytes")
    try:
        response = decode_timestamp_response(sort_certificates(answer))
        status = PKIStatus(response.status)
        if status is not PKIStatus.GRANTED:
            said = "; ".join(response.status_string) or "without a word"
            raise UnsoundTimestamp(address, f"refused, {status.name.lower()}: {said[:200]}")
        response.tst_info  # noqa: B018  raises where there is none
    except (ValueError, TypeError) as error:
        raise UnsoundTimestamp(address, f"no answer of an authority: {error}") from error
    return response


def _find_path(response: "TimeStampResponse", roots: "Sequence[Certificate]", address: str) -> "list[Certificate]":
    """Return the certificates from the signer's to a trusted root; whether they are valid is for the library to say."""
    from cryptography.x509 import load_der_x509_certificate

    given = [load_der_x509_certificate(each) for each in response.signed_data.certificates]
    infos = list(response.signed_data.signer_infos)
    if len(infos) != 1:
        raise UnsoundTimestamp(address, f"it is signed by {len(infos)}, not by one")
    signer = infos[0]
    signers = (each for each in given if (each.issuer, each.serial_number) == (signer.issuer, signer.serial_number))
    path = list(filter(None, [next(signers, None)]))
    if not path:
        raise UnsoundTimestamp(address, "it came without the certificate of who signed it")
    while len(path) < LONGEST_PATH:
        if path[-1] in roots:
            return path
        issuer = _issuer(path[-1], roots) or _issuer(path[-1], given)
        if issuer is None or issuer in path:
            break
        path.append(issuer)
    raise UnsoundTimestamp(
        address, f"no root that is trusted vouches for {path[-1].subject.rfc4514_string()}: --roots names further ones"
    )


def _issuer(certificate: "Certificate", among: "Iterable[Certificate]") -> "Certificate | None":
    from cryptography.exceptions import InvalidSignature

    for each in among:
        if each.subject != certificate.issuer:
            continue
        try:
            certificate.verify_directly_issued_by(each)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return each
    return None


def _pem(certificates: "Iterable[Certificate]") -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)
