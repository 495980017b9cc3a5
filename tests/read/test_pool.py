"""Reader processes: what goes wild in one ends there."""

import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import pytest

from countersight.errors import InputError, InvariantError, ReaderCrashed, ReaderExhausted, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read import ReadItem, read_documents

T = TypeVar("T")
TIMEOUT_S = 3


def _read(wild: ModuleType, items: list[ReadItem], **options: float) -> list[DocumentText | InputError]:
    bounds = {"processes": 1, "timeout_s": 60, "memory_mb": 600} | options
    return [result for _, result in read_documents(items, readers=wild.READERS, **bounds)]


@pytest.fixture(scope="module")
def results(
    wild: ModuleType, make_item: Callable[..., ReadItem], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, DocumentText | InputError]:
    """Read each wild document between tame ones, in one run; give what came of each, and of the tame one after it."""
    place = str(tmp_path_factory.mktemp("wild") / "written").encode()
    names = "loops allocates exits aborts recurses crashes refuses connects writes prints".split()  # noqa: SIM905
    items = [
        make_item(f"wild/{kind}", place + kind.encode() + str(number).encode() * (kind == "tame"))
        for number, name in enumerate(names)
        for kind in (name, "tame")
    ]
    items = [
        make_item(item.document.media_type, place) if item.document.media_type == "wild/writes" else item
        for item in items
    ]
    outcomes = _read(wild, items, processes=2, timeout_s=TIMEOUT_S)
    return dict(zip([f"{name}{after}" for name in names for after in ("", " then tame")], outcomes, strict=True))


@pytest.mark.parametrize("name", ["loops", "allocates", "exits", "aborts", "recurses"])
def test_spent_reader_is_named(results: dict[str, DocumentText | InputError], name: str) -> None:
    assert type(results[name]) is ReaderExhausted


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("loops", f"not done within {TIMEOUT_S} seconds"),
        ("allocates", "MemoryError"),
        ("exits", "exit code 7"),
        ("aborts", f"signal {signal.SIGABRT.value}"),
        ("recurses", "RecursionError"),
    ],
)
def test_message_says_what_was_spent(results: dict[str, DocumentText | InputError], name: str, words: str) -> None:
    assert words in str(results[name])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("crashes", "ZeroDivisionError: nobody foresaw this"),
        ("connects", "PermissionError: a reader may not do this: socket.getaddrinfo"),
    ],
)
def test_bug_is_told_with_its_place(results: dict[str, DocumentText | InputError], name: str, words: str) -> None:
    assert type(results[name]) is ReaderCrashed
    assert words in str(results[name])
    assert "wild_readers.py:" in str(results[name]) or "socket.py:" in str(results[name])


def test_reader_cannot_write_files(
    results: dict[str, DocumentText | InputError], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert type(results["writes"]) is ReaderCrashed
    assert not any(path.stat().st_size for path in tmp_path_factory.getbasetemp().glob("wild*/written"))


def test_foreseen_error_comes_back_itself(results: dict[str, DocumentText | InputError]) -> None:
    assert type(results["refuses"]) is UnreadableDocument
    assert str(results["refuses"]) == "foreseen"


def test_printing_does_not_disturb_answers(results: dict[str, DocumentText | InputError]) -> None:
    assert isinstance(results["prints"], DocumentText)


def test_documents_after_wild_ones_come_through(results: dict[str, DocumentText | InputError]) -> None:
    tame = [result for name, result in results.items() if name.endswith("then tame")]
    assert all(isinstance(result, DocumentText) for result in tame)


def test_too_large_document_is_told(wild: ModuleType, make_item: Callable[..., ReadItem]) -> None:
    (result,) = _read(wild, [make_item("wild/tame", bytes(300_000_000))], memory_mb=400)
    assert str(result) == "too large to take in within 400 MiB"


def test_unknown_format_needs_no_process(wild: ModuleType, make_item: Callable[..., ReadItem]) -> None:
    start = time.process_time()
    (result,) = _read(wild, [make_item("image/made-up", b"x")])
    assert str(result) == "no reader for image/made-up"
    assert time.process_time() - start < 0.5


def test_order_of_documents_is_kept(wild: ModuleType, make_item: Callable[..., ReadItem]) -> None:
    items = [make_item("wild/sleeps", pause) for pause in (b"0.3", b"0", b"0.1", b"0.0")]
    taken = [item for item, _ in read_documents(items, processes=2, timeout_s=60, memory_mb=600, readers=wild.READERS)]
    assert taken == items


def test_process_is_used_again_and_recycled(wild: ModuleType, make_item: Callable[..., ReadItem]) -> None:
    items = [make_item("wild/tellsprocess", bytes([number])) for number in range(5)]
    texts = [result.text for result in _read(wild, items, recycle_after=2) if isinstance(result, DocumentText)]
    assert [len(list(group)) for _, group in itertools.groupby(texts)] == [2, 2, 1]


def test_few_documents_are_taken_ahead(wild: ModuleType, make_item: Callable[..., ReadItem]) -> None:
    taken = 0

    def endless() -> Iterator[ReadItem]:
        nonlocal taken
        for taken in itertools.count(1):
            yield make_item("wild/tame", str(taken).encode())

    results = read_documents(endless(), processes=1, timeout_s=60, memory_mb=600, readers=wild.READERS)
    seen = [next(results) for _ in range(3)]
    results.close()
    assert taken - len(seen) <= 5


def test_giving_up_ends_the_processes(wild: ModuleType, make_item: Callable[..., ReadItem]) -> None:
    items = [make_item("wild/tellsprocess", b"x"), make_item("wild/sleeps", b"600")]
    results = read_documents(items, processes=2, timeout_s=600, memory_mb=600, readers=wild.READERS)
    _, first = next(results)
    assert isinstance(first, DocumentText)
    results.close()
    assert not _is_alive(int(first.text.split()[1]))


def test_reader_that_cannot_start_stops_the_run(make_item: Callable[..., ReadItem]) -> None:
    class Nowhere:
        name, version, libraries, media_types = "nowhere", "1", (), frozenset({"wild/nowhere"})

    Nowhere.__module__ = "no_such_module"
    items = [make_item("wild/nowhere", b"x")]
    with pytest.raises(InvariantError, match="did not start: its process ended with exit code 1"):
        list(read_documents(items, processes=1, timeout_s=60, memory_mb=600, readers=(Nowhere,)))  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc")
@pytest.mark.parametrize(("name", "timeout_s"), [("loops", 600), ("clings", 2)])
def test_processes_end_with_their_killed_parent(name: str, timeout_s: int, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import wild_readers\n"
        "from countersight.model.document import Document\n"
        "from countersight.read import ReadItem, read_documents\n"
        f"document = Document(id='0' * 64, size=1, media_type='wild/{name}')\n"
        "items = [ReadItem(document=document, data=sys.argv[2].encode())]\n"
        f"bounds = {{'processes': 1, 'timeout_s': {timeout_s}, 'memory_mb': 600}}\n"
        "list(read_documents(items, readers=wild_readers.READERS, **bounds))\n"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).parent / "wild"), str(tmp_path)]
    with subprocess.Popen(command) as parent:
        reading = int(_wait_for(lambda: next(tmp_path.iterdir(), None)).name)
        parent.kill()
    _wait_for(lambda: not _is_alive(reading))


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait_for(condition: Callable[[], T | None]) -> T:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise TimeoutError
