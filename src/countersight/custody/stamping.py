"""Stamping: the next inventory, attested by whoever is asked, and what came of it on record."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from countersight.custody import calendars as ots
from countersight.custody import tokens
from countersight.custody.inventories import Inventory, last_inventory, write_inventory
from countersight.errors import BadCustody, InputError, TransientError
from countersight.model.custody import Act
from countersight.store.base import Store
from countersight.values.digests import sha256_hex

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

Send = Callable[[str, bytes | None, str, int], bytes]
"""Sends bytes (or asks, where there are none) to an address, as a media type, and returns an answer of at most so many
bytes: what `collect.stamping` does."""

OTS = "inventory.txt.ots"
_UNSAFE = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One attestation that was kept."""

    address: str
    file: Path
    words: str
    """What it attests, for people."""


@dataclass(slots=True, kw_only=True)
class Stamping:
    """What came of one act of stamping."""

    inventory: Inventory
    is_new: bool
    """Whether the inventory was made for it: where nothing happened since the last one, that one is stamped again."""
    kept: list[Kept] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Address and reason of whoever did not attest it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is asked, and who is trusted."""

    authorities: Sequence[str] = ()
    """Addresses that speak RFC 3161."""
    calendars: Sequence[str] = ()
    """Addresses of OpenTimestamps calendars."""
    roots: "Sequence[Certificate]" = ()


def stamp(store: Store, whom: Whom, *, by: str, send: Send, clock: Callable[[], datetime]) -> Stamping:
    """Have the log of custody attested up to now, by each of `whom` that has not attested the inventory yet.

    Raises:
        BadCustody: nobody is asked, or there is nothing to attest.
        ModelUnavailable: what it takes is not installed.
    """
    if not whom.authorities and not whom.calendars:
        raise BadCustody("nobody is asked: --authority and --calendar name who attests")
    with store.view() as view:
        new = write_inventory(view, store.folder, now=clock())
    inventory = new or last_inventory(store.folder)
    if inventory is None:
        raise BadCustody("nothing was done to any document yet, so there is nothing to attest")
    done = Stamping(inventory=inventory, is_new=new is not None)
    data = inventory.path.read_bytes()
    for address in whom.authorities:
        if not (inventory.folder / f"{file_name(address)}.tsr").exists():
            _ask(done, address, partial(_stamp_once, inventory, data, address, whom.roots, send))
    if whom.calendars and not (inventory.folder / OTS).exists():
        _commit(done, data, whom.calendars, send)
    _record(store, done, by=by, at=clock())
    return done


def complete(store: Store, inventories: Iterable[Inventory], *, by: str, send: Send, at: datetime) -> list[Stamping]:
    """Ask the calendars what became of pending promises, of every inventory that has some."""
    done = []
    for inventory in inventories:
        path = inventory.folder / OTS
        if not path.exists() or not ots.read_proof(path.read_bytes(), inventory.path.read_bytes()).pending:
            continue
        before = path.read_bytes()
        file, refused = ots.complete(before, inventory.path.read_bytes(), _asking(send))
        stamping = Stamping(inventory=inventory, is_new=False, refused=refused)
        if file != before:
            part = path.with_suffix(".part")
            part.write_bytes(file)
            part.replace(path)
            stamping.kept.append(_kept_proof("calendars", path, inventory.path.read_bytes()))
            _record(store, stamping, by=by, at=at)
        done.append(stamping)
    return done


def file_name(address: str) -> str:
    """Return how an authority's files are called: its address without scheme, in letters that every system takes."""
    return _UNSAFE.sub("-", address.casefold().partition("://")[2]).strip("-.")[:100] or "authority"


def _ask(done: Stamping, address: str, work: Callable[[], Kept]) -> None:
    try:
        done.kept.append(work())
    except (InputError, TransientError) as error:
        done.refused.append((address, str(error).removeprefix(f"{address}: ")))


def _stamp_once(inventory: Inventory, data: bytes, address: str, roots: "Sequence[Certificate]", send: Send) -> Kept:
    request = tokens.make_request(data)
    answer = send(address, request.as_bytes(), tokens.REQUEST_TYPE, tokens.MAX_ANSWER_BYTES)
    token = tokens.check_token(answer, data, address=address, nonce=request.nonce, roots=roots)
    name = inventory.folder / file_name(address)
    for suffix, content in (
        (".tsq", request.as_bytes()),
        (".chain.pem", token.chain.encode()),
        (".root.pem", token.root.encode()),
        (".tsr", answer),  # last: the others are there when it is
    ):
        name.with_name(name.name + suffix).write_bytes(content)
    return Kept(address=address, file=name.with_name(f"{name.name}.tsr"), words=token.words)


def _commit(done: Stamping, data: bytes, calendars: Sequence[str], send: Send) -> None:
    path = done.inventory.folder / OTS

    def work() -> Kept:
        file, refused = ots.commit(data, calendars, _asking(send))
        done.refused.extend(refused)
        path.write_bytes(file)
        return _kept_proof(", ".join(calendars), path, data)

    _ask(done, "calendars", work)


def _asking(send: Send) -> ots.Send:
    return lambda address, body: send(address, body, ots.ACCEPT, ots.MAX_ANSWER_BYTES)


def _kept_proof(address: str, path: Path, data: bytes) -> Kept:
    return Kept(address=address, file=path, words=ots.read_proof(path.read_bytes(), data).words)


def _record(store: Store, done: Stamping, *, by: str, at: datetime) -> None:
    with store.writer() as writer:
        for kept in done.kept:
            detail = {
                "inventory": str(done.inventory.number),
                "first": str(done.inventory.first),
                "last": str(done.inventory.last),
                "inventory_sha256": done.inventory.digest,
                "authority": kept.address,
                "file": kept.file.name,
                "file_sha256": sha256_hex(kept.file.read_bytes()),
                "attests": kept.words,
            }
            writer.record_custody(Act.TIMESTAMPED, "", by=by, at=at, detail=detail)
