"""How well the main text of real pages is found."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "data" / "article_extraction"
LEAST_MEAN_F1 = 0.955
"""Measured: 0.965 on all pages with trafilatura 2.3.1, 0.96 on every third."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "reading_quality", ROOT / "benchmarks" / "reading_quality.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_overlap_counts_tokens_as_bags(benchmark: ModuleType) -> None:
    overlap = benchmark.compare_tokens("a a b", "a b c d")
    assert (overlap.precision, overlap.recall) == (2 / 3, 2 / 4)


@pytest.mark.skipif(not PAGES.is_dir(), reason=f"no pages in {PAGES.relative_to(ROOT.parent)} beside the project")
def test_main_text_of_real_pages_is_found(benchmark: ModuleType) -> None:
    scores = [overlap.f1 for _, overlap in benchmark.measure_pages(PAGES, every=3)]
    mean = sum(scores) / len(scores)
    print(f"mean token F1 of {len(scores)} pages: {mean:.3f}")  # noqa: T201
    assert len(scores) > 50
    assert mean > LEAST_MEAN_F1
