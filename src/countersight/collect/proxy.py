"""Reads the setting of a proxy: what it may be, and never its password in an error."""

from importlib.util import find_spec

import httpcore
import httpx

from countersight.collect.address import strip_userinfo
from countersight.errors import BadSetting


def parse_proxy(proxy: str) -> httpcore.Proxy:
    """Read `http://`, `https://` or `socks5://`, with or without name and password.

    Of SOCKS, names are always resolved by the proxy, as Tor needs it: `socks5h://` says the same.

    Raises:
        BadSetting: it is none of these, or SOCKS is not installed.
    """
    shown = strip_userinfo(proxy)
    try:
        parsed = httpx.Proxy(proxy)
        is_whole = bool(parsed.url.host)
    except (ValueError, httpx.InvalidURL):
        is_whole = False
    if not is_whole:
        raise BadSetting("proxy", shown, "not like socks5://127.0.0.1:9050 or http://127.0.0.1:3128")
    if parsed.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise BadSetting("proxy", shown, "SOCKS needs the package socksio")
    url = httpcore.URL(scheme=parsed.url.raw_scheme, host=parsed.url.raw_host, port=parsed.url.port, target=b"/")
    return httpcore.Proxy(url, auth=parsed.raw_auth)
