"""The real texts that labelled pairs of claims come from, the claims in them, and the labels.

Texts stay where they are; `finding_pairs.csv` holds places and verdicts only. A claim is named by the key of its
document, its kind, and the offsets of the words that carry it, so that it is found again whatever a newer extractor
calls it.
"""

import csv
import gzip
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
VERDICTS = ("same", "related", "different")
MEDIA_TYPES = {".md": "text/markdown", ".html": "text/html", ".txt": "text/plain"}
READER = "benchmark@1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands, whatever its id."""

    document: str
    claim: str
    """Kind, status, the span of its first evidence, and where the names of supplier and recipient begin, if any."""

    @property
    def kind(self) -> str:
        """What it claims to have happened."""
        return self.claim.split()[0]

    @property
    def span(self) -> tuple[int, int]:
        """Offsets of the words that carry it."""
        start, _, end = self.claim.split()[2].partition("-")
        return int(start), int(end)

    def __str__(self) -> str:
        return f"{self.document} {self.claim}"


def place_of(claim: Claim) -> Place:
    """Name the place of a claim."""
    first = claim.evidence[0]
    parties = (
        str(party.mention.start) if party and party.mention else "-" for party in (claim.supplier, claim.recipient)
    )
    return Place(
        claim.document_id, f"{claim.kind.value} {claim.status.value} {first.start}-{first.end} {' '.join(parties)}"
    )


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
    """Return every claim of the default extractor, and the texts that carry claims by text id.

    What lies in `cache` is taken as it is; empty the folder to extract anew, which takes about half an hour.
    """
    cache.mkdir(parents=True, exist_ok=True)
    claims: list[Claim] = []
    texts: dict[str, DocumentText] = {}
    for name, collection in read_collections(shared):
        path = cache / f"{name}.jsonl"
        if not path.exists():
            _extract(collection, default_extractor(), path)
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
    tie: str
    """Of related ones: `fulfills`, `part_of`, `contradicts`, or `aspect`, another side of one affair; of those that are
    the same, `denial` where one denies it."""
    part: str
    """`look` at while working, or `check` only. No document has labels in both."""
    reason: str
    first_verdict: str
    """What was said at first; another where the label was corrected, with a note of why in `reason`."""


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Read the labels."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Pair(
                Place(row["one_document"], row["one_claim"]), Place(row["other_document"], row["other_claim"]),
                row["verdict"], row["tie"], row["part"], row["reason"], row["first_verdict"] or row["verdict"],
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def read_verdicts(path: Path) -> dict[tuple[Place, Place], tuple[str, str]]:
    """Return another reader's verdict on each pair, with the reason."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (Place(row["one_document"], row["one_claim"]), Place(row["other_document"], row["other_claim"])): (
                row["verdict"],
                row["reason"],
            )
            for row in csv.DictReader(file)
        }


def locate_pairs(pairs: Iterable[Pair], claims: Iterable[Claim]) -> tuple[dict[tuple[str, str], Pair], int]:
    """Return pairs by the ids of their claims, and the number of those that the extractor no longer finds.

    A claim that is not found just so is the one of the same document and kind whose words overlap most.
    """
    exact: dict[Place, str] = {}
    near: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for claim in claims:
        place = place_of(claim)
        exact[place] = claim.id
        near.setdefault((place.document, place.kind), []).append((*place.span, claim.id))
    located: dict[tuple[str, str], Pair] = {}
    missing = 0
    for pair in pairs:
        one, other = (_locate(place, exact, near) for place in (pair.one, pair.other))
        if one is None or other is None or one == other:
            missing += 1
        else:
            located[one, other] = pair
    return located, missing


def _locate(
    place: Place, exact: dict[Place, str], near: dict[tuple[str, str], list[tuple[int, int, str]]]
) -> str | None:
    if place in exact:
        return exact[place]
    start, end = place.span
    overlaps = [
        (min(end, last) - max(start, first), claim) for first, last, claim in near.get((place.document, place.kind), [])
    ]
    most, claim = max(overlaps, default=(0, ""))
    return claim if most > 0 else None


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
