"""A site behind its layers, for a team or for one person, with a clock that stands until it is moved."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher, Type
from starlette.testclient import TestClient

from countersight.accounts import Accounts, Role, passwords
from countersight.accounts.invitations import accept_invitation, invite_person
from countersight.accounts.people import Person, add_person, find_person
from countersight.accounts.second_factor import begin_second_factor
from countersight.project import create_project, read_project
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Store
from countersight.web import create_app
from countersight.web.security import Gate, open_gate, protect

PASSWORD = "seven pelicans ate my almanac"
SECRET = pyotp.random_base32(32)
TEAM = "https://watch.example"
ALONE = "http://127.0.0.1:8080"


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def move(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Site:
    """One project served, and ways to come in."""

    folder: Path
    store: Store
    settings: Settings
    clock: Clock
    host: str = "127.0.0.1"
    provider: Any = None
    accounts: Accounts = field(init=False)
    gate: Gate = field(init=False)
    stack: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.accounts = Accounts(self.folder, clock=self.clock)
        self.stack.callback(self.accounts.close)

    def open(self) -> "Site":
        self.gate = open_gate(
            self.accounts, self.settings, host=self.host, port=8080, provider=self.provider,
            clock=self.clock.seconds, user=lambda: "Ida",
        )  # fmt: skip
        project = read_project(self.folder, self.settings)
        self.app = protect(
            create_app(project, self.store), gate=self.gate, store=self.store, settings=self.settings,
            clock=self.clock.seconds,
        )  # fmt: skip
        return self

    def browser(self, **headers: str) -> TestClient:
        """A fresh browser: it keeps cookies, says where its requests come from, and shows redirects."""
        client = TestClient(self.app, base_url=self.gate.address, follow_redirects=False, raise_server_exceptions=False)
        client.headers.update({"sec-fetch-site": "same-origin", "accept": "text/html", **headers})
        return self.stack.enter_context(client)

    def join(self, name: str = "Ana", role: Role = Role.REVIEWER, *, with_factor: bool = True) -> Person:
        add_person(self.accounts, name, role, by="test")
        person = accept_invitation(self.accounts, invite_person(self.accounts, name, by="test"), PASSWORD)
        if with_factor:
            begin_second_factor(self.accounts, person.key, SECRET, self.code())
            self.clock.move(minutes=2)
        return find_person(self.accounts, person.key)

    def code(self) -> str:
        return pyotp.TOTP(SECRET).at(self.clock.now)

    def signed_in(self, name: str = "Ana") -> TestClient:
        """A browser in which somebody who has joined is signed in."""
        browser = self.browser()
        assert browser.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
        self.clock.move(minutes=1)
        answer = browser.post("/sign-in/code", data={"code": self.code()})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return browser

    def cookie(self, browser: TestClient) -> str | None:
        return browser.cookies.get(self.gate.cookie.name)


MakeSite = Callable[..., Site]


@pytest.fixture(scope="session")
def cheap_hashes() -> Iterator[None]:
    earnest = passwords.HASHER
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID)
    passwords._decoy.cache_clear()
    yield
    passwords.HASHER = earnest
    passwords._decoy.cache_clear()


@pytest.fixture(scope="session")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "project"
    create_project(folder, "A made project")
    return folder


@pytest.fixture
def make_site(empty_project: Path, tmp_path: Path, cheap_hashes: None) -> Iterator[MakeSite]:
    """Make sites over an empty project; they are closed at the end."""
    with ExitStack() as stack:

        def make(*, host: str = "127.0.0.1", provider: Any = None, **settings: Any) -> Site:
            folder = tmp_path / "project"
            if not folder.exists():
                shutil.copytree(empty_project, folder)
            store = open_store(folder)
            stack.callback(store.close)
            made = Site(folder, store, Settings(**settings), Clock(), host=host, provider=provider)
            stack.enter_context(made.stack)
            return made

        yield make


@pytest.fixture
def alone(make_site: MakeSite) -> Site:
    """For one person on their own machine."""
    return make_site().open()


@pytest.fixture
def team(make_site: MakeSite) -> Site:
    """For a team behind a proxy with TLS; Ana reviews, Bo is the admin."""
    made = make_site(public_address=TEAM)
    made.join("Bo", Role.ADMIN)
    made.open()
    made.join("Ana")
    return made
