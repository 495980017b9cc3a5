"""Texts and claims for the tests of extraction."""

from collections.abc import Callable
from datetime import date

import pytest

from countersight.extract.english import EnglishRules
from countersight.model.claim import Claim
from countersight.model.text import DocumentText, text_id

MakeText = Callable[..., DocumentText]


@pytest.fixture
def make_text() -> MakeText:
    """Return a function that makes a document text of words."""

    def make(words: str, *, language: str = "en", published: date | None = None) -> DocumentText:
        return DocumentText(
            id=text_id("doc", "test@1", words), document_id="doc", reader="test@1", text=words, language=language,
            published=published,
        )  # fmt: skip

    return make


@pytest.fixture
def read(make_text: MakeText) -> Callable[[str], list[Claim]]:
    """Return a function that extracts the claims of some English words by rules."""

    def extract(words: str, **options: object) -> list[Claim]:
        (extraction,) = EnglishRules().extract([make_text(words, **options)])
        return list(extraction.claims)

    return extract
