"""Recognized words on the image of a page."""

from countersight.model.evidence import Evidence
from countersight.model.text import DocumentText, Part, text_id
from countersight.web.evidence.recognized import boxes_of, mean_confidence, words_on

WORDS = "Bolt sold cameras"
TEXT = DocumentText(
    id=text_id("0" * 64, "ocr@1", WORDS),
    document_id="0" * 64,
    reader="ocr@1",
    text=WORDS,
    parts=(
        Part(start=0, end=4, at="page=1&xywh=percent:10,20,30,5&confidence=90"),
        Part(start=5, end=9, at="page=1&xywh=percent:45,20,20,5&confidence=50"),
        Part(start=10, end=17, at="page=2&xywh=percent:10,20,30,5&confidence=80"),
    ),
)


def test_words_of_a_page_have_their_boxes() -> None:
    assert [(word.text, word.box.left) for word in words_on(TEXT, 1)] == [("Bolt", 10), ("sold", 45)]


def test_longer_words_weigh_more() -> None:
    assert mean_confidence(words_on(TEXT, 1)) == 0.7
    assert mean_confidence(words_on(TEXT, 2)) == 0.8
    assert mean_confidence(words_on(TEXT, 3)) is None


def test_only_words_of_the_quote_are_framed() -> None:
    quote = Evidence(text_id=TEXT.id, start=5, end=17, quote="sold cameras", prefix="Bolt ", suffix="")
    assert boxes_of([quote], TEXT, 1) == ((0.45, 0.2, 0.65, 0.25),)
    assert boxes_of([quote], TEXT, 2) == ((0.1, 0.2, 0.4, 0.25),)
