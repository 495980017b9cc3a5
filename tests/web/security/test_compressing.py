"""Compressed answers: small where one's own pages ask, as they are where a length could tell a secret."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from countersight.web.security.compressing import Compressed

WORDS = "a page that says the same again and again. " * 100


def tell(request):
    return PlainTextResponse(WORDS, headers={"ETag": '"one"', "Vary": "Cookie"})


@pytest.fixture
def client():
    routes = [Route(path, tell) for path in ("/findings", "/account", "/account/tokens", "/accountable")]
    return TestClient(Compressed(Starlette(routes=routes)), cookies={"countersight": "session"})


def encoding(client, path="/findings", **headers):
    answer = client.get(path, headers=headers)
    assert answer.text == WORDS
    return answer.headers.get("content-encoding")


@pytest.mark.parametrize("asked_by", ["same-origin", "none"])
def test_own_pages_get_compressed_answers(client, asked_by):
    assert encoding(client, **{"sec-fetch-site": asked_by}) == "gzip"


@pytest.mark.parametrize("asked_by", ["cross-site", "same-site", ""])
def test_other_sites_learn_no_length(client, asked_by):
    assert encoding(client, **{"sec-fetch-site": asked_by}) is None


def test_browser_that_tells_nothing_is_not_trusted(client):
    assert encoding(client) is None


def test_program_without_cookie_gets_compressed_answers(client):
    client.cookies.clear()
    assert encoding(client, authorization="Bearer one") == "gzip"


@pytest.mark.parametrize("path", ["/account", "/account/tokens"])
def test_pages_with_secrets_stay_as_they_are(client, path):
    assert encoding(client, path, **{"sec-fetch-site": "same-origin"}) is None
    assert encoding(client, "/accountable", **{"sec-fetch-site": "same-origin"}) == "gzip"


def test_tag_of_a_compressed_answer_is_weak(client):
    own = {"sec-fetch-site": "same-origin"}
    assert client.get("/findings", headers=own).headers["etag"] == 'W/"one"'
    assert client.get("/findings", headers=own).headers["vary"] == "Cookie, Accept-Encoding"
    assert client.get("/findings", headers={**own, "accept-encoding": "identity"}).headers["etag"] == '"one"'
