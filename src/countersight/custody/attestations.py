"""Attestations that were kept, held against their inventories and what the log says of them; without a network."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from countersight.custody import calendars, tokens
from countersight.custody.inventories import FOLDER, Inventory, check_inventories, check_lists, read_inventories
from countersight.custody.lists import read_links
from countersight.errors import BrokenChain, CountersightError
from countersight.model.custody import Act
from countersight.store.base import View
from countersight.values.digests import sha256_hex

TOKEN, PROOF = ".tsr", ".ots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One file of an authority or of calendars, and what came of checking it."""

    inventory: int
    file: Path
    words: str = ""
    """What it attests."""
    fault: str = ""
    """Why it attests nothing; empty where it holds, or could not be checked."""
    is_checked: bool = True
    """False where what it takes is not installed."""


def find_faults(project: Path, view: View) -> Iterator[str | Attestation]:
    """Check all that is kept of inventories; yield each break in words, and each attestation with what came of it."""
    try:
        inventories = read_inventories(project)
    except BrokenChain as error:
        yield str(error)
        return
    yield from check_inventories(inventories, view)
    yield from check_kept(project, view)
    for each in check_attestations(inventories):
        yield each
        if each.fault:
            yield f"inventory {each.inventory}: {each.file.name}: {each.fault}"


def find_faults_of(project: Path, view: View, document_id: str) -> Iterator[str | Attestation]:
    """Check, of all that is kept of inventories, what tells of one document."""
    try:
        inventories = read_inventories(project)
    except BrokenChain as error:
        yield str(error)
        return
    events = {event.sequence: event.id for event in view.custody(document_id)}
    for inventory in inventories:
        within = {each for each in events if inventory.first <= each <= inventory.last}
        if not within:
            continue
        yield from check_lists(inventory)
        yield from _check_told(inventory, {each: events[each] for each in within})
        for each in check_attestations([inventory]):
            yield each
            if each.fault:
                yield f"inventory {each.inventory}: {each.file.name}: {each.fault}"


def _check_told(inventory: Inventory, events: dict[int, str]) -> Iterator[str]:
    try:
        listed = {each[0]: each[1] for path in inventory.lists_of("events") for each in read_links(path)}
    except BrokenChain as error:
        yield f"inventory {inventory.number}: {error}"
        return
    for sequence, name in sorted(events.items()):
        if listed.get(sequence) != name:
            yield (
                f"inventory {inventory.number}: lists event {sequence} as {listed.get(sequence)}, the log has {name}"
            )


def check_attestations(inventories: Iterable[Inventory]) -> Iterator[Attestation]:
    """Check every file that attests an inventory."""
    for inventory in inventories:
        data = inventory.path.read_bytes()
        for path in sorted(inventory.folder.iterdir()):
            if path.suffix in (TOKEN, PROOF):
                yield _check(inventory, path, data)


def check_kept(project: Path, view: View) -> Iterator[str]:
    """Hold the files against the log, which has the digest of each as it was last written; yield each break."""
    kept: dict[tuple[str, str], tuple[int, str]] = {}
    for event in view.custody(""):
        if event.act is Act.TIMESTAMPED:
            told = dict(event.detail)
            kept[told.get("inventory", ""), told.get("file", "")] = event.sequence, told.get("file_sha256", "")
    for (number, name), (sequence, digest) in sorted(kept.items()):
        try:
            found = sha256_hex((project / FOLDER / f"{int(number):06d}" / Path(name).name).read_bytes())
        except (OSError, ValueError) as error:
            yield f"custody event {sequence}: {name} of inventory {number} cannot be read: {error}"
            continue
        if found != digest:
            yield f"custody event {sequence}: {name} of inventory {number} had SHA-256 {digest}, has {found}"


def _check(inventory: Inventory, path: Path, data: bytes) -> Attestation:
    check, is_available = (
        (_read_token, tokens.is_available()) if path.suffix == TOKEN else (_read_proof, calendars.is_available())
    )
    if not is_available:
        return Attestation(inventory=inventory.number, file=path, is_checked=False)
    try:
        return Attestation(inventory=inventory.number, file=path, words=check(path, data))
    except (CountersightError, OSError) as error:
        return Attestation(inventory=inventory.number, file=path, fault=str(error))


def _read_token(path: Path, data: bytes) -> str:
    nonce = tokens.request_nonce(path.with_suffix(".tsq").read_bytes())
    roots = tokens.read_roots(path.with_suffix(".root.pem"))
    return tokens.check_token(path.read_bytes(), data, address=path.name, nonce=nonce, roots=roots).words


def _read_proof(path: Path, data: bytes) -> str:
    return calendars.read_proof(path.read_bytes(), data).words
