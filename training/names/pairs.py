"""Pairs of names to learn from: of one party and of two, from published lists, and made from them.

Names of one party come from OFAC's SDN and consolidated lists, the UN's consolidated list, the EU's sanctions annexes,
the US entity list and the organizations of the reference. Two parties are those whose names are nearest, because far
ones teach nothing; siblings (another number, place, branch or trade) and misspellings are made from the same names.
"""

import csv
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from countersight.reference import load_reference
from countersight.resolve.comparison import NameKind, prepare_name
from countersight.values.names import fold_spelling
from countersight.values.organizations import organizations


class Party(NamedTuple):
    """One party with all its names."""

    names: tuple[str, ...]
    kind: NameKind | None
    source: str
    """The list: only there can two parties be taken to be two."""


class NamePair(NamedTuple):
    """Two names, and whether they are of one party."""

    one: str
    other: str
    kind: NameKind | None
    same: bool
    group: str
    """What has to stay on one side when examples are held out."""
    origin: str


def read_parties(data: Path) -> list[Party]:
    """Return the parties of all lists with two names or more."""
    parties = [*_ofac(data / "ofac_watchman"), *_un(data / "ofac_watchman" / "UN_consolidated.xml")]
    parties += [*_eu(data / "opensanctions_sources"), *_entity_list(data / "csl_govwizely" / "el_el.csv")]
    parties += [Party((entry.name, *entry.aliases), NameKind.ORGANIZATION, "reference") for entry in organizations()]
    return [party._replace(names=names) for party in parties if len(names := _distinct(party.names)) > 1]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({fold_spelling(name): name.strip() for name in names if name and name.strip()}.values())


def _ofac(folder: Path) -> Iterator[Party]:
    kinds = {"individual": NameKind.PERSON, "vessel": NameKind.VESSEL, "-0-": NameKind.ORGANIZATION}
    for primary, alternative in (("sdn.csv", "alt.csv"), ("cons_prim.csv", "cons_alt.csv")):
        aliases: dict[str, list[str]] = {}
        with (folder / alternative).open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                if len(row) > 3:
                    aliases.setdefault(row[0], []).append(row[3])
        with (folder / primary).open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                if len(row) > 2 and row[2].strip() in kinds:
                    yield Party((row[1], *aliases.get(row[0], ())), kinds[row[2].strip()], primary)


def _un(path: Path) -> Iterator[Party]:
    root = ET.parse(path).getroot()
    for tag, kind in (("INDIVIDUAL", NameKind.PERSON), ("ENTITY", NameKind.ORGANIZATION)):
        for entry in root.iter(tag):
            parts = [entry.findtext(f"{which}_NAME") or "" for which in ("FIRST", "SECOND", "THIRD", "FOURTH")]
            names = [
                " ".join(part.strip() for part in parts if part.strip()),
                entry.findtext("NAME_ORIGINAL_SCRIPT") or "",
            ]
            names += [alias.text or "" for alias in entry.iter("ALIAS_NAME")]
            yield Party(tuple(re.sub(r"\s+", " ", name) for name in names), kind, path.name)


