"""The model itself, loaded once: windows in, what it found in each out."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from countersight.errors import ModelUnavailable
from countersight.extract.gliner.options import WHAT, GlinerOptions
from countersight.extract.gliner.records import Judgement, read_judgement
from countersight.extract.gliner.schema import judging_schema, record_schema
from countersight.extract.gliner.splitting import split_words

_PROBE = "a"
"""One word, whose pieces are subtracted to know what a schema takes."""
_POSITIONS = 512
"""Pieces that encoders are trained on, where theirs does not say."""


class Network:
    """A GLiNER2 model with the questions to it. It is deterministic: dropout is off and nothing is sampled."""

    def __init__(self, folder: Path, options: GlinerOptions) -> None:
        """Load the weights in `folder`.

        Raises:
            ModelUnavailable: they are of another make, or leave no room for text beside the schema.
        """
        # Imported only now: torch takes seconds to load, and most commands never need it.
        from gliner2 import AutoExtractor, Schema

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of metadata that older checkpoints have
                self._model: Any = AutoExtractor.from_pretrained(str(folder), word_splitter=split_words)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise ModelUnavailable(WHAT, f"{folder} holds no weights of GLiNER2 ({type(error).__name__})") from error
        self._model.eval()
        self._records, self._judging = Schema.from_dict(record_schema()), Schema.from_dict(judging_schema())
        self._options = options
        self._tokenizer = self._model.processor.tokenizer
        positions = getattr(self._model.encoder.config, "max_position_embeddings", _POSITIONS)
        self.room = positions - max(self._pieces_of(self._records), self._pieces_of(self._judging))
        """Pieces of text that the encoder can read beside the schema."""
        if self.room <= 0:
            raise ModelUnavailable(WHAT, f"its {positions} positions leave no room for text")

    def fits(self, words: str) -> bool:
        """Whether the encoder can read `words` at once; what does not fit would be cut off or fail."""
        return sum(len(self._tokenizer.tokenize(word)) for word, _, _ in split_words(words)) < self.room

    def find(self, windows: Sequence[str]) -> list[dict[str, Any]]:
        """Return for each window what GLiNER2 gives of records, with places and probabilities."""
        return self._extract(windows, self._records, include_spans=True)

    def judge(self, words: Sequence[str]) -> list[Judgement]:
        """Return of which kind and status the claims are that these words carry."""
        return [read_judgement(raw) for raw in self._extract(words, self._judging, include_spans=False)]

    def _extract(self, texts: Sequence[str], schema: Any, *, include_spans: bool) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._model.batch_extract(
            list(texts), schema, batch_size=self._options.batch, threshold=self._options.threshold,
            include_confidence=True, include_spans=include_spans,
        )  # fmt: skip
        return found

    def _pieces_of(self, schema: Any) -> int:
        processor = self._model.processor
        processor.change_mode(is_training=False)
        batch = processor.collate_fn_inference([(_PROBE, schema.build())])
        return int(batch.input_ids.shape[1]) - len(self._tokenizer.tokenize(_PROBE))
