"""What lists, facets, search and single rows give of a made-up trade."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.conftest import Open, fill_many, list_claims
from tests.release.conftest import World

from countersight.catalog import EVERYTHING, Catalog, Order, Query, What
from countersight.errors import AmbiguousId, NotFound, UsageError
from countersight.model.decision import Verdict


@pytest.fixture
def catalog(trade: World, opened: Open) -> Catalog:
    return opened(trade.store)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Catalog]]:
    from countersight.catalog import open_catalog
    from countersight.pipeline import view_as_of
    from countersight.store import open_store

    world = World(open_store(tmp_path_factory.mktemp("many")))
    fill_many(world, 24)
    catalog = open_catalog(world.store, view_as_of)
    yield world, catalog
    catalog.close()
    world.store.close()


def walk(
    catalog: Catalog, what: What, *, limit: int, order: Order | None = None, query: Query = EVERYTHING
) -> list[str]:
    ids: list[str] = []
    after = None
    while True:
        page = getattr(catalog, what.value)(query, limit=limit, order=order, after=after)
        ids += [row.id for row in page.rows]
        if page.next is None:
            return ids
        after = page.next


def test_finding_tells_all_that_a_list_shows(catalog: Catalog) -> None:
    row = next(row for row in catalog.findings().rows if row.kind == "supply" and row.claims == 2)
    assert row.supplier is not None
    assert row.recipient is not None
    assert (row.supplier.name, row.recipient.name) == ("Vendor Alder", "Utopian Guard")
    assert (row.supplier.territories, row.recipient.territories) == (("is",), ("vu",))
    assert row.quantities == ("about 40 licences",)
    assert (row.origins, row.sources, row.support) == (2, 2, "several origins")
    assert (row.review, row.is_contested, row.grade) == ("unreviewed", False, None)
    assert row.statuses == ("claimed", "alleged") or row.statuses == ("alleged", "claimed")


def test_denied_finding_is_contested(catalog: Catalog) -> None:
    (row,) = catalog.findings(Query(statuses=("denied",))).rows
    assert row.is_contested
    assert row.support == "denied only"


def test_claim_tells_its_words_and_document(catalog: Catalog) -> None:
    (row,) = catalog.claims(Query(statuses=("claimed",))).rows
    assert row.speaker == "Minister Quill"
    assert row.quote.startswith("Vendor Alder of Freedonia sold")
    assert (row.title, row.source, row.language, row.when) == ("Guard buys spyware", "the paper", "en", "in 2023")
    assert row.finding_id in {finding.id for finding in catalog.findings().rows}


def test_local_folders_do_not_show(catalog: Catalog) -> None:
    addresses = [row.address or "" for row in (*catalog.documents().rows, *catalog.claims().rows)]
    assert "file:report.html" in addresses
    assert not any("someone" in address for address in addresses)


def test_unread_document_says_why(catalog: Catalog) -> None:
    (row,) = catalog.documents(Query(languages=("ru",))).rows
    assert row.state == "language ru is not read yet"
    assert not row.is_read


def test_totals_count_what_could_not_be_used(catalog: Catalog) -> None:
    totals = catalog.totals()
    assert (totals.documents, totals.read, totals.unread, totals.claims, totals.findings) == (4, 3, 1, 4, 3)
    assert totals.failures == {"read": 1}
    assert totals.languages == {"en": 2, "ar": 1, "ru": 1}


def test_filters_of_one_kind_are_alternatives(catalog: Catalog) -> None:
    assert catalog.findings(Query(kinds=("supply", "training"))).total == 3
    assert catalog.findings(Query(kinds=("supply",), technologies=("video_surveillance",))).total == 0
    assert catalog.claims(Query(territories=("supplier:is",))).total == 2
    assert catalog.claims(Query(territories=("recipient:is",))).total == 0
    assert catalog.findings(Query(years=(2023,))).total == 0
    assert catalog.claims(Query(years=(2023,))).total == 1
    assert catalog.findings(Query(least_origins=2)).total == 1


def test_document_filter_stays_with_it(catalog: Catalog) -> None:
    document = next(row for row in catalog.documents().rows if row.claims == 2)
    query = Query(document=document.id)
    assert catalog.claims(query).total == 2
    assert catalog.findings(query).total == 2
    assert [row.id for row in catalog.documents(query).rows] == [document.id]
    assert catalog.claims(Query(document="nothing")).total == 0


def test_rows_are_found_by_beginning_of_id(catalog: Catalog) -> None:
    row = catalog.findings().rows[0]
    assert catalog.finding(row.id) == row
    assert catalog.finding(row.id[:12]) == row
    assert {claim.finding_id for claim in catalog.claims_of(row.id)} == {row.id}
    with pytest.raises(AmbiguousId):
        catalog.finding("fnd-")
    for nothing in ("fnd-0000", "clm-", "%", "", "fnd-\udcff"):
        with pytest.raises(NotFound):
            catalog.finding(nothing)


def test_party_tells_names_and_partners(catalog: Catalog) -> None:
    party = next(party for party in catalog.parties("supplier") if party.name == "Vendor Alder")
    record = catalog.party(party.id)
    assert [name.name for name in record.written] == ["Vendor Alder"]
    assert [partner.label for partner in record.partners] == ["Utopian Guard"]
    assert record.entity is None
    with pytest.raises(NotFound):
        catalog.party("name-nothing")


def test_every_territory_is_listed(catalog: Catalog) -> None:
    rows = {row.code: row for row in catalog.territories()}
    assert len(rows) == 263
    assert (rows["vu"].as_recipient, rows["is"].as_supplier, rows["is"].as_recipient) == (3, 1, 0)
    assert not rows["ke"].is_searched


def test_words_are_found_in_all_lists(catalog: Catalog) -> None:
    hits = catalog.search(Query(words="spyware guard"))
    assert (hits.findings.total, hits.claims.total, hits.documents.total) == (2, 3, 2)
    snippet = hits.documents.rows[0].snippet
    assert snippet is not None
    assert any(is_match for _, is_match in snippet.pieces)


@pytest.mark.parametrize(
    ("words", "documents"), [("كاميرات", 1), ("языке", 1), ("spyware -denies", 1), ("!!!", 0), ("-spyware", 2)]
)
def test_words_of_any_script_are_found(catalog: Catalog, words: str, documents: int) -> None:
    assert catalog.documents(Query(words=words)).total == documents


def test_marks_are_of_the_same_findings(catalog: Catalog) -> None:
    marks = catalog.marks()
    assert marks.findings == catalog.findings().total
    assert [(pair.supplier, pair.recipient, pair.findings) for pair in marks.pairs] == [("is", "vu", 1)]
    known = {row.id for row in catalog.findings().rows}
    assert {name for link in marks.links for name in link.finding_ids} <= known
    assert {link.source for link in marks.links} | {link.target for link in marks.links} == {
        node.id for node in marks.nodes
    }


@pytest.mark.parametrize(("what", "order"), list(product(What, Order)))
def test_walk_gives_every_row_once(many: tuple[World, Catalog], what: What, order: Order) -> None:
    _, catalog = many
    whole = [row.id for row in getattr(catalog, what.value)(limit=1_000, order=order).rows]
    assert len(whole) == len(set(whole)) == 24
    for limit in (1, 5, 24):
        assert walk(catalog, what, limit=limit, order=order) == whole


@pytest.mark.parametrize("order", list(Order))
def test_way_back_is_the_way_there(many: tuple[World, Catalog], order: Order) -> None:
    _, catalog = many
    query = Query(words="cameras")
    first = catalog.findings(query, order=order, limit=7)
    second = catalog.findings(query, order=order, limit=7, after=first.next)
    assert first.previous is None
    assert second.previous is not None
    assert catalog.findings(query, order=order, limit=7, after=second.previous).rows == first.rows


def test_cursor_of_another_order_is_refused(many: tuple[World, Catalog]) -> None:
    _, catalog = many
    cursor = catalog.findings(limit=2, order=Order.NAME).next
    for bad in (cursor, "nonsense", "é", "WyJ4Il0", "A" * 2_000, ""):
        with pytest.raises(UsageError) if bad else pytest.raises(StopIteration):
            catalog.findings(order=Order.NEWEST, after=bad or None)
            raise StopIteration


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    what=st.sampled_from(What),
    query=st.builds(
        Query,
        kinds=st.lists(st.sampled_from(["supply", "deployment", "training"]), max_size=2).map(tuple),
        territories=st.sampled_from([(), ("is",), ("vu",), ("recipient:vu", "ke")]),
        sources=st.sampled_from([(), ("paper-1.example",)]),
        years=st.sampled_from([(), (2021,), (2021, 2022)]),
        words=st.sampled_from(["", "cameras", "alder -town", "5"]),
        reviews=st.sampled_from([(), ("unreviewed",), ("accepted", "unsure")]),
        least_origins=st.integers(0, 2),
    ),
)
def test_facet_counts_are_what_filters_give(many: tuple[World, Catalog], what: What, query: Query) -> None:
    _, catalog = many
    facets = catalog.facets(what, query, limit=1_000)
    listed = getattr(catalog, what.value)
    for name, counts in facets.items():
        lifted = query.without(name)
        for one in counts:
            asked = Query.from_params([*lifted.to_params(), (name, one.value)])
            assert listed(asked, limit=1).total == one.count, (name, one)
    if what is not What.DOCUMENTS:
        assert sum(one.count for one in facets["kind"]) == listed(query.without("kind"), limit=1).total


def hide_some(world: World) -> tuple[frozenset[str], set[str]]:
    """Hide a document and another one's claim; return what is hidden and what must never show."""
    claims = list_claims(world.store)
    hidden = frozenset({claims[0].document_id, claims[1].id})
    return hidden, {claims[0].document_id, claims[0].id, claims[1].id}


