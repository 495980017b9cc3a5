"""What is kept of texts to compare them by: some kilobytes of hashes each, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import msgspec
import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.rows import Rows, merge
from countersight.corroborate.origins.sequences import WHOLE_BELOW, Sequences, hash_bytes, hash_sequences
from countersight.model.text import DocumentText
from countersight.values.wires import find_credit

PRINTS_VERSION: Final = "3"
"""Changes with whatever makes the same text leave another print."""
FEWEST: Final = 12
"""Sequences that a text needs outside its quotations for a share of them to mean anything."""
SAMPLED_FROM: Final = (128, 256, 512)
"""Own sequences from which on texts are found by every second, fourth, eighth of them, chosen by its hash."""
NUMBER: Final = np.uint64(24)
"""Bits of a posting that hold the number of its text; the 40 above are the hash."""
MOST_PRINTS: Final = 1 << 24
MOST_LETTERS: Final = 1 << 18
"""Code points of texts that are hashed together: what is computed of them fits a processor's cache."""

FACTS: Final = np.dtype(
    [
        ("text", "<u8"), ("document", "<u8"), ("words", "<u8"), ("page", "<u8"), ("host", "<u8"), ("credit", "<u8"),
        ("day", "<i4"), ("told", "<i4"), ("told_half", "<i4"), ("own", "<i4"), ("own_half", "<i4"), ("level", "<i4"),
        ("names", "<i4"), ("sequences", "<i4"), ("terms", "<i4"), ("label", "<i4"), ("unspaced", "?"),
    ]
)  # fmt: skip
"""What is known of each text. `text`, `document`, `words`, `page`, `host` and `credit` are hashes, zero where there is
none; `day` the date of publication counted from year one, or zero; `level` says how its postings are sampled; `names`
counts its names and figures; `sequences`, `terms` and `label` how much of the other columns it has."""

Postings = NDArray[np.uint64]


class Label(msgspec.Struct, array_like=True, frozen=True):
    """The words about a text that are needed to tell why it was joined."""

    document_id: str
    text_id: str
    address: str | None
    credit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """The prints of some texts, which are numbered on from `first`."""

    first: int
    facts: NDArray[Any]
    """Of type `FACTS`, one a text."""
    sequences: Rows
    """31 bits of each sequence's hash, and in the lowest bit whether it is quoted."""
    terms: Rows
    """31 bits of each term's hash, and in the lowest bit whether it is no name or figure but just a longer word."""
    postings: Postings
    """Ascending: the hash of a sampled sequence outside quotations, and the number of a text that has it."""
    keys: Postings
    """The same for what makes two texts one at once: all their words, and the address that they give themselves."""
    labels: Rows
    """The bytes of a `Label` in MessagePack."""

    def __len__(self) -> int:
        return len(self.facts)


def take_prints(texts: Sequence[DocumentText], *, first: int = 0) -> Prints:
    """Take the prints of texts, and number them on from `first`."""
    blocks, start, size = [], 0, 0
    for place, text in enumerate(texts):
        size += len(text.text)
        if size >= MOST_LETTERS:
            blocks.append(_take_block(texts[start : place + 1], first + start))
            start, size = place + 1, 0
    blocks.append(_take_block(texts[start:], first + start))
    return join_prints(blocks)


def join_prints(blocks: Sequence[Prints]) -> Prints:
    """Put prints together that are numbered one on from the other."""
    facts = np.concatenate([block.facts for block in blocks])
    return Prints(
        first=blocks[0].first,
        facts=facts,
        sequences=Rows.of(np.concatenate([block.sequences.numbers for block in blocks]), facts["sequences"]),
        terms=Rows.of(np.concatenate([block.terms.numbers for block in blocks]), facts["terms"]),
        postings=merge([np.sort(block.postings) for block in blocks]),
        keys=np.sort(np.concatenate([block.keys for block in blocks])),
        labels=Rows.of(np.concatenate([block.labels.numbers for block in blocks]), facts["label"]),
    )


