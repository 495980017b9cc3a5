"""What a person keeps for themselves: searches, key bindings, and how the interface is to look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import delete, func, select, update

from countersight.accounts.database import Accounts
from countersight.accounts.schema import key_bindings, preferences, saved_searches
from countersight.errors import BadPreference, NotFound
from countersight.values.moments import sortable_time

AT_MOST = 200
"""Saved searches, and key bindings, of one person."""
NAME_CHARACTERS = 120
QUERY_CHARACTERS = 4_000


class Searched(StrEnum):
    """What a search looks through."""

    FINDINGS = "findings"
    CLAIMS = "claims"
    DOCUMENTS = "documents"
    REVIEW = "review"
    """The queue of the review desk."""


class Preference(StrEnum):
    """What can be set about the interface."""

    LANGUAGE = "language"
    THEME = "theme"
    ROWS = "rows"
    """Rows of a table on one page."""


CHOICES: Mapping[Preference, Sequence[str]] = {
    Preference.LANGUAGE: ("en", "es", "fr", "ar"),
    Preference.THEME: ("light", "dark", "system"),
    Preference.ROWS: ("25", "50", "100", "200"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search under a name."""

    name: str
    what: Searched
    params: tuple[tuple[str, str], ...]
    """As in the address of the page that shows it."""
    saved_at: datetime
    looked_at: datetime
    """When its person last saw what it finds: what came later is new to them."""


def save_search(
    accounts: Accounts, person: str, name: str, what: Searched, params: Sequence[tuple[str, str]]
) -> SavedSearch:
    """Keep a search of a person (a key) under a name; one of the same name is replaced.

    Raises:
        BadPreference: there is no name, or more than a person may keep.
    """
    name, query, now = " ".join(name.split()), urlencode(params), accounts.now()
    if not name or len(name) > NAME_CHARACTERS or len(query) > QUERY_CHARACTERS:
        raise BadPreference(f"a saved search has a name of up to {NAME_CHARACTERS} characters, and is not endless")
    one = (saved_searches.c.person == person) & (saved_searches.c.name == name)
    row = {"person": person, "name": name, "what": what.value, "query": query}
    with accounts.writing() as connection:
        connection.execute(delete(saved_searches).where(one))
        if connection.execute(select(func.count()).where(saved_searches.c.person == person)).scalar_one() >= AT_MOST:
            raise BadPreference(f"nobody keeps more than {AT_MOST} searches: remove one first")
        connection.execute(
            saved_searches.insert(), {**row, "saved_at": sortable_time(now), "looked_at": sortable_time(now)}
        )
    return SavedSearch(name=name, what=what, params=tuple(params), saved_at=now, looked_at=now)


def list_searches(accounts: Accounts, person: str) -> list[SavedSearch]:
    """Return what a person keeps, in order of name."""
    query = select(saved_searches).where(saved_searches.c.person == person).order_by(saved_searches.c.name)
    with accounts.reading() as connection:
        return [
            SavedSearch(
                name=row.name,
                what=Searched(row.what),
                params=tuple(parse_qsl(row.query, keep_blank_values=True)),
                saved_at=datetime.fromisoformat(row.saved_at),
                looked_at=datetime.fromisoformat(row.looked_at),
            )
            for row in connection.execute(query)
        ]


def look_at_search(accounts: Accounts, person: str, name: str) -> None:
    """Note that a person has now seen what a search finds.

    Raises:
        NotFound: they keep none of this name.
    """
    one = (saved_searches.c.person == person) & (saved_searches.c.name == name)
    with accounts.writing() as connection:
        seen = update(saved_searches).where(one).values(looked_at=sortable_time(accounts.now()))
        if connection.execute(seen).rowcount == 0:
            raise NotFound(f"no saved search {name!r}")


def rename_search(accounts: Accounts, person: str, name: str, to: str) -> None:
    """Keep a search under another name.

    Raises:
        NotFound: they keep none of this name.
        BadPreference: the other is no name, or has a search already.
    """
    to = " ".join(to.split())
    if not to or len(to) > NAME_CHARACTERS:
        raise BadPreference(f"a saved search has a name of up to {NAME_CHARACTERS} characters")
    mine = saved_searches.c.person == person
    with accounts.writing() as connection:
        if connection.execute(select(saved_searches).where(mine, saved_searches.c.name == to)).first() is not None:
            raise BadPreference(f"there is a search {to!r} already")
        renamed = update(saved_searches).where(mine, saved_searches.c.name == name).values(name=to)
        if connection.execute(renamed).rowcount == 0:
            raise NotFound(f"no saved search {name!r}")


def remove_search(accounts: Accounts, person: str, name: str) -> None:
    """Forget a search.

    Raises:
        NotFound: they keep none of this name.
    """
    one = (saved_searches.c.person == person) & (saved_searches.c.name == name)
    with accounts.writing() as connection:
        if connection.execute(delete(saved_searches).where(one)).rowcount == 0:
            raise NotFound(f"no saved search {name!r}")


def bind_keys(accounts: Accounts, person: str, bindings: Mapping[str, str]) -> None:
    """Keep which keys do what, in place of all that a person has set before. Which actions there are, the desk knows.

    Raises:
        BadPreference: two actions have the same keys, or there are too many or too long ones.
    """
    if len(set(bindings.values())) < len(bindings):
        raise BadPreference("two actions cannot have the same keys")
    if len(bindings) > AT_MOST or any(not keys or len(keys) > 40 or len(what) > 40 for what, keys in bindings.items()):
        raise BadPreference("these are no key bindings")
    rows = [{"person": person, "action": what, "keys": keys} for what, keys in bindings.items()]
    with accounts.writing() as connection:
        connection.execute(delete(key_bindings).where(key_bindings.c.person == person))
        if rows:
            connection.execute(key_bindings.insert(), rows)


def bound_keys(accounts: Accounts, person: str) -> dict[str, str]:
    """Return the keys that a person has set, by action; others are as they come."""
    query = select(key_bindings).where(key_bindings.c.person == person).order_by(key_bindings.c.action)
    with accounts.reading() as connection:
        return {one["action"]: one["keys"] for one in connection.execute(query).mappings()}


def prefer(accounts: Accounts, person: str, what: Preference, value: str) -> None:
    """Keep how a person wants the interface.

    Raises:
        BadPreference: there is no such choice.
    """
    if value not in CHOICES[what]:
        raise BadPreference(f"{what} is one of {', '.join(CHOICES[what])}")
    row = {"person": person, "name": what.value, "value": value}
    with accounts.writing() as connection:
        old = (preferences.c.person == person) & (preferences.c.name == what.value)
        connection.execute(delete(preferences).where(old))
        connection.execute(preferences.insert(), row)


def preferred(accounts: Accounts, person: str) -> dict[Preference, str]:
    """Return what a person has set."""
    query = select(preferences).where(preferences.c.person == person)
    with accounts.reading() as connection:
        return {Preference(row.name): row.value for row in connection.execute(query)}
