"""What findings are made of from the sources that a project declares, with made-up ones."""

from pathlib import Path

import pytest
from tests.pipeline.declaring import declare

from countersight.model.source import Reliability
from countersight.pipeline import declared_sources, publisher_families

STATED = """
- owner: Ruritania Press
  names: [The Glimmer Post]
  sources: [https://ruritania.example/papers]
"""


def test_project_without_sources_declares_nothing(tmp_path: Path) -> None:
    assert declared_sources(tmp_path) == ()


def test_source_is_known_by_host_and_name(tmp_path: Path) -> None:
    declare(tmp_path, owner="Glimmer Holdings")
    (source,) = declared_sources(tmp_path)
    assert source.keys == ("paper.example", "the glimmer post")
    assert (source.owner, source.reliability, source.basis) == (
        "Glimmer Holdings", Reliability.C, "corrects what it got wrong",
    )  # fmt: skip
    assert source.declared_in == "sources/glimmer_post/source.yml"


@pytest.mark.parametrize("website", ["https://pages.example/glimmer", "https://pages.example/glimmer/"])
def test_part_of_a_host_leaves_the_host_alone(tmp_path: Path, website: str) -> None:
    declare(tmp_path, website=website)
    (source,) = declared_sources(tmp_path)
    assert source.keys == ("the glimmer post",)


def test_source_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    declare(tmp_path, "second")
    declare(tmp_path, "first").write_text("publisher: [", encoding="utf-8")
    assert [source.declared_in for source in declared_sources(tmp_path)] == ["sources/second/source.yml"]


def test_publishers_file_stands_above_declared_owner(tmp_path: Path) -> None:
    declare(tmp_path, owner="Glimmer Holdings")
    (tmp_path / "publishers.yaml").write_text(STATED, encoding="utf-8")
    family = publisher_families(tmp_path, declared_sources(tmp_path)).find("paper.example")
    assert family is not None
    assert family.owner == "Ruritania Press"
    assert family.sources == ("https://ruritania.example/papers", "sources/glimmer_post/source.yml")
