"""Train weights for the extractor `gliner` on passages in the gold format.

    python -m training.gliner --base ENCODER --out WEIGHTS [--passages FILE ...] [--layers N] [--steps N]

ENCODER is a folder with a Transformers encoder and its tokenizer; without passages, those we wrote are used. Needs the
extra `gliner` (`pip install 'countersight[gliner]'`).
"""

import argparse
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from countersight.extract.gliner.schema import ANCHOR, FIELDS, PERSON, RECORD, SEVERAL, TASKS
from countersight.extract.gliner.splitting import split_words
from countersight.values.organizations import find_organizations
from countersight.values.quantities import find_quantities
from countersight.values.technology import find_technology
from countersight.values.territories import find_territories

Passage = dict[str, Any]
Span = dict[str, Any]
NEAR = 200
"""Code points from the carrying words within which words for a country or technology are taken to be the claim's."""


_CAPPED = r"[^\W\d_a-z][\w'’.-]+"
_NAME = re.compile(rf"{_CAPPED}(?: (?:al|bin|da|de|del|der|dos|el|van|von))*(?: {_CAPPED}){{1,3}}")


def training_records(passages: Iterable[Passage]) -> Iterator[dict[str, Any]]:
    """Yield passages in GLiNER2's form: every slot with the exact place of its words, and what each claim's words mean.

    Of a passage without claims the record is empty.
    """
    for passage in passages:
        records = [_record(claim, passage) for claim in passage["claims"]]
        yield {
            "input": passage["text"],
            "output": {
                "entities": {PERSON: sorted({name for claim in passage["claims"] if (name := _person(claim))})},
                "json_structures": [{RECORD: record} for record in records or [_empty()]],
                "record_metadata": {RECORD: {"mode": "natural", "anchor": ANCHOR}},
            },
        }
        for claim in passage["claims"]:
            tasks = [
                {"task": task, "labels": list(labels), "label_descriptions": labels, "true_label": [claim[task]]}
                for task, labels in TASKS.items()
            ]
            yield {"input": claim["evidence"], "output": {"classifications": tasks}}


def _empty() -> dict[str, Any]:
    return {name: [] if name in SEVERAL else "" for name in FIELDS}


def _record(claim: dict[str, Any], passage: Passage) -> dict[str, Any]:
    text = passage["text"]
    start = text.find(claim["evidence"])
    near = _Near(text, start, start + len(claim["evidence"]), passage.get("lang"))
    record = _empty()
    record[ANCHOR] = near.span(near.start, near.end)
    for name in ("supplier", "speaker"):
        record[name] = near.words(claim.get(name)) or ""
    recipient = near.words(claim.get("recipient"))
    record["recipient"] = [recipient] if recipient else []
    for name in ("supplier_country", "recipient_country"):
        codes = claim.get(name) or []
        record[name] = near.territories({code.lower() for code in ([codes] if isinstance(codes, str) else codes)})
    record["technology"] = near.technologies(set(claim["technology"]))
    record["quantity"] = near.quantity(claim.get("quantity") or {}) or ""
    return record


@dataclass(frozen=True, slots=True)
class _Near:
    """Finds the words of slots as near as possible to the words that carry a claim."""

    text: str
    start: int
    end: int
    language: str | None

    def span(self, start: int, end: int) -> Span:
        return {"text": self.text[start:end], "start": start, "end": end}

    def words(self, words: str | None) -> Span | None:
        """Return where `words` stand."""
        places, at = [], self.text.find(words) if words else -1
        while words and at >= 0:
            places.append((at, at + len(words)))
            at = self.text.find(words, at + 1)
        return self.span(*min(places, key=self._gap)) if places else None

    def territories(self, codes: set[str]) -> list[Span]:
        """Return where the territories with these codes are named."""
        low, window = self._window()
        found = [(m.code, low + m.start, low + m.end) for m in find_territories(window, self.language)]
        return self._closest([mention for mention in found if mention[0] in codes])

    def technologies(self, labels: set[str]) -> list[Span]:
        """Return where the technologies with these labels are named."""
        low, window = self._window()
        found = [(m.label, low + m.start, low + m.end) for m in find_technology(window, self.language)]
        return self._closest([mention for mention in found if mention[0] in labels])

    def quantity(self, quantity: Mapping[str, Any]) -> Span | None:
        """Return where a number stands: of written passages its words are told, of others the value is looked for."""
        if "words" in quantity:
            return self.words(quantity["words"])
        for mention in find_quantities(self.text[self.start : self.end]) if quantity else ():
            if mention.value == quantity["value"]:
                return self.span(self.start + mention.start, self.start + mention.end)
        return None

    def _window(self) -> tuple[int, str]:
        low = max(0, self.start - NEAR)
        return low, self.text[low : self.end + NEAR]

    def _closest(self, found: list[tuple[str, int, int]]) -> list[Span]:
        best: dict[str, tuple[int, int]] = {}
        for label, *place in found:
            low, high = place
            if label not in best or self._gap((low, high)) < self._gap(best[label]):
                best[label] = (low, high)
        return [self.span(*place) for place in sorted(set(best.values()))]

    def _gap(self, place: tuple[int, int]) -> int:
        return max(self.start - place[1], place[0] - self.end, 0)


