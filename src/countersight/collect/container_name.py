"""Names the file that documents were cut out of: where it lies, and the hash by which it is known again."""

from hashlib import sha256
from typing import BinaryIO

from countersight.collect.json_cutting import CHUNK_BYTES


def name_container(stream: BinaryIO, address: str) -> str:
    """Return the address of a file with the SHA-256 of its bytes, as captures keep it."""
    digest = sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
    return f"{address} sha256:{digest.hexdigest()}"
