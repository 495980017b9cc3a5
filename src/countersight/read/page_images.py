"""One page of a PDF or picture as an image, words on it framed, drawn in a process with bounded time and memory."""

import base64
import contextlib
import os
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from countersight.errors import InputError, ReaderExhausted, UnreadableDocument
from countersight.read.frames import Setup, receive, send
from countersight.read.picture_size import picture_size
from countersight.values.digests import content_id

VERSION = "2"
"""Raised with every change that makes another image of the same page."""
LONGEST_SIDE = 3_000
"""Pixels of the longer side of an image, however odd the page's shape."""
MOST_PIXELS = 50_000_000
"""Of a picture that is drawn: 200 MB while it is."""
LONGEST_QUOTE = 20_000
"""Code points of a quote that is looked for."""
DRAWING_AT_ONCE = threading.BoundedSemaphore(2)
"""Processes that draw at the same time; further pages wait."""

_START = "import sys; sys.path[:] = sys.argv[1:]; from countersight.read.page_images import main; main()"
_FRAME = (166, 61, 0)
_TINT = (255, 224, 130)
_PADDING = 3

Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom as parts of the page's width and height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """A page to be drawn."""

    data: bytes
    number: int
    """Counted from one."""
    width: int
    """Of the image, in pixels."""
    quotes: tuple[str, ...]
    """Words to frame where they stand on the page."""
    boxes: tuple[Box, ...] = ()
    """Places to frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A page as drawn, or why there is none."""

    png: bytes = b""
    framed: int = 0
    """Quotes that were found on the page and framed."""
    failure: str | None = None


def draw_page(
    data: bytes,
    number: int,
    *,
    width: int = 1_200,
    quotes: tuple[str, ...] = (),
    boxes: tuple[Box, ...] = (),
    timeout_s: float,
    memory_mb: int,
) -> PageImage:
    """Draw one page of a PDF, or a picture (PNG, JPEG, WebP), which is its own only page.

    Args:
        data: the PDF or picture.
        number: of the page, counted from one.
        width: of the image, in pixels.
        quotes: words to frame; those that are not found on the page exactly, white space aside, are left alone.
        boxes: places to frame, whatever stands there.
        timeout_s: seconds after which the process is stopped.
        memory_mb: address space of the process, in MiB.

    Raises:
        UnreadableDocument: it is neither PDF nor picture, or has no such page.
        ReaderExhausted: it took more time or memory than it may.
    """
    quotes = tuple(one[:LONGEST_QUOTE] for one in quotes)
    task = PageTask(data=data, number=number, width=width, quotes=quotes, boxes=boxes)
    with DRAWING_AT_ONCE, _process() as process:
        timer = threading.Timer(timeout_s, process.kill)
        timer.start()
        try:
            send(process.stdin, Setup(readers=(), memory_mb=memory_mb, timeout_s=timeout_s))  # type: ignore[arg-type]
            send(process.stdin, task)  # type: ignore[arg-type]
            image = receive(process.stdout, PageImage, most_bytes=memory_mb * 1024 * 1024)  # type: ignore[arg-type]
        except (OSError, EOFError):
            raise ReaderExhausted(
                f"page {number} could not be drawn within {timeout_s:g} s and {memory_mb} MiB"
            ) from None
        finally:
            timer.cancel()
    if image.failure is not None:
        raise UnreadableDocument(image.failure)
    return image


@contextlib.contextmanager
def _process() -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process and end it, whatever happens."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-c", _START, *sys.path],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def main() -> None:
    """Draw the one page that is asked for on standard input, under the bounds of a reader process."""
    from countersight.read.worker import bound_process, take_pipes

    tasks, answers = take_pipes()
    setup = receive(tasks, Setup, most_bytes=sys.maxsize)
    task = receive(tasks, PageTask, most_bytes=sys.maxsize)
    _end_with_parent(tasks)
    import pypdfium2  # noqa: F401 — before the bounds, which forbid what loading it does
    import resvg_py  # noqa: F401

    bound_process(setup)
    try:
        image = draw(task) if picture_size(task.data) is None else draw_picture(task)
    except InputError as error:
        image = PageImage(failure=str(error))
    except MemoryError:
        os._exit(1)
    send(answers, image)


