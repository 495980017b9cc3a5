"""Turns sources, as a person gives them, into the items that they offer."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from countersight.collect.address import (
    STDIN_ADDRESS,
    UPLOAD_SCHEME,
    file_address,
    is_url,
    path_of,
    storable,
    strip_userinfo,
)
from countersight.collect.base import Clock, Collected, CollectLimits, Item
from countersight.collect.files import FileItem, StdinItem, read_list, what_else
from countersight.collect.folder import walk_folder
from countersight.errors import DocumentTooLarge, InputError, UnreadableSource


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedItem:
    """Something that a source offers and that is known beforehand not to be a document."""

    address: str
    error: InputError

    def collect(self) -> Collected:
        """Raises: InputError: always."""
        raise self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """How items are made: what `list_items` needs besides the sources."""

    limits: CollectLimits
    clock: Clock
    stdin: BinaryIO | None
    web: Callable[[str], Item]
    """Makes the item of a URL."""


def list_items(sources: Iterable[str], makers: Makers) -> Iterator[Item]:
    """Yield what `sources` offer, in their order, without reading any of it; a folder's files in order of name."""
    for source in sources:
        if source.startswith("@"):
            yield from _listed(source[1:], makers)
        else:
            yield from _offered(source, makers)


def _listed(path: str, makers: Makers) -> Iterator[Item]:
    try:
        sources = read_list(path)
    except (UnreadableSource, DocumentTooLarge) as error:
        yield RefusedItem(address=error.address, error=error)
        return
    for source in sources:
        yield from _offered(source, makers)


def _offered(source: str, makers: Makers) -> Iterator[Item]:
    if not source:
        yield _refused("(nothing)", "a source without a name")
    elif source == "-":
        yield StdinItem(stream=makers.stdin, limits=makers.limits, clock=makers.clock)
    elif source == STDIN_ADDRESS:
        yield _refused(STDIN_ADDRESS, "what came by standard input is gone; give it again")
    elif source.startswith(UPLOAD_SCHEME):
        yield _refused(source, "what was sent through the site is not kept here when it fails; send it again")
    elif source.lower().startswith("file://"):
        yield from _at_file_address(source, makers)
    elif is_url(source):
        yield makers.web(source)
    else:
        yield from _at_path(source, makers)


def _at_file_address(address: str, makers: Makers) -> Iterator[Item]:
    """Take up an address that an earlier capture or failure recorded.

    A link is not followed here: the address may be that of a link that was refused because it leaves its folder, and
    trying again must not be the way around that. Whoever means the link names it by its path.
    """
    try:
        path = path_of(address)
    except ValueError as error:
        yield _refused(storable(address), str(error))
        return
    if "\x00" not in path and Path(path).is_symlink():
        yield _refused(file_address(path), "a link; name it by its path to have it followed")
    else:
        yield from _at_path(path, makers)


def _at_path(path: str, makers: Makers) -> Iterator[Item]:
    try:
        address = file_address(path)
        mode = os.stat(path).st_mode  # noqa: PTH116  Path("") would be the current folder
    except ValueError:  # a zero byte, or half of a surrogate pair: no system has such a path
        yield _refused(storable(path), "no possible path")
        return
    except OSError as error:
        yield _refused(address, error.strerror or "cannot be looked at")
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path, makers)
    elif (kind := what_else(mode)) is not None:
        yield _refused(address, kind)
    else:
        yield FileItem(path=os.path.realpath(path), address=address, limits=makers.limits, clock=makers.clock)


def _in_folder(path: str, makers: Makers) -> Iterator[Item]:
    for found in walk_folder(path):
        if found.refusal is None:
            yield FileItem(path=found.path, address=found.address, limits=makers.limits, clock=makers.clock)
        else:
            yield _refused(found.address, found.refusal)


def _refused(address: str, reason: str) -> RefusedItem:
    address = strip_userinfo(address)
    return RefusedItem(address=address, error=UnreadableSource(address, reason))
