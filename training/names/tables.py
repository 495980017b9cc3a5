"""Builds the tables of legal forms and of common words from published lists, with their sources.

python -m training.names.tables --data ../shared/data

Writes `reference/names/legal_forms.yaml` and `reference/names/common_words.yaml`. The lists stay where they are.
"""

import argparse
import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from countersight.values.names import fold_spelling

REFERENCE = Path(__file__).resolve().parents[2] / "src" / "countersight" / "reference" / "names"
CLASSES = ("LLC", "JSC", "LP", "LLP", "GP", "SP", "COOP", "NGO")
"""Classes of rigour's list that are taken over; its state bodies and funds are names more often than forms."""

LONGEST = 7
"""Words of the longest form that is taken over."""
DECIDED = yaml.safe_load((Path(__file__).parent / "forms.yaml").read_text(encoding="utf-8"))

FORMS_HEAD = """\
# Legal forms as they stand in a folded name, by class, and the territories whose law knows them; `leading` may also
# open a name. Classes: rigour's org_types (OpenSanctions), MIT, read in November 2026; `CO` is ours, for words of any
# company. Territories: GLEIF, Entity Legal Forms 1.4.1. Made by `python -m training.names.tables`.
"""
WORDS_HEAD = """\
# Words that many names of organizations share, by how much each tells: 1 for one seen thrice, less for each other.
# Counted in {count} names: OFAC's SDN and consolidated lists (public domain) and the EU's consolidated sanctions
# annexes (Official Journal). Made by `python -m training.names.tables`.
"""


def legal_forms(data: Path) -> dict[str, str]:
    """Return each folded form with its class."""
    forms: dict[str, str] = {}
    listed = yaml.safe_load((data / "opensanctions_rigour" / "org_types.yml").read_text(encoding="utf-8"))["types"]
    for entry in listed:
        if entry.get("generic") not in CLASSES:
            continue
        for alias in (entry.get("display"), entry.get("compare"), *entry["aliases"]):
            key = fold_spelling(alias or "")
            if _is_form(key):
                forms.setdefault(key, entry["generic"])
    return forms | {form: kind for kind, added in DECIDED["extra"].items() for form in added}


def _is_form(key: str) -> bool:
    if len(key) == 2 and key.isascii():
        return key in DECIDED["short"]
    return len(key) > 1 and key not in DECIDED["not_forms"] and len(key.split()) <= LONGEST


def places_of_forms(data: Path) -> dict[str, list[str]]:
    """Return for each abbreviation of a legal form the territories whose law knows it, where these are few."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    with (data / "gleif_elf" / "elf-codes-1.4.1.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            written = ";".join(
                (row["Abbreviations Local language"], row["Abbreviations transliterated"],
                 row["Entity Legal Form name Local name"])
            )  # fmt: skip
            for form in written.split(";"):
                if key := fold_spelling(form):
                    places[key].add(row["Country Code (ISO 3166-1)"].lower())
    return {form: sorted(codes) for form, codes in places.items() if len(codes) <= 6}


def organization_names(data: Path) -> Iterator[str]:
    """Yield names of organizations of published lists."""
    ofac = data / "ofac_watchman"
    kinds: dict[str, str] = {}
    for name in ("sdn.csv", "cons_prim.csv"):
        with (ofac / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                if len(row) > 2:
                    kinds[row[0]] = row[2].strip()
                    if row[2].strip() == "-0-":
                        yield row[1]
    for name in ("alt.csv", "cons_alt.csv"):
        with (ofac / name).open(encoding="utf-8", newline="") as lines:
            yield from (row[3] for row in csv.reader(lines) if len(row) > 3 and kinds.get(row[0]) == "-0-")
    for path in sorted((data / "opensanctions_sources").glob("eu_journal_*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if "person" not in str(row).lower():
                    yield row.get("name") or ""


def common_words(names: list[str], *, least: int) -> dict[str, float]:
    """Return for each frequent word how much it tells: 1 for a word seen thrice, towards 0 for the most frequent."""
    seen = Counter(word for name in names for word in set(fold_spelling(name).split()))
    total = len(names)
    scale = math.log(total / 3)
    return {
        word: round(max(0.1, math.log(total / count) / scale), 2)
        for word, count in seen.most_common()
        if count >= least and not re.fullmatch(r"\d+", word) and len(word) > 1
    }


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    forms, places = legal_forms(data), places_of_forms(data)
    by_class: defaultdict[str, list[str]] = defaultdict(list)
    for form, kind in sorted(forms.items()):
        by_class[kind].append(form)
    known = {form: places[form] for form in sorted(forms) if form in places}
    content = {"leading": DECIDED["leading"], "classes": dict(by_class), "territories": known}
    _write("legal_forms.yaml", FORMS_HEAD, content)
    names = [name for name in organization_names(data) if name]
    by_weight: defaultdict[float, list[str]] = defaultdict(list)
    for word, weight in sorted(common_words(names, least=12).items()):
        by_weight[weight].append(word)
    content = {weight: by_weight[weight] for weight in sorted(by_weight)}
    _write("common_words.yaml", WORDS_HEAD.format(count=len(names)), content)


def _write(name: str, head: str, content: object) -> None:
    body = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=140, default_flow_style=None)
    (REFERENCE / name).write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main()
