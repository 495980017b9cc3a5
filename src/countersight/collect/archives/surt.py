"""Searchable addresses: how an index of a web archive orders URLs, the name of the host turned around.

The five steps of https://specs.webrecorder.net/cdxj/0.1.0/#searchable-url
"""

import re

_URL = re.compile(r"https?://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d+)?([^#]*)")


def searchable_url(url: str) -> str:
    """Return the key under which `url` is found: `https://www.example.org/a?b` gives `org,example,www)/a?b`.

    What is no address of the web is its own key. A key has no spaces, which part it from the rest of its line.
    """
    lowered = url.lower()
    match = _URL.match(lowered)
    if match is None:
        return lowered.replace(" ", "%20")
    host, port, rest = match.groups(default="")
    turned = host if host.startswith("[") else ",".join(reversed(host.split(".")))
    return f"{turned}{port}){rest}".replace(" ", "%20")
