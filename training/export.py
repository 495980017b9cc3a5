"""Turn a trained network into the package of weights that ships: fewer word pieces, eight bits, hashes.

    python -m training.export NETWORK.pt FOLDER --version 1 [--data DATA_FOLDER] [--settings SETTINGS.json]

SETTINGS holds the thresholds and the calibration that the folds chose.
"""

import argparse
import gzip
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from countersight.extract.trained.labels import FEATURES
from countersight.extract.trained.reading import Thresholds
from countersight.extract.trained.weights import LABELS
from countersight.values.digests import sha256_hex
from training.corpus import read_written
from training.encoder import Encoder, read_encoder, stored_path
from training.network import Network
from training.pieces import make_tokenizer

PIECES = 64_000
"""Word pieces that are kept of 250,002: all short ones, then the most frequent in the texts at hand."""
SHORT = 2
LONGEST_COUNTED = 4000
"""Code points of each text that are counted."""


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--before", type=Path, help="weights before tuning, to be averaged in as SETTINGS say")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    full = read_encoder(stored_path())
    kept = choose_pieces(full, texts(chosen.data))
    encoder = prune(full, kept)
    network = Network(encoder)
    settings = json.loads(chosen.settings.read_text()) if chosen.settings else {}
    tuned = torch.load(chosen.network)
    if chosen.before:
        tuned = average(torch.load(chosen.before), tuned, settings.get("share", 1.0))
    missing = network.load_state_dict(tuned, strict=False)
    if missing.unexpected_keys or missing.missing_keys not in ([], ["finder.words.weight"]):
        raise SystemExit(f"{chosen.network} does not fit the network: {missing}")
    make_tokenizer(encoder.vocabulary, encoder.unknown).save(str(chosen.folder / "tokenizer.json"), pretty=False)
    write_graphs(network.eval(), chosen.folder, encoder.shape.width)
    write_manifest(chosen.folder, chosen.version, settings)


def average(before: dict[str, torch.Tensor], tuned: dict[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    """Return tuned weights averaged with those before tuning, which forgets less (Wortsman et al. 2022)."""
    return {name: torch.lerp(before[name].float(), value.float(), share) for name, value in tuned.items()}


def texts(data: Path | None) -> Iterator[str]:
    """Yield texts of the trade and of the news, by which pieces are chosen."""
    for passage in read_written():
        yield passage["text"]
    if data:
        with gzip.open(data / "news" / "sample.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"][:LONGEST_COUNTED]


def choose_pieces(encoder: Encoder, words: Iterable[str]) -> list[int]:
    """Return the ids of the pieces to keep, in order: the four special ones, every short one, and the most frequent."""
    tokenizer = make_tokenizer(encoder.vocabulary, encoder.unknown)
    counts: Counter[int] = Counter()
    block: list[str] = []
    for text in words:
        block.append(text)
        if len(block) == 256:
            counts.update(piece for row in tokenizer.encode_batch(block, add_special_tokens=False) for piece in row.ids)
            block.clear()
    counts.update(piece for row in tokenizer.encode_batch(block, add_special_tokens=False) for piece in row.ids)
    kept = set(range(4)) | {
        number for number, (piece, _) in enumerate(encoder.vocabulary) if len(piece.lstrip("▁")) < SHORT
    }
    for number, _ in counts.most_common():
        if len(kept) >= PIECES:
            break
        kept.add(number)
    return sorted(kept)


def prune(encoder: Encoder, kept: list[int]) -> Encoder:
    """Keep only some pieces and their vectors."""
    return replace(
        encoder,
        shape=replace(encoder.shape, pieces=len(kept)),
        tensors=encoder.tensors | {"words": encoder.tensors["words"][kept]},
        vocabulary=[encoder.vocabulary[number] for number in kept],
        unknown=kept.index(encoder.unknown),
    )


def write_graphs(network: Network, folder: Path, width: int) -> None:
    """Write both halves as ONNX with weights in eight bits."""
    tokens = 9
    pieces, mask = torch.full((2, tokens), 5), torch.ones(2, tokens)
    features, hidden, marks = (
        torch.zeros(2, tokens, len(FEATURES)),
        torch.randn(2, tokens, width),
        torch.zeros(2, tokens),
    )
    marks[:, 2:5] = 1.0
    _write(
        network.finder,
        (pieces, features, mask),
        ["pieces", "features", "mask"],
        ["hidden", "tags"],
        folder / "finder.onnx",
    )
    outputs = ["roles", "kind", "status", "technology"]
    _write(
        network.reader,
        (hidden, features, marks, mask),
        ["hidden", "features", "marks", "mask"],
        outputs,
        folder / "reader.onnx",
    )


def _write(
    module: nn.Module, inputs: tuple[torch.Tensor, ...], names: list[str], outputs: list[str], path: Path
) -> None:
    pooled = {"kind", "status", "technology"}
    axes = {name: {0: "rows"} if name in pooled else {0: "rows", 1: "tokens"} for name in (*names, *outputs)}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            module, inputs, str(plain), input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=17,
            dynamo=False,
        )  # fmt: skip
        quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True)


def write_manifest(folder: Path, version: str, settings: dict[str, Any]) -> None:
    """Write down what the weights are and the hashes they are held against."""
    manifest = {
        "version": version,
        "sha256": {
            name: sha256_hex((folder / name).read_bytes()) for name in ("finder.onnx", "reader.onnx", "tokenizer.json")
        },
        "labels": LABELS,
        "thresholds": settings.get("thresholds", asdict(Thresholds())),
        "calibration": settings.get("calibration", {"slope": 1.0, "intercept": 0.0}),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
