"""What a person keeps is theirs, comes back as it was, and is bounded."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.conftest import join

from countersight.accounts import Role
from countersight.accounts.keeping import (
    AT_MOST,
    Preference,
    Searched,
    bind_keys,
    bound_keys,
    list_searches,
    look_at_search,
    prefer,
    preferred,
    remove_search,
    save_search,
)
from countersight.errors import BadPreference, NotFound

PARAMS = st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=12)), max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARAMS)
def test_search_comes_back_as_it_was(accounts, ana, params) -> None:
    saved = save_search(accounts, ana.key, "mine", Searched.CLAIMS, params)
    assert list_searches(accounts, ana.key) == [saved]


def test_looking_moves_what_is_new(accounts, ana, clock) -> None:
    save_search(accounts, ana.key, "cameras", Searched.FINDINGS, [("q", "camera")])
    clock.move(days=1)
    look_at_search(accounts, ana.key, "cameras")
    (one,) = list_searches(accounts, ana.key)
    assert (one.looked_at - one.saved_at).days == 1


@pytest.mark.parametrize("act", [look_at_search, remove_search])
def test_search_of_another_is_not_there(accounts, ana, act) -> None:
    bo = join(accounts, "Bo", Role.ADMIN)
    save_search(accounts, ana.key, "cameras", Searched.FINDINGS, [])
    with pytest.raises(NotFound):
        act(accounts, bo.key, "cameras")


def test_removed_search_is_gone(accounts, ana) -> None:
    save_search(accounts, ana.key, "cameras", Searched.FINDINGS, [])
    remove_search(accounts, ana.key, "cameras")
    assert list_searches(accounts, ana.key) == []


@pytest.mark.parametrize(("name", "params"), [(" ", []), ("x" * 121, []), ("x", [("q", "y" * 4_000)])])
def test_endless_search_is_refused(accounts, ana, name, params) -> None:
    with pytest.raises(BadPreference):
        save_search(accounts, ana.key, name, Searched.FINDINGS, params)


def test_nobody_keeps_too_many(accounts, ana) -> None:
    for number in range(AT_MOST):
        save_search(accounts, ana.key, str(number), Searched.FINDINGS, [])
    with pytest.raises(BadPreference, match="remove one"):
        save_search(accounts, ana.key, "one more", Searched.FINDINGS, [])
    save_search(accounts, ana.key, "7", Searched.CLAIMS, [])


def test_key_bindings_replace_one_another(accounts, ana) -> None:
    bind_keys(accounts, ana.key, {"accept": "a", "reject": "x"})
    bind_keys(accounts, ana.key, {"accept": "j"})
    assert bound_keys(accounts, ana.key) == {"accept": "j"}
    bind_keys(accounts, ana.key, {})
    assert bound_keys(accounts, ana.key) == {}


@pytest.mark.parametrize("bindings", [{"accept": "a", "reject": "a"}, {"accept": ""}, {"x" * 41: "a"}], ids=str)
def test_colliding_keys_are_refused(accounts, ana, bindings) -> None:
    with pytest.raises(BadPreference):
        bind_keys(accounts, ana.key, bindings)


def test_preference_is_one_of_the_choices(accounts, ana) -> None:
    prefer(accounts, ana.key, Preference.THEME, "light")
    prefer(accounts, ana.key, Preference.THEME, "dark")
    assert preferred(accounts, ana.key) == {Preference.THEME: "dark"}
    with pytest.raises(BadPreference, match="light"):
        prefer(accounts, ana.key, Preference.THEME, "pink")
