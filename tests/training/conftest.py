"""A tokenizer of a few pieces, and an encoder small enough to make up."""

import string
from typing import TYPE_CHECKING

import pytest
from tokenizers import Tokenizer
from training.pieces import make_tokenizer

if TYPE_CHECKING:
    from training.encoder import Encoder

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = ["Veltrix", "Orbano", "Kenya", "Kenyan", "police", "cameras", "sold", "bought", "the", "to", "said"]
SIGNS = string.ascii_letters + string.digits + string.punctuation + "维特向肯尼亚警方出售了套人脸识别系统据报道买，。"
VOCABULARY = [
    *((piece, 0.0) for piece in SPECIAL),
    ("▁", -4.0),
    *((sign, -6.0) for sign in SIGNS),
    *((f"▁{word}", -5.0) for word in WORDS),
]
UNKNOWN = SPECIAL.index("<unk>")


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return make_tokenizer(VOCABULARY, UNKNOWN)


@pytest.fixture
def encoder() -> "Encoder":
    """Return an encoder of the real one's build, eight dimensions wide, with weights drawn at random."""
    torch = pytest.importorskip("torch", reason="training needs torch")
    from training.encoder import Encoder, Shape
    from training.network import FINDING, READING

    shape = Shape(width=8, layers=FINDING + READING, heads=2, inner=16, pieces=len(VOCABULARY), positions=64,
                  epsilon=1e-12)  # fmt: skip
    chance = torch.Generator().manual_seed(1)

    def drawn(*sizes: int) -> "torch.Tensor":
        return torch.randn(*sizes, generator=chance) * 0.3

    tensors = {"words": drawn(shape.pieces, 8), "positions": drawn(shape.positions, 8)}
    tensors |= {"norm.weight": torch.ones(8), "norm.bias": torch.zeros(8)}
    sizes = {"attention_in": (24, 8), "attention_out": (8, 8), "inner": (16, 8), "outer": (8, 16)}
    for number in range(shape.layers):
        for name, (rows, columns) in sizes.items():
            tensors[f"layers.{number}.{name}.weight"] = drawn(rows, columns)
            tensors[f"layers.{number}.{name}.bias"] = drawn(rows)
        for name in ("attention_norm", "outer_norm"):
            tensors[f"layers.{number}.{name}.weight"] = torch.ones(8)
            tensors[f"layers.{number}.{name}.bias"] = torch.zeros(8)
    return Encoder(shape, tensors, VOCABULARY, UNKNOWN)
