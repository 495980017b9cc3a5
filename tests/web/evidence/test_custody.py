"""A document's page and its JSON tell what was done to it, and persons only to those who review."""

from datetime import UTC, datetime

from starlette.testclient import TestClient
from tests.custody.conftest import fill  # noqa: F401  a fixture

from countersight.model.custody import Act
from countersight.store import open_store
from countersight.web.evidence.custody import read_custody

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_page_and_json_tell_the_acts(client: TestClient, read_store) -> None:
    with read_store.view() as view:
        document = next(view.documents())
        events = list(view.custody(document.id))
    told = client.get(f"/documents/{document.id}?format=json").json()["custody"]
    assert [(one["id"], one["act"]) for one in told] == [(event.id, event.act.value) for event in events]
    page = client.get(f"/documents/{document.id}").text
    assert 'id="custody"' in page
    assert "Read into a text" in page


def test_persons_are_kept_from_readers(tmp_path, fill) -> None:  # noqa: F811
    store = open_store(tmp_path)
    (document,) = fill(store, 1)
    with store.writer() as writer:
        writer.record_custody(Act.COPIED, document, by="Ana", at=NOON, detail={"copy": "work.txt"})
        detail = {"first": "1", "last": "2", "attests": "CN=Made-up signer attests that it was there"}
        writer.record_custody(Act.TIMESTAMPED, "", by="Ana", at=NOON, detail=detail)
    with store.view() as view:
        shown = read_custody(view, document, with_persons=False)
        assert [one.by for one in shown] == ["test@1", "plain@1", None]
        assert [len(one.attested_by) for one in shown] == [1, 1, 0]
        assert shown[0].address == "file:1.txt"  # of a local file its name alone
        assert read_custody(view, document, with_persons=True)[-1].by == "Ana"
    store.close()
