"""Pairs worth judging: what was left open and what is alike, without what a person need not look at."""

from tests.resolve.trading import APART, ENTITIES, UNSURE, Trade

from countersight.model.identity import name_node
from countersight.model.parties import name_key
from countersight.resolve.registry import Candidate
from countersight.resolve.suggestions import Suggestion, suggest_pairs


def suggest(trade: Trade, **options) -> list[Suggestion]:
    with trade.store.view() as view:
        return suggest_pairs(trade.nodes(), view.judgements(), ENTITIES.values(), **options)


def pairs(suggestions: list[Suggestion]) -> set[tuple[str, str]]:
    return {(one.one.name, one.other.name) for one in suggestions}


def test_what_the_machine_left_open_comes_with_its_reason(local_trade: Trade) -> None:
    local_trade.tell("Orbex Trading", machine="cs-birch", value=UNSURE, basis="it may be a branch", times=2)
    (found,) = suggest(local_trade)
    assert (found.one.name, found.other.id, found.claims, found.probability, found.reason) == (
        "Orbex Trading", "cs-birch", 2, None, "it may be a branch",
    )  # fmt: skip


def test_open_name_in_unrelated_territories_is_asked_for_within_each(local_trade: Trade) -> None:
    for code in ("ke", "gh"):
        local_trade.tell("National Guard", code, machine="cs-birch", value=UNSURE)
    assert {one.one.id for one in suggest(local_trade)} == {
        name_node(name_key("national guard", code)) for code in ("ke", "gh")
    }


def test_names_that_are_alike_are_brought_together(local_trade: Trade) -> None:
    local_trade.tell("Quillon Optics", times=3)
    local_trade.tell("Quilon Optics", times=2)
    (found,) = suggest(local_trade)
    assert (found.one.name, found.other.name) == ("Quilon Optics", "Quillon Optics")
    assert found.claims == 2
    assert found.probability > 0.5


def test_kept_name_is_brought_to_an_organization(local_trade: Trade) -> None:
    local_trade.tell("Cedar Holdings")
    assert ("Cedar Holdings", "Cedar Holding") in pairs(suggest(local_trade))


def test_imported_lists_are_searched(local_trade: Trade) -> None:
    local_trade.tell("Quillon Optics")
    found = [Candidate(entity_id="cs-birch", name="Quillon Optics Ltd", score=0.9)]
    assert ("Quillon Optics", "Birch") in pairs(suggest(local_trade, search=lambda name: found))


def test_descriptions_are_left_out(local_trade: Trade) -> None:
    local_trade.tell("the quillon ministry")
    local_trade.tell("quillon ministry")
    assert suggest(local_trade) == []


def test_names_of_different_states_are_left_out(local_trade: Trade) -> None:
    local_trade.tell("Quillon Guard", "ke")
    local_trade.tell("Quilon Guard", "gh")
    assert suggest(local_trade) == []


def test_what_the_machine_denied_is_left_out(local_trade: Trade) -> None:
    local_trade.tell("Cedar Holdings", machine="Q9000002", value=APART)
    assert "Cedar Holding" not in {other for _, other in pairs(suggest(local_trade))}


def test_what_follows_from_judgements_is_left_out(local_trade: Trade) -> None:
    local_trade.tell("Quillon Optics")
    local_trade.tell("Quilon Optics")
    local_trade.judge("Quillon Optics", "cs-birch")
    local_trade.judge("Quilon Optics", "cs-birch")
    assert suggest(local_trade) == []
