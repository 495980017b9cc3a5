"""Run a network in training on passages of the gold format and score it, without the rules around it."""

from collections.abc import Sequence
from typing import Any

import torch
from tokenizers import Tokenizer

from countersight.extract.trained.decoding import Scores
from countersight.extract.trained.features import Window, open_window
from countersight.extract.trained.reading import Asked, Reading, Thresholds, read_windows
from training.examples import LONGEST, LONGEST_ELSEWHERE, cut
from training.network import Network


class TorchModel:
    """The network as `Model`, one window at a time."""

    def __init__(self, network: Network) -> None:
        self.network = network.eval()

    @torch.no_grad()
    def find(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
        """See `Model.find`."""
        found = []
        for window in windows:
            pieces, features = torch.from_numpy(window.pieces)[None], torch.from_numpy(window.features)[None]
            hidden, tags = self.network.finder(pieces, features, torch.ones_like(pieces))
            found.append((hidden[0].float().numpy(), tags[0].float().numpy()))
        return found

    @torch.no_grad()
    def read(self, items: Sequence[Asked]) -> list[tuple[Scores, Scores, Scores, Scores]]:
        """See `Model.read`."""
        answers = []
        for window, hidden, (first, last) in items:
            marks = torch.zeros(1, len(hidden))
            marks[0, first:last] = 1.0
            states, features = torch.from_numpy(hidden)[None], torch.from_numpy(window.features)[None]
            scores = self.network.reader(states, features, marks, torch.ones(1, len(hidden)))
            answers.append(tuple(part[0].float().numpy() for part in scores))
        return answers  # type: ignore[return-value]


def predict(
    passage: dict[str, Any], model: TorchModel, tokenizer: Tokenizer, thresholds: Thresholds
) -> list[dict[str, Any]]:
    """Return the claims of a passage in the gold format, read from the network's answers alone."""
    claims: list[dict[str, Any]] = []
    for start, end in cut(passage["text"], LONGEST.get(passage["lang"], LONGEST_ELSEWHERE)):
        window = open_window(passage["text"][start:end], passage["lang"], tokenizer)
        for reading in read_windows([window], model, thresholds)[0]:
            claim = plain(reading, window, start)
            if not any(
                c["start"] < claim["end"] and claim["start"] < c["end"] and c["kind"] == claim["kind"] for c in claims
            ):
                claims.append(claim)
    return claims


def plain(reading: Reading, window: Window, offset: int) -> dict[str, Any]:
    """Return a reading as a claim of the gold format."""
    claim: dict[str, Any] = {
        "kind": reading.kind,
        "status": reading.status,
        "technology": list(reading.technologies),
        "evidence": window.text[reading.start : reading.end],
        "start": reading.start + offset,
        "end": reading.end + offset,
        "confidence": reading.probability,
        "quantity": None,
    }
    for role in ("supplier", "recipient", "speaker"):
        spans = reading.roles[role]
        best = max(spans, key=lambda span: span.probability, default=None)
        claim[role] = window.text[best.start : best.end] if best else None
    for side in ("supplier", "recipient"):
        codes = {
            mention.code.split("-")[0].upper()
            for span in (*reading.roles[f"{side}_place"], *reading.roles[side])
            for mention in window.territories
            if mention.start < span.end and span.start < mention.end
        }
        claim[f"{side}_country"] = sorted(codes) or None
    if reading.roles["quantity"]:
        span = reading.roles["quantity"][0]
        digits = "".join(c for c in window.text[span.start : span.end] if c.isdigit())
        claim["quantity"] = {"value": float(digits)} if digits else None
    return claim
