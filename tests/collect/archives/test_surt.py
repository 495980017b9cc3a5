import pytest

from countersight.collect.archives.surt import searchable_url


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.example.org/index.html", "org,example,www)/index.html"),  # the example of the specification
        ("http://Site.Example/A?B=C", "example,site)/a?b=c"),
        ("https://site.example:8443/", "example,site:8443)/"),
        ("https://name@site.example/x#part", "example,site)/x"),
        ("http://[::1]:80/x", "[::1]:80)/x"),
        ("http://site.example", "example,site)"),
        ("urn:uuid:ABC", "urn:uuid:abc"),
    ],
)
def test_host_is_turned_around(url: str, key: str) -> None:
    assert searchable_url(url) == key


def test_key_has_no_spaces() -> None:
    assert " " not in searchable_url("http://site.example/a b c")
