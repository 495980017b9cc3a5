"""Whatever was foreseen is answered in words, and with a status that says whose turn it is."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from inspect import isfunction, signature
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.conftest import As

from countersight.accounts.roles import Role
from countersight.errors import CountersightError, InputError, InvariantError, MissingBlob, TransientError, UsageError
from countersight.web.problems import HANDLERS
from countersight.web.visitor import Visitor


def kinds_of(root: type[CountersightError]) -> Iterator[type[CountersightError]]:
    yield root
    for kind in root.__subclasses__():
        yield from kinds_of(kind)


def made(kind: type[CountersightError]) -> CountersightError:
    """An error of this kind, about a made-up thing."""
    given = {"retry_after_s": 7.0, "size": 9, "limit": 1, "done": 3, "problems": [("when", "no such day")]}
    given["until"] = datetime(2031, 5, 4, tzinfo=UTC)
    if not isfunction(kind.__init__):
        return kind("what is wrong")
    named = list(signature(kind).parameters)
    return kind(*(given.get(name, f"a {name}") for name in named))


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[CountersightError], Response]]:
    """A site whose one page fails as it is told to."""
    errors: list[CountersightError] = []

    def fail(_: Request) -> Response:
        raise errors.pop()

    app = Starlette(routes=[Route("/", fail)], exception_handlers=dict(HANDLERS))
    app.state.workspace = SimpleNamespace(project=SimpleNamespace(title="A made project"))
    app.state.news = lambda _: 0
    with TestClient(As(app, Visitor(name="Ada", role=Role.READER)), headers={"accept": "application/json"}) as client:

        def asked(error: CountersightError) -> Response:
            errors.append(error)
            return client.get("/")

        yield asked


@pytest.mark.parametrize("kind", [*kinds_of(UsageError), *kinds_of(InputError)], ids=lambda kind: kind.__name__)
def test_fault_of_who_asks_is_told(ask, kind: type[CountersightError]) -> None:
    error = made(kind)
    answer = ask(error)
    assert 300 <= answer.status_code < 500
    assert answer.json() == {"status": answer.status_code, "detail": str(error)}


@pytest.mark.parametrize("kind", list(kinds_of(TransientError)), ids=lambda kind: kind.__name__)
def test_what_passes_says_when_to_come_back(ask, kind: type[CountersightError]) -> None:
    answer = ask(made(kind))
    assert answer.status_code in (429, 503)
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "kind", sorted(set(kinds_of(InvariantError)) - {MissingBlob}, key=str), ids=lambda kind: kind.__name__
)
def test_our_own_fault_is_for_the_log(ask, kind: type[CountersightError], caplog: pytest.LogCaptureFixture) -> None:
    error = made(kind)
    with caplog.at_level(logging.ERROR, "countersight.web"):
        answer = ask(error)
    assert answer.status_code == 500
    assert str(error) not in answer.text
    assert str(error) in caplog.text
