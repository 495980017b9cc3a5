"""Listings belong by identifier and by judgement, never by name."""

from countersight.model.entity import Entity, JudgementValue
from countersight.model.listing import Basis, State, state_on

from .conftest import LEI, TODAY

SAME, APART, UNSURE = JudgementValue.POSITIVE, JudgementValue.NEGATIVE, JudgementValue.UNSURE
OURS = Entity(id="cs-orbexa", schema="Company", name="Orbexa", aliases=("Orbexa Digital Technology",))


def test_name_alone_is_a_candidate(made) -> None:
    found = made.find(OURS.id, entity=OURS)
    assert found.joined == ()
    (candidate,) = found.candidates
    assert (candidate.basis, candidate.is_judged) == (Basis.CANDIDATE, False)
    assert 0.4 < candidate.probability < 1
    assert candidate.words


def test_judgement_joins_and_is_told(made) -> None:
    entry = made.entry("Orbexa Digital Technology")
    found = made.find(OURS.id, (OURS.id, entry, SAME), entity=OURS)
    (joined,) = found.joined
    assert joined.basis is Basis.JUDGEMENT
    assert "A. Reader" in joined.words[0]
    assert "made up" in joined.words[0]
    assert found.candidates == ()


def test_judged_apart_is_not_shown_at_all(made) -> None:
    found = made.find(OURS.id, (OURS.id, made.entry("Orbexa Digital Technology"), APART), entity=OURS)
    assert (found.joined, found.candidates) == ((), ())


def test_judged_unsure_stays_a_candidate(made) -> None:
    found = made.find(OURS.id, (OURS.id, made.entry("Orbexa Digital Technology"), UNSURE), entity=OURS)
    assert found.joined == ()
    assert len(found.candidates) == 1


def test_equal_lei_joins_whatever_the_name(made) -> None:
    other = Entity(id="cs-other", schema="Company", name="Quite Another", identifiers=(f"lei:{LEI}",))
    (joined,) = made.find(other.id, entity=other).joined
    assert joined.basis is Basis.IDENTIFIER
    assert LEI in joined.words[0]


def test_registration_number_counts_in_its_territory(made) -> None:
    def of(territory: str) -> Entity:
        return Entity(id="cs-other", schema="Company", name="Nordalen Telecoms", territory=territory,
                      identifiers=("registration:pvt 1234567",))  # fmt: skip

    assert len(made.find("cs-other", entity=of("ke")).joined) == 1
    assert made.find("cs-other", entity=of("ug")).joined == ()


def test_registers_number_under_an_unlike_name_is_a_candidate(made) -> None:
    other = Entity(id="cs-other", schema="Company", name="Quite Another", territory="ke",
                   identifiers=("registration:PVT-1234567",))  # fmt: skip
    found = made.find(other.id, entity=other)
    assert found.joined == ()
    (candidate,) = found.candidates
    assert (candidate.basis, candidate.probability) == (Basis.CANDIDATE, None)
    assert "PVT1234567" in candidate.words[0]
    assert "not alike" in candidate.words[1]
    entry = candidate.listing.entity_id
    assert made.find(other.id, (other.id, entry, APART), entity=other).candidates == ()
    (joined,) = made.find(other.id, (other.id, entry, SAME), entity=other).joined
    assert joined.basis is Basis.JUDGEMENT


def test_number_of_the_world_joins_beside_a_registers_number(made) -> None:
    other = Entity(id="cs-other", schema="Company", name="Quite Another", territory="ke",
                   identifiers=("registration:PVT-1234567", f"lei:{LEI}"))  # fmt: skip
    (joined,) = made.find(other.id, entity=other).joined
    assert joined.basis is Basis.IDENTIFIER


def test_judged_apart_stands_above_a_number(made) -> None:
    other = Entity(id="cs-other", schema="Company", name="Quite Another", identifiers=(f"lei:{LEI}",))
    assert made.find(other.id, (other.id, f"lei-{LEI}", APART), entity=other).joined == ()


def test_entry_itself_is_no_judgement(made) -> None:
    (joined,) = made.find(made.entry("Alderwood Optics Ltd.")).joined
    assert (joined.basis, joined.is_judged) == (Basis.ENTRY, False)
    assert state_on(joined.listing, TODAY) is State.DELISTED


def test_lists_not_imported_are_told(made) -> None:
    found = made.find("cs-nobody", name="Nobody")
    assert {name for one in found.searched for name in one.imported} == {"companies", "sanctions"}
    assert "UK Sanctions List" in {one.list_name for one in found.not_searched}
