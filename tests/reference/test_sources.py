"""The bundled sources: every one can be understood, says where it was read, and together they look far."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from countersight.collect.sources import Source, SourceKind, read_source
from countersight.collect.sources.finding import bundled_folder, source_files
from countersight.model.source import Reliability

FILES = source_files(bundled_folder())
SOURCES = [read_source(path) for path in FILES]


@pytest.fixture(params=SOURCES, ids=lambda source: source.name)
def source(request: pytest.FixtureRequest) -> Source:
    return request.param


def test_every_folder_declares_a_source() -> None:
    folders = {path.name for path in bundled_folder().iterdir() if path.is_dir()}
    assert folders == {source.name for source in SOURCES}


def test_sources_come_from_far_and_wide() -> None:
    assert len(SOURCES) >= 30
    assert len({source.territory for source in SOURCES}) >= 15
    assert len({language for source in SOURCES for language in source.languages}) >= 6


def test_sources_are_of_every_kind() -> None:
    kinds = Counter(source.kind for source in SOURCES)
    wanted = (SourceKind.GAZETTE, SourceKind.PROCUREMENT, SourceKind.SANCTIONS, SourceKind.NEWS, SourceKind.NGO)
    assert all(kinds[kind] >= 5 for kind in wanted)


def test_source_says_where_it_was_read(source: Source) -> None:
    assert source.read_in
    assert all(address.startswith(("https://", "http://")) for address in source.read_in)


def test_nobody_claims_to_have_visited(source: Source) -> None:
    assert source.checked is None


def test_letter_has_a_basis_in_words(source: Source) -> None:
    assert len(source.basis.split()) >= 5
    assert source.reliability in (Reliability.B, Reliability.F)


def test_no_visit_is_hasty(source: Source) -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert source.schedule.after(now) <= now + timedelta(days=8)
    assert source.schedule.after(source.schedule.after(now)) >= now + timedelta(hours=1)


def test_no_entry_is_watched_twice() -> None:
    addresses = Counter(getattr(entry, "address", source.name) for source in SOURCES for entry in source.entries)
    assert [address for address, times in addresses.items() if times > 1] == []


def test_files_end_with_a_newline() -> None:
    assert all(Path(path).read_bytes().endswith(b"\n") for path in FILES)
