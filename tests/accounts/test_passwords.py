"""Passwords are long rather than complicated, and kept as argon2id hashes of the strength that OWASP asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.accounts.conftest import PASSWORD

from countersight.accounts import passwords
from countersight.accounts.passwords import HASHER, hash_password, is_password, needs_rehash, require_strong
from countersight.errors import WeakPassword


def test_hash_has_the_least_strength_of_owasp() -> None:
    kept = HASHER.hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert HASHER.verify(kept, PASSWORD)


def test_password_is_compared_exactly(cheap_hashes) -> None:
    kept = hash_password("  Größe ist nicht alles 🔑 ")
    assert is_password("  Größe ist nicht alles 🔑 ", kept)
    for other in ("Größe ist nicht alles 🔑", "  größe ist nicht alles 🔑 ", "", "\udcff"):
        assert not is_password(other, kept)


def test_nothing_is_the_password_of_nobody(cheap_hashes) -> None:
    assert not is_password("nobody's", None)
    assert not is_password(PASSWORD, "no hash")


def test_hash_of_other_strength_is_made_anew(cheap_hashes) -> None:
    assert needs_rehash(HASHER.hash(PASSWORD))
    assert not needs_rehash(hash_password(PASSWORD))


def test_nobody_costs_as_much_as_somebody(monkeypatch, cheap_hashes) -> None:
    """Not a matter of clocks, which are unreliable in tests: a hash is computed either way."""
    computed = []
    real = passwords.HASHER

    class Counting:
        def verify(self, kept: str, given: bytes) -> bool:
            computed.append(kept)
            return real.verify(kept, given)

    passwords._decoy()
    monkeypatch.setattr(passwords, "HASHER", Counting())
    is_password(PASSWORD, None)
    is_password("something else", real.hash(PASSWORD))
    assert [kept.split("$")[1:4] for kept in computed] == [computed[0].split("$")[1:4]] * 2


@pytest.mark.parametrize(
    "weak",
    [
        "fourteen chars",
        "aaaaaaaaaaaaaaaaaaaa",
        "passwordpassword",
        "Password1234567890",
        "qwertyuiopasdfghjkl",
        "0123456789012345",
        "abcabcabcabcabcabc",
        "Marguerite Marguerite",
        "countersightcountersight1",
        "zyxwvutsrqponmlk",
        "x" * 1_001,
        "1qaz2wsx3edc4rfv",
        "q1w2e3r4t5y6u7i8",
        "qazwsxedcrfvtgb",
        "йцукенгшщзхъфывап",
        "Elephant2031!!!",
        "elephant2031elephant",
        "123456789Elephant",
        "P4$$w0rdP4$$w0rd",
        "margu3rite margu3rite",
        "surveillance2031",
        "i love you dragon 1234",
    ],
)
def test_easily_guessed_password_is_refused(weak: str) -> None:
    with pytest.raises(WeakPassword):
        require_strong(weak, name="Marguerite")


@pytest.mark.parametrize(
    "strong",
    [
        PASSWORD,
        "correct horse battery staple",
        "ma grand-mère vend des parapluies",
        "一二三 四五六 七八九 百千万 东南西北",
        "ferry otter lamp",
        "k7vqz0mwt3xh9ub",
        "yVu9 kd0-w7Hq" * 2 + "Tz!x4Lm#e" * 5,
    ],
)
def test_long_password_is_taken(strong: str) -> None:
    require_strong(strong, name="Marguerite")


def test_listed_password_is_refused(tmp_path) -> None:
    (tmp_path / "list").write_text(f"other\n{PASSWORD}\n", encoding="utf-8")
    with pytest.raises(WeakPassword, match="others have used"):
        require_strong(PASSWORD, name="Ana", refused=tmp_path / "list")
    require_strong(PASSWORD + "!", name="Ana", refused=tmp_path / "list")


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd"], include_characters=" "), min_size=24, max_size=60))
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    """Whatever is refused is refused as easily guessed; never for lacking a digit, capital or sign."""
    assert "left to guess" in (why_refused(password) or "left to guess")


def why_refused(password: str) -> str:
    try:
        require_strong(password, name="Ana")
    except WeakPassword as error:
        return str(error)
    return ""
