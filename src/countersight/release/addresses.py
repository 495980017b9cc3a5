"""Addresses as they may be published: a reader finds the original by them, and nobody's folders show."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit, urlunsplit

_LOCAL_FOLDERS = re.compile(r"(?:file:/*|(?<![\w:/.])/)(?:[^/\s:'\"]+/)+")


def public_address(address: str) -> str:
    """Strip from a captured address what concerns only the person who captured it.

    A file keeps its name alone (`file:report.pdf`), for its folders may name a person or a case; a URL loses its user
    name and password.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.scheme == "file" or address.startswith("/"):
        return f"file:{PurePosixPath(unquote(parts.path)).name}"
    if "@" in parts.netloc:
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return address


def public_detail(detail: str, address: str) -> str:
    """Strip the folders of local paths, that of `address` first, out of an error's words."""
    public = public_address(address)
    for private in (address, unquote(address.removeprefix("file://"))):
        if private != public:
            detail = detail.replace(private, public)
    return _LOCAL_FOLDERS.sub("", detail)


def is_link(address: str | None) -> bool:
    """Whether a browser may be sent to this address: the web, never `javascript:`, `data:` or a local file."""
    if address is None or any(character <= " " for character in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
