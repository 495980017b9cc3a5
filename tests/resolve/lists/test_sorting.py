"""Sorting with the disk as memory."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from countersight.resolve.lists import sorting
from countersight.resolve.lists.sorting import LineSorter

KEYS = st.text("0123456789abcXYZ._:-", min_size=1, max_size=6)


@given(st.lists(st.tuples(KEYS, st.binary(max_size=8).map(bytes.hex).map(str.encode))), st.integers(1, 2_000))
def test_order_of_ids_whatever_the_runs(items: list[tuple[str, bytes]], run_bytes: int) -> None:
    with LineSorter(run_bytes=run_bytes) as sorter:
        for key, payload in items:
            sorter.add(key, payload)
        assert list(sorter.sorted()) == sorted(items, key=lambda item: item[0].encode())


def test_many_runs_are_merged_first(monkeypatch) -> None:
    monkeypatch.setattr(sorting, "MOST_RUNS", 3)
    with LineSorter(run_bytes=1) as sorter:
        for number in range(50, 0, -1):
            sorter.add(f"x-{number:03}", b"%d" % number)
        assert [payload for _, payload in sorter.sorted()] == [b"%d" % number for number in range(1, 51)]


def test_nothing_stays_on_the_disk(tmp_path: Path) -> None:
    with LineSorter(folder=tmp_path, run_bytes=1) as sorter:
        sorter.add("a", b"{}")
        assert any(tmp_path.iterdir())
    assert not any(tmp_path.iterdir())