def test_hidden_is_in_no_list(many: tuple[World, Catalog]) -> None:
    world, catalog = many
    hidden, secret = hide_some(world)
    for query in (EVERYTHING, Query(words="cameras"), Query(words="-nothing")):
        shown = {row.id for row in catalog.claims(query, limit=1_000, hidden=hidden).rows}
        shown |= {row.id for row in catalog.documents(query, limit=1_000, hidden=hidden).rows}
        assert not shown & secret
        assert catalog.claims(query, hidden=hidden).total == 22
        assert catalog.findings(query, hidden=hidden).total == 22
        assert catalog.documents(query, hidden=hidden).total == 23


def test_hidden_is_in_no_count(many: tuple[World, Catalog]) -> None:
    world, catalog = many
    hidden, _ = hide_some(world)
    totals = catalog.totals(hidden=hidden)
    assert (totals.documents, totals.claims, totals.findings) == (23, 22, 22)
    for what, whole in ((What.FINDINGS, 22), (What.CLAIMS, 22), (What.DOCUMENTS, 23)):
        facets = catalog.facets(what, hidden=hidden)
        assert sum(one.count for one in facets["source"]) == whole
    assert sum(one.count for one in catalog.facets(What.DOCUMENTS, hidden=hidden)["kind"]) == 22
    assert catalog.marks(hidden=hidden).findings == 22
    assert sum(row.claims for row in catalog.sources(hidden=hidden)) == 22
    assert {row.code: row for row in catalog.territories(hidden=hidden)}["vu"].findings == 22
    assert sum(row.claims for row in catalog.documents(hidden=hidden).rows) == 22


def test_hidden_is_not_found_by_id(many: tuple[World, Catalog]) -> None:
    world, catalog = many
    hidden, _ = hide_some(world)
    claims = list_claims(world.store)
    finding = catalog.claim(claims[1].id).finding_id
    assert finding is not None
    for look_up, name in (
        (catalog.document, claims[0].document_id), (catalog.claim, claims[0].id), (catalog.claim, claims[1].id),
        (catalog.finding, finding), (catalog.claims_of, finding),
    ):  # fmt: skip
        look_up(name)
        with pytest.raises(NotFound):
            look_up(name, hidden=hidden)


def test_rejected_is_shown_to_who_asks(trade: World, opened: Open) -> None:
    claim = list_claims(trade.store)[0]
    trade.decide(claim, Verdict.REJECT)
    catalog = opened(trade.store)
    assert catalog.claims().total == 3
    assert [row.id for row in catalog.claims(Query(reviews=("rejected",))).rows] == [claim.id]
    assert catalog.totals().rejected_claims == 1
    counts = {one.value: one.count for one in catalog.facets("claims")["review"]}
    assert counts == {"unreviewed": 3, "rejected": 1}
