"""Runs Tesseract (https://tesseract-ocr.github.io/) as a child process that ends with this one, over pipes alone."""

import ctypes
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from countersight.errors import ReaderExhausted, RecognizerMissing, UnreadableDocument

PROGRAM = "tesseract"
PAGE_TIMEOUT_S = 120.0
"""Seconds for one page, or one file of pages. A full page of small print takes about ten on one core."""

_VERSION = re.compile(r"tesseract v?(\S+)")
_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z_]{1,30}")
_OUT_OF_MEMORY = re.compile(rb"alloc|memory", re.IGNORECASE)
_SCRIPT = re.compile(rb"^Script: (\w+)", re.MULTILINE)
_ROTATE = re.compile(rb"^Rotate: (\d+)", re.MULTILINE)
_SURE = re.compile(rb"^Orientation confidence: ([\d.]+)", re.MULTILINE)
_LEAST_SURE = 2.0
"""Of an orientation other than upright. Upright pages of little text give up to 1, turned ones 10 and more."""
_DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux (prctl(2))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """What a page looks like at first sight."""

    script: str | None = None
    is_turned: bool = False


@functools.cache
def find_program() -> str:
    """Return the program's path.

    Raises:
        RecognizerMissing: it is not installed.
    """
    path = shutil.which(PROGRAM)
    if path is None:
        raise RecognizerMissing("it is an image, and Tesseract, which would recognize its words, is not installed")
    return os.path.realpath(path)


@functools.cache
def program_version() -> str:
    """Return the version of the program. Raises: RecognizerMissing."""
    found = _VERSION.match(_ask("--version"))
    return found[1] if found else "unknown"


@functools.cache
def installed_languages() -> tuple[str, ...]:
    """Return Tesseract's names of the languages that are installed, in order of name. Raises: RecognizerMissing."""
    names = _ask("--list-langs").splitlines()[1:]
    return tuple(sorted(name for name in names if _LANGUAGE.fullmatch(name) and name != "osd"))


def _ask(question: str) -> str:
    try:
        run = subprocess.run([find_program(), question], capture_output=True, timeout=PAGE_TIMEOUT_S, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RecognizerMissing(f"Tesseract does not start: {error}") from None
    return run.stdout.decode("utf-8", "replace") or run.stderr.decode("utf-8", "replace")


def look_at(image: bytes) -> Orientation:
    """Tell the script of a page and whether it is turned; nothing where there are too few letters to tell."""
    run = _run(image, "--psm", "0")
    if run.returncode != 0:
        return Orientation()
    script, rotate, sure = (pattern.search(run.stdout) for pattern in (_SCRIPT, _ROTATE, _SURE))
    is_turned = bool(rotate and sure and int(rotate[1]) and float(sure[1]) >= _LEAST_SURE)
    return Orientation(script=script[1].decode("ascii") if script else None, is_turned=is_turned)


def recognize(image: bytes, languages: tuple[str, ...], *, is_turned: bool) -> bytes:
    """Return the words of an image with their boxes, as Tesseract's table of tab-separated values.

    Raises:
        ReaderExhausted: it took more time or memory than it may.
        UnreadableDocument: it is no image that Tesseract reads.
    """
    # Layout 1 turns the page before reading it, 3 does not; boxes are those of the page as it is in either case.
    run = _run(image, "-l", "+".join(languages), "--psm", "1" if is_turned else "3", "tsv")
    if run.returncode == 0:
        return run.stdout
    said = " ".join(run.stderr.decode("utf-8", "replace").split())[-200:]
    if run.returncode < 0 or _OUT_OF_MEMORY.search(run.stderr):
        raise ReaderExhausted(f"Tesseract ended amid a page: {said or signal.Signals(-run.returncode).name}")
    raise UnreadableDocument(f"Tesseract does not read it: {said}")


def _run(image: bytes, *options: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(  # noqa: S603
            [find_program(), "stdin", "stdout", *options],
            input=image,
            capture_output=True,
            timeout=PAGE_TIMEOUT_S,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # with more threads it waits for them as long as it gains
            preexec_fn=_tie_to_parent(),
        )
    except subprocess.TimeoutExpired:
        raise ReaderExhausted(f"a page was not recognized within {PAGE_TIMEOUT_S:g} seconds") from None


@functools.cache
def _tie_to_parent() -> Callable[[], object] | None:
    """Return what makes a child end with this process, where the system can (Linux).

    Elsewhere a child that is left alone ends by the bound on processor time that it inherits.
    """
    if sys.platform != "linux":
        return None
    return functools.partial(ctypes.CDLL(None).prctl, _DIES_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0)
