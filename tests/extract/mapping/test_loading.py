"""Mappings are read strictly."""

from collections.abc import Callable

import pytest

from countersight.errors import BadMapping
from countersight.extract.mapping.rules import TableMapping

Make = Callable[..., TableMapping]


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        pytest.param(("kind: supply", "kind: gift"), 9, "'gift' is none of supply", id="kind"),
        pytest.param(("default: reported", "default: maybe"), 10, "'maybe' is none of", id="status"),
        pytest.param(("x: alleged", "x: perhaps"), 10, "'perhaps' is none of", id="status of a word"),
        pytest.param(("Spyware: spyware", "Spyware: telepathy"), 11, "no technology", id="technology"),
        pytest.param(("when: Year", "wenn: Year"), 14, "wenn means nothing here", id="slot"),
        pytest.param(("name: made-up", "name: Made Up"), 1, "small letters", id="name"),
        pytest.param(("2024-02-01", "last year"), 5, "no day", id="day"),
        pytest.param(("{constant: EUR, because: the header says so}", "{constant: EUR}"), 15, "because", id="reason"),
        pytest.param(("recipient: {territory: Buyer}", "recipient: {}"), 13, "a name or a territory", id="party"),
        pytest.param(
            ("territory: Buyer", "territory: {constant: zz, because: so}"), 13, "no code of a", id="territory"
        ),
        pytest.param(("columns: [Buyer, Seller, What]", "without: [Buyer]"), 6, "known by its columns", id="recognize"),
        pytest.param(("column: What, values", "column: What, pattern: '(', values"), 11, "regular expression", id="re"),
        pytest.param(("index: Index", "index: {first of: [A], column: B}"), 17, "needs one of", id="two ways"),
    ],
)
def test_mistakes_are_told_with_their_line(mapping: Make, change: tuple[str, str], line: int, reason: str) -> None:
    with pytest.raises(BadMapping, match=reason) as caught:
        mapping(change)
    assert caught.value.line == line


def test_missing_fields_are_told(mapping: Make) -> None:
    with pytest.raises(BadMapping, match=r"made-up\.yml:1: title is missing"):
        mapping(("title: Deals that never were\n", ""))


def test_another_wording_is_another_extractor(mapping: Make) -> None:
    assert mapping().extractor != mapping(("Nobody", "Somebody")).extractor
    assert mapping().extractor.startswith("mapping/made-up@1+")
