"""What a browser sees of the pages: bytes and requests of a first visit, first paint on a slow computer, violations."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
SLOWER = 4
"""Times that the processor is slowed."""
LINK = {"offline": False, "latency": 100, "downloadThroughput": 3_000_000 / 8, "uploadThroughput": 3_000_000 / 8}
"""3 Mbit/s and 100 ms, as the research on looks measured with."""
VISITS = 3
LATER_MS = 1_500
"""How long a page that has come is watched: what it fetches ahead counts too, and is told apart."""
TARGET_BYTES = 150_000
LISTEN = """
window.violations = 0;
document.addEventListener("securitypolicyviolation", () => { window.violations += 1; });
"""
PAINT = 'performance.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime)[0]'


def see_pages(site: str, cookies: httpx.Cookies, other: str, paths: dict[str, str]) -> list[dict[str, Any]]:
    """Visit each page anew, several times; `other` is Datasette's table page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        kept = [{"name": one.name, "value": one.value or "", "url": site} for one in cookies.jar]
        pages = {name: site + path for name, path in paths.items()} | {"Datasette: table page with facets": other}
        seen = [see_page(browser, name, address, kept) for name, address in pages.items()]
        browser.close()
    return seen


def see_page(browser: Browser, name: str, address: str, cookies: list[Any]) -> dict[str, Any]:
    """Return what one page costs a browser that comes for the first time."""
    visits = [_visit(browser, address, cookies) for _ in range(VISITS)]
    return {
        "page": name,
        "requests": max(one["requests"] for one in visits),
        "bytes": max(one["bytes"] for one in visits),
        "bytes_ahead": max(one["bytes_ahead"] for one in visits),
        "bytes_uncompressed": max(one["bytes_uncompressed"] for one in visits),
        "external": max(one["external"] for one in visits),
        "violations": max(one["violations"] for one in visits),
        "first_paint_ms": round(statistics.median(one["paint"] for one in visits)),
        "first_paint_without_server_ms": round(statistics.median(one["paint"] - one["waited"] for one in visits)),
    }


def _visit(browser: Browser, address: str, cookies: list[Any]) -> dict[str, Any]:
    with _slow_page(browser, cookies) as (page, session):
        host = urlsplit(address).netloc
        seen = {"bytes": 0, "bytes_ahead": 0, "bytes_uncompressed": 0, "requests": 0, "external": 0}
        ahead: set[str] = set()

        def note_request(event: dict[str, Any]) -> None:
            url = urlsplit(event["request"]["url"])
            if url.scheme != "data":
                seen["requests"] += 1
                seen["external"] += url.netloc != host
                if event.get("type") in ("Fetch", "XHR"):  # nothing else of a page that has come asks by script
                    ahead.add(event["requestId"])

        def note_bytes(event: dict[str, Any]) -> None:
            seen["bytes"] += round(event["encodedDataLength"])
            seen["bytes_ahead"] += round(event["encodedDataLength"]) if event["requestId"] in ahead else 0

        def note_body(event: dict[str, Any]) -> None:
            seen["bytes_uncompressed"] += round(event["dataLength"])

        session.on("Network.dataReceived", note_body)
        session.on("Network.requestWillBeSent", note_request)
        session.on("Network.loadingFinished", note_bytes)
        page.goto(address, wait_until="load", timeout=90_000)
        page.wait_for_load_state("networkidle", timeout=90_000)
        page.wait_for_timeout(LATER_MS)
        timing = 'performance.getEntriesByType("navigation")[0]'
        return {
            **seen,
            "violations": page.evaluate("window.violations"),
            "paint": page.evaluate(PAINT),
            "waited": page.evaluate(f"{timing}.responseStart - {timing}.requestStart"),
        }


@contextmanager
def _slow_page(browser: Browser, cookies: list[Any]) -> Iterator[tuple[Page, CDPSession]]:
    context: BrowserContext = browser.new_context()
    try:
        context.add_cookies(cookies)
        page = context.new_page()
        page.add_init_script(LISTEN)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, session
    finally:
        context.close()
