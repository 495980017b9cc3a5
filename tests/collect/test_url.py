import pytest

from countersight.collect.url import web_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("HTTPS://Host.Example", "https://host.example/"),
        ("http://host.example:80/a?b=c#d", "http://host.example/a?b=c"),
        ("http://host.example/人", "http://host.example/%E4%BA%BA"),
        ("http://user:word@host.example/", "http://host.example/"),
        ("http://host.example:99999/", "http://host.example:99999/"),
    ],
)
def test_address_is_normal(url: str, address: str) -> None:
    assert web_address(url) == address
