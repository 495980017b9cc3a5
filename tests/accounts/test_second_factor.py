"""A code counts once, within one step of the clock; a recovery code counts once, ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.accounts.conftest import Clock

from countersight.accounts.second_factor import (
    begin_second_factor,
    count_recovery_codes,
    matching_step,
    new_enrollment,
    renew_recovery_codes,
    use_code,
)

SECRET = pyotp.random_base32(32)


def code_at(clock: Clock, steps: int = 0, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(clock.now + timedelta(seconds=30 * steps))


@pytest.fixture
def codes(accounts, ana, clock) -> list[str]:
    made = begin_second_factor(accounts, ana.key, SECRET, code_at(clock))
    assert made is not None
    clock.move(minutes=5)
    return made


def test_code_of_the_standard_is_right() -> None:
    """Appendix B of RFC 6238, SHA-1, at 59 seconds: 94287082, of which six digits are shown."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    clock = Clock()
    clock.now = clock.now.fromtimestamp(59, clock.now.tzinfo)
    assert matching_step(secret, "287082", clock.now) == 1


@pytest.mark.parametrize(("drift", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_may_be_one_step_off(accounts, ana, clock, codes, drift, fits) -> None:
    assert use_code(accounts, ana.key, code_at(clock, drift)) is fits


def test_code_is_never_taken_twice(accounts, ana, clock, codes) -> None:
    code = code_at(clock)
    assert use_code(accounts, ana.key, code)
    assert not use_code(accounts, ana.key, code)
    clock.move(seconds=30)
    assert not use_code(accounts, ana.key, code)


def test_earlier_code_is_void_after_a_later_one(accounts, ana, clock, codes) -> None:
    assert use_code(accounts, ana.key, code_at(clock, 1))
    assert not use_code(accounts, ana.key, code_at(clock, 0))


def test_code_that_set_it_up_is_used_up(accounts, ana, clock) -> None:
    assert begin_second_factor(accounts, ana.key, SECRET, code_at(clock)) is not None
    assert not use_code(accounts, ana.key, code_at(clock))


def test_wrong_first_code_sets_nothing_up(accounts, ana, clock) -> None:
    assert begin_second_factor(accounts, ana.key, SECRET, code_at(clock, 5)) is None
    assert not use_code(accounts, ana.key, code_at(clock))


def test_same_code_at_once_counts_once(accounts, ana, clock, codes) -> None:
    code = code_at(clock)
    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(lambda _: use_code(accounts, ana.key, code), range(8))) == [False] * 7 + [True]


def test_recovery_code_is_used_up(accounts, ana, codes) -> None:
    assert len(set(codes)) == 10
    assert use_code(accounts, ana.key, codes[3].upper().replace("-", " "))
    assert not use_code(accounts, ana.key, codes[3])
    assert count_recovery_codes(accounts, ana.key) == 9


def test_new_recovery_codes_void_the_old(accounts, ana, codes) -> None:
    fresh = renew_recovery_codes(accounts, ana.key)
    assert not use_code(accounts, ana.key, codes[0])
    assert use_code(accounts, ana.key, fresh[0])


def test_recovery_codes_lie_as_hashes(accounts, ana, codes) -> None:
    kept = accounts.path.read_bytes() + accounts.path.with_name("accounts.db-wal").read_bytes()
    assert not any(code.encode() in kept or code.replace("-", "").encode() in kept for code in codes)


@given(st.text(max_size=12))
def test_other_words_are_no_code(code: str) -> None:
    right = {code_at(Clock(), drift) for drift in (-1, 0, 1)}
    assert (matching_step(SECRET, code, Clock().now) is None) == ("".join(code.split()) not in right)


def test_address_names_the_program_and_person() -> None:
    enrollment = new_enrollment("Ana & Co")
    assert enrollment.address.startswith("otpauth://totp/Countersight:Ana%20%26%20Co?secret=")
    assert len(enrollment.secret) == 32
