"""Tests of who says, thinks, wants or shows what, with made-up names."""

import pytest

from countersight.extract.english.attribution import Attribution, find_attributions
from countersight.extract.english.parsing import parse
from countersight.extract.english.sentences import split_sentences


def read(text: str) -> list[Attribution]:
    spans = split_sentences(text)
    docs = parse(text[span.start : span.end] for span in spans)
    return find_attributions(list(zip(spans, docs, strict=True)), text)


def outermost(text: str) -> list[tuple[str | None, str, list[str]]]:
    return [
        (
            text[found.source.start : found.source.end] if found.source is not None else None,
            text[found.cue.start : found.cue.end],
            [text[span.start : span.end] for span in found.content],
        )
        for found in read(text)
        if not found.depth
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Jane Roe said that the cameras work.", "Jane Roe", "said", "that the cameras work"),
        ("The cameras work, Jane Roe said.", "Jane Roe", "said", "The cameras work"),
        ("“The cameras work very well,” said Jane Roe.", "Jane Roe", "said", "“The cameras work very well,”"),
        ("The firm denied the charge.", "The firm", "denied", "the charge"),
        ("The minister wants to buy cameras.", "The minister", "wants", "to buy cameras"),
        ("The report shows that sales rose.", "The report", "shows", "that sales rose"),
        ("According to the firm, the cameras work.", "the firm", "According to", "the cameras work"),
        ("She told reporters that the firm had lied.", "She", "told", "that the firm had lied"),
        ("The minister called for a ban.", "The minister", "called for", "a ban"),
        ("He is confident that the firm will pay.", "He", "confident", "that the firm will pay"),
        ("In her view, the cameras are useless.", "her", "view", "the cameras are useless"),
        ("Jane Roe: “We sold nothing to them.”", "Jane Roe", ":", "“We sold nothing to them.”"),
    ],
    ids=lambda value: value[:24] if value.endswith((".", "”")) and len(value) > 24 else "",
)
def test_speaker_and_content_are_found(text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, [content]) in outermost(text)


def test_passive_says_it_of_its_subject() -> None:
    assert outermost("The firm was accused of fraud by prosecutors.") == [
        ("prosecutors", "accused of", ["The firm", "fraud"])
    ]


def test_noun_belongs_to_its_owner() -> None:
    assert ("The firm's", "plan", ["to sell cameras"]) in outermost("The firm's plan to sell cameras failed.")


def test_noun_belongs_to_who_makes_it() -> None:
    assert ("The firm", "promise", ["to sell no cameras"]) in outermost("The firm made a promise to sell no cameras.")


def test_noun_of_nobody_has_no_source() -> None:
    assert [source for source, cue, _ in outermost("The claim that cameras work is old.") if cue == "claim"] == [None]


def test_nested_speaker_is_kept_deeper() -> None:
    found = {found.head.text: found.depth for found in read("Jane Roe said that the firm claims that cameras work.")}
    assert found == {"said": 0, "claims": 1}


def test_quotation_runs_over_sentences() -> None:
    ((source, cue, content),) = outermost("“We sold nothing at all,” said Jane Roe. “The cameras were never ours.”")
    assert (source, cue) == ("Jane Roe", "said")
    assert content == ["“We sold nothing at all,”", "“The cameras were never ours.”"]


def test_quotation_alone_goes_on_from_before() -> None:
    ((source, _, content),) = outermost("Jane Roe rejected the charge. “We sold nothing to them at all.”")
    assert source == "Jane Roe"
    assert content == ["the charge. “We sold nothing to them at all.”"]


def test_told_listener_is_no_content() -> None:
    ((_, _, content),) = outermost("The firm told the minister about the cameras.")
    assert content == ["the cameras"]


def test_plain_deed_attributes_nothing() -> None:
    assert outermost("The firm built a factory in the north.") == []


def test_places_are_those_of_the_text() -> None:
    text = "It rained. 😀 Jane Roe said that the cameras work."
    (found,) = read(text)
    assert [text[span.start : span.end] for span in found.content] == ["that the cameras work"]
    assert found.covers(text.index("cameras"))
    assert not found.covers(text.index("said"))
