"""Errors are sorted into classes, on made-up claims."""

from typing import Any

import pytest
from training.errors import count_errors

from countersight.extract.evaluation import GoldDocument, Miss

SOLD = "Orbex sold facial recognition cameras to the police of Kenya"
RAIN = "It rained on the hills all day long."
TEXT = " ".join([f"{SOLD}.", *(f"On day {day} the sun shone." for day in range(30)), RAIN])


def claim(**slots: Any) -> dict[str, Any]:
    return {"kind": "supply", "technology": ["facial_recognition"], "evidence": SOLD} | slots


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (claim(), None, ["missed within a window"]),
        (claim(evidence=RAIN), None, ["missed outside every window"]),
        (None, claim(), ["read where there is none"]),
        (claim(kind="deployment"), claim(supplier="Orbex"), ["kind: supply for deployment"]),
        (claim(supplier="Orbex"), claim(), ["supplier: left empty"]),
        (claim(supplier="Orbex"), claim(supplier="Veltrix"), ["supplier: another"]),
        (
            claim(),
            claim(recipient_country=["KE"], technology=["drones"]),
            ["recipient: filled where none is told", "technology: another"],
        ),
    ],
    ids=["missed", "outside", "spurious", "kind", "empty", "another", "two"],
)
def test_each_error_has_its_classes(
    gold: dict[str, Any] | None, predicted: dict[str, Any] | None, expected: list[str]
) -> None:
    document = GoldDocument(id="one", lang="en", text=TEXT, claims=())
    miss = Miss(document="one", what="", gold=gold, predicted=predicted)
    assert count_errors([miss], [document]) == dict.fromkeys(expected, 1)
