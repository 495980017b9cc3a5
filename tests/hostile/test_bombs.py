"""Small files that would become huge, deep or endless: each is a row, memory stays bounded, and the run goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing.bombs import BOMBS, make_bombs

READER_MIB = 768
COLLECT_MIB = 400
"""What the process that collects may use at most, its libraries among it."""
CHILD_MIB = 1_000
"""What a process that reads may: its bound is of address space, and it begins with what its parent had."""

TRIED = (
    "zip.docx", "zip.epub", "zip.xlsx", "lying.docx", "lying.xlsx", "entries.docx", "laughs.odt", "laughs.xlsx",
    "laughs.xml", "outside.odt", "outside.xml", "traversing.wacz", "deep.html", "deep.json", "deep.release.json",
    "deep.xml", "columns.csv", "numbers.json", "loop.pdf", "sheet.pdf", "huge.png", "wide.png", "parts.eml",
    "nested.eml", "message.mbox", "length.warc", "chunks.warc", "packed.warc", "header.warc", "zeros.warc.gz",
    "zeros.warc.zst", "release.jsonl",
)  # fmt: skip
"""Those that are quickly told; `python -m fuzzing.bombs` makes the others too."""

SCRIPT = """
import json, re, resource, sys
from pathlib import Path
from countersight.collect import CollectLimits
from countersight.pipeline import add_documents, run_pipeline
from countersight.settings import Settings
from countersight.store import open_store

def peak_mib():
    # `ru_maxrss` would tell what the process that started this one held.
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0

store = open_store(Path(sys.argv[2]))
settings = Settings(processes=2, reader_timeout_s=20, reader_memory_mb=int(sys.argv[3]))
add_documents(store, [sys.argv[1]], CollectLimits(), observe=lambda *_: None)
collect_mib = peak_mib()
run_pipeline(store, settings, observe=lambda *_: None)
with store.view() as view:
    where = {capture.document_id: capture.address for capture in view.captures()}
    told = {
        "failures": [[where.get(one.item, one.item), one.reason, one.foreseen] for one in view.failures()],
        "read": [where[text.document_id] for text in view.texts()],
        "words": [text.text for text in view.texts() if "root:" in text.text],
    }
told["collect_mib"] = collect_mib
told["main_mib"] = peak_mib()
told["child_mib"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What came of a folder of bombs with a sound file among them."""
    folder, project = tmp_path_factory.mktemp("bombs") / "in", tmp_path_factory.mktemp("project")
    make_bombs(folder, TRIED)
    (folder / "zz-sound.txt").write_text("Examplecorp sold 300 surveillance cameras to the police of Utopia in 2021.")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGHT_")}
    command = [sys.executable, "-c", SCRIPT, str(folder), str(project), str(READER_MIB)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=290, env=clean)
    assert done.returncode == 0, done.stderr[-2_000:]
    result: dict[str, object] = json.loads(done.stdout)
    assert not list(Path("/tmp").glob("escaped-countersight*"))
    assert not [*folder.parent.rglob("escaped*"), *project.parent.rglob("escaped*")]
    return result


def test_sound_file_among_them_is_read(told) -> None:
    assert any("zz-sound" in address for address in told["read"])


def test_every_failure_was_foreseen(told) -> None:
    assert [one for one in told["failures"] if not one[2]] == []


@pytest.mark.parametrize("name", TRIED)
def test_each_is_refused_or_read_within_bounds(told, name: str) -> None:
    """Nothing is lost in silence: a file that is not read is a failure."""
    failed = any(name in address for address, _, _ in told["failures"])
    assert failed or any(name in address for address in told["read"])


def test_nothing_of_this_machine_is_read(told) -> None:
    assert told["words"] == []


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="this system does not tell a process's peak of memory"
)
def test_memory_stays_within_bounds(told) -> None:
    assert told["collect_mib"] < COLLECT_MIB
    assert told["child_mib"] < CHILD_MIB


def test_every_bomb_can_be_made() -> None:
    assert set(TRIED) <= set(BOMBS)
