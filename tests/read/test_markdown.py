"""Markdown."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read.markdown import markdown_to_text, split_front_matter

Read = Callable[..., DocumentText]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Head\n\nText", "Head\n\nText"),
        ("Head\n====\nText", "Head\n\nText"),
        ("Some *soft* and **loud** `code` words", "Some soft and loud code words"),
        ('A [link](https://example.org/x "title") and <https://example.org>', "A link and https://example.org"),
        ("See [this][1].\n\n[1]: https://example.org", "See this."),
        ("![a *view*](picture.png)", "a view"),
        ("- one\n- two\n  - three", "one\n\ntwo\n\nthree"),
        ("1. one\n2. two", "one\n\ntwo"),
        ("> said\n> he", "said\nhe"),
        ("one  \ntwo\\\nthree", "one\ntwo\nthree"),
        ("| a | b |\n|---|---|\n| c | *d* |", "a\tb\n\nc\td"),
        ("```\nx = *1*\n\ny\n```", "x = *1*\n\ny"),
        ("Fish &amp; Chips &#8212; \\*not\\* loud", "Fish & Chips — *not* loud"),
        ("a<br>b <b>c</b><!-- d -->", "a\nb c"),
        ("<div>one <p>two<script>evil()</script></div>", "one\n\ntwo"),
        ("a <script>evil()</script>b", "a b"),
        ("3 * 4 * 5 and snake_case_name # no head", "3 * 4 * 5 and snake_case_name # no head"),
        ("---", ""),
    ],
)
def test_words_stay_and_marks_go(source: str, text: str) -> None:
    from countersight.read.freezing import freeze_text

    assert freeze_text(markdown_to_text(source)) == text


def test_front_matter_becomes_fields(read: Read) -> None:
    text = read(
        "markdown",
        "---\ntitle: A title\npublisher: The Paper\nauthor: [Ann, Bo]\ndate: 2019-05-03\n"
        "source: https://example.org/a\nlanguage: en\ntags: [x]\n---\nBody of the text.",
    )
    assert (text.title, text.publisher, text.author) == ("A title", "The Paper", "Ann, Bo")
    assert (text.published, text.address, text.text) == (date(2019, 5, 3), "https://example.org/a", "Body of the text.")


@pytest.mark.parametrize("words", ["2019-05-03", '"2019-05-03T23:59:59+09:00"', "2019-05-03 10:00:00", "20190503"])
def test_published_date_is_read(read: Read, words: str) -> None:
    expected = None if words == "20190503" else date(2019, 5, 3)  # YAML reads the last as a number
    assert read("markdown", f"---\npublished: {words}\n---\nText").published == expected


@pytest.mark.parametrize("words", ["2019-02-31", "May 2019", "[1, 2]", "{a: b}", "true"])
def test_unclear_date_stays_empty(read: Read, words: str) -> None:
    assert read("markdown", f"---\npublished: {words}\n---\nText").published is None


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: one: two\n---\nText",
        "---\n- a list\n---\nText",
        "---\n" + "[" * 3_000 + "\n---\nText",
        "---\nno end\n\nText",
        "---\n!!python/object/apply:os.system [true]\n---\nText",
    ],
    ids=["colon", "list", "deep", "open", "object"],
)
def test_what_is_no_front_matter_stays_text(source: str) -> None:
    assert split_front_matter(source) == ({}, source)


def test_front_matter_that_would_grow_without_end_stays_text() -> None:
    merged = "".join(
        f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 20)}]}}\n"
        for before, name in zip("abcdef", "bcdefg", strict=True)
    )
    source = f"---\na: &a {{x: 1}}\n{merged}title: T\n---\n# Words\n"
    assert split_front_matter(source) == ({}, source)


def test_blocks_too_deep_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="deep"):
        markdown_to_text(">" * 2_000 + " word")


def test_deep_quotes_keep_their_words() -> None:
    assert "word" in markdown_to_text(">" * 90 + " word")


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1))
def test_plain_words_pass_unchanged(words: list[str]) -> None:
    assert markdown_to_text(" ".join(words)) == " ".join(words)
