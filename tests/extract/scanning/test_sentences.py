"""Sentences in many languages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.scanning.sentences import split_sentences
from countersight.values.technology import LANGUAGES


def sentences(text: str, language: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Mr. Smith of Acme Inc. sold it.", "Who bought?"]),
        ("es", ["El Sr. Pérez compró en EE. UU. varios equipos.", "¿Quién?"]),
        ("fr", ["M. Dupont l’a vu.", "« Non ! » dit-il."]),
        ("pt", ["A Dra. Silva comprou.", "Quem vendeu?"]),
        ("zh", ["警方購買了設備。", "誰賣的？”", "公司否認！"]),
        ("ar", ["اشترت الوزارة الأجهزة.", "من باعها؟", "الشركة"]),
        ("ru", ["В 2018 г. закупили на 5 млн. руб. техники.", "Кто продал?"]),
        ("de", ["Dr. Müller hat z.B. Kameras gekauft.", "Wer nicht?"]),
        ("el", ["Ποιος το αγόρασε;", "Η εταιρεία."]),
    ],
)
def test_each_language_has_its_ends(language: str, expected: list[str]) -> None:
    text = ("" if language == "zh" else " ").join(expected)
    assert sentences(text, language) == expected


def test_blank_lines_and_items_end() -> None:
    assert sentences("Title\n\nOne thing\n- first\n- second", "en") == ["Title", "One thing", "- first", "- second"]


def test_endless_runs_are_cut_at_words() -> None:
    found = sentences("acme widget " * 300, "en")
    assert all(len(sentence) <= 1_000 for sentence in found)
    assert {word for sentence in found for word in sentence.split()} == {"acme", "widget"}


@given(st.text(alphabet="ab A.!?。؟\n\u0301😀、é-"), st.sampled_from(LANGUAGES))
def test_nothing_but_space_is_lost(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    assert "".join("".join(text[span.start : span.end] for span in spans).split()) == "".join(text.split())
    assert all(not text[span.start].isspace() and not text[span.end - 1].isspace() for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
