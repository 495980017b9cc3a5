"""Origins counted over several findings."""

from countersight.model.finding import Origin, origin_id
from countersight.release.summary import count_origins


def origin(*document_ids: str) -> Origin:
    return Origin(id=origin_id(document_ids), document_ids=document_ids, basis=())


def test_shared_documents_make_one_origin() -> None:
    assert count_origins([origin("a", "b"), origin("c"), origin("b", "d")]) == 2


def test_nothing_has_no_origin() -> None:
    assert count_origins([]) == 0
