import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.discovery.languages import language_code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en-us", "en"),
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("fra", "fr"),
        ("ger", "de"),
        ("iw", "he"),
        ("hak", "hak"),
        ("Spanish", "es"),
        (" arabic ", "ar"),
        ("und", None),
        ("xx", None),
        ("x-default", None),
        ("Klingonese", None),
        ("", None),
        (None, None),
    ],
)
def test_language_is_told(said: str | None, code: str | None) -> None:
    assert language_code(said) == code


@settings(deadline=None)
@given(st.text(max_size=20))
def test_code_is_a_code_of_itself(said: str) -> None:
    code = language_code(said)
    assert code is None or language_code(code) == code
