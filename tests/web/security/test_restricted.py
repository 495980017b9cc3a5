"""What is restricted is hidden from whoever asks and is not named, and from nobody else."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from tests.release.conftest import NOON, World
from tests.web.security.conftest import TEAM, MakeSite, Site

from countersight.accounts import Role
from countersight.web.security import protect


@pytest.fixture
def team(make_site: MakeSite) -> Site:
    made = make_site(public_address=TEAM)
    made.join("Bo", Role.ADMIN)
    made.open()
    made.join("Ana")
    return made


def tell_hidden(request: Request) -> JSONResponse:
    return JSONResponse(sorted(request.state.hidden))


def test_hidden_is_what_the_chain_says_now(team: Site) -> None:
    text = World(team.store).document("Glimmer Optics sold spyware to Ruritania.")
    shown = Starlette(routes=[Route("/", tell_hidden)])
    team.app = protect(shown, gate=team.gate, store=team.store, settings=team.settings, clock=team.clock.seconds)
    ana, bo = team_member(team, "Ana"), team_member(team, "Bo")
    assert (ana.get("/").json(), bo.get("/").json()) == ([], [])
    with team.store.writer() as writer:
        writer.restrict(text.document_id, ["ANA"], "Ana", "made up", decided_at=NOON)
    assert ana.get("/").json() == []
    assert bo.get("/").json() == sorted([text.document_id, text.id])


def team_member(team: Site, name: str):
    """A browser with a session, made without the pages."""
    from countersight.accounts import Level
    from countersight.accounts.sessions import begin_session
    from countersight.values.person_names import person_key

    browser = team.browser()
    browser.cookies.set(team.gate.cookie.name, begin_session(team.accounts, person_key(name), Level.FULL))
    return browser
