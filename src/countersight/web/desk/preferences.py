"""What a person keeps at the desk, with their account: also that of a single user on their own machine."""

from collections.abc import Mapping, Sequence
from threading import Lock
from urllib.parse import urlencode

from starlette.requests import Request

from countersight.accounts import Accounts, Role, State
from countersight.accounts.keeping import Searched, bind_keys, bound_keys, list_searches, remove_search, save_search
from countersight.accounts.people import add_person, find_person
from countersight.errors import BadPreference, NotFound
from countersight.values.person_names import person_key
from countersight.web.desk.keys import DEFAULTS, keys_of
from countersight.web.visitor import visitor
from countersight.web.workspace import workspace

NO_KEY = "no key for "
"""What is kept for an action without a key: two of them may not be kept alike."""
OF_DESK = "review: "
"""Begins the name of what is kept here, so that it takes no place of a search of the same name."""
_OPENING = Lock()


def accounts(request: Request) -> Accounts:
    """Return the accounts of the project: those by which people are let in, or opened on first use where nobody is."""
    gate = getattr(request.state, "gate", None)
    if gate is not None:
        of_gate: Accounts = gate.accounts
        return of_gate
    state = request.app.state
    with _OPENING:
        if getattr(state, "accounts", None) is None:
            state.accounts = Accounts(workspace(request).project.folder)
    found: Accounts = state.accounts
    return found


def bound(request: Request) -> dict[str, str]:
    """Return what a person has set, by action; an empty key is none."""
    kept = bound_keys(accounts(request), person_key(visitor(request).name))
    return {action: "" if key.startswith(NO_KEY) else key for action, key in kept.items()}


def person_keys(request: Request) -> dict[str, str]:
    """Return the key of each action for who asks."""
    return keys_of(bound(request))


def keep_keys(request: Request, bindings: Mapping[str, str]) -> None:
    """Keep what differs from the keys that everybody has.

    Raises:
        BadPreference: they cannot be kept.
    """
    kept = {action: key or f"{NO_KEY}{action}" for action, key in bindings.items() if key != DEFAULTS.get(action)}
    bind_keys(accounts(request), known_person(request), kept)


def saved_filters(request: Request) -> list[tuple[str, str]]:
    """Return the filters that a person keeps: their names, and the parameters of the queue."""
    kept = list_searches(accounts(request), person_key(visitor(request).name))
    desk = [one for one in kept if one.what is Searched.REVIEW]
    return [(one.name.removeprefix(OF_DESK), urlencode(one.params)) for one in desk]


def save_filter(request: Request, name: str, params: Sequence[tuple[str, str]]) -> None:
    """Keep filters and order under a name.

    Raises:
        BadPreference: there is no name, or more than a person may keep.
    """
    if not name.strip():
        raise BadPreference("give the filters a name")
    save_search(accounts(request), known_person(request), OF_DESK + name.strip(), Searched.REVIEW, params)


def drop_filter(request: Request, name: str) -> None:
    """Forget filters.

    Raises:
        NotFound: there are none of this name.
    """
    remove_search(accounts(request), known_person(request), OF_DESK + name)


def known_person(request: Request) -> str:
    """Return the key of who asks; a single user, who never signs in, gets an entry to keep things under."""
    held, name = accounts(request), visitor(request).name
    try:
        return find_person(held, name).key
    except NotFound:
        return add_person(held, name, Role.ADMIN, by=name, state=State.LOCAL).key
