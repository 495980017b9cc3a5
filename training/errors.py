"""Where a reading errs: its misses sorted into classes and counted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from countersight.extract.evaluation import GoldDocument, Miss
from countersight.extract.scanning import scan
from countersight.extract.scoring import SLOTS, GoldClaim

PARTIES = ("supplier", "recipient")


def count_errors(misses: Sequence[Miss], gold: Sequence[GoldDocument]) -> Counter[str]:
    """Count the classes of error.

    A claim that is wrong in several slots counts in each. One of another kind counts as that alone, as its slots mean
    other things.
    """
    documents = {document.id: document for document in gold}
    return Counter(name for miss in misses for name in _classes(miss, documents[miss.document]))


def _classes(miss: Miss, document: GoldDocument) -> list[str]:
    if miss.gold is None or miss.predicted is None:
        if miss.gold is None:
            return ["read where there is none"]
        return ["missed within a window" if _is_within(miss.gold, document) else "missed outside every window"]
    if not SLOTS["kind"](miss.gold, miss.predicted):
        return [f"kind: {miss.predicted['kind']} for {miss.gold['kind']}"]
    found = [_party_error(side, miss.gold, miss.predicted) for side in PARTIES]
    found.append("" if SLOTS["technology"](miss.gold, miss.predicted) else "technology: another")
    return [name for name in found if name]


def _party_error(side: str, gold: GoldClaim, predicted: Mapping[str, object]) -> str:
    if SLOTS[side](gold, predicted):
        return ""
    is_told = bool(gold.get(side) or gold.get(f"{side}_country"))
    is_filled = bool(predicted.get(side) or predicted.get(f"{side}_country"))
    if not is_told:
        return f"{side}: filled where none is told"
    return f"{side}: another" if is_filled else f"{side}: left empty"


def _is_within(claim: GoldClaim, document: GoldDocument) -> bool:
    start = document.text.find(claim["evidence"])
    end = start + len(claim["evidence"])
    return any(window.start <= start and end <= window.end for window in scan(document.text, document.lang))
