"""Where the buyers of a declared portal are, where their releases do not say."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.extract.procurement.releases import PARTIES, award, read, release
from tests.pipeline.declaring import declare

from countersight.extract.procurement import OcdsExtractor
from countersight.extract.procurement.inferring import SOURCE_RULE
from countersight.model.claim import Claim, TerritorySlot, check_claim
from countersight.model.document import Capture, Document, capture_id
from countersight.model.text import DocumentText
from countersight.pipeline.batches import Extracted
from countersight.pipeline.inferring import portal_territories
from countersight.store import open_store
from countersight.store.base import Store

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store of a project with one portal."""
    declare(tmp_path, "portal")
    tell(tmp_path, "kind: news", "kind: procurement")
    store = open_store(tmp_path)
    yield store
    store.close()


def tell(folder: Path, old: str, new: str) -> None:
    path = folder / "sources" / "portal" / "source.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def keep(store: Store, text: DocumentText, source: str | None) -> None:
    address = "https://portal.example/1.json"
    capture = Capture(id=capture_id(text.document_id, address), document_id=text.document_id, address=address,
                      captured_at=NOON, tool="test@1", source=source)  # fmt: skip
    with store.writer() as writer:
        writer.add_document(Document(id=text.document_id, size=1, media_type="application/x-ocds+json"), capture)


def claim_of(store: Store, *, source: str | None = "portal", parties: tuple[dict[str, object], ...] = ()) -> Claim:
    text = read(release(parties=parties, awards=[award()]))
    keep(store, text, source)
    (extraction,) = OcdsExtractor().extract([text])
    with store.view() as view:
        results = portal_territories(store.folder, "ocds").complete(
            {text.id: Extracted(extraction.claims, ())}, {text.id: text.document_id}, view
        )
    (claim,) = results[text.id].claims
    check_claim(claim, text)
    return claim


def test_buyer_is_where_the_declared_portal_is(store: Store) -> None:
    assert claim_of(store).recipient.territories == (TerritorySlot(code="no", inferred=SOURCE_RULE),)


def test_territory_that_the_release_states_stays(store: Store) -> None:
    (slot,) = claim_of(store, parties=tuple(PARTIES)).recipient.territories
    assert (slot.code, slot.inferred) == ("fr", None)


@pytest.mark.parametrize("source", [None, "another"])
def test_release_from_elsewhere_tells_no_territory(store: Store, source: str | None) -> None:
    assert claim_of(store, source=source).recipient.territories == ()


@pytest.mark.parametrize(("old", "new"), [("kind: procurement", "kind: news"), ("territory: no", "territory: eu")])
def test_source_of_another_kind_or_of_many_states_tells_none(store: Store, old: str, new: str) -> None:
    tell(store.folder, old, new)
    assert claim_of(store).recipient.territories == ()


def test_another_declaration_is_another_version(store: Store) -> None:
    first = portal_territories(store.folder, "ocds").version
    tell(store.folder, "territory: no", "territory: fr")
    assert first != portal_territories(store.folder, "ocds").version
    assert portal_territories(store.folder, "table").version == ""
