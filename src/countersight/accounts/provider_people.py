"""People for whom an OIDC provider vouches: known by issuer and subject, never by a name that it could give anew."""

from sqlalchemy import select

from countersight.accounts.database import Accounts
from countersight.accounts.people import Person, State, change_role, insert_person, read_person
from countersight.accounts.roles import Role
from countersight.accounts.schema import people
from countersight.errors import SignInRefused


def subject_key(issuer: str, subject: str) -> str:
    """Return by what the provider's people are known (OpenID Connect Core 1.0, section 2: iss and sub)."""
    return f"{issuer} {subject}"


def admit_from_provider(accounts: Accounts, *, issuer: str, subject: str, name: str, role: Role) -> Person:
    """Find the person whom a provider vouches for, or add them; their role follows the provider's.

    Raises:
        BadPerson: the name that the provider gives is none, or somebody else here has or had it.
        LastAdmin: the provider takes the role of the last admin away.
        SignInRefused: an admin here has disabled them.
    """
    key = subject_key(issuer, subject)
    with accounts.writing() as connection:
        row = connection.execute(select(people).where(people.c.subject == key)).first()
        if row is None:
            return insert_person(connection, accounts, name, role, by="provider", state=State.ACTIVE, subject=key)
        person = read_person(row)
    if person.state is not State.ACTIVE:
        raise SignInRefused("this account was disabled by an admin")
    return change_role(accounts, person.name, role, by="provider")