def _end_with_parent(tasks: BinaryIO) -> None:
    def wait() -> None:
        tasks.read(1)
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def draw(task: PageTask) -> PageImage:
    """Draw a page in this process.

    Raises:
        UnreadableDocument: it is no PDF, or has no such page.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(task.data) as pdf:
            if not 1 <= task.number <= len(pdf):
                raise UnreadableDocument(f"there is no page {task.number} among its {len(pdf)}")
            page = pdf[task.number - 1]
            width, height = page.get_size()
            scale = min(task.width, LONGEST_SIDE) / width
            scale = min(scale, LONGEST_SIDE / height)
            # Forms and their scripts are never initialized: the page is drawn as it lies.
            pixels = np.array(page.render(scale=scale, may_draw_forms=False, rev_byteorder=True).to_numpy())[:, :, :3]
            places = [boxes for quote in task.quotes if (boxes := find_on_page(page, quote))]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"not a readable PDF: {error}") from None
    for box in [*task.boxes, *(box for boxes in places for box in boxes)]:
        frame_box(pixels, box)
    return PageImage(png=write_png(pixels), framed=len(places) + len(task.boxes))


def draw_picture(task: PageTask) -> PageImage:
    """Draw a picture anew, so that no bytes of a stranger's reach a browser's decoder.

    Raises:
        UnreadableDocument: it is no picture, is larger than is drawn, or more than its first page is asked for.
    """
    import resvg_py

    wide, high = picture_size(task.data) or (0, 0)
    if task.number != 1 or not 0 < wide * high <= MOST_PIXELS:
        raise UnreadableDocument(f"there is no page {task.number} to draw in a picture of {wide:,} by {high:,}")
    shown = base64.b64encode(task.data).decode("ascii")
    frames = "".join(
        f'<rect x="{left * wide:.1f}" y="{top * high:.1f}" width="{(right - left) * wide:.1f}" '
        f'height="{(bottom - top) * high:.1f}"/>'
        for left, top, right, bottom in task.boxes
    )
    style = f'fill="rgb{_TINT}" stroke="rgb{_FRAME}" stroke-width="{max(wide / task.width, 1):.1f}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
        f'<image width="{wide}" height="{high}" href="data:{_kind_of(task.data)};base64,{shown}"/>'
        f'<g {style} style="mix-blend-mode: multiply">{frames}</g></svg>'
    )
    width = max(1, min(task.width, LONGEST_SIDE, LONGEST_SIDE * wide // high))
    try:
        png = resvg_py.svg_to_bytes(svg_string=svg, width=width, background="#ffffff", skip_system_fonts=True)
    except ValueError as error:
        raise UnreadableDocument(f"not a picture that can be drawn: {error}") from None
    return PageImage(png=bytes(png), framed=len(task.boxes))


def _kind_of(data: bytes) -> str:
    return "image/jpeg" if data.startswith(b"\xff\xd8") else "image/webp" if data.startswith(b"RIFF") else "image/png"


def find_on_page(page: Any, quote: str) -> list[Box]:
    """Find where a quote stands on a page (`pypdfium2.PdfPage`): a box a line; none unless exactly once.

    White space and hyphens are left out on both sides, for a text is set in lines where the page breaks them. Where the
    reader has put letters into another order, as in scripts written from right to left, a quote may not be found.
    """
    text_page = page.get_textpage()
    raw = text_page.get_text_range(errors="replace")
    if any(letter > "\uffff" for letter in raw):  # PDFium counts such a letter as two
        return []
    letters = [(letter, index) for index, letter in enumerate(raw) if _shows(letter)]
    shown, wanted = "".join(letter for letter, _ in letters), "".join(filter(_shows, quote))
    start = shown.find(wanted) if wanted else -1
    if start < 0 or shown.find(wanted, start + 1) >= 0:
        return []
    width, height = page.get_size()
    boxes = [text_page.get_charbox(index) for _, index in letters[start : start + len(wanted)]]
    return [
        (left / width, 1 - top / height, right / width, 1 - bottom / height)
        for left, bottom, right, top in _lines(boxes)
    ]


def _shows(letter: str) -> bool:
    return not letter.isspace() and letter not in "-\u00ad\u2010\ufffe\x02"


def _lines(boxes: list[Box]) -> list[Box]:
    """Join the boxes of letters, each left, bottom, right, top, to one box a line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and box[1] < lines[-1][3] and lines[-1][1] < box[3] and box[2] > lines[-1][0]:
            last = lines[-1]
            lines[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return lines


def frame_box(pixels: Pixels, box: Box) -> None:
    """Tint and frame a box of an image, as parts of its size."""
    height, width = pixels.shape[:2]
    left, right = int(box[0] * width) - _PADDING, int(box[2] * width) + _PADDING
    top, bottom = int(box[1] * height) - _PADDING, int(box[3] * height) + _PADDING
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, width - 1), min(bottom, height - 1)
    if left >= right or top >= bottom:
        return
    inner = pixels[top:bottom, left:right]
    inner[:] = (inner.astype(np.uint16) * np.array(_TINT, dtype=np.uint16) // 255).astype(np.uint8)
    pixels[bottom - 2 : bottom, left:right] = _FRAME


def write_png(pixels: Pixels) -> bytes:
    """Write red, green and blue pixels, rows by columns by 3, as PNG (ISO/IEC 15948)."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + width * 3), dtype=np.uint8)
    rows[:, 1:] = pixels.reshape(height, width * 3)
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big") for name, body in chunks
    )


def page_key(document_id: str, number: int, width: int, quotes: tuple[str, ...], boxes: tuple[Box, ...] = ()) -> str:
    """Name an image by all that shapes it, for whoever keeps it."""
    return content_id("page", VERSION, document_id, number, width, list(quotes), *map(list, boxes))
