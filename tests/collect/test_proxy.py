import pytest

from countersight.collect.proxy import parse_proxy
from countersight.errors import BadSetting


@pytest.mark.parametrize(
    "proxy", ["127.0.0.1:9050", "ftp://user:word@host.example", "socks4://host.example", "http://"]
)
def test_bad_proxy_is_a_bad_setting(proxy: str) -> None:
    with pytest.raises(BadSetting) as caught:
        parse_proxy(proxy)
    assert "word" not in str(caught.value)


def test_password_is_kept_apart() -> None:
    proxy = parse_proxy("http://user:word@proxy.example:3128")
    assert (proxy.url.host, proxy.url.port, proxy.auth) == (b"proxy.example", 3128, (b"user", b"word"))


def test_socks_without_its_package_is_a_bad_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countersight.collect.proxy.find_spec", lambda name: None)
    with pytest.raises(BadSetting, match="socksio"):
        parse_proxy("socks5://127.0.0.1:9050")
