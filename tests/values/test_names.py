"""Names folded for comparison."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.names import LEGAL_FORMS, fold_name, fold_spelling, has_legal_form, same_name

ELF = Path(__file__).parents[3] / "shared/data/gleif_elf/elf-codes-1.4.1.csv"
NOT_IN_ELF = {
    "co kg", "co ltd", "dd", "fzco", "fze", "gmbh and co kg", "jsc", "k k", "kk", "ojsc", "ooo", "pjsc", "s r o",
    "sa de cv", "sasu", "sl", "sro", "ug", "zao", "股份有限公司", "有限责任公司",
}  # fmt: skip
"""Written in other ways there: as full words, or with the company's name between."""


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Umbral Optics Co., Ltd.", "umbral optics"),
        ("UMBRAL OPTICS CO. LTD", "umbral optics"),
        ("Umbral & Sohn GmbH & Co. KG", "umbral and sohn"),
        ("Òmbra S.p.A.", "ombra"),
        ("The Umbral Company", "umbral"),
        ("Umbral’s", "umbral"),
        ("ООО «Умбрал»", "умбрал"),
        ("Йод", "йод"),
        ("昂布股份有限公司", "昂布"),
        ("شركة أمبرال", "امبرال"),
        ("Øster-Łódź Straße", "oster lodz strasse"),
        ("U.M.B.", "umb"),
        ("Ltd.", "ltd"),
        ("", ""),
    ],
)
def test_what_does_not_tell_goes(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_same_names_are_the_same() -> None:
    assert same_name("Umbral Optics, Inc.", "umbral optics")
    assert not same_name("Umbral Optics", "Umbral Objects")
    assert not same_name("", "...")


def test_legal_forms_are_noticed() -> None:
    assert has_legal_form("Umbral Ltd")
    assert not has_legal_form("Umbral Optics")


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold_spelling(fold_spelling(name)) == fold_spelling(name)
    assert fold_name(fold_name(name)) == fold_name(name)


@pytest.mark.skipif(not ELF.exists(), reason="needs GLEIF's list of legal forms beside the project")
def test_legal_forms_are_real() -> None:
    with ELF.open(encoding="utf-8-sig", newline="") as file:
        known = {
            re.sub(r"[\W_]+", " ", part.casefold()).strip()
            for row in csv.DictReader(file)
            for column, value in row.items()
            if "bbrev" in column or "name" in column
            for part in value.split(";")
        }
    joined = {form.replace(" ", "") for form in known}
    assert {form for form in LEGAL_FORMS if form not in known and form.replace(" ", "") not in joined} <= NOT_IN_ELF
