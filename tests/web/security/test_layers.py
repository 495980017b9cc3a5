"""Each layer by itself: proxies, rates, the log, reports, headers, downloads, addresses."""

import asyncio
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.datastructures import Headers, UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.security.conftest import Clock, Site

from countersight.accounts import Role
from countersight.accounts.throttle import Rate
from countersight.errors import DocumentTooLarge, EmptyDocument
from countersight.web.security import protect
from countersight.web.security.access_log import AccessLog
from countersight.web.security.addresses import safe_next
from countersight.web.security.downloads import attachment, disposition, file_name, keep_upload
from countersight.web.security.headers import SANDBOX, SecurityHeaders
from countersight.web.security.hosts import host_name
from countersight.web.security.origins import is_own
from countersight.web.security.proxies import TrustedProxies, read_networks
from countersight.web.security.rates import BoundedRates, usual_rate
from countersight.web.security.reports import MOST_KINDS, Violations, read_reports

PROXIES = read_networks("10.0.0.0/8, 2001:db8::1")


async def tell_client(scope, receive, send) -> None:
    request = Request(scope)
    await PlainTextResponse(f"{request.client.host if request.client else ''} {request.url.scheme}")(
        scope, receive, send
    )


@pytest.mark.parametrize(
    ("peer", "headers", "told"),
    [
        ("10.0.0.1", {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}, "203.0.113.9 https"),
        ("10.0.0.1", {"x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.0.0.2"}, "203.0.113.9 http"),
        ("10.0.0.1", {"x-forwarded-for": "10.1.1.1"}, "10.1.1.1 http"),
        ("10.0.0.1", {"x-forwarded-for": "junk"}, "10.0.0.1 http"),
        ("10.0.0.1", {"x-forwarded-for": "203.0.113.9, junk"}, "10.0.0.1 http"),
        ("10.0.0.1", {"x-forwarded-proto": "gopher"}, "10.0.0.1 http"),
        ("198.51.100.1", {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}, "198.51.100.1 http"),
        ("2001:db8::1", {"x-forwarded-for": "2001:db8::2"}, "2001:db8::2 http"),
    ],
)
def test_only_our_proxies_are_believed(peer, headers, told) -> None:
    client = TestClient(TrustedProxies(tell_client, networks=PROXIES), client=(peer, 5))
    assert client.get("/", headers=headers).text == told


def test_who_asks_too_fast_is_told_when() -> None:
    clock = Clock()
    app = BoundedRates(tell_client, rate=Rate(burst=3, per_s=0.5), clock=clock.seconds)
    client, other = TestClient(app, client=("192.0.2.1", 5)), TestClient(app, client=("198.51.100.1", 5))
    assert [client.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/")
    assert refused.headers["retry-after"] == "2"
    assert other.get("/").status_code == 200
    assert client.get("/static/site.css").status_code == 200
    clock.move(seconds=int(refused.headers["retry-after"]))
    assert client.get("/").status_code == 200


def test_usual_rate_lets_a_page_load() -> None:
    assert usual_rate(600).burst == 150
    assert usual_rate(10).burst == 60


def test_people_share_a_network_and_not_a_rate(make_site) -> None:
    site = make_site(public_address="https://watch.example", requests_per_minute=10)
    site.join("Bo", Role.ADMIN)
    site.open()
    browser = site.signed_in("Bo")
    statuses = [browser.get("/account").status_code for _ in range(65)]
    assert statuses.count(200) == 60
    assert browser.get("/account", headers={"accept": "application/json"}).json()["status"] == 429
    assert site.browser().get("/sign-in").status_code == 200


def test_log_has_no_address_and_no_words(caplog: pytest.LogCaptureFixture) -> None:
    client = TestClient(AccessLog(tell_client), client=("192.0.2.1", 5))
    with caplog.at_level(logging.INFO, logger="countersight.access"):
        client.get("/search?q=a+name&word=secret")
    (line,) = caplog.messages
    assert line.startswith("GET /search 200 ")
    assert not any(word in line for word in ("192.0.2.1", "name", "secret"))


def test_log_has_addresses_where_asked(caplog: pytest.LogCaptureFixture) -> None:
    client = TestClient(AccessLog(tell_client, with_addresses=True), client=("192.0.2.1", 5))
    with caplog.at_level(logging.INFO, logger="countersight.access"):
        client.get("/")
    assert caplog.messages[0].startswith("192.0.2.1 GET / 200 ")


@pytest.mark.parametrize("path", ["/a%0Ab", "/a%20200%200", "/%1b[31m", "/%E2%80%AEx"])
def test_log_line_cannot_be_forged(caplog: pytest.LogCaptureFixture, path) -> None:
    with caplog.at_level(logging.INFO, logger="countersight.access"):
        TestClient(AccessLog(tell_client)).get(path)
    assert len(caplog.messages[0].split()) == 5
    assert caplog.messages[0].isprintable()


PAGE = "https://watch.example/claims/1"
OLD = {
    "csp-report": {
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x?who=me",
        "document-uri": PAGE,
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {"effectiveDirective": "img-src", "blockedURL": "inline", "documentURL": PAGE},
    }
]
NAMES = st.sampled_from(["csp-report", "body", "type", "blocked-uri", "effective-directive"])
REPORTS = st.recursive(
    st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)
).map(lambda value: json.dumps(value).encode())


