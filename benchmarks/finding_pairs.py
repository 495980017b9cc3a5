"""The real texts that labelled pairs of claims come from, the claims in them, and the labels.

Texts stay where they are; `finding_pairs.csv` holds places and verdicts only. A claim is named by the key of its document,
its kind, and the offsets of the words that carry it, so that it is found again whatever a newer extractor calls it.
"""

import csv
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from countersight.extract import Extractor, default_extractor
from countersight.extract.evaluation import as_text, read_gold
from countersight.extract.scanning import scan
from countersight.model.claim import Claim
from countersight.model.document import Document
from countersight.model.record import from_json, to_json
from countersight.model.text import DocumentText, text_id
from countersight.read.base import ReadItem
from countersight.read.readers import READERS
from countersight.read.reading import read_document
from countersight.reference.briefs import brief_paths

PAIRS = Path(__file__).with_suffix(".csv")
MEDIA_TYPES = {".md": "text/markdown", ".html": "text/html", ".txt": "text/plain"}
READER = "benchmark@1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands, whatever its id: document, kind, and the span of its first evidence."""

    document: str
    kind: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.start}-{self.end}"


def place_of(claim: Claim) -> Place:
    """Name the place of a claim."""
    first = claim.evidence[0]
    return Place(claim.document_id, claim.kind.value, first.start, first.end)


def read_briefs() -> Iterator[DocumentText]:
    """Yield the bundled briefs as `briefs/NAME`."""
    with brief_paths() as paths:
        for path in paths:
            document = Document(id=f"briefs/{path.name}", size=path.stat().st_size, media_type=MEDIA_TYPES[path.suffix])
            yield read_document(ReadItem(document=document, data=path.read_bytes()), READERS)


def read_passages(shared: Path) -> Iterator[DocumentText]:
    """Yield the annotated passages as `gold/ID`."""
    for passage in read_gold(shared / "gold" / "dev.jsonl"):
        read = as_text(passage)
        yield _text(f"gold/{passage.id}", read.text, passage.lang, read.published, address=passage.source)


def read_reports(shared: Path) -> Iterator[DocumentText]:
    """Yield the long reports as `reports/NUMBER`, counted from nought."""
    path = shared / "data" / "citizenlab_reports" / "raw_citizenlab_report_data.json"
    for number, report in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        yield _text(f"reports/{number}", report["text"], "en", _day(report["date"]), address=report["report_link"])


def read_news(shared: Path) -> Iterator[DocumentText]:
    """Yield the news in which a first look finds anything, as `news/LINE`, counted from nought."""
    path = shared / "data" / "news" / "sample.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            if row["text"].strip() and scan(row["text"], row["lang"]):
                yield _text(f"news/{number}", row["text"], row["lang"], _day(row["date"]), address=row["url"])


def read_collections(shared: Path) -> Iterator[tuple[str, Iterable[DocumentText]]]:
    """Yield each collection that is here, by name."""
    yield "briefs", read_briefs()
    if shared.is_dir():
        yield "gold", read_passages(shared)
        yield "reports", read_reports(shared)
        yield "news", read_news(shared)


def load_claims(shared: Path, cache: Path) -> tuple[list[Claim], dict[str, DocumentText]]:
    """Return every claim of the default extractor, and the texts that carry claims by text id; extract once only."""
    extractor = default_extractor()
    cache.mkdir(parents=True, exist_ok=True)
    claims: list[Claim] = []
    texts: dict[str, DocumentText] = {}
    for name, collection in read_collections(shared):
        path = cache / f"{name}-{hashlib.sha256(extractor.version.encode()).hexdigest()[:8]}.jsonl"
        if not path.exists():
            _extract(collection, extractor, path)
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts[row["text"]["id"]] = from_json(json.dumps(row["text"]), DocumentText)
            claims += [from_json(json.dumps(claim), Claim) for claim in row["claims"]]
    return claims, texts


def _extract(collection: Iterable[DocumentText], extractor: Extractor, path: Path) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        for text in collection:
            claims = next(iter(extractor.extract([text]))).claims
            if claims:
                row: dict[str, Any] = {
                    "text": json.loads(to_json(text)),
                    "claims": [json.loads(to_json(claim)) for claim in claims],
                }
                print(json.dumps(row, ensure_ascii=False), file=file, flush=True)
    part.rename(path)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims and whether they tell of the same thing."""

    one: Place
    other: Place
    verdict: str
    """`same`, `related` or `different`."""
    part: str
    """`look` at while working, or `check` only."""
    reason: str


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Read the labels."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(_place(row, "one"), _place(row, "other"), row["verdict"], row["part"], row["reason"])
            for row in csv.DictReader(file)
        ]


def _place(row: dict[str, str], side: str) -> Place:
    start, end = row[f"{side}_span"].split("-")
    return Place(row[f"{side}_document"], row[f"{side}_kind"], int(start), int(end))


def _text(key: str, words: str, language: str, published: date | None, *, address: str | None) -> DocumentText:
    return DocumentText(
        id=text_id(key, READER, words), document_id=key, reader=READER, text=words, language=language,
        published=published, address=address,
    )  # fmt: skip


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None
