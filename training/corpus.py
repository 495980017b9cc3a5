"""The passages to learn from, each in the gold format: those we wrote, and real ones that we annotated.

training/written/      invented text, ours with its labels: enough to train on alone
training/annotations/  places and labels in published collections, used where those are at hand (`annotations.py`)
a gold file            further passages in the gold format, if one is given
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from countersight.values.organizations import organizations
from countersight.values.taxonomy import load_taxonomy
from training.annotations import join_all, read_collections

WRITTEN = Path(__file__).parent / "written"
RENAMED = 0.5
"""Share of written passages whose invented companies get names of the reference, so that those are learnt too."""
COPIED = ("evidence", "supplier", "recipient", "speaker")
"""Slots of a claim that hold words of its passage; its quantity holds some too."""

Passage = dict[str, Any]


def read_written(folder: Path = WRITTEN) -> list[Passage]:
    """Return the passages that we wrote, language after language."""
    return [row for path in sorted(folder.glob("*.jsonl")) for row in read_passages(path)]


def read_annotated(data: Path) -> list[Passage]:
    """Return the annotated passages whose texts are in the folder `data`, without repeats."""
    passages: dict[str, Passage] = {}
    for passage in join_all(read_collections(data))[0]:
        passages.setdefault(passage["text"][:80], passage)
    return list(passages.values())


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file in the gold format."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def rename(passage: Passage, chance: random.Random) -> Passage:
    """Give the invented companies and products of a written passage other names, at times, the same ones throughout."""
    if not passage.get("names") or chance.random() > RENAMED:
        return passage
    vendors = [entry.name for entry in organizations() if "vendor" in entry.roles]
    products = [name for label in load_taxonomy().values() for name in label.products]
    renamed: dict[str, str] = {}
    for name, sort in sorted(passage["names"].items(), key=lambda item: -len(item[0])):
        longer = next((known for known in renamed if name in known), None)
        renamed[name] = renamed[longer] if longer else chance.choice(products if sort == "product" else vendors)
    text = _replace(passage["text"], renamed)
    claims = [_with_names(claim, renamed) for claim in passage["claims"]]
    # Words that end amid a name are no longer there without it: their passage keeps its names.
    is_whole = all(words in text for claim in claims for words in words_of(claim))
    return {**passage, "text": text, "claims": claims} if is_whole else passage


def words_of(claim: dict[str, Any]) -> Iterator[str]:
    """Yield what a claim copies from its passage."""
    for slot in COPIED:
        if claim.get(slot):
            yield claim[slot]
    if claim.get("quantity") and claim["quantity"].get("words"):
        yield claim["quantity"]["words"]


def _with_names(claim: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    claim = claim | {slot: _replace(claim[slot], names) for slot in COPIED if claim.get(slot)}
    if claim.get("quantity") and claim["quantity"].get("words"):
        claim["quantity"] = claim["quantity"] | {"words": _replace(claim["quantity"]["words"], names)}
    return claim


def _replace(text: str, names: dict[str, str]) -> str:
    """Replace names, longest first, without touching what was put in."""
    for number, name in enumerate(names):
        text = text.replace(name, f"\x00{number}\x01")
    for number, new in enumerate(names.values()):
        text = text.replace(f"\x00{number}\x01", new)
    return text
