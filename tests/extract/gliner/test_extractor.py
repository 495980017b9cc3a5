"""Tests of the extractor with real weights, as small as they can be."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.extract.gliner.conftest import TAUGHT

from countersight.errors import ModelUnavailable
from countersight.extract import GlinerOptions, choose_extractor
from countersight.extract.base import Extraction, Extractor
from countersight.extract.gliner import GlinerExtractor
from countersight.model.claim import check_claim
from countersight.model.text import DocumentText

MakeText = Callable[..., DocumentText]

pytestmark = pytest.mark.filterwarnings("ignore")  # of torch and transformers, which we do not own

ANYTHING = 0.01
"""Least probability at which weights that learnt nothing propose something."""

OFFLINE = """
import sys
sys.addaudithook(lambda event, _: sys.exit("asked the network") if event == "socket.connect" else None)
from countersight.extract import GlinerOptions, choose_extractor
from countersight.model.text import DocumentText, text_id
words = "Kenya plans to use spyware, a minister said."
text = DocumentText(
    id=text_id("doc", "test@1", words), document_id="doc", reader="test@1", text=words, language="en", published=None
)
print(len(list(choose_extractor("gliner", gliner=GlinerOptions(weights=sys.argv[1])).extract([text]))))
"""


@pytest.fixture(scope="session")
def extractor(weights: Path) -> Extractor:
    return choose_extractor("gliner", gliner=GlinerOptions(weights=str(weights), threshold=ANYTHING))


@pytest.fixture
def look(extractor: Extractor, make_text: MakeText) -> Callable[[str, str], Extraction]:
    def extract(words: str, language: str = "en") -> Extraction:
        text = make_text(words, language=language)
        (extraction,) = extractor.extract([text])
        for claim in extraction.claims:
            check_claim(claim, text)
        return extraction

    return extract


@pytest.mark.parametrize("row", TAUGHT, ids=lambda row: row["text"][:12])
def test_whatever_it_proposes_is_exact(look: Callable[..., Extraction], row: dict[str, str]) -> None:
    found = look(row["text"], row["lang"])
    assert found.candidates == 1
    assert found.claims or found.drops
    assert all(0.0 <= claim.confidence <= 1.0 for claim in found.claims)


def test_text_off_the_subject_asks_nothing(look: Callable[..., Extraction]) -> None:
    assert look("Rain fell on the market all day.").candidates == 0


@pytest.mark.parametrize("before", ["👮🏽 ", "e\u0301 İzmir. ", "وقال: "], ids=["emoji", "marks", "right to left"])
def test_places_count_in_code_points(look: Callable[..., Extraction], before: str) -> None:
    assert look(before + TAUGHT[0]["text"]).candidates == 1


def test_same_text_gives_the_same_claims(look: Callable[..., Extraction]) -> None:
    assert look(TAUGHT[0]["text"]) == look(TAUGHT[0]["text"])


def test_texts_come_out_in_order(extractor: Extractor, make_text: MakeText) -> None:
    texts = [make_text(row["text"], language=row["lang"]) for row in TAUGHT]
    assert [found.text_id for found in extractor.extract(texts)] == [text.id for text in texts]


def test_overlong_sentence_is_counted(look: Callable[..., Extraction]) -> None:
    drops = look("Orbex sold spyware " + "q" * 900 + " to Uganda.").drops
    assert [drop.reason for drop in drops] == ["a sentence that is too long for the model"]


def test_other_language_is_left_alone(look: Callable[..., Extraction]) -> None:
    assert look(TAUGHT[0]["text"], "nl") == Extraction(text_id=look(TAUGHT[0]["text"], "nl").text_id, claims=())


def test_version_names_the_weights(extractor: Extractor, weights: Path) -> None:
    again = GlinerExtractor(GlinerOptions(weights=str(weights)))
    assert extractor.version == again.version != GlinerExtractor.version


def test_damaged_weights_are_refused(weights: Path, tmp_path: Path, make_text: MakeText) -> None:
    for file in weights.rglob("*"):
        if file.is_file():
            (tmp_path / file.relative_to(weights)).parent.mkdir(exist_ok=True)
            (tmp_path / file.relative_to(weights)).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    damaged = GlinerExtractor(GlinerOptions(weights=str(tmp_path)))
    with pytest.raises(ModelUnavailable, match="holds no weights"):
        list(damaged.extract([make_text("Orbex sold spyware to Uganda.")]))


def test_folder_of_weights_never_asks_the_network(weights: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(weights)], capture_output=True, text=True, check=False, env=environment
    )
    assert done.stdout.strip() == "1", done.stderr
