"""Names to screen: those of real public lists, as many made from their words as wanted, and noise, all by a seed."""

import csv
import random
import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from countersight.resolve.comparison import prepare_name
from countersight.values.names import LEGAL_FORMS, fold_name, fold_spelling

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
OFAC = DATA / "ofac_watchman"
LISTS = DATA / "opensanctions_sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Whom a list names."""

    id: str
    kind: str
    """`organization`, `person`, `vessel` or `other`."""
    name: str
    others: tuple[str, ...] = ()
    aliases: int = 0
    """How many of them, the first ones, are of `alt.csv`."""


def read_ofac() -> Iterator[Listed]:
    """Read OFAC's two lists; weak names stand in the remarks as `a.k.a. '...'`."""
    kinds = {"-0-": "organization", "individual": "person", "vessel": "vessel"}
    for names, aliases in (("sdn.csv", "alt.csv"), ("cons_prim.csv", "cons_alt.csv")):
        others: dict[str, list[str]] = defaultdict(list)
        for row in _rows(OFAC / aliases):
            others[row[0]].append(row[3])
        for row in _rows(OFAC / names):
            weak = re.findall(r"[afn]\.k\.a\. '([^;]+?)'(?=[;.])", row[11])
            yield Listed(
                id=f"ofac-{row[0]}",
                kind=kinds.get(row[2].strip(), "other"),
                name=row[1],
                others=tuple(dict.fromkeys((*others[row[0]], *weak))),
                aliases=len(dict.fromkeys(others[row[0]])) if names == "sdn.csv" else 0,
            )


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        yield from (row for row in csv.reader(lines) if len(row) > 3)


def read_un() -> Iterator[Listed]:
    """Read the consolidated list of the Security Council."""
    for element in ET.parse(OFAC / "UN_consolidated.xml").iter():
        if element.tag in {"ENTITY", "INDIVIDUAL"}:
            parts = [element.findtext(f"{place}_NAME") for place in ("FIRST", "SECOND", "THIRD", "FOURTH")]
            found = [*element.iter("ALIAS_NAME"), *element.iter("NAME_ORIGINAL_SCRIPT")]
            yield Listed(
                id=f"un-{element.findtext('DATAID')}",
                kind="organization" if element.tag == "ENTITY" else "person",
                name=" ".join(part.strip() for part in parts if part),
                others=tuple(dict.fromkeys(alias.text.strip() for alias in found if alias.text and alias.text.strip())),
            )


def read_tables() -> Iterator[Listed]:
    """Read the tables of the EU, of China, of the United States' departments, and of Privacy International."""
    for path in sorted(LISTS.glob("eu_journal_*.csv")):
        for place, row in enumerate(_table(path)):
            kind = {"Person": "person", "Vessel": "vessel", "Asset": "other"}.get(row["schema"], "organization")
            yield _listed(
                f"{path.stem}-{place}", kind, row["name"], row["alias"], row["weakAlias"], row["previousName"]
            )
    for place, row in enumerate(_table(LISTS / "cn_sanctions.csv")):
        kind = "person" if row["Type"] == "Person" else "organization"
        yield _listed(f"cn-{place}", kind, row["Name"], row["Alias"], row["Chinese name"])
    for place, row in enumerate(_table(LISTS / "us_dod_chinese_milcorps.csv")):
        yield _listed(f"dod-{place}", "organization", row["Clean Name"], row["Alias"], row["Previous Name"])
    for place, row in enumerate(_table(LISTS / "us_special_leg_source_files_section_1286.csv")):
        yield _listed(f"1286-{place}", "organization", row["name"], row["aliases"])
    for place, row in enumerate(_table(DATA / "pi_sii_companies" / "companies.csv")):
        yield _listed(f"pi-{place}", "organization", row["company_name"])

    suppliers = [
        row["Supplier Name"] if "eps" in path.name else row["Contract Awarded To:"]
        for path in sorted((DATA / "ghana_ppa").glob("tenders-*.csv"))
        for row in _table(path)
    ]
    for place, name in enumerate(dict.fromkeys(suppliers)):
        yield _listed(f"gh-{place}", "organization", name)


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _listed(place: str, kind: str, name: str, *others: str) -> Listed:
    split = (other.strip() for joined in others for other in re.split(r";", joined or ""))
    return Listed(id=place, kind=kind, name=name.strip(), others=tuple(dict.fromkeys(filter(None, split))))


