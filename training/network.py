"""The network: a shared encoder finds the words that carry claims, a second one reads each claim's slots around them.

The lower layers of the encoder read a window once and tag the evidence. The next layers read the window once more for
each piece of evidence, which is marked in their input, and tell its kind (or that it is none), status, technology, and
which words fill its slots. Both halves start from the layers of one encoder, in their order.
"""

import torch
import torch.nn.functional as F  # noqa: N812 (its usual name)
from torch import Tensor, nn

from countersight.extract.trained.labels import FEATURES, KINDS, OUTSIDE, ROLES, STATUSES, TECHNOLOGIES
from training.encoder import Encoder, Shape

FINDING, READING = 6, 6
"""Layers that find, and layers that read: all twelve of the encoder. Few words are ever read, so depth is cheap."""
DROPOUT = 0.1


class Layer(nn.Module):
    """One layer of BERT: attention and feed-forward, each followed by its norm (Devlin et al. 2019)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attention_in = nn.Linear(shape.width, 3 * shape.width)
        self.attention_out = nn.Linear(shape.width, shape.width)
        self.attention_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Map [batch, tokens, width] to the same; `mask` [batch, 1, 1, tokens] is added to the attention's scores."""
        batch, tokens, width = hidden.shape
        query, key, value = self.attention_in(hidden).view(batch, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) / (width / self.heads) ** 0.5 + mask.to(query.dtype)
        mixed = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(batch, tokens, width)
        hidden = self.attention_norm(hidden + self.attention_out(mixed))
        return self.outer_norm(hidden + self.dropout(self.outer(F.gelu(self.inner(hidden)))))


class Standardizer(nn.Module):
    """Brings every dimension to mean zero and variance one, as batch normalization does (Ioffe and Szegedy 2015).

    Hidden states of this encoder share one large direction and a few wide dimensions; what tells words apart is small
    beside them, and heads would learn it slowly.
    """

    PACE = 0.02
    """Share of a new batch in what is remembered."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("variance", torch.ones(width))
        self.register_buffer("seen", torch.zeros(()))

    def forward(self, values: Tensor, weights: Tensor | None = None) -> Tensor:
        """Map [..., width] to the same; `weights` [...] are zero at what does not count."""
        if self.training:
            rows = values.detach().float().flatten(0, -2)
            shares = torch.ones(len(rows)) if weights is None else weights.detach().float().flatten()
            mean = (rows * shares[:, None]).sum(0) / shares.sum()
            variance = ((rows - mean).square() * shares[:, None]).sum(0) / shares.sum()
            pace = max(self.PACE, 1.0 / (1.0 + float(self.seen)))
            self.mean.lerp_(mean, pace)
            self.variance.lerp_(variance, pace)
            self.seen += 1
        return (values.float() - self.mean) * (self.variance + 1e-4).rsqrt()


def attention_mask(pieces_mask: Tensor) -> Tensor:
    """Turn a mask [batch, tokens] of ones for tokens into what is added to attention scores."""
    return (1.0 - pieces_mask.float())[:, None, None, :] * -1e4


class Finder(nn.Module):
    """Reads a window and tags the words that carry claims."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.shape.width
        self.words = nn.Embedding.from_pretrained(encoder.tensors["words"], freeze=True)
        self.positions = nn.Parameter(encoder.tensors["positions"].clone())
        self.features = nn.Linear(len(FEATURES), width, bias=False)
        nn.init.normal_(self.features.weight, std=0.02)
        self.norm = nn.LayerNorm(width, eps=encoder.shape.epsilon)
        self.norm.load_state_dict(_part(encoder, "norm."))
        self.layers = nn.ModuleList(_layer(encoder, number) for number in range(FINDING))
        self.dropout = nn.Dropout(DROPOUT)
        self.standard = Standardizer(width)
        self.evidence = nn.Linear(width, 3)

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the hidden states [batch, tokens, width] and the tags of evidence [batch, tokens, 3]."""
        hidden = self.words(pieces) + self.positions[: pieces.shape[1]] + self.features(features)
        hidden = self.dropout(self.norm(hidden))
        added = attention_mask(mask)
        for layer in self.layers:
            hidden = layer(hidden, added)
        return hidden, self.evidence(self.dropout(self.standard(hidden, mask)))


class Reader(nn.Module):
    """Reads a window around one piece of evidence and tells the claim's slots."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.shape.width
        self.marked = nn.Parameter(torch.randn(width) * 0.05)
        self.layers = nn.ModuleList(_layer(encoder, number) for number in range(FINDING, FINDING + READING))
        self.dropout = nn.Dropout(DROPOUT)
        self.roles = nn.Linear(width, 3 * len(ROLES))
        self.standard = Standardizer(width)
        self.standard_pooled = Standardizer(3 * width)
        self.pooled = nn.Linear(3 * width + 2 * len(FEATURES), width)
        self.kind = nn.Linear(width, len(KINDS))
        self.status = nn.Linear(width, len(STATUSES))
        self.technology = nn.Linear(width, len(TECHNOLOGIES))
        self.told = nn.Linear(2 * len(FEATURES), len(TECHNOLOGIES))
        self._trust_dictionaries()
        with torch.no_grad():  # most words fill no slot
            self.roles.bias.view(-1, 3)[:, OUTSIDE] += 4.0

    def _trust_dictionaries(self) -> None:
        """Begin with what the dictionaries say: a technology named in the evidence is meant, one around it perhaps."""
        with torch.no_grad():
            self.told.weight.zero_()
            self.told.bias.fill_(-3.0)
            for number, label in enumerate(TECHNOLOGIES):
                self.told.weight[number, FEATURES.index(label)] = 4.0
                self.told.weight[number, len(FEATURES) + FEATURES.index(label)] = 1.5

    def forward(
        self, hidden: Tensor, features: Tensor, marks: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Read the slots of claims.

        Args:
            hidden: [claims, tokens, width], of the windows that the claims stand in.
            features: [claims, tokens, len(FEATURES)], of the same windows.
            marks: [claims, tokens], ones at the evidence.
            mask: [claims, tokens], ones at tokens.

        Returns:
            Tags of roles [claims, tokens, len(ROLES) * 3], and kind, status and technology [claims, their number].
        """
        hidden = hidden + marks[:, :, None] * self.marked
        added = attention_mask(mask)
        for layer in self.layers:
            hidden = layer(hidden, added)
        within = marks[:, :, None]
        mean = (hidden * within).sum(1) / within.sum(1).clamp(min=1.0)
        most = (hidden - (1.0 - within) * 1e4).amax(1)
        told = torch.cat([(features * within).amax(1), (features * mask[:, :, None]).amax(1)], dim=-1)
        pooled = self.dropout(self.standard_pooled(torch.cat([mean, most, hidden[:, 0]], dim=-1)))
        pooled = self.dropout(F.gelu(self.pooled(torch.cat([pooled, 3.0 * told], dim=-1))))
        roles = self.roles(self.dropout(self.standard(hidden, mask)))
        return roles, self.kind(pooled), self.status(pooled), self.technology(pooled) + self.told(told)


class Network(nn.Module):
    """Both halves."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.finder = Finder(encoder)
        self.reader = Reader(encoder)


def _part(encoder: Encoder, prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): t for name, t in encoder.tensors.items() if name.startswith(prefix)}


def _layer(encoder: Encoder, number: int) -> Layer:
    layer = Layer(encoder.shape)
    layer.load_state_dict(_part(encoder, f"layers.{number}."))
    return layer
