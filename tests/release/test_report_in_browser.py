"""The report as a reader meets it, in a real browser without a window."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from countersight.store import open_store

from .conftest import World, fill_trade


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("browser")
    store = open_store(folder / "project")
    world = World(store)
    fill_trade(world)
    release = world.release(folder / "1.0")
    store.close()
    return (release.folder / "index.html").as_uri()


class Visit:
    """One visit, and everything that went wrong during it."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    visits: list[Visit] = []

    def make(fragment: str = "", **options: Any) -> Visit:
        visits.append(Visit(browser, address + fragment, **options))
        return visits[-1]

    yield make
    for one in visits:
        one.close()


def test_nothing_is_loaded_and_nothing_complains(visit: Any, address: str) -> None:
    seen = visit()
    seen.page.locator("#open-all").click()
    seen.page.locator("#filter-words").fill("alder")
    seen.page.locator("#filter-order").select_option("time")
    seen.page.wait_for_timeout(200)
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith("data:")] == [address]


def test_injected_script_and_style_are_refused(visit: Any) -> None:
    seen = visit()
    seen.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", '<img src="https://evil.example/x.png">');
        }"""
    )
    assert seen.page.evaluate("window.ran") is None
    seen.page.wait_for_timeout(100)
    assert len(seen.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in seen.complaints)


def test_words_open_without_javascript(visit: Any) -> None:
    page = visit(java_script_enabled=False).page
    assert page.locator("#filter").is_hidden()
    assert page.locator(".copy").first.is_hidden()
    assert page.locator("tbody[data-kind]").count() == 3
    first = page.locator("details").first
    first.locator("summary").click()
    words = first.locator("mark").first
    assert words.is_visible()
    assert "sold about 40 licences of its spyware" in words.inner_text()
    assert first.locator(".slot.supplier").first.inner_text() == "Vendor Alder"
    assert page.locator(".flow.wide").is_visible()
    assert page.locator(".map.wide").is_visible()
    assert page.locator(".flow.narrow").is_hidden()


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no script"])
def test_link_to_finding_opens_its_words(visit: Any, scripted: bool) -> None:
    anchor = visit().page.locator(".claim").last.get_attribute("id")
    page = visit(f"#{anchor}", java_script_enabled=scripted).page
    assert page.locator(f"#{anchor} mark").is_visible()


@pytest.mark.parametrize("width", [320, 740, 1280])
def test_nothing_overflows_sideways(visit: Any, width: int) -> None:
    page = visit(viewport={"width": width, "height": 700}).page
    page.locator("#open-all").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    spilt = """(width) => [...document.querySelectorAll("main *, footer *")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && box.right > width + 1 && !one.closest(".scroll, .unseen, thead");
    }).map((one) => one.outerHTML.slice(0, 80))"""
    assert page.evaluate(spilt, width) == []


def test_filter_finds_words_in_quotes(visit: Any) -> None:
    page = visit().page
    page.locator("#filter-words").fill("licences ALDER")
    page.locator("#filter-count", has_text="1 of 3 findings").wait_for()
    assert page.locator("tbody[data-kind]:visible").count() == 1
    page.locator("#filter-words").fill("nowhere")
    page.locator("#filter-empty").wait_for()
    page.locator("#filter-words").fill("")
    page.locator("#filter-kind").select_option("training")
    page.locator("#filter-count", has_text="1 of 3 findings").wait_for()


def test_order_puts_surest_first(visit: Any) -> None:
    page = visit().page
    page.locator("#filter-order").select_option("confidence")
    sure = page.locator("tbody[data-kind]").evaluate_all("all => all.map((one) => +one.dataset.confidence)")
    assert sure == [0.9, 0.8, 0.7]


def test_arabic_words_run_from_the_right(visit: Any) -> None:
    page = visit().page
    page.locator("#open-all").click()
    words = page.locator("blockquote", has_text="كاميرات").first
    assert words.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert (
        page.locator("blockquote", has_text="Utopian").first.evaluate("one => getComputedStyle(one).direction") == "ltr"
    )


def test_slots_differ_by_underline_not_by_color_alone(visit: Any) -> None:
    page = visit().page
    page.locator("#open-all").click()
    told = """all => all.map((one) => {
        const style = getComputedStyle(one);
        return [style.textDecorationStyle, style.textDecorationThickness, style.textDecorationLine].join();
    })"""
    underlines = page.locator(".legend .slot").evaluate_all(told)
    assert len(set(underlines)) == len(underlines) == 8
    assert set(page.locator(".passage .slot").evaluate_all(told)) <= set(underlines)
    plain = "all => all.every((one) => getComputedStyle(one).borderTopWidth === '0px')"
    assert page.locator(".passage .slot, .passage .tag").evaluate_all(plain)


def test_head_of_table_stays_in_sight(visit: Any) -> None:
    page = visit().page
    page.locator("#open-all").click()
    page.locator(".claim").last.scroll_into_view_if_needed()
    top = page.locator("#findings-table thead th").first.bounding_box()
    assert top is not None
    assert top["y"] >= 0


def test_printed_page_shows_all_words(visit: Any) -> None:
    page = visit(java_script_enabled=False).page
    page.emulate_media(media="print")
    assert all(mark.is_visible() for mark in page.locator("mark").all())
    assert page.locator(".bar nav").is_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_no_violation(visit: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = visit(viewport={"width": width, "height": 900}, color_scheme=scheme).page
    page.locator("#open-all").click()
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
