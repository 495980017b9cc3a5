"""How fast archives of the web are taken apart, and in how much memory, beside warcio and FastWARC.

    python benchmarks/archives.py [--megabytes 200] [--pages FOLDER] [--repeats 3]

Makes a WARC file of so many megabytes, uncompressed, in which each response is a gzip member of its own, with digests
of block and payload; and one of ten times as many, the first ten times over. Pages are real ones from `FOLDER` (all its
`.html.gz`), over and over under addresses of their own; without it, made ones, which the first line tells.

Every reader runs in a process of its own on the same file. Times are of the processor, the least of so many repeats for
the small file and one for the large; memory is the most that the process had, and what it had before it opened the file
is told beside it. `warcio` and `fastwarc` read each response's body and do no more; `records` is our reader alone, with
just that; `documents` is all that `countersight add` does before it stores: digests checked, codings undone, kind told,
document and capture made. `fastwarc, checked` verifies the digests too, and hashes the body as a document is named.
"""

import argparse
import base64
import gzip
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PAGES = Path(__file__).parents[2] / "shared" / "data" / "article_extraction" / "html"
DATE = "2026-01-02T03:04:05Z"


def read_pages(folder: Path) -> tuple[list[bytes], str]:
    """Return pages, and what they are."""
    found = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.html.gz"))]
    if found:
        return found, f"{len(found)} real pages"
    draw = random.Random(1)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 10))) for _ in range(5_000)]
    made = [f"<html><body><p>{' '.join(draw.choices(words, k=8_000))}</p></body></html>".encode() for _ in range(100)]
    return made, f"{len(made)} made pages: there are no real ones in {folder}"


def make_record(number: int, page: bytes) -> bytes:
    """Make the record of a response."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    digests = {"WARC-Block-Digest": block, "WARC-Payload-Digest": page}
    said = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "WARC-Date": DATE,
        "WARC-Target-URI": f"https://site-{number % 97}.example/pages/{number}.html",
        "Content-Type": "application/http; msgtype=response",
        **{name: f"sha1:{base64.b32encode(hashlib.sha1(data).digest()).decode()}" for name, data in digests.items()},
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def make_files(folder: Path, pages: list[bytes], size: int) -> tuple[Path, Path, int]:
    """Write the small file and the large one; return them with the bytes of the small one without compression."""
    small, large, number, written = folder / "small.warc.gz", folder / "large.warc.gz", 0, 0
    with small.open("wb") as out:
        while written < size:
            record = make_record(number, pages[number % len(pages)])
            out.write(gzip.compress(record, compresslevel=6, mtime=0))
            number, written = number + 1, written + len(record)
    raw = small.read_bytes()
    with large.open("wb") as out:
        for _ in range(10):
            out.write(raw)
    return small, large, written


def read_with_warcio(path: Path) -> Iterator[int]:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            yield len(record.content_stream().read())


def read_with_fastwarc(path: Path) -> Iterator[int]:
    from fastwarc.warc import ArchiveIterator

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=True):
            yield len(record.reader.read())


def read_with_fastwarc_checked(path: Path) -> Iterator[int]:
    from fastwarc.warc import ArchiveIterator

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=True, verify_digests=True):
            body = record.reader.read()
            hashlib.sha256(body).hexdigest()
            yield len(body)


def read_records(path: Path) -> Iterator[int]:
    from countersight.collect.archives.http_message import split_response
    from countersight.collect.archives.records import RecordReader

    with path.open("rb") as stream:
        reader = RecordReader(stream)
        while (record := reader.next_record()) is not None:
            _, body = split_response(record.block())
            yield len(b"".join(body))


def read_documents(path: Path) -> Iterator[int]:
    from countersight.collect.archives.warc import WarcContainer
    from countersight.collect.base import Collected, CollectLimits, utc_now

    limits = CollectLimits(media_types=frozenset({"text/html"}))
    with path.open("rb") as stream:
        for each in WarcContainer().members(stream, address=path.as_uri(), limits=limits, clock=utc_now):
            if not isinstance(each, Collected):
                raise SystemExit(f"no document: {each}")
            yield len(each.data)


READERS: dict[str, Callable[[Path], Iterator[int]]] = {
    "warcio": read_with_warcio,
    "fastwarc": read_with_fastwarc,
    "fastwarc, checked": read_with_fastwarc_checked,
    "records": read_records,
    "documents": read_documents,
}


def run_one(name: str, path: Path) -> None:
    """Read a file with one reader, and print what it took; the first record, with all imports, is left out of it."""
    sizes = READERS[name](path)
    count, size = 1, next(sizes)
    before, started = peak_memory(), time.process_time()
    for each in sizes:
        count, size = count + 1, size + each
    spent = time.process_time() - started
    print(json.dumps({"records": count, "bytes": size, "seconds": spent, "before": before, "most": peak_memory()}))


def peak_memory() -> float:
    """Return the most memory that this process had, in MiB.

    Not what getrusage tells: to Linux, that begins with what the process had that started this one.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def measure(name: str, path: Path) -> dict[str, float]:
    """Read a file in a process of its own."""
    command = [sys.executable, __file__, "--one", name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one[0], Path(options.one[1]))
        return
    pages, told = read_pages(options.pages)
    with tempfile.TemporaryDirectory() as folder:
        small, large, size = make_files(Path(folder), pages, options.megabytes * 1_000_000)
        print(f"{told}; {size / 1e6:,.0f} MB in {small.stat().st_size / 1e6:,.1f} MB of gzip, and ten times as much")
        compare(small, large, options.repeats)


def compare(small: Path, large: Path, repeats: int) -> None:
    """Print a row for each reader."""
    print(f"{'reader':<18} {'records/s':>10} {'MB/s':>7} {'of warcio':>9} | tenfold: "
          f"{'records/s':>10} {'peak MiB, 1x':>12} {'10x':>6} {'begun with':>10}")  # fmt: skip
    base = 0.0
    for name in READERS:
        one = min((measure(name, small) for _ in range(repeats)), key=lambda found: found["seconds"])
        ten = measure(name, large)
        rates = [found["records"] / found["seconds"] for found in (one, ten)]
        base = base or rates[0]
        speed = f"{rates[0]:>10,.0f} {one['bytes'] / one['seconds'] / 1e6:>7,.0f} {rates[0] / base:>8.2f}x"
        memory = f"{one['most']:>12,.1f} {ten['most']:>6,.1f} {ten['before']:>10,.1f}"
        print(f"{name:<18} {speed} |          {rates[1]:>10,.0f} {memory}", flush=True)


if __name__ == "__main__":
    main()
