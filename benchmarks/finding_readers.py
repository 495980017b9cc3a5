"""A second reading of labelled pairs, made without seeing the first, and how far the two readings agree.

python benchmarks/finding_readers.py --draw 200 [--shared ../shared] [--cache FOLDER]   pairs to read, no verdicts shown
python benchmarks/finding_readers.py [--differences]                                    agreement of both readings

`finding_pairs_second.csv` holds places, verdicts and reasons of 200 pairs drawn by a seed. Pairs of one document on one
country, which the second reader had come across with their labels, were not drawn from.
"""

import argparse
import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

from countersight.model.claim import Claim, Party
from countersight.model.text import DocumentText
from finding_pairs import PAIRS, VERDICTS, Pair, Place, load_claims, locate_pairs, read_pairs, read_verdicts

SECOND = Path(__file__).with_name("finding_pairs_second.csv")
SEED = 7
SEEN = 29
"""Pairs at the head of the file that the second reader had seen with their labels."""
BEFORE, AFTER = 250, 200
"""Characters of the text around the words that a reader is shown."""

Readings = Sequence[tuple[Hashable, Hashable]]
"""The verdicts of the first and the second reader on each pair."""


def draw_pairs(pairs: Sequence[Pair], number: int) -> list[Pair]:
    """Return pairs drawn by the seed, in order of their places, so that the order tells nothing of the verdicts."""
    pool = pairs[SEEN:]
    drawn = random.Random(SEED).sample(range(len(pool)), number)
    return sorted((pool[place] for place in drawn), key=lambda pair: (str(pair.one), str(pair.other)))


def measure_agreement(readings: Readings) -> tuple[float, float]:
    """Return the share of pairs that both readers judged alike, and Cohen's kappa (1960): that share beyond chance."""
    alike = sum(one == other for one, other in readings) / len(readings)
    first, second = Counter(one for one, _ in readings), Counter(other for _, other in readings)
    by_chance = sum(number * second[verdict] for verdict, number in first.items()) / len(readings) ** 2
    return alike, (alike - by_chance) / (1 - by_chance)


def print_agreement(pairs: Sequence[Pair], *, list_differences: bool = False) -> None:
    """Print how far the readings agree, and which verdicts stand against which."""
    first = {(pair.one, pair.other): pair for pair in pairs}
    second = read_verdicts(SECOND)
    readings = [(first[place].first_verdict, verdict) for place, (verdict, _) in second.items()]
    alike, kappa = measure_agreement(readings)
    agreed_same, kappa_same = measure_agreement([(one == "same", other == "same") for one, other in readings])
    print(f"{len(readings)} pairs read twice: {alike:.1%} alike, Cohen's kappa {kappa:.2f}")
    print(f"same or not: {agreed_same:.1%} alike, Cohen's kappa {kappa_same:.2f}")
    counts = Counter(readings)
    print("\n| first reader | second: same | related | different |\n|---|---|---|---|")
    for one in VERDICTS:
        print(f"| {one} | " + " | ".join(str(counts[one, other]) for other in VERDICTS) + " |")
    corrected = sum(pair.verdict != pair.first_verdict for pair in pairs)
    print(f"\n{corrected} labels were corrected, each with a note of why")
    if list_differences:
        _print_differences(first, second)


def _print_differences(
    first: Mapping[tuple[Place, Place], Pair], second: Mapping[tuple[Place, Place], tuple[str, str]]
) -> None:
    for place, (verdict, reason) in second.items():
        pair = first[place]
        if pair.first_verdict != verdict:
            print(f"{pair.part}\t{pair.one}\t{pair.other}\t{pair.first_verdict}: {pair.reason}\t{verdict}: {reason}")


def print_blind(pairs: Sequence[Pair], claims: Sequence[Claim], texts: Mapping[str, DocumentText]) -> None:
    """Print what a reader needs, and no verdict: each claim once with the text around it, then which to compare."""
    located, _ = locate_pairs(pairs, claims)
    wanted = sorted({claim for ids in located for claim in ids})
    by_id = {claim.id: claim for claim in claims}
    names = {claim: f"c{number}" for number, claim in enumerate(wanted)}
    for claim_id in sorted(wanted, key=lambda one: (by_id[one].document_id, by_id[one].evidence[0].start)):
        _print_claim(names[claim_id], by_id[claim_id], texts)
    for one, other in located:
        print(names[one], names[other])


def _print_claim(name: str, claim: Claim, texts: Mapping[str, DocumentText]) -> None:
    first = claim.evidence[0]
    text = texts[first.text_id].text
    around = f"{text[max(0, first.start - BEFORE) : first.start]}«{first.quote}»{text[first.end : first.end + AFTER]}"
    slots = [slot.mention.name if slot and slot.mention else "-" for slot in (claim.quantity, claim.when, claim.place)]
    parties = " | ".join([_party(claim.supplier), _party(claim.recipient), *slots])
    print(f"\n{name} {claim.document_id} {claim.kind.value} {claim.status.value} | {parties}")
    print(" ", " ".join(around.split()))


def _party(party: Party | None) -> str:
    if party is None:
        return "-"
    name = party.mention.name if party.mention else ""
    return f"{name} [{','.join(slot.code for slot in party.territories)}]"


def main() -> None:
    """Print pairs to read, or how far two readings agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", type=int, metavar="NUMBER")
    parser.add_argument("--differences", action="store_true")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/countersight-findings").expanduser())
    options = parser.parse_args()
    pairs = read_pairs(PAIRS)
    if options.draw:
        claims, texts = load_claims(options.shared, options.cache)
        print_blind(draw_pairs(pairs, options.draw), claims, texts)
    else:
        print_agreement(pairs, list_differences=options.differences)


if __name__ == "__main__":
    main()
