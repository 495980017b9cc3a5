"""The model itself, loaded once: windows in, what it found in each out."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from countersight.errors import ModelUnavailable
from countersight.extract.gliner.options import WHAT, GlinerOptions
from countersight.extract.gliner.schema import schema_definition
from countersight.extract.gliner.splitting import split_words

_PROBE = "a"
"""One word, whose pieces are subtracted to know what the schema takes."""


class Network:
    """A GLiNER2 model with the schema of claims. It is deterministic: dropout is off and nothing is sampled."""

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
        self._schema = Schema.from_dict(schema_definition())
        self._options = options
        self._tokenizer = self._model.processor.tokenizer
        positions = getattr(self._model.encoder.config, "max_position_embeddings", 512)
        self.room = positions - self._schema_pieces()
        """Pieces of text that the encoder can read beside the schema."""
        if self.room <= 0:
            raise ModelUnavailable(WHAT, f"its {positions} positions leave no room for text")

    def fits(self, words: str) -> bool:
        """Whether the encoder can read `words` at once; what does not fit would be cut off or fail."""
        return sum(len(self._tokenizer.tokenize(word)) for word, _, _ in split_words(words)) < self.room

    def find(self, windows: Sequence[str]) -> list[dict[str, Any]]:
        """Return for each window what GLiNER2 gives, with places and probabilities."""
        found: list[dict[str, Any]] = self._model.batch_extract(
            list(windows), self._schema, batch_size=self._options.batch, threshold=self._options.threshold,
            include_confidence=True, include_spans=True,
        )  # fmt: skip
        return found

    def _schema_pieces(self) -> int:
        processor = self._model.processor
        processor.change_mode(is_training=False)
        batch = processor.collate_fn_inference([(_PROBE, self._schema.build())])
        return int(batch.input_ids.shape[1]) - len(self._tokenizer.tokenize(_PROBE))
