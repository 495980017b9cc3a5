"""Quotes stand exactly where evidence says, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import UngroundedQuote
from countersight.model.evidence import Evidence, Mention, check_evidence, evidence_at, locate_quote
from countersight.model.text import DocumentText, text_id

SCRIPTS = {
    "chinese": "警方采购了人脸识别系统。",
    "arabic with marks": "اشترت الشُّرطة كاميراتٍ للمراقبة",
    "emoji with joiners": "the 👮🏽‍♀️ bought 📹 cameras",
    "full width": "ＣＣＴＶカメラを３００台",
    "combining": "Cafe\u0301 cameras",
}


def document_text(words: str) -> DocumentText:
    return DocumentText(id=text_id("d", "plain@1", words), document_id="d", reader="plain@1", text=words)


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_every_span_of_script_reads_back(words: str) -> None:
    text = document_text(words)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if words[start:end].strip():
                check_evidence(evidence_at(text, start, end), text)


@given(st.text(min_size=1), st.data())
def test_located_quote_reads_back(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote = words[start:end]
    text = document_text(words)
    if not quote.strip():
        with pytest.raises(UngroundedQuote):
            locate_quote(quote, text)
        return
    evidence = locate_quote(quote, text)
    assert text.text[evidence.start : evidence.end] == quote
    assert text.text.startswith(evidence.prefix + quote + evidence.suffix, evidence.start - len(evidence.prefix))


def test_near_quote_is_refused() -> None:
    text = document_text("The NSO GROUP was not made for this.")
    for quote in ("NSO Group", "was made", "The NSO  GROUP", ""):
        with pytest.raises(UngroundedQuote):
            locate_quote(quote, text)


def test_second_occurrence_is_found_after_first() -> None:
    text = document_text("cameras and cameras")
    assert locate_quote("cameras", text, after=1).start == 12


def test_quote_of_wrong_length_is_refused() -> None:
    with pytest.raises(UngroundedQuote):
        Evidence(text_id="t", start=0, end=3, quote="four")
    with pytest.raises(UngroundedQuote):
        Mention(name="four", start=0, end=3)


def test_moved_evidence_is_refused() -> None:
    text = document_text("one two three")
    with pytest.raises(UngroundedQuote):
        check_evidence(Evidence(text_id=text.id, start=1, end=4, quote="one"), text)
