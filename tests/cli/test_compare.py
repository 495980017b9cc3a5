"""The command `compare-extractors`, with a real server on this machine as the second extractor."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.extract.llm.serving import CLAIM, WORDS, ModelServer, Response, running_server, told

from countersight.cli import countersight


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    rows = [{"id": "one", "lang": "en", "text": WORDS}, {"id": "two", "lang": "en", "text": "Rain fell."}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def llm(server: ModelServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModelServer:
    monkeypatch.setenv("COUNTERSIGHT_LLM_ENDPOINT", server.endpoint)
    monkeypatch.setenv("COUNTERSIGHT_LLM_MODEL", "tiny")
    monkeypatch.setenv("COUNTERSIGHT_LLM_CACHE", str(tmp_path / "cache"))
    return server


def invoke(*arguments: str | Path):
    return CliRunner().invoke(countersight, ["compare-extractors", *map(str, arguments)])


PAIR = ("--extractor", "english-rules", "--extractor", "llm")


def test_differences_stand_side_by_side(texts: Path, llm: ModelServer) -> None:
    llm.behave = lambda request, number: Response(told(CLAIM | {"kind": "demand"}))
    shown = invoke(texts, *PAIR)
    assert shown.exit_code == 0, shown.output
    assert "1 claims by both" in shown.output
    assert "* kind" in shown.output
    assert WORDS in shown.output


def test_json_has_totals_and_differences(texts: Path, llm: ModelServer) -> None:
    llm.behave = lambda request, number: Response(told())
    shown = invoke(texts, *PAIR, "--json")
    records = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [record.get("extractor") for record in records[:2]] == ["english-rules", "llm"]
    assert records[2]["alone"] == [1, 0]
    assert records[3]["claims"]["llm"] is None


def test_second_comparison_asks_nothing_again(texts: Path, llm: ModelServer) -> None:
    assert [invoke(texts, *PAIR).exit_code for _ in range(2)] == [0, 0]
    assert len(llm.requests) == 1


def test_limit_leaves_the_rest_out(texts: Path, llm: ModelServer) -> None:
    assert "1 texts" in invoke(texts, *PAIR, "--limit", "1").output


def test_one_extractor_is_wrong_usage(texts: Path) -> None:
    assert invoke(texts, "--extractor", "english-rules").exit_code == 2


def test_server_outside_is_told(texts: Path, llm: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGHT_LLM_ENDPOINT", "http://models.invalid:8000/v1")
    monkeypatch.setenv("COUNTERSIGHT_LLM_TIMEOUT_S", "1")
    texts.write_text('{"id": "two", "lang": "en", "text": "Rain fell."}\n')
    shown = invoke(texts, *PAIR)
    assert "passages of the documents go to http://models.invalid:8000, outside this machine" in shown.stderr
