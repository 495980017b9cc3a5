"""A network becomes a package of weights that loads and answers alike. All names are made up."""

# ruff: noqa: E402 - without torch the imports below would fail, and the file is skipped

import json
import warnings
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch")
pytest.importorskip("onnx", reason="export needs onnx")

from training.encoder import Encoder
from training.export import choose_pieces, prune, write_graphs, write_manifest
from training.measuring import TorchModel
from training.network import Network
from training.pieces import make_tokenizer

from countersight.extract.trained.extractor import TrainedReader
from countersight.extract.trained.features import open_window
from countersight.extract.trained.weights import Weights, load_weights

TEXTS = ["Veltrix sold cameras to the police.", "Orbano said: the police bought the cameras."]


def test_short_and_used_pieces_are_kept(encoder: Encoder) -> None:
    kept = {encoder.vocabulary[number][0] for number in choose_pieces(encoder, TEXTS)}
    assert {"<s>", "<pad>", "</s>", "<unk>", "a", "维", "▁Veltrix", "▁bought"} <= kept
    assert "▁Kenyan" not in kept


def test_kept_pieces_keep_their_vectors(encoder: Encoder) -> None:
    kept = choose_pieces(encoder, TEXTS)
    pruned = prune(encoder, kept)
    assert pruned.shape.pieces == len(pruned.vocabulary) == len(pruned.tensors["words"]) == len(kept)
    old = {piece: encoder.tensors["words"][number] for number, (piece, _) in enumerate(encoder.vocabulary)}
    for number, (piece, _) in enumerate(pruned.vocabulary):
        assert torch.equal(pruned.tensors["words"][number], old[piece])
    assert pruned.vocabulary[pruned.unknown][0] == "<unk>"


def test_pruning_reads_known_texts_alike(encoder: Encoder) -> None:
    pruned = prune(encoder, choose_pieces(encoder, TEXTS))
    old = make_tokenizer(encoder.vocabulary, encoder.unknown)
    new = make_tokenizer(pruned.vocabulary, pruned.unknown)
    for text in TEXTS:
        assert new.encode(text).tokens == old.encode(text).tokens


@pytest.fixture
def network(encoder: Encoder) -> Network:
    torch.manual_seed(6)
    return Network(encoder).eval()


@pytest.fixture
def exported(encoder: Encoder, network: Network, tmp_path: Path) -> Weights:
    make_tokenizer(encoder.vocabulary, encoder.unknown).save(str(tmp_path / "tokenizer.json"))
    with warnings.catch_warnings():
        # torch warns of the older of its exporters, and of sizes that tracing takes for fixed: they are
        warnings.simplefilter("ignore")
        write_graphs(network, tmp_path, encoder.shape.width)
    settings = {"calibration": {"slope": 0.5, "intercept": -1.0}}
    write_manifest(tmp_path, TrainedReader.WEIGHTS, settings)
    return load_weights(tmp_path)


def test_what_ships_answers_like_the_network(exported: Weights, network: Network) -> None:
    windows = [open_window(text, "en", exported.tokenizer) for text in TEXTS]
    shipped, trained = exported.find(windows), TorchModel(network).find(windows)
    for (hidden, tags), (meant, meant_tags) in zip(shipped, trained, strict=True):
        assert hidden.shape == meant.shape
        assert np.abs(tags - meant_tags).max() < 0.2
    asked = [(window, hidden, (1, 4)) for window, (hidden, _) in zip(windows, trained, strict=True)]
    for one, other in zip(exported.read(asked), TorchModel(network).read(asked), strict=True):
        assert all(np.abs(a - b).max() < 0.3 for a, b in zip(one, other, strict=True))


def test_settings_travel_with_the_weights(exported: Weights, tmp_path: Path) -> None:
    assert exported.version == TrainedReader.WEIGHTS
    assert exported.calibration == (0.5, -1.0)
    assert json.loads((tmp_path / "manifest.json").read_text())["thresholds"]["claim"] == exported.thresholds.claim
