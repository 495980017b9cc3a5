"""The desk in several tabs, against several people, and while the server is away."""

import re

from playwright.sync_api import Page, expect
from tests.web.desk.conftest import Serve, chain, saved
from tests.web.desk.test_browser import TITLE, all_links, claim_of, press

REVIEW = re.compile(r"/review/")


def begin(page: Page, address: str, queue: str = "") -> None:
    """Open the first claim of a queue and wait until the next ones are fetched."""
    page.goto(f"{address}/review{queue}")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    page.wait_for_load_state("networkidle")


def test_two_tabs_lose_nothing_to_each_other(serve: Serve, page: Page, store) -> None:
    address = serve()
    begin(page, address)
    other = page.context.new_page()
    begin(other, address, "?order=newest")
    page.context.set_offline(True)
    decided = [press(tab, "a") for _ in range(3) for tab in (page, other)]
    assert len(decided) == len(set(decided)), "what one tab has decided does not come up in the other"
    page.context.set_offline(False)
    saved(page)
    saved(other)
    assert sorted(link.subject_id for link in all_links(store)) == sorted(decided)


def test_server_that_is_away_holds_nobody_up_for_good(serve: Serve, page: Page, store) -> None:
    begin(page, serve())
    page.route(REVIEW, lambda route: route.abort())
    decided = [press(page, "a") for _ in range(5)]
    last = claim_of(page)
    page.keyboard.press("a")
    page.wait_for_selector("#flash")
    assert claim_of(page) == last
    page.unroute(REVIEW)
    page.wait_for_function("last => document.getElementById('desk').dataset.subject !== last", arg=last, timeout=30_000)
    saved(page)
    assert [link.subject_id for link in all_links(store)] == [*decided, last]


def test_conflict_put_off_can_be_compared_later(serve: Serve, page: Page, store) -> None:
    begin(page, serve())
    claim = claim_of(page)
    other = page.context.new_page()
    other.goto(f"{serve(name='Ben Other')}/review/claims/{claim}")
    press(other, "u")
    saved(other)
    press(page, "a")
    page.wait_for_selector("#conflict[open]")
    page.locator("#conflict button[value=later]").click()
    page.reload()
    page.locator("#unsent").click()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#conflict .theirs")).to_contain_text("Ben Other")
    page.locator("#conflict button[value=mine]").click()
    saved(page)
    assert [link.reviewer for link in chain(store).links(claim)] == ["Ben Other", "Ada Reader"]


def test_decision_that_cannot_be_kept_is_sent_at_once(serve: Serve, page: Page, store) -> None:
    begin(page, serve())
    claim = claim_of(page)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }")
    press(page, "a")
    assert [link.subject_id for link in all_links(store)] == [claim]
