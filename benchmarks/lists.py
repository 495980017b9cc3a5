"""How fast reference lists are imported, in how much memory, and how many of them are kept.

python benchmarks/lists.py FILE [FILE ...]
python benchmarks/lists.py --generate 1000000 [--shuffled]
python benchmarks/lists.py --telling OFAC.csv [OFAC.csv ...] [EU_JOURNAL.csv ...]

Of files: organizations kept, those left out, rows that could not be read, seconds and peak memory, each in a process of
its own. Generated: a stream of FollowTheMoney entities as large as is asked for, one in ten a person, imported once and
then again with one in a hundred changed, added or removed. Telling: of lists that say whom they list, how many names of
persons would pass for organizations by the name alone, and how many organizations are told.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from countersight.model.failure import Failure
from countersight.resolve.lists import LeftOut, ListFolder, find_form, read_list, update_list
from countersight.resolve.lists.telling import tells_organization

PARTS = ("Orbex", "Velmar", "Tasko", "Nordal", "Quintar", "Lumera", "Bastion", "Karvik", "Solenta", "Mirador")
KINDS = (
    "Trading",
    "Systems",
    "Electronics",
    "Holding",
    "Logistics",
    "Optics",
    "Security",
    "Telecom",
    "Energy",
    "Metals",
)
FORMS = ("Ltd", "LLC", "GmbH", "S.A.", "Co., Ltd.", "JSC", "Inc.", "AG", "B.V.", "Pte Ltd")
STATES = ("de", "fr", "cn", "ru", "us", "gb", "ae", "in", "br", "ke")


def measure_file(path: Path) -> dict[str, object]:
    """Return what reading one file gives."""
    left_out: Counter[LeftOut] = Counter()
    start = time.perf_counter()
    kept = unread = placed = 0
    for item in read_list(path, left_out=left_out):
        if isinstance(item, Failure):
            unread += 1
        else:
            kept += 1
            placed += item.territory is not None
    return {
        "file": path.name,
        "form": find_form(path).name,
        "organizations": kept,
        "with a territory": placed,
        "persons": left_out[LeftOut.PERSON],
        "vessels, aircraft": left_out[LeftOut.CONVEYANCE],
        "perhaps persons": left_out[LeftOut.UNTOLD],
        "other records": left_out[LeftOut.OTHER],
        "unread rows": unread,
        "seconds": round(time.perf_counter() - start, 1),
        "peak MiB": peak_mib(),
    }


def measure_generated(count: int, *, shuffled: bool) -> list[dict[str, object]]:
    """Return what the first import of a large stream and its update give."""
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder, path = ListFolder(Path(scratch) / "lists"), Path(scratch) / "entities.ftm.json"
        for version in (1, 2):
            with path.open("wb") as stream:
                stream.writelines(generated_entities(count, version=version, shuffled=shuffled))
            start, start_cpu = time.perf_counter(), time.process_time()
            done = update_list(folder, path, name="generated")
            seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - start_cpu
            rows.append(
                {
                    "import": ("first", "update")[version - 1],
                    "entities": count,
                    "MB": round(path.stat().st_size / 1e6),
                    "organizations": done.manifest.organizations,
                    "left out": sum(done.manifest.left_out.values()),
                    **{act.value: number for act, number in sorted(done.changes.counts.items())},
                    "seconds": round(seconds, 1),
                    "CPU seconds": round(cpu_seconds, 1),
                    "entities a CPU second": round(count / cpu_seconds),
                    "peak MiB": peak_mib(),
                    "kept MB": round((folder.folder / done.manifest.entities).stat().st_size / 1e6),
                }
            )
    return rows


def generated_entities(count: int, *, version: int, shuffled: bool) -> Iterator[bytes]:
    """Yield made-up entities as lines; the second version has one in a hundred renamed, and some gone and new."""
    numbers = list(range(count)) if shuffled else range(count)
    if shuffled:
        random.Random(7).shuffle(numbers)
    for number in numbers:
        one, two, kind, form, state = (number * prime % 10 for prime in (3, 7, 11, 13, 17))
        own = number + count if version == 2 and number % 1000 == 1 else number
        name = f"{PARTS[one]} {PARTS[two]} {number} {KINDS[kind]}"
        renamed = " International" if version == 2 and number % 100 == 7 else ""
        properties = {
            "name": [f"{name}{renamed} {FORMS[form]}"],
            "alias": [f"{name} {FORMS[state]}", f"Орбекс {number}"],
            "country": [STATES[state]],
            "registrationNumber": [f"HRB {number}"],
            "address": [f"{number % 300} Example Road, Exampletown"],
            "topics": ["sanction"] if number % 50 == 0 else [],
            "sourceUrl": [f"https://example.org/{number}"],
        }
        schema = "Person" if number % 10 == 3 else "Company"
        entity = {"id": f"gen-{own:09d}", "schema": schema, "caption": properties["name"][0], "properties": properties}
        yield json.dumps(entity, ensure_ascii=False).encode() + b"\n"


def measure_telling(paths: list[Path]) -> dict[str, object]:
    """Return how names of persons and of organizations are told apart, in OFAC's CSV and the EU's journal."""
    persons, organizations = [], []
    for path in paths:
        with path.open(encoding="utf-8", errors="replace", newline="") as lines:
            for row in csv.reader(lines):
                if len(row) > 40:
                    {"Person": persons, "LegalEntity": organizations, "Company": organizations}.get(row[7], []).append(
                        row[8]
                    )
                elif len(row) == 12:
                    {"individual": persons, "-0-": organizations}.get(row[2].strip(), []).append(row[1])
    wrong = [name for name in persons if tells_organization(name)]
    told = [name for name in organizations if tells_organization(name)]
    return {
        "persons": len(persons),
        "taken for organizations": len(wrong),
        "organizations": len(organizations),
        "told": len(told),
        "share": round(len(told) / max(len(organizations), 1), 3),
    }


def peak_mib() -> int:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def print_table(rows: list[dict[str, object]]) -> None:
    """Print rows as a table in Markdown."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    print("| " + " | ".join(titles) + " |\n|" + "---|" * len(titles))
    for row in rows:
        print(
            "| "
            + " | ".join(f"{v:,}" if isinstance(v, int) else str(v) for v in (row.get(t, "") for t in titles))
            + " |"
        )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--generate", type=int, metavar="N")
    parser.add_argument("--shuffled", action="store_true", help="in no order of ids")
    parser.add_argument("--telling", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.generate:
        print_table(measure_generated(chosen.generate, shuffled=chosen.shuffled))
    elif chosen.telling:
        print_table([measure_telling(chosen.files)])
    elif chosen.one:
        print(json.dumps(measure_file(chosen.files[0])))
    else:
        command = [sys.executable, __file__, "--one"]
        done = [subprocess.run([*command, str(path)], capture_output=True, check=True) for path in chosen.files]
        print_table([json.loads(one.stdout) for one in done])


if __name__ == "__main__":
    main()
