"""Whom a provider vouches for is known by its subject, whatever name it gives."""

import pytest
from tests.accounts.conftest import ADDRESS, PASSWORD, join

from countersight.accounts import Role, State
from countersight.accounts.people import disable_person
from countersight.accounts.provider_people import admit_from_provider
from countersight.accounts.sign_in import sign_in
from countersight.errors import BadPerson, SignInRefused

ISSUER = "https://provider.example"


def admit(accounts, subject="s-1", name="Dee", role=Role.REVIEWER):
    return admit_from_provider(accounts, issuer=ISSUER, subject=subject, name=name, role=role)


def test_first_visit_adds_the_person(accounts) -> None:
    person = admit(accounts)
    assert (person.name, person.role, person.state, person.is_from_provider) == ("Dee", "reviewer", State.ACTIVE, True)


def test_changed_name_is_the_same_person(accounts) -> None:
    assert admit(accounts, name="Somebody Else") == admit(accounts)


def test_role_follows_the_provider(accounts) -> None:
    join(accounts, "Bo", Role.ADMIN)
    admit(accounts, role=Role.ADMIN)
    assert admit(accounts, role=Role.READER).role is Role.READER


@pytest.mark.parametrize("name", ["Ana", "aNA", "", "<b>"])
def test_name_of_another_is_refused(accounts, ana, name) -> None:
    with pytest.raises(BadPerson):
        admit(accounts, name=name)


def test_name_of_another_subject_is_refused(accounts) -> None:
    admit(accounts)
    with pytest.raises(BadPerson):
        admit(accounts, subject="s-2")


def test_disabled_person_stays_out(accounts) -> None:
    admit(accounts)
    disable_person(accounts, "Dee", by="test")
    with pytest.raises(SignInRefused):
        admit(accounts)


def test_no_password_opens_such_an_account(door, accounts) -> None:
    admit(accounts)
    with pytest.raises(SignInRefused):
        sign_in(door, "Dee", PASSWORD, address=ADDRESS)