def test_reports_of_both_forms_are_read() -> None:
    assert read_reports(json.dumps(OLD).encode()) == [("script-src-elem", "https")]
    assert read_reports(json.dumps(NEW).encode()) == [("img-src", "inline")]


@given(st.binary(max_size=200) | REPORTS)
def test_no_report_is_too_strange(body: bytes) -> None:
    for directive, blocked in read_reports(body):
        assert len(directive) <= 40
        assert len(blocked) <= 20


def test_kinds_of_violation_are_bounded() -> None:
    violations = Violations()
    for number in range(2 * MOST_KINDS):
        violations.note(f"directive-{number}", "inline")
    assert len(violations.counts) == MOST_KINDS + 1
    assert violations.counts["other", "other"] == MOST_KINDS


def test_report_is_counted_without_address(team: Site) -> None:
    browser = team.browser(**{"sec-fetch-site": "cross-site"})
    for body in (json.dumps(OLD).encode(), b"x" * 100_000, b"nonsense"):
        assert browser.post("/csp-reports", content=body).status_code == 204
    assert dict(team.gate.violations.counts) == {("script-src-elem", "https"): 1}


def test_embedded_pages_may_be_framed_by_those_named() -> None:
    app = SecurityHeaders(tell_client, is_tls=False, embed_paths=("/embed/",), embed_origins=("https://news.example",))
    client = TestClient(app)
    embedded, page = (client.get(path).headers for path in ("/embed/map", "/map"))
    assert "frame-ancestors 'self' https://news.example;" in embedded["content-security-policy"]
    assert "frame-ancestors 'none';" in page["content-security-policy"]
    without = [
        policy["content-security-policy"].replace("'self' https://news.example;", "'none';")
        for policy in (embedded, page)
    ]
    assert without[0] == without[1]
    differing = {name for name in embedded if embedded[name] != page.get(name)}
    assert differing == {"content-security-policy"}
    assert "strict-transport-security" not in page


def test_answer_to_a_fault_has_the_headers(team: Site) -> None:
    """Starlette makes it outside of all middleware of its own; the layers stand around even that."""

    def fail(request: Request) -> None:
        raise RuntimeError("nobody foresaw this")

    broken = Starlette(routes=[Route("/sign-in", fail)])
    team.app = protect(broken, gate=team.gate, store=team.store, settings=team.settings)
    answer = team.browser().get("/sign-in")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "foresaw" not in answer.text


def test_download_is_saved_and_can_do_nothing() -> None:
    client = TestClient(SecurityHeaders(attachment(b"<script>", "a.html"), is_tls=False))
    headers = client.get("/").headers
    assert headers["content-disposition"].startswith('attachment; filename="a.html"')
    assert headers["content-security-policy"] == SANDBOX
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"


@given(st.text(max_size=300))
def test_any_name_fits_into_a_header(name: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert not set("/\\").intersection(file_name(name))
    assert 0 < len(file_name(name).encode()) <= 200


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\report.pdf", "report.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a\r\nb.txt", "ab.txt"),
        ("报告.pdf", "报告.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
    ],
)
def test_name_is_the_last_part_alone(name, safe) -> None:
    assert file_name(name) == safe


def test_upload_is_kept_within_its_limit(tmp_path: Path) -> None:
    import io

    def keep(data: bytes, place: str) -> str:
        upload = UploadFile(io.BytesIO(data), filename="../x.pdf")
        return asyncio.run(keep_upload(upload, tmp_path / place, limit=3))

    assert keep(b"abc", "0") == "x.pdf"
    assert (tmp_path / "0").read_bytes() == b"abc"
    with pytest.raises(DocumentTooLarge):
        keep(b"abcd", "1")
    with pytest.raises(EmptyDocument):
        keep(b"", "2")


@given(st.text(max_size=40) | st.text(alphabet="/\\.:@?#%\t x", max_size=12).map(lambda rest: f"/{rest}"))
def test_next_page_is_always_ours(asked: str) -> None:
    """By the rules of browsers: resolved against the site, the host stays the same."""
    from urllib.parse import urljoin, urlsplit

    target = safe_next(asked)
    assert target.startswith("/")
    assert target[1:2] not in ("/", "\\")
    resolved = urlsplit(urljoin("https://watch.example/sign-in", target))
    assert (resolved.scheme, resolved.netloc) == ("https", "watch.example")


@given(st.text(alphabet="aA.:[]@/1 \t", max_size=15))
def test_host_is_a_plain_name_or_none(header: str) -> None:
    name = host_name(header)
    assert name is None or (name and not set(name).intersection("@/[] \t") and name == name.lower())


VALUES = ["same-origin", "cross-site", "same-site", "none", "null", "", "watch.example"]
ORIGINS = ["https://watch.example", "https://evil.example"]
PAIRS = st.tuples(st.sampled_from(["sec-fetch-site", "origin", "host"]), st.sampled_from(VALUES + ORIGINS))


@given(st.lists(PAIRS))
def test_no_mixture_of_headers_passes_for_our_own(pairs) -> None:
    """Whatever a browser is made to send: if it says cross-site or a foreign origin, it is not our own."""
    headers = Headers(raw=[(name.encode(), value.encode()) for name, value in pairs])
    sites, origins = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    if is_own(headers):
        assert sites in ([], ["same-origin"], ["none"])
        assert sites or origins in ([], ["https://watch.example"])
