"""Words to recognize, and pictures of them wrapped as PNG, TIFF and PDF."""

import shutil
import struct
import zlib

import numpy as np
import pytest

from countersight.read.ocr.tesseract import installed_languages
from countersight.read.page_images import write_png

LINES = {
    "eng": (
        "The ministry signed a contract for 1,200 cameras on 3 March 2019.",
        "The mayor said that they are paid for.",
    ),
    "spa": ("El Ministerio firmó un contrato de 1.200 cámaras en marzo de 2019.", "El alcalde dijo que están pagadas."),
    "rus": ("Министерство подписало контракт на 1200 камер в марте 2019 года.", "Мэр сообщил, что они оплачены."),
    "ara": ("وقعت وزارة الداخلية عقدا لشراء 1200 كاميرا في مارس 2019.", "وقال رئيس البلدية إن ثمنها دفع."),
    "chi_sim": ("内政部于2019年3月签署了采购1200台摄像机的合同。", "市长说，这些设备的款项已经付清。"),
}

Picture = np.ndarray


def needs(*languages: str) -> None:
    """Skip where Tesseract, or one of these languages, is not installed."""
    if shutil.which("tesseract") is None:
        pytest.skip("there is no Tesseract to recognize words with")
    missing = [language for language in languages if language not in installed_languages()]
    if missing:
        pytest.skip(f"Tesseract has no {', '.join(missing)}")


def as_png(picture: Picture) -> bytes:
    return write_png(np.repeat(picture[:, :, None], 3, axis=2))


def as_tiff(*pictures: Picture) -> bytes:
    """Write pages as TIFF 6.0: gray, without compression, one strip each."""
    data, places, entries = b"II*\x00\x00\x00\x00\x00", [], []
    for picture in pictures:
        height, width = picture.shape
        tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, len(data)),
                (277, 3, 1), (278, 4, height), (279, 4, width * height)]  # fmt: skip
        data += picture.tobytes()
        places.append(len(data))
        data += struct.pack("<H", len(tags))
        data += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
        entries.append(len(data))
        data += bytes(4)
    whole = bytearray(data)
    for link, place in zip([4, *entries], places, strict=False):
        struct.pack_into("<I", whole, link, place)
    return bytes(whole)


def as_pdf(*pages: Picture | str) -> bytes:
    """Write a PDF of A4 pages: pictures that fill them, or lines of text in Helvetica."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 3 * at} 0 R" for at in range(len(pages)))
    bodies.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode())
    bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for at, page in enumerate(pages):
        resources = f"<< /Font << /F 3 0 R >> /XObject << /Im {6 + 3 * at} 0 R >> >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 3 * at} 0 R "
            f"/Resources {resources} >>".encode()
        )
        if isinstance(page, str):
            lines = " ".join(f"({line}) Tj T*" for line in page.split("\n"))
            bodies += [_stream(f"BT /F 12 Tf 16 TL 50 780 Td {lines} ET".encode()), b"<< >>"]
        else:
            height, width = page.shape
            entries = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
            drawing = f"q 595 0 0 {595 * height / width:.1f} 0 100 cm /Im Do Q".encode()
            packed = zlib.compress(page.tobytes())
            bodies += [_stream(drawing), _stream(packed, f"{entries} /BitsPerComponent 8 /Filter /FlateDecode")]
    written, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"
