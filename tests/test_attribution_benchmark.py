"""Tests of how attributions are compared with those that people marked."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("attribution_benchmark", ROOT / "benchmarks" / "attribution.py")
benchmark = importlib.util.module_from_spec(spec)
spec.loader.exec_module(benchmark)


def marked(source: range, cue: range, content: range) -> object:
    return benchmark.Marked(source=frozenset(source), cue=frozenset(cue), content=frozenset(content))


WANTED = marked(range(2), range(2, 3), range(3, 9))


@pytest.mark.parametrize(
    ("found", "paired"),
    [
        (WANTED, {"cue": 1, "cue and source": 1, "end to end": 1}),
        (marked(range(2), range(2, 4), range(6, 9)), {"cue": 1, "cue and source": 1, "end to end": 1}),
        (marked(range(2), range(2, 3), range(7, 9)), {"cue": 1, "cue and source": 1, "end to end": 0}),
        (marked(range(0), range(2, 3), range(3, 9)), {"cue": 1, "cue and source": 0, "end to end": 0}),
        (marked(range(2), range(1), range(3, 9)), {"cue": 0, "cue and source": 0, "end to end": 0}),
    ],
    ids=["same", "half the content", "third of the content", "no source", "another cue"],
)
def test_each_level_asks_more(found: object, paired: dict[str, int]) -> None:
    assert benchmark.count([found], [WANTED]).paired == paired


def test_one_finding_serves_one_mark() -> None:
    wide = marked(range(2), range(2, 5), range(5, 9))
    counts = benchmark.count([wide], [wide, wide])
    assert counts.scores("end to end") == (1.0, 0.5, pytest.approx(2 / 3))


def test_pairing_gives_way_to_the_other() -> None:
    both, first = marked(range(1), range(2, 4), range(5)), marked(range(1), range(2, 3), range(5))
    last = marked(range(1), range(3, 4), range(5))
    assert len(benchmark.pair([both, first], [first, last], ["cue"])) == 2


def test_interval_holds_the_score() -> None:
    rows = [benchmark.count([WANTED], [WANTED]), benchmark.count([], [WANTED])] * 5
    low, high = benchmark.interval(rows, "end to end")
    assert low < benchmark.total(rows).scores("end to end")[2] < high


@pytest.mark.skipif(not benchmark.POLNEAR.is_dir(), reason="PolNeAR is not beside the project")
def test_all_articles_are_read() -> None:
    articles = list(benchmark.read_articles("dev"))
    assert len(articles) == 84
    assert all(one.cue and one.content for article in articles for one in article.marked)
