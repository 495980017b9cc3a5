"""Files that leave are saved and never shown, however a browser is asked; files that come in have a name and a size."""

from collections.abc import AsyncIterable, Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse

from countersight.errors import DocumentTooLarge, EmptyDocument
from countersight.web.security.headers import SANDBOX

PIECE = 65_536


def attachment(
    content: bytes | AsyncIterable[bytes] | Iterable[bytes], name: str, media_type: str = "application/octet-stream"
) -> Response:
    """Answer with a file to save (RFC 6266). Were it opened after all, it could do nothing: the policy has a sandbox.

    Args:
        content: its bytes, whole or in pieces.
        name: what to call it; folders and whatever else does not belong in a name are taken out.
        media_type: of our own files; those of others go out as `application/octet-stream`.
    """
    headers = {
        "Content-Disposition": disposition(name),
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    if isinstance(content, bytes):
        return Response(content, media_type=media_type, headers=headers)
    return StreamingResponse(content, media_type=media_type, headers=headers)


def disposition(name: str) -> str:
    """Return the header that has a file saved under a name in any script, with a plain one for old programs."""
    clean = file_name(name)
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in clean)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def file_name(name: str) -> str:
    """Return the last part of a name, by the rules of any system, without what hides or breaks; else `file`."""
    last = PureWindowsPath(PurePosixPath(name.replace("\x00", "")).name).name
    clean = "".join(char for char in last if char.isprintable() and char not in '<>:"/\\|?*').strip(". ")
    encoded = clean.encode("utf-8", "replace")[-200:]
    return encoded.decode("utf-8", "ignore") or "file"


async def keep_upload(upload: UploadFile, path: Path, *, limit: int) -> str:
    """Write a file that was sent to `path`; return a safe name for it. What it is, its bytes tell, not its header.

    Raises:
        DocumentTooLarge: it has more than `limit` bytes.
        EmptyDocument: it has none.
    """
    name, size = file_name(upload.filename or ""), 0
    with path.open("xb") as target:
        while piece := await upload.read(PIECE):
            size += len(piece)
            if size > limit:
                raise DocumentTooLarge(name, upload.size or size, limit)
            target.write(piece)
    if not size:
        raise EmptyDocument(f"{name} has no bytes")
    return name
