"""What the claims of a group say together."""

from countersight.corroborate.summaries import merge_parties
from countersight.model.finding import FindingParty


def placed(*codes: str) -> FindingParty:
    return FindingParty(key=",".join(codes), name=None, entity_id=None, territories=codes)


def test_territory_that_one_of_two_adds_is_left_out() -> None:
    merged = merge_parties([placed("xx"), placed("xx", "yy")])
    assert merged is not None
    assert merged.territories == ("xx",)


def test_territories_without_a_majority_stay() -> None:
    merged = merge_parties([placed("xx"), placed("yy")])
    assert merged is not None
    assert merged.territories == ("xx", "yy")


def test_nobody_told_is_nobody() -> None:
    assert merge_parties([None, None]) is None
