"""What the words for a recipient tell."""

import dataclasses

import pytest
from tests.corroborate.conftest import find_mention, make_claim, write_text

from countersight.corroborate.assertions import reduce_claim
from countersight.corroborate.recipients import CUSTOMERS, counts_recipients, find_own_name
from countersight.model.claim import Claim, Kind, Party, TerritorySlot
from countersight.model.evidence import Mention


def named(name: str) -> Party:
    return Party(mention=Mention(name=name, start=0, end=len(name)))


def told(words: str, recipient: str, territory: TerritorySlot | None = None, **slots: object) -> Claim:
    """Claim that Glimmer Optics sells to a recipient whose territory, if any, stands elsewhere."""
    text = write_text(words)
    made = make_claim(text, recipient=None, **slots)
    fields = {field.name: getattr(made, field.name) for field in dataclasses.fields(made) if field.name != "id"}
    party = Party(mention=find_mention(text, recipient), territories=(territory,) if territory else ())
    return Claim.make(**{**fields, "recipient": party})


@pytest.mark.parametrize(
    ("words", "recipient"),
    [
        ("Glimmer Optics sells to governments", "governments"),
        ("Glimmer Optics sells only to law enforcement agencies", "law enforcement agencies"),
        ("Glimmer Optics vend aux gouvernements", "gouvernements"),
        ("Glimmer Optics 只向政府出售", "政府"),
    ],
    ids=["plural", "only", "French", "Chinese"],
)
def test_who_is_sold_to_at_all_has_no_territory(words: str, recipient: str) -> None:
    elsewhere = TerritorySlot(code="xx", inferred="nearest")
    reduced = reduce_claim(told(words, recipient, elsewhere), {})
    assert reduced.recipient is not None
    assert (reduced.recipient.key, reduced.territories, reduced.near) == (CUSTOMERS, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("words", "recipient", "kind"),
    [
        ("Glimmer Optics sells to the government", "the government", Kind.SUPPLY),
        ("Glimmer Optics serves governments", "governments", Kind.DEPLOYMENT),
        ("Glimmer Optics sells only to Strelsau Police", "Strelsau Police", Kind.SUPPLY),
    ],
    ids=["one", "use", "named"],
)
def test_who_is_meant_keeps_the_territory(words: str, recipient: str, kind: Kind) -> None:
    elsewhere = TerritorySlot(code="xx", inferred="nearest")
    assert reduce_claim(told(words, recipient, elsewhere, kind=kind), {}).territories == {"xx"}


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("nine ISPs", set()),
        ("the National Police", set()),
        ("Strelsau Net", {"strels", "net"}),
        ("Hentzau Rescue Board", {"hentza", "rescue", "board", "hrb"}),
    ],
    ids=["counted", "common", "named", "initials"],
)
def test_own_name_is_written_large(name: str, own: set[str]) -> None:
    assert find_own_name(named(name)) == own


def test_no_name_is_no_own_name() -> None:
    assert (
        find_own_name(None) == find_own_name(Party(territories=(TerritorySlot(code="xx", inferred="test"),))) == set()
    )


@pytest.mark.parametrize(("figure", "expected"), [("three providers", True), ("500 cameras", False)])
def test_figure_within_the_recipient_counts_recipients(figure: str, expected: bool) -> None:
    value, unit = (3, "providers") if expected else (500, "cameras")
    words = "Glimmer Optics sold 500 cameras to three providers in Ruritania"
    made = told(words, "three providers in Ruritania", figure=(value, unit, figure))
    assert counts_recipients(made) is expected
