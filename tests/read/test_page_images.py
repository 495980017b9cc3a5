"""Pages of PDFs as images, drawn in a bounded process."""

import zlib

import pytest

from countersight.errors import ReaderExhausted, UnreadableDocument
from countersight.read.page_images import PageTask, draw, draw_page, find_on_page, page_key, write_png

np = pytest.importorskip("numpy")


def make_pdf(*pages: str) -> bytes:
    """Write a PDF of plain lines, one string a page, by hand: its structure is ISO 32000-1, 7.5."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for at, words in enumerate(pages):
        lines = " T* ".join(f"({line}) Tj" for line in words.split("\n"))
        content = f"BT /F1 18 Tf 24 TL 40 150 Td {lines} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return data + f"{end}<< /Size {len(offsets) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF".encode()


PDF = make_pdf("Acme sold three cameras\nto the police of Bolt.", "The second page.")


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def test_page_is_drawn_apart_with_its_quote_framed():
    image = draw_page(PDF, 1, width=800, quotes=("cameras to the police",), timeout_s=60, memory_mb=1024)
    assert size_of(image.png) == (800, 400)
    assert image.framed == 1


def test_words_on_another_page_are_not_framed():
    assert draw(PageTask(data=PDF, number=2, width=400, quotes=("three cameras",))).framed == 0


def test_quote_over_two_lines_has_two_boxes():
    import pypdfium2

    with pypdfium2.PdfDocument(PDF) as pdf:
        boxes = find_on_page(pdf[0], "cameras to the police")
        assert find_on_page(pdf[0], "e") == []  # not only once
    assert len(boxes) == 2
    assert all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in boxes)
    assert boxes[0][3] <= boxes[1][1] + 0.05


@pytest.mark.parametrize(
    ("data", "number"), [(b"no pdf", 1), (PDF, 3), (PDF, 0)], ids=["no PDF", "past the end", "zero"]
)
def test_page_that_is_not_there_is_told(data, number):
    with pytest.raises(UnreadableDocument):
        draw_page(data, number, timeout_s=60, memory_mb=1024)


def test_page_that_takes_too_long_is_given_up():
    with pytest.raises(ReaderExhausted):
        draw_page(PDF, 1, timeout_s=0.01, memory_mb=1024)


def test_odd_shapes_stay_small():
    tall = PDF.replace(b"[0 0 400 200]", b"[0 0 4 9999]")
    width, height = size_of(draw(PageTask(data=tall, number=1, width=1200, quotes=())).png)
    assert max(width, height) <= 3_001


def test_png_holds_its_pixels():
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    png = write_png(pixels)
    start = png.index(b"IDAT") + 4
    rows = zlib.decompress(png[start : start + int.from_bytes(png[start - 8 : start - 4], "big")])
    assert rows == b"\0" + pixels[0].tobytes() + b"\0" + pixels[1].tobytes()


def test_key_changes_with_all_that_is_drawn():
    keys = {
        page_key("a", 1, 100, ()),
        page_key("b", 1, 100, ()),
        page_key("a", 2, 100, ()),
        page_key("a", 1, 100, ("x",)),
    }
    assert len(keys) == 4


def test_picture_is_drawn_anew_with_its_words_framed():
    pixels = np.full((100, 200, 3), 255, dtype=np.uint8)
    image = draw_page(write_png(pixels), 1, width=100, boxes=((0.25, 0.25, 0.75, 0.75),), timeout_s=60, memory_mb=1024)
    assert size_of(image.png) == (100, 50)
    assert image.framed == 1


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (write_png(np.zeros((2, 2, 3), dtype=np.uint8)), 2),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x01\x00\x00" * 2, 1),
    ],
    ids=["no such page", "enormous"],
)
def test_picture_that_cannot_be_drawn_is_told(data, number):
    with pytest.raises(UnreadableDocument):
        draw_page(data, number, timeout_s=60, memory_mb=1024)


def test_places_on_a_scanned_page_are_framed():
    drawn = draw(PageTask(data=PDF, number=1, width=400, quotes=(), boxes=((0.1, 0.1, 0.2, 0.2),)))
    assert drawn.framed == 1
    assert drawn.png != draw(PageTask(data=PDF, number=1, width=400, quotes=())).png
