"""How well numbers and times are read from the words of annotated claims, by language.

python benchmarks/measures.py GOLD.jsonl [GOLD.jsonl ...] [--measeval FOLDER] [--errors]

A number counts as read if one of those found in the claim's own words has its value, and its qualifier is right if that
one is hedged so. A time counts as read if one of those found lies in the annotated one or begins with it: in the
claim's words, or anywhere in the passage, where annotators took it from. MeasEval is English scientific prose; its
counts (`IsCount`) are what the reader looks for, its measurements are not.
"""

import argparse
import csv
import json
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from countersight.values.quantities import find_quantities
from countersight.values.times import TimeMention, find_times

Tally = Counter[tuple[str, str]]


def read_claims(paths: list[Path]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every claim with its passage."""
    for path in paths:
        for passage in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            for claim in passage["claims"]:
                yield passage, claim


def judge_quantity(claim: dict[str, Any], language: str) -> tuple[bool, bool]:
    """Return whether value and qualifier of a claim's quantity are read from its words."""
    gold = claim["quantity"]
    same = [n for n in find_quantities(claim["evidence"], language=language) if n.value == gold["value"]]
    return bool(same), any(number.hedge == gold["qualifier"] for number in same)


def judge_time(passage: dict[str, Any], claim: dict[str, Any]) -> tuple[bool, bool]:
    """Return whether a claim's time is read in its words, and anywhere in its passage."""
    gold, anchor = gold_span(claim["when"]), published(passage.get("date"))
    here = find_times(claim["evidence"], anchor, language=passage["lang"])
    around = find_times(passage["text"], anchor, language=passage["lang"])
    return any(fits(time, gold) for time in here), any(fits(time, gold) for time in (*here, *around))


def fits(time: TimeMention, gold: tuple[date, date]) -> bool:
    """Whether a time lies in the annotated one, or shares its open end's day."""
    if time.first is None or time.last is None:
        return time.first == gold[0] or (time.last is not None and time.last == gold[1])
    return gold[0] <= time.first and time.last <= gold[1]


def gold_span(when: str) -> tuple[date, date]:
    """Return first and last day of an annotated time: `2019`, `2019-03`, `2019-03-05`, or two with a stroke."""
    first, _, last = str(when).partition("/")
    return _day(first, last=False), _day(last or first, last=True)


def _day(written: str, *, last: bool) -> date:
    year, *rest = map(int, written.split("-"))
    month = rest[0] if rest else 12 if last else 1
    day = rest[1] if len(rest) > 1 else monthrange(year, month)[1] if last else 1
    return date(year, month, day)


def published(written: str | None) -> date | None:
    """Read the date of publication: ISO, or day, month, year with strokes."""
    if not written:
        return None
    if "/" in written:
        day, month, year = map(int, written.split("/"))
        return date(year, month, day)
    return date.fromisoformat(written)


def measure_claims(paths: list[Path], *, errors: bool) -> Tally:
    """Count, by language, what is annotated and what is read."""
    tally: Tally = Counter()
    for passage, claim in read_claims(paths):
        language = passage["lang"]
        if claim.get("quantity"):
            value, qualifier = judge_quantity(claim, language)
            tally.update({(language, "numbers"): 1, (language, "value"): value, (language, "qualifier"): qualifier})
            if errors and not qualifier:
                print(language, claim["quantity"], "<-", claim["evidence"])
        if claim.get("when"):
            inside, around = judge_time(passage, claim)
            tally.update({(language, "times"): 1, (language, "in words"): inside, (language, "in passage"): around})
            if errors and not around:
                print(language, claim["when"], "<-", claim["evidence"])
    return tally


def print_tally(tally: Tally) -> None:
    """Print a row for each language and one for all."""
    columns = ("numbers", "value", "qualifier", "times", "in words", "in passage")
    print("language  " + "  ".join(f"{column:>10}" for column in columns))
    languages = sorted({language for language, _ in tally})
    for language in (*languages, "all"):
        chosen = languages if language == "all" else [language]
        counts = [sum(tally[each, column] for each in chosen) for column in columns]
        print(f"{language:8}  " + "  ".join(f"{count:>10}" for count in counts))


def measure_measeval(folder: Path) -> None:
    """Print the recall of quantities, of all and of counts alone, by overlapping words."""
    tally: Counter[str] = Counter()
    for path in sorted(folder.glob("tsv/*.tsv")):
        rows = list(
            csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        )
        text = (folder / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        found = [(number.start, number.end) for number in find_quantities(text)]
        tally["found"] += len(found)
        for row in rows:
            if row["annotType"] == "Quantity":
                start, end = int(row["startOffset"]), int(row["endOffset"])
                is_count = "IsCount" in row["other"]
                hit = any(first < end and start < last for first, last in found)
                tally.update({"all": 1, "all read": hit, "counts": is_count, "counts read": is_count and hit})
    print("MeasEval", " ".join(f"{name}={count}" for name, count in tally.items()))


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--measeval", type=Path, help="its folder with `text` and `tsv`")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    print_tally(measure_claims(options.gold, errors=options.errors))
    if options.measeval:
        measure_measeval(options.measeval)


if __name__ == "__main__":
    main()
