"""Names written in other scripts: how many mean the organization that they transcribe, how many nobody or another.

Three parts. The names in other scripts that the reference has, each read somewhere, asked for in a registry that knows
the organizations by their Latin names alone. Latin names of all vendors of the reference, transcribed word by word with
Unicode's tables (needs PyICU, which the extra `peers` brings), also those of organizations that the registry lacks:
every answer there is wrong. And the names of cities in Unicode's locales (Babel), real transcriptions of every
language's own habit, compared pair by pair with each city's English name.

python benchmarks/transcriptions.py [--errors]
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from babel import Locale

from countersight.model.entity import Entity
from countersight.resolve import known_entities
from countersight.resolve.comparison import NameKind, name_threshold, prepare_name, score_names, sound_the_same
from countersight.resolve.contextual import PERHAPS, SURE
from countersight.resolve.registry import Registry, build_registry
from countersight.resolve.weighing import weigh_candidates
from countersight.values.organizations import is_acronym, organization, sourced_names

SEED = 20261123
LANGUAGES = ("ru", "uk", "sr", "el", "ar", "fa", "he", "ko", "ja", "zh", "th")
TRANSFORMS = {
    "Cyrillic, letters": "Latin-Russian/BGN",
    "Cyrillic, Palladius": "zh_Latn_PINYIN-ru",
    "Cyrillic, Polivanov": "ja_Latn-ru",
    "Greek": "Latin-Greek/UNGEGN",
    "Hangul": "Latin-Hangul",
    "Katakana": "Latin-Katakana",
    "Arabic": "Latin-Arabic",
    "Hebrew": "Latin-Hebrew",
}
"""ICU's transforms by which Latin names are transcribed."""
CASE = ("я", "ю", "ем", "е")
"""Endings of a Russian name in -й in four cases."""
SAMPLED = 60
"""Cities of a language that are compared with every other one."""
ANSWERS = ("sure", "unsure", "nobody", "another, unsure", "another, sure")

Answer = tuple[str, str]


def registry_of(entities: Iterable[Entity], folder: Path) -> Registry:
    build_registry(entities, folder)
    return Registry.open(folder)


def without_other_scripts(entity: Entity) -> Entity:
    """Return an organization as it is known in Latin letters."""
    return replace(entity, aliases=tuple(name for name in entity.aliases if is_latin(name)))


def is_latin(name: str) -> bool:
    return all(ord(char) < 0x250 for char in name if char.isalpha())


def ask(registry: Registry, name: str, meant: str | None) -> Answer:
    """Return the kind of answer to a name alone, and who it is."""
    best = next(iter(weigh_candidates(registry, name)), None)
    if best is None or best.probability < PERHAPS:
        return "nobody", ""
    sure = "sure" if best.probability >= SURE else "unsure"
    return (sure if best.entity.id == meant else f"another, {sure}"), best.entity.name


def report(title: str, rows: dict[str, list[tuple[str, Answer]]], *, errors: bool) -> None:
    print(f"\n{title}\n{'':22} {'names':>6} " + " ".join(f"{answer:>15}" for answer in ANSWERS))
    for label, answers in rows.items():
        counts = Counter(answer for _, (answer, _) in answers)
        print(f"{label:22} {len(answers):6} " + " ".join(f"{counts[answer]:15}" for answer in ANSWERS))
        for name, (answer, who) in answers if errors else ():
            if answer.startswith("another"):
                print(f"    {name}: {who}, {answer}")


