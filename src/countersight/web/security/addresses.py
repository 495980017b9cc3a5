"""Where to go on after signing in: within this site, whatever the address says."""

from urllib.parse import urlsplit

MOST_CHARACTERS = 2_000


def safe_next(asked: str | None) -> str:
    """Return a path of this site to go on to; the overview where what was asked leads elsewhere or is no path.

    Browsers take `//host` and `/\\host` for another site, and drop tabs and line breaks within addresses
    (WHATWG URL Standard, 4.4), so all of these are refused.
    """
    if not asked or not asked.startswith("/") or len(asked) > MOST_CHARACTERS:
        return "/"
    if asked.startswith("//") or "\\" in asked or not asked.isprintable() or " " in asked:
        return "/"
    try:
        parts = urlsplit(asked)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or parts.path.startswith("/sign-") else asked
