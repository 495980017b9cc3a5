"""Who is meant by a name. Real organizations stand here alone, in no deal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.model.entity import JudgementValue
from countersight.resolve import ReferenceResolver, resolver_version
from countersight.resolve.base import Answer
from countersight.values.organizations import organization, organizations, reference_digest

POSITIVE, NEGATIVE, UNSURE, NONE = (
    JudgementValue.POSITIVE,
    JudgementValue.NEGATIVE,
    JudgementValue.UNSURE,
    JudgementValue.NO_JUDGEMENT,
)


def judge(name: str, *territories: str, context: str = "") -> Answer:
    return ReferenceResolver().resolve(name, territories=territories, context=context)


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Hikvision", "cs-hikvision"),
        ("HIKVISION", "cs-hikvision"),
        ("海康威视", "cs-hikvision"),
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", "cs-hikvision"),
        ("hacking team srl", "cs-hacking-team"),
        ("Rohde & Schwarz GmbH & Co. KG", "cs-rohde-and-schwarz"),
        ("Роскомнадзор", "cs-roskomnadzor"),
        ("the FBI", "Q8333"),
        ("F.B.I.", "Q8333"),
        ("Federal Bureau of Investigation (FBI)", "Q8333"),
        ("Hikvision（海康威视）", "cs-hikvision"),
        ("Chinese technology giant Hikvision", "cs-hikvision"),
        ("China's Ministry of Public Security", "cs-ministry-of-public-security"),
        ("the Ministry of State Security of China", "cs-ministry-of-state-security"),
        ("Hikvision Ltd", "cs-hikvision"),
    ],
)
def test_known_names_are_positive(name: str, entity: str) -> None:
    answer = judge(name)
    assert (answer.value, answer.entity_id) == (POSITIVE, entity)


def test_every_name_of_the_reference_resolves() -> None:
    resolver = ReferenceResolver()
    for entry in organizations():
        territories = [entry.territory] if entry.territory else []
        for name, _ in entry.names():
            answer = resolver.resolve(name, territories=territories, context="")
            if entry.territory or name not in entry.common_words:
                assert (answer.value, answer.entity_id) == (POSITIVE, entry.id), name


@pytest.mark.parametrize(
    "name",
    [
        "Hikvision's Kenyan subsidiary",
        "a subsidiary of Hikvision",
        "former Hikvision engineers",
        "customers of Hikvision",
        "a Hikvision distributor",
        "Hikvision spokeswoman",
    ],
)
def test_others_connected_are_negative(name: str) -> None:
    answer = judge(name)
    assert (answer.value, answer.entity_id) == (NEGATIVE, "cs-hikvision")
    assert "not of Hikvision itself" in answer.basis


@pytest.mark.parametrize(
    "name", ["Hikvision Kenya", "Hikvision Europe B.V.", "the Israeli firm Hikvision", "new Pegasus kit"]
)
def test_longer_names_are_unsure(name: str) -> None:
    answer = judge(name)
    assert answer.value is UNSURE
    assert answer.entity_id is not None


def test_two_organizations_are_unsure() -> None:
    answer = judge("Hikvision and ZTE")
    assert (answer.value, answer.entity_id) == (UNSURE, None)
    assert "Hikvision (China)" in answer.basis
    assert "ZTE (China)" in answer.basis


def test_conflict_of_territory_is_unsure() -> None:
    answer = judge("Hikvision", "ke")
    assert (answer.value, answer.entity_id) == (UNSURE, "cs-hikvision")
    assert "the claim places the party in Kenya" in answer.basis


def test_parts_of_a_state_do_not_conflict() -> None:
    assert judge("Hikvision", "cn-xz").value is POSITIVE


@pytest.mark.parametrize(
    ("territories", "context", "entity"),
    [
        (("ke",), "", "cs-national-intelligence-service-of-kenya"),
        (("kr",), "", "cs-national-intelligence-service"),
        ((), "It was heard in Nairobi.", "cs-national-intelligence-service-of-kenya"),
        ((), "", None),
    ],
)
def test_shared_names_are_told_apart_by_place(territories: tuple[str, ...], context: str, entity: str | None) -> None:
    answer = judge("NIS", *territories, context=context)
    assert (answer.value, answer.entity_id) == (POSITIVE if entity else UNSURE, entity)


@pytest.mark.parametrize(
    ("territories", "context", "value"),
    [
        (("cn",), "", POSITIVE),
        ((), "The Chinese ministry announced it.", POSITIVE),
        ((), "", UNSURE),
        (("vn",), "", UNSURE),
    ],
)
def test_shared_names_need_a_place(territories: tuple[str, ...], context: str, value: JudgementValue) -> None:
    assert judge("Ministry of Public Security", *territories, context=context).value is value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Umbral Bureau (FBI)", POSITIVE),
        ("Umbral Bureau of Kenya (FBI)", UNSURE),
        ("Hikvision (ZTE)", UNSURE),
        ("Hikvision (Umbral)", POSITIVE),
        ("Umbral (Nadir)", NONE),
    ],
)
def test_two_names_must_not_contradict(name: str, value: JudgementValue) -> None:
    assert judge(name).value is value


@pytest.mark.parametrize(("name", "value"), [("Circles", UNSURE), ("circles", NONE), ("fbi", NONE), ("FBI", POSITIVE)])
def test_common_words_are_not_forced(name: str, value: JudgementValue) -> None:
    assert judge(name).value is value


def test_products_stand_for_vendors() -> None:
    answer = judge("FinSpy")
    assert (answer.value, answer.entity_id) == (POSITIVE, "cs-finfisher")
    assert "product" in answer.basis


@pytest.mark.parametrize("name", ["Umbral Optics", "", "...", "the company", "12", "a police force", "Israeli company"])
def test_unknown_names_are_kept(name: str) -> None:
    answer = judge(name)
    assert (answer.value, answer.entity_id) == (NONE, None)
    assert "kept as itself" in answer.basis


@pytest.mark.parametrize(
    ("name", "words"),
    [("Beijing", "capital for its government"), ("the Kremlin", "stands for Russia"), ("Uganda", "names Uganda")],
)
def test_territories_are_explained(name: str, words: str) -> None:
    answer = judge(name)
    assert (answer.value, answer.entity_id) == (NONE, None)
    assert words in answer.basis


@given(st.text(max_size=80), st.sampled_from(["", "Hikvision", "FBI", "Circles"]), st.text(max_size=40))
def test_any_name_gets_an_answer(before: str, name: str, context: str) -> None:
    answer = judge(f"{before}{name}", context=context)
    assert answer.basis
    assert answer.entity_id is None or organization(answer.entity_id) is not None
    assert answer.value is not POSITIVE or answer.entity_id is not None


def test_version_follows_the_reference() -> None:
    assert resolver_version().endswith(reference_digest()[:12])
    assert ReferenceResolver().version == resolver_version()
