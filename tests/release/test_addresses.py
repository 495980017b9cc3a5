"""Addresses as they may be published."""

import pytest

from countersight.release.addresses import is_link, public_address, public_detail


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("file:///home/someone/case%20x/report%201.pdf", "file:report 1.pdf"),
        ("/home/someone/report.pdf", "file:report.pdf"),
        ("https://user:word@paper.example/a?b=c", "https://paper.example/a?b=c"),
        ("https://paper.example/a", "https://paper.example/a"),
        ("stdin:", "stdin:"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_address_shows_no_folders(address: str, public: str) -> None:
    assert public_address(address) == public


@pytest.mark.parametrize(
    ("detail", "address", "public"),
    [
        ("/home/s/my case/x.pdf: damaged", "file:///home/s/my%20case/x.pdf", "file:x.pdf: damaged"),
        ("cannot open '/tmp/a/b/c.pdf'", "https://paper.example/", "cannot open 'c.pdf'"),
        ("https://paper.example/a/b: gone", "https://paper.example/a/b", "https://paper.example/a/b: gone"),
    ],
    ids=["own path", "other path", "url"],
)  # fmt: skip
def test_detail_shows_no_folders(detail: str, address: str, public: str) -> None:
    assert public_detail(detail, address) == public


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "//host/x", "https://",
     " https://paper.example", "https://paper.example/\n", "java\tscript:x", "http://[broken", "", None],
)  # fmt: skip
def test_no_link_leads_off_the_web(address: str | None) -> None:
    assert not is_link(address)


def test_web_addresses_are_links() -> None:
    assert is_link("https://paper.example/a?b=c#d")