def core(name: str) -> str:
    """Return the words of a name that tell it from others, as they are compared: two names of one core are one name."""
    return " ".join(sorted(prepare_name(name).words))


def join_lists(listed: Iterable[Listed]) -> list[Listed]:
    """Make one of those that share a folded primary name, as most lists name the same organizations."""
    joined: dict[tuple[str, str], Listed] = {}
    for one in listed:
        if key := fold_name(one.name):
            first = joined.setdefault((one.kind, key), one)
            if first is not one:
                others = dict.fromkeys((*first.others, one.name, *one.others))
                joined[one.kind, key] = replace(first, others=tuple(o for o in others if o != first.name))
    return list(joined.values())


class Inventor:
    """Makes names of organizations: patterns of real ones, in which all but the frequent words are drawn anew.

    The words come from primary names of organizations at the same place, and from names of persons, as companies are
    called after their owners; not from aliases, or each would find itself in a hundred made names.
    """

    def __init__(self, names: Sequence[str], persons: Sequence[str], seed: int) -> None:
        self.random = random.Random(seed)
        self.patterns = [words for name in names if name.isascii() and 1 < len(words := name.split()) < 12]
        owners = [word.strip(",").upper() for name in persons if name.isascii() for word in name.split()]
        self.first = [words[0] for words in self.patterns] + owners
        self.inner = [word for words in self.patterns for word in words[1:-1]] + owners
        self.last = [words[-1] for words in self.patterns]
        counts = Counter(word.lower() for words in self.patterns for word in words)
        self.frequent = {word for word, count in counts.items() if count > len(self.patterns) / 300}

    def invent(self, count: int, *, taken: set[str]) -> Iterator[str]:
        """Yield so many names, each with a telling word and none with the core of one in `taken`."""
        made = 0
        while made < count:
            name = self._name()
            key = core(name)
            if key not in taken and any(len(word) > 3 and word not in self.frequent for word in key.split()):
                taken.add(key)
                made += 1
                yield name

    def _name(self) -> str:
        """Take the pattern of a real name, keep the frequent words that make it one, and draw all others anew."""
        words = list(self.random.choice(self.patterns))
        last = len(words) - 1
        for place, word in enumerate(words):
            if word.lower() not in self.frequent or self.random.random() < 0.2:
                pool = self.first if place == 0 else self.last if place == last else self.inner
                words[place] = self.random.choice(pool)
        return " ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A name to look for and whom it may mean."""

    name: str
    kind: str
    """The kind of noise, or whose alias it is."""
    meant: frozenset[str] = frozenset()
    """Ids of the entities that are right answers; none where the index holds none of them."""


SPELLINGS = (
    ("kh", "h"), ("gh", "g"), ("q", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"), ("ck", "k"), ("yy", "y"),
    ("y", "i"), ("i", "y"), ("dj", "j"), ("j", "dzh"), ("sh", "sch"), ("ch", "tch"), ("ts", "tz"), ("x", "ks"),
    ("w", "v"),
    ("e", "ye"), ("al ", "el "), ("c", "k"), ("u", "ou"), ("ya", "ia"), ("yu", "iu"), ("hs", "x"), ("z", "s"),
)  # fmt: skip
"""Ways in which two transliterations of one name differ."""

CYRILLIC = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"),
    ("ya", "я"),
    ("yo", "ё"), ("ph", "ф"), ("ck", "к"), ("th", "т"), ("x", "кс"), ("qu", "кв"), *zip("abcdefghijklmnopqrstuvwyz",
    "абкдефгхийклмнопкрстуввиз", strict=True),
)  # fmt: skip
GREEK = (
    ("th", "θ"), ("ch", "χ"), ("ph", "φ"), ("ps", "ψ"), ("ks", "ξ"), ("x", "ξ"), ("b", "μπ"), ("d", "ντ"), ("ou", "ου"),
    *zip("acefghijklmnopqrstuvwyz", "ακεφγχιτκλμνοπκρστουβγιζ".replace("ου", "υ"), strict=True),
)  # fmt: skip
"""Letters as a newspaper in that script would write a foreign name; our own short tables, for noise only."""

