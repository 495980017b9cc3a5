"""Numbers of claims."""

from collections.abc import Callable
from typing import Any

import pytest

from countersight.errors import UsageError
from countersight.extract.mapping import Asked, CountRow, TableMapping, count_claims
from countersight.extract.mapping.claims import make_claims
from countersight.extract.mapping.counting import parse_condition
from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rows import read_tables
from countersight.model.text import DocumentText

Count = Callable[..., list[CountRow]]
DEALS = """\
Buyer,Seller,Seat,What,Year,Price,Doubt,Index
Kenya,Orbex,"Israel, Hungary",Spyware,2019,100,,low
Kenya,Gelt,Italy,Cameras,2020,50,,low
France,Orbex,Israel,Spyware,2019,7,x,high
"""


@pytest.fixture
def count(table: Callable[..., DocumentText], mapping: Callable[..., TableMapping]) -> Count:
    """Count the claims of a made-up table."""
    text, rules = table(DEALS), mapping()
    made = make_claims(text, read_tables(text)[0].rows, rules, Report())
    claims = [claim for row in made for claim in row.claims]

    def ask(*where: str, **asked: Any) -> list[CountRow]:
        conditions = tuple(map(parse_condition, where))
        return count_claims(claims, lambda _: text, [rules], Asked(where=conditions, **asked))

    return ask


def test_all_are_one_group(count: Count) -> None:
    (row,) = count(distinct="recipient-territory")
    assert (row.claims, row.rows, row.distinct, row.sums) == (3, 3, 2, {"EUR": 157.0})


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("recipient-territory", {"ke": 2, "fr": 1}),
        ("supplier", {"Orbex": 2, "Gelt": 1}),
        ("supplier-territory", {"il": 2, "hu": 1, "it": 1}),
        ("technology", {"spyware": 2, "video_surveillance": 1}),
        ("status", {"reported": 2, "alleged": 1}),
        ("year", {"2019": 2, "2020": 1}),
        ("row.index", {"low": 2, "high": 1}),
        ("row.Doubt", {"(none)": 2, "x": 1}),
        ("mapping", {"made-up": 3}),
    ],
)
def test_claims_are_grouped(count: Count, field: str, numbers: dict[str, int]) -> None:
    assert {row.group[field]: row.claims for row in count(by=(field,))} == numbers


@pytest.mark.parametrize(
    ("where", "claims"),
    [
        (["supplier-territory=il"], 2),
        (["supplier-territory=IL|it"], 3),
        (["status!=alleged"], 2),
        (["technology=spyware", "row.index=low"], 1),
        (["row.Doubt=(none)"], 2),
    ],
    ids=["one", "one of two", "not", "both", "none told"],
)
def test_conditions_hold(count: Count, where: list[str], claims: int) -> None:
    assert count(*where)[0].claims == claims


def test_sums_go_by_group(count: Count) -> None:
    assert {row.group["supplier"]: row.sums for row in count(by=("supplier",))} == {
        "Orbex": {"EUR": 107.0}, "Gelt": {"EUR": 50.0},
    }  # fmt: skip


def test_nothing_found_is_zero(count: Count) -> None:
    assert [row.claims for row in count("status=denied")] == [0]
    assert count("status=denied", by=("status",)) == []
    assert count(mapping="other")[0].claims == 0


@pytest.mark.parametrize("words", ["status", "=x", "status="], ids=["no sign", "no field", "no value"])
def test_bad_conditions_are_refused(words: str) -> None:
    with pytest.raises(UsageError, match="a condition is"):
        parse_condition(words)


def test_unknown_fields_are_refused(count: Count) -> None:
    with pytest.raises(UsageError, match="no field 'buyer'"):
        count(by=("buyer",))
