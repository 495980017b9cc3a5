"""Adding a list to a project, or putting a newer version in its place."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from countersight.errors import NotFound, UsageError
from countersight.model.entity import Entity
from countersight.model.failure import Failure
from countersight.resolve.lists.base import Form
from countersight.resolve.lists.changes import Act, Changes, compare_versions
from countersight.resolve.lists.days import read_listed_day
from countersight.resolve.lists.history import history_path
from countersight.resolve.lists.keeping import LISTINGS, MOST_FAILURES, ListFolder, Manifest, name_of_file
from countersight.resolve.lists.lines import digest_file, write_lines
from countersight.resolve.lists.listing_keeping import ListingChanges, append_lines, keep_listings
from countersight.resolve.lists.listing_lines import Version
from countersight.resolve.lists.merging import LeftOut
from countersight.resolve.lists.reading import find_form, read_list
from countersight.resolve.lists.sources import Source

LARGEST_LOSS = 0.5
"""Share of a list's entries that an update may remove unless it is told that this is right."""

FEW = 10
"""A list with fewer entries may lose any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUpdate:
    """What an import did."""

    manifest: Manifest
    previous: Manifest | None
    """What was known of the list before; none for a new one."""
    changes: Changes
    listings: ListingChanges = field(default_factory=ListingChanges)


def update_list(
    folder: ListFolder,
    path: Path,
    *,
    name: str | None = None,
    form: str | None = None,
    accept_loss: bool = False,
    observe: Callable[[int], None] = lambda count: None,
    today: date | None = None,
    now: datetime | None = None,
) -> ListUpdate:
    """Import a file as the list `name`: a new one, or a newer version of it. Whole or not at all, also when killed.

    Without a name it is the list that came from this path before, else one named after the file. `observe` is told how
    many organizations are written.

    Raises:
        UnreadableSource, UnknownForm, NotFound: as `find_form` says.
        UsageError: the name is none, or most of the list would be lost and `accept_loss` does not allow that.
        StoreBusy: another process is changing the lists.
    """
    path = path.resolve()
    name = name or _name_for(folder, path)
    known = find_form(path, form=form)
    with folder.locked():
        previous = folder.manifest(name) if name in folder.names() else None
        old = folder.lines(name) if previous else iter(())
        changes, left_out, failures = Changes(), Counter[LeftOut](), _Failures()
        version = _version(path, known, name, now or datetime.now(UTC))
        with folder.unfinished() as written:
            told, history = written.with_name("listings.gz"), written.with_name("history.ndjson")
            before = folder.listings(name) if previous else iter(())
            with ExitStack() as stack:
                keeper = stack.enter_context(keep_listings(told, history, old=before, version=version))
                lines = stack.enter_context(write_lines(written))
                read = read_list(
                    path, form=known.name, name=name, left_out=left_out, today=today, scratch=folder.folder,
                    keep=keeper.keep,
                )  # fmt: skip
                for line in compare_versions(old, failures.keep_out(read), changes):
                    lines.write(line)
                    observe(lines.count)
            if previous and not accept_loss:
                _refuse_loss(name, previous, changes)
            digest = digest_file(written)
            append_lines(history_path(folder.folder, name), history)
            manifest = Manifest(
                name=name,
                form=known.name,
                path=str(path),
                sha256=_digests(path, known),
                imported_at=version.imported_at,
                organizations=lines.count,
                left_out={reason.value: count for reason, count in sorted(left_out.items())},
                failures=failures.count,
                first_failures=failures.first,
                entities=folder.accept(written, name, digest),
                digest=digest,
                listings_file=folder.accept(told, name, digest_file(told), ending=LISTINGS),
                listings=keeper.changes.total,
                listed=dict(sorted(keeper.changes.by_profile.items())),
                version=version.day,
            )
        folder.put(manifest)
    return ListUpdate(manifest=manifest, previous=previous, changes=changes, listings=keeper.changes)


def is_current(manifest: Manifest) -> bool:
    """Whether the files that a list came from are still the ones that were imported.

    Raises:
        NotFound: the file is not there any more.
    """
    path = Path(manifest.path)
    if not manifest.listings_file:  # imported by a version that did not read listings yet
        return False
    if not path.is_file():
        raise NotFound(f"the file of the list {manifest.name} is not there any more: {path}")
    return _digests(path, find_form(path, form=manifest.form)) == manifest.sha256


class _Failures:
    """Takes the failures out of a stream of entities, counts them and keeps the first."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Failure] = []

    def keep_out(self, read: Iterator[Entity | Failure]) -> Iterator[Entity]:
        for item in read:
            if isinstance(item, Entity):
                yield item
                continue
            self.count += 1
            if len(self.first) < MOST_FAILURES:
                self.first.append(item)


def _name_for(folder: ListFolder, path: Path) -> str:
    before = [manifest.name for manifest in folder.manifests() if manifest.path == str(path)]
    return before[0] if before else name_of_file(path)


def _refuse_loss(name: str, previous: Manifest, changes: Changes) -> None:
    lost = changes.counts[Act.REMOVED]
    if previous.organizations >= FEW and lost > LARGEST_LOSS * previous.organizations:
        raise UsageError(
            f"the list {name} would lose {lost:,} of {previous.organizations:,} organizations; "
            "look whether the file is whole and the right one, then say --accept-loss"
        )


def _version(path: Path, form: Form, name: str, imported_at: datetime) -> Version:
    source = Source(path)
    stated = str(read_listed_day(form.version(source), label=""))
    return Version(
        list=name, file=path.name, sha256=digest_file(path), day=stated or imported_at.date().isoformat(),
        imported_at=imported_at,
    )  # fmt: skip


def _digests(path: Path, form: Form) -> dict[str, str]:
    """Return the SHA-256 of a list's file and of those beside it that it is read with."""
    source = Source(path)
    return {one.path.name: digest_file(one.path) for one in (source, *form.beside(source))}
