"""Names in other scripts: each has a source and surely means one organization. Real names, in no deal."""

import re
import unicodedata
from pathlib import Path

import pytest

from countersight.model.entity import JudgementValue
from countersight.resolve import ReferenceResolver, known_entities
from countersight.resolve.contextual import PERHAPS, SURE
from countersight.resolve.registry import Registry, build_registry
from countersight.resolve.weighing import weigh_candidates
from countersight.values.organizations import SourcedName, is_acronym, organization, sourced_names

SCRIPTS = {
    "ar": ("ARABIC",),
    "be": ("CYRILLIC",),
    "el": ("GREEK",),
    "fa": ("ARABIC",),
    "he": ("HEBREW",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "ko": ("HANGUL",),
    "ru": ("CYRILLIC",),
    "sr": ("CYRILLIC",),
    "th": ("THAI",),
    "zh": ("CJK",),
    "zh-Hant": ("CJK",),
}
"""How Unicode calls the letters of each language that the names are taken from."""

SURE_NAMES = [each for each in sourced_names() if not each.common]
SHARED_NAMES = [each for each in sourced_names() if each.common]


def named(each: SourcedName) -> str:
    return each.name


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("registry") / "known"
    build_registry(known_entities(), folder)
    return Registry.open(folder)


def test_the_page_counts_right() -> None:
    page = " ".join((Path(__file__).parents[2] / "docs/resolve.md").read_text(encoding="utf-8").split())
    owners = {each.entity_id for each in sourced_names()}
    assert f"adds {len(sourced_names())} names of {len(owners)} of them" in page
    assert f"{len(SURE_NAMES)} of them mean their organization for sure; the other {len(SHARED_NAMES)}" in page


def test_each_language_is_there() -> None:
    assert {each.language for each in sourced_names()} == SCRIPTS.keys()


@pytest.mark.parametrize("each", sourced_names(), ids=named)
def test_names_are_sourced_and_owned(each: SourcedName) -> None:
    entry = organization(each.entity_id)
    assert entry is not None
    assert each.name in entry.aliases
    assert re.fullmatch(r"https?://[^\s/]+\.[^\s/]+/\S*", each.source)
    assert each.source in entry.sources


@pytest.mark.parametrize("each", sourced_names(), ids=named)
def test_letters_are_of_the_language(each: SourcedName) -> None:
    letters = [unicodedata.name(char) for char in each.name if char.isalpha() and not char.isascii()]
    assert letters
    assert [letter for letter in letters if not letter.startswith(SCRIPTS[each.language])] == []


@pytest.mark.parametrize("each", SURE_NAMES, ids=named)
def test_names_alone_are_sure(each: SourcedName) -> None:
    answer = ReferenceResolver().resolve(each.name, territories=(), context="")
    assert (answer.value, answer.entity_id) == (JudgementValue.POSITIVE, each.entity_id)


@pytest.mark.parametrize("each", SURE_NAMES, ids=named)
def test_no_other_organization_is_likely(registry: Registry, each: SourcedName) -> None:
    first, *others = weigh_candidates(registry, each.name, territories=(), context="", role="", companions=())
    assert (first.entity.id, first.probability >= SURE) == (each.entity_id, True)
    assert [other.entity.id for other in others if other.probability >= PERHAPS] == []


@pytest.mark.parametrize("each", SHARED_NAMES, ids=named)
def test_shared_names_need_a_territory(each: SourcedName) -> None:
    entry = organization(each.entity_id)
    assert entry is not None
    assert entry.territory is not None
    alone = ReferenceResolver().resolve(each.name, territories=(), context="")
    placed = ReferenceResolver().resolve(each.name, territories=(entry.territory,), context="")
    assert (alone.value, alone.entity_id) == (JudgementValue.UNSURE, each.entity_id)
    assert (placed.value, placed.entity_id) == (JudgementValue.POSITIVE, each.entity_id)


@pytest.mark.parametrize("each", SURE_NAMES, ids=named)
def test_names_placed_elsewhere_are_unsure(each: SourcedName) -> None:
    entry = organization(each.entity_id)
    assert entry is not None
    answer = ReferenceResolver().resolve(each.name, territories=("nz",), context="")
    assert (answer.value is JudgementValue.UNSURE) == (entry.territory is not None)


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("شركة هواوي", "Q160120"),
        ("華為技術有限公司", "Q160120"),
        ("화웨이（华为）", "Q160120"),
        ("Huawei（ファーウェイ）", "Q160120"),
    ],
)
def test_names_in_two_scripts_are_one(name: str, entity: str) -> None:
    answer = ReferenceResolver().resolve(name, territories=(), context="")
    assert (answer.value, answer.entity_id) == (JudgementValue.POSITIVE, entity)


@pytest.mark.parametrize("name", ["هواوي", "קנדירו", 'שב"כ', "ไทย", "화웨이"])
def test_scripts_without_capitals_have_no_acronyms(name: str) -> None:
    assert not is_acronym(name)
