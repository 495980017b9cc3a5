"""Extractors of a server on this machine."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.extract.llm.serving import KEY, ModelServer, running_server

from countersight.extract.llm import LlmExtractor, LlmOptions


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """Run a server that answers with one right claim, until told to behave otherwise."""
    with running_server() as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    """Return the list of the seconds that extractors made by `make_extractor` would have waited."""
    return []


@pytest.fixture
def make_extractor(server: ModelServer, pauses: list[float]) -> Callable[..., LlmExtractor]:
    """Return a function that makes an extractor of the server; it notes pauses instead of waiting."""

    def make(**options: Any) -> LlmExtractor:
        known: dict[str, Any] = {"endpoint": server.endpoint, "model": "tiny", "key": KEY, "timeout_s": 20.0}
        return LlmExtractor(LlmOptions(**known | options), pause=pauses.append)

    return make
