"""Who asks: found by cookie or token before any page is; whoever is nobody is sent to sign in."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from countersight.accounts import Act, Level, Person, Role, Session, may
from countersight.accounts.secret_words import digest
from countersight.accounts.sessions import find_session
from countersight.accounts.tokens import TokenScope, find_token
from countersight.errors import NotAllowed
from countersight.store.base import Store
from countersight.web.security.gate import Gate, Mode
from countersight.web.security.headers import REPORTS
from countersight.web.security.private import may_be_private, private_word
from countersight.web.security.refusing import asks_for_data, refuse
from countersight.web.visitor import Visitor

OPEN = ("/static", "/sign-in", "/sign-out", "/invitation", "/start", REPORTS)
"""Where nobody has to have signed in, and all below. Everything else is closed, also what does not exist."""
ENTRANCE = "/sign-in"
NOBODY = Visitor(name="", role=Role.READER)
"""Stands in on open pages, which show nothing of the project but its title."""
MOST_CHARACTERS = 200
"""Of a word that could be a session's or a token's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person behind a request, and what let them in."""

    person: Person
    role: Role
    """The person's own, or that of the token, whichever is less."""
    session: Session | None
    """None where a token let them in."""

    def may(self, act: Act) -> bool:
        """Whether they are trusted to do it."""
        return may(self.role, act)


class Identified:
    """Finds out who asks and what is hidden from them, and lets nobody pass who is not known."""

    def __init__(self, app: ASGIApp, *, gate: Gate, store: Store) -> None:
        self.app = app
        self.gate = gate
        self.store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer to whom it is, or send them to the entrance."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        private = private_word(scope)
        if private is not None and not may_be_private(scope):
            await refuse(scope, 404, "a private address is for feeds and for reconciliation alone")(
                scope, receive, send
            )
            return
        word, is_token = self._word(headers) if private is None else (private[:MOST_CHARACTERS] or "none", True)
        reach = TokenScope.API if private is None else TokenScope.PRIVATE
        identity = await run_in_threadpool(self._identify, word, is_token, reach) if word else None
        is_in = identity is not None and (identity.session is None or identity.session.level is Level.FULL)
        state = scope.setdefault("state", {})
        state.update(gate=self.gate, identity=identity, visitor=NOBODY, hidden=frozenset())
        if identity is not None and is_in:
            state["visitor"] = Visitor(name=identity.person.name, role=identity.role, account=identity.person.key)
            state["bearer"] = digest(word) if is_token and word else identity.person.key
        if not is_open(scope["path"]):
            if not is_in or identity is None:
                await self._send_away(scope, identity, is_token=is_token)(scope, receive, send)
                return
            state["hidden"] = await run_in_threadpool(self._hidden_from, identity.person.name)
        await self.app(scope, receive, send)

    def _word(self, headers: Headers) -> tuple[str | None, bool]:
        """Return what a request shows, a token before a cookie: a program says what it is, a browser cannot help it."""
        scheme, _, word = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return word.strip()[:MOST_CHARACTERS] or "none", True
        word = self.gate.cookie.read(headers) or ""
        return (word if 0 < len(word) <= MOST_CHARACTERS else None), False

    def _identify(self, word: str, is_token: bool, reach: TokenScope) -> Identity | None:
        if is_token:
            found = find_token(self.gate.accounts, word, scope=reach)
            return None if found is None else Identity(person=found[0], role=found[1], session=None)
        session = find_session(self.gate.accounts, word, lifetime=self.gate.door.lifetime)
        return None if session is None else Identity(person=session.person, role=session.person.role, session=session)

    def _hidden_from(self, name: str) -> frozenset[str]:
        with self.store.view() as view:
            return view.hidden_from(name)

    def _send_away(self, scope: Scope, identity: Identity | None, *, is_token: bool) -> Response:
        if private_word(scope) is not None:
            return refuse(scope, 403, "this private address is not or no longer good: its person can make another")
        if is_token or asks_for_data(scope):
            words = "sign in, or send a good token as `Authorization: Bearer ...`"
            return refuse(scope, 401, words, www_authenticate="Bearer")
        query = scope.get("query_string", b"").decode("latin-1")
        asked = scope["path"] + (f"?{query}" if query else "")
        target = f"{ENTRANCE}?next={quote(asked, safe='')}" if scope["method"] in ("GET", "HEAD") else ENTRANCE
        if identity is not None and identity.session is not None:
            step = "code" if identity.session.level is Level.SECOND_FACTOR else "second-factor"
            target = f"{ENTRANCE}/{step}"
        if Headers(scope=scope).get("hx-request") == "true":  # a part of a page: the whole page has to go there
            return refuse(scope, 401, "sign in again", hx_redirect=target)
        return RedirectResponse(target, status_code=303)


def is_open(path: str) -> bool:
    """Whether nobody has to have signed in to ask for this path."""
    return any(path == one or path.startswith(f"{one}/") for one in OPEN)


def gate_of(request: Request) -> Gate:
    """Return the gate that let a request pass."""
    gate: Gate = request.state.gate
    return gate


def identity_of(request: Request) -> Identity:
    """Return who makes a request to a page that is not open.

    Raises:
        NotAllowed: on an open page nobody may be known.
    """
    identity: Identity | None = request.state.identity
    if identity is None or (identity.session is not None and identity.session.level is not Level.FULL):
        raise NotAllowed("sign in first")
    return identity


def require(request: Request, act: Act) -> Identity:
    """Return who makes a request, if they may do this.

    Raises:
        NotAllowed: they are not trusted with it.
    """
    identity = identity_of(request)
    if not identity.may(act):
        raise NotAllowed(f"as {identity.role} you may not {act}: an admin can change that")
    return identity


def is_alone(request: Request) -> bool:
    """Whether the one person of this computer asks."""
    return gate_of(request).mode is Mode.ALONE
