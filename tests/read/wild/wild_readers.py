"""Readers that do what hostile documents make readers do."""

import os
import re
import socket
import sys
import time
from pathlib import Path

from countersight.errors import UnreadableDocument
from countersight.read import Reading

GOOD = Reading(text="A town bought cameras for its streets last year, the mayor said.")


class Wild:
    """What all of them share."""

    version = "1"
    libraries: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__.lower()
        cls.media_types = frozenset({f"wild/{cls.name}"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        self.run_wild(data)
        return GOOD

    def run_wild(self, data: bytes) -> None:
        raise NotImplementedError


class Tame(Wild):
    def run_wild(self, data: bytes) -> None:
        pass


class Loops(Wild):
    def run_wild(self, data: bytes) -> None:
        _leave_process_id(data)
        while True:
            pass


class Clings(Wild):
    """Spins in C code that keeps the interpreter to itself."""

    def run_wild(self, data: bytes) -> None:
        _leave_process_id(data)
        re.match(r"(a+)+$", "a" * 64 + "b")


class Allocates(Wild):
    def run_wild(self, data: bytes) -> None:
        bytearray(10_000_000_000)


class Exits(Wild):
    def run_wild(self, data: bytes) -> None:
        os._exit(7)


class Aborts(Wild):
    def run_wild(self, data: bytes) -> None:
        os.abort()


class Recurses(Wild):
    def run_wild(self, data: bytes) -> None:
        self.run_wild(data)


class Crashes(Wild):
    def run_wild(self, data: bytes) -> None:
        raise ZeroDivisionError("nobody foresaw this")


class Refuses(Wild):
    def run_wild(self, data: bytes) -> None:
        raise UnreadableDocument("foreseen")


class Connects(Wild):
    def run_wild(self, data: bytes) -> None:
        socket.create_connection(("127.0.0.1", 9), timeout=1)


class Writes(Wild):
    def run_wild(self, data: bytes) -> None:
        Path(data.decode()).write_bytes(b"x")


class Prints(Wild):
    def run_wild(self, data: bytes) -> None:
        sys.stdout.write("\x00" * 100_000)
        sys.stderr.write("\x00" * 100_000)
        os.write(1, b"\xff" * 100_000)


class Sleeps(Wild):
    def run_wild(self, data: bytes) -> None:
        time.sleep(float(data))


class TellsProcess(Wild):
    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        return Reading(text=f"process {os.getpid()}")


def _leave_process_id(data: bytes) -> None:
    """Leave an empty file named as this process in the folder that the document names, if it does."""
    folder = Path(data.decode())
    if folder.is_dir():
        (folder / str(os.getpid())).touch()


READERS = tuple(Wild.__subclasses__())
