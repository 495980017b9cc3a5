"""Tests of claims in the gold format."""

from collections.abc import Callable
from datetime import date

from countersight.extract.gold import claim_to_gold
from countersight.model.claim import Claim

Read = Callable[..., list[Claim]]


def test_claim_becomes_a_gold_record(read: Read) -> None:
    words = "Orbex sold 500 spyware licenses to Uganda and Kenya in May 2012."
    (claim,) = read(words)
    record = claim_to_gold(claim)
    assert record["recipient_country"] == ["UG", "KE"]
    assert (record["supplier"], record["technology"], record["when"]) == ("Orbex", ["spyware"], "2012-05")
    assert words[record["start"] : record["end"]] == record["evidence"]


def test_single_territory_is_no_list(read: Read) -> None:
    (claim,) = read("Orbex sold spyware to Uganda.")
    assert claim_to_gold(claim)["recipient_country"] == "UG"


def test_anchored_time_is_left_out(read: Read) -> None:
    (claim,) = read("Orbex sold spyware to Uganda last year.", published=date(2020, 1, 2))
    assert claim.when is not None
    assert claim.when.anchored_to == date(2020, 1, 2)
    assert claim_to_gold(claim)["when"] is None