def _person(claim: dict[str, Any]) -> str | None:
    """Return the speaker of a claim if it reads like a person's name: the passages label no other persons."""
    name = claim.get("speaker") or ""
    is_party = name in (claim.get("supplier"), claim.get("recipient"))
    is_known = is_party or find_organizations(name) or find_territories(name)
    return name if _NAME.fullmatch(name) and not is_known else None


def train(
    passages: Sequence[Passage], *, base: Path, out: Path, steps: int, layers: int | None = None, batch: int = 8,
    rate: float = 5e-5, task_rate: float = 5e-4, frozen_words: bool = True, head: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Train a model of GLiNER2.5's make on the encoder in `base` and write it to `out`.

    Args: layers: of the encoder, from the bottom; the others are cut off. rate, task_rate: how fast the encoder and
    what stands on it learn. frozen_words: whether the vectors of words stay as they are: of a vocabulary of many
    languages, so few passages show few words. head: further `gliner2.configuration.BoundaryHeadSettings`.
    """
    from gliner2 import AutoExtractor, ExtractorConfig
    from gliner2.training.data import InputExample
    from gliner2.training.trainer import ExtractorTrainer, TrainingConfig

    settings = {"enable_relations": False, **(head or {})}
    model = AutoExtractor.from_config(
        ExtractorConfig(model_name=str(base), architecture="boundary", boundary_head=settings),
        word_splitter=split_words,
    )
    if layers:
        model.encoder.encoder.layer = model.encoder.encoder.layer[:layers]
        model.encoder.config.num_hidden_layers = layers
    model.encoder.get_input_embeddings().weight.requires_grad = not frozen_words
    config = TrainingConfig(
        output_dir=str(out.parent / f"{out.name}-runs"), max_steps=steps, num_epochs=steps, batch_size=batch,
        encoder_lr=rate, task_lr=task_rate, eval_strategy="no", save_best=False, num_workers=0, pin_memory=False,
        logging_steps=20, seed=1, on_capacity_exceeded="truncate_with_warning", fp16=False, bf16=False,
    )  # fmt: skip
    examples = [InputExample.from_dict(record) for record in training_records(passages)]
    ExtractorTrainer(model, config).train(train_data=examples)
    model.save_pretrained(str(out))


def main() -> None:
    """Read the command line and train."""
    from training.corpus import read_passages, read_written

    parser = argparse.ArgumentParser(description="Train weights for the extractor gliner.")
    parser.add_argument("--base", type=Path, required=True, help="folder of an encoder and its tokenizer")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the weights to")
    parser.add_argument("--passages", type=Path, nargs="*", help="files in the gold format; by default those we wrote")
    parser.add_argument("--layers", type=int, help="layers of the encoder to keep")
    parser.add_argument("--steps", type=int, default=1000)
    given = parser.parse_args()
    passages = [p for path in given.passages for p in read_passages(path)] if given.passages else read_written()
    random.Random(1).shuffle(passages)
    train(passages, base=given.base, out=given.out, steps=given.steps, layers=given.layers)


if __name__ == "__main__":
    main()
