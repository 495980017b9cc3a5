"""Join the annotations with the texts they were made on, in the gold format.

    python training/annotations.py DATA_FOLDER > passages.jsonl
    countersight evaluate passages.jsonl --language en

The annotations hold places and labels only. DATA_FOLDER holds the published collections: `news/sample.jsonl.gz` (JSON
lines with `id` and `text`), `citizenlab_reports/raw_citizenlab_report_data.json` (a list of reports with `text`), and
`gathered/*.jsonl` (single texts read elsewhere, each under the address that its id tells; `id` and `text` again).
Passages whose text is not at hand are left out and counted.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "annotations"


class ChangedPassage(Exception):
    """A passage is not the one that was annotated."""


def read_annotations(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """Yield every annotated passage, language after language."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def read_collections(data: Path) -> dict[str, str]:
    """Return the texts of the published collections, and of single documents gathered beside them, by document."""
    with gzip.open(data / "news" / "sample.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    reports = json.loads((data / "citizenlab_reports" / "raw_citizenlab_report_data.json").read_text(encoding="utf-8"))
    texts |= {f"cl-{number}": report.get("text") or "" for number, report in enumerate(reports)}
    for path in sorted((data / "gathered").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            texts |= {row["id"]: row["text"] for row in map(json.loads, lines)}
    return texts


def join_all(texts: dict[str, str]) -> tuple[list[dict[str, Any]], int]:
    """Return every annotated passage whose text is at hand, in the gold format, and how many are not.

    Raises:
        ChangedPassage: as `join`.
    """
    annotations = list(read_annotations())
    joined = [join(annotation, texts) for annotation in annotations if annotation["document"] in texts]
    return joined, len(annotations) - len(joined)


def join(annotation: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """Return one passage in the gold format.

    Raises:
        ChangedPassage: the text at its place has another SHA-256 than the one that was annotated.
    """
    text = texts[annotation["document"]][annotation["start"] : annotation["end"]]
    if hashlib.sha256(text.encode()).hexdigest() != annotation["sha256"]:
        raise ChangedPassage(annotation["id"])
    claims = [_with_words(claim, text) for claim in annotation["claims"]]
    return {
        "id": annotation["id"],
        "source": annotation["document"],
        "lang": annotation["lang"],
        "text": text,
        "claims": claims,
    }


def _with_words(claim: dict[str, Any], text: str) -> dict[str, Any]:
    """Put the words back where the annotation has their places."""
    words = {
        name: text[slice(*claim[name])] if name in claim else None for name in ("supplier", "recipient", "speaker")
    }
    quantity = claim.get("quantity")
    if quantity:
        written = text[slice(*quantity["words"])]
        quantity = {"value": quantity["value"], "unit": written, "qualifier": quantity["qualifier"], "words": written}
    return {
        "kind": claim["kind"],
        "supplier": words["supplier"],
        "supplier_country": claim.get("supplier_country"),
        "recipient": words["recipient"],
        "recipient_country": claim.get("recipient_country"),
        "technology": claim["technology"],
        "quantity": quantity,
        "when": claim.get("when"),
        "status": claim["status"],
        "speaker": words["speaker"],
        "evidence": text[slice(*claim["evidence"])],
        "start": claim["evidence"][0],
        "end": claim["evidence"][1],
    }


def main() -> None:
    """Write the passages to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA_FOLDER")
    passages, absent = join_all(read_collections(parser.parse_args().data))
    for passage in passages:
        sys.stdout.write(json.dumps(passage, ensure_ascii=False) + "\n")
    if absent:
        sys.stderr.write(f"{absent} passages left out: their texts are not at hand\n")


if __name__ == "__main__":
    main()
