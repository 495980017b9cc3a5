"""Tidies the addresses that sources name, so that one page has one address, and no more than that."""

import re
from urllib.parse import urljoin

from countersight.collect.address import is_url
from countersight.collect.url import web_address

LONGEST_ADDRESS = 2_000
"""Characters. Sitemaps ask for less than 2,048 (sitemaps.org, protocol 0.9); what is longer is a trap or a mistake."""

TRACKING = frozenset(
    {"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid"}
    | {"mc_cid", "mc_eid", "_hsenc", "_hsmi", "_openstat"}
)
"""Parameters that say who clicked where and that no site asks for a page by. Only names that are never anything else:
`ref`, `source`, `id` and their like stay. From AdGuard's URL Tracking filter, which lists them for every site:
https://github.com/AdguardTeam/AdGuardFilters"""
_CAMPAIGN = "utm_"
"""Google Analytics' campaign parameters."""

_SPACE = re.compile(r"[\t\r\n]+")
"""Taken out of an address wherever it stands, as browsers do (https://url.spec.whatwg.org/#url-parsing)."""

_SOUND = re.compile(r"https?://(?=[^/]*[A-Za-z0-9])[A-Za-z0-9._:\[\]-]+/[\x21-\x7e]*$")
"""With a host as it is asked for: names of other scripts are in ASCII by then (IDNA)."""

_PLAIN = re.compile(r"https?://[a-z][a-z0-9]*(?:\.[a-z][a-z0-9]*)+/[A-Za-z0-9._~/-]*(?:\?(?:id|p|page)=[A-Za-z0-9]+)?$")
"""What is tidy beyond doubt, as most addresses of a sitemap are: taking 50,000 apart would need half a minute."""


def tidy_address(address: str, base: str = "") -> str | None:
    """Return `address` absolute, normalized, without fragment and tracking parameters; nothing if it is not of the web.

    A tidy address stays as it is. The order of parameters is kept: to some servers it matters.

    Args:
        base: the address of the page or feed that names it.
    """
    stripped = _SPACE.sub("", address.strip(" \t\r\n\f\x00"))
    if _PLAIN.match(stripped) and "/." not in stripped and len(stripped) <= LONGEST_ADDRESS:
        return stripped
    if not stripped or len(stripped) > LONGEST_ADDRESS:
        return None
    try:
        joined = urljoin(base, stripped)
    except ValueError:  # brackets that are no IPv6 address
        return None
    if not is_url(joined) or joined.split(":", 1)[0].lower() not in {"http", "https"}:
        return None
    tidied = web_address(_without_tracking(web_address(joined)))
    return tidied if _is_sound(tidied) else None


def join_base(base: str, step: str) -> str:
    """Return where relative links are meant from where a page or element at `base` says `step`.

    What is no address, or makes one longer than any, changes nothing: each link would have to be joined with all of it.
    """
    if len(step) > LONGEST_ADDRESS:
        return base
    try:
        joined = urljoin(base, step)
    except ValueError:
        return base
    return joined if len(joined) <= LONGEST_ADDRESS else base


def _without_tracking(address: str) -> str:
    path, mark, query = address.partition("?")
    if not mark:
        return address
    kept = [pair for pair in query.split("&") if not _is_tracking(pair.partition("=")[0].lower())]
    return f"{path}?{'&'.join(kept)}" if any(kept) else path


def _is_tracking(name: str) -> bool:
    return name in TRACKING or name.startswith(_CAMPAIGN)


def _is_sound(address: str) -> bool:
    return len(address) <= LONGEST_ADDRESS and _SOUND.match(address) is not None
