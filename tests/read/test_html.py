"""Web pages."""

import html
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, InputError, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read.freezing import freeze_text
from countersight.read.html import MAX_DEPTH, HtmlReader, html_to_words

Read = Callable[..., DocumentText]

ARTICLE = """<!doctype html><html lang="en"><head><title>Cameras for Exampletown | The Paper</title>
<meta property="og:site_name" content="The Paper"><meta name="author" content="Ann Example">
<meta property="article:published_time" content="2019-05-03T23:30:00+09:00">
<link rel="canonical" href="https://paper.example/2019/cameras">
<script>var tracker = "spy";</script><style>p {color: red}</style></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Cameras for Exampletown</h1>
<p>The town of Exampletown has bought <b>two hundred</b> cameras from Acme Vision, the mayor said on Friday.</p>
<p>They will watch the market square.<br>The opposition called the purchase a waste of money for the town.</p>
<table><tr><th>Place</th><th>Cameras</th></tr><tr><td>Market</td><td>150</td></tr></table>
<script>document.write("more spying")</script></article>
<footer>Copyright 2024 The Paper. All rights reserved.</footer></body></html>"""


def _page(body: str) -> str:
    return f"<html><head><title>Title</title></head><body><article>{body}</article></body></html>"


def test_main_text_has_no_menus_and_scripts(read: Read) -> None:
    text = read("html", ARTICLE).text
    assert "two hundred cameras from Acme Vision" in text
    assert not any(word in text for word in ("World", "spy", "color", "Copyright"))


def test_blocks_lines_and_cells_are_parted(read: Read) -> None:
    text = read("html", ARTICLE).text
    assert text.endswith(
        "market square.\nThe opposition called the purchase a waste of money for the town.\n\n"
        "Place\tCameras\n\nMarket\t150"
    )


def test_page_tells_of_itself(read: Read) -> None:
    text = read("html", ARTICLE, address="https://paper.example/2019/cameras?utm=1")
    assert text.title == "Cameras for Exampletown"
    assert (text.publisher, text.author) == ("The Paper", "Ann Example")
    assert (text.published, text.address) == (date(2019, 5, 3), "https://paper.example/2019/cameras")


@pytest.mark.parametrize(
    ("address", "publisher"),
    [("https://www.paper.example/a", "paper.example"), ("file:///home/a.html", None), ("http://[", None), (None, None)],
)
def test_host_stands_for_unnamed_publisher(read: Read, address: str | None, publisher: str | None) -> None:
    text = read("html", _page("<p>" + "Words of an article about cameras. " * 20 + "</p>"), address=address)
    assert (text.publisher, text.address) == (publisher, None)


def test_offsets_count_code_points(read: Read) -> None:
    words = "公安部 👩\u200d👩\u200d👧 said: شَرِكَةٌ\u200f باعَتْ ＦＵＬＬ e\u0301"
    text = read("html", _page(f"<p>{words} and more words to make an article of it.</p>")).text
    start = text.index(words)
    assert text[start : start + len(words)] == words


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>a<script>x</script>b<br>c</p>", "ab\nc"),
        ("<div>one<p>two</p>three</div>", "one\n\ntwo\n\nthree"),
        ("<p>in<b>li</b>ne <a href=x>link</a></p>", "inline link"),
        ("<ul><li>one<li>two</ul>", "one\n\ntwo"),
        ("<table><tr><td>a<td>b<tr><td><p>c<p>d<td>e</table>", "a\tb\n\nc\n\nd\n\ne"),
        ("<style>x</style><noscript>y</noscript><template>z</template>words", "words"),
        ("<svg><title>t</title><text>x</text></svg>words", "words"),
        ("a&#1;b&#x2;c&#xFFFE;d\x01e&#x110000;", "abcde\ufffd"),
        ("a\x00b&#0;", "ab"),
        ("&#146;quoted&#x92;", "’quoted’"),
        ("<!-- only a comment -->", ""),
        ("", ""),
    ],
)
def test_words_of_markup(markup: str, words: str) -> None:
    assert html_to_words(markup) == words


@pytest.mark.parametrize("page", ["<p> </p>", "<script>only()</script>", "<!-- x -->", "  ", "<html></html>"])
def test_page_without_words_is_empty(read: Read, page: str) -> None:
    with pytest.raises(EmptyDocument):
        read("html", page)


def test_body_stands_in_where_nothing_is_found(read: Read) -> None:
    assert read("html", "<p>Short.</p>").text == "Short."


def test_controls_do_not_lose_the_article(read: Read) -> None:
    text = read("html", ARTICLE.replace("Exampletown has", "Example&#1;town\x02 has")).text
    assert "The town of Exampletown has bought" in text
    assert "World" not in text


@pytest.mark.parametrize("depth", [MAX_DEPTH, 3_000, 10_000, 1_000_000])
@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td"])
def test_too_deep_page_is_refused(read: Read, depth: int, tag: str) -> None:
    with pytest.raises(UnreadableDocument, match="deep"):
        read("html", f"<{tag}>" * depth + "words")


@pytest.mark.parametrize("tag", ["div", "b", "span", "ul><li", "blockquote", "table><tr><td"])
def test_deepest_page_is_read(read: Read, tag: str) -> None:
    depth = (MAX_DEPTH - 10) // (tag.count(">") + 1) - tag.count("table") * 50
    text = read("html", f"<html><body>{f'<{tag}>' * depth}<p>{'Words of an article. ' * 30}").text
    assert "Words of an article." in text


def test_unclosed_paragraphs_are_not_deep(read: Read) -> None:
    assert read("html", "<p>One of many words.<li>x" * 5_000).text.count("One of many words.") == 5_000


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp", "Cn", "Co"]), min_size=1))
)
def test_every_word_comes_through(words: list[str]) -> None:
    markup = "".join(f"<p>{html.escape(word)}</p>" for word in words)
    assert freeze_text(html_to_words(markup)).split() == freeze_text(" ".join(words)).split()


TAGS = """
    <p> </p> <div> <table> <tr> <td> </table> <ul> <li> <br> <b> </b> <a> <script> </script> <style> <!-- --> <svg>
    <title> <head> <body> <html> <frameset> <select> <option> <template> &amp; &#1; &#xD800; <![CDATA[ ]]> <?x ?> \0
""".split()  # noqa: SIM905


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=8), max_size=40))
def test_any_markup_gives_text_or_input_error(pieces: list[str]) -> None:
    try:
        reading = HtmlReader().read("".join(pieces).encode("utf-8", "replace"), address=None, charset=None)
    except InputError:
        return
    freeze_text(reading.text).encode()