def _eu(folder: Path) -> Iterator[Party]:
    kinds = {"Person": NameKind.PERSON, "Vessel": NameKind.VESSEL}
    for path in sorted(folder.glob("eu_journal_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                names = [row["name"], *(row["alias"] or "").split(";"), *(row["previousName"] or "").split(";")]
                yield Party(tuple(names), kinds.get(row["schema"], NameKind.ORGANIZATION), path.name)


def _entity_list(path: Path) -> Iterator[Party]:
    aliases: dict[str, list[str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            aliases.setdefault(row["Name"], []).append(row["Alternate Name"])
    for name, others in aliases.items():
        yield Party((name, *others), None, path.name)


def same_pairs(parties: list[Party], dice: random.Random, *, each: int = 3) -> Iterator[NamePair]:
    """Yield up to `each` pairs of names of every party."""
    for number, party in enumerate(parties):
        for _ in range(min(each, len(party.names) - 1)):
            one, other = dice.sample(party.names, 2)
            yield NamePair(one, other, party.kind, True, f"party {number}", "lists")


def nearest_pairs(parties: list[Party], dice: random.Random, *, count: int) -> Iterator[NamePair]:
    """Yield names with the nearest names of other parties, by letters and by words."""
    named = [(number, name) for number, party in enumerate(parties) for name in party.names]
    queries = dice.sample(named, count)
    folded = [" ".join(sorted(fold_spelling(name).split())) for _, name in named]
    asked = [" ".join(sorted(fold_spelling(name).split())) for _, name in queries]
    likeness = cdist(asked, folded, scorer=Indel.normalized_similarity, score_cutoff=0.4)
    for (number, name), row, own in zip(queries, likeness, asked, strict=True):
        near = [place for place in row.argsort()[::-1][:40] if named[place][0] != number and folded[place] != own]
        for place in dice.sample(near[:8], min(2, len(near[:8]))):
            party, nearest = parties[number], parties[named[place][0]]
            if (party.kind, party.source) == (nearest.kind, nearest.source):
                yield NamePair(name, named[place][1], party.kind, False, f"party {number}", "near")


PLACES = [territory["name"] for territory in load_reference("territories.yaml")["territories"].values()]
COMMON = [
    word
    for words in load_reference("names/common_words.yaml").values()
    for word in words
    if len(word) > 4 and word not in load_reference("names/words.yaml")["general"]
]
FIGURES = ["II", "III", "IV", "VI", "VII", "2", "3", "5", "7", "12"]


def sibling_pairs(parties: list[Party], dice: random.Random, *, count: int) -> Iterator[NamePair]:
    """Yield names of organizations with a sibling's: another number, another place, a branch, another trade."""
    chosen = [party for party in parties if party.kind is NameKind.ORGANIZATION and party.names[0].isascii()]
    for number in range(count):
        name = dice.choice(dice.choice(chosen).names)
        one, other = _siblings(name, dice.choice(dice.choice(chosen).names).split()[0], dice)
        if prepare_name(one).words != prepare_name(other).words:  # a legal form added makes no sibling
            yield NamePair(one, other, NameKind.ORGANIZATION, False, f"sibling {number}", "sibling")


def _siblings(name: str, another_name: str, dice: random.Random) -> tuple[str, str]:
    place, another = dice.sample(PLACES, 2)
    first, second = dice.sample(range(1, 600), 2)
    figure, other_figure = dice.sample(FIGURES, 2)
    trade, other_trade = dice.sample(COMMON, 2)
    without = [word for word in name.split() if fold_spelling(word) in COMMON]
    ways = [
        (f"{name} No. {first}", f"{name} No. {second}"),
        (f"{first} {name}", f"{second} {name}"),
        (f"{name} {figure}", f"{name} {other_figure}"),
        (name, f"{name} {figure}"),
        (f"{name} ({place})", f"{name} ({another})"),
        (f"{place} {name}", f"{another} {name}"),
        (name, f"{name} ({place})"),
        (name, f"{name} {trade}"),
        (name, f"{name} {another_name}"),
        (f"{name} {trade}", f"{name} {other_trade}"),
        (name, " ".join(without) or f"{trade} company"),
    ]
    return dice.choice(ways)


SCANNED = [("o", "0"), ("l", "1"), ("rn", "m"), ("m", "rn"), ("i", "l"), ("s", "5"), ("b", "8"), ("cl", "d")]


def misspelt_pairs(parties: list[Party], dice: random.Random, *, count: int) -> Iterator[NamePair]:
    """Yield names with a misspelling of them: typing errors, errors of scanning, lost spaces and words reordered."""
    chosen = [party for party in parties if party.names[0].isascii()]
    for number in range(count):
        party = dice.choice(chosen)
        name = dice.choice(party.names)
        yield NamePair(name, _misspell(name, dice), party.kind, True, f"misspelt {number}", "misspelt")


def written_pairs(parties: list[Party], dice: random.Random, *, count: int) -> Iterator[NamePair]:
    """Yield names with themselves as written elsewhere: other case, other points, with or without a legal form."""
    for number in range(count):
        party = dice.choice(parties)
        name = dice.choice(party.names)
        organized = party.kind is NameKind.ORGANIZATION and name.isascii()
        ways = [name.upper(), name.title(), name.replace(",", ""), name.replace("-", " ")]
        ways += [f"{name} Ltd", f"{name} LLC", f"The {name}"] if organized else [name]
        yield NamePair(name, dice.choice(ways), party.kind, True, f"written {number}", "written")


def _misspell(name: str, dice: random.Random) -> str:
    way = dice.randrange(4)
    if way == 0:
        fitting = [(right, wrong) for right, wrong in SCANNED if right in name.lower()]
        if fitting:
            right, wrong = dice.choice(fitting)
            return re.sub(re.escape(right), wrong, name, count=dice.randrange(1, 3), flags=re.IGNORECASE)
    if way == 1 and " " in name:
        words = name.split()
        cut = dice.randrange(1, len(words))
        return " ".join(words[cut:] + words[:cut])
    if way == 2 and " " in name:
        return name.replace(" ", "", 1)
    for _ in range(dice.randrange(1, 3)):
        name = _mistype(name, dice)
    return name


def _mistype(name: str, dice: random.Random) -> str:
    letters = [place for place, char in enumerate(name) if char.isalpha()]
    if not letters:
        return name
    place = dice.choice(letters)
    other = dice.choice("abcdefghijklmnopqrstuvwxyz")
    changed = dice.choice([name[place] * 2, "", other, name[place + 1 : place + 2] + name[place]])
    swallowed = 2 if len(changed) == 2 and changed[1] == name[place] != changed[0] else 1
    return name[:place] + changed + name[place + swallowed :]


def acronym_pairs(parties: list[Party], dice: random.Random, *, count: int) -> Iterator[NamePair]:
    """Yield names of organizations with their initials, and, as often, with those of another that has the same."""
    named: dict[str, list[tuple[int, str]]] = {}
    for number, party in enumerate(parties):
        if party.kind is NameKind.ORGANIZATION and party.names[0].isascii():
            words = prepare_name(party.names[0]).words
            if 3 <= len(words) <= 6:
                named.setdefault("".join(word[0] for word in words), []).append((number, party.names[0]))
    shared = {initials: names for initials, names in named.items() if len(names) > 1}
    for _ in range(count // 2):
        initials = dice.choice(sorted(shared))
        (number, name), (_, another) = dice.sample(shared[initials], 2)
        yield NamePair(initials.upper(), name, NameKind.ORGANIZATION, True, f"party {number}", "acronym")
        yield NamePair(initials.upper(), another, NameKind.ORGANIZATION, False, f"party {number}", "acronym")


def gold_pairs(path: Path) -> list[NamePair]:
    """Return the pairs of a published gold file; those that share a name share a group."""
    kinds = {"Person": NameKind.PERSON, "Vessel": NameKind.VESSEL, "Company": NameKind.ORGANIZATION}
    kinds["Organization"] = NameKind.ORGANIZATION
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    groups: dict[str, str] = {}
    for row in rows:
        one, other = (groups.get(fold_spelling(row[key]), fold_spelling(row[key])) for key in ("name1", "name2"))
        for key, group in list(groups.items()):
            if group == other:
                groups[key] = one
        groups[fold_spelling(row["name1"])] = groups[fold_spelling(row["name2"])] = one
    return [
        NamePair(row["name1"], row["name2"], kinds.get(row["schema"]), row["is_match"] == "true",
                 groups[fold_spelling(row["name1"])], "gold")
        for row in rows
    ]  # fmt: skip