OCR = (("o", "0"), ("l", "1"), ("i", "l"), ("m", "rn"), ("s", "5"), ("b", "8"), ("g", "9"), ("e", "c"), ("h", "b"))
FORMS = ("LLC", "Ltd", "Limited", "Inc.", "GmbH", "S.A.", "Co., Ltd.", "JSC", "OOO", "PLC", "S.p.A.", "B.V.", "Pte Ltd")


class Noise:
    """Writes names as other people would: one method for each kind of noise."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.kinds: Mapping[str, Callable[[str], str]] = {
            "typo": self.typo,
            "two typos": lambda name: self.typo(self.typo(name)),
            "scanned": self.scanned,
            "transliteration": self.transliterated,
            "Cyrillic": lambda name: self._written(name, CYRILLIC),
            "Greek": lambda name: self._written(name, GREEK),
            "legal form": self.other_form,
            "reordered": self.reordered,
            "word dropped": self.shortened,
            "typo and reordered": lambda name: self.typo(self.reordered(name)),
            "transliteration and legal form": lambda name: self.other_form(self.transliterated(name)),
        }

    def query(self, name: str, place: int, meant: frozenset[str]) -> Query:
        """Write a name with the kind of noise whose turn it is."""
        kind = list(self.kinds)[place % len(self.kinds)]
        return Query(name=self.kinds[kind](name), kind=kind, meant=meant)

    def typo(self, name: str) -> str:
        """Swap, drop, double or replace one letter."""
        letters = [place for place, char in enumerate(name) if char.isalpha()]
        if len(letters) < 3:
            return name
        place = self.random.choice(letters[1:])
        before, char, after = name[:place], name[place], name[place + 1 :]
        other = self.random.choice("abcdefghijklmnopqrstuvwxyz")
        return self.random.choice(
            (
                before + after,
                before + char + char + after,
                before + other + after,
                before[:-1] + char + before[-1:] + after,
            )
        )

    def scanned(self, name: str) -> str:
        return self._replaced(name.lower(), OCR, 2)

    def transliterated(self, name: str) -> str:
        return self._replaced(name.lower(), SPELLINGS, 3)

    def other_form(self, name: str) -> str:
        """Drop the legal form, or give the name another."""
        bare = _without_form(name)
        return bare if self.random.random() < 0.5 else f"{bare} {self.random.choice(FORMS)}"

    def reordered(self, name: str) -> str:
        words = name.split()
        self.random.shuffle(words)
        return " ".join(words)

    def shortened(self, name: str) -> str:
        words = name.split()
        if len(words) > 2:
            words.pop(self.random.randrange(len(words)))
        return " ".join(words)

    def _replaced(self, name: str, pairs: Sequence[tuple[str, str]], times: int) -> str:
        """Replace up to so many groups of letters, each time at one place."""
        for old, new in self.random.sample(pairs, len(pairs)):
            places = [found.start() for found in re.finditer(re.escape(old), name)]
            if places and times:
                place = self.random.choice(places)
                name = name[:place] + new + name[place + len(old) :]
                times -= 1
        return name

    def _written(self, name: str, pairs: Sequence[tuple[str, str]]) -> str:
        written = fold_spelling(name)
        for old, new in pairs:
            written = written.replace(old, new)
        return written.title()


_FORM_WORDS = {word for form in LEGAL_FORMS for word in form.split()} - {"a", "s", "o", "and"}


def _without_form(name: str) -> str:
    words = name.split()
    while len(words) > 1 and all(part in _FORM_WORDS for part in fold_spelling(words[-1]).split()):
        words.pop()
    return " ".join(words).rstrip(",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one run screens, and against what."""

    primary: list[Listed]
    """Every entity with its primary name alone."""
    complete: list[Listed]
    """The same with their other names, but for the alias of each of OFAC's that is asked for."""
    noisy: list[Query]
    """Names of organizations with noise, of real and of made ones in halves."""
    absent: list[Query]
    """Noisy names of real organizations that are not in the index."""
    aliases: list[Query]
    """Every alias that OFAC publishes, for the index of primary names."""
    left_out: list[Query]
    """One alias of each of OFAC's entities that has one, for the complete index."""


