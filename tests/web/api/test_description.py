"""The API against its own description."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from countersight.accounts import Accounts, Role
from countersight.accounts.tokens import make_token
from countersight.project import read_project
from countersight.settings import Settings
from countersight.store import open_store
from countersight.web import create_app
from countersight.web.api.description import description
from countersight.web.api.operations import BASE, OPERATIONS
from countersight.web.security import open_gate, protect

EXAMPLES = 6
"""Of each operation, good ones and bad ones each."""


@pytest.fixture(scope="module")
def tried(made_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ASGIApp, dict[str, str]]]:
    """The site, with all that protects it, over a copy that every trial may write to; and what lets one in."""
    folder = shutil.copytree(made_project, tmp_path_factory.mktemp("tried") / "project")
    store, accounts = open_store(folder), Accounts(folder)
    settings = Settings(processes=1, person="Ada Reader", requests_per_minute=10_000_000)
    gate = open_gate(accounts, settings, host="127.0.0.1", port=8080)
    assert gate.alone is not None
    gate = replace(gate, hosts=gate.hosts | {"testserver"})
    token = make_token(accounts, gate.alone.key, purpose="trials", role=Role.ADMIN, lasts=timedelta(days=1))
    app = protect(create_app(read_project(folder, settings), store), gate=gate, store=store, settings=settings)
    yield app, {"Authorization": f"Bearer {token}"}
    accounts.close()
    store.close()


@pytest.fixture(scope="module")
def described(tried: tuple[ASGIApp, dict[str, str]]) -> Any:
    """What the application says of itself, to be tried on it."""
    app, headers = tried
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=headers)


@pytest.fixture(scope="module")
def real_ids(tried: tuple[ASGIApp, dict[str, str]]) -> dict[str, str]:
    """An id of each list, so that not all that is tried is answered with 404."""
    app, headers = tried
    client = TestClient(app, headers=headers)
    lists = ("findings", "claims", "documents", "parties")
    return {what: client.get(f"{BASE}/{what}").json()["rows"][0]["id"] for what in lists}


def test_description_is_openapi() -> None:
    validate(description())


def test_every_operation_is_described() -> None:
    paths = description()["paths"]
    assert all(one.method.lower() in paths[BASE + one.path] for one in OPERATIONS)
    names = [one["operationId"] for path in paths.values() for one in path.values()]
    assert len(names) == len(set(names)) == len(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize("operation", [one.name for one in OPERATIONS])
def test_answers_are_as_described(
    described: Any,
    tried: tuple[ASGIApp, dict[str, str]],
    real_ids: dict[str, str],
    operation: str,
    mode: GenerationMode,
) -> None:
    of, is_good = described.find_operation_by_id(operation), mode is GenerationMode.POSITIVE
    kind = of.path.removeprefix(BASE).split("/")[1]

    @trying(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=of.as_strategy(generation_mode=mode), is_real=st.booleans())
    def run(case: Any, is_real: bool) -> None:
        moments = {"published_by", "as_of"} & (case.query or {}).keys()
        for moment in moments:
            case.query[moment] = "2026-03-31"  # each other one would have a catalog made first
        if is_good:
            (case.query or {}).pop("after", None)  # no schema can tell which cursors there are
            if is_real and "id" in (case.path_parameters or {}) and kind in real_ids:
                case.path_parameters["id"] = real_ids[kind]
        # A body may have the right form and still say what cannot be: that a claim is there, or that words say so.
        excluded = [positive_data_acceptance] if of.method.upper() == "POST" else []
        if moments:  # what was bad of a request may have been the moment that is replaced above
            excluded.append(negative_data_rejection)
        case.call_and_validate(headers=tried[1], excluded_checks=excluded)

    run()
