"""A person's own page: password, second factor, sessions, tokens; what matters asks for the password again."""

from collections.abc import Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from countersight.accounts import Role
from countersight.accounts.events import Happening, record_event
from countersight.accounts.second_factor import begin_second_factor, count_recovery_codes, renew_recovery_codes
from countersight.accounts.sessions import end_session, end_sessions, list_sessions
from countersight.accounts.sign_in import change_password, confirm_password
from countersight.accounts.tokens import TokenScope, list_tokens, make_token, revoke_token
from countersight.catalog import What
from countersight.errors import BadToken, CountersightError, NotAllowed, SignInRefused, TooManyAttempts, WeakPassword
from countersight.web.rendering import answer
from countersight.web.security.gate import Mode
from countersight.web.security.identity import Identity, gate_of, identity_of
from countersight.web.security.private import FEEDS, PREFIX, RECONCILIATION, site_origin
from countersight.web.signing_in.drawing_codes import draw_code
from countersight.web.signing_in.entering import ENROLLMENTS
from countersight.web.signing_in.forms import Fields, client_address, go_on, show_once
from countersight.web.signing_in.joining import MISTYPED

DAYS = ("7", "30", "90", "365")
"""How long a token may be asked for."""


def show_account(request: Request) -> Response:
    """Show what a person has and may."""
    return _show(request)


def take_password(request: Request, fields: Fields) -> Response:
    """Change the password; the other sessions end."""

    def change(identity: Identity) -> Response:
        if fields.get("new") != fields.get("again"):
            raise WeakPassword(MISTYPED)
        session = identity.session.digest if identity.session else ""
        change_password(gate_of(request).door, identity.person, fields.get("new", ""), session=session)
        return go_on("/account?done=password")

    return _confirmed(request, fields, change)


def begin_factor(request: Request, fields: Fields) -> Response:
    """Show a fresh secret, to set a second factor up or to move it to another device."""

    def begin(identity: Identity) -> Response:
        assert identity.session is not None  # noqa: S101  `_confirmed` lets nobody pass without one
        enrollment = ENROLLMENTS.begin(identity.session.digest, identity.person.name)
        return _show_factor(request, enrollment.secret, enrollment.address)

    return _confirmed(request, fields, begin)


def take_factor(request: Request, fields: Fields) -> Response:
    """Let the new secret count once a code of it is right, and show fresh recovery codes."""
    gate, identity = gate_of(request), identity_of(request)
    session = identity.session.digest if identity.session else ""
    begun = ENROLLMENTS.find(session, identity.person.name)
    if begun is None:
        return go_on("/account")
    codes = begin_second_factor(gate.accounts, identity.person.key, begun.secret, fields.get("code", ""))
    if codes is None:
        return _show_factor(
            request, begun.secret, begun.address, error="this code is not right: type the one shown now"
        )
    ENROLLMENTS.end(session)
    key = identity.person.key
    end_sessions(gate.accounts, of=key, by=key, but=session)
    with gate.accounts.writing() as connection:
        record_event(connection, gate.accounts, Happening.SECOND_FACTOR_SET, key, by=key)
    return show_once(request, "signing_in/recovery_codes.html", {"codes": codes})


def take_recovery(request: Request, fields: Fields) -> Response:
    """Make fresh recovery codes and show them, once."""

    def renew(identity: Identity) -> Response:
        if not identity.person.has_second_factor:
            raise NotAllowed("recovery codes stand in for a second factor: set one up first")
        codes = renew_recovery_codes(gate_of(request).accounts, identity.person.key)
        return show_once(request, "signing_in/recovery_codes.html", {"codes": codes})

    return _confirmed(request, fields, renew)


def take_sessions(request: Request, fields: Fields) -> Response:
    """End one session of one's own, or all others."""

    def end(identity: Identity) -> Response:
        accounts, key = gate_of(request).accounts, identity.person.key
        own = identity.session.digest if identity.session else ""
        if fields.get("session"):
            end_session(accounts, fields["session"], of=key, by=key)
        else:
            end_sessions(accounts, of=key, by=key, but=own)
        return go_on("/account?done=sessions")

    return _confirmed(request, fields, end)


