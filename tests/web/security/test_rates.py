"""How often anybody may ask, and what every answer says of it."""

from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from countersight.accounts.throttle import Rate
from countersight.web.security.rates import BoundedRates


def test_answers_tell_what_is_left_and_when_to_go_on() -> None:
    app = BoundedRates(PlainTextResponse("there"), rate=Rate(burst=2, per_s=0.5), clock=lambda: 100.0)
    client = TestClient(app)
    answers = [client.get("/api/v1/totals") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["ratelimit"] for one in answers] == [
        '"requests";r=1;t=2', '"requests";r=0;t=4', '"requests";r=0;t=4',
    ]  # fmt: skip
    assert answers[0].headers["ratelimit-policy"] == '"requests";q=2;w=4'
    assert int(answers[2].headers["retry-after"]) >= 2
    assert "ratelimit" not in client.get("/static/site.css").headers
