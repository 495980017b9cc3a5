"""The annotated passages are well formed, and are the texts they say, where those are here."""

import importlib.util
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from countersight.model.claim import Kind, Status
from countersight.values.taxonomy import load_taxonomy

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"

spec = importlib.util.spec_from_file_location("annotations", ROOT / "training" / "annotations.py")
annotations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(annotations)


def test_labels_are_those_of_the_model() -> None:
    labels = set(load_taxonomy())
    for passage in annotations.read_annotations():
        for claim in passage["claims"]:
            assert Kind(claim["kind"])
            assert Status(claim["status"])
            assert set(claim["technology"]) <= labels


def test_places_lie_within_their_passage() -> None:
    for passage in annotations.read_annotations():
        length = passage["end"] - passage["start"]
        for claim in passage["claims"]:
            for slot in ("evidence", "supplier", "recipient", "speaker"):
                start, end = claim.get(slot, (0, 1))
                assert 0 <= start < end <= length


def test_page_counts_what_is_there() -> None:
    page = (ROOT / "training" / "README.md").read_text(encoding="utf-8")
    passages = list(annotations.read_annotations())
    claims = Counter()
    for passage in passages:
        claims[passage["lang"]] += len(passage["claims"])
    assert f"\n{len(passages):,} passages" in page
    assert f"the {claims.total():,} claims" in page
    assert f"| English | {sum(passage['lang'] == 'en' for passage in passages)} | {claims['en']} |" in page


def test_passages_are_those_that_were_read() -> None:
    if not (DATA / "news" / "sample.jsonl.gz").exists():
        pytest.skip("the published collections are not here")
    texts = annotations.read_collections(DATA)
    for annotation in annotations.read_annotations():
        passage = annotations.join(annotation, texts)
        assert all(claim["evidence"] in passage["text"] for claim in passage["claims"])


def test_changed_passage_is_refused() -> None:
    annotation = next(islice(annotations.read_annotations(), 1))
    with pytest.raises(annotations.ChangedPassage):
        annotations.join(annotation, {annotation["document"]: "x" * annotation["end"]})