def take_token(request: Request, fields: Fields) -> Response:
    """Make a token and show it, once."""

    def make(identity: Identity) -> Response:
        if fields.get("role") not in list(Role) or fields.get("days") not in DAYS:
            raise BadToken("choose a role and for how long")
        secret = make_token(
            gate_of(request).accounts,
            identity.person.key,
            purpose=fields.get("purpose", ""),
            role=Role(fields["role"]),
            lasts=timedelta(days=int(fields["days"])),
        )
        return show_once(request, "signing_in/token.html", {"token": secret})

    return _confirmed(request, fields, make)


def take_private_address(request: Request, fields: Fields) -> Response:
    """Make a private address and show it, once."""

    def make(identity: Identity) -> Response:
        if fields.get("days") not in DAYS:
            raise BadToken("choose for how long")
        secret = make_token(
            gate_of(request).accounts,
            identity.person.key,
            purpose=fields.get("purpose", ""),
            role=Role.READER,
            lasts=timedelta(days=int(fields["days"])),
            scope=TokenScope.PRIVATE,
        )
        address = f"{site_origin(request)}{PREFIX}/{secret}"
        feeds = [f"{address}{FEEDS}{what}.atom" for what in What]
        shown = {"address": address, "feeds": feeds, "service": f"{address}{RECONCILIATION}"}
        return show_once(request, "signing_in/private_address.html", shown)

    return _confirmed(request, fields, make)


def take_revocation(request: Request, fields: Fields) -> Response:
    """Revoke a token, or a private address, which is one too."""
    identity = identity_of(request)
    revoke_token(gate_of(request).accounts, fields.get("token", ""), of=identity.person.key)
    return go_on("/account?done=token")


def _confirmed(request: Request, fields: Fields, act: Callable[[Identity], Response]) -> Response:
    """Do what matters only for who is in a session and has typed their password again, where they have one here."""
    gate, identity = gate_of(request), identity_of(request)
    if identity.session is None:
        raise NotAllowed("a token cannot change the account that it belongs to")
    try:
        if _has_password(identity, gate.mode):
            confirm_password(gate.door, identity.person, fields.get("password", ""), address=client_address(request))
        return act(identity)
    except (SignInRefused, TooManyAttempts, WeakPassword, BadToken) as error:
        return _show(request, error=error)


def _has_password(identity: Identity, mode: Mode) -> bool:
    return mode is Mode.TEAM and not identity.person.is_from_provider


def _show(request: Request, *, error: CountersightError | None = None) -> Response:
    gate, identity = gate_of(request), identity_of(request)
    key = identity.person.key
    tokens = list_tokens(gate.accounts, key)
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooManyAttempts) else {}
    shown = {
        "person": identity.person,
        "role": identity.role,
        "has_password": _has_password(identity, gate.mode),
        "codes_left": count_recovery_codes(gate.accounts, key),
        "sessions": list_sessions(gate.accounts, key, lifetime=gate.door.lifetime),
        "tokens": [one for one in tokens if one.scope is TokenScope.API],
        "private_addresses": [one for one in tokens if one.scope is TokenScope.PRIVATE],
        "done": request.query_params.get("done", "") if request.method == "GET" else "",
        "error": str(error) if error else None,
    }
    extra = {
        "here_digest": identity.session.digest if identity.session else "",
        "roles": [role for role in Role if identity.role.includes(role)],
        "days": DAYS,
    }
    status = 200 if error is None else 429 if headers else 422
    return answer(request, "signing_in/account.html", shown, status=status, headers=headers, **extra)


def _show_factor(request: Request, secret: str, address: str, *, error: str | None = None) -> Response:
    shown = {
        "secret": secret,
        "code": draw_code(address, title="QR"),
        "confirm": "/account/second-factor/confirm",
        "error": error,
    }
    return show_once(request, "signing_in/second_factor.html", shown, status=200 if error is None else 422)
