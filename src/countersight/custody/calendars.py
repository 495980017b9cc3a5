"""OpenTimestamps: a commitment that public calendars carry into the Bitcoin chain, kept as an `.ots` file.

Needs opentimestamps, which is under the LGPL and so an option (the extra `timestamps`). Nothing here uses the
network. Protocol and format: https://github.com/opentimestamps/python-opentimestamps
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING

from countersight.errors import CountersightError, InputError, ModelUnavailable, TransientError, UnsoundTimestamp

if TYPE_CHECKING:
    from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

MAX_ANSWER_BYTES = 10_000
"""As the reference client bounds it."""
MAX_FILE_BYTES = 100_000
NONCE_BYTES = 16
"""As the reference client takes: a calendar learns nothing of the inventory, not even whether it was sent before."""
ACCEPT = "application/vnd.opentimestamps.v1"

Send = Callable[[str, bytes | None], bytes]
"""Sends bytes to an address with POST, or asks it with GET where there are none, and returns the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an `.ots` file attests."""

    pending: tuple[str, ...]
    """Calendars that promise to carry the commitment into the chain."""
    blocks: tuple[tuple[int, str], ...]
    """Heights of Bitcoin blocks, with the Merkle root that each has to have for the proof to hold, as explorers write
    it. Whether it does takes the block's header, which nothing here asks for."""

    @property
    def words(self) -> str:
        """What it attests, for people."""
        promises = [f"promised by {each}" for each in self.pending]
        return "; ".join(
            promises + [f"in Bitcoin block {height}, if its Merkle root is {root}" for height, root in self.blocks]
        )


def is_available() -> bool:
    """Whether `.ots` files can be made and read here."""
    return find_spec("opentimestamps") is not None


def commit(data: bytes, calendars: Iterable[str], send: Send) -> tuple[bytes, list[tuple[str, str]]]:
    """Have calendars take up a commitment to `data`; return the `.ots` file, and which calendar did not and why.

    Raises:
        ModelUnavailable: opentimestamps is not installed.
        UnsoundTimestamp: no calendar took it up.
    """
    _require()
    from opentimestamps.core.op import OpAppend, OpSHA256
    from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

    root = Timestamp(sha256(data).digest())
    tip = root.ops.add(OpAppend(secrets.token_bytes(NONCE_BYTES))).ops.add(OpSHA256())
    refused = []
    for calendar in calendars:
        try:
            tip.merge(_read_timestamp(send(f"{calendar.rstrip('/')}/digest", tip.msg), tip.msg, calendar))
        except (InputError, TransientError) as error:
            refused.append((calendar, _reason(error, calendar)))
    if not any(root.all_attestations()):
        raise UnsoundTimestamp("calendars", "; ".join(": ".join(each) for each in refused) or "none was named")
    return _write(DetachedTimestampFile(OpSHA256(), root)), refused


def complete(file: bytes, data: bytes, send: Send) -> tuple[bytes, list[tuple[str, str]]]:
    """Ask the calendars of pending promises what became of them; return the file with what they tell, and what failed.

    Raises:
        UnsoundTimestamp: the file is none of `data`.
    """
    from opentimestamps.core.notary import PendingAttestation

    proof = _parse(file, data)
    refused = []
    for stamp in list(_walk(proof.timestamp)):
        for attestation in [each for each in stamp.attestations if isinstance(each, PendingAttestation)]:
            address = f"{attestation.uri.rstrip('/')}/timestamp/{stamp.msg.hex()}"
            try:
                stamp.merge(_read_timestamp(send(address, None), stamp.msg, attestation.uri))
            except (InputError, TransientError) as error:
                refused.append((attestation.uri, _reason(error, address)))
            else:
                stamp.attestations.discard(attestation)
    return _write(proof), refused


def read_proof(file: bytes, data: bytes) -> Proof:
    """Read what an `.ots` file attests of `data`.

    Raises:
        ModelUnavailable: opentimestamps is not installed.
        UnsoundTimestamp: it is no such file, or one of other bytes.
    """
    from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation

    pending, blocks = set(), set()
    for message, attestation in _parse(file, data).timestamp.all_attestations():
        if isinstance(attestation, PendingAttestation):
            pending.add(attestation.uri)
        elif isinstance(attestation, BitcoinBlockHeaderAttestation):
            blocks.add((attestation.height, message[::-1].hex()))
    return Proof(pending=tuple(sorted(pending)), blocks=tuple(sorted(blocks)))


def _require() -> None:
    if not is_available():
        raise ModelUnavailable("OpenTimestamps", "opentimestamps is not installed: install countersight[timestamps]")


def _parse(file: bytes, data: bytes) -> "DetachedTimestampFile":
    _require()
    from opentimestamps.core.op import OpSHA256
    from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
    from opentimestamps.core.timestamp import DetachedTimestampFile

    if len(file) > MAX_FILE_BYTES:
        raise UnsoundTimestamp("an .ots file", f"over {MAX_FILE_BYTES:,} bytes")
    try:
        proof = DetachedTimestampFile.deserialize(BytesDeserializationContext(file))
    except (DeserializationError, ValueError, RecursionError) as error:
        raise UnsoundTimestamp("an .ots file", f"cannot be read: {error}") from error
    if not isinstance(proof.file_hash_op, OpSHA256) or proof.file_digest != sha256(data).digest():
        raise UnsoundTimestamp("an .ots file", f"it attests {proof.file_digest.hex()}, not {sha256(data).hexdigest()}")
    return proof


def _read_timestamp(answer: bytes, message: bytes, calendar: str) -> "Timestamp":
    from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
    from opentimestamps.core.timestamp import Timestamp

    context = BytesDeserializationContext(answer)
    try:
        stamp = Timestamp.deserialize(context, message)
        context.assert_eof()
    except (DeserializationError, ValueError, RecursionError) as error:
        raise UnsoundTimestamp(calendar, f"no answer of a calendar: {error}") from error
    return stamp


def _write(proof: "DetachedTimestampFile") -> bytes:
    from opentimestamps.core.serialize import BytesSerializationContext

    context = BytesSerializationContext()
    proof.serialize(context)
    return bytes(context.getbytes())


def _walk(stamp: "Timestamp") -> "Iterator[Timestamp]":
    yield stamp
    for each in stamp.ops.values():
        yield from _walk(each)


def _reason(error: CountersightError, address: str) -> str:
    return str(error).removeprefix(f"{address}: ")
