"""Addresses: how a path, a URL and the standard input are written in captures and failures."""

import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

STDIN_ADDRESS = "stdin:"
UPLOAD_SCHEME = "upload:"
"""What the address of a file begins with that was sent through the site; its name follows."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_USERINFO = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@")


def is_url(source: str) -> bool:
    """Whether `source` begins with a scheme, as `https://` or `file://`."""
    return _SCHEME.match(source) is not None


def strip_userinfo(url: str) -> str:
    """Take a name and password out of a URL, so that they are never stored."""
    return _USERINFO.sub(r"\1", url)


def file_address(path: str) -> str:
    """Write `path` as a `file:` URL (RFC 8089), its folder without links, so that one place has one address.

    Names that are not UTF-8 keep their bytes, percent-encoded.
    """
    folder, name = os.path.split(path)
    if name in {"", ".", ".."}:
        return Path(os.path.realpath(path)).as_uri()
    return (Path(os.path.realpath(folder or ".")) / name).as_uri()


def path_of(file_url: str) -> str:
    """Turn a `file:` URL back into the path it names.

    Raises:
        ValueError: it names another machine.
    """
    parts = urlsplit(file_url)
    if parts.netloc not in {"", "localhost"}:
        raise ValueError(f"a file on {parts.hostname}, not on this machine")
    return os.fsdecode(unquote_to_bytes(parts.path))


def storable(source: str) -> str:
    """Write what may be no path or URL at all so that it can be stored: stray code units become escapes."""
    return source.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")
