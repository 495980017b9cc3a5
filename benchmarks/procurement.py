"""How fast procurement releases become documents, texts and claims, in how much memory, and which are of the trade.

python benchmarks/procurement.py --speed 2000 RELEASES.jsonl
python benchmarks/procurement.py --decisions FILE [FILE ...]

Speed: the releases of a file, repeated to the number asked for and to ten times as many, as JSON Lines and as one
package; each step in a process of its own, beside orjson that only parses them. Decisions: every release in which a
word or code of the trade or of a trade like it stands, with what was decided and why, and what is claimed.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from countersight.collect.base import Collected, CollectLimits
from countersight.collect.packages import OcdsPackages
from countersight.extract.procurement import OcdsExtractor
from countersight.model.text import DocumentText
from countersight.read import ReadItem, read_document
from countersight.read.ocds import OcdsReader

STEPS = ("orjson", "collect", "read", "extract")
LIMITS = CollectLimits()


def measure(step: str, path: Path) -> dict[str, object]:
    """Return how many releases a second one step, with those before it, does with a file, and its peak memory."""
    begin = time.process_time()
    count = sum(1 for _ in (_parse(path) if step == "orjson" else _take(step, path)))
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"releases": count, "per CPU second": round(count / seconds), "peak MiB": round(peak)}


def _parse(path: Path) -> Iterator[object]:
    import orjson

    if path.suffix == ".jsonl":
        with path.open("rb") as stream:
            yield from map(orjson.loads, stream)
    else:
        yield from orjson.loads(path.read_bytes())["releases"]


def _take(step: str, path: Path) -> Iterator[object]:
    for collected in members(path):
        if step == "collect":
            yield collected
            continue
        text = read(collected)
        yield text if step == "read" else list(OcdsExtractor().extract([text]))


def members(path: Path) -> Iterator[Collected]:
    """Yield the releases and records of a file."""
    with path.open("rb") as stream:
        for member in OcdsPackages().members(
            stream, address=path.resolve().as_uri(), limits=LIMITS, clock=lambda: datetime.now(UTC)
        ):
            if isinstance(member, Collected):
                yield member


def read(collected: Collected) -> DocumentText:
    """Read one release in this process."""
    capture = collected.capture
    item = ReadItem(
        document=collected.document, data=collected.data, address=capture.address, publisher=capture.publisher
    )
    return read_document(item, (OcdsReader,))


def write_many(source: Path, count: int, target: Path) -> None:
    """Repeat the releases of JSON Lines, each with an OCID of its own, to `count` of them."""
    lines = source.read_bytes().splitlines()
    is_package = target.suffix == ".json"
    with target.open("wb") as stream:
        stream.write(b'{"publisher": {"name": "Made up"}, "releases": [' if is_package else b"")
        for number in range(count):
            line = lines[number % len(lines)].replace(b'"ocid": "', b'"ocid": "%d-' % number, 1)
            stream.write(line + (b"" if number == count - 1 else b",\n" if is_package else b"\n"))
        stream.write(b"]}" if is_package else b"\n")


def run_speed(source: Path, count: int) -> None:
    """Print the table of speeds."""
    print("form      releases  step      per CPU second  peak MiB  to orjson")
    with tempfile.TemporaryDirectory() as scratch:
        for suffix in (".jsonl", ".json"):
            for many in (count, 10 * count):
                path = Path(scratch) / f"{many}{suffix}"
                write_many(source, many, path)
                plain = 0.0
                for step in STEPS:
                    command = [sys.executable, __file__, "--step", step, str(path)]
                    row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                    plain = plain or row["per CPU second"]
                    ratio = row["per CPU second"] / plain
                    rate, peak = row["per CPU second"], row["peak MiB"]
                    print(f"{suffix[1:]:8}  {many:8,}  {step:8}  {rate:14,}  {peak:8}  {ratio:9.4f}", flush=True)
                path.unlink()


def run_decisions(paths: list[Path]) -> None:
    """Print what was decided of each release that has a word of the trade or of a trade like it."""
    decided: Counter[str] = Counter()
    for path in paths:
        for collected in members(path):
            text = read(collected)
            (found,) = OcdsExtractor().extract([text])
            decided["releases"] += 1
            if not (found.claims or found.drops or found.candidates):
                continue
            decided["taken" if found.claims else "left"] += 1
            print(f"{collected.capture.address.rpartition('/data/')[2]}  {text.title}")
            for drop in found.drops:
                print(f"    {drop.reason}: {' '.join(drop.quote.split())}")
            for claim in found.claims:
                supplier = claim.supplier.mention.name if claim.supplier and claim.supplier.mention else "nobody yet"
                labels = ", ".join(f"{one.label} ({one.mention.name})" for one in claim.technology if one.mention)
                print(f"    {claim.kind}, {claim.status}: {supplier} -> {claim.recipient.mention.name}: {labels}")  # type: ignore[union-attr]
    print(", ".join(f"{count:,} {what}" for what, count in decided.items()))


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--speed", type=int, metavar="COUNT")
    parser.add_argument("--decisions", action="store_true")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(measure(options.step, options.files[0])))
    elif options.speed:
        run_speed(options.files[0], options.speed)
    else:
        run_decisions(options.files)


if __name__ == "__main__":
    main()