def gather(entities: int, queries: int, seed: int) -> Material:
    """Read the lists and make names until there are so many entities, and draw the queries."""
    chance = random.Random(seed)
    ofac = list(read_ofac())
    listed = join_lists([*ofac, *read_un(), *read_tables()])
    groups = same_organizations(listed)
    absent = _hold_out(listed, groups, chance, queries // 4)
    held = {one.id for one in absent}
    kept = [one for one in listed if one.id not in held]
    kinds = {kind: [one.name for one in kept if one.kind == kind] for kind in ("organization", "person")}
    taken = {core(name) for one in listed for name in (one.name, *one.others)}
    inventor = Inventor(kinds["organization"], kinds["person"], seed)
    made = [
        Listed(id=f"made-{place}", kind="organization", name=name)
        for place, name in enumerate(inventor.invent(max(0, entities - len(kept)), taken=taken))
    ]
    real = [one for one in kept if one.kind == "organization" and one.name.isascii()]
    drawn = chance.choices(real, k=queries // 2) + chance.choices(made or real, k=queries - queries // 2)
    noise = Noise(seed)
    aliases = list(_aliases(ofac, kept, groups))
    chosen = {min(query.meant): query for query in chance.sample(aliases, len(aliases))}
    return Material(
        primary=[replace(one, others=()) for one in kept] + made,
        complete=[*_leave_out(kept, chosen.values(), groups), *made],
        noisy=[
            noise.query(one.name, place, groups.get(one.id, frozenset({one.id}))) for place, one in enumerate(drawn)
        ],
        absent=[noise.query(one.name, place, frozenset()) for place, one in enumerate(absent)],
        aliases=aliases,
        left_out=list(chosen.values()),
    )


def same_organizations(listed: Sequence[Listed]) -> dict[str, frozenset[str]]:
    """Return for every id those that name the same: they share a whole name, as several lists hold one organization."""
    leader: dict[str, str] = {one.id: one.id for one in listed}

    def find(one: str) -> str:
        while leader[one] != one:
            leader[one] = one = leader[leader[one]]
        return one

    first: dict[tuple[str, str], str] = {}
    for one in listed:
        for name in (one.name, *one.others):
            key = core(name)
            if " " in key or len(key) > 7:
                leader[find(one.id)] = find(first.setdefault((one.kind, key), one.id))
    groups: dict[str, set[str]] = defaultdict(set)
    for one in listed:
        groups[find(one.id)].add(one.id)
    return {one.id: frozenset(groups[find(one.id)]) for one in listed}


def _hold_out(
    listed: Sequence[Listed], groups: Mapping[str, frozenset[str]], chance: random.Random, count: int
) -> list[Listed]:
    """Draw organizations of one list alone, so that nothing in the index names them."""
    alone = [one for one in listed if one.kind == "organization" and one.name.isascii() and len(groups[one.id]) == 1]
    return chance.sample(alone, min(count, len(alone) // 4))


def _aliases(ofac: Iterable[Listed], kept: Iterable[Listed], groups: Mapping[str, frozenset[str]]) -> Iterator[Query]:
    by_name = {(one.kind, fold_name(one.name)): one.id for one in kept}
    meant: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for one in ofac:
        if place := by_name.get((one.kind, fold_name(one.name))):
            for alias in one.others[: one.aliases]:
                meant[one.kind, alias] |= groups[place]
    for (kind, alias), ids in meant.items():
        yield Query(name=alias, kind=kind, meant=ids)


def _leave_out(
    kept: Iterable[Listed], queries: Iterable[Query], groups: Mapping[str, frozenset[str]]
) -> Iterator[Listed]:
    """Take the queried aliases, in whatever case and punctuation, from the names of all that they may mean."""
    asked: dict[str, set[str]] = defaultdict(set)
    for query in queries:
        for one in query.meant:
            asked[one].add(fold_spelling(query.name))
    for one in kept:
        gone = asked.get(one.id, set())
        yield replace(one, others=tuple(other for other in one.others if fold_spelling(other) not in gone))
