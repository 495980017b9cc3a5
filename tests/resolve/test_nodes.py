"""Names and ids as people give them lead to one node, or to an error that says what to do."""

import pytest
from tests.resolve.trading import APART, Trade

from countersight.errors import AmbiguousId, BadJudgement, NotFound
from countersight.model.identity import name_node
from countersight.model.parties import name_key


def test_name_is_found_as_it_stands_in_claims(local_trade: Trade) -> None:
    local_trade.tell("Alder  Optics", times=2)
    local_trade.tell("ALDER-OPTICS", times=1)
    found = local_trade.nodes().find(" alder optics ")
    assert (found.id, found.name, found.claims, found.means) == (name_node("alder optics"), "Alder  Optics", 3, None)


def test_node_is_found_by_the_beginning_of_its_id(local_trade: Trade) -> None:
    local_trade.tell("Alder Optics")
    node = name_node("alder optics")
    assert local_trade.nodes().find(node[:12]).id == node


def test_known_organization_is_found_by_id_and_name(local_trade: Trade) -> None:
    nodes = local_trade.nodes()
    assert nodes.find("cs-birch").name == "Birch"
    assert nodes.find("cs-ability").id == "cs-ability"
    assert nodes.find("AccessData").id == "cs-accessdata"


def test_beginning_of_several_ids_is_refused(local_trade: Trade) -> None:
    with pytest.raises(AmbiguousId, match=r"cs-a.*, \.\.\."):
        local_trade.nodes().find("cs-a")


def test_unknown_name_is_refused_with_names_near_it(local_trade: Trade) -> None:
    local_trade.tell("Alder Optics")
    with pytest.raises(NotFound, match="near it: Alder Optics"):
        local_trade.nodes().find("Aldr Optics")


def test_name_in_unrelated_territories_asks_which(local_trade: Trade) -> None:
    local_trade.tell("National Police", "ke", times=2)
    local_trade.tell("National Police", "gh")
    nodes = local_trade.nodes()
    with pytest.raises(AmbiguousId, match=r"“National Police \(gh\)” in 1, “National Police \(ke\)” in 2"):
        nodes.find("National Police")
    within = nodes.find("National Police (ke)")
    assert (within.id, within.claims) == (name_node(name_key("national police", "ke")), 2)
    with pytest.raises(NotFound):
        nodes.find("National Police (ug)")


def test_name_without_territory_beside_one_is_no_question(local_trade: Trade) -> None:
    local_trade.tell("National Police", "ke")
    local_trade.tell("National Police")
    assert local_trade.nodes().find("National Police").claims == 2


def test_name_stands_for_what_the_machine_takes_it_for(local_trade: Trade) -> None:
    local_trade.tell("Alder Works", machine="cs-alder", times=2)
    local_trade.tell("Birch Ltd")
    one, other = local_trade.nodes().find_pair("Alder Works", "Birch Ltd")
    assert (one.id, other.id) == ("cs-alder", name_node("birch ltd"))


def test_name_beside_its_own_organization_is_itself(local_trade: Trade) -> None:
    local_trade.tell("Alder Works", machine="cs-alder")
    one, _ = local_trade.nodes().find_pair("Alder Works", "cs-alder")
    assert one.id == name_node("alder works")
    local_trade.judge("Alder Works", "cs-alder", APART)
    assert local_trade.undo("Alder Works", "cs-alder").left_name != ""


def test_name_mostly_taken_for_one_organization_stands_for_it(local_trade: Trade) -> None:
    local_trade.tell("Alder Works", "ke", machine="cs-alder", times=2)
    local_trade.tell("Alder Works", "gh")
    local_trade.tell("Birch Ltd")
    one, _ = local_trade.nodes().find_pair("Alder Works", "Birch Ltd")
    assert one.id == "cs-alder"
    within, _ = local_trade.nodes().find_pair("Alder Works (gh)", "Birch Ltd")
    assert within.id == name_node(name_key("alder works", "gh"))


def test_name_of_several_organizations_is_itself(local_trade: Trade) -> None:
    local_trade.tell("Alder", machine="cs-alder")
    local_trade.tell("Alder", machine="cs-birch")
    local_trade.tell("Cypress")
    one, _ = local_trade.nodes().find_pair("Alder", "Cypress")
    assert one.id == name_node("alder")


def test_two_names_of_one_organization_are_no_pair(local_trade: Trade) -> None:
    local_trade.tell("Alder Works", machine="cs-alder")
    local_trade.tell("Alder Factory", machine="cs-alder")
    with pytest.raises(BadJudgement, match="both Alder"):
        local_trade.nodes().find_pair("Alder Works", "Alder Factory")


def test_id_is_taken_at_its_word(local_trade: Trade) -> None:
    local_trade.tell("Alder Works", machine="cs-alder")
    local_trade.tell("Birch Ltd")
    one, _ = local_trade.nodes().find_pair(name_node("alder works"), "Birch Ltd")
    assert one.id == name_node("alder works")


def test_judged_name_is_found_after_its_claims_are_gone(local_trade: Trade) -> None:
    (claim,) = local_trade.tell("Alder Optics")
    local_trade.judge("Alder Optics", "cs-birch")
    with local_trade.store.writer() as writer:
        writer.retire_claims(claim.evidence[0].text_id, "another@2")
    assert local_trade.nodes().find("alder optics").id == name_node("alder optics")
    assert local_trade.undo("Alder Optics", "cs-birch").sequence == 2


def test_party_without_a_name_is_no_node(local_trade: Trade) -> None:
    local_trade.tell(None, "ke")
    assert local_trade.nodes().names == {}
