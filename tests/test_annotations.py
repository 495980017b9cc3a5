"""The annotated passages are well formed, and are the texts they say, where those are here."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from training.annotations import ChangedPassage, join, join_all, read_annotations, read_collections
from training.corpus import read_annotated

from countersight.model.claim import Kind, Status
from countersight.values.taxonomy import load_taxonomy

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"


def write_collections(folder: Path, news: dict[str, str], gathered: dict[str, str]) -> Path:
    """Write texts as the published collections, and those gathered beside them, hold them."""
    for name in ("news", "citizenlab_reports", "gathered"):
        (folder / name).mkdir()
    with gzip.open(folder / "news" / "sample.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": name, "text": text}) + "\n" for name, text in news.items())
    (folder / "citizenlab_reports" / "raw_citizenlab_report_data.json").write_text("[]", encoding="utf-8")
    rows = (json.dumps({"id": name, "text": text}) + "\n" for name, text in gathered.items())
    (folder / "gathered" / "xx.jsonl").write_text("".join(rows), encoding="utf-8")
    return folder


def test_labels_are_those_of_the_model() -> None:
    labels = set(load_taxonomy())
    for passage in read_annotations():
        for claim in passage["claims"]:
            assert Kind(claim["kind"])
            assert Status(claim["status"])
            assert set(claim["technology"]) <= labels


def test_places_lie_within_their_passage() -> None:
    for passage in read_annotations():
        length = passage["end"] - passage["start"]
        for claim in passage["claims"]:
            for slot in ("evidence", "supplier", "recipient", "speaker"):
                start, end = claim.get(slot, (0, 1))
                assert 0 <= start < end <= length


def test_page_counts_what_is_there() -> None:
    page = (ROOT / "training" / "README.md").read_text(encoding="utf-8")
    passages = list(read_annotations())
    claims: Counter[str] = Counter()
    for passage in passages:
        claims[passage["lang"]] += len(passage["claims"])
    assert f"\n{len(passages):,} passages" in page
    assert f"the {claims.total():,} claims" in page
    assert f"| English | {sum(passage['lang'] == 'en' for passage in passages)} | {claims['en']} |" in page
    assert f"\n{sum(passage['collection'] == 'gathered' for passage in passages)} of the passages" in page


def test_collections_and_gathered_texts_join(tmp_path: Path) -> None:
    texts = read_collections(write_collections(tmp_path, {"a": "one"}, {"gh:b": "two"}))
    assert texts == {"a": "one", "gh:b": "two"}


def test_texts_not_at_hand_are_counted(tmp_path: Path) -> None:
    passages, absent = join_all(read_collections(write_collections(tmp_path, {}, {})))
    assert passages == []
    assert absent == len(list(read_annotations())) > 1_000
    assert read_annotated(tmp_path) == []


def test_passages_are_those_that_were_read() -> None:
    if not (DATA / "news" / "sample.jsonl.gz").exists():
        pytest.skip("the published collections are not here")
    passages, absent = join_all(read_collections(DATA))
    assert absent == sum(annotation["collection"] == "gathered" for annotation in read_annotations())
    for passage in passages:
        for claim in passage["claims"]:
            assert passage["text"][claim["start"] : claim["end"]] == claim["evidence"] != ""


def test_changed_passage_is_refused() -> None:
    annotation = next(iter(read_annotations()))
    with pytest.raises(ChangedPassage):
        join(annotation, {annotation["document"]: "x" * annotation["end"]})
