"""Leaving for the provider and coming back: a short-lived cookie ties both ends to one browser."""

from collections import OrderedDict
from threading import Lock
from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.accounts.provider_people import admit_from_provider
from countersight.accounts.secret_words import digest, new_secret
from countersight.accounts.sign_in import enter
from countersight.errors import BadPerson, LastAdmin, NotFound, ProviderUnavailable, SignInRefused, TooManyAttempts
from countersight.web.rendering import answer
from countersight.web.security.addresses import safe_next
from countersight.web.security.identity import gate_of
from countersight.web.signing_in.forms import client_address, device_of, go_on, word_of
from countersight.web.signing_in.provider import Departure, Provider

AT_MOST = 2_000
"""Departures remembered at once; with one more, the oldest is forgotten."""
LASTS_S = 600
"""How long one may take at the provider."""


class Departures:
    """What browsers left with, by the digest of the word in their cookie; each is used once."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, Departure] = OrderedDict()
        self._lock = Lock()

    def keep(self, departure: Departure) -> str:
        """Return the word for the browser's cookie."""
        word = new_secret()
        with self._lock:
            self._left[digest(word)] = departure
            while len(self._left) > AT_MOST:
                self._left.popitem(last=False)
        return word

    def take(self, word: str) -> Departure | None:
        """Return what a browser left with, the first time that it comes back."""
        with self._lock:
            return self._left.pop(digest(word), None)


DEPARTURES = Departures()


def leave_for_provider(request: Request) -> Response:
    """Send the browser to the provider; a link does, since the policy lets forms go nowhere else."""
    gate = gate_of(request)
    provider = cast("Provider | None", gate.provider)
    if provider is None:
        raise NotFound("there is no provider to sign in at")
    try:
        gate.door.throttle.admit("provider", client_address(request))
        departure, address = provider.leave(safe_next(request.query_params.get("next")))
    except (ProviderUnavailable, TooManyAttempts) as error:
        return _refuse(request, error)
    response = RedirectResponse(address, status_code=303)
    response.set_cookie(
        _cookie(request), DEPARTURES.keep(departure), max_age=LASTS_S, path="/", secure=gate.cookie.is_secure,
        httponly=True, samesite="lax",
    )  # fmt: skip
    return response


def come_back(request: Request) -> Response:
    """Let in for whom the provider vouches, in the browser that left."""
    gate = gate_of(request)
    provider = cast("Provider | None", gate.provider)
    departure = DEPARTURES.take(request.cookies.get(_cookie(request), ""))
    try:
        if provider is None or departure is None:
            raise SignInRefused("this browser did not begin this sign-in, or too long ago: begin again")
        vouched = provider.come_back(departure, request.query_params)
        person = admit_from_provider(
            gate.accounts, issuer=provider.issuer, subject=vouched.subject, name=vouched.name, role=vouched.role
        )
    except (SignInRefused, ProviderUnavailable, BadPerson, LastAdmin) as error:
        return _refuse(request, error)
    entered = enter(gate.door, person, device=device_of(request), instead_of=word_of(request))
    response = go_on(departure.target, cookie=gate.cookie, secret=entered.secret)
    response.delete_cookie(_cookie(request), path="/", secure=gate.cookie.is_secure, httponly=True, samesite="lax")
    return response


def _cookie(request: Request) -> str:
    return f"{gate_of(request).cookie.name}-provider"


def _refuse(request: Request, error: Exception) -> Response:
    if isinstance(error, TooManyAttempts):
        headers = {"Retry-After": str(error.retry_after_s)}
        return answer(request, "signing_in/refused.html", {"error": error}, status=429, headers=headers)
    status = 503 if isinstance(error, ProviderUnavailable) else 403
    return answer(request, "signing_in/refused.html", {"error": error}, status=status)
