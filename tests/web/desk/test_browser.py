"""The desk in a real browser: by keyboard, without a connection, without a script, against another reviewer."""

import re

from playwright.sync_api import Page, expect
from tests.web.desk.conftest import Serve, saved

from countersight.model.decision import Verdict
from countersight.store.base import Store

TITLE = "#claim-title"


def claim_of(page: Page) -> str:
    return page.locator("#desk").get_attribute("data-subject") or ""


def press(page: Page, key: str) -> str:
    """Press a key that decides and wait for the next claim; return the claim that was decided on."""
    before = claim_of(page)
    page.keyboard.press(key)
    page.wait_for_function("before => document.getElementById('desk').dataset.subject !== before", arg=before)
    return before


def test_twenty_claims_by_keyboard(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    decided = []
    for number in range(20):
        if number % 4 == 3:
            page.keyboard.press("r")
            decided.append((press(page, "1"), Verdict.REJECT))
        else:
            key, verdict = (("a", Verdict.ACCEPT), ("u", Verdict.UNSURE), ("a", Verdict.ACCEPT))[number % 4]
            decided.append((press(page, key), verdict))
    saved(page)
    links = [(link.subject_id, link.verdict) for link in all_links(store)]
    assert links == decided


def test_lost_connection_loses_and_doubles_nothing(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    decided = [press(page, "a"), press(page, "a")]
    saved(page)
    page.wait_for_timeout(700)  # the next ones are fetched ahead
    page.context.set_offline(True)
    decided += [press(page, "a") for _ in range(5)]
    page.wait_for_selector('#sync[data-state="unsent"]')
    assert "5" in page.locator("#sync .said").inner_text()
    assert len(all_links(store)) == 2
    page.context.set_offline(False)
    saved(page)
    assert [link.subject_id for link in all_links(store)] == decided


def test_answer_that_was_lost_is_not_stored_twice(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/decision$"), lose)
    claim = press(page, "a")
    saved(page)
    assert lost == [200]
    assert [link.subject_id for link in all_links(store)] == [claim]


def test_undo_by_key_goes_back(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    claim = press(page, "a")
    saved(page)
    press(page, "z")
    saved(page)
    assert claim_of(page) == claim
    assert [link.verdict for link in all_links(store)] == [Verdict.ACCEPT, Verdict.UNDO]


def test_edit_by_selecting_words(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review/claims/{claim_with(store, 'Huawei')}/edit")
    page.keyboard.press("1")
    expect(page.locator('.slot-field[data-slot-name="supplier"]')).to_have_class(re.compile("choosing"))
    select_words(page, "police")
    page.keyboard.press("Enter")
    expect(page.locator('input[name="supplier.words"]')).to_have_value("police")
    expect(page.locator("#differences")).to_contain_text("police")
    page.locator('[data-action="save"]').click()
    page.wait_for_selector('[data-page="claim"]')
    saved(page)
    (link,) = all_links(store)
    with store.view() as view:
        made = view.claim(link.replacement or "")
        text = view.text(made.evidence[0].text_id)
    assert made.supplier
    assert made.supplier.mention
    assert text.text[made.supplier.mention.start : made.supplier.mention.end] == "police"


def test_words_are_selected_by_keyboard_alone(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review/claims/{claim_with(store, 'Huawei')}/edit")
    page.keyboard.press("7")
    chosen = page.evaluate("() => getSelection().toString()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    moved = page.evaluate("() => getSelection().toString()").strip()
    assert moved
    assert moved != chosen.strip()
    page.keyboard.press("Enter")
    expect(page.locator('input[name="speaker.words"]')).to_have_value(moved)


def test_places_are_counted_in_code_points(serve: Serve, page: Page) -> None:
    page.goto(f"{serve()}/review/keys")
    found = page.evaluate(
        """() => {
          const text = document.createElement('div');
          text.innerHTML = '<p data-start="7">𝒜𐍈 <b>👩‍🚀 é</b> Alder 平 Optics</p>';
          document.body.append(text);
          const node = text.querySelector('p').lastChild;
          getSelection().setBaseAndExtent(node, 1, node, 1 + 'Alder 平'.length);
          const chosen = DeskText.selected(text);
          return [chosen, DeskText.rangeOf(text, chosen.start, chosen.end).toString()];
        }"""
    )
    words = "𝒜𐍈 👩‍🚀 é Alder 平 Optics"
    start = 7 + words.index("Alder")
    assert found == [{"start": start, "end": start + 7, "words": "Alder 平"}, "Alder 平"]


def test_ended_session_loses_nothing(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    page.wait_for_timeout(500)
    page.route(re.compile("/decision$"), lambda route: route.fulfill(status=401, json={"detail": "sign in"}))
    claim = press(page, "a")
    page.wait_for_selector('#sync[data-state="out"]')
    assert all_links(store) == []
    page.unroute(re.compile("/decision$"))
    page.reload()
    saved(page)
    assert [link.subject_id for link in all_links(store)] == [claim]


def test_draft_survives_a_reload(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review/claims/{claim_with(store, 'Huawei')}/edit")
    page.fill('input[name="note"]', "half made")
    page.fill('input[name="supplier.words"]', "police")
    page.reload()
    expect(page.locator('input[name="supplier.words"]')).to_have_value("police")
    expect(page.locator('input[name="note"]')).to_have_value("half made")


def test_conflict_shows_both_sides(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    claim = claim_of(page)
    other = page.context.new_page()
    other.goto(f"{serve(name='Ben Other')}/review/claims/{claim}")
    press(other, "u")
    saved(other)
    press(page, "a")
    page.wait_for_selector("#conflict[open]")
    assert "Ben Other" in page.locator("#conflict .theirs").inner_text()
    page.locator("#conflict button[value=mine]").click()
    saved(page)
    assert [link.reviewer for link in all_links(store)] == ["Ben Other", "Ada Reader"]


def test_keys_are_changed_and_switched_off(serve: Serve, page: Page, store: Store) -> None:
    address = serve()
    page.goto(f"{address}/review/keys")
    page.fill('input[name="accept"]', "y")
    page.get_by_role("button", name="Keep these keys").click()
    page.goto(f"{address}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    page.keyboard.press("a")
    claim = press(page, "y")
    saved(page)
    assert [link.subject_id for link in all_links(store)] == [claim]
    page.goto(f"{address}/review/keys")
    page.check('input[name="single_keys"]')
    page.get_by_role("button", name="Keep these keys").click()
    page.goto(f"{address}/review")
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    assert page.url.endswith("/review")


def test_nothing_happens_while_typing(serve: Serve, page: Page, store: Store) -> None:
    page.goto(f"{serve()}/review")
    page.keyboard.press("n")
    page.wait_for_selector(TITLE)
    page.locator(".note summary").click()
    page.locator("#note").press_sequentially("a bazaar, ?u")
    assert all_links(store) == []
    page.locator(TITLE).focus()
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_be_visible()


def test_everything_without_a_script(serve: Serve, plain_page: Page, store: Store) -> None:
    page = plain_page
    page.goto(f"{serve()}/review")
    page.get_by_role("link", name="Start reviewing").click()
    page.get_by_role("button", name="Accept").click()
    page.locator("#reject summary").click()
    page.get_by_role("button", name="A name, number or date was misread").click()
    page.get_by_role("button", name="Undo").click()
    assert [link.verdict for link in all_links(store)] == [Verdict.ACCEPT, Verdict.REJECT, Verdict.UNDO]
    page.goto(page.url.split("/review")[0] + f"/review/claims/{claim_with(store, 'Huawei')}/edit")
    page.fill('input[name="speaker.words"]', "Huawei Tecknologies")
    page.get_by_role("button", name="Keep this in its place").click()
    assert "does not stand in the text" in page.locator(".wrong").inner_text()
    page.fill('input[name="speaker.words"]', "")
    page.fill('input[name="supplier.words"]', "police")
    page.get_by_role("button", name="Keep this in its place").click()
    assert all_links(store)[-1].verdict is Verdict.EDIT


def test_axe_finds_nothing_in_either_theme(serve: Serve, browser, store: Store) -> None:
    from axe_playwright_python.sync_playwright import Axe

    address, claim, axe = serve(), claim_with(store, "Huawei"), Axe()
    with store.view() as view:
        finding = next(iter(view.findings(claim_id=claim))).id
        text = view.claim(claim).evidence[0].text_id
    paths = [
        f"/claims/{claim}",
        f"/claims/{claim}/edit",
        f"/texts/{text}/add",
        f"/findings/{finding}",
        "/names",
        "/keys",
    ]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for path in ["?kind=sanction", *paths]:
        page.goto(f"{address}/review{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        for theme, only in (
            ("light", {}),
            ("dark", {"runOnly": ["color-contrast"]}),
        ):  # rules but this one see no colors
            page.emulate_media(color_scheme=theme)
            for one in axe.run(page, options=only | {"resultTypes": ["violations"]}).response["violations"]:
                found[path, theme, one["id"]] = [node["target"] for node in one["nodes"]][:3]
    context.close()
    assert found == {}


def all_links(store: Store) -> list:
    with store.view() as view:
        return list(view.decisions())


def claim_with(store: Store, words: str) -> str:
    """Return the first claim whose supplier is named so and whose text speaks of police once."""
    with store.view() as view:
        for claim in view.claims():
            named = claim.supplier and claim.supplier.mention
            if named and words in named.name and claim.evidence[0].quote.count("police") == 1:
                return claim.id
    raise AssertionError("no such claim")


def select_words(page: Page, words: str) -> None:
    """Select words in the text as a mouse would."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector('#words'), NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + words.length); return; }
          }
        }""",
        words,
    )
