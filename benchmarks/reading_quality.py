"""Measures how well the main text of real web pages is found, by the words it shares with the text that people marked.

Data: the article extraction benchmark of Zyte (scrapinghub), 181 pages, beside the project in
`../shared/data/article_extraction` or wherever the argument says.
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from countersight.model.document import Document
from countersight.model.text import DocumentText
from countersight.read import READERS, ReadItem
from countersight.read.reading import try_document
from countersight.values.digests import sha256_hex

PAGES = Path(__file__).parents[2] / "shared" / "data" / "article_extraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Shares of tokens in common, as bags."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def measure_pages(folder: Path = PAGES, *, every: int = 1) -> Iterator[tuple[str, Overlap]]:
    """Read each page, or every nth, and yield its name and the overlap of its text with the true one."""
    truth = json.loads((folder / "ground-truth.json").read_bytes())
    for name, page in sorted(truth.items())[::every]:
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        document = Document(id=sha256_hex(data), size=len(data), media_type="text/html")
        found = try_document(ReadItem(document=document, data=data, address=page.get("url")), READERS)
        text = found.text if isinstance(found, DocumentText) else ""
        yield name, compare_tokens(text, page["articleBody"])


def compare_tokens(found: str, true: str) -> Overlap:
    """Compare two texts as bags of tokens parted by white space."""
    have, want = Counter(found.split()), Counter(true.split())
    common = (have & want).total()
    return Overlap(precision=common / max(1, have.total()), recall=common / max(1, want.total()))


def main() -> None:
    """Print the mean of all pages and the worst ten."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    start = time.process_time()
    results = list(measure_pages(folder))
    seconds = time.process_time() - start
    count = len(results)
    print(f"{count} pages, {count / seconds:.0f} pages per CPU second")
    for what in ("precision", "recall", "f1"):
        print(f"mean {what:9} {sum(getattr(overlap, what) for _, overlap in results) / count:.3f}")
    for name, overlap in sorted(results, key=lambda result: result[1].f1)[:10]:
        print(f"{overlap.f1:.3f}  precision {overlap.precision:.3f}  recall {overlap.recall:.3f}  {name}")


if __name__ == "__main__":
    main()
