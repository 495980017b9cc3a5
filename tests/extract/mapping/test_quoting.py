"""The fewest lines that carry a claim."""

from collections.abc import Callable

from countersight.extract.mapping.quoting import LONGEST_LINE, quote_row
from countersight.extract.mapping.rows import Row, read_tables
from countersight.model.evidence import Mention
from countersight.model.text import DocumentText


def _row(table: Callable[..., DocumentText], data: str) -> tuple[DocumentText, Row]:
    text = table(data)
    return text, read_tables(text)[0].rows[0]


def _mention(text: DocumentText, words: str) -> Mention:
    start = text.text.rindex(words)
    return Mention(name=words, start=start, end=start + len(words))


def test_neighbors_are_one_quote_and_others_apart(table: Callable[..., DocumentText]) -> None:
    text, row = _row(table, "A,B,C,D\none,two,three,four\n")
    quotes = quote_row(text, row, [_mention(text, "one"), _mention(text, "three"), _mention(text, "four")], ())
    assert [quote.quote for quote in quotes] == ["C: three\nD: four", "A: one"]


def test_columns_asked_for_are_quoted_too(table: Callable[..., DocumentText]) -> None:
    text, row = _row(table, "A,B,C\none,two,\n")
    assert [quote.quote for quote in quote_row(text, row, [_mention(text, "one")], ["B", "C"])] == ["A: one\nB: two"]


def test_of_long_cells_the_sentence_is_quoted(table: Callable[..., DocumentText]) -> None:
    long = "Nothing here. " * (LONGEST_LINE // 10)
    text, row = _row(table, f'A,B\n"{long}It sold spyware. More of it. {long}",x\n')
    assert [quote.quote for quote in quote_row(text, row, [_mention(text, "spyware")], ())] == ["It sold spyware."]
