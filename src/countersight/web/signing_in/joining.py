"""Joining by a one-time link, and choosing a new password by one."""

from starlette.requests import Request
from starlette.responses import Response

from countersight.accounts.invitations import accept_invitation, find_invited
from countersight.errors import ExpiredLink, TooManyAttempts, WeakPassword
from countersight.web.rendering import answer
from countersight.web.security.identity import gate_of
from countersight.web.signing_in.forms import Fields, client_address, go_on

MISTYPED = "the two passwords are not the same"


def show_invitation(request: Request) -> Response:
    """Ask whoever has the link to choose a password; looking does not use it up."""
    return _ask(request, request.query_params.get("word", ""))


def take_invitation(request: Request, fields: Fields) -> Response:
    """Keep the password and send its person to sign in with it."""
    gate, word = gate_of(request), fields.get("word", "")
    if fields.get("password") != fields.get("again"):
        return _ask(request, word, error=WeakPassword(MISTYPED))
    try:
        gate.door.throttle.admit(f"link {word}", client_address(request))
        accept_invitation(gate.accounts, word, fields.get("password", ""), refused=gate.door.refused_passwords)
    except WeakPassword as error:
        return _ask(request, word, error=error)
    except (ExpiredLink, TooManyAttempts) as error:
        return _refuse(request, error)
    return go_on("/sign-in")


def _ask(request: Request, word: str, *, error: Exception | None = None) -> Response:
    gate = gate_of(request)
    try:
        gate.door.throttle.admit(f"link {word}", client_address(request))
        person = find_invited(gate.accounts, word)
    except (ExpiredLink, TooManyAttempts) as refused:
        return _refuse(request, refused)
    shown = {"word": word, "name": person.name, "error": error}
    return answer(request, "signing_in/invitation.html", shown, status=200 if error is None else 422)


def _refuse(request: Request, error: Exception) -> Response:
    status, headers = 410, {}
    if isinstance(error, TooManyAttempts):
        status, headers = 429, {"Retry-After": str(error.retry_after_s)}
    return answer(request, "signing_in/refused.html", {"error": error}, status=status, headers=headers)
