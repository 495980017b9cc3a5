"""Building a registry: entities come in as a stream, and a finished generation takes the place of the old one."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from countersight.errors import StoreBusy
from countersight.model.entity import Entity
from countersight.resolve.registry.forms import NameForm, form_name
from countersight.resolve.registry.layout import BLOBS, FILES, MANIFEST, VERSION, BlobWriter, Manifest, digest_file
from countersight.resolve.registry.postings import Buckets, invert
from countersight.resolve.registry.records import Record, decode_entity, names_of, sort_entities
from countersight.resolve.registry.terms import find_terms, fingerprint
from countersight.values.digests import content_id

BATCH = 20_000
"""How many names get their terms at a time."""
_LOCK = "lock"
_BUILDING = "building-"


def build_registry(
    entities: Iterable[Entity], folder: Path, *, observe: Callable[[int], None] = lambda count: None
) -> Manifest:
    """Build a registry of `entities` in `folder`, in place of the one that is there.

    Entities of one id become one, the first of them leading. Their order does not matter otherwise. Memory grows by
    some 10 bytes a name; the disk holds, beside the old registry, the new one and its postings twice. A build that is
    killed leaves the old registry as it was; the next one removes what it left.

    Args:
        observe: hears after each entity how many were read.

    Raises:
        StoreBusy: another process builds there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _sweep(folder, keep=None)
        building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder))
        try:
            manifest = _build(entities, building, observe)
            _install(building, folder, manifest)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        _sweep(folder, keep=manifest.generation)
    return manifest


def index_version() -> str:
    """Name how this version of Countersight builds registries: one that another built has to be built again."""
    return content_id("index", VERSION, fingerprint())


def _build(entities: Iterable[Entity], building: Path, observe: Callable[[int], None]) -> Manifest:
    scratch = building / "scratch"
    scratch.mkdir()
    with Buckets(scratch) as buckets:
        names, count = _write_records(sort_entities(entities, scratch, observe=observe), building, buckets)
    invert(buckets, building, names)
    shutil.rmtree(scratch)
    digests = {name: digest_file(building / name) for name in FILES}
    terms = fingerprint()
    digest = content_id("reg", VERSION, terms, digests)
    return Manifest(
        version=VERSION,
        terms=terms,
        generation=digest,
        digest=digest,
        entities=count,
        names=names,
        sizes={name: (building / name).stat().st_size for name in FILES},
        digests=digests,
    )


def _write_records(records: Iterable[Record], building: Path, buckets: Buckets) -> tuple[int, int]:
    """Write entities and names, hand on the terms; return how many names and entities there are."""
    names, count = 0, 0
    forms: list[NameForm] = []
    with ExitStack() as stack:
        blobs = {name: stack.enter_context(BlobWriter(building, name)) for name in BLOBS}
        owners = stack.enter_context((building / "name_entities").open("wb"))
        for entity_id, record in records:
            blobs["ids"].append(entity_id)
            blobs["entities"].append(record)
            for name in names_of(decode_entity(record)):
                blobs["names"].append(name.encode("utf-8", "surrogatepass"))
                owners.write(count.to_bytes(4, "little"))
                forms.append(form := form_name(name))
                blobs["spellings"].append(form.spelling.encode())
            count += 1
            if len(forms) >= BATCH:
                names = _add_terms(forms, names, buckets)
                forms.clear()
    return _add_terms(forms, names, buckets), count


def _add_terms(forms: list[NameForm], first: int, buckets: Buckets) -> int:
    keys, places = find_terms(forms)
    buckets.add(keys, places + first)
    return first + len(forms)


def _install(building: Path, folder: Path, manifest: Manifest) -> None:
    """Make a finished generation the one that counts, in one step."""
    generation = folder / manifest.generation
    if not _is_whole(generation, manifest):  # else equal entities were built before
        shutil.rmtree(generation, ignore_errors=True)
        for path in building.iterdir():
            _synchronize(path)
        building.rename(generation)
    draft = folder / f"{MANIFEST}.draft"
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    _synchronize(draft)
    draft.replace(folder / MANIFEST)
    _synchronize(folder)


def _is_whole(generation: Path, manifest: Manifest) -> bool:
    """Whether every file of a generation is there as it was written: one that was damaged since is no good."""
    paths = {name: generation / name for name in FILES}
    return all(path.is_file() and digest_file(path) == manifest.digests[name] for name, path in paths.items())


def _synchronize(path: Path) -> None:
    """Wait until the disk has a file or the entries of a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, *, keep: str | None) -> None:
    """Remove what killed builds left and, but for `keep`, older generations; of these none where `keep` is none."""
    for path in folder.iterdir():
        is_old = keep is not None and path.name != keep and path.name.startswith("reg-")
        if path.is_dir() and (is_old or path.name.startswith(_BUILDING)):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(f"another process builds the registry in {folder}") from None
        yield
