"""Annotations hold places only: they join with the texts at hand, and with no other words."""

import gzip
import json
from pathlib import Path

import pytest
from training.annotations import ChangedPassage, join, join_all, read_annotations, read_collections
from training.corpus import read_annotated

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def write_collections(folder: Path, news: dict[str, str], gathered: dict[str, str]) -> Path:
    """Write collections as they are published."""
    for name in ("news", "citizenlab_reports", "gathered"):
        (folder / name).mkdir(parents=True)
    with gzip.open(folder / "news" / "sample.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": name, "text": text}) + "\n" for name, text in news.items())
    (folder / "citizenlab_reports" / "raw_citizenlab_report_data.json").write_text("[]", encoding="utf-8")
    rows = (json.dumps({"id": name, "text": text}) + "\n" for name, text in gathered.items())
    (folder / "gathered" / "xx.jsonl").write_text("".join(rows), encoding="utf-8")
    return folder


def test_collections_and_gathered_texts_join(tmp_path: Path) -> None:
    texts = read_collections(write_collections(tmp_path, {"a": "one"}, {"page:b": "two"}))
    assert texts == {"a": "one", "page:b": "two"}


def test_texts_not_at_hand_are_counted(tmp_path: Path) -> None:
    texts = read_collections(write_collections(tmp_path, {}, {}))
    passages, absent = join_all(texts)
    assert passages == []
    assert absent == len(list(read_annotations())) > 1_000
    assert read_annotated(tmp_path) == []


def test_changed_text_is_refused() -> None:
    annotation = next(iter(read_annotations()))
    with pytest.raises(ChangedPassage):
        join(annotation, {annotation["document"]: "other words " * 10_000})


@pytest.mark.skipif(not SHARED.exists(), reason="the published collections are not at hand")
def test_every_passage_of_collections_joins() -> None:
    passages, absent = join_all(read_collections(SHARED))
    gathered = sum(annotation["collection"] == "gathered" for annotation in read_annotations())
    assert absent == gathered
    for passage in passages:
        for claim in passage["claims"]:
            assert passage["text"][claim["start"] : claim["end"]] == claim["evidence"] != ""
