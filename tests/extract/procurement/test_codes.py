"""What codes of classifications say of the trade."""

import pytest

from countersight.extract.procurement.codes import Family, judge_code
from countersight.reference import load_reference
from countersight.values.taxonomy import load_taxonomy


@pytest.mark.parametrize(
    ("scheme", "code", "family"),
    [
        ("CPV", "35125300", Family.TRADE),
        ("cpv", "35125300-2", Family.TRADE),
        ("CPV", "35120000", Family.NEAR),
        ("CPV", "38651000", Family.OTHER),
        ("UNSPSC", "46171610", Family.TRADE),
        ("UNSPSC", "46171699", Family.NEAR),
    ],
)
def test_codes_are_judged(scheme, code, family):
    meaning = judge_code(scheme, code)
    assert meaning is not None
    assert meaning.family is family


@pytest.mark.parametrize(
    ("scheme", "code"), [("CPV", "45000000"), ("COFOG", "35125300"), ("", "35125300"), ("CPV", "x")]
)
def test_other_codes_say_nothing(scheme, code):
    assert judge_code(scheme, code) is None


def test_labels_are_of_the_taxonomy():
    for table in load_reference("procurement/codes.yaml").values():
        assert {entry["label"] for entry in table["trade"].values()} <= set(load_taxonomy())
        assert all(len(code) == table["digits"] for code in table["trade"])
