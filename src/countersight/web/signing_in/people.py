"""The page of people, for admins: who is there, with which role, who was invited, and what happened to accounts."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from countersight.accounts import Act, Role
from countersight.accounts.events import read_events
from countersight.accounts.invitations import invite_person
from countersight.accounts.people import (
    Person,
    add_person,
    change_role,
    disable_person,
    enable_person,
    find_person,
    list_people,
    remove_person,
)
from countersight.accounts.sessions import end_sessions
from countersight.errors import BadPerson, LastAdmin, NotAllowed, NotFound
from countersight.web.rendering import answer
from countersight.web.security.identity import gate_of, require
from countersight.web.signing_in.forms import Fields, go_on, show_once

EVENTS = 100
"""What happened last, so many lines of it."""


def show_people(request: Request) -> Response:
    """List everybody."""
    return _show(request)


def take_person(request: Request, fields: Fields) -> Response:
    """Add a person and show the link to pass on to them, once."""

    def add(by: str) -> Response:
        if fields.get("role") not in list(Role):
            raise BadPerson("choose a role")
        person = add_person(gate_of(request).accounts, fields.get("name", ""), Role(fields["role"]), by=by)
        return _show_link(request, person, by=by)

    return _managed(request, add)


def take_change(request: Request, fields: Fields) -> Response:
    """Do with one person what the pressed button says."""

    def change(by: str) -> Response:
        accounts, name, act = gate_of(request).accounts, fields.get("person", ""), fields.get("act", "")
        if act in ("invite", "reset"):
            return _show_link(request, find_person(accounts, name), by=by, drops=act == "reset")
        if act == "role" and fields.get("role") in list(Role):
            change_role(accounts, name, Role(fields["role"]), by=by)
        elif act == "end":
            end_sessions(accounts, of=find_person(accounts, name).key, by=by)
        elif act in CHANGES:
            CHANGES[act](accounts, name, by=by)
        else:
            raise BadPerson("choose what to do")
        return go_on("/people")

    return _managed(request, change)


CHANGES: dict[str, Callable[..., Person]] = {
    "disable": disable_person,
    "enable": enable_person,
    "remove": remove_person,
}


def _managed(request: Request, act: Callable[[str], Response]) -> Response:
    """Do something for an admin who is here in person: no token changes who may come in."""
    identity = require(request, Act.MANAGE)
    if identity.session is None:
        raise NotAllowed("people are managed by signing in, not by a token")
    try:
        return act(identity.person.key)
    except (BadPerson, LastAdmin, NotFound) as error:
        return _show(request, error=str(error))


def _show_link(request: Request, person: Person, *, by: str, drops: bool = False) -> Response:
    gate = gate_of(request)
    word = invite_person(gate.accounts, person.name, by=by, drops_second_factor=drops)
    link = f"{gate.address}/invitation?word={word}"
    return show_once(request, "signing_in/link.html", {"name": person.name, "link": link})


def _show(request: Request, *, error: str | None = None) -> Response:
    gate = gate_of(request)
    require(request, Act.MANAGE)
    names = {one.key: one.name for one in list_people(gate.accounts, with_removed=True)}
    shown = {
        "people": list_people(gate.accounts),
        "events": read_events(gate.accounts, limit=EVENTS),
        "violations": [
            {"directive": directive, "blocked": blocked, "times": times}
            for (directive, blocked), times in gate.violations.counts.most_common(20)
        ],
        "error": error,
    }
    status = 200 if error is None else 422
    return answer(
        request, "signing_in/people.html", shown, status=status, roles=list(Role), names=names, mode=gate.mode
    )