def read_labels(prints: Prints, numbers: Sequence[int]) -> dict[int, Label]:
    """Return the labels of the texts of these numbers."""
    decode = msgspec.msgpack.Decoder(Label).decode
    bounds, packed = prints.labels.bounds, prints.labels.numbers
    places = ((number, number - prints.first) for number in numbers)
    return {number: decode(packed[bounds[place] : bounds[place + 1]].tobytes()) for number, place in places}


def _take_block(texts: Sequence[DocumentText], first: int) -> Prints:
    found = hash_sequences([text.text for text in texts])
    labels = [
        Label(text.document_id, text.id, text.address, find_credit(text.text, author=text.author)) for text in texts
    ]
    packed = [msgspec.msgpack.encode(label) for label in labels]
    facts = _gather_facts(texts, found, labels)
    facts["label"] = [len(each) for each in packed]
    numbers = (found.hashes >> np.uint64(18)).astype(np.uint32) << np.uint32(1) | found.quoted.astype(np.uint32)
    return Prints(
        first=first,
        facts=facts,
        sequences=Rows.of(numbers, facts["sequences"]),
        terms=Rows.of(found.terms.astype(np.uint32), facts["terms"]),
        postings=_post(found, facts["level"], first),
        keys=_post_keys(facts, first),
        labels=Rows.of(np.frombuffer(b"".join(packed), dtype=np.uint8), facts["label"]),
    )


def _gather_facts(texts: Sequence[DocumentText], found: Sequences, labels: Sequence[Label]) -> NDArray[Any]:
    facts = np.zeros(len(texts), dtype=FACTS)
    owners = (found.terms >> np.uint64(32)).astype(np.int64)
    facts["text"] = [hash_name(text.id) for text in texts]
    facts["document"] = [hash_name(text.document_id) for text in texts]
    facts["words"] = found.digests
    facts["page"] = [hash_name(fold_page(text.address)) for text in texts]
    facts["host"] = [hash_name(_split(text.address).hostname) for text in texts]
    facts["credit"] = [hash_name(label.credit) for label in labels]
    facts["day"] = [text.published.toordinal() if text.published else 0 for text in texts]
    for name in ("told", "told_half", "own", "own_half", "unspaced"):
        facts[name] = getattr(found, name)
    facts["level"] = np.maximum(np.digitize(found.own, SAMPLED_FROM), found.told >= WHOLE_BELOW)
    facts["names"] = np.bincount(owners[found.terms & np.uint64(1) == 0], minlength=len(texts))
    facts["terms"] = np.bincount(owners, minlength=len(texts))
    facts["sequences"] = np.bincount(found.texts, minlength=len(texts))
    return facts


def _post(found: Sequences, levels: NDArray[np.int32], first: int) -> Postings:
    """Post the sampled sequences of texts that have enough of them outside quotations."""
    masks = ((1 << levels) - 1).astype(np.uint64)[found.texts]
    chosen = ~found.quoted & (found.hashes & masks == 0) & (found.own >= FEWEST)[found.texts]
    postings: Postings = found.hashes[chosen] >> np.uint64(9) << NUMBER
    postings |= (found.texts[chosen] + first).astype(np.uint64)
    return postings


def _post_keys(facts: NDArray[Any], first: int) -> Postings:
    numbers = np.arange(first, first + len(facts), dtype=np.uint64)
    posted = [facts[name] >> NUMBER << NUMBER | numbers for name in ("words", "page")]
    return np.concatenate([keys[facts[name] != 0] for name, keys in zip(("words", "page"), posted, strict=True)])


def hash_name(name: str | None) -> int:
    """Hash an id, address or name to 64 bits, no name to zero."""
    return hash_bytes((name or "").encode())


def fold_page(address: str | None) -> str | None:
    """Fold an address; a site's front page tells nothing, as badly made sites declare it on every page."""
    parts = _split(address)
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}?{parts.query}" if path or parts.query else None


def _split(address: str | None) -> SplitResult:
    try:
        return urlsplit(address or "")
    except ValueError:  # brackets that enclose no address
        return urlsplit("")
