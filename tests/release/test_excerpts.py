"""Words in context: exact, whole, and told apart."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import UngroundedQuote
from countersight.model.claim import Claim, Kind, Party, Speaker, Status, TechnologySlot, TerritorySlot
from countersight.model.evidence import evidence_at, mention_at
from countersight.model.text import DocumentText, Page, text_id
from countersight.release.excerpts import CONTEXT, WORD, Passage, Tag, cut_passages


def read(words: str, *, pages: tuple[Page, ...] = ()) -> DocumentText:
    digest = hashlib.sha256(words.encode()).hexdigest()
    return DocumentText(
        id=text_id(digest, "test@1", words), document_id=digest, reader="test@1", text=words, pages=pages
    )


def claim(text: DocumentText, *spans: tuple[int, int], **slots: object) -> Claim:
    return Claim.make(**{
        "document_id": text.document_id, "kind": Kind.SUPPLY, "status": Status.REPORTED, "confidence": 0.5,
        "evidence": tuple(evidence_at(text, start, end) for start, end in spans), "extractor": "test@1",
        "technology": (TechnologySlot(label="spyware", inferred="made up"),), **slots,
    })  # fmt: skip


def words_of(passage: Passage) -> str:
    return "".join(piece.text for run in passage.runs for piece in run.pieces)


def quoted(passage: Passage) -> list[str]:
    return ["".join(piece.text for piece in run.pieces) for run in passage.runs if run.is_quote]


letters = st.text(alphabet="ab \n\u0301\u05d0\u0627\u064e中🎥\u200d.", min_size=1, max_size=1500)


@given(letters, st.data())
def test_passages_are_the_text_itself(words: str, data: st.DataObject) -> None:
    text = read(words)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    if not words[start:end].strip():
        return
    (passage,) = cut_passages(claim(text, (start, end)), text)
    shown = words_of(passage)
    assert shown in words
    assert quoted(passage) == [words[start:end]]
    assert len(shown) <= end - start + 2 * CONTEXT
    assert passage.is_cut_before or words.startswith(shown)
    assert passage.is_cut_after or words.endswith(shown)


def test_context_ends_between_words() -> None:
    text = read("several words " * 200)
    (passage,) = cut_passages(claim(text, (1400, 1413)), text)
    before, after = words_of(passage).split(text.text[1400:1413], 1)[0], passage.runs[-1].pieces[-1].text
    assert before.split()[0] in ("several", "words")
    assert after.split()[-1] in ("several", "words")
    assert CONTEXT - WORD <= len(after) <= CONTEXT


def test_cut_never_parts_a_letter_from_its_marks() -> None:
    text = read("ك\u064e\u0651" * 400)
    (passage,) = cut_passages(claim(text, (600, 603)), text)
    assert not unicodedata.combining(words_of(passage)[0])
    (_, rest) = text.text.split(words_of(passage), 1)
    assert rest == "" or not unicodedata.combining(rest[0])


def test_far_quotes_make_passages_of_their_own() -> None:
    text = read("Vendor sold it. " + "x " * 2000 + "The Guard bought it.", pages=(Page(number=7, start=0, end=20),))
    end = len(text.text)
    far = cut_passages(claim(text, (0, 15), (end - 20, end)), text)
    assert [quoted(passage) for passage in far] == [["Vendor sold it."], ["The Guard bought it."]]
    assert [passage.page for passage in far] == [7, None]


def test_near_quotes_share_a_passage() -> None:
    text = read("Vendor sold it. Later, the Guard bought it.")
    (passage,) = cut_passages(claim(text, (0, 15), (23, 43)), text)
    assert quoted(passage) == ["Vendor sold it.", "the Guard bought it."]


def test_name_within_a_name_keeps_its_tag() -> None:
    text = read("Police of Utopia said so.")
    party = Party(
        mention=mention_at(text, 0, 16), territories=(TerritorySlot(code="vu", mention=mention_at(text, 10, 16)),)
    )
    speaker = Speaker(mention=mention_at(text, 0, 16))
    (passage,) = cut_passages(claim(text, (0, 25), recipient=party, speaker=speaker), text)
    pieces = [piece for run in passage.runs for piece in run.pieces]
    assert [(piece.text, piece.slot) for piece in pieces] == [
        ("Police of ", "recipient"),
        ("Utopia", "recipient"),
        (" said so.", None),
    ]
    assert pieces[1].tags == (
        Tag(slot="recipient", label="recipient"),
        Tag(slot="recipient", label="recipient’s territory"),
        Tag(slot="speaker", label="speaker"),
    )


def test_words_of_another_text_are_refused() -> None:
    text = read("Vendor sold it.")
    with pytest.raises(UngroundedQuote):
        cut_passages(claim(text, (0, 15)), read("Somebody else sold it."))
