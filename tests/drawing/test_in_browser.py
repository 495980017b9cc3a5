"""Drawings as a reader meets them, in a real browser without a window."""

from base64 import b64encode
from datetime import date
from hashlib import sha256

import pytest
from playwright.sync_api import Browser, Page

from countersight.drawing import (
    Arc,
    Bar,
    Coverage,
    Event,
    Frame,
    Lane,
    Layer,
    Link,
    Node,
    Recipient,
    Stage,
    Support,
    draw_bars,
    draw_flow,
    draw_map,
    draw_sparkline,
    draw_timeline,
    drawing_css,
)

CODES = ["cu", "cr", "py", "uy", "gh", "bw", "pt", "lv", "mn", "bt", "vu", "sg", "bh", "eu", "ke", "rs", "ae", "mt"]
LONG = "International Association of Surveillance Vendors and of Those That Would Be So"


def page_of_drawings() -> str:
    """Return a page with one drawing of each kind in both layouts, under a strict policy."""
    style = f"{drawing_css()} :root {{ color-scheme: light dark }} body {{ background: light-dark(#fff, #1b1f23) }}"
    digest = b64encode(sha256(style.encode()).digest()).decode()
    parts = "".join(
        '<div class="drawings">' + "".join(str(draw(frame)) for frame in frames(key)) + "</div>"
        for key, draw in (("map", a_map), ("time", a_timeline), ("flow", a_flow), ("bars", some_bars))
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Drawings</title>'
        '<meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; style-src 'sha256-{digest}'; script-src 'none'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<style>{style}</style></head><body><main><h1>Drawings</h1>{parts}"
        f"{draw_sparkline([(2019, 1), (2020, 4)], label='1 in 2019, 4 in 2020')}</main></body></html>"
    )


def frames(key: str) -> tuple[Frame, Frame]:
    return Frame(key=key), Frame(key=f"{key}-narrow", is_narrow=True)


def a_map(frame: Frame) -> str:
    recipients = [Recipient(code=one, label=f"Land {one}", count=at + 1, href="#t") for at, one in enumerate(CODES)]
    arcs = [Arc(source="is", target=code, label=f"Iceland to {code}: 1", support=support, href="#arc")
            for code, support in zip(CODES, Support, strict=False)]  # fmt: skip
    return draw_map(recipients, arcs, frame=frame, coverage=Coverage(searched=frozenset({"fr", "br", "fj"})))


def an_event(at: int) -> Event:
    start = date(2010 + at % 9, 1 + at % 12, 1)
    end = start.replace(day=28) if at % 2 else start
    return Event(label=f"Supply {at}", start=start, end=end, stage=list(Stage)[at % 3], support=list(Support)[at % 4],
                 href="#event")  # fmt: skip


def a_timeline(frame: Frame) -> str:
    some = [an_event(at) for at in range(40)]
    undated = Event(label="Supply", start=None, end=None)
    return draw_timeline([Lane(label=LONG, events=(*some, undated), href="#lane", undated_href="#undated"),
                          Lane(label="شركة الكاميرات", events=(some[0],), href="#other")], frame=frame)  # fmt: skip


def a_flow(frame: Frame) -> str:
    nodes = [Node(id=f"v{at}", label=f"Vendor {at}", layer=Layer.VENDOR, href="#v") for at in range(5)]
    nodes += [Node(id="m", label="Reseller Maple", layer=Layer.BETWEEN, href="#m")]
    nodes += [Node(id=f"r{at}", label=LONG, detail="Utopia", layer=Layer.RECIPIENT, href="#r") for at in range(9)]
    links = [Link(source=f"v{at % 5}", target=f"r{at}", support=list(Support)[at % 4], href="#link") for at in range(9)]
    links += [
        Link(source="v0", target="m", through=("r3",), href="#l"),
        Link(source="m", target="r3", through=("v0",), href="#l"),
    ]
    return draw_flow(nodes, links, frame=frame)


def some_bars(frame: Frame) -> str:
    return draw_bars(
        [Bar(label=LONG, count=40, several=3, href="#b"), Bar(label="Cuba", count=1, href="#c")], frame=frame
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("drawings") / "index.html"
    path.write_text(page_of_drawings(), encoding="utf-8")
    return path.as_uri()


def visit(browser: Browser, address: str, width: int = 1000, **options: str) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": width, "height": 800}, **options).new_page()  # type: ignore[arg-type]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize(("scheme", "width"), [("light", 1000), ("dark", 1000), ("light", 360)])
def test_axe_finds_no_violation(browser: Browser, address: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    results = axe.Axe().run(page)
    context.close()
    assert results.violations_count == 0, results.generate_report()


def test_strict_policy_has_nothing_to_refuse(browser: Browser, address: str) -> None:
    page, complaints = visit(browser, address)
    assert complaints == []
    assert page.locator("[style]").count() == 0
    page.context.close()


@pytest.mark.parametrize(("width", "shown"), [(1000, "wide"), (360, "narrow")])
def test_layout_that_fits_is_shown(browser: Browser, address: str, width: int, shown: str) -> None:
    page, _ = visit(browser, address, width)
    assert page.locator(f".drawings > .{shown}:visible").count() == 4
    assert page.locator(".drawings > .drawing:visible").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_letters_are_large_enough_to_read(browser: Browser, address: str) -> None:
    least = "all => Math.min(...all.map((one) => one.getScreenCTM().a * parseFloat(getComputedStyle(one).fontSize)))"
    for width in (360, 720, 800, 1000):
        page, _ = visit(browser, address, width)
        assert page.locator(".drawing:visible text").evaluate_all(least) > 9
        page.context.close()


def test_labels_as_lettered_do_not_overlap(browser: Browser, address: str) -> None:
    page, _ = visit(browser, address)
    boxes = page.locator(".map.wide .places text").evaluate_all(
        "all => all.map((one) => one.getBBox())"
        ".map((box) => [box.x, box.y + 3, box.x + box.width, box.y + box.height - 3])"
    )
    page.context.close()
    assert len(boxes) > 12
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_every_mark_is_a_named_link(browser: Browser, address: str) -> None:
    page, _ = visit(browser, address)
    tree = page.locator(".map.wide").aria_snapshot()
    assert 'link "Land mn 9"' in tree
    assert page.locator(".wide a:not([tabindex])").count() > 90
    page.context.close()


def test_focused_node_brings_its_lines_forward(browser: Browser, address: str) -> None:
    page, _ = visit(browser, address)
    page.locator(".flow.wide a.node", has_text="Vendor 0").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    opacities = page.locator(".flow.wide .edge").evaluate_all("all => all.map((one) => +getComputedStyle(one).opacity)")
    assert opacities.count(1) == 4
    page.context.close()


def test_forced_colors_keep_marks_visible(browser: Browser, address: str) -> None:
    page, _ = visit(browser, address, forced_colors="active", color_scheme="dark")
    fills = page.locator(".map.wide .disc").evaluate_all("all => all.map((one) => getComputedStyle(one).stroke)")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(fill not in {"none", background} for fill in fills)
    page.context.close()
