"""The reference of organizations, and its names in text."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.organizations import (
    Via,
    find_organizations,
    is_acronym,
    organization,
    organizations,
    reference_digest,
)
from countersight.values.territories import territory_name

SCHEMATA = {"Company", "PublicBody", "Organization"}
ROLES = {"vendor", "agency", "authority", "forum"}
SHARED = {"NIS", "National Intelligence Service"}
"""Names that two states' services have: they mean neither without a territory."""


def test_reference_is_large_enough() -> None:
    assert len(organizations()) >= 150
    assert Counter(role for entry in organizations() for role in entry.roles).keys() == ROLES


def test_ids_are_unique_and_well_formed() -> None:
    ids = [entry.id for entry in organizations()]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not re.fullmatch(r"Q[1-9]\d*|cs-[a-z0-9]+(?:-[a-z0-9]+)*", i)] == []


def test_wikidata_ids_are_the_ids() -> None:
    for entry in organizations():
        assert entry.id == entry.wikidata_id if entry.id.startswith("Q") else entry.wikidata_id is None


def test_every_entry_has_a_source() -> None:
    assert [entry.id for entry in organizations() if not entry.sources or not all(entry.sources)] == []


def test_schemata_roles_and_territories_exist() -> None:
    for entry in organizations():
        assert entry.schema in SCHEMATA
        assert set(entry.roles) <= ROLES
        assert entry.roles
        assert entry.territory is None or territory_name(entry.territory) != entry.territory


def test_parents_exist_without_circles() -> None:
    for entry in organizations():
        seen = {entry.id}
        while entry.parent is not None:
            parent = organization(entry.parent)
            assert parent is not None
            assert parent.id not in seen
            seen.add(parent.id)
            entry = parent


def test_no_name_is_shared_unsaid() -> None:
    owners: dict[str, set[str]] = {}
    for entry in organizations():
        for name, _ in entry.names():
            owners.setdefault(name.casefold(), set()).add(entry.id)
    assert {name for name, ids in owners.items() if len(ids) > 1} == {name.casefold() for name in SHARED}


def test_common_words_are_names() -> None:
    for entry in organizations():
        assert set(entry.common_words) <= {name for name, _ in entry.names()}


def test_several_scripts_are_there() -> None:
    names = "".join(name for entry in organizations() for name, _ in entry.names())
    assert all(re.search(script, names) for script in ("[一-鿿]", "[а-я]", "[؀-ۿ]", "[Α-Ω]"))


def test_each_name_is_found() -> None:
    missed = []
    for entry in organizations():
        for name, via in entry.names():
            text = f"there stood {name} ."
            found = [(mention.entity_id, mention.name, mention.via) for mention in find_organizations(text)]
            if found != [(None if name in SHARED else entry.id, name, via)]:
                missed.append((name, found))
    assert missed == []


def test_acronyms_need_capitals() -> None:
    assert [mention.name for mention in find_organizations("the FBI and the fbi")] == ["FBI"]


def test_other_names_need_one_capital() -> None:
    assert len(find_organizations("HIKVISION, Hikvision and HikVision")) == 3
    assert find_organizations("hikvision") == []


@pytest.mark.parametrize(
    "text", ["Circles were drawn.", "John Harris spoke", "he drew circles", "the Bay Area", "Circles"]
)
def test_common_words_are_left(text: str) -> None:
    assert find_organizations(text) == []


def test_own_territory_may_stand_before_common_words() -> None:
    assert [mention.name for mention in find_organizations("the US Justice Department")] == ["Justice Department"]
    assert find_organizations("the Umbral Justice Department") == []


@pytest.mark.parametrize(
    "text", ["The Justice Department spoke.", "Justice Department lawyers", "ICE Director X", "CNI."]
)
def test_capitals_of_long_names_tell_anywhere(text: str) -> None:
    assert len(find_organizations(text)) == 1


def test_han_names_need_no_spaces() -> None:
    (mention,) = find_organizations("在海康威视的网站上")
    assert mention.territory == "cn"
    assert mention.roles == ("vendor",)


def test_shared_names_mean_none() -> None:
    (mention,) = find_organizations("heard of the NIS today")
    assert (mention.entity_id, mention.territory, mention.roles) == (None, None, ("agency",))


def test_lists_and_products_are_told() -> None:
    assert [mention.via for mention in find_organizations("on the Covered List; a sample of FinSpy")] == [
        Via.LISTING,
        Via.PRODUCT,
    ]


def test_longest_name_wins() -> None:
    assert [mention.name for mention in find_organizations("Huawei Technologies")] == ["Huawei Technologies"]


@given(st.text(max_size=200), st.sampled_from(["FBI", "海康威视", "İ Hikvision", "Intellexa S.A."]))
def test_spans_are_exact(noise: str, name: str) -> None:
    text = f"{noise} {name} {noise}"
    found = find_organizations(text)
    assert all(text[mention.start : mention.end] == mention.name for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert found


def test_acronyms_are_short_capitals() -> None:
    assert is_acronym("FBI")
    assert not is_acronym("Bull")
    assert not is_acronym("公安部")


def test_the_page_counts_right() -> None:
    page = (Path(__file__).parents[2] / "docs/resolve.md").read_text(encoding="utf-8")
    known = sum(entry.wikidata_id is not None for entry in organizations())
    assert f"holds {len(organizations())} organizations" in page
    assert known == 13
    assert "Thirteen have a Wikidata item" in page


def test_digest_is_steady() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", reference_digest())


def test_unknown_ids_have_no_entry() -> None:
    assert organization("cs-nobody-at-all") is None