def ask_known(errors: bool) -> None:
    """Ask for the names that the reference has in other scripts, as if it had them not."""
    rows: dict[str, list[tuple[str, Answer]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        registry = registry_of(map(without_other_scripts, known_entities()), Path(folder) / "latin")
        for each in sourced_names():
            if not each.common:
                rows.setdefault(each.language, []).append((each.name, ask(registry, each.name, each.entity_id)))
    report("names read somewhere; the registry has the Latin ones alone", rows, errors=errors)


def transcribers() -> dict[str, Callable[[str], str]]:
    """Return ICU's transforms.

    Raises:
        ImportError: PyICU is not installed.
    """
    import icu  # type: ignore[import-untyped]

    found = {label: icu.Transliterator.createInstance(name) for label, name in TRANSFORMS.items()}
    return {label: made.transliterate for label, made in found.items()}


def transcribed(entity: Entity, write: Callable[[str], str]) -> str | None:
    """Return the Latin name of a vendor in another script; None where a part of it stays Latin, as acronyms do."""
    if is_acronym(entity.name) or not entity.name.isascii() or any(map(str.isdigit, entity.name)):
        return None
    written = " ".join(write(word.lower()) for word in entity.name.split())
    return written if not any("a" <= char <= "z" for char in written.casefold()) else None


def ask_transcribed(errors: bool) -> None:
    """Ask for the names of vendors in transcription, half of which the registry lacks."""
    vendors = [one for one in known_entities() if (entry := organization(one.id)) and "vendor" in entry.roles]
    lacking = {one.id for one in random.Random(SEED).sample(sorted(vendors, key=lambda one: one.id), len(vendors) // 2)}
    there: dict[str, list[tuple[str, Answer]]] = {}
    absent: dict[str, list[tuple[str, Answer]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = [without_other_scripts(one) for one in known_entities() if one.id not in lacking]
        registry = registry_of(kept, Path(folder) / "half")
        for label, write in transcribers().items():
            for vendor in vendors:
                if not fits(label, vendor) or (name := transcribed(vendor, write)) is None:
                    continue
                is_lacking = vendor.id in lacking
                answer = ask(registry, name, None if is_lacking else vendor.id)
                (absent if is_lacking else there).setdefault(label, []).append((name, answer))
                if not is_lacking and label == "Cyrillic, Palladius" and name.endswith("й"):
                    inflected = [name[:-1] + ending for ending in CASE]
                    answers = [(each, ask(registry, each, vendor.id)) for each in inflected]
                    there.setdefault("the same, inflected", []).extend(answers)
    report("vendors in transcription; the registry has them by their Latin names", there, errors=errors)
    report("vendors in transcription; the registry lacks them", absent, errors=errors)


def fits(label: str, vendor: Entity) -> bool:
    """Whether a vendor's names are written so: Palladius' system is for those of China, Polivanov's for Japan's."""
    territory = {"Cyrillic, Palladius": "cn", "Cyrillic, Polivanov": "jp"}.get(label)
    return territory is None or vendor.territory == territory


def cities(language: str) -> Iterator[tuple[str, str]]:
    """Yield the English name of each city of the time zones, and the one in `language`."""
    english, other = Locale.parse("en").time_zones, Locale.parse(language).time_zones
    for zone in sorted(other):
        name = english.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
        if "/" in zone and not zone.startswith(("Etc", "Antarctica")) and "," not in name and "city" in other[zone]:
            yield name, other[zone]["city"]


def compare_cities() -> None:
    print(f"\nnames of cities, a pair at a time; taken for one from {name_threshold():.2f} on")
    print(f"{'':4} {'cities':>7} {'found':>7} {'false, of others':>17} {'sound the same':>15} {'falsely':>8}")
    for language in LANGUAGES:
        named = [tuple(prepare_name(name, kind=NameKind.ORGANIZATION) for name in pair) for pair in cities(language)]
        found = sum(score_names(one, other) >= name_threshold() for one, other in named)
        sound = sum(sound_the_same(one, other) for one, other in named)
        false = falsely = compared = 0
        for place in random.Random(SEED).sample(range(len(named)), SAMPLED):
            for rival, (english, _) in enumerate(named):
                if rival != place:
                    compared += 1
                    false += score_names(english, named[place][1]) >= name_threshold()
                    falsely += sound_the_same(english, named[place][1])
        size = len(named)
        print(f"{language:4} {size:7} {found / size:7.3f} {false / compared:17.4f} {sound / size:15.3f} {falsely:8}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print the names that mean another organization")
    options = parser.parse_args()
    ask_known(options.errors)
    try:
        ask_transcribed(options.errors)
    except ImportError as missing:
        print(f"without transcriptions: {missing}")
    compare_cities()


if __name__ == "__main__":
    main()
