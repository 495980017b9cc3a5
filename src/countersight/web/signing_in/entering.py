"""Coming in: name and password, code, a second factor to set up, the start word of one's own computer; and going."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from countersight.accounts import Level, Session
from countersight.accounts.events import Happening, record_event
from countersight.accounts.second_factor import begin_second_factor, count_recovery_codes
from countersight.accounts.sessions import end_session
from countersight.accounts.sign_in import Entered, enter, give_code, sign_in
from countersight.errors import SignInRefused, TooManyAttempts
from countersight.web.rendering import answer
from countersight.web.security.addresses import safe_next
from countersight.web.security.gate import Mode
from countersight.web.security.identity import Identity, gate_of
from countersight.web.signing_in.drawing_codes import draw_code
from countersight.web.signing_in.enrollments import Enrollments
from countersight.web.signing_in.forms import Fields, client_address, device_of, go_on, show_once, word_of

ENROLLMENTS = Enrollments()
"""Of all projects that this process serves; the keys are digests of random words."""
FEW_CODES = 3


def show_sign_in(request: Request) -> Response:
    """Ask for name and password; or say how the one person of this computer comes in."""
    gate, identity = gate_of(request), _identity(request)
    if identity is not None and identity.session is not None:
        return go_on(_next_page(identity.session.level, safe_next(request.query_params.get("next"))))
    if gate.mode is Mode.ALONE:
        return answer(request, "signing_in/alone.html", {}, status=401)
    return _ask(request, safe_next(request.query_params.get("next")))


def take_sign_in(request: Request, fields: Fields) -> Response:
    """Let somebody in, or on to the next step, or say that something was not right."""
    gate, name, target = gate_of(request), fields.get("name", ""), safe_next(fields.get("next"))
    if gate.mode is Mode.ALONE:
        return answer(request, "signing_in/alone.html", {}, status=401)
    try:
        entered = sign_in(
            gate.door,
            name,
            fields.get("password", ""),
            address=client_address(request),
            device=device_of(request),
            instead_of=word_of(request),
        )
    except (SignInRefused, TooManyAttempts) as error:
        return _ask(request, target, name=name, error=error)
    return _let_in(request, entered, target)


def show_code(request: Request) -> Response:
    """Ask for the code of the second factor."""
    session = _waiting(request, Level.SECOND_FACTOR)
    target = safe_next(request.query_params.get("next"))
    return go_on("/sign-in") if session is None else _ask_code(request, target)


def take_code(request: Request, fields: Fields) -> Response:
    """Let somebody in whose code is right."""
    session, word = _waiting(request, Level.SECOND_FACTOR), word_of(request)
    target = safe_next(fields.get("next"))
    if session is None or word is None:
        return go_on("/sign-in")
    try:
        entered = give_code(
            gate_of(request).door,
            session.person,
            fields.get("code", ""),
            address=client_address(request),
            device=device_of(request),
            instead_of=word,
        )
    except (SignInRefused, TooManyAttempts) as error:
        return _ask_code(request, target, error=error)
    if count_recovery_codes(gate_of(request).accounts, session.person.key) < FEW_CODES:
        target = "/account#recovery"
    return _let_in(request, entered, target)


def show_enrollment(request: Request) -> Response:
    """Show the secret of a second factor that has to be set up before anything else."""
    session = _waiting(request, Level.ENROLLMENT)
    return go_on("/sign-in") if session is None else _ask_enrollment(request, session)


def take_enrollment(request: Request, fields: Fields) -> Response:
    """Set the second factor up if the code is right, and show the recovery codes, once."""
    session, word, gate = _waiting(request, Level.ENROLLMENT), word_of(request), gate_of(request)
    if session is None or word is None:
        return go_on("/sign-in")
    try:
        gate.door.throttle.admit(session.person.key, client_address(request))
    except TooManyAttempts as error:
        return _ask_enrollment(request, session, error=error)
    begun = ENROLLMENTS.find(session.digest, session.person.name)
    codes = (
        begin_second_factor(gate.accounts, session.person.key, begun.secret, fields.get("code", "")) if begun else None
    )
    if codes is None:
        gate.door.throttle.fail(session.person.key)
        return _ask_enrollment(request, session, error=SignInRefused("this code is not right: type the one shown now"))
    ENROLLMENTS.end(session.digest)
    with gate.accounts.writing() as connection:
        by = session.person.key
        record_event(connection, gate.accounts, Happening.SECOND_FACTOR_SET, by, by=by)
    entered = enter(gate.door, session.person, device=device_of(request), instead_of=word)
    response = show_once(request, "signing_in/recovery_codes.html", {"codes": codes})
    gate.cookie.put(response, entered.secret)
    return response


def start(request: Request) -> Response:
    """Let in the browser that has the start word, once, and send it on to an address without it."""
    gate = gate_of(request)
    if _identity(request) is not None:
        return go_on("/")
    given = request.query_params.get("word", "")
    if gate.start is None or gate.alone is None or not gate.start.use(given):
        return answer(request, "signing_in/alone.html", {"used": True}, status=410)
    entered = enter(gate.door, gate.alone, device=device_of(request))
    return go_on("/", cookie=gate.cookie, secret=entered.secret)


def sign_out(request: Request, fields: Fields) -> Response:
    """End the session, and have the browser forget what it kept of us."""
    gate, identity = gate_of(request), _identity(request)
    if identity is not None and identity.session is not None:
        key = identity.person.key
        end_session(gate.accounts, identity.session.digest, of=key, by=key)
    response = go_on("/sign-in")
    gate.cookie.clear(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _identity(request: Request) -> Identity | None:
    found: Identity | None = request.state.identity
    return found


def _waiting(request: Request, level: Level) -> Session | None:
    """Return the session of somebody who is on their way in and has come so far."""
    identity = _identity(request)
    session = identity.session if identity is not None else None
    return session if session is not None and session.level is level else None


def _next_page(level: Level, target: str) -> str:
    pages = {Level.SECOND_FACTOR: "/sign-in/code", Level.ENROLLMENT: "/sign-in/second-factor", Level.FULL: target}
    return pages[level]


def _let_in(request: Request, entered: Entered, target: str) -> Response:
    from countersight.web.rendering import address

    page = _next_page(entered.level, target)
    if entered.level is Level.SECOND_FACTOR and target != "/":
        page = address(request, page, next=target)
    return go_on(page, cookie=gate_of(request).cookie, secret=entered.secret)


def _ask(request: Request, target: str, *, name: str = "", error: Exception | None = None) -> Response:
    provider = gate_of(request).provider
    shown = {
        "next": target,
        "name": name[:200],
        "provider": provider.name if provider else None,
        "asked": request.method,
    }
    return _answer(request, "signing_in/sign_in.html", shown, error)


def _ask_code(request: Request, target: str, *, error: Exception | None = None) -> Response:
    return _answer(request, "signing_in/code.html", {"next": target}, error)


def _ask_enrollment(request: Request, session: Session, *, error: Exception | None = None) -> Response:
    name = session.person.name
    enrollment = ENROLLMENTS.find(session.digest, name) or ENROLLMENTS.begin(session.digest, name)
    shown = {
        "secret": enrollment.secret,
        "code": draw_code(enrollment.address, title="QR"),
        "confirm": "/sign-in/second-factor",
    }
    return _answer(request, "signing_in/second_factor.html", shown, error)


def _answer(request: Request, template: str, shown: Mapping[str, object], error: Exception | None) -> Response:
    """Show a form, again where something was not right: the status tells programs, the words tell people."""
    if isinstance(error, TooManyAttempts):
        headers = {"Retry-After": str(error.retry_after_s)}
        return answer(request, template, {**shown, "error": error}, status=429, headers=headers)
    return answer(request, template, {**shown, "error": error}, status=200 if error is None else 422)
