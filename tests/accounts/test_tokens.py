"""A token opens what its person may, no more, until its day."""

from datetime import timedelta

import pytest

from countersight.accounts import Role
from countersight.accounts.people import change_role, disable_person
from countersight.accounts.tokens import AT_MOST, TokenScope, find_token, list_tokens, make_token, revoke_token
from countersight.errors import BadToken


def make(accounts, person, **changes):
    asked = {"purpose": "a script", "role": Role.READER, "lasts": timedelta(days=30), **changes}
    return make_token(accounts, person.key, **asked)


def test_token_acts_for_its_person(accounts, ana, clock) -> None:
    secret = make(accounts, ana)
    assert find_token(accounts, secret) == (ana, Role.READER)
    (listed,) = list_tokens(accounts, ana.key)
    assert (listed.purpose, listed.used_on) == ("a script", "2026-03-01")
    kept = accounts.path.read_bytes() + accounts.path.with_name("accounts.db-wal").read_bytes()
    assert secret.encode() not in kept


def test_token_expires(accounts, ana, clock) -> None:
    secret = make(accounts, ana)
    clock.move(days=30)
    assert find_token(accounts, secret) is None
    assert list_tokens(accounts, ana.key) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": Role.EDITOR},
        {"purpose": " "},
        {"purpose": "x" * 81},
        {"lasts": timedelta(0)},
        {"lasts": timedelta(days=400)},
    ],
    ids=str,
)
def test_token_beyond_measure_is_refused(accounts, ana, wrong) -> None:
    with pytest.raises(BadToken):
        make(accounts, ana, **wrong)


def test_token_shrinks_with_its_person(accounts, ana) -> None:
    secret = make(accounts, ana, role=Role.REVIEWER)
    change_role(accounts, "Ana", Role.READER, by="test")
    found = find_token(accounts, secret)
    assert found is not None
    assert found[1] is Role.READER
    change_role(accounts, "Ana", Role.ADMIN, by="test")
    again = find_token(accounts, secret)
    assert again is not None
    assert again[1] is Role.REVIEWER


def test_revoked_token_opens_nothing(accounts, ana) -> None:
    secret = make(accounts, ana)
    (listed,) = list_tokens(accounts, ana.key)
    assert not revoke_token(accounts, listed.digest, of="bo")
    assert revoke_token(accounts, listed.digest, of=ana.key)
    assert find_token(accounts, secret) is None


def test_token_of_disabled_person_opens_nothing(accounts, ana) -> None:
    secret = make(accounts, ana)
    disable_person(accounts, "Ana", by="test")
    assert find_token(accounts, secret) is None


def test_nobody_has_too_many(accounts, ana) -> None:
    for _ in range(AT_MOST):
        make(accounts, ana)
    with pytest.raises(BadToken, match="revoke"):
        make(accounts, ana)


def test_private_token_opens_only_addresses(accounts, ana) -> None:
    private = make(accounts, ana, role=Role.REVIEWER, scope=TokenScope.PRIVATE)
    assert find_token(accounts, private) is None
    assert find_token(accounts, private, scope=TokenScope.PRIVATE) == (ana, Role.READER)
    assert find_token(accounts, make(accounts, ana), scope=TokenScope.PRIVATE) is None
    assert {one.scope for one in list_tokens(accounts, ana.key)} == {TokenScope.API, TokenScope.PRIVATE}
