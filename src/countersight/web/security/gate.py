"""The gate of a project: who is let in and how, by its settings and by where the server listens."""

import getpass
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from typing import Protocol
from urllib.parse import urlsplit

from countersight.accounts import Accounts, Door, Lifetime, Person, Role, State
from countersight.accounts.people import MAY_SIGN_IN, add_person, find_person, has_admin
from countersight.accounts.secret_words import digest, new_secret
from countersight.accounts.throttle import Monotonic, SignInThrottle
from countersight.errors import BadPerson, BadSetting, NotFound, UnsafeServer
from countersight.settings import Settings
from countersight.web.security.cookies import SessionCookie
from countersight.web.security.hosts import LOOPBACK
from countersight.web.security.reports import Violations

ALONE = Lifetime(idle=timedelta(hours=12), absolute=timedelta(days=7))
"""How long a session lasts on one's own machine, which has a lock of its own."""


class Mode(StrEnum):
    """For whom the server is."""

    ALONE = "alone"
    """One person on their own machine: a one-time word in the address lets them in."""
    TEAM = "team"
    """People with accounts, here or at a provider."""


class StartWord:
    """The word in the address that `serve` prints: it lets one browser in, once."""

    def __init__(self) -> None:
        self.secret = new_secret()
        self._digest: str | None = digest(self.secret)
        self._lock = Lock()

    def use(self, given: str) -> bool:
        """Whether this is the word and nobody has used it yet."""
        with self._lock:
            is_it = self._digest is not None and compare_digest(self._digest, digest(given))
            if is_it:
                self._digest = None
        return is_it


class SignsInElsewhere(Protocol):
    """An OIDC provider, as far as pages have to know; `web.signing_in.provider` has the one there is."""

    name: str
    """What people call it: its host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Everything that signing in and the layers before the site share."""

    mode: Mode
    door: Door
    cookie: SessionCookie
    address: str
    """Where people find the site: scheme, host and port."""
    hosts: frozenset[str]
    """Names that the Host header may have."""
    start: StartWord | None = None
    """Where a person is alone."""
    alone: Person | None = None
    """That person."""
    provider: SignsInElsewhere | None = None
    violations: Violations = field(default_factory=Violations)

    @property
    def accounts(self) -> Accounts:
        """The accounts of the project."""
        return self.door.accounts

    @property
    def start_address(self) -> str:
        """Return the address that lets the one person in, or that of the site."""
        return f"{self.address}/start?word={self.start.secret}" if self.start else f"{self.address}/"


def open_gate(
    accounts: Accounts,
    settings: Settings,
    *,
    host: str,
    port: int,
    provider: SignsInElsewhere | None = None,
    clock: Monotonic = time.monotonic,
    user: Callable[[], str] = getpass.getuser,
) -> Gate:
    """Decide who is let in at `host` and `port`, and make what that takes.

    On this computer alone, without a public address, that is the one person who works here; else people with accounts.

    Raises:
        UnsafeServer: beyond this computer, anybody could come in, or could read along.
        BadSetting: a setting has a value that it cannot have.
    """
    public = _public_address(settings)
    if public is None and is_loopback(host):
        return _gate_for_one(accounts, settings, host=host, port=port, clock=clock, user=user)
    _require_people(accounts, provider)
    address = _require_tls(settings, public, host)
    door = Door(
        accounts=accounts,
        throttle=SignInThrottle(clock=clock),
        lifetime=Lifetime(
            idle=timedelta(minutes=settings.session_idle_min), absolute=timedelta(hours=settings.session_hours)
        ),
        needs_second_factor=settings.second_factor == "required",
        refused_passwords=Path(settings.refused_passwords) if settings.refused_passwords else None,
    )
    return Gate(
        mode=Mode.TEAM,
        door=door,
        cookie=SessionCookie(is_secure=address.startswith("https:"), port=port),
        address=address,
        hosts=frozenset({urlsplit(address).hostname or host}),
        provider=provider,
    )


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _gate_for_one(
    accounts: Accounts, settings: Settings, *, host: str, port: int, clock: Monotonic, user: Callable[[], str]
) -> Gate:
    door = Door(accounts=accounts, throttle=SignInThrottle(clock=clock), lifetime=ALONE, needs_second_factor=False)
    return Gate(
        mode=Mode.ALONE,
        door=door,
        cookie=SessionCookie(is_secure=False, port=port),
        address=f"http://{_in_address(host)}:{port}",
        hosts=frozenset(LOOPBACK) | {host.strip("[]")},
        start=StartWord(),
        alone=_person_alone(accounts, settings.person or _user_name(user)),
    )


def _person_alone(accounts: Accounts, name: str) -> Person:
    try:
        person = find_person(accounts, name)
    except NotFound:
        return add_person(accounts, name, Role.ADMIN, by="this computer", state=State.LOCAL)
    if person.state not in MAY_SIGN_IN:
        raise BadPerson(f"{person.name} is {person.state} in this project: set COUNTERSIGHT_PERSON to another name")
    return person


def _user_name(user: Callable[[], str]) -> str:
    try:
        return user()
    except (OSError, KeyError, ImportError):  # no such user in a container, or no such system
        return "me"


def _public_address(settings: Settings) -> str | None:
    """Return the address that people use, without a path."""
    given = settings.public_address
    if not given:
        return None
    name = "COUNTERSIGHT_PUBLIC_ADDRESS"
    try:
        parts = urlsplit(given)
        whole = parts.hostname and parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
        is_fine = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        _ = parts.port
    except ValueError as error:
        raise BadSetting(name, given, str(error)) from error
    if not whole or not is_fine:
        raise BadSetting(name, given, "an address such as https://countersight.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _require_people(accounts: Accounts, provider: SignsInElsewhere | None) -> None:
    if provider is None and not has_admin(accounts):
        raise UnsafeServer(
            "beyond this computer, people have to sign in, and nobody can yet: make an admin with "
            '`countersight people add "A. Name" --role admin`, or name a provider in COUNTERSIGHT_OIDC_ISSUER'
        )


def _require_tls(settings: Settings, public: str | None, host: str) -> str:
    """Return the public address, if nobody between the visitor and us can read along."""
    if bool(settings.tls_certificate) != bool(settings.tls_key):
        raise BadSetting("COUNTERSIGHT_TLS_KEY", settings.tls_key, "certificate and key belong together")
    if public is None or (public.startswith("http:") and not is_loopback(host)):
        raise UnsafeServer(
            f"whoever listens between {host} and a visitor could read passwords: put a proxy with TLS before this "
            "server, or set COUNTERSIGHT_TLS_CERTIFICATE and COUNTERSIGHT_TLS_KEY; and set COUNTERSIGHT_PUBLIC_ADDRESS "
            "to the https address that people use"
        )
    return public


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
