"""The application as a whole."""

from starlette.testclient import TestClient


def test_unknown_address_is_told_in_words(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_overview_is_json_too(client: TestClient) -> None:
    answer = client.get("/", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert "totals" in answer.json()


def test_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/about")
    again = client.get("/about", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_static_files_may_be_kept_for_good(client: TestClient) -> None:
    from countersight.web.static_files import static_address

    answer = client.get(static_address("site.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
