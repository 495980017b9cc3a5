"""Takes the pictures of the site that the documentation shows: eight types of page, in both themes and on a phone.

    python benchmarks/pictures.py demo --out docs/pictures/site

`demo` is a project, such as `make demo` leaves. The same project gives the same pictures, but for its dates.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from countersight.catalog import Order, Query, open_catalog
from countersight.pipeline import view_as_of
from countersight.store import open_store

CHROMIUM = "/usr/bin/chromium"
LOOKS = {
    "light": {"viewport": {"width": 1100, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1100, "height": 800}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
}


def choose_pages(folder: Path) -> dict[str, str]:
    """Choose an address of each type of page, of the best supported records that there are."""
    store = open_store(folder)
    catalog = open_catalog(store, view_as_of)
    finding = catalog.findings(Query(territories=("ke",)), order=Order.ORIGINS, limit=1).rows[0]
    claim = catalog.claims_of(finding.id)[0]
    catalog.close()
    store.close()
    return {
        "overview": "/",
        "findings": "/findings?technology=video_surveillance",
        "territory": "/territories/ke",
        "search": "/search?q=cameras",
        "document": f"/documents/{claim.document_id}",
        "claim": f"/claims/{claim.id}",
        "finding": f"/findings/{finding.id}",
        "review": f"/review/claims/{claim.id}",
    }


def take_pictures(browser: Browser, entrance: str, pages: dict[str, str], out: Path) -> None:
    """Take every page in every look."""
    base = re.match(r"https?://[^/]+", entrance)
    first = browser.new_context()
    first.new_page().goto(entrance)
    state = first.storage_state()
    for look, options in LOOKS.items():
        context = browser.new_context(storage_state=state, **options)
        page = context.new_page()
        for name, path in pages.items():
            page.goto(base[0] + path if base else path, wait_until="networkidle")
            page.screenshot(path=out / f"{name}-{look}.png")
        context.close()


def main() -> None:
    """Serve the project in a process of its own and take its pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures/site"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    pages = choose_pages(asked.project)
    command = [sys.executable, "-m", "countersight", "-C", str(asked.project), "serve", "--no-open", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            told = server.stdout.readline() if server.stdout else ""
            found = re.search(r"https?://\S+", told)
            if not found:
                raise SystemExit(f"the server did not start: {told}")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM)
                take_pictures(browser, found[0], pages, asked.out)
                browser.close()
        finally:
            server.terminate()
    sizes = [path.stat().st_size for path in asked.out.glob("*.png")]
    print(f"{len(sizes)} pictures, {sum(sizes) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
