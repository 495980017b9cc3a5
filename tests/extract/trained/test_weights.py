"""The installed weights are the published ones, or are refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from countersight.errors import ModelUnavailable
from countersight.extract.trained import TrainedReader
from countersight.extract.trained.features import open_window
from countersight.extract.trained.labels import FEATURES, KINDS, ROLES, STATUSES, TECHNOLOGIES
from countersight.extract.trained.weights import Weights, installed_folder, load_weights
from countersight.model.claim import Kind, check_claim
from countersight.model.text import DocumentText
from countersight.values.taxonomy import load_taxonomy


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("manifest.json", "finder.onnx", "reader.onnx", "tokenizer.json"):
        shutil.copy(installed_folder() / name, tmp_path / name)
    return tmp_path


def test_labels_are_those_of_the_taxonomy() -> None:
    assert set(TECHNOLOGIES) == set(load_taxonomy())
    assert {kind.value for kind in Kind} == set(KINDS) - {"none"}


def test_no_file_is_too_large() -> None:
    sizes = [path.stat().st_size for path in installed_folder().iterdir() if path.is_file()]
    assert max(sizes) < 90_000_000
    assert sum(sizes) < 60_000_000


@pytest.mark.parametrize("name", ["finder.onnx", "reader.onnx", "tokenizer.json"])
def test_a_changed_file_is_refused(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(bytes(content))
    with pytest.raises(ModelUnavailable, match=f"{name} is not the file that was published"):
        load_weights(copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "reader.onnx").unlink()
    with pytest.raises(ModelUnavailable, match=r"reader\.onnx cannot be read"):
        load_weights(copied)


def test_weights_for_other_labels_are_refused(copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    manifest["labels"]["kinds"][0] = "gift"
    (copied / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelUnavailable, match="kinds are not those"):
        load_weights(copied)


def test_weights_of_another_version_are_refused(copied: Path) -> None:
    manifest = json.loads((copied / "manifest.json").read_text())
    (copied / "manifest.json").write_text(json.dumps(manifest | {"version": "0"}))
    with pytest.raises(ModelUnavailable, match="not 0"):
        load_weights(copied)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no manifest"):
        load_weights(tmp_path)


def test_outputs_have_their_shapes(weights: Weights) -> None:
    windows = [
        open_window("The ministry bought 20 cameras.", "en", weights.tokenizer),
        open_window("警方使用人脸识别。", "zh", weights.tokenizer),
    ]
    found = weights.find(windows)
    assert [len(tags) for _, tags in found] == [len(window.pieces) for window in windows]
    ((roles, kind, status, technology),) = weights.read([(windows[0], found[0][0], (1, 4))])
    assert roles.shape == (len(windows[0].pieces), 3 * len(ROLES))
    assert (len(kind), len(status), len(technology)) == (len(KINDS), len(STATUSES), len(TECHNOLOGIES))
    assert windows[0].features.shape == (len(windows[0].pieces), len(FEATURES))


def test_company_in_a_batch_changes_nothing(weights: Weights) -> None:
    words = "Police in Kenya use facial recognition cameras in the streets of Nairobi, the ministry said."
    alone = open_window(words, "en", weights.tokenizer)
    longer = open_window(words * 4, "en", weights.tokenizer)
    (_, single), *_ = weights.find([alone])
    (_, together), *_ = weights.find([alone, longer])
    assert np.array_equal(single, together)


@pytest.mark.parametrize(
    "words",
    [
        "e\u0301tat 🛰 d’alerte : reconnaissance faciale à Nice.",
        "الشرطة الكينية تستخدم كاميرات المراقبة ١٢٣",
        "ＡＢＣ監視攝影機１２３台，香港警方。",
        "😀😀 камеры полиции",
    ],
)
def test_pieces_stand_where_they_say(weights: Weights, words: str) -> None:
    window = open_window(words, "fr", weights.tokenizer)
    covered = {place for start, end in zip(window.starts, window.ends, strict=True) for place in range(start, end)}
    assert all(words[place].isspace() or place in covered for place in range(len(words)))
    assert all(start <= end for start, end in zip(window.starts, window.ends, strict=True))


def test_claims_hold_against_their_text(make_text: Callable[..., DocumentText]) -> None:
    words = (
        "The interior ministry of Kenya has bought 300 facial recognition cameras from the Chinese firm Veltrix, "
        "officials said. Police installed the surveillance cameras in Nairobi last year. The weather was fine."
    )
    (extraction,) = TrainedReader().extract([make_text(words)])
    assert extraction.claims
    for claim in extraction.claims:
        check_claim(claim, make_text(words))


def test_the_same_text_gives_the_same_claims(make_text: Callable[..., DocumentText]) -> None:
    texts = [make_text("La police de Nice utilise des caméras de vidéosurveillance algorithmique.", language="fr")] * 2
    one, other = TrainedReader().extract(texts)
    assert one.claims == other.claims


def test_texts_off_the_subject_never_load_the_model(make_text: Callable[..., DocumentText]) -> None:
    (extraction,) = TrainedReader().extract([make_text("The cake was baked for an hour and eaten warm.")])
    assert extraction.candidates == 0
    assert not extraction.claims
