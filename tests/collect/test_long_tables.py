"""Long tables cut into pieces: every byte is kept, every cell has its place in the whole, memory stays."""

import csv
import io
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect import Collected, CollectLimits, collect_documents
from countersight.collect.long_tables import LONG_BYTES, PIECE_ROWS, LongTable, survey_table
from countersight.model.text import DocumentText
from countersight.read import READERS, ReadItem, read_document

HEADER = b"Buyer,Seller,Remark\r\n"


def rows_of(count: int, *, seed: int = 1) -> Iterator[list[str]]:
    """Rows with quotes, line breaks and letters beyond ASCII in their cells, some of them empty."""
    chance = random.Random(seed)
    for number in range(count):
        remark = chance.choice(("plain", 'with "quotes"', "two\nlines", "a, comma", "société 東京", ""))
        yield [f"Buyer {number}", f"Firm {number % 97}", remark * chance.randrange(1, 9)]


def write_table(rows: Iterator[list[str]], *, header: bytes = HEADER) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return header + stream.getvalue().encode()


@pytest.fixture(scope="module")
def data() -> bytes:
    made = write_table(rows_of(40_000))
    assert len(made) > 2 * LONG_BYTES
    return made


def survey(data: bytes, **more: str) -> LongTable:
    table = survey_table(BytesIO(data), **more)
    assert table is not None
    return table


def read(collected: Collected) -> DocumentText:
    item = ReadItem(document=collected.document, data=collected.data, address=collected.capture.address)
    return read_document(item, READERS)


def collect(path: Path, data: bytes) -> list[Collected]:
    path.write_bytes(data)
    found = list(collect_documents([str(path)], limits=CollectLimits()))
    assert all(isinstance(one, Collected) for one in found)
    return [one for one in found if isinstance(one, Collected)]


def test_pieces_hold_every_byte_once(data: bytes) -> None:
    table = survey(data)
    stream = BytesIO(data)
    assert b"".join(stream.getvalue()[one.where.start : one.where.end] for one in table.pieces) == data
    assert all(table.bytes_of(stream, one).startswith(HEADER) for one in table.pieces)
    assert all(one.where.end - one.where.start < LONG_BYTES + 1_000 for one in table.pieces)
    assert sum(len(one.rows) for one in table.pieces) == 40_001


def test_cells_of_pieces_have_their_places_in_the_whole(tmp_path: Path, data: bytes) -> None:
    pieces = collect(tmp_path / "deals.csv", data)
    assert len(pieces) > 2
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    for piece in pieces:
        text = read(piece)
        for part in random.Random(2).sample(text.parts, 50):
            row, column = map(int, part.at.removeprefix("cell=").split(","))
            # The reader lays empty lines within a cell and spaces at ends of lines aside; these cells have neither.
            assert text.text[part.start : part.end] == rows[row - 1][column - 1]
    last = max(int(part.at.removeprefix("cell=").split(",")[0]) for part in read(pieces[-1]).parts)
    assert last == len(rows)


def test_captures_name_the_rows_and_the_file(tmp_path: Path, data: bytes) -> None:
    first, second = (one.capture for one in collect(tmp_path / "deals.csv", data)[:2])
    whole = (tmp_path / "deals.csv").as_uri()
    assert first.address.startswith(f"{whole}#row=1-")
    assert second.address.startswith(f"{whole}#row=1;")
    assert first.container == second.container
    assert first.container is not None
    assert first.container.startswith(f"{whole} sha256:")
    assert [name for name, _ in first.headers] == ["last-modified"]


def test_header_below_a_title_stands_over_every_piece(data: bytes) -> None:
    titled = b"Deals that never were\r\n\r\n" + data
    table = survey(titled)
    assert table.header is not None
    assert list(table.header.rows) == [3]
    assert table.fragment_of(table.pieces[0]).startswith("row=1-")
    assert table.fragment_of(table.pieces[1]).startswith("row=3;")


def test_table_without_a_header_is_cut_too() -> None:
    table = survey(write_table(([str(number), f"Firm {number}", "-0-"] for number in range(70_000)), header=b""))
    assert table.header is None
    assert table.fragment_of(table.pieces[1]).startswith(f"row={PIECE_ROWS + 1}-")


def test_many_short_rows_make_a_piece() -> None:
    table = survey(HEADER + b"a,b,c\n" * 200_000)
    assert {len(one.rows) for one in table.pieces[:-1]} == {PIECE_ROWS}


@given(
    rows=st.lists(
        st.lists(st.text(alphabet='ab,;"\n\r é東', max_size=9), min_size=1, max_size=4), min_size=4, max_size=40
    )
)
@settings(deadline=None)
def test_any_table_is_cut_between_its_rows(rows: list[list[str]]) -> None:
    data = write_table(iter(rows))
    table = survey_table(BytesIO(data), piece_bytes=60)
    if table is None:
        return
    assert b"".join(data[one.where.start : one.where.end] for one in table.pieces) == data
    whole = list(csv.reader(io.StringIO(data.decode(), newline="")))
    for piece in table.pieces:
        own = data[piece.where.start : piece.where.end].decode()
        assert list(csv.reader(io.StringIO(own, newline=""))) == [whole[number - 1] for number in piece.rows]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(write_table(rows_of(1_000)), id="short"),
        pytest.param("Buyer,Seller\n".encode("utf-16") + "Kenya,Orbex\n".encode("utf-16-le") * 60_000, id="utf-16"),
        pytest.param(b'Buyer,Seller\nKenya,"Orbex\n' + b"Italy,Gelt\n" * 200_000, id="quote without end"),
        pytest.param(b"Buyer,Seller\n" + b"x" * 5 * LONG_BYTES, id="line without end"),
        pytest.param(b"Buyer,Seller\rKenya,Orbex" * 90_000, id="old ends of lines"),
        pytest.param(b"Buyer,Seller\n" + b"Kenya,Orbex\n" * 95_000 + b"a;b;c;d\n" * 95_000, id="two layouts"),
    ],
)
def test_what_cannot_be_cut_soundly_stays_whole(data: bytes) -> None:
    assert survey_table(BytesIO(data)) is None


def test_declared_encoding_with_wide_signs_stays_whole(data: bytes) -> None:
    assert survey_table(BytesIO(data), charset="shift_jis") is None
    assert survey_table(BytesIO(data), charset="UTF-8") is not None
