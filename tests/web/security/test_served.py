"""The site behind a real server and a real client: hosts, cookies and headers as they are on the wire."""

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from tests.web.security.conftest import PASSWORD, MakeSite, Site

from countersight.accounts import Role
from countersight.project import read_project
from countersight.web import create_app
from countersight.web.security import open_gate, protect


@pytest.fixture
def served(make_site: MakeSite) -> Iterator[Site]:
    """Serve a project for one person on a free port, as `countersight serve` does."""
    site = make_site()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        site.gate = open_gate(site.accounts, site.settings, host="127.0.0.1", port=port, user=lambda: "Ida")
        app = create_app(read_project(site.folder, site.settings), site.store)
        guarded = protect(app, gate=site.gate, store=site.store, settings=site.settings)
        config = uvicorn.Config(
            guarded, log_level="error", access_log=False, server_header=False, proxy_headers=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield site
        server.should_exit = True
        thread.join()


def send_raw(site: Site, *lines: str) -> bytes:
    """Send a request as it stands; return the answer."""
    port = int(site.gate.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall("\r\n".join((*lines, "Connection: close", "", "")).encode())
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    return received


def test_one_person_comes_in_by_the_printed_address(served: Site) -> None:
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        page = browser.get(served.gate.start_address)
        assert page.url.path == "/"
        assert "word" not in str(page.url)
        assert browser.get(f"{served.gate.address}/account").status_code == 200
        assert "server" not in page.headers
    with httpx.Client(trust_env=False) as other:
        assert other.get(served.gate.start_address).status_code == 410
        assert other.get(f"{served.gate.address}/account").headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "hosts", [("evil.example",), ("127.0.0.1", "evil.example"), ()], ids=["foreign", "two", "none"]
)
def test_request_for_another_host_is_refused(served: Site, hosts) -> None:
    answer = send_raw(served, "GET /sign-in HTTP/1.1", *(f"Host: {host}" for host in hosts))
    assert answer.split(b" ")[1] in (b"421", b"400")


def test_absolute_address_does_not_get_around_the_host(served: Site) -> None:
    answer = send_raw(served, "GET http://127.0.0.1/sign-in HTTP/1.1", "Host: evil.example")
    assert answer.split(b" ")[1] == b"421"


def test_broken_off_body_ends(served: Site) -> None:
    answer = send_raw(served, "POST /sign-in HTTP/1.1", f"Host: {served.gate.address[7:]}", "Content-Length: 5000000")
    assert answer.split(b" ")[1] == b"413"


def test_team_signs_in_over_http_on_this_computer(make_site: MakeSite) -> None:
    """A team may be tried out here: an http address on loopback, with accounts."""
    site = make_site(public_address="http://127.0.0.1:8080")
    site.join("Bo", Role.ADMIN)
    site.open()
    browser = site.signed_in("Bo")
    assert browser.get("/people").status_code == 200
    assert site.gate.cookie.name == "countersight-8080"
    assert PASSWORD not in browser.get("/people").text
