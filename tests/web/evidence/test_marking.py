"""Marked text: every code point stays, and every claim's words are where it says."""

from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from tests.web.evidence.made import make_claim, make_dossier, make_text, texts_with_claims

from countersight.web.evidence.documents import Asked, read_text
from countersight.web.evidence.marking import Span, mark_text
from countersight.web.language import language
from countersight.web.rendering import _environment


class TextContent(HTMLParser):
    """Collects what a browser would give as the text content, and the words of each mark."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marked: dict[str, str] = {}
        self.open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, (dict(attrs).get("data-claims") or "").split()))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, claims in self.open:
            for claim in claims:
                self.marked[claim] = self.marked.get(claim, "") + data


def read_html(text: Any, claims: Any, **asked: Any) -> TextContent:
    reader = read_text(text, make_dossier(text, claims), Asked(**asked), language("en"))
    page = _environment("en").get_template("evidence/text.html").make_module({})
    content = TextContent()
    content.feed(str(page.marked_text(reader)).strip())
    content.close()
    return content


@settings(max_examples=150, deadline=None)
@given(made=texts_with_claims())
def test_text_content_is_the_stored_text(made):
    text, claims = made
    assert read_html(text, claims, find="a").text == text.text


@settings(max_examples=150, deadline=None)
@given(made=texts_with_claims())
def test_marks_hold_exactly_the_quotes(made):
    text, claims = made
    marked = read_html(text, claims).marked
    for claim in claims:
        quote = claim.evidence[0].quote
        # The empty lines between two blocks belong to neither.
        assert marked[claim.id].replace("\n", "") == quote.replace("\n", "")


@settings(max_examples=100, deadline=None)
@given(made=texts_with_claims())
def test_windows_join_to_the_whole(made):
    text, claims = made
    middle = len(text.text) // 2
    halves = [
        mark_text(text.text, claims, window=Span(0, middle)),
        mark_text(text.text, claims, window=Span(middle, len(text.text))),
    ]
    assert "".join(block.text + block.tail for half in halves for block in half) == text.text


def test_overlapping_claims_share_their_words():
    text = make_text("Acme sold Bolt three cameras.")
    outer, inner = make_claim(text, (0, 29)), make_claim(text, (10, 28))
    (block,) = mark_text(text.text, [outer, inner])
    assert [(run.claim_ids, run.opening) for run in block.runs] == [
        ((outer.id,), (outer.id,)),
        ((outer.id, inner.id), (inner.id,)),
        ((outer.id,), ()),
    ]


def test_same_words_may_tell_two_slots():
    text = make_text("Acme sold cameras.")
    one, other = make_claim(text, (0, 17), supplier=(0, 4)), make_claim(text, (0, 18), recipient=(0, 4))
    (block,) = mark_text(text.text, [one, other])
    assert block.runs[0].pieces[0].labels == (("supplier", False), ("recipient", False))


def test_page_begins_where_it_does():
    from countersight.model.text import Page

    text = make_text("one\n\ntwo", pages=(Page(number=1, start=0, end=3), Page(number=2, start=5, end=8)))
    blocks = mark_text(text.text, [], pages=text.pages)
    assert [block.runs[0].pieces[0].page for block in blocks] == [1, 2]


def test_lines_with_columns_are_a_table():
    (block,) = mark_text("a\tb\n1\t2\n3\t4", [])
    assert block.form == "rows"
