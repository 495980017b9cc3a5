"""Checksums of blocks."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.corroborate.origins.sums import BLOCK, SummingFile, check_file, draw_blocks
from countersight.errors import BrokenIndex


def write(path: Path, *pieces: bytes) -> SummingFile:
    with path.open("wb") as file:
        summing = SummingFile(file)
        for piece in pieces:
            summing.write(memoryview(piece))
    return summing


@pytest.mark.parametrize("place", [0, BLOCK - 1, BLOCK, 2 * BLOCK + 6])
def test_any_flipped_byte_is_noticed(tmp_path: Path, place: int) -> None:
    data = bytearray(b"seven!!" * (BLOCK * 2 // 7 + 2))
    sums = write(tmp_path / "file", bytes(data)).sums
    check_file(tmp_path / "file", sums)
    data[place] ^= 64
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(BrokenIndex, match=f"from {place // BLOCK * BLOCK:,} on"):
        check_file(tmp_path / "file", sums)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(st.lists(st.integers(0, BLOCK + 9), max_size=4))
def test_pieces_are_summed_as_the_whole(tmp_path: Path, sizes: list[int]) -> None:
    pieces = [bytes([number]) * size for number, size in enumerate(sizes)]
    whole = write(tmp_path / "whole", b"".join(pieces)).sums
    assert write(tmp_path / "pieces", *pieces).sums == whole
    check_file(tmp_path / "pieces", whole)


def test_blocks_drawn_are_no_more_than_asked(tmp_path: Path) -> None:
    sums = write(tmp_path / "file", b"x" * (3 * BLOCK)).sums
    folders = {tmp_path: {"file": sums}}
    assert len(list(draw_blocks(folders, 2))) == 2
    assert len(list(draw_blocks(folders, 9))) == 3
