"""People are added, changed and kept out by admins, and one admin is always left."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.conftest import Clock, join

from countersight.accounts import Accounts, Role, State
from countersight.accounts.events import Happening, read_events
from countersight.accounts.people import (
    add_person,
    change_role,
    disable_person,
    enable_person,
    find_person,
    has_admin,
    list_people,
    remove_person,
)
from countersight.accounts.sessions import Level, begin_session, find_session
from countersight.accounts.tokens import find_token, make_token
from countersight.errors import BadPerson, LastAdmin, NotFound


def test_name_is_found_however_typed(accounts, ana) -> None:
    assert find_person(accounts, "  ANA ") == ana
    assert ana.state is State.ACTIVE


@pytest.mark.parametrize("name", ["", "a\x00b", "<script>", "ana", "ＡＮＡ"])
def test_taken_or_strange_name_is_refused(accounts, ana, name) -> None:
    with pytest.raises(BadPerson):
        add_person(accounts, name, Role.READER, by="test")


def test_unknown_name_is_told(accounts) -> None:
    with pytest.raises(NotFound):
        find_person(accounts, "Bo")


def test_removed_name_is_never_given_again(accounts, ana) -> None:
    remove_person(accounts, "Ana", by="test")
    assert list_people(accounts) == []
    assert [one.state for one in list_people(accounts, with_removed=True)] == [State.REMOVED]
    with pytest.raises(BadPerson, match="taken"):
        add_person(accounts, "Ana", Role.READER, by="test")


@pytest.mark.parametrize("act", [disable_person, remove_person])
def test_keeping_out_ends_sessions_and_tokens(accounts, ana, act, clock) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL)
    token = make_token(accounts, ana.key, purpose="a script", role=Role.READER, lasts=timedelta(days=1))
    act(accounts, "Ana", by="test")
    assert find_session(accounts, secret) is None
    assert find_token(accounts, token) is None


def test_changed_role_ends_sessions(accounts, ana) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL)
    assert change_role(accounts, "Ana", Role.EDITOR, by="test").role is Role.EDITOR
    assert find_session(accounts, secret) is None


def test_same_role_changes_nothing(accounts, ana) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL)
    change_role(accounts, "Ana", Role.REVIEWER, by="test")
    assert find_session(accounts, secret) is not None


@pytest.mark.parametrize(
    "act",
    [
        lambda accounts: disable_person(accounts, "Bo", by="test"),
        lambda accounts: remove_person(accounts, "Bo", by="test"),
        lambda accounts: change_role(accounts, "Bo", Role.EDITOR, by="test"),
    ],
    ids=["disable", "remove", "change role"],
)
def test_last_admin_stays(accounts, act) -> None:
    join(accounts, "Bo", Role.ADMIN)
    add_person(accounts, "Invited", Role.ADMIN, by="test")
    add_person(accounts, "Here", Role.ADMIN, by="test", state=State.LOCAL)
    with pytest.raises(LastAdmin):
        act(accounts)
    join(accounts, "Cy", Role.ADMIN)
    act(accounts)


def test_disabled_person_comes_back(accounts, ana) -> None:
    disable_person(accounts, "Ana", by="test")
    assert enable_person(accounts, "Ana", by="test").state is State.ACTIVE
    with pytest.raises(BadPerson, match="not disabled"):
        enable_person(accounts, "Ana", by="test")


def test_local_person_keeps_name_in_a_team(accounts) -> None:
    add_person(accounts, "Ana", Role.ADMIN, by="test", state=State.LOCAL)
    assert not has_admin(accounts)
    add_person(accounts, "Ana", Role.ADMIN, by="test")
    assert has_admin(accounts)


def test_events_tell_who_did_what(accounts, ana) -> None:
    change_role(accounts, "Ana", Role.EDITOR, by="bo")
    last = read_events(accounts)[0]
    assert (last.what, last.person, last.by, last.detail) == (Happening.ROLE_CHANGED, "ana", "bo", "reviewer to editor")
    assert read_events(accounts, person="somebody") == []


ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "disable", "remove", "enable", "admin", "reader"]), st.sampled_from("abc"))
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_an_admin_is_always_left(tmp_path_factory, cheap_hashes, acts) -> None:
    accounts = Accounts(tmp_path_factory.mktemp("accounts"), clock=Clock())
    try:
        join(accounts, "first", Role.ADMIN)
        for act, name in acts:
            try:
                if act == "add":
                    join(accounts, name, Role.ADMIN)
                elif act in ("admin", "reader"):
                    change_role(accounts, name, Role(act), by="test")
                else:
                    {"disable": disable_person, "remove": remove_person, "enable": enable_person}[act](
                        accounts, name if name != "c" else "first", by="test"
                    )
            except (BadPerson, LastAdmin, NotFound):
                pass
            assert any(one.role is Role.ADMIN and one.state is State.ACTIVE for one in list_people(accounts))
    finally:
        accounts.close()
